"""Talking to other systems: one client, one origin, keys that are never shown.

The only room that opens connections of its own; it is used by ``cx-audit pull`` and ``cx-audit ask``, and by nothing
that audits.
"""

from cx_audit.web.auth import NO_AUTH, Auth, basic, bearer, in_header
from cx_audit.web.bounds import Bounds, Clock
from cx_audit.web.client import WebClient
from cx_audit.web.origin import Origin
from cx_audit.web.pace import Pace
from cx_audit.web.reply import Reply
from cx_audit.web.secret import MASK, Scrubber, Secret, find_secret

__all__ = [
    "MASK",
    "NO_AUTH",
    "Auth",
    "Bounds",
    "Clock",
    "Origin",
    "Pace",
    "Reply",
    "Scrubber",
    "Secret",
    "WebClient",
    "basic",
    "bearer",
    "find_secret",
    "in_header",
]

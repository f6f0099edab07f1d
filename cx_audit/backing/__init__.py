"""Who is right: what the answers say against the company's policy, and whom an authority backs.

A finding then names the channels that depart and those that are backed. Pure.
"""

from __future__ import annotations

from cx_audit.backing.agreement import agreed_lines
from cx_audit.backing.apply import Backed, back
from cx_audit.backing.authority import Authority
from cx_audit.backing.held import Asked, Hear
from cx_audit.backing.suggest import suggest
from cx_audit.backing.vocabulary import policy_subjects

__all__ = ["Asked", "Authority", "Backed", "Hear", "agreed_lines", "back", "policy_subjects", "suggest"]

"""What a value is about: ``return_window``, ``delivery_fee``, ... by the rules in ``rules/roles``."""

from __future__ import annotations

from cx_audit.roles.asked import Asked, parse_asked, role_asked
from cx_audit.roles.check import Problem, check_roles
from cx_audit.roles.load import Role, packaged_roles
from cx_audit.roles.naming import Naming, majority, name_roles
from cx_audit.roles.size import free_of_charge, share_apart, tolerable
from cx_audit.roles.stages import question_stage

__all__ = [
    "Asked",
    "Naming",
    "Problem",
    "Role",
    "check_roles",
    "free_of_charge",
    "majority",
    "name_roles",
    "packaged_roles",
    "parse_asked",
    "question_stage",
    "role_asked",
    "share_apart",
    "tolerable",
]

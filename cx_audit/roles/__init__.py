"""What a value is about: ``return_window``, ``delivery_fee``, ... by the rules in ``rules/roles``."""

from __future__ import annotations

from cx_audit.roles.check import Problem, check_roles
from cx_audit.roles.load import Role, packaged_roles
from cx_audit.roles.naming import Naming, majority, name_role
from cx_audit.roles.stages import question_stage
from cx_audit.roles.tolerance import tolerable

__all__ = [
    "Naming",
    "Problem",
    "Role",
    "check_roles",
    "majority",
    "name_role",
    "packaged_roles",
    "question_stage",
    "tolerable",
]

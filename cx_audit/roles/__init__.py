"""What a value is about: ``return_window``, ``delivery_fee``, ... by the rules in ``rules/roles``."""

from __future__ import annotations

from cx_audit.roles.asked import Asked, parse_asked, role_asked
from cx_audit.roles.check import Problem, check_roles
from cx_audit.roles.examples import Outcome, RoleExamples, name_values, role_examples, try_role
from cx_audit.roles.load import Role, Selection, left_out, pack_names, packaged_roles, roles_in_use, use_roles
from cx_audit.roles.naming import Naming, majority, name_roles
from cx_audit.roles.size import free_of_charge, share_apart, tolerable
from cx_audit.roles.stages import question_stage

__all__ = [
    "Asked",
    "Naming",
    "Outcome",
    "Problem",
    "Role",
    "RoleExamples",
    "Selection",
    "check_roles",
    "free_of_charge",
    "left_out",
    "majority",
    "name_roles",
    "name_values",
    "pack_names",
    "packaged_roles",
    "parse_asked",
    "question_stage",
    "role_asked",
    "role_examples",
    "roles_in_use",
    "share_apart",
    "tolerable",
    "try_role",
    "use_roles",
]

"""What a company says is true: ``policy.yml`` read and checked, and drafted from what the channels agree on.

Pure: texts in, lines or problems out. Which answers depart from a line is for ``cx_audit.backing``.
"""

from __future__ import annotations

from cx_audit.policy.draft import Agreed, Disputed, Drafted, draft
from cx_audit.policy.lines import Line, Policy, Stance, Validity
from cx_audit.policy.load import load_policy
from cx_audit.policy.problems import PolicyProblem
from cx_audit.policy.schema import policy_schema
from cx_audit.policy.subjects import Listed, Subject, Subjects, subjects

__all__ = [
    "Agreed",
    "Disputed",
    "Drafted",
    "Line",
    "Listed",
    "Policy",
    "PolicyProblem",
    "Stance",
    "Subject",
    "Subjects",
    "Validity",
    "draft",
    "load_policy",
    "policy_schema",
    "subjects",
]

"""Clauses of one customer's own case: what a rep says of it is no rule, and takes nothing back from one."""

from __future__ import annotations

from collections.abc import Sequence

from cx_audit.compare.asides import REP
from cx_audit.compare.polarity_stance import Axis, Claim
from cx_audit.compare.said import said_by

__all__ = ["rules_first"]

_ONE_CUSTOMER = frozenset({REP, "macro"})
"""Channels that write to one customer."""
_OWN = ("own_case.yml", "this_case.yml")


def _own(claim: Claim, language: str) -> bool:
    if said_by("conditions.yml", language).search(claim.text):
        return False
    return any(said_by(file, language).search(claim.text) for file in _OWN)


def rules_first(claims: Sequence[Claim], channel: str, language: str) -> tuple[Claim, ...]:
    """The clauses; those of one customer's own case are marked where they stand behind a rule that says the contrary.

    "You can within the hour; in your case that has passed, so we can't": what holds is that one can.

    Args:
        claims: the clauses of an answer, in order.
        channel: of the answer; only reps and their macros write to one customer.
        language: of the answer.
    """
    if channel not in _ONE_CUSTOMER:
        return tuple(claims)
    out: list[Claim] = []
    for claim in claims:
        opposed = any(rule.side(Axis.CAN) * claim.side(Axis.CAN) < 0 for rule in out)
        out.append(claim._replace(own=True) if opposed and _own(claim, language) else claim)
    return tuple(out)

"""Differences that are meant to be: each with a reason, an owner and, if wanted, a last day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations, product

from cx_audit.ledger.identity import Identity
from cx_audit.model import Finding, Report

__all__ = ["Notice", "Suppression", "Trouble", "suppressed"]

_SOON_DAYS = 14


@dataclass(frozen=True, slots=True)
class Suppression:
    """One entry of ``suppressions:``; all of ``finding``, ``role`` and ``channels`` that are given must fit.

    ``finding`` is an id or a fingerprint. ``channels`` fits where nobody but these two disagrees with one another
    (twice the same: the voices of one channel); with a third in it, the finding is told. ``until`` is the last day.
    """

    reason: str
    owner: str
    finding: str | None = None
    role: str | None = None
    channels: tuple[str, str] | None = None
    until: date | None = None


class Trouble(StrEnum):
    """What there may be to say of a suppression."""

    ENDS_SOON = "ends soon"
    ENDED = "ended"
    UNUSED = "unused"


@dataclass(frozen=True, slots=True)
class Notice:
    """``trouble`` with the suppression at ``number`` (from 0); ``days`` to its last day, or since."""

    number: int
    suppression: Suppression
    trouble: Trouble
    days: int = 0


def suppressed(
    suppressions: Sequence[Suppression], report: Report, found: Sequence[Identity], today: date
) -> tuple[frozenset[int], tuple[Notice, ...]]:
    """The places of the findings that are meant to be, and what is to be said of the suppressions, in their order.

    Each finding is tried against all that are in force, so that none counts as unused since another was first.
    """
    channel_of = {answer.id: answer.channel for answer in report.answers}
    opposed = [_opposed(finding, channel_of) for finding in report.findings]
    hidden: set[int] = set()
    notices: list[Notice] = []
    for number, one in enumerate(suppressions):
        left = None if one.until is None else (one.until - today).days
        if left is not None and left < 0:
            notices.append(Notice(number, one, Trouble.ENDED, -left))
            continue
        fitting = {
            place
            for place, (finding, identity) in enumerate(zip(report.findings, found, strict=True))
            if _fits(one, finding, identity, opposed[place])
        }
        hidden |= fitting
        if not fitting:
            notices.append(Notice(number, one, Trouble.UNUSED))
        elif left is not None and left <= _SOON_DAYS:
            notices.append(Notice(number, one, Trouble.ENDS_SOON, left))
    return frozenset(hidden), tuple(notices)


def _fits(one: Suppression, finding: Finding, identity: Identity, opposed: frozenset[tuple[str, str]]) -> bool:
    if one.finding is not None and one.finding not in (finding.id, identity.fingerprint):
        return False
    if one.role is not None and one.role != finding.role:
        return False
    if one.channels is not None:
        return opposed == {_pair(*one.channels)}
    return one.finding is not None or one.role is not None


def _opposed(finding: Finding, channel_of: Mapping[str, str]) -> frozenset[tuple[str, str]]:
    """Each two channels that stand in different positions."""
    sides = [{channel_of[quote.answer_id] for quote in position.quotes} for position in finding.positions]
    return frozenset(_pair(a, b) for one, other in combinations(sides, 2) for a, b in product(one, other))


def _pair(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a <= b else (b, a)

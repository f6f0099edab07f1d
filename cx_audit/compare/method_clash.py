"""Pairs of answers of which one takes a method that the other turns down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cx_audit.compare.method_mentions import Mention, mentions
from cx_audit.compare.method_pack import families, related
from cx_audit.compare.method_stance import Stance
from cx_audit.compare.scope import same_customer
from cx_audit.compare.view import AnswerView

__all__ = ["MethodClash", "Rule", "method_clashes"]

_TAKEN = (Stance.ACCEPTED, Stance.ONLY)
_CREDIT = "store_credit"
_MONEY = frozenset({"original", "bank", "cash"})


class Rule(StrEnum):
    """Why two answers clash."""

    REFUSED = "refused"
    """One refuses what the other accepts."""
    EXCLUDED = "excluded"
    """One gives a full list, without what the other accepts."""
    FORM = "form"
    """One pays in credit and not in money, the other in money."""


@dataclass(frozen=True, slots=True)
class MethodClash:
    """Answer ``no`` (row) turns down what answer ``yes`` takes, with the mentions that say so."""

    family: str
    concept: str
    rule: Rule
    no: int
    yes: int
    against: Mention
    taken: Mention


@dataclass(frozen=True, slots=True)
class _Says:
    """What one answer says of one family."""

    taken: dict[str, Mention]
    refused: dict[str, Mention]
    only: tuple[Mention, ...]
    listed: frozenset[str]


def _says(told: Sequence[Mention]) -> _Says:
    taken: dict[str, Mention] = {}
    refused: dict[str, Mention] = {}
    for mention in told:
        if mention.stance in _TAKEN:
            taken.setdefault(mention.concept, mention)
        elif mention.stance is Stance.REFUSED:
            refused.setdefault(mention.concept, mention)
    mixed = set(taken) & set(refused)
    listed = frozenset(m.concept for m in told if m.concept not in refused or m.concept in mixed)
    return _Says(
        {c: m for c, m in taken.items() if c not in mixed},
        {c: m for c, m in refused.items() if c not in mixed},
        tuple(m for m in told if m.stance is Stance.ONLY),
        listed,
    )


def _same_place(against: Mention, taken: Mention) -> bool:
    """What is refused in one place or country may be taken in another."""
    everywhere = families()[against.family].kind == "way" or len(against.places) != 1
    here = everywhere or bool(against.places & taken.places)
    theirs = against.regions | taken.regions
    there = not theirs or "EU" in theirs or bool(against.regions & taken.regions)
    return here and there


def _turned_down(family: str, no: _Says, concept: str) -> Iterator[tuple[Rule, Mention]]:
    for name, against in sorted(no.refused.items()):
        if name == concept or concept in families()[family].concepts[name].includes:
            yield Rule.REFUSED, against
    if any(related(family, listed, concept) for listed in no.listed):
        return
    for against in no.only:
        yield Rule.EXCLUDED, against
    if family == "refund" and concept in _MONEY and _CREDIT in no.taken:
        for name in sorted(_MONEY & set(no.refused)):
            yield Rule.FORM, no.refused[name]


def _aside(no: _Says, yes: _Says, taken: Mention) -> bool:
    """Whether a way is offered beside the one that both answers take: "in the app. Questions? Call us."."""
    shared = [m for concept, m in yes.taken.items() if concept in no.taken]
    return bool(shared) and all(m.sentence != taken.sentence for m in shared)


def method_clashes(views: Sequence[AnswerView]) -> list[MethodClash]:
    """All clashes between the answers of one question; answers to different customers never clash.

    Raises:
        ConfigError: a packaged rule file is wrong.
    """
    read = [mentions(view) for view in views]
    out: list[MethodClash] = []
    for family in sorted(families()):
        says = {row: _says(told) for row, all_ in enumerate(read) if (told := [m for m in all_ if m.family == family])}
        for no in says:
            for yes in says:
                if no != yes and same_customer(views[no].answer, views[yes].answer):
                    out += _between(family, no, yes, says)
    return out


def _between(family: str, no: int, yes: int, says: dict[int, _Says]) -> Iterator[MethodClash]:
    for concept, taken in sorted(says[yes].taken.items()):
        if families()[family].kind == "way" and _aside(says[no], says[yes], taken):
            continue
        for rule, against in _turned_down(family, says[no], concept):
            if _same_place(against, taken):
                yield MethodClash(family, concept, rule, no, yes, against, taken)
                break

"""Pairs of answers of which one takes a method that the other turns down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cx_audit.compare.method_hearing import LIST
from cx_audit.compare.method_mention import Mention
from cx_audit.compare.method_pack import Family, families, related
from cx_audit.compare.method_stance import Stance
from cx_audit.compare.remembered import mentions_once
from cx_audit.compare.scope import same_customer
from cx_audit.compare.view import AnswerView
from cx_audit.memo import Memo

__all__ = ["MethodClash", "Rule", "method_clashes"]

_TAKEN = (Stance.ACCEPTED, Stance.ONLY)
_CREDIT = "store_credit"
_MONEY = frozenset({"original", "bank", "cash"})
_LOOSE = frozenset({"cash"})
"""Said of much beside refunds ("gift cards aren't redeemable for cash"): no choice against anything."""


class Rule(StrEnum):
    """Why two answers clash."""

    REFUSED = "refused"
    """One refuses what the other accepts."""
    EXCLUDED = "excluded"
    """One gives a full list, without what the other accepts."""
    FORM = "form"
    """One pays in credit and not in money, the other in money."""
    CHOICE = "choice"
    """Each takes one of the things that leave each other out."""
    NEEDLESS = "needless"
    """One says that nobody needs what the other calls the only one."""
    APART = "apart"
    """Each sends the customer its own way, and one says beside it that something can't be done."""
    LISTS = "lists"
    """Each gives a list, and each list holds what the other lacks."""


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

    named: frozenset[str]
    taken: dict[str, Mention]
    refused: dict[str, Mention]
    needless: dict[str, Mention]
    only: tuple[Mention, ...]
    listed: frozenset[str]


def _says(told: Sequence[Mention]) -> _Says:
    taken: dict[str, Mention] = {}
    refused: dict[str, Mention] = {}
    needless: dict[str, Mention] = {}
    for mention in told:
        if mention.stance in _TAKEN:
            taken.setdefault(mention.concept, mention)
        elif mention.stance is Stance.REFUSED:
            refused.setdefault(mention.concept, mention)
        elif mention.stance is Stance.NEEDLESS:
            needless.setdefault(mention.concept, mention)
    mixed = set(taken) & set(refused)
    listed = frozenset(m.concept for m in told if m.concept not in refused or m.concept in mixed)
    return _Says(
        frozenset(m.concept for m in told),
        {c: m for c, m in taken.items() if c not in mixed},
        {c: m for c, m in refused.items() if c not in mixed},
        {c: m for c, m in needless.items() if c not in taken},
        tuple(m for m in told if m.stance is Stance.ONLY),
        listed,
    )


def _same_place(against: Mention, taken: Mention) -> bool:
    """What is refused in one place or country may be taken in another."""
    if families()[against.family].countries:
        return True
    everywhere = families()[against.family].kind == "way" or len(against.places) != 1
    here = everywhere or bool(against.places & taken.places)
    theirs = against.regions | taken.regions
    there = not theirs or "EU" in theirs or bool(against.regions & taken.regions)
    return here and there


def _reaches(family: Family, no: _Says, concept: str, refused: str) -> bool:
    """Whether who ships worldwide ships to a country that is refused, and not just as an exception."""
    return family.countries and refused in family.concepts[concept].includes and concept not in no.listed


def _turned_down(family: str, no: _Says, concept: str) -> Iterator[tuple[Rule, Mention]]:
    known = families()[family]
    for name, against in sorted(no.refused.items()):
        if name == concept or concept in known.concepts[name].includes or _reaches(known, no, concept, name):
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
    return bool(shared) and all(m.sentence.end <= taken.sentence.start for m in shared)


def _apart(family: str, one: _Says, other: _Says) -> bool:
    """Whether two answers take different things, and neither so much as names what the other takes, but to deny it."""
    return bool(one.taken) and not any(
        related(family, here, there)
        for mine, theirs in ((one, other), (other, one))
        for here in mine.taken
        for there in theirs.listed
    )


def _chosen(family: str, no: int, yes: int, says: dict[int, _Says]) -> Iterator[MethodClash]:
    """The clash of two choices, told from the side that comes first by name."""
    one, other = ({c: m for c, m in says[row].taken.items() if c not in _LOOSE} for row in (no, yes))
    if not one or not other or (min(one), no) > (min(other), yes) or not _apart(family, says[no], says[yes]):
        return
    against, taken = one[min(one)], other[min(other)]
    if _same_place(against, taken):
        yield MethodClash(family, taken.concept, Rule.CHOICE, no, yes, against, taken)


def _extra(family: str, one: _Says, other: _Says) -> dict[str, Mention]:
    """What one list holds and the other doesn't so much as name."""
    return {c: m for c, m in one.taken.items() if not any(related(family, name, c) for name in other.named)}


def _lists(family: str, no: int, yes: int, says: dict[int, _Says]) -> Iterator[MethodClash]:
    """Two lists that reply to one question and of which neither holds all of the other.

    A list that is just longer may leave something out; where each has something of its own, both can't be right.
    """
    one, other = says[no], says[yes]
    if no > yes or min(len(one.taken), len(other.taken)) < LIST:
        return
    if any(m.partial for m in (*one.taken.values(), *other.taken.values())):
        return
    here, there = _extra(family, one, other), _extra(family, other, one)
    if here and there and _same_place(here[min(here)], there[min(there)]):
        yield MethodClash(family, min(there), Rule.LISTS, no, yes, here[min(here)], there[min(there)])


def method_clashes(views: Sequence[AnswerView], memo: Memo | None = None) -> list[MethodClash]:
    """All clashes between the answers of one question; answers to different customers never clash.

    Raises:
        ConfigError: a packaged rule file is wrong.
    """
    read = mentions_once(views, memo)
    out: list[MethodClash] = []
    for name in sorted({m.family for told in read for m in told}):
        says = {row: _says(told) for row, all_ in enumerate(read) if (told := [m for m in all_ if m.family == name])}
        for no in says:
            for yes in says:
                if no != yes and same_customer(views[no].answer, views[yes].answer):
                    out += _between(name, no, yes, says)
    return out


def _needless(family: str, no: int, yes: int, says: dict[int, _Says]) -> Iterator[MethodClash]:
    """What one answer says nobody needs, and the other says is the only way, or sends to as something can't be done."""
    for concept, against in sorted(says[no].needless.items()):
        taken = says[yes].taken.get(concept)
        if taken and set(says[yes].taken) == {concept} and (taken.stance is Stance.ONLY or taken.denying):
            yield MethodClash(family, concept, Rule.NEEDLESS, no, yes, against, taken)


def _ways_apart(family: str, no: int, yes: int, says: dict[int, _Says]) -> Iterator[MethodClash]:
    """Each sends the customer its own way, and ``no`` says beside it that something can't be done."""
    denying = [m for _, m in sorted(says[no].taken.items()) if m.denying or says[no].refused]
    if denying and says[yes].taken and _apart(family, says[no], says[yes]):
        taken = says[yes].taken[min(says[yes].taken)]
        yield MethodClash(family, taken.concept, Rule.APART, no, yes, denying[0], taken)


def _first_steps(told: list[MethodClash]) -> Iterator[MethodClash]:
    """Without later steps of a way that is left out: "log in and register it. Then hand it in at a parcel point."."""
    left_out = [clash.taken.sentence.start for clash in told if clash.rule is Rule.EXCLUDED]
    for clash in told:
        if clash.rule is not Rule.EXCLUDED or clash.taken.sentence.start == min(left_out):
            yield clash


def _between(family: str, no: int, yes: int, says: dict[int, _Says]) -> Iterator[MethodClash]:
    known = families()[family]
    if known.kind == "choice":
        for concept in sorted(says[yes].taken.keys() & says[no].refused.keys()):
            yield MethodClash(
                family, concept, Rule.REFUSED, no, yes, says[no].refused[concept], says[yes].taken[concept]
            )
        yield from _chosen(family, no, yes, says)
        return
    told: list[MethodClash] = []
    for concept, taken in sorted(says[yes].taken.items()):
        if known.kind == "way" and _aside(says[no], says[yes], taken):
            continue
        for rule, against in _turned_down(family, says[no], concept):
            if _same_place(against, taken):
                told.append(MethodClash(family, concept, rule, no, yes, against, taken))
                break
    if told:
        yield from _first_steps(told) if known.kind == "way" else told
        return
    if known.kind == "way":
        yield from _needless(family, no, yes, says)
        yield from _ways_apart(family, no, yes, says)
    if known.single:
        yield from _chosen(family, no, yes, says)
    # countries stand in lists for much beside where one ships to: times, prices
    if known.kind == "method" and not known.countries:
        yield from _lists(family, no, yes, says)

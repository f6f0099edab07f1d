"""Methods that an answer takes or refuses against a policy's complete list of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cx_audit.backing.held import Held
from cx_audit.backing.segments import holding
from cx_audit.compare.method_mention import Mention
from cx_audit.compare.method_pack import families, related
from cx_audit.compare.method_stance import Stance
from cx_audit.compare.remembered import asked_once
from cx_audit.compare.view import AnswerView
from cx_audit.memo import Memo
from cx_audit.model import Quote
from cx_audit.policy import Line, Subject

__all__ = ["held_lists"]

_TAKEN = frozenset({Stance.ACCEPTED, Stance.ONLY})
_REFUSED, _UNLISTED = 0.85, 0.75
"""As sure as ``compare.methods`` is of a refusal, and of a list that leaves a method out."""


def _quote(view: AnswerView, mention: Mention) -> Quote:
    place = mention.sentence
    return Quote(
        view.answer.id,
        view.clean.text[place.start : place.end],
        *view.clean.original(place.start, place.end),
        marks=((mention.start - place.start, mention.end - place.start),),
    )


def _scope(mention: Mention, view: AnswerView) -> frozenset[str]:
    return frozenset(f"region={code}" for code in mention.regions)


def _departs(mention: Mention, line: Line, family: str) -> bool | None:
    """Whether a mention contradicts the list; None where it says nothing of it."""
    if mention.stance in _TAKEN:
        return not any(related(family, listed, mention.concept) for listed in line.concepts)
    covered = {mention.concept, *families()[family].concepts[mention.concept].includes}
    return True if mention.stance is Stance.REFUSED and covered & set(line.concepts) else None


def held_lists(
    subject: Subject, lines: Sequence[Line], view: AnswerView, told: Sequence[Mention], row: int, memo: Memo
) -> Iterator[Held]:
    """What an answer says of a list; places of their own are left to the reader, and what nobody asked about.

    Args:
        subject: with the family of methods as its role.
        lines: of the policy on it.
        view: the answer.
        told: the methods that it names.
        row: its place among those to its question.
        memo: what was read of the answers before.
    """
    family = next(iter(subject.roles))
    named = [mention for mention in told if mention.family == family and not mention.places]
    if not named or family not in asked_once(view, memo):
        return
    title = {id: concept.title for id, concept in families()[family].concepts.items()}
    backed: Held | None = None
    for mention in named:
        scope = _scope(mention, view)
        held = holding(lines, scope, scope, view.answer)
        against = [(line, _departs(mention, line, family)) for line in held.lines]
        if not against or any(departs is None for _, departs in against):
            continue
        agreeing = [line for line, departs in against if not departs]
        refused = mention.stance is Stance.REFUSED
        name = title[mention.concept]
        one = Held(
            row,
            agreeing[0] if agreeing else against[0][0],
            not agreeing,
            f"{family}:{mention.concept}:{'no' if refused else 'yes'}",
            f"not {name}" if refused else name,
            _quote(view, mention),
            _REFUSED if refused else _UNLISTED,
        )
        if one.departs and held.sure:
            yield one
            return
        backed = backed or (None if one.departs else one)
    if backed:
        yield backed

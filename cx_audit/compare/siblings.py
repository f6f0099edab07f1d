"""Values of one kind that stand side by side in one answer, each of its own thing: the rows of a price list."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from cx_audit.compare.view import AnswerView, FactInContext
from cx_audit.facts import Relation, canonical, relation
from cx_audit.model import Fact, FactKind
from cx_audit.text import PLACEHOLDER, clean_question

__all__ = ["Key", "Siblings", "own_words", "say_same", "sibling_texts", "told_as"]

Key = tuple[str, str]
"""Language and text."""

_BREAK = re.compile(r"[,;،؛\n.]\s|\s[-–—]\s|[()]")
_LABEL = ":"
_MOST = 5
"""Answers that are asked of two values: more of them say no more."""


def say_same(one: Fact, other: Fact) -> bool:
    """Whether two facts are one value, or two ways to give it: "32 kg", "up to 32 kg"; "8 to 22", "until 22"."""
    found = relation(one, other)
    if found is not Relation.COMPATIBLE or one.low is None or other.low is None:
        return found is Relation.EQUAL
    if one.kind is FactKind.HOURS:
        return one.low == other.low or one.high == other.high
    return canonical(one) == canonical(other)


def own_words(view: AnswerView, fact: FactInContext) -> str:
    """What of its sentence is said of a fact alone, the value masked: its clause among others of its kind.

    A label that opens the sentence goes for all that follows: "Phone: weekdays 9 to 20, Saturdays 10 to 14".
    """
    text, home = view.clean.text, fact.sentence
    row = [f.fact for f in view.by_kind.get(fact.fact.kind, ()) if f.sentence == home]
    previous = max((f.end for f in row if f.end <= fact.fact.start), default=None)
    following = min((f.start for f in row if f.start >= fact.fact.end), default=None)
    start = home.start if previous is None else previous
    before = text[start : fact.fact.start]
    after = text[fact.fact.end : max(home.end, fact.fact.end) if following is None else following]
    label = ""
    if previous is not None:
        breaks = [match.end() for match in _BREAK.finditer(before)]
        if breaks:
            before = before[breaks[-1] if before[breaks[-1] :].strip() else breaks[0] :]
        head, colon, _ = text[home.start : start].partition(_LABEL)
        label = head + colon if colon and _LABEL not in before else ""
    if following is not None and (end := _BREAK.search(after)):
        after = after[: end.start()]
    return " ".join(f"{label} {before} {PLACEHOLDER} {after}".split())


def told_as(view: AnswerView, fact: FactInContext) -> tuple[str, str]:
    """What a value is said of: its sentence and its whole answer, each behind the question that it replies to.

    Of the sentence only what is of its kind is masked: "1.5 HP" names a thing.
    """
    text, home = view.clean.text, fact.sentence
    asked, parts, at = clean_question(view.answer.question), list[str](), home.start
    for f in view.by_kind.get(fact.fact.kind, ()):
        if f.sentence == home:
            parts += (text[at : f.fact.start], PLACEHOLDER)
            at = f.fact.end
    said = " ".join([asked, *parts, text[at : home.end]])
    return " ".join(said.split()), " ".join(f"{asked} {text[view.body.start : view.body.end]}".split())


class Siblings:
    """Who says which value, among the answers to one question."""

    def __init__(self, views: Sequence[AnswerView]) -> None:
        self._views = views
        self._said: dict[FactKind, dict[str, list[tuple[int, FactInContext]]]] = defaultdict(dict)
        for row, view in enumerate(views):
            for fact in view.facts:
                self._said[fact.fact.kind].setdefault(_name(fact.fact), []).append((row, fact))
        self._known: dict[tuple[FactKind, str], dict[int, list[FactInContext]]] = {}

    def places(self, value: Fact) -> dict[int, list[FactInContext]]:
        """The rows of the answers that give a value, and where."""
        key = value.kind, _name(value)
        if key not in self._known:
            out = self._known[key] = {}
            for said in self._said[value.kind].values():
                for row, fact in said if say_same(said[0][1].fact, value) else ():
                    out.setdefault(row, []).append(fact)
        return self._known[key]

    def both(
        self, i: int, left: FactInContext, j: int, right: FactInContext
    ) -> Iterator[tuple[AnswerView, FactInContext, FactInContext]]:
        """Other answers that give both values of rows ``i`` and ``j``, each in a place of its own, with these places.

        At most five answers, the first by their ids; none where row ``i`` or ``j`` gives both itself.
        """
        here, there = self.places(left.fact), self.places(right.fact)
        if i in there or j in here:
            return
        rows = sorted(here.keys() & there.keys() - {i, j}, key=lambda row: self._views[row].answer.id)
        for row in rows[:_MOST]:
            yield from ((self._views[row], x, y) for x in here[row] for y in there[row] if x is not y)


def _name(fact: Fact) -> str:
    return repr((fact.low, fact.high, fact.unit, fact.items, fact.comparator, fact.per, fact.alternatives))


def sibling_texts(views: Sequence[AnswerView]) -> Iterator[Key]:
    """The texts by which the values of two answers are told apart, where a third gives both."""
    if len(views) < 3:
        return
    known = Siblings(views)
    for third in views:
        for facts in third.by_kind.values():
            for x, y in combinations(facts, 2):
                if relation(x.fact, y.fact) is not Relation.DIFFERENT:
                    continue
                here, there = known.places(x.fact), known.places(y.fact)
                one, other = here.keys() - there.keys(), there.keys() - here.keys()
                if not one or not other:
                    continue
                yield from ((third.language, own_words(third, fact)) for fact in (x, y))
                for places, rows in ((here, one), (there, other)):
                    for held in rows:
                        view = views[held]
                        for fact in places[held]:
                            yield from ((view.language, text) for text in told_as(view, fact))

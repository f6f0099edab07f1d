"""Name what a fact is about: by the words nearest to it, then by its sentence, its answer and the question."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cx_audit.model import Fact
from cx_audit.roles.lexicon import Reading
from cx_audit.roles.rulebook import RoleCue, rulebook
from cx_audit.roles.size import free_of_charge
from cx_audit.text import Segment

__all__ = ["Naming", "majority", "name_role"]

_SAME_CLAUSE = 3.0
_PAST_A_FACT = 2.3
_OTHER_CLAUSE = 2.1
_ELSEWHERE = 1.7
"""In the sentence, but with a clause's end and another value between."""
_IN_QUESTION = 1.0
_IN_ANSWER = 0.6
_BESIDE = 0.25
_BESIDE_WORDS = 2
_PER_WORD = 0.03
_FARTHEST = 20
_PER_GROUP = 0.3
_ASKED = 0.6
"""Bonus where the question speaks of the role, too."""
_TOO_WEAK = 1.3
"""Without a word in the sentence a role is named only where the answer holds no other value of the kind."""


@dataclass(frozen=True, slots=True)
class Naming:
    """A role, how much speaks for it, and the cue that found it."""

    role: str
    score: float
    cue: str


def _weights(reading: Reading, spot: tuple[int, int], others: Sequence[tuple[int, int]]) -> dict[str, float]:
    """How near each symbol of a sentence stands to the value at ``spot``; 3 beside it, less for every word between."""
    starts = [start for start, _ in reading.words]
    first = min(bisect_right([end for _, end in reading.words], spot[0]), max(0, len(starts) - 1))
    last = max(first, bisect_left(starts, spot[1]) - 1)
    clause = reading.clauses[first] if reading.clauses else 0
    out: dict[str, float] = {}
    for hit in reading.hits:
        between = first - hit.last if hit.last < first else max(0, hit.first - last)
        place = reading.words[hit.first][0], reading.words[hit.last][1]
        low, high = (place[1], spot[0]) if hit.last < first else (spot[1], place[0])
        past = any(low <= start and end <= high for start, end in others)
        near = reading.clauses[hit.first] == clause or not between
        base = (_PAST_A_FACT if past else _SAME_CLAUSE) if near else (_ELSEWHERE if past else _OTHER_CLAUSE)
        weight = base - _PER_WORD * min(between, _FARTHEST) + _BESIDE * (between <= _BESIDE_WORDS and near)
        out[hit.symbol] = max(out.get(hit.symbol, 0.0), weight)
    return out


def _fits(cue: RoleCue, fact: Fact) -> bool:
    return fact.kind in cue.kinds and (cue.amount == "any" or (cue.amount == "free") == free_of_charge(fact))


def _score(cue: RoleCue, here: Mapping[str, float], answer: frozenset[str], question: frozenset[str]) -> float:
    """0 where a group is missing or an excluded word stands in the value's own clause."""
    if any(here.get(symbol, 0.0) > _PAST_A_FACT for symbol in cue.cue.never):
        return 0.0
    total, asked = 0.0, 0
    for group in cue.cue.groups:
        best = max((here.get(symbol, 0.0) for symbol in group), default=0.0)
        in_question = not question.isdisjoint(group)
        asked += in_question
        if not best:
            best = _IN_QUESTION if in_question else _IN_ANSWER if not answer.isdisjoint(group) else 0.0
        if not best:
            return 0.0
        total += best
    count = len(cue.cue.groups)
    return total / count + _PER_GROUP * (count - 1) + _ASKED * asked / count


def name_role(
    text: str, sentence: Segment, fact: Fact, facts: Sequence[Fact], question: str, language: str
) -> Naming | None:
    """What ``fact`` is about, or None where no rule knows.

    Args:
        text: the answer, clean; the offsets of all others count in it.
        sentence: the sentence that holds the fact.
        fact: the fact.
        facts: all facts of the answer.
        question: what the answer replies to.
        language: of the answer.

    Raises:
        ConfigError: a packaged rule file is wrong.
    """
    rules = rulebook(language)
    if rules is None:
        return None
    reading = rules.lexicon.read(text[sentence.start : sentence.end])
    others = [
        (f.start - sentence.start, f.end - sentence.start)
        for f in facts
        if f is not fact and sentence.start <= f.start < sentence.end
    ]
    here = _weights(reading, (fact.start - sentence.start, fact.end - sentence.start), others)
    answer, asked = rules.lexicon.read(text).symbols, rules.lexicon.read(question).symbols
    alone = sum(f.kind is fact.kind for f in facts) == 1
    best: Naming | None = None
    for cue in rules.candidates(here.keys() | answer | asked):
        if not cue.owner or not _fits(cue, fact):
            continue
        if not alone and all(here.keys().isdisjoint(group) for group in cue.cue.groups):
            continue
        score = round(_score(cue, here, answer, asked), 3)
        if score >= _TOO_WEAK and (best is None or (-score, cue.owner) < (-best.score, best.role)):
            best = Naming(cue.owner, score, cue.written)
    return best


def majority(roles: Iterable[str | None]) -> str | None:
    """The role that most values have; None where none has one, or two roles have equally many."""
    ranked = Counter(role for role in roles if role).most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]

"""Name what a fact is about: by the words nearest to it, then by its sentence, its answer and the question."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from cx_audit.facts import canonical
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
_PHRASE = 0.2
"""For each further word of a phrase: "return window" says more than "return"."""
_LONGEST = 2
_PER_GROUP = 0.3
_ASKED = 0.9
"""Bonus where the question speaks of the topic, too: the first group of the cue."""
_ASKED_OTHERWISE = 1.2
"""Less where the question speaks of what the cue excludes."""
_TOO_WEAK = 1.9
_TOO_WEAK_UNASKED = 3.1
"""Where the question doesn't speak of the topic, the value's own clause must."""
_CLEARLY_AHEAD = 1.15
_FIRST = attrgetter("first")


@dataclass(frozen=True, slots=True)
class Naming:
    """A role, how much speaks for it, and the cue that found it."""

    role: str
    score: float
    cue: str


def _weights(reading: Reading, sentence: Segment, fact: Fact, others: Sequence[Fact]) -> dict[str, float]:
    """How near each symbol of a sentence stands to a fact in it: 3 beside it, less for every word between."""
    starts, ends = reading.starts, reading.ends
    low, high = bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)
    first = min(bisect_right(ends, fact.start), max(0, len(starts) - 1))
    last = max(first, bisect_left(starts, fact.end) - 1)
    clause = reading.clauses[first] if starts else 0
    out: dict[str, float] = {}
    for hit in reading.hits[bisect_left(reading.hits, low, key=_FIRST) : bisect_left(reading.hits, high, key=_FIRST)]:
        if hit.last < first:
            between, left, right = first - hit.last, ends[hit.last], fact.start
        else:
            between, left, right = max(0, hit.first - last), fact.end, starts[hit.first]
        past = any(left <= other.start and other.end <= right for other in others)
        near = reading.clauses[hit.first] == clause or not between
        base = (_PAST_A_FACT if past else _SAME_CLAUSE) if near else (_ELSEWHERE if past else _OTHER_CLAUSE)
        weight = base - _PER_WORD * min(between, _FARTHEST) + _BESIDE * (between <= _BESIDE_WORDS and near)
        weight += _PHRASE * min(hit.last - hit.first, _LONGEST)
        if weight > out.get(hit.symbol, 0.0):
            out[hit.symbol] = weight
    return out


def _fits(cue: RoleCue, fact: Fact) -> bool:
    return cue.amount == "any" or (cue.amount == "free") == free_of_charge(fact)


def _score(cue: RoleCue, here: Mapping[str, float], answer: frozenset[str], question: frozenset[str]) -> float:
    """0 where a group is missing, the topic stands in neither sentence nor question, or an excluded word is near."""
    topic = cue.cue.groups[0]
    asked = not question.isdisjoint(topic)
    if not asked and here.keys().isdisjoint(topic):
        return 0.0
    if any(here.get(symbol, 0.0) > _PAST_A_FACT for symbol in cue.cue.never):
        return 0.0
    total = 0.0
    for group in cue.cue.groups:
        best = max((here.get(symbol, 0.0) for symbol in group), default=0.0)
        if not best:
            best = _IN_QUESTION if not question.isdisjoint(group) else _IN_ANSWER * (not answer.isdisjoint(group))
        if not best:
            return 0.0
        total += best
    count = len(cue.cue.groups)
    otherwise = not question.isdisjoint(cue.cue.never)
    return total / count + _PER_GROUP * (count - 1) + _ASKED * asked - _ASKED_OTHERWISE * otherwise


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
    reading = rules.lexicon.read(text)
    others = [f for f in facts if f is not fact and sentence.start <= f.start < sentence.end]
    here = _weights(reading, sentence, fact, others)
    answer, asked = reading.symbols, rules.lexicon.read(question).symbols
    alone = len({canonical(f) for f in facts if f.kind is fact.kind}) == 1
    asked_of = bool(question.strip(" ?"))
    best: Naming | None = None
    for cue in rules.candidates(answer | asked, fact.kind):
        if not _fits(cue, fact):
            continue
        if not alone and all(here.keys().isdisjoint(group) for group in cue.cue.groups):
            continue
        score = round(_score(cue, here, answer, asked), 3)
        on_topic = not asked_of or not asked.isdisjoint(cue.cue.groups[0])
        enough = _TOO_WEAK if on_topic else _TOO_WEAK_UNASKED
        if score >= enough and (best is None or (-score, cue.owner, cue.written) < (-best.score, best.role, best.cue)):
            best = Naming(cue.owner, score, cue.written)
    return best


def majority(namings: Sequence[Naming | None]) -> str | None:
    """The role for which most speaks, over several values; None where few of them have it, or two roles are close."""
    support: dict[str, list[float]] = defaultdict(list)
    for naming in namings:
        if naming is not None:
            support[naming.role].append(naming.score)
    ranked = sorted(support.items(), key=lambda item: (-sum(item[1]), item[0]))
    if not ranked or 2 * len(ranked[0][1]) < len(namings):
        return None
    if len(ranked) > 1 and sum(ranked[0][1]) < _CLEARLY_AHEAD * sum(ranked[1][1]):
        return None
    return ranked[0][0]

"""Name what a fact is about: by the words nearest to it, then by its sentence, its answer and the question."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from cx_audit.facts import canonical
from cx_audit.model import Fact, FactKind
from cx_audit.roles.lexicon import Reading
from cx_audit.roles.rulebook import RoleCue, Rulebook, rulebook
from cx_audit.roles.size import free_of_charge
from cx_audit.text import Segment

__all__ = ["Naming", "majority", "name_roles"]

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
        past = bool(others) and any(left <= other.start and other.end <= right for other in others)
        near = reading.clauses[hit.first] == clause or not between
        base = (_PAST_A_FACT if past else _SAME_CLAUSE) if near else (_ELSEWHERE if past else _OTHER_CLAUSE)
        weight = base - _PER_WORD * min(between, _FARTHEST) + _BESIDE * (between <= _BESIDE_WORDS and near)
        weight += _PHRASE * min(hit.last - hit.first, _LONGEST)
        if weight > out.get(hit.symbol, 0.0):
            out[hit.symbol] = weight
    return out


@dataclass(frozen=True, slots=True)
class _Asked:
    """What an answer and its question together say of a cue.

    ``elsewhere`` is, for each group, the weight where no word of it stands in the fact's sentence; ``asked`` says
    that the question speaks of the topic, ``otherwise`` that it speaks of what the cue excludes.
    """

    cue: RoleCue
    elsewhere: tuple[float, ...]
    asked: bool
    otherwise: bool


def _possible(rules: Rulebook, kind: FactKind, answer: frozenset[str], question: frozenset[str]) -> list[_Asked]:
    """The cues for facts of a kind of which each group stands in the answer or its question."""
    said = answer | question
    return [
        _Asked(
            cue,
            tuple([_IN_ANSWER if question.isdisjoint(group) else _IN_QUESTION for group in cue.cue.groups]),
            asked=not question.isdisjoint(cue.cue.groups[0]),
            otherwise=not question.isdisjoint(cue.cue.never),
        )
        for cue in rules.candidates(said, kind)
        if not any(map(said.isdisjoint, cue.cue.groups))
    ]


def _score(found: _Asked, here: Mapping[str, float]) -> float:
    """0 where the topic stands in neither sentence nor question, or an excluded word is near."""
    cue = found.cue.cue
    if not found.asked and here.keys().isdisjoint(cue.groups[0]):
        return 0.0
    if cue.never and any(here.get(symbol, 0.0) > _PAST_A_FACT for symbol in cue.never):
        return 0.0
    total = 0.0
    for group, elsewhere in zip(cue.groups, found.elsewhere, strict=True):
        total += max([here[symbol] for symbol in group if symbol in here], default=elsewhere)
    count = len(cue.groups)
    return total / count + _PER_GROUP * (count - 1) + _ASKED * found.asked - _ASKED_OTHERWISE * found.otherwise


def _best(
    cues: Sequence[_Asked], fact: Fact, here: Mapping[str, float], *, asked_of: bool, alone: bool
) -> Naming | None:
    """The cue for which most speaks; ``asked_of``: there is a question, ``alone``: the answer has no like value."""
    best: Naming | None = None
    for found in cues:
        cue = found.cue
        if cue.amount != "any" and (cue.amount == "free") != free_of_charge(fact):
            continue
        if not alone and all(map(here.keys().isdisjoint, cue.cue.groups)):
            continue
        score = round(_score(found, here), 3)
        enough = _TOO_WEAK if found.asked or not asked_of else _TOO_WEAK_UNASKED
        if score >= enough and (best is None or (-score, cue.owner, cue.written) < (-best.score, best.role, best.cue)):
            best = Naming(cue.owner, score, cue.written)
    return best


def name_roles(
    text: str, homes: Sequence[Segment], facts: Sequence[Fact], question: str, language: str
) -> list[Naming | None]:
    """What each of an answer's facts is about, or None where no rule knows.

    Args:
        text: the answer, clean; the offsets of all others count in it.
        homes: the sentence that holds each fact.
        facts: all facts of the answer.
        question: what the answer replies to.
        language: of the answer.

    Raises:
        ConfigError: a packaged rule file is wrong.
    """
    rules = rulebook(language)
    if rules is None or not facts:
        return [None] * len(facts)
    reading, asked = rules.lexicon.read(text), rules.lexicon.read(question).symbols
    asked_of = bool(question.strip(" ?"))
    by_kind: dict[FactKind, list[Fact]] = {}
    for fact in facts:
        by_kind.setdefault(fact.kind, []).append(fact)
    possible = {kind: _possible(rules, kind, reading.symbols, asked) for kind in by_kind}
    alone = {kind: len(like) == 1 or len(set(map(canonical, like))) == 1 for kind, like in by_kind.items()}
    out: list[Naming | None] = []
    for fact, sentence in zip(facts, homes, strict=True):
        cues = possible[fact.kind]
        others = [f for f in facts if f is not fact and sentence.start <= f.start < sentence.end]
        here = _weights(reading, sentence, fact, others) if cues else {}
        out.append(_best(cues, fact, here, asked_of=asked_of, alone=alone[fact.kind]))
    return out


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

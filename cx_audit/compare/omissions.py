"""What one answer states and another leaves out.

Values alone find few of what people call omissions: most are conditions and exceptions. So answers are set
side by side sentence by sentence, and a small logistic model says whether what has no counterpart matters.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

from cx_audit.compare.align import Aligned
from cx_audit.compare.contexts import Contexts
from cx_audit.compare.courtesy import tells_nothing
from cx_audit.compare.itself import one_bot
from cx_audit.compare.logistic import Logistic, read_weights
from cx_audit.compare.scope import same_customer
from cx_audit.compare.view import AnswerView, Sentence
from cx_audit.facts import Relation, relation
from cx_audit.model import Fact, FactKind
from cx_audit.resources import packaged

__all__ = ["COVERED", "FEATURES", "LeftOut", "OmissionWeights", "features", "left_out"]

FEATURES = (
    "differs",
    "agrees",
    "length_ratio",
    "shortest",
    "unmatched_most",
    "unmatched_least",
    "least_covered",
    "best_covered",
    "uncovered_value",
    "bot_says_less",
    "faq_says_less",
    "more_durations",
    "more_money",
)

COVERED = 0.45
"""From this likeness on, a sentence counts as said by the other answer."""
_LEAST, _MOST = -0.3, 0.6
_MANY = 3
# A bot says less because it is brief, and who asks it reads nothing else; what the FAQ lacks is seldom material.
_BOT, _FAQ = "chatbot", "faq"
_FEW = 8
_VALUE = 0.2
"""How much sooner a sentence with a value of its own is told than one without."""
_ALIKE = 0.5
_RELATED = 0.15
_WORD = re.compile(r"[^\W\d_]{3,}")

Floats = npt.NDArray[np.float32]
Pairs = Mapping[tuple[int, int], Sequence[Aligned]]
Rows = tuple[int, ...]
"""Sentences by their index."""


@dataclass(frozen=True)
class OmissionWeights(Logistic):
    """How likely one answer leaves out what matters, by FEATURES; from ``least`` on it is told."""

    least: float

    @classmethod
    @cache
    def packaged(cls) -> OmissionWeights:
        """The weights of ``rules/compare/omissions.yml``, fitted by ``benchmarks.accuracy.fit_omissions``."""
        raw, bias, by_name = read_weights(packaged("rules") / "compare" / "omissions.yml", FEATURES)
        return cls(bias, by_name, float(raw["least"]))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Sentences of some answers (row -> sentence) that say one thing, and the rows that leave it out."""

    said: tuple[tuple[int, Sentence], ...]
    missing: tuple[int, ...]
    probability: float


def _telling_rows(view: AnswerView) -> Rows:
    """The sentences that tell something, by their index."""
    text = view.clean.text
    return tuple(
        index
        for index, sentence in enumerate(view.sentences)
        if sentence.facts or not tells_nothing(text[sentence.segment.start : sentence.segment.end], view.language)
    )


@lru_cache(maxsize=256)
def _words_in(text: str, start: int, end: int) -> int:
    return max(1, len(_WORD.findall(text, start, end)))


def _words(view: AnswerView) -> int:
    return _words_in(view.clean.text, view.body.start, view.body.end)


def _unmatched(sentence: Sentence, matched: frozenset[int]) -> int:
    facts = [f.fact for f in sentence.facts]
    return len([f for f in facts if f.start not in matched and f.kind is not FactKind.URL]) if facts else 0


def _said_again(sentence: Sentence, other: AnswerView) -> bool:
    """Whether another answer states all values of a sentence, in whatever words.

    "Free from €50" says no more than "above € 50 you pay nothing": the amount from which on something is free tells it.
    """
    worth = [f.fact for f in sentence.facts if f.fact.kind is not FactKind.URL]
    worth = [fact for fact in worth if not _is_free(fact)] or worth
    return bool(worth) and all(any(relation(fact, f.fact) is Relation.EQUAL for f in other.facts) for fact in worth)


def _is_free(fact: Fact) -> bool:
    return fact.kind is FactKind.MONEY and fact.low == fact.high == 0


def _exclaims(view: AnswerView, sentence: Sentence) -> bool:
    """Whether a sentence is said for its tone: "Great that you'd like it quickly!"."""
    return view.clean.text[sentence.segment.start : sentence.segment.end].endswith("!") and not sentence.facts


def _gap(covered: float) -> float:
    return max(_LEAST, min(_MOST, COVERED - covered))


def _best(likeness: Floats) -> tuple[list[float], list[float]]:
    """How well each sentence of either answer is covered by the other; few numbers, so no work for numpy."""
    rows = likeness.tolist()
    return list(map(max, rows)), list(map(max, *rows)) if len(rows) > 1 else rows[0]


def _matched(aligned: Sequence[Aligned]) -> tuple[frozenset[int], frozenset[int]]:
    if not aligned:
        return frozenset(), frozenset()
    return frozenset([p.left.fact.start for p in aligned]), frozenset([p.right.fact.start for p in aligned])


def features(
    a: AnswerView,
    b: AnswerView,
    likeness: Floats,
    aligned: Sequence[Aligned],
    differs: float,
    kept: tuple[Rows, Rows] | None = None,
) -> list[float] | None:
    """The numbers, in the order of FEATURES, that speak for an omission between two answers.

    Args:
        a, b: the answers.
        likeness: [sentences of a, sentences of b], cosines.
        aligned: their facts, paired.
        differs: 0..1, how sure it is that they contradict each other.
        kept: their sentences that tell something, if known.

    Returns:
        None where an answer has no sentence that tells something.
    """
    kept = kept or (_telling_rows(a), _telling_rows(b))
    if not likeness.size or not all(kept):
        return None
    best = _best(likeness[np.ix_(*kept)])
    matched = _matched(aligned)
    unmatched = [
        [_unmatched(view.sentences[index], m) for index in rows]
        for view, rows, m in zip((a, b), kept, matched, strict=True)
    ]
    totals = sorted(min(_MANY, sum(counts)) / _MANY for counts in unmatched)
    with_value = [
        _gap(sim) if count else 0.0
        for sims, counts in zip(best, unmatched, strict=True)
        for sim, count in zip(sims, counts, strict=True)
    ]
    words = sorted((_words(a), _words(b)))
    more, less = sorted((0, 1), key=lambda side: _size((a, b)[side], best[side]), reverse=True)
    channel = (a, b)[less].answer.channel
    told = (f for index in kept[more] for f in (a, b)[more].sentences[index].facts)
    left = {f.fact.kind for f in told if f.fact.start not in matched[more]}
    return [
        differs,
        min(4, len([p for p in aligned if p.relation is Relation.EQUAL])) / 4,
        math.log(words[1] / words[0]),
        math.log(max(_FEW, words[0])) - 3,
        totals[1],
        totals[0],
        round(min(min(best[0]), min(best[1])), 3),
        round(max(best[0]), 3),
        round(max(with_value), 3),
        float(channel == _BOT),
        float(channel == _FAQ),
        float(FactKind.DURATION in left),
        float(FactKind.MONEY in left),
    ]


def _size(view: AnswerView, best: Sequence[float]) -> tuple[int, int, str]:
    """How much an answer says: its words, and the sentences that the other does not cover."""
    return _words(view), sum(sim < COVERED for sim in best), view.answer.id


def _telling(
    views: Sequence[AnswerView],
    i: int,
    j: int,
    likeness: Floats,
    aligned: Sequence[Aligned],
    kept: tuple[Rows, Rows],
) -> tuple[int, int, int] | None:
    """The sentence that the other answer covers least: row, its index, and the row that leaves it out.

    None where all is said by both.
    """
    out: list[tuple[float, int, int, int]] = []
    sides = zip((i, j), (j, i), _best(likeness), _matched(aligned), kept, strict=True)
    for row, other, sims, matched, tell in sides:
        for index in tell:
            sentence = views[row].sentences[index]
            if _said_again(sentence, views[other]):
                continue
            own_value = _unmatched(sentence, matched) > 0
            if own_value or (sims[index] < COVERED and not _exclaims(views[row], sentence)):
                out.append((round(_VALUE * own_value - sims[index], 3), -row, -index, other))
    if not out:
        return None
    _, row, index, other = max(out)
    return -row, -index, other


def _values(sentence: Sentence) -> list[Fact]:
    return [f.fact for f in sentence.facts if f.fact.kind is not FactKind.URL and not _is_free(f.fact)]


def _one_matter(views: Sequence[AnswerView], contexts: Contexts, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two sentences, each a row and its index, say one thing: in like words, or all values of the shorter."""
    likeness = contexts.sentences(views[one[0]], views[other[0]])[one[1], other[1]]
    few, many = sorted((_values(views[row].sentences[index]) for row, index in (one, other)), key=len)
    shared = few and all(any(relation(x, y) is Relation.EQUAL for y in many) for x in few)
    return bool(likeness >= _ALIKE or (shared and likeness >= _RELATED))


def _blocks(
    told: Mapping[tuple[int, int], Mapping[int, float]], views: Sequence[AnswerView], contexts: Contexts
) -> Iterator[LeftOut]:
    """Sentences alike that the same answers leave out are told once."""
    blocks: list[tuple[list[tuple[int, int]], tuple[int, ...], float]] = []
    for (row, index), missing in sorted(told.items()):
        rows = tuple(sorted(missing))
        for members, same, _ in blocks:
            first_row, first = members[0]
            if (
                same == rows
                and _one_matter(views, contexts, (row, index), (first_row, first))
                and row not in {r for r, _ in members}
            ):
                members.append((row, index))
                break
        else:
            blocks.append(([(row, index)], rows, max(missing.values())))
    for members, rows, chance in blocks:
        yield LeftOut(tuple((row, views[row].sentences[index]) for row, index in members), rows, chance)


def left_out(
    views: Sequence[AnswerView],
    pairs: Pairs,
    contexts: Contexts,
    differs: Mapping[tuple[int, int], float],
    weights: OmissionWeights,
    weighed: dict[tuple[int, int], tuple[float, ...]] | None = None,
) -> list[LeftOut]:
    """What is left out by whom, over all answers of a question.

    Args:
        views: the answers.
        pairs: the aligned facts of each two rows.
        contexts: vectors of the sentences.
        differs: how sure it is, 0..1, that two rows contradict each other.
        weights: the model.
        weighed: is filled with the features of each two rows.
    """
    told: dict[tuple[int, int], dict[int, float]] = {}
    tell = [_telling_rows(view) for view in views]
    for (i, j), likeness in contexts.between(views).items():
        if not same_customer(views[i].answer, views[j].answer) or one_bot(views[i], views[j]):
            continue
        kept = tell[i], tell[j]
        values = features(views[i], views[j], likeness, pairs[i, j], differs.get((i, j), 0.0), kept)
        chance = weights.probability(values) if values else 0.0
        if weighed is not None and values:
            weighed[i, j] = tuple(values)
        telling = _telling(views, i, j, likeness, pairs[i, j], kept) if chance >= weights.least else None
        if telling:
            row, index, other = telling
            told.setdefault((row, index), {})[other] = chance
    return list(_blocks(told, views, contexts))

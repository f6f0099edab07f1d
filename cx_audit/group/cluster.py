"""From the texts' vectors to groups of answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cx_audit.group.fitted import LanguageMeans, SameQuestionWeights
from cx_audit.group.linkage import average_linkage
from cx_audit.group.neighbours import Find, search
from cx_audit.group.score import SameQuestion
from cx_audit.group.vectors import Centred, Matrix, Stored, blend

__all__ = ["THRESHOLD", "Grouping", "group_answers"]

THRESHOLD = 0.15
"""Groups part where the mean odds of one question fall below this (``python -m benchmarks.accuracy`` measures it)."""

_PAIRS_AT_ONCE = 1_000_000


@dataclass(frozen=True, slots=True)
class Grouping:
    """``groups`` are rows, each sorted, in order of first row; ``vectors`` [n, d] are comparable over languages.

    ``sureness`` is, per group, 0..1: the mean probability that two of its answers reply to one question.
    """

    groups: tuple[tuple[int, ...], ...]
    sureness: tuple[float, ...]
    vectors: Matrix
    score: SameQuestion

    def odds(self, rows: Sequence[int]) -> npt.NDArray[np.float64]:
        """Log-odds [n, n] that the answers at these rows reply to one question."""
        members = np.asarray(rows, dtype=np.int64)
        return self.score.logits(members, members)


def _sureness(score: SameQuestion, groups: Sequence[Sequence[int]]) -> tuple[float, ...]:
    """Of each group; those of one size at once."""
    out = [1.0] * len(groups)
    by_size: dict[int, list[int]] = {}
    for at, rows in enumerate(groups):
        by_size.setdefault(len(rows), []).append(at)
    for size, places in by_size.items():
        at_once = max(1, _PAIRS_AT_ONCE // size**2)
        for start in range(0, len(places), at_once):
            some = places[start : start + at_once]
            sure = score.sureness(np.asarray([groups[at] for at in some], dtype=np.int64))
            for at, one in zip(some, sure.tolist(), strict=True):
                out[at] = one
    return tuple(out)


def _collect(labels: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    found: dict[int, list[int]] = {}
    for row, label in enumerate(labels):
        found.setdefault(int(label), []).append(row)
    return tuple(tuple(rows) for rows in found.values())


def _comparable(joint: Stored, body: Stored, languages: Sequence[str], known: LanguageMeans | None) -> Matrix:
    return blend(
        Centred(joint, languages, known.joint if known else None),
        Centred(body, languages, known.body if known else None),
    )


def group_answers(
    joint: Stored,
    body: Stored,
    languages: Sequence[str],
    speakers: Sequence[str],
    *,
    threshold: float = THRESHOLD,
    known: LanguageMeans | None = None,
    weights: SameQuestionWeights | None = None,
    asked: Sequence[str | None] = (),
    find: Find = search,
    channels: Sequence[str] = (),
) -> Grouping:
    """Group ``n`` answers by the question they answer.

    Args:
        joint, body: unit vectors [n, d] of ``GroupText.joint`` and ``GroupText.body``.
        languages: base language of each answer.
        speakers: channel (and rep) of each answer.
        threshold: 0..1; lower makes larger groups.
        known: mean vectors of languages under this model.
        weights: of the same-question score; the packaged ones unless given.
        asked: the question that drew each answer, where a bot was asked; see ``SameQuestion``.
        find: searches the neighbours; here, unless given.
        channels: of each answer, where speakers are reps of a channel; the speakers, unless given.
    """
    vectors = _comparable(joint, body, languages, known)
    score = SameQuestion(vectors, languages, speakers, weights, asked, threshold, find=find, channels=channels)
    labels = average_linkage(
        len(vectors), score.distances, score.distance_at(threshold), score.near(), score.distances_of
    )
    groups = _collect(labels.tolist())
    return Grouping(groups, _sureness(score, groups), vectors, score)


def group_given(
    joint: Stored,
    body: Stored,
    languages: Sequence[str],
    speakers: Sequence[str],
    intents: Sequence[str | None],
    *,
    known: LanguageMeans | None = None,
    channels: Sequence[str] = (),
) -> Grouping:
    """The groups that the records name themselves; an answer without an intent stands alone."""
    names = [intent or f"\0{row}" for row, intent in enumerate(intents)]
    numbers = {name: i for i, name in enumerate(dict.fromkeys(names))}
    groups = _collect([numbers[name] for name in names])
    vectors = _comparable(joint, body, languages, known)
    return Grouping(
        groups, (1.0,) * len(groups), vectors, SameQuestion(vectors, languages, speakers, channels=channels)
    )

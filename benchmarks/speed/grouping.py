"""Our grouping beside community_detection of sentence-transformers and HDBSCAN of scikit-learn, on the same vectors."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from cx_audit.collector import rare_collections
from cx_audit.group import group_answers, group_texts, language_means
from cx_audit.model import Answer
from cx_audit.pipeline import Embed, Settings, prepare

__all__ = ["Grouped", "compare_groupings"]

Groups = Sequence[Sequence[int]]

_THRESHOLDS = (0.4, 0.5, 0.6, 0.7, 0.8)
_LEAST = (2, 3)


@dataclass(frozen=True, slots=True)
class Grouped:
    """``seconds`` are of the processor; ``f1`` is over pairs of answers to one question."""

    name: str
    seconds: float
    f1: float


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def _f1(groups: Groups, gold: Sequence[str]) -> float:
    right = sum(_pairs(Counter(gold[row] for row in rows).values()) for rows in groups)
    told, wanted = _pairs(map(len, groups)), _pairs(Counter(gold).values())
    return 2 * right / (told + wanted) if told + wanted else 0.0


def _best(name: str, gold: Sequence[str], ways: Iterable[Callable[[], Groups]]) -> Grouped:
    """The best F1 over the settings, chosen with the labels in hand; and what that setting took."""
    found: list[Grouped] = []
    for way in ways:
        with rare_collections():  # as in the command
            start = time.process_time()
            groups = way()
            found.append(Grouped(name, time.process_time() - start, _f1(groups, gold)))
    return max(found, key=lambda one: one.f1)


def compare_groupings(answers: Sequence[Answer], languages: Sequence[str], embed: Embed, model: str) -> list[Grouped]:
    """Ours first, with its own threshold; the others each with the setting that suits these answers best.

    Args:
        answers: with their gold intents.
        languages: what answers without a locale may be written in.
        embed: texts to unit vectors.
        model: the encoder's name as reports have it.
    """
    from sentence_transformers.util import community_detection
    from sklearn.cluster import HDBSCAN

    prepared, _ = prepare(answers, Settings(languages=tuple(languages)))
    gold = [p.answer.intent or p.answer.id for p in prepared]
    texts = [group_texts(p.answer, p.clean, p.language, p.parts) for p in prepared]
    joint, body = embed([text.joint for text in texts]), embed([text.body for text in texts])
    spoken, speakers = [p.language for p in prepared], [p.answer.speaker for p in prepared]
    channels = [p.answer.channel for p in prepared]
    ours = group_answers(joint, body, spoken, speakers, known=language_means(model), channels=channels)
    vectors = ours.vectors

    def communities(threshold: float) -> Callable[[], Groups]:
        return lambda: community_detection(vectors, threshold=threshold, min_community_size=2)

    def dense(least: int) -> Callable[[], Groups]:
        def work() -> Groups:
            labels = HDBSCAN(min_cluster_size=least, metric="euclidean", copy=True).fit_predict(vectors)
            return [np.nonzero(labels == label)[0].tolist() for label in sorted(set(labels.tolist()) - {-1})]

        return work

    def grouped() -> Groups:
        return group_answers(joint, body, spoken, speakers, known=language_means(model), channels=channels).groups

    return [
        _best("cx-audit", gold, [grouped]),
        _best("community_detection", gold, map(communities, _THRESHOLDS)),
        _best("HDBSCAN", gold, map(dense, _LEAST)),
    ]

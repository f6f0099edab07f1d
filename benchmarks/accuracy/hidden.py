"""``python -m benchmarks.accuracy.hidden [SIZE] [FOLDER ...]``: whether a company keeps its groups in a crowd.

Each labelled company in turn (the held-out ones, unless named) is grouped alone, and then among SIZE answers (50,000)
of others, all as one export with the same channels; see ``benchmarks.speed.corpora``. Printed is the pairwise F1 of its
own answers, and how many of them then stand with another company's. The first run embeds the others: that takes long.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.accuracy.data import Company, companies
from benchmarks.accuracy.run import LANGUAGES, model_name, vectors
from benchmarks.accuracy.score import Counts
from benchmarks.speed.corpora import corpus
from cx_audit.group import Matrix, group_answers, group_texts, language_means
from cx_audit.model import Answer
from cx_audit.pipeline import Settings, prepare

__all__ = ["Told", "grouped_among", "main", "told"]

_HELD_OUT = Path(__file__).parent / "held_out"


@dataclass(frozen=True, slots=True)
class Told:
    """Answers as they are grouped: their vectors, who says what in which language, and the gold intents."""

    joint: Matrix
    body: Matrix
    languages: tuple[str, ...]
    channels: tuple[str, ...]
    speakers: tuple[str, ...]
    intents: tuple[str | None, ...]


def told(answers: Sequence[Answer]) -> Told:
    """Prepare and embed."""
    prepared, _ = prepare(answers, Settings(languages=LANGUAGES))
    texts = [group_texts(p.answer, p.clean, p.language) for p in prepared]
    return Told(
        vectors([t.joint for t in texts]),
        vectors([t.body for t in texts]),
        tuple(p.language for p in prepared),
        tuple(p.answer.channel for p in prepared),
        tuple(p.answer.speaker for p in prepared),
        tuple(p.answer.intent for p in prepared),
    )


def grouped_among(own: Told, others: Told | None) -> tuple[Counts, int]:
    """Pairs of own answers put together rightly, wrongly and not; and how many own answers stand with others'."""
    every = [own] if others is None else [own, others]
    found = group_answers(
        np.vstack([t.joint for t in every]),
        np.vstack([t.body for t in every]),
        [language for t in every for language in t.languages],
        [speaker for t in every for speaker in t.speakers],
        known=language_means(model_name()),
        channels=[channel for t in every for channel in t.channels],
    )
    mine = len(own.intents)
    label = np.zeros(mine, dtype=np.int64)
    crowded = 0
    for number, rows in enumerate(found.groups):
        inside = [row for row in rows if row < mine]
        label[inside] = number
        crowded += len(inside) if len(inside) < len(rows) else 0
    a, b = np.triu_indices(mine, 1)
    intents = np.asarray(own.intents)
    gold, put = intents[a] == intents[b], label[a] == label[b]
    return Counts(int((gold & put).sum()), int((put & ~gold).sum()), int((gold & ~put).sum())), crowded


def main() -> None:
    """Print the figures."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.accuracy.hidden", description=__doc__)
    asked.add_argument("size", nargs="?", type=int, default=50_000)
    asked.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    given = asked.parse_args()
    hidden: Sequence[Company] = list(companies(given.folders or sorted(filter(Path.is_dir, _HELD_OUT.iterdir()))))
    others = told(corpus(given.size))
    before, after = Counts(), Counts()
    for company in hidden:
        own = told(company.answers)
        alone, _ = grouped_among(own, None)
        among, crowded = grouped_among(own, others)
        before, after = before + alone, after + among
        print(
            f"  {company.name:<16} {len(own.intents)} answers: F1 {alone.f1:.3f} alone, {among.f1:.3f} "
            f"(precision {among.precision:.3f}, recall {among.recall:.3f}) among {given.size}; "
            f"{crowded} stand with others'",
            flush=True,
        )
    print(f"  {'all':<16} F1 {before.f1:.3f} alone, {after.f1:.3f} among {given.size}")


if __name__ == "__main__":
    main()

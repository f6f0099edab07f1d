"""Precision and recall of extraction over tests/cases/facts: ``python tests/facts/facts_score.py``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import yaml
from facts_notation import parse, show

from cx_audit.facts import extract

CASES = Path(__file__).parents[1] / "cases" / "facts"


class Score(NamedTuple):
    """Facts found rightly, found at all, and there to be found."""

    right: int
    found: int
    wanted: int

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of what there is that was found."""
        return self.right / self.wanted if self.wanted else 1.0


def load() -> Iterator[tuple[str, str, str]]:
    """(language, text, facts) of all cases."""
    for path in sorted(CASES.glob("*.yml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield path.stem, case["text"], case["facts"]


def score(language: str | None = None) -> dict[str, Score]:
    """Scores by kind of fact, over all languages or one."""
    right: Counter[str] = Counter()
    found: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for name, text, facts in load():
        if language in (None, name):
            got, want = Counter(map(show, extract(text, name))), Counter(parse(facts))
            for counter, lines in ((right, got & want), (found, got), (wanted, want)):
                counter.update(line.partition(" ")[0] for line in lines.elements())
    return {kind: Score(right[kind], found[kind], wanted[kind]) for kind in sorted(found | wanted)}


def total(scores: dict[str, Score]) -> Score:
    """All kinds together."""
    return Score(*(sum(column) for column in zip(*scores.values(), strict=True)))


def report() -> str:
    """A line a language and a line a kind."""
    rows = [(name, total(score(name))) for name in sorted({name for name, _, _ in load()})]
    rows += [*score().items(), ("all", total(score()))]
    return "\n".join(f"{name:10} P {s.precision:.3f}  R {s.recall:.3f}  ({s.wanted} facts)" for name, s in rows)


if __name__ == "__main__":
    print(report())

"""``tests/cases/answers/*.yml``: two answers a case, and the values on which they differ."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from compare_kit import answer, compare, contradictions

_FOLDER = Path(__file__).parents[1] / "cases" / "answers"
_NOTHING = "nothing"


def _cases() -> list[object]:
    out: list[object] = []
    for path in sorted(_FOLDER.glob("*.yml")):
        rows = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert len(rows) % 2 == 0, f"{path.name}: a case is two lines"
        for n, (texts, told) in enumerate(list(pairwise(rows))[::2], 1):
            out.append(pytest.param(texts, told, id=f"{path.stem}-{n}"))
    return out


@pytest.mark.parametrize("swapped", [False, True], ids=["", "swapped"])
@pytest.mark.parametrize(("texts", "told"), _cases())
def test_values_that_differ_are_told(texts: list[str], told: str | list[str], swapped: bool) -> None:
    sides = [(texts[0], texts[1]), (texts[2], texts[3])]
    (one, first), (two, second) = reversed(sides) if swapped else sides
    found = contradictions(compare([answer("faq-1", first), answer("bot-1", second)], [one, two], least=0.0))
    said = sorted(sorted(p.display.removeprefix("up to ") for p in f.positions) for f in found)
    expected = [] if told == _NOTHING else [sorted(told)]
    assert said == expected

"""tests/cases/paragraphs: one paragraph a trade, in each language."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import yaml

CASES = Path(__file__).parents[1] / "cases" / "paragraphs"


class Paragraph(NamedTuple):
    """One paragraph: question and text by language, and by language a value and what to change it to."""

    name: str
    question: Mapping[str, str]
    text: Mapping[str, str]
    change: Mapping[str, tuple[str, str]]

    def changed(self, language: str) -> str:
        """The text with its one value changed."""
        old, new = self.change[language]
        assert self.text[language].count(old) == 1, old
        return self.text[language].replace(old, new)


def load() -> list[Paragraph]:
    """All paragraphs, by name."""
    return [
        Paragraph(path.stem, **yaml.safe_load(path.read_text(encoding="utf-8"))) for path in sorted(CASES.glob("*.yml"))
    ]

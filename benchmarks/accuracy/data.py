"""Labelled companies: answers with a gold intent, and a relation for each pair within an intent."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from cx_audit.model import Answer

__all__ = ["NUMERIC", "Company", "Label", "companies", "load", "ours"]

NUMERIC = frozenset({"duration", "money", "percent", "date", "hours", "number", "contact"})
"""Kinds of contradiction that rest on a number, date, hour or contact."""

_HERE = Path(__file__).parent / "companies"


@dataclass(frozen=True, slots=True)
class Label:
    """What a person says of a pair."""

    relation: str
    kind: str | None


@dataclass(frozen=True, slots=True)
class Company:
    """``answers`` hold the gold intent; ``labels`` is keyed by frozenset({id, id})."""

    name: str
    answers: tuple[Answer, ...]
    labels: dict[frozenset[str], Label]


def _lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _answer(row: dict[str, object]) -> Answer:
    def text(name: str) -> str | None:
        value = row.get(name)
        return str(value) if value else None

    variants = row.get("variants") or []
    assert isinstance(variants, list)
    return Answer(
        id=str(row["id"]),
        channel=str(row["channel"]),
        question=str(row["question"]),
        text=str(row["answer"]),
        variants=tuple(str(v) for v in variants),
        locale=text("locale"),
        audience=text("audience"),
        agent=text("agent"),
        intent=text("intent"),
    )


def load(folder: Path) -> Company:
    """Read ``answers.jsonl`` and ``labels.jsonl``."""
    answers = tuple(_answer(row) for row in _lines(folder / "answers.jsonl"))
    labels = {
        frozenset((str(row["a"]), str(row["b"]))): Label(
            str(row["relation"]), str(row["kind"]) if row.get("kind") else None
        )
        for row in _lines(folder / "labels.jsonl")
    }
    return Company(folder.name, answers, labels)


def ours() -> list[Path]:
    """The folders of our own companies."""
    return sorted(path for path in _HERE.iterdir() if (path / "labels.jsonl").is_file())


def companies(folders: list[Path] | None = None) -> list[Company]:
    """The companies in ``folders``, or our own."""
    return [load(folder) for folder in folders or ours() if (folder / "labels.jsonl").is_file()]

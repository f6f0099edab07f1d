"""Large exports, made up row by row: nothing of them is held in memory."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

__all__ = ["KINDS", "write"]

_COLUMNS = ("channel", "question", "answer", "id", "agent")
_TURN_COLUMNS = ("conversation_id", "turn", "role", "agent_id", "text", "locale")
_STEP = 7_919  # prime: neighbours in the file belong to distant conversations
KINDS = ("csv", "jsonl", "turns", "turns-unsorted")


def _answers(rows: int) -> Iterator[tuple[str, ...]]:
    for n in range(rows):
        question = f"How long is the return window for item {n}?"
        answer = f"You can return item {n} within {n % 60 + 1} days of delivery, in its box, for a refund to your card."
        yield "agent", question, answer, f"r{n}", f"rep{n % 50}"


def _turns(rows: int, *, mixed: bool) -> Iterator[tuple[str, ...]]:
    """Conversations of four turns: question, wait, answer, thanks."""
    for row in range(rows):
        n = row * _STEP % rows if mixed else row
        talk, turn = divmod(n, 4)
        item, days = talk % 5_000, talk % 60 + 1
        said = (
            f"How long is the return window for item {item}? My order is 10{talk:06}.",
            f"Hi Anna, let me check that for you, one moment please.\nRegards, Rep {talk % 50}",
            f"You can return item {item} within {days} days of delivery, in its box, for a refund to your card.",
            "Thanks a lot!",
        )[turn]
        yield f"c{talk}", str(turn), "agent" if turn in (1, 2) else "customer", f"rep{talk % 50}", said, "en"


def write(path: Path, kind: str, rows: int) -> None:
    """Write ``rows`` rows of a ``kind`` to ``path``; ``rows`` of turns should be no multiple of 7,919."""
    with path.open("w", encoding="utf-8", newline="") as file:
        if kind == "jsonl":
            for row in _answers(rows):
                file.write(json.dumps(dict(zip(_COLUMNS, row, strict=True))) + "\n")
            return
        writer = csv.writer(file)
        writer.writerow(_COLUMNS if kind == "csv" else _TURN_COLUMNS)
        writer.writerows(_answers(rows) if kind == "csv" else _turns(rows, mixed=kind == "turns-unsorted"))

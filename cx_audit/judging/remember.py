"""Verdicts kept on disk, so that a pair is judged once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple
from typing import Protocol, runtime_checkable

from cx_audit.compare.judge import Judge, StatementPair, Verdict
from cx_audit.embed.interface import NoProgress, Progress
from cx_audit.memo import Memo, NoMemo, reading_key

__all__ = ["EDITION", "VERDICTS", "EachJudge", "RememberingJudge"]

VERDICTS = "verdicts-1.sqlite3"
"""The file's name, beside the vectors."""

EDITION = "verdicts-1"
"""How verdicts are kept; what they depend on is in their keys."""

_CHUNK = 32
_PLACES = 3


@runtime_checkable
class EachJudge(Protocol):
    """A judge that works on several batches at a time."""

    def judge_each(self, batches: Sequence[Sequence[StatementPair]]) -> Iterator[list[Verdict]]:
        """The verdicts of each batch, in order; as ``Judge.judge`` gives them."""


class RememberingJudge:
    """A judge that asks another once for each different pair.

    Verdicts are rounded, kept or not, so that a first run gives the same bytes as the next, and the last bit of a
    probability (which depends on the pairs judged with it) decides nothing.
    """

    def __init__(self, judge: Judge, memo: Memo | None = None, progress: Progress | None = None) -> None:
        self.name = judge.name
        self.fingerprint = judge.fingerprint
        self._judge = judge
        self._memo = memo or NoMemo()
        self._progress = progress or NoProgress()

    def judge(self, pairs: Sequence[StatementPair]) -> list[Verdict]:
        """One verdict a pair, in the order given; see ``Judge.judge``."""
        keys = [reading_key("verdict", self.fingerprint, pair.key()) for pair in pairs]
        known: dict[bytes, Verdict] = {}
        missing: dict[bytes, StatementPair] = {}
        for key, pair in zip(keys, pairs, strict=True):
            verdict = _load(self._memo.get(key))
            if verdict is None:
                missing[key] = pair
            else:
                known[key] = verdict
        if missing:
            known |= self._ask(missing)
        return [known[key] for key in keys]

    def _ask(self, missing: dict[bytes, StatementPair]) -> dict[bytes, Verdict]:
        # The longest first, then by content: the same pairs fall into the same chunks, whatever order they came in.
        order = sorted(missing, key=lambda key: (-len(missing[key].left.text + missing[key].right.text), key))
        out: dict[bytes, Verdict] = {}
        self._progress.start(len(order), "judging statements")
        try:
            chunks = [order[start : start + _CHUNK] for start in range(0, len(order), _CHUNK)]
            batches = [[missing[key] for key in chunk] for chunk in chunks]
            ruled = (
                self._judge.judge_each(batches)
                if isinstance(self._judge, EachJudge)
                else map(self._judge.judge, batches)
            )
            for chunk, verdicts in zip(chunks, ruled, strict=True):
                for key, verdict in zip(chunk, verdicts, strict=True):
                    kept = " ".join(str(round(chance, _PLACES)) for chance in astuple(verdict))
                    self._memo.put(key, kept)
                    out[key] = _load(kept) or verdict
                self._progress.advance(len(chunk))
        finally:
            self._progress.done()
        return out


def _load(kept: str | None) -> Verdict | None:
    """A kept verdict; None for what is none."""
    try:
        return Verdict(*map(float, kept.split())) if kept else None
    except (TypeError, ValueError):
        return None

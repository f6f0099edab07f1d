"""A text under edit that keeps, for each character, its place in the original."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

__all__ = ["Mapped"]


@dataclass(frozen=True, slots=True)
class Mapped:
    """``text[i]`` stems from ``original[offsets[i]:ends[i]]``; both tuples have ``len(text)`` entries."""

    text: str
    offsets: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Mapped:
        """The identity: nothing edited yet."""
        return cls(text, tuple(range(len(text))), tuple(range(1, len(text) + 1)))

    @classmethod
    def join(cls, pieces: Iterable[tuple[str, int, int]]) -> Mapped:
        """From (text, start, end) pieces; a piece as long as its source maps one to one, else as a whole."""
        out: list[str] = []
        offsets: list[int] = []
        ends: list[int] = []
        for text, start, end in pieces:
            out.append(text)
            if len(text) == end - start:
                offsets.extend(range(start, end))
                ends.extend(range(start + 1, end + 1))
            else:
                offsets.extend([start] * len(text))
                ends.extend([end] * len(text))
        return cls("".join(out), tuple(offsets), tuple(ends))

    def sub(self, pattern: re.Pattern[str], replacement: str | Callable[[re.Match[str]], str | None]) -> Mapped:
        """Like ``re.sub``; a callable may return None to leave its match alone.

        A replacement's characters all map to the whole match.
        """
        pieces: list[tuple[str, tuple[int, ...], tuple[int, ...]]] = []
        last = 0
        for match in pattern.finditer(self.text):
            new = replacement if isinstance(replacement, str) else replacement(match)
            if new is None or match.start() == match.end():
                continue
            a, b = match.span()
            pieces.append((self.text[last:a], self.offsets[last:a], self.ends[last:a]))
            pieces.append((new, (self.offsets[a],) * len(new), (self.ends[b - 1],) * len(new)))
            last = b
        if not pieces:
            return self
        pieces.append((self.text[last:], self.offsets[last:], self.ends[last:]))
        return Mapped(
            "".join(p[0] for p in pieces),
            tuple(o for p in pieces for o in p[1]),
            tuple(e for p in pieces for e in p[2]),
        )

    def keep(self, pattern: re.Pattern[str], group: int | str = 1) -> Mapped:
        """Replace each match by one of its groups, whose characters keep their own places."""
        spans: list[tuple[int, int]] = []
        last = 0
        for match in pattern.finditer(self.text):
            a, b = match.span(group)
            if a < 0:
                continue
            spans.append((last, match.start()))
            spans.append((a, b))
            last = match.end()
        spans.append((last, len(self.text)))
        return Mapped(
            "".join(self.text[a:b] for a, b in spans),
            tuple(o for a, b in spans for o in self.offsets[a:b]),
            tuple(e for a, b in spans for e in self.ends[a:b]),
        )

    def strip(self) -> Mapped:
        """Without white space at either end."""
        a = len(self.text) - len(self.text.lstrip())
        b = len(self.text.rstrip())
        return Mapped(self.text[a:b], self.offsets[a:b], self.ends[a:b]) if b > a else Mapped("", (), ())

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original of ``text[start:end]``; an empty span maps to (0, 0)."""
        if not self.text or end <= start:
            return (0, 0)
        return self.offsets[start], max(self.ends[start:end])

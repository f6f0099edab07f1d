"""Numbers whose thousands a space parts though their language has another sign for it: "1 000 €" in Spanish."""

from __future__ import annotations

import re
from collections.abc import Callable

from cx_audit.facts.fold import View
from cx_audit.facts.lexer import Piece

__all__ = ["join_groups"]

_GROUPS = re.compile(r"(?<![\d.,:/#])[1-9]\d{0,2}(?: \d{3})+(?![\d:/])(?:[.,]\d{1,2}(?!\d))?(?![.,]\d)")
_SOME = re.compile(r"\d \d{3}(?!\d)")
_NO_BREAK = frozenset("\u00a0\u202f\u2007")

Counts = Callable[[list[Piece], int, int], bool]
"""Whether the pieces from the first index to the last (exclusive) have a unit, so that they are one amount."""


def _unbreakable(match: re.Match[str], view: View, original: str) -> bool:
    """Whether the original has only no-break spaces between the groups."""
    gaps = [match.start() + at for at, sign in enumerate(match.group()) if sign == " "]
    return all(original[view.span(gap, gap + 1)[0]] in _NO_BREAK for gap in gaps)


def _spans(pieces: list[Piece], view: View, original: str, counts: Counts) -> list[tuple[int, int]]:
    starts = {piece[0]: index for index, piece in enumerate(pieces)}
    ends = {piece[1]: index + 1 for index, piece in enumerate(pieces)}
    found: list[tuple[int, int]] = []
    for match in reversed(list(_GROUPS.finditer(view.text))):
        first, last = starts.get(match.start()), ends.get(match.end())
        if first is None or last is None:
            continue
        # "1 000 to 2 000 euros" names the unit once.
        ranged = bool(found) and last + 1 == found[-1][0]
        if ranged or counts(pieces, first, last) or _unbreakable(match, view, original):
            found.append((first, last))
    return found[::-1]


def join_groups(pieces: list[Piece], view: View, original: str, counts: Counts) -> list[Piece]:
    """``pieces`` of ``view``, the folded ``original``, with the groups of one number joined.

    A no-break space joins them always; a plain one only where ``counts`` says that a unit makes them an amount, as
    "order 12 300 lamps" may be two numbers.
    """
    if _SOME.search(view.text) is None:
        return pieces
    joined: list[Piece] = []
    done = 0
    for first, last in _spans(pieces, view, original, counts):
        start, end = pieces[first][0], pieces[last - 1][1]
        joined += [*pieces[done:first], (start, end, view.text[start:end])]
        done = last
    return joined + pieces[done:]

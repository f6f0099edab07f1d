"""Numbers whose thousands a space parts though their language has another sign for it: "1 000 €" in Spanish."""

from __future__ import annotations

import re
from collections.abc import Callable

from cx_audit.facts.fold import View
from cx_audit.facts.pieces import Pieces

__all__ = ["end_of_groups"]

_FIRST = re.compile(r"[1-9]\d{0,2}")
_LAST = re.compile(r"\d{3}[.,]\d{1,2}")
_GROUP = 3
_MOST = 5
_JOINED = frozenset(".,:/#")
_NO_BREAK = frozenset("\u00a0\u202f\u2007")

Counts = Callable[[Pieces, int, int], bool]
"""Whether the pieces from the first index to the last (exclusive) have a unit, so that they are one amount."""


def _end(pieces: Pieces, first: int) -> int:
    """The index after the groups of three digits that follow the piece at ``first``, each after one space."""
    if not _FIRST.fullmatch(pieces.word(first)) or pieces.before(first) in _JOINED:
        return first + 1
    last = first + 1
    while last < min(len(pieces), first + _MOST) and pieces.cut[last][0] == " ":
        group = pieces.cut[last][1:]
        if len(group) == _GROUP and group.isdigit():
            last += 1
            continue
        return last + 1 if _LAST.fullmatch(group) else last
    return last


def end_of_groups(pieces: Pieces, first: int, view: View, original: str, counts: Counts) -> int:
    """The index after the number that begins at ``first`` among the pieces of ``view``, the folded ``original``.

    A no-break space joins groups of digits always; a plain one only where ``counts`` says that a unit makes them an
    amount, as "order 12 300 lamps" may be two numbers.
    """
    last = _end(pieces, first)
    if last == first + 1 or counts(pieces, first, last):
        return last
    # "1 000 to 2 000 euros" names the unit once.
    if last + 1 < len(pieces):
        other = _end(pieces, last + 1)
        if other > last + 2 and counts(pieces, last + 1, other):
            return last
    gaps = (view.span(end, end + 1)[0] for end in pieces.ends[first : last - 1])
    return last if all(original[gap] in _NO_BREAK for gap in gaps) else first + 1

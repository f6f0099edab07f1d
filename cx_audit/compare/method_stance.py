"""Whether a clause accepts, refuses or singles out the methods that it names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from cx_audit.compare.method_pack import Words, words
from cx_audit.compare.method_phrases import OTHER, TARGET, matcher
from cx_audit.compare.method_spans import Group

__all__ = ["Reader", "Stance", "reader"]


class Stance(StrEnum):
    """What a text says of a method. ONLY: it and its company, nothing else; UNCLEAR counts for nothing."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    ONLY = "only"
    UNCLEAR = "unclear"


_MARKS = re.compile(r";\s+|\s-\s+|(?<=\w):\s")
_COMMA = re.compile(r",\s+|\n+|\s*\(|\)\s*|\.\s+|!\s+")


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int


def _contains(piece: _Piece, group: Group) -> bool:
    return piece.start <= group.start < piece.end


def _cut(start: int, end: int, cuts: Sequence[int]) -> list[_Piece]:
    edges = [start, *sorted({c for c in cuts if start < c < end}), end]
    return [_Piece(a, b) for a, b in zip(edges, edges[1:], strict=False) if b > a]


class Reader:
    """Reads the clauses of one language with its words."""

    def __init__(self, known: Words, language: str) -> None:
        self._language = language
        self._negators = self._of(known.negators)
        self._refuse = self._of(known.refuse)
        self._only = self._of(known.only)
        self._headers = self._of(known.only_headers)
        self._except = self._of(known.except_)
        self._blurs = self._of(known.blurs)
        self._conditions = self._of(known.conditions)
        self._limits = self._of(known.limits)
        self._wishes = self._of(known.wishes)
        self._open = self._of(known.open_lists)
        self._erase = self._of((*known.erase, *known.fillers))
        self._contrasts = re.compile(rf"(?<!\w)(?={self._of(known.contrasts).pattern})")
        self._side = self._of(known.side)

    def _of(self, phrases: tuple[str, ...]) -> re.Pattern[str]:
        return matcher(phrases, self._language)

    def plain(self, text: str) -> str:
        """The folded text with "not only", "no problem", "unfortunately" and wishes blanked, length kept."""
        for pattern in (self._erase, self._wishes):
            text = pattern.sub(lambda match: " " * len(match.group()), text)
        # what stood between two commas may be gone: join its neighbours
        return re.sub(r",(\s+),", r" \1 ", text)

    def _pieces(self, text: str, found: Sequence[Group]) -> list[tuple[_Piece, _Piece]]:
        """Each clause with each of its comma parts; no cut falls inside a group."""

        def free(at: int) -> bool:
            return not any(g.start < at < g.end for g in found)

        hard = [m.end() for m in _MARKS.finditer(text) if text[m.start()] != ":"]
        hard += [m.start() for m in self._contrasts.finditer(text)]
        out = []
        for clause in _cut(0, len(text), [at for at in hard if free(at)]):
            soft = [m.end() for m in _COMMA.finditer(text, clause.start, clause.end)]
            soft += [m.end() for m in _MARKS.finditer(text, clause.start, clause.end) if text[m.start()] == ":"]
            out += [(clause, piece) for piece in _cut(clause.start, clause.end, [at for at in soft if free(at)])]
        return out

    @staticmethod
    def _masked(text: str, piece: _Piece, target: Group, found: Sequence[Group]) -> str:
        out, at = [], piece.start
        for group in found:
            if piece.start <= group.start and group.end <= piece.end and group.start >= at:
                out += [text[at : group.start], f" {TARGET if group is target else OTHER} "]
                at = group.end
        return "".join([*out, text[at : piece.end]])

    def conditional(self, masked: str) -> bool:
        """Whether a sentence holds only if something else does."""
        return bool(self._conditions.search(masked))

    def limited(self, masked: str) -> bool:
        """Whether a text speaks of some amounts, places or times only."""
        return bool(self._limits.search(masked))

    def side_matter(self, masked: str) -> bool:
        """Whether a clause is about looking something up, or a message that we send."""
        return bool(self._side.search(masked))

    def masked_piece(self, text: str, target: Group, found: Sequence[Group]) -> str:
        """The part of ``text`` around ``target``, the methods masked."""
        for _, piece in self._pieces(text, found):
            if _contains(piece, target):
                return self._masked(text, piece, target, found)
        return ""

    def stance(self, text: str, target: Group, found: Sequence[Group]) -> Stance:
        """What plain folded ``text`` (one sentence) says of ``target``, one of its groups ``found``."""
        pieces = self._pieces(text, found)
        clause, piece = next(pair for pair in pieces if _contains(pair[1], target))
        here = self._masked(text, piece, target, found)
        whole = self._masked(text, clause, target, found)
        alone = OTHER not in here
        if self._blurs.search(here):
            return Stance.UNCLEAR
        if self._except.search(here):
            return Stance.UNCLEAR if self._negators.search(here) else Stance.REFUSED
        only = self._singled(here, whole)
        if only and not self._open.search(whole):
            return Stance.ONLY
        refused = self._refused(here, alone)
        if refused is not None:
            return Stance.REFUSED if refused else Stance.UNCLEAR
        if self._negators.search(here) or (
            self._refuse.search(whole) and not self._stands_alone(pieces, clause, piece)
        ):
            return Stance.UNCLEAR
        return Stance.ACCEPTED

    def _singled(self, here: str, whole: str) -> bool:
        if self._only.search(here):
            return not self._negated_only(here)
        head, colon, _ = whole.partition(":")
        if not colon or TARGET in head:
            return False
        return bool(self._headers.search(head)) and not self._negators.search(head)

    def _negated_only(self, here: str) -> bool:
        match = self._only.search(here)
        return match is not None and bool(self._negators.search(here[: match.start()]))

    def _refused(self, here: str, alone: bool) -> bool | None:
        """True: refused; None: no refusal here; False: there is one, but of whom is unclear."""
        matches = list(self._refuse.finditer(here))
        if not matches:
            return None
        if any(TARGET in m.group() for m in matches):
            return not any(OTHER in m.group() for m in matches)
        return True if alone else False

    @staticmethod
    def _stands_alone(pieces: Sequence[tuple[_Piece, _Piece]], clause: _Piece, piece: _Piece) -> bool:
        return [p for c, p in pieces if c == clause] == [piece]


@cache
def reader(language: str) -> Reader | None:
    """The reader of a language, None where ``rules/methods`` has no words of it."""
    known = words(language)
    return Reader(known, language) if known else None

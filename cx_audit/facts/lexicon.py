"""All words of one language that mean something to the grammars: CLDR's, the spelled numbers' and the pack's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from cx_audit.facts.currencies import currency_names, currency_symbols, in_region, iso_codes
from cx_audit.facts.fold import View, fold
from cx_audit.facts.lexer import DYNAMIC, Lexed, Piece, Token, plain_meaning, split
from cx_audit.facts.locale_data import calendar_entries, cldr_entries, decimal_sign, groups_with_space
from cx_audit.facts.meaning import Entry, Kind, Value
from cx_audit.facts.number_words import number_words, ordinal_words
from cx_audit.facts.pack_entries import pack_entries
from cx_audit.facts.packs import Pack, load_pack

__all__ = ["Lexicon", "lexicon"]

_NAME = re.compile(r"[A-Z][A-Z_]+")
_PRIVATE = 0xE000
_SHORT_WORD = 3
_FIRST_SPACELESS = "\u0e00"
# What only these can mean is any word to the grammars that do not ask.
_SOFT = frozenset(
    (Kind.PAYABLE, Kind.BILLING, Kind.SAKE, Kind.OPENS, Kind.CLOSES, Kind.SINCE, Kind.OFF, Kind.DISCOUNT, Kind.NTH)
)


@dataclass(slots=True)
class _Node:
    children: dict[str, _Node] = field(default_factory=dict)
    values: dict[Kind, Value] = field(default_factory=dict)
    sign: str = ""


def _touching(pieces: list[Piece], first: int, last: int) -> bool:
    """Whether no space stands between the pieces: "A$ 5" is a sign, "a $5" is not."""
    return all(pieces[index].end == pieces[index + 1].start for index in range(first, last))


def _words(folded: str) -> list[str]:
    """The pieces of an entry; letters and spaces, as most entries are, need no regular expression."""
    if folded.replace(" ", "").isalpha() and max(folded) < _FIRST_SPACELESS:
        return folded.split()
    return [piece.text for piece in split(folded)]


class Lexicon:
    """Labels texts of one language, and compiles grammars for it."""

    def __init__(self, language: str, region: str | None, pack: Pack, entries: Iterable[Entry]) -> None:
        self.language, self.region = language, region
        self._pack = pack
        self._root = _Node()
        self._signs: dict[frozenset[Kind], str] = {}
        self._spaces = groups_with_space(language)
        self._decimal = decimal_sign(language)
        for phrase, kind, value in entries:
            self._add(phrase, kind, value)
        clitics = (self.fold(word).text for word in pack.clitics)
        self._clitics = tuple(sorted(clitics, key=lambda word: (len(word), word)))
        for kinds in DYNAMIC:
            self._sign(kinds)
        self._seal(self._root)
        # "dal lunedì al venerdì": where no pack says so, any short word may part the ends of a range.
        self._guess_to = not pack.to
        self._patterns: dict[str, re.Pattern[str]] = {}
        self.default_currency = pack.default_currency

    def fold(self, text: str) -> View:
        """Fold as this language's entries were folded."""
        return fold(text, accents=self._pack.fold_accents)

    def pattern(self, grammar: str) -> re.Pattern[str]:
        """A grammar over kinds (upper-case names, regular-expression signs, free spaces) as a pattern over shapes."""
        found = self._patterns.get(grammar)
        if found is None:
            source = _NAME.sub(lambda match: self._class(Kind(match.group())), grammar)
            found = self._patterns[grammar] = re.compile("".join(source.split()))
        return found

    def lex(self, view: View, original: str) -> Lexed:
        """Label ``view``, the folded ``original``; the longest phrase known wins."""
        pieces = split(view.text, spaces=self._spaces)
        tokens: list[Token] = []
        shape: list[str] = []
        index = 0
        while index < len(pieces):
            token, sign, index = self._next(pieces, index, view, original)
            tokens.append(token)
            shape.append(sign)
        return Lexed(view, tuple(tokens), "".join(shape), self._decimal, self.language, self.region, original)

    def _next(self, pieces: list[Piece], index: int, view: View, original: str) -> tuple[Token, str, int]:
        """The token that begins at ``index``, its sign, and where the next one begins."""
        piece = pieces[index]
        node, after = self._longest(pieces, index)
        if node is None:
            after = index + 1
            if piece.group == "word" and (cut := self._clitic(pieces, index)):
                # The clitic becomes a token of its own, and the rest is looked at again.
                pieces[index] = Piece(piece.start + cut, piece.end, piece.text[cut:], "word")
                piece, after = Piece(piece.start, piece.start + cut, piece.text[:cut], "word"), index
                node, _ = self._longest([piece], 0)
        before = view.text[piece.start - 1] if piece.start else " "
        glued = not before.isspace()
        if node is not None:
            end = max(piece.end, pieces[after - 1].end) if after > index else piece.end
            return Token(piece.start, end, view.text[piece.start : end], node.values, glued), node.sign, after
        values = plain_meaning(piece, before)
        if self._guess_to and Kind.WORD in values and len(piece.text) <= _SHORT_WORD:
            values[Kind.TO] = ""
        if Kind.WORD in values and len(piece.text) == 3 and piece.text.isascii():
            code = original[slice(*view.span(piece.start, piece.end))]
            if code in iso_codes():
                values = {Kind.CURRENCY: code, Kind.SIGN: ""}
        return Token(piece.start, piece.end, piece.text, values, glued), self._signs[frozenset(values)], after

    def _longest(self, pieces: list[Piece], index: int) -> tuple[_Node | None, int]:
        node, best, after = self._root, None, index
        for position in range(index, len(pieces)):
            step = node.children.get(pieces[position].text)
            if step is None and pieces[position].text == "-" and position > index:
                continue  # "same-day" is "same day"
            if step is None:
                break
            node = step
            if node.values and (Kind.SIGN not in node.values or _touching(pieces, index, position)):
                best, after = node, position + 1
        return best, after

    def _clitic(self, pieces: list[Piece], index: int) -> int:
        word = pieces[index].text
        for clitic in self._clitics:
            if word.startswith(clitic) and word[len(clitic) :] in self._root.children:
                rest = Piece(pieces[index].start + len(clitic), pieces[index].end, word[len(clitic) :], "word")
                if self._longest([rest, *pieces[index + 1 : index + 8]], 0)[0] is not None:
                    return len(clitic)
        return 0

    def _add(self, phrase: str, kind: Kind, value: Value) -> None:
        words = _words(self.fold(phrase).text)
        spellings = {tuple(words), tuple(word for word in words if word != "-")}
        if words and words[-1] == "." and len(words) == 2 and len(words[0]) > 1:
            spellings.add((words[0],))
        elif len(words) == 1 and kind in (Kind.MONTH, Kind.WEEKDAY_SHORT) and words[0].isascii() and len(words[0]) < 5:
            spellings.add((words[0], "."))
        for spelling in sorted(spellings):
            if spelling:
                node = self._root
                for word in spelling:
                    node = node.children.setdefault(word, _Node())
                node.values.setdefault(kind, value)

    def _sign(self, kinds: frozenset[Kind]) -> str:
        return self._signs.setdefault(kinds, chr(_PRIVATE + len(self._signs)))

    def _seal(self, node: _Node) -> None:
        if node.values:
            if Kind.WORD in node.values:
                node.values = {Kind.WORD: ""}
            elif _SOFT.issuperset(node.values):
                node.values[Kind.WORD] = ""
            # An article is no number, nor is Vietnamese "không" (zero, but also "not").
            if Kind.ONE in node.values or Kind.NOT in node.values:
                node.values.pop(Kind.NUMBER, None)
            node.sign = self._sign(frozenset(node.values))
        for child in node.children.values():
            self._seal(child)

    def _class(self, kind: Kind) -> str:
        signs = "".join(sign for kinds, sign in self._signs.items() if kind in kinds)
        return f"[{signs}]" if signs else "(?!)"


def _entries(language: str, region: str | None, pack: Pack) -> Iterator[Entry]:
    # The first meaning of a kind wins, so the pack's come first.
    yield from pack_entries(language, pack)
    # "am" is a German preposition: a pack that lists its own marks means those only.
    own = pack.clock.am and "am" not in pack.clock.am
    yield from (entry for entry in cldr_entries(language) if not (own and entry[0].lower() in ("am", "pm")))
    for locale in pack.locales:
        yield from calendar_entries(locale)
    for word, number in number_words(language).items():
        yield word, Kind.NUMBER, number
    yield from ((word, Kind.NTH, day) for word, day in ordinal_words(language).items())
    for sign, unit in currency_symbols(language):
        yield sign, Kind.CURRENCY, in_region(unit, region)
        yield sign, Kind.SIGN, ""
    for name, unit in currency_names(language).items():
        yield name, Kind.CURRENCY, in_region(unit, region)


@lru_cache(maxsize=64)
def lexicon(language: str, region: str | None = None) -> Lexicon:
    """The lexicon of ``language`` (an ISO 639 code), built once."""
    pack = load_pack(language)
    return Lexicon(language, region, pack, _entries(language, region, pack))

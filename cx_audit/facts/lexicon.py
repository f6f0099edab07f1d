"""All words of one language that mean something to the grammars: CLDR's, the spelled numbers' and the pack's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from re import Match
from typing import NamedTuple

from cx_audit.facts.currencies import currency_names, currency_symbols, in_region, iso_codes
from cx_audit.facts.fold import View, fold
from cx_audit.facts.grammar import Grammar, compile_grammar
from cx_audit.facts.grouped import end_of_groups
from cx_audit.facts.lexer import DYNAMIC, Lexed, Piece, Token, look, plain_meaning, split
from cx_audit.facts.locale_data import calendar_entries, cldr_entries, decimal_sign, groups_with_space
from cx_audit.facts.meaning import Entry, Kind, Value
from cx_audit.facts.number_words import number_words, ordinal_words
from cx_audit.facts.pack_entries import pack_entries
from cx_audit.facts.packs import Pack, load_pack, remembers_packs

__all__ = ["Lexicon", "lexicon"]

_PRIVATE = 0xE000
_SHORT_WORD = 3
_REMEMBERED = 50_000
_FIRST_SPACELESS = "\u0e00"
_TWO_GROUPS = 2
_PAID = frozenset((Kind.CURRENCY, Kind.SUBUNIT, Kind.PERCENT, Kind.MULTIPLIER))
_COUNTED = frozenset((Kind.UNIT, Kind.MEASURE, Kind.NOUN))
# What only these can mean is any word to the grammars that do not ask.
_SOFT = frozenset(
    (
        Kind.MEASURE_SHORT,
        Kind.CROSS,
        Kind.AGED,
        Kind.PAYABLE,
        Kind.BILLING,
        Kind.SAKE,
        Kind.OPENS,
        Kind.CLOSES,
        Kind.SINCE,
        Kind.OFF,
        Kind.DISCOUNT,
        Kind.NTH,
        Kind.AND_CENTS,
        Kind.UPKEEP,
    )
)


@dataclass(slots=True)
class _Node:
    children: dict[str, _Node] = field(default_factory=dict)
    values: dict[Kind, Value] = field(default_factory=dict)
    sign: str = ""


_NOWHERE = _Node()


class _Settled(NamedTuple):
    """What a piece can mean, and the sign for that: "" where its neighbours or its spelling decide.

    ``longer`` are the pieces with which a known phrase goes on.
    """

    values: Mapping[Kind, Value]
    sign: str
    longer: Mapping[str, _Node]


def _touching(pieces: list[Piece], first: int, last: int) -> bool:
    """Whether no space stands between the pieces: "A$ 5" is a sign, "a $5" is not."""
    return all(pieces[index][1] == pieces[index + 1][0] for index in range(first, last))


def _words(folded: str) -> list[str]:
    """The pieces of an entry; letters and spaces, as most entries are, need no regular expression."""
    if folded.replace(" ", "").isalpha() and max(folded) < _FIRST_SPACELESS:
        return folded.split()
    return [piece for _, _, piece in split(folded)]


class Lexicon:
    """Labels texts of one language, and compiles grammars for it."""

    def __init__(self, language: str, region: str | None, pack: Pack, entries: Iterable[Entry]) -> None:
        self.language, self.region = language, region
        self._pack = pack
        self._root = _Node()
        self._signs: dict[frozenset[Kind], str] = {}
        self._spaces = groups_with_space(language)
        self._decimal = decimal_sign(language, region)
        for phrase, kind, value in entries:
            self._add(phrase, kind, value)
        clitics = (self.fold(word).text for word in pack.clitics)
        self._clitics = tuple(sorted(clitics, key=lambda word: (len(word), word)))
        for kinds in DYNAMIC:
            self._sign(kinds)
        self._seal(self._root)
        # "dal lunedì al venerdì": where no pack says so, any short word may part the ends of a range.
        self._guess_to = not pack.to
        self._grammars: dict[tuple[str, ...], tuple[Grammar, ...]] = {}
        self._settled: dict[str, _Settled] = {}
        self.default_currency = pack.default_currency

    def fold(self, text: str) -> View:
        """Fold as this language's entries were folded."""
        return fold(text, accents=self._pack.fold_accents)

    def match(self, grammar: str, lexed: Lexed, index: int) -> Match[str] | None:
        """The match of ``grammar`` that begins at ``index`` in a line that this lexicon labelled."""
        return self._compiled((grammar,))[0].pattern.match(lexed.shape, index)

    def matches(self, grammars: tuple[str, ...], lexed: Lexed) -> Iterator[Match[str]]:
        """The matches of each of ``grammars`` in turn."""
        shape, signs = lexed.shape, lexed.signs
        for pattern, wanted in self._compiled(grammars):
            for need in wanted:
                if need.isdisjoint(signs):
                    break
            else:
                yield from pattern.finditer(shape)

    def _compiled(self, grammars: tuple[str, ...]) -> tuple[Grammar, ...]:
        found = self._grammars.get(grammars)
        if found is None:
            found = self._grammars[grammars] = tuple(compile_grammar(one, self._signs_of) for one in grammars)
        return found

    def lex(self, view: View, original: str) -> Lexed:
        """Label ``view``, the folded ``original``; the longest phrase known wins."""
        pieces = split(view.text, spaces=self._spaces)
        tokens: list[Token] = []
        shape: list[str] = []
        index, text, settled = 0, view.text, self._settled
        last = len(pieces) - 1
        while index <= last:
            start, end, word = pieces[index]
            if word not in settled:
                if len(settled) >= _REMEMBERED:
                    settled.clear()
                settled[word] = self._settle(word)
            values, sign, longer = settled[word]
            if not sign or (longer and index < last and ((step := pieces[index + 1][2]) in longer or step == "-")):
                token, sign, index = self._next(pieces, index, view, original)
            else:
                token = Token(start, end, word, values, start > 0 and not text[start - 1].isspace())
                index += 1
            tokens.append(token)
            shape.append(sign)
        line = "".join(shape)
        return Lexed(view, tuple(tokens), line, frozenset(line), self._decimal, self.language, self.region, original)

    def _is_amount(self, pieces: list[Piece], first: int, last: int) -> bool:
        """Whether a unit stands after the digits, or a sign before them, and nothing that is numbered: "order 12"."""
        before = self._known(pieces, first - 1)
        after, _ = self._longest(pieces, last)
        kinds = after.values.keys() if after else frozenset()
        if Kind.NOUN in before and Kind.SIGN not in before:
            return False
        iso = last < len(pieces) and pieces[last][2].upper() in iso_codes()
        if iso or Kind.SIGN in before or not kinds.isdisjoint(_PAID):
            return True
        # Three groups and more before a thing are likelier a telephone number.
        return last - first == _TWO_GROUPS and not kinds.isdisjoint(_COUNTED)

    def _known(self, pieces: list[Piece], index: int) -> Mapping[Kind, Value]:
        return self._root.children.get(pieces[index][2], _NOWHERE).values if index >= 0 else {}

    def _settle(self, word: str) -> _Settled:
        """What a piece means wherever it stands, if no phrase goes on from it."""
        node = self._root.children.get(word, _NOWHERE)
        if node.values:
            return _Settled(node.values, node.sign, node.children)
        group = look(word)
        if group == "sign":
            values = plain_meaning(word, " ")
        elif group == "word" and word.upper() not in iso_codes() and not self._clitic_rests(word):
            values = self._stranger(word)
        else:
            return _Settled({}, "", node.children)
        return _Settled(values, self._signs[frozenset(values)], node.children)

    def _stranger(self, word: str) -> dict[Kind, Value]:
        """The kinds of a word that the language's entries lack."""
        return {Kind.WORD: "", Kind.TO: ""} if self._guess_to and len(word) <= _SHORT_WORD else {Kind.WORD: ""}

    def _next(self, pieces: list[Piece], index: int, view: View, original: str) -> tuple[Token, str, int]:
        """The token that begins at ``index``, its sign, and where the next one begins."""
        start, stop, word = pieces[index]
        node, after = self._longest(pieces, index)
        if node is None:
            after = index + 1
            if cut := self._clitic(pieces, index):
                # The clitic becomes a token of its own, and the rest is looked at again.
                pieces[index] = (start + cut, stop, word[cut:])
                stop, word, after = start + cut, word[:cut], index
                node, _ = self._longest([(start, stop, word)], 0)
        before = view.text[start - 1] if start else " "
        glued = not before.isspace()
        if node is not None:
            end = max(stop, pieces[after - 1][1]) if after > index else stop
            return Token(start, end, view.text[start:end], node.values, glued), node.sign, after
        if not self._spaces and word[0].isdigit() and after < len(pieces) and pieces[after][2][0].isdigit():
            after = end_of_groups(pieces, index, view, original, self._is_amount)
            stop = pieces[after - 1][1]
            word = view.text[start:stop]
        values = plain_meaning(word, before)
        if Kind.WORD in values:
            values = self._stranger(word)
            if len(word) == 3 and word.isascii() and (code := original[slice(*view.span(start, stop))]) in iso_codes():
                values = {Kind.CURRENCY: code, Kind.SIGN: ""}
        return Token(start, stop, word, values, glued), self._signs[frozenset(values)], after

    def _longest(self, pieces: list[Piece], index: int) -> tuple[_Node | None, int]:
        node, best, after = self._root, None, index
        for position in range(index, len(pieces)):
            piece = pieces[position][2]
            step = node.children.get(piece)
            if step is None and piece == "-" and position > index:
                continue  # "same-day" is "same day"
            if step is None:
                break
            node = step
            if node.values and (Kind.SIGN not in node.values or _touching(pieces, index, position)):
                best, after = node, position + 1
        return best, after

    def _clitic_rests(self, word: str) -> list[int]:
        """The lengths of the clitics that ``word`` may begin with."""
        children = self._root.children
        return [len(c) for c in self._clitics if word.startswith(c) and word[len(c) :] in children]

    def _clitic(self, pieces: list[Piece], index: int) -> int:
        start, end, word = pieces[index]
        for cut in self._clitic_rests(word):
            if self._longest([(start + cut, end, word[cut:]), *pieces[index + 1 : index + 8]], 0)[0] is not None:
                return cut
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
            if Kind.NOUN in node.values:
                node.values.pop(Kind.MEASURE, None)  # miles are a pack's points before they are a distance
            if Kind.ONE in node.values or Kind.NOT in node.values:
                node.values.pop(Kind.NUMBER, None)
            node.sign = self._sign(frozenset(node.values))
        for child in node.children.values():
            self._seal(child)

    def _signs_of(self, kind: str) -> str:
        return "".join(sign for kinds, sign in self._signs.items() if Kind(kind) in kinds)


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


@remembers_packs
def lexicon(language: str, region: str | None = None) -> Lexicon:
    """The lexicon of ``language`` (an ISO 639 code), built once."""
    pack = load_pack(language)
    return Lexicon(language, region, pack, _entries(language, region, pack))

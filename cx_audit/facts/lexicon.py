"""All words of one language that mean something to the grammars: CLDR's, the spelled numbers' and the pack's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce
from itertools import accumulate
from operator import or_
from re import Match

from cx_audit.facts.currencies import currency_names, currency_symbols, in_region, iso_codes
from cx_audit.facts.fold import View, fold
from cx_audit.facts.grammar import Family, bits_of
from cx_audit.facts.grouped import end_of_groups
from cx_audit.facts.lexer import DYNAMIC, Lexed, Meaning, Tokens, plain_meaning
from cx_audit.facts.locale_data import calendar_entries, cldr_entries, decimal_sign, groups_with_space
from cx_audit.facts.meaning import Entry, Kind, Value
from cx_audit.facts.number_words import number_words, ordinal_words
from cx_audit.facts.pack_entries import borrowed_nouns, pack_entries
from cx_audit.facts.packs import Pack, load_pack, remembers_packs
from cx_audit.facts.parted import Parted
from cx_audit.facts.pieces import Pieces, look, word_of, words_of
from cx_audit.facts.word_tree import NOWHERE, Node, Settled, Vocabulary

__all__ = ["Lexicon", "lexicon"]

# One byte each as long as they last: regular expressions test those with a small bitmap.
_SIGNS = "".join(char for char in map(chr, range(0x100)) if char.isalnum())
_FURTHER = 0x100
_SHORT_WORD = 3
_ISO = 3
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
        Kind.NOT_PER,
        Kind.AGED,
        Kind.AHEAD_OF,
        Kind.DAY_SIGN,
        Kind.PRICE_NOTE,
        Kind.MUST,
        Kind.MUST_BE,
        Kind.ASKS_AGE,
        Kind.BIRTHDAY,
        Kind.LUNAR_MONTH,
        Kind.LUNAR_DAY,
        Kind.PAYABLE,
        Kind.BILLING,
        Kind.BY_DAY,
        Kind.SAKE,
        Kind.OPENS,
        Kind.CLOSES,
        Kind.SINCE,
        Kind.OFF,
        Kind.DISCOUNT,
        Kind.NTH,
        Kind.AND_CENTS,
        Kind.UPKEEP,
        Kind.SOLE,
        Kind.SINGLE,
        Kind.AHEAD,
        Kind.FROM_NTH,
        Kind.UNTIL_NTH,
        Kind.FROM_DAY,
        Kind.UNTIL_DAY,
        Kind.PARTED,
        Kind.MILLIONS,
    )
)


def _written(original: str, view: View, start: int, length: int) -> str:
    """What stands in the original where ``view`` has ``length`` characters from ``start`` on."""
    return original[slice(*view.span(start, start + length))]


def _words(folded: str) -> list[str]:
    """The pieces of an entry; letters and spaces, as most entries are, need no regular expression."""
    if folded.replace(" ", "").isalpha() and max(folded) < _FIRST_SPACELESS:
        return folded.split()
    return words_of(folded)


class Lexicon:
    """Labels texts of one language, and compiles grammars for it."""

    def __init__(self, language: str, region: str | None, pack: Pack, entries: Iterable[Entry]) -> None:
        self.language, self.region = language, region
        self._pack = pack
        self._root = Node()
        self._further: set[str] = set()
        self._signs: dict[frozenset[Kind], str] = {}
        self._of_kind: dict[str, str] = {}
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
        self._bits = {sign: bits_of(kinds) for kinds, sign in self._signs.items()}
        self._families: dict[tuple[str, ...], Family] = {}
        self._kinds = {sign: kinds for kinds, sign in self._signs.items()}
        self._parted = Parted(lambda word: self.fold(word).text, self._kinds, self._signs[frozenset({Kind.COMPARE})])
        self._met = Vocabulary(self._settle, self._further)
        self.default_currency = pack.default_currency

    def fold(self, text: str) -> View:
        """Fold as this language's entries were folded."""
        return fold(text, accents=self._pack.fold_accents)

    def match(self, grammar: str, lexed: Lexed, index: int) -> Match[str] | None:
        """The match of ``grammar`` that begins at ``index`` in a line that this lexicon labelled."""
        return self._compiled((grammar,)).first.match(lexed.shape, index)

    def matches(self, grammars: tuple[str, ...], lexed: Lexed) -> Iterable[Match[str]]:
        """The matches of each of ``grammars`` in turn."""
        family = self._families.get(grammars)
        if family is None:
            family = self._compiled(grammars)
        # most of them can't match in most lines, and that is seen here at once
        return family.matches(lexed.shape, lexed.bits) if family.chosen[lexed.bits & family.asked] else ()

    def _compiled(self, grammars: tuple[str, ...]) -> Family:
        found = self._families.get(grammars)
        if found is None:
            found = self._families[grammars] = Family(grammars, self._signs_of)
        return found

    def lex(self, view: View, original: str) -> Lexed:
        """Label ``view``, the folded ``original``; the longest phrase known wins."""
        pieces = Pieces(view.text, spaces=self._spaces)
        if len(self._met) >= _REMEMBERED:
            self._met = Vocabulary(self._settle, self._further)
        line, tokens = self._decided("".join(map(self._met.__getitem__, pieces.cut)), pieces, view, original)
        line = self._parted.join(line, tokens)
        bits = reduce(or_, map(self._bits.__getitem__, set(line)), 0)
        return Lexed(view, tokens, line, bits, self._kinds, self._decimal, self.language, self.region, original)

    def _decided(self, line: str, pieces: Pieces, view: View, original: str) -> tuple[str, Tokens]:
        """The line of signs with all decided that neighbours decide, and the tokens."""
        shape: list[str] = []
        cut: list[str] = []
        read: dict[int, Meaning] = {}
        done = 0
        for at in self._met.turns(pieces.cut):
            if at < done or self._met.stands(pieces.cut, at):
                continue
            shape.append(line[done:at])
            cut += pieces.cut[done:at]
            done = at
            while done == at:
                read[len(cut)], sign, piece, done = self._next(pieces, at, view, original)
                shape.append(sign)
                cut.append(piece)
                if done == at and self._met.stands(pieces.cut, at):  # what a clitic was cut from
                    shape.append(self._met[pieces.cut[at]])
                    cut.append(pieces.cut[at])
                    done = at + 1
        if not done:
            return line, Tokens(view.text, pieces.cut, pieces.ends, read, self._met.meanings)
        shape.append(line[done:])
        cut += pieces.cut[done:]
        return "".join(shape), Tokens(view.text, cut, list(accumulate(map(len, cut))), read, self._met.meanings)

    def _is_amount(self, pieces: Pieces, first: int, last: int) -> bool:
        """Whether a unit stands after the digits, or a sign before them, and nothing that is numbered: "order 12"."""
        before = self._root.children.get(pieces.word(first - 1), NOWHERE).values if first else {}
        after, _ = self._root.longest(pieces.cut, last)
        kinds = after.values.keys() if after else frozenset()
        if Kind.NOUN in before and Kind.SIGN not in before:
            return False
        iso = last < len(pieces) and pieces.word(last).upper() in iso_codes()
        if iso or Kind.SIGN in before or not kinds.isdisjoint(_PAID):
            return True
        # Three groups and more before a thing are likelier a telephone number.
        return last - first == _TWO_GROUPS and not kinds.isdisjoint(_COUNTED)

    def _settle(self, word: str) -> Settled:
        """What a piece means wherever it stands, if no phrase goes on from it."""
        node = self._root.children.get(word, NOWHERE)
        if node.values:
            return Settled(node.values, node.sign, node.children)
        group = look(word)
        if group == "sign":
            values = plain_meaning(word, " ")
        elif group == "word" and word.upper() not in iso_codes() and not self._clitic_rests(word):
            values = self._stranger(word)
        else:
            return Settled({}, "", node.children)
        return Settled(values, self._signs[frozenset(values)], node.children)

    def _stranger(self, word: str) -> dict[Kind, Value]:
        """The kinds of a word that the language's entries lack."""
        return {Kind.WORD: "", Kind.TO: ""} if self._guess_to and len(word) <= _SHORT_WORD else {Kind.WORD: ""}

    def _next(self, pieces: Pieces, index: int, view: View, original: str) -> tuple[Meaning, str, str, int]:
        """Meaning, sign and text (with the blanks before it) of the token at ``index``, and where the next begins."""
        piece, after = pieces.cut[index], index + 1
        word = word_of(piece)
        if word in self._root.children:
            node, end = self._root.longest(pieces.cut, index)
            if node is not None:
                return node.values, node.sign, "".join(pieces.cut[index:end]), end
        start = pieces.ends[index] - len(word)
        if word[0].isdigit():
            if not self._spaces and after < len(pieces) and pieces.word(after)[0].isdigit():
                after = end_of_groups(pieces, index, view, original, self._is_amount)
                piece = "".join(pieces.cut[index:after])
                word = word_of(piece)
        elif cut := self._clitic(pieces, index):
            # The clitic becomes a token of its own, and the rest is looked at again.
            pieces.cut[index] = word[cut:]
            piece, word, after = piece[: cut - len(word)], word[:cut], index
            node = self._root.children.get(word, NOWHERE)
            if node.values:
                return node.values, node.sign, piece, after
        values = plain_meaning(word, view.text[start - 1] if start else " ")
        if Kind.WORD in values:
            values = self._stranger(word)
            if len(word) == _ISO and word.isascii() and (code := _written(original, view, start, _ISO)) in iso_codes():
                values = {Kind.CURRENCY: code, Kind.SIGN: ""}
        return values, self._signs[frozenset(values)], piece, after

    def _clitic_rests(self, word: str) -> list[int]:
        """The lengths of the clitics that ``word`` may begin with."""
        children = self._root.children
        return [len(c) for c in self._clitics if word.startswith(c) and word[len(c) :] in children]

    def _clitic(self, pieces: Pieces, index: int) -> int:
        word = pieces.word(index)
        for cut in self._clitic_rests(word):
            if self._root.longest([word[cut:], *pieces.cut[index + 1 : index + 8]], 0)[0] is not None:
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
                    node = node.children.setdefault(word, Node())
                self._further.update(spelling[1:])
                node.values.setdefault(kind, value)

    def _sign(self, kinds: frozenset[Kind]) -> str:
        place = len(self._signs)
        sign = _SIGNS[place] if place < len(_SIGNS) else chr(_FURTHER + place - len(_SIGNS))
        return self._signs.setdefault(kinds, sign)

    def _seal(self, node: Node) -> None:
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
        found = self._of_kind.get(kind)
        if found is None:
            asked = Kind(kind)
            found = self._of_kind[kind] = "".join(sign for kinds, sign in self._signs.items() if asked in kinds)
        return found


def _entries(language: str, region: str | None, pack: Pack) -> Iterator[Entry]:
    known: set[str] = set()
    for word, kind, value in _own_entries(language, region, pack):
        known.add(word.casefold())
        yield word, kind, value
        if kind is Kind.MONTH:
            for end in pack.month_end:
                last = end + word if end.endswith("'") else f"{end} {word}"
                yield last, Kind.MONTH_END, value
                yield last, kind, value
    for word in pack.year_end:
        yield word, Kind.MONTH_END, 12
    yield from borrowed_nouns(known)


def _own_entries(language: str, region: str | None, pack: Pack) -> Iterator[Entry]:
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

"""All facts of a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from cx_audit.facts.age import find_ages
from cx_audit.facts.build import make_fact
from cx_audit.facts.comparators import limit
from cx_audit.facts.count import find_counts
from cx_audit.facts.currencies import currency_names
from cx_audit.facts.date import find_dates
from cx_audit.facts.duration import find_durations
from cx_audit.facts.earned import find_earned
from cx_audit.facts.elided import find_elided
from cx_audit.facts.email import find_emails
from cx_audit.facts.fold import MASK, mask_placeholders
from cx_audit.facts.hours import find_hours
from cx_audit.facts.lexer import Lexed
from cx_audit.facts.lexicon import Lexicon, lexicon
from cx_audit.facts.locale_data import known_to_cldr
from cx_audit.facts.lunar import find_lunar_dates
from cx_audit.facts.meaning import Kind
from cx_audit.facts.measure import find_measures
from cx_audit.facts.money import find_money
from cx_audit.facts.nth import find_nth
from cx_audit.facts.one import find_ones
from cx_audit.facts.packs import languages, load_pack, remembers_packs
from cx_audit.facts.percent import find_percents
from cx_audit.facts.phone import find_phones
from cx_audit.facts.url import find_urls
from cx_audit.facts.weekdays import find_weekdays
from cx_audit.model import Comparator, Fact, FactKind

__all__ = ["Reading", "extract", "read"]

_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}))?(?:[-_].*)?")
# An IBAN's groups of digits look like a telephone number.
_ACCOUNT = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
# Neither grams nor, in Italian, days.
_NETWORK = re.compile(r"(?<![\w.,])[345]G(?!\w)")
_SOME_ACCOUNT = re.compile(r"\d\d(?<=[A-Z]{2}\d\d)")
# The shortest telephone number has three digits, with little between them.
_SOME_DIGITS = re.compile(r"\d(?:[\s./()\u2011\u2013-]{0,3}\d){2}")
_NUMBERS = ("NUMBER",)
_DIGITS = {code: str(digit) for zero in (0x0660, 0x06F0) for digit, code in enumerate(range(zero, zero + 10))} | {
    0x00A0: " ",
    0x202F: " ",
    0x2011: "-",
    0x2013: "-",
}


class _Taken:
    """The spans already given to a fact."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []
        self._spots: set[int] = set()

    def add(self, facts: Iterable[Fact]) -> None:
        """Keep those that overlap no fact kept before."""
        for fact in facts:
            if self._spots.isdisjoint(range(fact.start, fact.end)):
                self._spots.update(range(fact.start, fact.end))
                self.facts.append(fact)


def _mask(text: str, facts: Sequence[Fact]) -> str:
    out: list[str] = []
    done = 0
    for fact in sorted(facts, key=lambda fact: fact.start):
        out += (text[done : fact.start], MASK * (fact.end - fact.start))
        done = fact.end
    return "".join((*out, text[done:])) if facts else text


@remembers_packs
def _language(tag: str, region: str | None) -> tuple[str, str | None]:
    """Language and region of a BCP 47 tag; English where nothing knows the language."""
    match = _TAG.fullmatch(tag)
    if match is None:
        return "en", region
    code = match.group(1).lower()
    own = match.group(3)
    return code if known_to_cldr(code) or code in languages() else "en", region or (own.upper() if own else None)


@remembers_packs
def _phone_context(language: str, region: str | None) -> tuple[tuple[str, ...], re.Pattern[str] | None]:
    """Regions whose numbers may stand without a country code, and the words that announce a number."""
    pack = load_pack(language)
    regions = dict.fromkeys((*((region,) if region else ()), *pack.phone_regions))
    words = "|".join(re.escape(word) for word in sorted(pack.phone_words, key=lambda word: (-len(word), word)))
    cues = re.compile(rf"(?<![^\W\d_])(?:{words})(?![^\W\d_])", re.IGNORECASE) if words else None
    return tuple(regions), cues


def _contacts(text: str, language: str, region: str | None, taken: _Taken) -> str:
    """Read e-mail addresses, web addresses and telephone numbers; what remains, names in digits left out too."""
    taken.add(find_emails(text))
    text = _mask(text, taken.facts)
    known = len(taken.facts)
    taken.add(find_urls(text))
    text = _mask(text, taken.facts[known:])
    if _SOME_ACCOUNT.search(text):
        text = _ACCOUNT.sub(lambda match: MASK * len(match.group()), text)
    if "G" in text:
        text = _NETWORK.sub(lambda match: MASK * len(match.group()), text)
    if not _SOME_DIGITS.search(text):
        return text
    known = len(taken.facts)
    regions, cues = _phone_context(language, region)
    plain = text if text.isascii() else text.translate(_DIGITS)
    money = currency_names(language)
    taken.add(find_phones(plain, regions, cues, known_region=region is not None, money=money))
    return _mask(text, taken.facts[known:])


def _quoted(fact: Fact, text: str) -> Fact:
    """The fact with its words as they stand in ``text``: contacts were read from a masked copy."""
    written = text[fact.start : fact.end]
    return fact if fact.text == written else replace(fact, text=written)


@dataclass(frozen=True, slots=True)
class Reading:
    """The facts of a text, sorted by start and not overlapping, and the numbers that belong to none, as counts.

    Such a number often takes its unit from the value before it: "45 days with Standard and 90 with Plus". Its unit is
    the unknown word that follows, "" where none does.
    """

    facts: tuple[Fact, ...]
    loose: tuple[Fact, ...]


def extract(text: str, language: str, *, region: str | None = None) -> tuple[Fact, ...]:
    """The facts that ``text`` states, sorted by start and not overlapping; as ``read``, without loose numbers."""
    return read(text, language, region=region).facts


def _loose(lexed: Lexed, lexicon: Lexicon, facts: Sequence[Fact]) -> Iterator[Fact]:
    found = [match.start() for match in lexicon.matches(_NUMBERS, lexed)]
    taken = {spot for fact in facts for spot in range(fact.start, fact.end)} if found else set()
    for index in found:
        token = lexed.tokens[index]
        if _counts(lexed, index) and lexed.view.span(token.start, token.end)[0] not in taken:
            named = lexed.kind_at(index + 1, Kind.WORD) and not lexed.kind_at(index + 1, Kind.NOT_PER)
            unit = lexed.written(index + 1) if named else ""
            said, values = limit(lexed, index, index + 1), (token.amount(), token.amount())
            yield make_fact(lexed, FactKind.COUNT, (index, index + 1), unit, values, comparator=said)


def _counts(lexed: Lexed, index: int) -> bool:
    """Whether a number is an amount: the word for 1 is mostly none ("in one go"), but "no more than one" is."""
    token = lexed.tokens[index]
    return token.amount() != 1 or token.text[0].isdigit() or limit(lexed, index, index + 1) is not Comparator.EXACTLY


def read(text: str, language: str, *, region: str | None = None) -> Reading:
    """What ``text`` states.

    ``language`` is a BCP 47 tag ("nl", "es-MX"); ``region`` (ISO 3166, upper case) overrules the tag's own and
    decides which dollar "$" is, how 3/2 reads, and how national telephone numbers are completed. A language
    without a pack is read from CLDR alone, one unknown to both as English. Raises ConfigError if the
    language's pack is wrong.
    """
    code, place = _language(language, region)
    taken = _Taken()
    rest = _contacts(mask_placeholders(text), code, place, taken)
    words = lexicon(code, place)
    lexed = words.lex(words.fold(rest), text)
    timed = list(find_hours(lexed, words))
    dates = [*find_lunar_dates(lexed, words), *find_dates(lexed, words)]
    taken.add(fact for fact, _ in timed)
    taken.add(dates)
    kept = {fact.start for fact in taken.facts}
    clocks = frozenset(index for fact, indices in timed if fact.start in kept for index in indices)
    taken.add(find_weekdays(lexed, words, clocks))
    taken.add(find_money(lexed, words))
    taken.add(find_percents(lexed, words))
    taken.add(find_ages(lexed, words))
    taken.add(find_measures(lexed, words))
    taken.add(find_nth(lexed, words))
    taken.add(find_durations(lexed, words))
    taken.add(find_earned(lexed, words))
    taken.add(find_counts(lexed, words))
    taken.add(find_ones(lexed, words))
    if taken.facts:
        taken.add(find_elided(lexed, words, taken.facts))
    facts = tuple(_quoted(fact, text) for fact in sorted(taken.facts, key=lambda fact: fact.start))
    return Reading(facts, tuple(_loose(lexed, words, facts)))

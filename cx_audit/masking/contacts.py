"""Mail and web addresses, and addresses of houses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from cx_audit.conversations.words import words_of
from cx_audit.masking.kinds import Kind, Spot
from cx_audit.text.names import is_caseless
from cx_audit.text.phrases import any_of

__all__ = ["EMAIL", "PARTICLE", "domain_of", "find_addresses", "find_emails", "find_links"]

EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}(?![\w@])")
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"'«»()\[\]]{3,2000}", re.I)
_LINK_END = ".,;:!?…؟،"
_TELLING = re.compile(r"[?#&=@]|\d{5}")
_NAME = r"[^\W\d_][\w'’.-]{1,30}"
PARTICLE = (
    r"(?:de|la|le|les|du|des|del|della|dei|di|da|do|dos|das|van|von|zu|den|der|ter|ten|het|el|al|bin|y|l'|d'|św\.)"
)
"""Small words inside names of people and streets."""
_HOUSE = (
    r"(?:n[º°o.]{1,2}\s?|num\.?\s?|số\s)?\d{1,5}(?:\s?[a-zA-Z](?![\w'’]))?"
    r"(?:\s?[/-]\s?\d{1,4})?(?!\w)(?!\s?[%€$£:.,]\d)"
)
_PARTICLES = re.compile(rf"(?<!\w){PARTICLE}(?!\w)", re.I)
_LONG_WORD = 5
_TOWN = (
    r"(?:[ ](?:hs|bis|ter)\b|,?[ ]\d{1,2}[ºª°](?:[ ][A-Z]\b)?)?"
    r"(?:,?[ \t]{1,3}(?:\d{2}-\d{3}|\d{4,5}(?:-\d{3})?(?:[ ]?[A-Z]{2}\b)?)(?:[ ][A-Z]\w[\w'’-]{1,30}){0,2})?"
)
_PLACED = re.compile(  # a house number, a postcode and a town: whatever the street is called
    r"(?<![\w.,])(?P<name>[A-ZÀ-Þ][\w'’.-]{0,30}(?:[ ][\w'’.-]{1,30}){0,4})[ ]\d{1,4}[ ]?[a-z]?,?[ \t\n]{1,2}"
    r"(?:[A-Z]{1,2}-)?(?:\d{4}[ ]?[A-Z]{2}|\d{4,5}|\d{2}-\d{3})[ ][A-ZÀ-Þ][\w'’-]{1,30}"
)
_REGION = re.compile(  # what follows a street: "NW, Washington, DC 20500", ", Bristol BS6 6AH"
    r"(?:[ ](?:NW|NE|SW|SE|[NESW])\b)?(?:,[ ]?[A-Z][\w'’-]{1,30}(?:[ ][A-Z][\w'’-]{1,30}){0,2}){0,2},?[ ]"
    r"(?:[A-Z]{2}[ ]\d{5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]?[ ]\d[A-Z]{2})(?![\w-])"
)
_POSTCODE = re.compile(
    r"(?<![\w-])(?:\d{4}\s?(?!AM\b|PM\b|EU\b|US\b|UK\b)[A-Z]{2}|[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2})(?![\w-])"
)


def domain_of(address: str) -> str:
    """The host of a mail or web address, lower case, without "www."."""
    host = re.sub(r"^[a-z]+://", "", address.lower()).rpartition("@")[2]
    return re.split(r"[/?#:]", host, maxsplit=1)[0].removeprefix("www.")


def find_emails(text: str) -> Iterator[Spot]:
    """Every mail address."""
    for match in EMAIL.finditer(text) if "@" in text else ():
        yield Spot(match.start(), match.end(), Kind.EMAIL, f"mail:{match.group().lower()}")


def find_links(text: str) -> Iterator[Spot]:
    """Web addresses that may lead to one person's page: with a query, or with a number in them."""
    for match in _LINK.finditer(text):
        address = match.group().rstrip(_LINK_END)
        if _TELLING.search(address):
            yield Spot(match.start(), match.start() + len(address), Kind.LINK, f"link:{address}")


def find_addresses(text: str, language: str) -> Iterator[Spot]:
    """Streets with a house number, and postcodes that hold letters.

    A street's name has capitals, so that "en camino en 2 días" is none. Of other languages than the text's own only the
    longer words count: "Kerkstraat 12" in English is an address, "during 12" in a text taken for German isn't.
    """
    for pattern in _streets(language):
        for match in pattern.finditer(text):
            if _has_capitals(match["name"]):
                region = _REGION.match(text, match.end())
                yield _address(text, match.start(), region.end() if region else match.end())
    for match in _PLACED.finditer(text):
        yield _address(text, match.start() + _street_within(match["name"]), match.end())
    for match in _POSTCODE.finditer(text):
        yield _address(text, match.start(), match.end())


def _address(text: str, start: int, end: int) -> Spot:
    return Spot(start, end, Kind.ADDRESS, "address:" + re.sub(r"\W", "", text[start:end]).casefold())


def _street_within(words: str) -> int:
    """Where a street's name begins in the words before a house number: "Ich wohne in der Lange Gasse"."""
    starts = [(match.start(), match.group()) for match in re.finditer(r"\S+", words)]
    kept = starts[-1][0]
    for start, word in reversed(starts):
        if word[0].isupper():
            kept = start
        elif not _PARTICLES.fullmatch(word):
            break
    return kept


def _has_capitals(name: str) -> bool:
    words = [word for word in _PARTICLES.sub(" ", name).split() if word[0].isalpha()]
    return bool(words) and all(word[0].isupper() or is_caseless(word[0]) for word in words)


@cache
def _streets(language: str) -> tuple[re.Pattern[str], ...]:
    own, others = words_of(language).streets, words_of().streets
    first = [*own.first, *(word for word in others.first if len(word) >= _LONG_WORD)]
    last = [*own.last, *(word for word in others.last if len(word) >= _LONG_WORD)]
    suffix = [*own.suffix, *(word for word in others.suffix if len(word) >= _LONG_WORD)]
    before = rf"(?i:{any_of(first)})\.?\s(?P<name>(?:(?i:{PARTICLE})\s?){{0,2}}(?:{_NAME}\s){{0,3}}{_NAME})"
    after = rf"(?P<name>{_NAME}(?:\s{_NAME}){{0,3}})\s(?i:{any_of(last)})\b\.?"
    led = rf"[A-ZÀ-Þ][\w'’.-]{{1,30}}\s(?:{PARTICLE}\s){{1,2}}"
    ended = rf"(?P<name>(?:{led})?[^\W\d_][\w-]{{2,40}}?(?i:{any_of(suffix)}))\.?"
    forms = (
        rf"(?:(?i:số)\s)?\d{{1,5}}(?:/\d{{1,4}})?(?:\s(?:bis|ter))?,?\s{before}",
        rf"{before},?\s{_HOUSE}",
        rf"\d{{1,5}}[a-zA-Z]?,?\s{after}",
        rf"{ended}\s{_HOUSE}",
    )
    return tuple(re.compile(rf"(?<![\w.,]){form}{_TOWN}") for form in forms)

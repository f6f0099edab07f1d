"""Mail and web addresses, and addresses of houses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from cx_audit.conversations.words import words_of
from cx_audit.masking.kinds import Kind, Spot
from cx_audit.text.names import is_caseless
from cx_audit.text.phrases import any_of

__all__ = ["domain_of", "find_addresses", "find_emails", "find_links"]

_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}(?![\w@])")
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"'«»()\[\]]{3,2000}", re.I)
_LINK_END = ".,;:!?…؟،"
_TELLING = re.compile(r"[?#&=@]|\d{5}")
_NAME = r"[^\W\d_][\w'’.-]{1,30}"
_PARTICLE = r"(?:de|la|le|les|du|des|del|della|dei|di|da|do|dos|das|van|den|der|het|l'|d'|św\.)"
_HOUSE = (
    r"(?:n[º°o.]{1,2}\s?|num\.?\s?|số\s)?\d{1,5}(?:\s?[a-zA-Z](?![\w'’]))?"
    r"(?:\s?[/-]\s?\d{1,4})?(?!\w)(?!\s?[%€$£:.,]\d)"
)
_PARTICLES = re.compile(rf"(?<!\w){_PARTICLE}(?!\w)", re.I)
_LONG_WORD = 5
_TOWN = r"(?:,?[ \t]{1,3}(?:\d{2}-\d{3}|\d{4,5}(?:-\d{3})?(?:[ ]?[A-Z]{2}\b)?)(?:[ ][A-Z]\w[\w'’-]{1,30}){0,2})?"
_POSTCODE = re.compile(
    r"(?<![\w-])(?:\d{4}\s?(?!AM\b|PM\b|EU\b|US\b|UK\b)[A-Z]{2}|[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2})(?![\w-])"
)


def domain_of(address: str) -> str:
    """The host of a mail or web address, lower case, without "www."."""
    host = re.sub(r"^[a-z]+://", "", address.lower()).rpartition("@")[2]
    return re.split(r"[/?#:]", host, maxsplit=1)[0].removeprefix("www.")


def find_emails(text: str) -> Iterator[Spot]:
    """Every mail address."""
    for match in _EMAIL.finditer(text) if "@" in text else ():
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
                value = re.sub(r"\W", "", match.group()).casefold()
                yield Spot(match.start(), match.end(), Kind.ADDRESS, f"address:{value}")
    for match in _POSTCODE.finditer(text):
        yield Spot(match.start(), match.end(), Kind.ADDRESS, "address:" + re.sub(r"\W", "", match.group()).casefold())


def _has_capitals(name: str) -> bool:
    words = [word for word in _PARTICLES.sub(" ", name).split() if word[0].isalpha()]
    return bool(words) and all(word[0].isupper() or is_caseless(word[0]) for word in words)


@cache
def _streets(language: str) -> tuple[re.Pattern[str], ...]:
    own, others = words_of(language).streets, words_of().streets
    first = [*own.first, *(word for word in others.first if len(word) >= _LONG_WORD)]
    last = [*own.last, *(word for word in others.last if len(word) >= _LONG_WORD)]
    suffix = [*own.suffix, *(word for word in others.suffix if len(word) >= _LONG_WORD)]
    before = rf"(?i:{any_of(first)})\.?\s(?P<name>(?:(?i:{_PARTICLE})\s?){{0,2}}(?:{_NAME}\s){{0,3}}{_NAME})"
    after = rf"(?P<name>{_NAME}(?:\s{_NAME}){{0,3}})\s(?i:{any_of(last)})\b\.?"
    ended = rf"(?P<name>[^\W\d_][\w-]{{2,40}}?(?i:{any_of(suffix)}))\.?"
    forms = (
        rf"\d{{1,5}}(?:\s(?:bis|ter))?,?\s{before}",
        rf"{before},?\s{_HOUSE}",
        rf"\d{{1,5}}[a-zA-Z]?,?\s{after}",
        rf"{ended}\s{_HOUSE}",
    )
    return tuple(re.compile(rf"(?<![\w.,]){form}{_TOWN}") for form in forms)

"""What currencies are called and which signs they share, from CLDR."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

from babel import Locale, UnknownLocaleError
from babel.core import get_global

__all__ = ["active_currencies", "codes_of", "currency_names", "currency_symbols", "in_region"]

_FAMILIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "$": ("dollar", "peso"),
        "£": ("pound",),
        "kr": ("krone", "krona", "króna"),
        "¥": ("yen", "yuan"),
        "﷼": ("rial", "riyal"),
        "Fr": ("franc",),
        "dinar": ("dinar",),
        "dirham": ("dirham",),
        "Rs": ("rupee",),
    }
)
"""A sign that several currencies share, and the English noun that tells which they are."""

_SIGNS: Mapping[str, str] = MappingProxyType(
    {
        "$": "$",
        "kr": "kr",
        "kr.": "kr",
        "¥": "¥",
        "﷼": "﷼",
        "rs": "Rs",
        "rs.": "Rs",
        "£": "GBP",
        "us$": "USD",
        "a$": "AUD",
        "c$": "CAD",
        "s$": "SGD",
        "r$": "BRL",
        "zł": "PLN",
        "kč": "CZK",
        "₺": "TRY",
        "₽": "RUB",
        "₴": "UAH",
        "₦": "NGN",
        "₱": "PHP",
        "₲": "PYG",
        "¢": "¢",
    }
)
_EVERYWHERE = ("EUR", "USD", "GBP", "CHF", "JPY")
# Shorter names of far currencies ("won", "lek") are too often other words.
_CLEAR_NAME = 4
# Capitals that are common words where a text shouts.
_WORDS = frozenset({"ALL", "TOP", "CUP"})
_LOWER = ("eur", "usd", "gbp", "chf", "cad", "aud", "mxn", "vnd", "aed", "sar", "egp", "nok", "sek", "dkk", "pln")


@cache
def active_currencies() -> frozenset[str]:
    """ISO 4217 codes that are legal tender somewhere today."""
    by_territory = get_global("territory_currencies")
    return frozenset(code for rows in by_territory.values() for code, _, end, tender in rows if end is None and tender)


@cache
def codes_of(unit: str) -> frozenset[str]:
    """The currencies that ``unit`` (an ISO code, or a shared sign such as "$") can mean."""
    nouns = _FAMILIES.get(unit)
    if nouns is None:
        return frozenset({unit})
    names = Locale.parse("en").currencies
    last = {code: str(names[code]).lower().split()[-1] for code in active_currencies() if code in names}
    return frozenset(code for code, noun in last.items() if noun in nouns)


def in_region(unit: str, region: str | None) -> str:
    """``unit`` itself, or the currency of ``region`` where ``unit`` is a shared sign that it uses."""
    if region is None or unit not in _FAMILIES:
        return unit
    rows = get_global("territory_currencies").get(region.upper(), ())
    tender = [code for code, _, end, legal in rows if end is None and legal and code in codes_of(unit)]
    return str(tender[0]) if tender else unit


def _locale(language: str) -> Locale | None:
    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return None


def _family(noun: str, codes: set[str], trusted: frozenset[str]) -> str | None:
    """The code that a noun means, or the sign shared by all that it can mean; None if it may be any word."""
    shares = [(len(codes & codes_of(sign)), sign) for sign in _FAMILIES]
    count, sign = max(shares, key=lambda share: share[0])
    if len(codes) > 1:
        return sign if count > 1 else None
    code = next(iter(codes))
    rivals = count == 1 and len(codes_of(sign) & trusted) > 1
    if code not in trusted and len(noun) < _CLEAR_NAME:
        return None
    return sign if rivals else code


def _official(language: str) -> frozenset[str]:
    """Currencies of the territories where ``language`` is official."""
    tender = get_global("territory_currencies")
    spoken = get_global("territory_languages")
    return frozenset(
        code
        for territory, rows in spoken.items()
        if str(rows.get(language, {}).get("official_status") or "").endswith("official")
        for code, _, end, legal in tender.get(territory, ())
        if end is None and legal
    )


def _names(locale: Locale) -> dict[str, tuple[str, ...]]:
    plurals = locale._data["currency_names_plural"]  # Babel has no public way to the plural forms
    return {
        code: tuple(
            sorted({str(name).lower() for name in (locale.currencies[code], *dict(plurals.get(code, {})).values())})
        )
        for code in sorted(active_currencies() & set(locale.currencies))
    }


@cache
def currency_names(language: str) -> Mapping[str, str]:
    """Names to ISO code or shared sign: full names, and the bare noun ("dollar") where it is clear enough."""
    locale = _locale(language)
    if locale is None:
        return MappingProxyType({})
    found: dict[str, str] = {}
    heads: dict[int, defaultdict[str, set[str]]] = {0: defaultdict(set), -1: defaultdict(set)}
    for code, names in _names(locale).items():
        for name in names:
            words = name.replace("us-", "us ").split()
            if len(words) > 1:
                found.setdefault(name, code)
            heads[0][words[0]].add(code)
            heads[-1][words[-1]].add(code)
    # "US dollar", "dólar estadounidense": the noun stands where words recur most.
    display = [str(locale.currencies[code]).lower().split() for code in _names(locale)]
    nouns = heads[min((0, -1), key=lambda end: len({words[end] for words in display}))]
    trusted = _official(language) | set(_EVERYWHERE)
    for noun, codes in sorted(nouns.items()):
        unit = _family(noun, codes, trusted)
        if unit is not None and len(noun) > 1:
            found[noun] = unit
    return MappingProxyType(found)


def currency_symbols(language: str) -> Iterator[tuple[str, str]]:
    """Signs and ISO code (or shared sign) pairs; letters among them are lower case."""
    yield from _SIGNS.items()
    yield from ((code, code.upper()) for code in _LOWER)
    for name in ("en", language):
        locale = _locale(name)
        for code, sign in sorted(locale.currency_symbols.items()) if locale else ():
            known = str(sign).strip("\u200f\u200e ")
            if code in active_currencies() and known != code and known.lower() not in _SIGNS:
                yield known.lower(), str(code)


@cache
def iso_codes() -> frozenset[str]:
    """Codes to be read where they stand in capitals."""
    return active_currencies() - _WORDS

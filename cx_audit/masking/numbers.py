"""Numbers in a text that may belong to one person: telephones, cards, accounts, orders, dates of birth.

What isn't plainly a value (a date, times, an amount of money, thousands) counts as such a number from seven digits on:
an order number that is hidden does no harm, one that is shown does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import phonenumbers

from cx_audit.conversations.words import words_of
from cx_audit.masking.checks import is_card, is_iban, is_national_id
from cx_audit.masking.kinds import Kind, Spot
from cx_audit.text.phrases import NO_LETTER, any_of

__all__ = ["find_numbers", "phone_value"]

_RUN = re.compile(
    r"(?<![\w@/#+,.-])(?:\+|00)?\(?\+?\d(?:[ \u00a0]?[ \u00a0.()/-]?[ \u00a0]?\d){6,21}(?![\w@%])(?![.,:]\d)"
)
_DATE = re.compile(
    r"(?:\d{4}-\d{2}-\d{2}|(?=0?[1-9][./-]|1[0-2][./-]|\d{1,2}[./-](?:0?[1-9]|1[0-2])[./-])"
    r"(?:0?[1-9]|[12]\d|3[01])([./-])(?:0?[1-9]|[12]\d|3[01])\1(?:(?:19|20)\d\d|\d\d))(?!\d|[./-]\d)"
)
_DATES = re.compile(r"(?:\d{4}-\d{2}-\d{2}|\d{1,2}([./-])\d{1,2}\1\d{4})\s?[-/–]\s?(?:\d{4}-|\d{1,2}\1\d{1,2}\1\d{2})")
_YEARS = re.compile(r"(?:19|20)\d\d ?[-/] ?(?:19|20)\d\d")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:([ .\u00a0])\d{3})(?:\1\d{3})+")
_ROUND = re.compile(r"[1-9]\d{0,2}(?:([ .\u00a0])000)(?:(?:\1)000)+")
_MONEY_BEFORE = re.compile(r"(?:[$€£¥₫₹]|\b[A-Z]{3})\s?$")
_MONEY_AFTER = re.compile(r"\s?(?:[$€£¥₫₹%đ]|(?-i:[A-Z]{3})\b|zł|kr\b)", re.I)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ \u00a0-]?[A-Z0-9]){11,30}\b")
_HASH = re.compile(r"(?<![\w&/#])#\s?([A-Za-z]{0,4}-?\d[\w-]{2,30})")
_MIXED = re.compile(r"(?<![\w@/.+-])(?=[A-Z0-9-]{6,40}(?![\w@]))(?=[A-Z-]*\d)(?=[0-9-]*[A-Z])[A-Z0-9]+(?:-[A-Z0-9]+)*")
_SSN = re.compile(r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])")
_LETTERED = re.compile(
    r"(?<![\w./-])(?:\d{1,2}\.\d{3}\.\d{3}|\d{8}|[XYZ][ -]?\d{7})[ -]?[A-Z](?![\w-])"
    r"|(?<![\w-])[A-Z]{2}[ ]?\d{2}[ ]?\d{2}[ ]?\d{2}[ ]?[A-D](?![\w-])",
    re.I,
)
_CHANGES = re.compile(r"(?<=[A-Z])(?=\d)|(?<=\d)(?=[A-Z])")
_WRITTEN = (
    r"(?P<token>#?(?=[A-Z-]{0,12}\d)[A-Z0-9][A-Z0-9-]{2,30}(?:[ ]\d{3,}){0,4}(?:/\d{3,12})?)"
    r"(?!\w)(?!\s?[%€$£])(?![.,]\d)"
)
_GIVEN_DIGITS, _NAMED_DIGITS, _MIXED_DIGITS, _MIXED_CHANGES = 5, 3, 5, 3
_NOT_DIGIT = re.compile(r"\D")


def phone_value(written: str) -> str:
    """The last nine digits, which a number keeps with country code, trunk zero or neither."""
    return "phone:" + _NOT_DIGIT.sub("", written)[-9:]


def find_numbers(text: str, language: str) -> Iterator[Spot]:
    """The numbers that may be somebody's, in no order; they may overlap, then the earlier yielded is the surer."""
    for match in _IBAN.finditer(text):
        compact = re.sub(r"[ \u00a0-]", "", match.group())
        if iban := _iban_within(compact):
            end = _end_of(text, match.start(), len(iban))
            yield Spot(match.start(), end, Kind.IBAN, f"iban:{iban}")
    for match in _SSN.finditer(text):
        if is_national_id(match.group()):
            yield _spot(match, Kind.NATIONAL_ID)
    for match in _LETTERED.finditer(text):
        if is_national_id(match.group()):
            yield _spot(match, Kind.NATIONAL_ID)
    yield from _births(text, language)
    yield from _runs(text)
    yield from _references(text, language)
    for match in _HASH.finditer(text):
        if sum(map(str.isdigit, match[1])) >= _NAMED_DIGITS:
            yield _spot(match, Kind.NUMBER)
    for match in _MIXED.finditer(text):
        yield from _mixed(match)


def _spot(match: re.Match[str], kind: Kind, group: str | int = 0) -> Spot:
    value = re.sub(r"[\W_]", "", match[group]).upper()
    return Spot(match.start(group), match.end(group), kind, f"number:{value}")


def _iban_within(compact: str) -> str | None:
    """The IBAN at the beginning; capitals of the next word may have been taken along."""
    return next((compact[:length] for length in range(len(compact), 14, -1) if is_iban(compact[:length])), None)


def _end_of(text: str, start: int, letters: int) -> int:
    """Where as many letters and digits have been passed."""
    at = start
    while letters:
        letters -= text[at].isalnum()
        at += 1
    return at


def _runs(text: str) -> Iterator[Spot]:
    for match in _RUN.finditer(text):
        written = match.group().strip()
        digits = _NOT_DIGIT.sub("", written)
        if is_card(digits):
            yield _spot(match, Kind.CARD)
        elif _is_value(text, match, written):
            continue
        elif is_national_id(written):
            yield _spot(match, Kind.NATIONAL_ID)
        elif _is_phone(written, digits):
            yield Spot(match.start(), match.end(), Kind.PHONE, phone_value(digits))
        else:
            yield _spot(match, Kind.NUMBER)


def _is_value(text: str, match: re.Match[str], written: str) -> bool:
    """Whether a run of digits is a date, a span of years, or an amount."""
    if _DATE.match(written) or _DATES.match(written) or _YEARS.fullmatch(written):
        return True
    if _ROUND.fullmatch(written):
        return True
    money = _MONEY_BEFORE.search(text, max(0, match.start() - 5), match.start())
    return bool(money or _MONEY_AFTER.match(text, match.end())) and (
        written.isdigit() or _THOUSANDS.fullmatch(written) is not None
    )


def _is_phone(written: str, digits: str) -> bool:
    """Whether it is written as a telephone number: with + or 0 in front, or in groups."""
    if len(digits) > 15:
        return False
    if written.startswith("+"):
        return phonenumbers.is_possible_number_string(written, "ZZ")
    return digits.startswith("0") or not written.isdigit()


def _births(text: str, language: str) -> Iterator[Spot]:
    for cue in _birth_words(language).finditer(text):
        before = list(_DATE.finditer(text, max(0, cue.start() - 14), cue.start()))
        match = _DATE.search(text, cue.end(), cue.end() + 30) or (before[-1] if before else None)
        if match:
            yield Spot(match.start(), match.end(), Kind.BIRTH, f"birth:{match.group()}")


def _references(text: str, language: str) -> Iterator[Spot]:
    for match in _reference(language).finditer(text):
        token = match["token"]
        digits = sum(map(str.isdigit, token))
        if digits >= (_NAMED_DIGITS if match["named"] or not token.isdigit() else _GIVEN_DIGITS):
            yield _spot(match, Kind.NUMBER, "token")


def _mixed(match: re.Match[str]) -> Iterator[Spot]:
    written = match.group()
    if is_national_id(written):
        yield _spot(match, Kind.NATIONAL_ID)
    elif sum(map(str.isdigit, written)) >= _MIXED_DIGITS or len(_CHANGES.findall(written)) >= _MIXED_CHANGES:
        yield _spot(match, Kind.NUMBER)


@cache
def _birth_words(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){any_of(words_of(language).births)}{NO_LETTER}", re.I)


@cache
def _reference(language: str) -> re.Pattern[str]:
    words = words_of(language)
    between = rf"(?P<named>(?:[\s:.(=]{{0,3}}(?:{any_of(words.number_words)}{NO_LETTER}|[#:°№])[\s.:]{{0,2}}){{0,3}})"
    return re.compile(rf"(?<!\w){any_of(words.references)}{NO_LETTER}{between}[\s:(]{{0,2}}{_WRITTEN}", re.I)

"""Telephone numbers, national and international."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from functools import lru_cache

import phonenumbers

from cx_audit.model import Fact, FactKind

__all__ = ["find_phones"]

# A bracket opens before the number, behind a country's code, or round a trunk 0: another is of what comes next.
_CANDIDATE = re.compile(
    r"(?<![\w+#@.,/-])(?:(?:\+|00)\d{1,3}[ .-]?(?=\()|1[ .-]?(?=\(\d{3}\))|\+|00)?"
    r"\(?\d(?:(?:[ ./)-]{0,3}| ?\((?=0\)))\d){5,21}"
    r"(?![\w@%]|[.,:]\d)"
)
# The fewest digits of a candidate, and of a short number, which are in one run: looked for first, as they are rare.
_SIX_DIGITS = re.compile(r"\d(?:[ ./()-]{0,3}\d){5}")
_THREE_DIGITS = re.compile(r"\d{3}")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:[ .]\d{3})+")
_YEARS = re.compile(r"(?:19|20)\d\d ?[-/] ?(?:19|20)\d\d")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DATES = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}([./-])\d{1,2}\1\d{2,4}")
# Without a trunk 0 only three or more short groups look like a telephone number.
_GROUPED = re.compile(r"(?!(?:19|20)\d\d\b)\d{1,4}(?:[ ./()-]{1,3}\d{2,5}){2,6}")
_PAIRS = re.compile(r"0\d(?:([.-])\d\d)(?:\1\d\d){3}")  # French
_SPANS = re.compile(r"\d{1,2}[.:]\d{2} ?[-/] ?\d{1,2}[.:]\d{2}|\d{1,2}/\d{1,2} ?- ?\d{1,2}/\d{1,2}")
_BETWEEN = re.compile(r" [-/] ")
_HOURS_BEHIND = re.compile(r" \d{1,2} ?[-/] ?\d{1,2}$")
_CUE_REACH = 40
_LONG, _LONGEST = 9, 17
_NEXT = re.compile(r"\s([^\W\d_]+)")
_PRICED = re.compile(r"\s?[^\W\d_]{0,3}[.]?\s?[$€£¥₫%]|\s?(?:[A-Z]{3}\b|[đ₫]\b)")


# "call 2255": a short number counts only right after a word that announces it.
_SHORT = re.compile(
    r"(?:\W{1,3}\w{1,4}){0,2}\W{1,3}(?<![\d.,/-])(\d{4,6}|\d{3}(?=[.,;!?)]|\s*$))(?![\w%€$£]|[.,:/-]\d)"
)


def _short_numbers(text: str, cues: re.Pattern[str] | None) -> Iterator[Fact]:
    for cue in cues.finditer(text) if cues else ():
        match = _SHORT.match(text, cue.end())
        if match is not None and not _YEAR.fullmatch(match[1]):
            yield Fact(FactKind.PHONE, match.start(1), match.end(1), match[1], "phone", items=(match[1],))


@lru_cache(maxsize=4096)
def _parse(written: str, regions: tuple[str, ...]) -> phonenumbers.PhoneNumber | None:
    """The number as a valid one of the first region that it fits."""
    for region in regions or ("ZZ",):
        try:
            number = phonenumbers.parse(written, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return number
    return None


def _item(written: str, number: phonenumbers.PhoneNumber | None, known_region: bool) -> str:
    digits = re.sub(r"\D", "", written)
    if number is not None and (written.startswith(("+", "00")) or known_region):
        return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    return f"+{digits}" if written.startswith("+") else digits


def _telephonic(text: str, match: re.Match[str], regions: Sequence[str], money: Container[str]) -> bool:
    """Whether three groups of three digits, no round amount and of no currency, are a number of one of the regions."""
    written = match.group()
    if len(re.sub(r"\D", "", written)) < _LONG or "." in written or written.endswith("000"):
        return False
    following = _NEXT.match(text, match.end())
    priced = _PRICED.match(text, match.end()) or (following and following[1].casefold() in money)
    return not priced and _parse(written, tuple(regions)) is not None


def _announced(text: str, start: int, cues: re.Pattern[str]) -> bool:
    """Whether a cue stands before ``start`` on its line."""
    line = text.rfind("\n", 0, start) + 1
    return cues.search(text, max(line, start - _CUE_REACH), start) is not None


def _asked(text: str, match: re.Match[str], cues: re.Pattern[str] | None, regions: Sequence[str]) -> bool:
    """Whether a valid number of one run of digits answers a question that asks for one, which stands before it."""
    question = text.find("\n")
    if cues is None or not 0 <= question <= match.start() or len(match.group()) < _LONG:
        return False
    return cues.search(text, 0, question) is not None and _parse(match.group(), tuple(regions)) is not None


def find_phones(
    text: str,
    regions: Sequence[str],
    cues: re.Pattern[str] | None,
    *,
    known_region: bool,
    money: Container[str] = frozenset(),
) -> Iterator[Fact]:
    """Every telephone number of ``text`` (digits folded to Western ones).

    A number is taken if it is valid in one of ``regions``, or if it follows one of the ``cues`` ("call", "tel.").
    Without a cue, digits in one run count only if they begin with 0 or +: other runs are order numbers.
    Groups of three digits could be an amount: where they are valid, not round, and no name of ``money`` follows, or
    beside another number of the text, they are a number too. One run of digits may answer a question that asks for it.
    ``known_region`` says that the first region was given, so that national numbers get its country code.
    """
    found = list(_found(text, regions, cues, known_region, money))
    short = list(_short_numbers(text, cues)) if _THREE_DIGITS.search(text) else []
    yield from (fact for fact, _ in found if fact is not None)
    yield from short
    if short or any(fact for fact, _ in found):
        for _, match in found:
            if (
                match is not None
                and not match.group().endswith("000")
                and len(re.sub(r"\D", "", match.group())) >= _LONG
            ):
                number = _parse(match.group(), regions)
                yield _phone(match.start(), match.group(), number, known_region=known_region)


def _parted(written: str, regions: tuple[str, ...]) -> list[str]:
    """The numbers of "600 123 456 / 600 123 457", where each is one of a region by itself."""
    parts = _BETWEEN.split(written)
    return parts if len(parts) > 1 and all(_parse(part, regions) for part in parts) else [written]


def _cut(written: str, regions: tuple[str, ...]) -> tuple[str, phonenumbers.PhoneNumber | None]:
    """The number, without the hours that follow some: "(555) 123-4567 9-5", "1-888-555-1234 24/7"."""
    number = _parse(written, regions)
    hours = None if number else _HOURS_BEHIND.search(written)
    shorter = _parse(written[: hours.start()], regions) if hours else None
    return (written[: hours.start()], shorter) if hours and shorter else (written, number)


def _phone(start: int, written: str, number: phonenumbers.PhoneNumber | None, *, known_region: bool) -> Fact:
    item = _item(written, number, known_region)
    return Fact(FactKind.PHONE, start, start + len(written), written, "phone", items=(item,))


def _found(
    text: str, regions: Sequence[str], cues: re.Pattern[str] | None, known_region: bool, money: Container[str]
) -> Iterator[tuple[Fact | None, re.Match[str] | None]]:
    """The numbers that speak for themselves, and the groups of three digits that do not."""
    for match in _CANDIDATE.finditer(text) if _SIX_DIGITS.search(text) else ():
        written = match.group()
        if (_DATES.match(written) and not _PAIRS.fullmatch(written)) or _SPANS.fullmatch(written.lstrip("(")):
            continue
        cued = cues is not None and _announced(text, match.start(), cues)
        if not cued and _YEARS.fullmatch(written):
            continue
        if not cued and _THOUSANDS.fullmatch(written) and not _telephonic(text, match, regions, money):
            yield None, match
            continue
        grouped = written.startswith(("0", "+", "(")) or _GROUPED.fullmatch(written)
        if not cued and not grouped and not _asked(text, match, cues, regions):
            continue
        start = match.start()
        parts = _parted(written, tuple(regions))
        if len(parts) == 1 and len(re.sub(r"\D", "", written)) > _LONGEST:
            continue
        for part in parts:
            part, number = _cut(part, tuple(regions))
            if number is not None or cued or part.startswith("+"):
                yield _phone(text.index(part, start), part, number, known_region=known_region), None
            start += len(part)

"""Values in words for people."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from babel import Locale

from cx_audit.facts.date import EITHER
from cx_audit.facts.lunar import LUNAR
from cx_audit.facts.measures import MEASURES
from cx_audit.facts.money import CENTS
from cx_audit.facts.nouns import english_noun
from cx_audit.model import Comparator, Fact, FactKind

__all__ = ["KIND_NAMES", "display", "speakers", "voice"]

KIND_NAMES = {
    FactKind.DURATION: "duration",
    FactKind.MONEY: "amount",
    FactKind.PERCENT: "percentage",
    FactKind.DATE: "date",
    FactKind.HOURS: "time of day",
    FactKind.WEEKDAYS: "days of the week",
    FactKind.COUNT: "number",
    FactKind.MEASURE: "measure",
    FactKind.AGE: "age",
    FactKind.PHONE: "phone number",
    FactKind.EMAIL: "e-mail address",
    FactKind.URL: "web address",
}
_WEEKDAYS = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
    "holiday": "public holidays",
}
_SIGNS = {
    Comparator.ABOUT: "about ",
    Comparator.AT_MOST: "up to ",
    Comparator.AT_LEAST: "at least ",
    Comparator.LESS_THAN: "less than ",
    Comparator.MORE_THAN: "more than ",
}
_BOUNDS = {Comparator.LESS_THAN: "before ", Comparator.MORE_THAN: "after "}


def _number(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _amount(value: Decimal) -> str:
    return _number(value) if value == value.to_integral_value() else f"{value:.2f}"


def _clock(minutes: Decimal) -> str:
    hours, rest = divmod(int(minutes), 60)
    return f"{hours if hours == 24 else hours % 24:02d}:{rest:02d}"


_MONTH_END = "---31"


def _dates(items: Sequence[str]) -> Sequence[str]:
    """Dates in words; days of each month as the span that they are."""
    if len(items) > 1 and all(item.startswith("---") for item in items):
        return [f"days {int(items[0][3:])} to {int(items[-1][3:])} of the month"]
    return [_date(item) for item in items]


def _date(item: str) -> str:
    """A date in words; both readings of one that can be read in two ways.

    "2026-02-03" is "3 February 2026", "--12-16" is "16 December", "---05" is "day 5 of the month".
    """
    if EITHER in item:
        return " or ".join(map(_date, item.split(EITHER)))
    if item.startswith(LUNAR):
        moon, number = item.removeprefix(LUNAR).split("-")
        return f"day {int(number)} of lunar month {int(moon)}"
    if item == _MONTH_END:
        return "the last day of the month"
    if item.startswith("---"):
        return f"day {int(item[3:])} of the month"
    year, month, day = ([None, *item[2:].split("-")] if item.startswith("--") else [*item.split("-"), None])[:3]
    parts = (str(int(day)) if day else None, month_name[int(month)] if month else None, year)
    return " ".join(part for part in parts if part)


def _weekdays(items: Sequence[str]) -> str:
    """Three days or more in a row are a range: "Monday to Friday"."""
    order = list(_WEEKDAYS)
    days = [item for item in items if item != "holiday"]
    places = [order.index(day) for day in days]
    names = [_WEEKDAYS[item] for item in items]
    if len(days) == len(order) - 1:
        names[: len(days)] = ["every day"]
    elif len(days) > 2 and places == list(range(places[0], places[0] + len(places))):
        names[: len(days)] = [f"{_WEEKDAYS[days[0]]} to {_WEEKDAYS[days[-1]]}"]
    return ", ".join(names)


def display(fact: Fact) -> str:
    """A fact in plain English: "up to 14 days", "4.95 EUR", "09:00-17:00"; free of charge is "free"."""
    if fact.items:
        named = _dates(fact.items) if fact.kind is FactKind.DATE else fact.items
        if fact.kind is FactKind.DATE:
            return _BOUNDS.get(fact.comparator, "") + ", ".join(named)
        if fact.kind is FactKind.WEEKDAYS:
            return _weekdays(fact.items)
        if fact.kind is FactKind.MEASURE:
            return f"{_SIGNS.get(fact.comparator, '')}{' x '.join(named)} {_unit(fact)}"
        return ", ".join(named)
    low, high = fact.low, fact.high
    if low is None and high is None:
        return fact.text
    low = high if low is None else low
    high = low if high is None else high
    assert low is not None
    assert high is not None
    sign = _SIGNS.get(fact.comparator, "")
    if fact.kind is FactKind.HOURS:
        return sign + (_clock(low) if low == high else f"{_clock(low)}-{_clock(high)}")
    if fact.kind is FactKind.MONEY:
        if not fact.unit and low == high == 0:
            return "free"
        if fact.unit == CENTS:
            low, high = low * 100, high * 100
        amount = _amount(low) if low == high else f"{_amount(low)}-{_amount(high)}"
        return f"{sign}{amount} {fact.unit}".strip() + (f" per {fact.per}" if fact.per else "")
    number = _number(low) if low == high else f"{_number(low)}-{_number(high)}"
    per = f" per {fact.per}" if fact.per else ""
    if fact.kind is FactKind.PERCENT:
        return f"{sign}{number} %{per}"
    if fact.kind is FactKind.COUNT and fact.unit:
        return f"{sign}{number} {english_noun(_unit(fact), many=high != 1)}{per}"
    plural = "s" if fact.kind in (FactKind.DURATION, FactKind.AGE) and high != 1 else ""
    old = " old" if fact.kind is FactKind.AGE else ""
    return f"{sign}{number} {_unit(fact)}{plural}{old}{per}"


def _unit(fact: Fact) -> str:
    if fact.kind is FactKind.MEASURE:
        return MEASURES[fact.unit].sign
    return fact.unit.replace("_", " ")


_VOICES = {"faq": "FAQ", "chatbot": "chatbot", "macro": "macro", "knowledge": "knowledge base"}


@cache
def _language_name(language: str) -> str:
    return Locale("en").languages.get(language) or language


def voice(speaker: str, language: str | None = None) -> str:
    """A speaker in a sentence: "the FAQ", "the Dutch macro", "agent rep1 (Dutch)"; other channels by their own name."""
    name = _VOICES.get(speaker)
    spoken = _language_name(language) if language else ""
    if name:
        return f"the {spoken} {name}" if spoken else f"the {name}"
    plain = speaker.replace(":", " ")
    return f"{plain} ({spoken})" if spoken else plain


def speakers(voices: Sequence[str]) -> str:
    """ "the FAQ", "the FAQ and the chatbot", "agent rep1, the FAQ and the macro"."""
    unique = list(dict.fromkeys(voices))
    return unique[0] if len(unique) == 1 else f"{', '.join(unique[:-1])} and {unique[-1]}"

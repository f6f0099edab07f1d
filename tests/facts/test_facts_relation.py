"""What counts as the same, as compatible and as different."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_audit.facts import Relation, canonical, extract, relation
from cx_audit.model import Comparator, Fact, FactKind

EQUAL = [
    ("within 48 hours", "2 days"),
    ("2 weeks", "14 days"),
    ("a fortnight", "two weeks"),
    ("a month", "30 days"),
    ("12 months", "1 year"),
    ("365 days", "one year"),
    ("half a year", "6 months"),
    ("90 minutes", "an hour and a half"),
    ("a working week", "5 business days"),
    ("within 3-5 days", "up to 5 days"),
    ("$5.95", "5.95 USD"),
    ("free of charge", "$0.00"),
    ("at no cost", "complimentary"),
    ("50%", "fifty percent"),
    ("3 March", "2026-03-03"),
    ("Open 9am to 5pm", "open 9:00-17:00"),
    ("weekdays", "Monday to Friday"),
    ("020 7946 0958", "+44 20 7946 0958"),
    ("Help@Acme.example", "help@acme.example"),
    ("https://www.acme.example/returns/", "acme.example/returns"),
    ("3 devices", "three devices"),
    ("closes at 23:59", "closes at midnight"),
    ("your points never expire", "no expiry date"),
    ("billed on the 5th of each month", "we charge you on the 5th of every month"),
    ("Sunday and Saturday, open", "weekends"),
]
COMPATIBLE = [
    ("4 weeks", "a month"),
    ("3-5 days", "5 days"),
    ("3-5 days", "4 days"),
    ("2-5 days", "3-5 days"),
    ("5 days", "5 business days"),
    ("10 business days", "14 days"),
    ("10 business days", "two weeks"),
    ("3-5 business days", "4 days"),
    ("15 days", "two weeks"),
    ("at least 2 days", "at most 5 days"),
    ("about 10 days", "9 days"),
    ("before 5 pm", "9 am to 5 pm"),
    ("acme.example", "acme.example/returns"),
    ("March 2026", "3 March 2026"),
    ("billed on the 3rd of each month", "3 March 2026"),
    ("billed on the 3rd of each month", "3 March"),
    ("9 am to 5 pm", "opens at 9 am"),
    ("8 pm to 2 am", "closes at 2 am"),
    ("Monday to Friday", "Monday to Saturday"),
    ("open Saturdays", "Monday to Saturday"),
    ("weekends", "open every day"),
    ("about €60", "€58"),
    ("about 20%", "21%"),
    ("about two weeks", "13 days"),
]
DIFFERENT = [
    ("3-5 days", "5-7 days"),
    ("within 3 days", "3-5 days"),
    ("30 days", "14 days"),
    ("7 business days", "two weeks"),
    ("1 month", "2 weeks"),
    ("free of charge", "$5"),
    ("$5", "$6"),
    ("10%", "15%"),
    ("3 March", "4 March"),
    ("2025-03-03", "2026-03-03"),
    ("9am to 5pm", "9am to 6pm"),
    ("9 am to 5 pm", "closes at 6 pm"),
    ("9 am to 5 pm", "closes at noon"),
    ("Monday to Friday", "Tuesday to Saturday"),
    ("3 devices", "5 devices"),
    ("£5 for each frozen month", "£8 a month"),
    ("150 dirhams per passenger and direction", "AED 200 per passenger"),
    ("€5 per parcel", "€8 per order"),
    ("€5 per parcel", "€8 per week"),
    ("about €60", "€52"),
    ("about 20%", "18%"),
    ("your points never expire", "your points expire after 2 years"),
    ("no expiry date", "5 working days"),
    ("no expiry date", "up to 30 days"),
    ("billed on the 3rd of each month", "billed on the 4th of each month"),
    ("billed on the 3rd of each month", "4 March"),
    ("a@acme.example", "b@acme.example"),
    ("acme.example/a", "acme.example/b"),
    ("020 7946 0958", "020 7946 0959"),
]
INCOMPARABLE = [
    ("$5", "€5"),
    ("5 users", "5 parcels"),
    ("€5 per month", "€50 per year"),
    ("€5 a day", "€50 a week"),
    ("€50 per night", "€60 per hour"),
    ("5 days", "5%"),
    ("Monday to Friday", "Saturday and Sunday"),
]


def only(text: str, language: str = "en") -> Fact:
    facts = extract(text, language)
    assert len(facts) == 1, facts
    return facts[0]


def case(pairs: list[tuple[str, str]], expected: Relation) -> list[tuple[str, str, Relation]]:
    return [(first, second, expected) for first, second in pairs]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        *case(EQUAL, Relation.EQUAL),
        *case(COMPATIBLE, Relation.COMPATIBLE),
        *case(DIFFERENT, Relation.DIFFERENT),
        *case(INCOMPARABLE, Relation.INCOMPARABLE),
    ],
)
def test_relation(first: str, second: str, expected: Relation) -> None:
    assert relation(only(first), only(second)) is expected
    assert relation(only(second), only(first)) is expected


@pytest.mark.parametrize(
    ("first", "language", "second", "other"),
    [
        ("une quinzaine", "fr", "two weeks", "en"),
        ("anderhalve maand", "nl", "mes y medio", "es"),
        ("5,95 €", "de", "€5.95", "en"),
        ("maximaal 3 keer", "nl", "up to 3 times", "en"),
        ("thứ 2 đến thứ 6", "vi", "Monday to Friday", "en"),
        ("يومين", "ar", "48 Stunden", "de"),
        ("miễn phí", "vi", "مجانا", "ar"),
        ("25 ريال", "ar", "25 SAR", "en"),
        ("50 kr", "sv", "50 SEK", "en"),
    ],
)
def test_equal_over_languages(first: str, language: str, second: str, other: str) -> None:
    assert relation(only(first, language), only(second, other)) is Relation.EQUAL


def test_canonical_is_in_base_units() -> None:
    assert canonical(only("2 weeks")) == ("time", Decimal(336), Decimal(336))
    assert canonical(only("2 years")) == ("month", Decimal(24), Decimal(24))
    assert canonical(only("3-5 business days")) == ("business_day", Decimal(3), Decimal(5))
    assert canonical(only("€5")) == ("money:EUR", Decimal(5), Decimal(5))
    assert canonical(only("without time limit")) == ("duration", "unlimited")
    assert canonical(only("billed on the 5th of each month")) == ("date", "---05")
    assert canonical(only("help@acme.example")) == ("email", "help@acme.example")


UNITS = {
    FactKind.DURATION: ("minute", "hour", "day", "business_day", "week", "month", "year"),
    FactKind.MONEY: ("", "$", "USD", "EUR", "kr", "¢", "¤"),
    FactKind.PERCENT: ("%",),
    FactKind.HOURS: ("minute_of_day",),
    FactKind.COUNT: ("users", "keer", "times"),
}


@st.composite
def measured(draw: st.DrawFn) -> Fact:
    kind = draw(st.sampled_from(sorted(UNITS)))
    low = draw(st.integers(0, 100))
    high = draw(st.one_of(st.just(low), st.integers(low, 100)))
    return Fact(
        kind,
        0,
        1,
        "x",
        draw(st.sampled_from(UNITS[kind])),
        Decimal(low),
        Decimal(high),
        comparator=draw(st.sampled_from(sorted(Comparator))),
        per=draw(st.sampled_from((None, "month", "year"))),
    )


ITEMS = {
    FactKind.DATE: ("2026-02-03", "--02-03", "2026-02", "2025-02-03", "---03", "---04"),
    FactKind.WEEKDAYS: ("mon", "tue", "sun"),
    FactKind.PHONE: ("+31881234567", "0881234567", "12345"),
    FactKind.URL: ("a.example", "a.example/x", "b.example/x"),
    FactKind.EMAIL: ("a@a.example", "b@a.example"),
}


@st.composite
def itemised(draw: st.DrawFn) -> Fact:
    kind = draw(st.sampled_from(sorted(ITEMS)))
    most = 3 if kind in (FactKind.WEEKDAYS, FactKind.DATE) else 1
    items = draw(st.lists(st.sampled_from(ITEMS[kind]), min_size=1, max_size=most, unique=True))
    return Fact(kind, 0, 1, "x", kind.value, items=tuple(items))


UNENDING = Fact(FactKind.DURATION, 0, 1, "x", "unlimited", items=("unlimited",))
FACTS = st.one_of(measured(), itemised(), st.just(UNENDING))


@given(FACTS, FACTS)
def test_symmetric(first: Fact, second: Fact) -> None:
    assert relation(first, second) is relation(second, first)


@given(FACTS)
def test_reflexive(fact: Fact) -> None:
    assert relation(fact, fact) is Relation.EQUAL


@given(FACTS, FACTS)
def test_other_kinds_are_incomparable(first: Fact, second: Fact) -> None:
    assert (relation(first, second) is Relation.INCOMPARABLE) or first.kind is second.kind

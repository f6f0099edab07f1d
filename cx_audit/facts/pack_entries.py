"""A language pack's words as lexicon entries."""

from __future__ import annotations

from collections.abc import Container, Iterator
from decimal import Decimal

from cx_audit.facts.meaning import Entry, Kind
from cx_audit.facts.measures import UNIT_IDS
from cx_audit.facts.number_words import number_words
from cx_audit.facts.packs import Pack, load_pack
from cx_audit.facts.parted import halves_of, parted_entries

__all__ = ["borrowed_nouns", "pack_entries"]

_HALF = Decimal("0.5")
_COMPOUNDED = range(1, 61)
_SHORTEST_LOAN = 4
"""Shorter words of English are words of other languages."""
_LONGEST_SHORT_DAY = 4


def _plain(pack: Pack) -> Iterator[Entry]:
    """Lists whose words only mark something."""
    for kind, words in (
        (Kind.ONE, pack.articles),
        (Kind.HALF, pack.halves),
        (Kind.AND_HALF, pack.and_a_half),
        (Kind.TO, pack.to),
        (Kind.BETWEEN, pack.between),
        (Kind.AND, pack.conjunctions),
        (Kind.OR, pack.alternatives),
        (Kind.FILLER, pack.fillers),
        (Kind.UNIT_ADJECTIVE, pack.unit_adjectives),
        (Kind.ANNOUNCE, pack.announce_duration),
        (Kind.RELATIVE_TO, pack.relative_to),
        (Kind.AHEAD, pack.ahead),
        (Kind.AHEAD_OF, pack.ahead_of),
        (Kind.DAY_SIGN, pack.day_signs),
        (Kind.FREQUENCY, pack.frequency),
        (Kind.AGE, pack.age),
        (Kind.AGED, pack.aged),
        (Kind.MUST, pack.must),
        (Kind.MUST_BE, pack.must_be),
        (Kind.BIRTHDAY, pack.birthday),
        (Kind.ASKS_AGE, pack.asks_age),
        (Kind.WORD, pack.plain),
        (Kind.FREE, pack.free),
        (Kind.RID_OF, pack.rid_of),
        (Kind.WITHOUT, pack.without),
        (Kind.FEE, pack.fees),
        (Kind.ENDLESS, pack.unlimited),
        (Kind.SAKE, pack.sake),
        (Kind.FROM_NTH, pack.from_nth),
        (Kind.UNTIL_NTH, pack.until_nth),
        (Kind.FROM_DAY, pack.from_day),
        (Kind.UNTIL_DAY, pack.until_day),
        (Kind.ONWARD, pack.onward),
        (Kind.NTH_OF, pack.nth_of),
        (Kind.UPKEEP, pack.upkeep),
        (Kind.PRICED, pack.priced),
        (Kind.NOTHING, pack.nothing),
        (Kind.WE_PAY, pack.we_pay),
        (Kind.PAID_BY_US, pack.paid_by_us),
        (Kind.PAYABLE, pack.payable),
        (Kind.OFF, pack.off_price),
        (Kind.DISCOUNT, pack.discount),
        (Kind.EACH_MONTH, pack.each_month),
        (Kind.BILLING, pack.billing),
        (Kind.UNCLEAR, pack.unclear_months),
        (Kind.NOT, pack.negations),
        (Kind.SUBUNIT, pack.subunits),
        (Kind.AND_CENTS, pack.before_subunits),
        (Kind.PER, pack.per),
        (Kind.PER_UNIT, pack.per_unit),
        (Kind.NOT_PER, pack.not_per),
        (Kind.PRICE_NOTE, pack.price_notes),
        (Kind.PERCENT, pack.percent),
        (Kind.RECURRING, pack.recurring),
        (Kind.EXCEPT, pack.except_days),
        (Kind.OF, pack.date_of),
        (Kind.BEFORE_DATE, pack.date_before),
        (Kind.SHORT_OF, pack.date_short_of),
        (Kind.PAST, pack.date_past),
        (Kind.BY_DAY, pack.by_day),
        (Kind.BEFORE_DATE, pack.by_day),
        (Kind.ORDINAL, pack.ordinals),
        (Kind.LUNAR_DAY, pack.lunar_days),
        (Kind.SOLE, pack.sole),
        (Kind.SINGLE, pack.single),
    ):
        yield from ((word, kind, "") for word in words)


def _clock(pack: Pack) -> Iterator[Entry]:
    clock = pack.clock
    for kind, words in (
        (Kind.OCLOCK, clock.words),
        (Kind.HOUR, clock.hours),
        (Kind.HOUR_TOLD, clock.told),
        (Kind.AT, clock.before),
        (Kind.AT_CLOCK, clock.marks),
        (Kind.ALWAYS, clock.always),
        (Kind.OPENING, clock.open),
        (Kind.OPENS, clock.opens),
        (Kind.CLOSES, clock.closes),
        (Kind.SINCE, clock.since),
    ):
        yield from ((word, kind, "") for word in words)
    for kind, minutes, words in (
        (Kind.SHIFT, 30, clock.half_past),
        (Kind.SHIFT, -30, clock.half_to),
        (Kind.SHIFT, 15, clock.quarter_past),
        (Kind.SHIFT, -15, clock.quarter_to),
        (Kind.QUARTER, 15, clock.and_quarter),
        (Kind.QUARTER, -15, clock.less_quarter),
    ):
        yield from ((word, kind, minutes) for word in words)
    yield from ((word, Kind.HALF_DAY, "am") for word in clock.am)
    yield from ((word, Kind.HALF_DAY, "pm") for word in clock.pm)
    yield from ((word, Kind.NAMED_HOUR, hour) for word, hour in clock.named.items())
    yield from ((word, Kind.TIME, minute) for word, minute in clock.times.items())


def _durations(language: str, pack: Pack) -> Iterator[Entry]:
    for unit, words in pack.units.items():
        yield from ((word, Kind.UNIT, unit) for word in words)
    for unit, words in pack.singular_units.items():
        yield from ((word, Kind.SINGULAR, unit) for word in words)
    for word, said in pack.spans.items():
        yield word, Kind.SPAN, said
    if not pack.unit_compounds:
        return
    # "zweijährig", "tweejarig": one word out of number and unit.
    for number, value in number_words(language).items():
        if value in _COMPOUNDED:
            for unit, endings in pack.unit_compounds.items():
                yield from ((number + ending, Kind.SPAN, f"{value} {unit}") for ending in endings)


def borrowed_nouns(known: Container[str]) -> Iterator[Entry]:
    """English nouns, as shops everywhere count "3 samples"; no word that the language knows in small letters."""
    for noun, words in load_pack("en").nouns.items():
        for word in (noun, *words):
            if len(word) >= _SHORTEST_LOAN and word.isalpha() and word.casefold() not in known:
                yield word, Kind.NOUN, noun


def pack_entries(language: str, pack: Pack) -> Iterator[Entry]:
    """Each word of ``pack`` with its kind and value."""
    yield from _plain(pack)
    yield from _clock(pack)
    yield from _durations(language, pack)
    for comparator, words in pack.comparators.items():
        yield from ((word, Kind.COMPARE, comparator) for word in words if halves_of(word) is None)
    yield from parted_entries(pack.comparators)
    for comparator, words in pack.comparators_after.items():
        yield from ((word, Kind.COMPARE_AFTER, comparator) for word in words)
    yield from ((word, Kind.SUM, said) for word, said in pack.amounts.items())
    yield from ((word, Kind.SHARE, share) for word, share in pack.shares.items())
    yield from ((word, Kind.MONTH_DAY, day) for word, day in pack.month_days.items())
    for word, factor in pack.multipliers.items():
        yield word, Kind.MULTIPLIER, factor
    for code, words in pack.currencies.items():
        yield from ((word, Kind.CURRENCY, code) for word in words)
    for unit, words in pack.per_period.items():
        yield from ((word, Kind.PERIOD, unit) for word in words)
    for day, words in pack.weekdays.items():
        for word in words:
            yield word, Kind.WEEKDAY if len(word) > _LONGEST_SHORT_DAY else Kind.WEEKDAY_SHORT, day
    for word, days in pack.weekday_sets.items():
        yield word, Kind.WEEKDAY_SET, days
    for month, words in pack.months.items():
        yield from ((word, Kind.MONTH, month) for word in words)
    for month, words in pack.lunar_months.items():
        yield from ((word, Kind.LUNAR_MONTH, month) for word in words)
    for noun, words in pack.per_thing.items():
        yield from ((word, Kind.PERIOD, noun) for word in words)
    for measure, words in pack.measures.items():
        yield from ((word, Kind.MEASURE, UNIT_IDS[measure]) for word in words)
    yield from ((word, Kind.COUNTED, said) for word, said in pack.counted.items())
    for noun, words in pack.nouns.items():
        yield from ((word, Kind.NOUN, noun) for word in words)

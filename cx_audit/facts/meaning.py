"""What a word can mean to the grammars."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

__all__ = ["Entry", "Kind", "Value"]

Value = str | int | Decimal


class Kind(StrEnum):
    """The names that grammars are written in; a token can be of several kinds at once."""

    # numbers
    NUMBER = "NUMBER"  # an amount, in digits or words
    DIGITS = "DIGITS"  # an amount in digits
    YEAR = "YEAR"  # four digits that can be a calendar year
    TAIL = "TAIL"  # digits glued to the letter before them: the 30 of "18h30"
    ONE = "ONE"  # an article: "a", "eine"
    HALF = "HALF"
    AND_HALF = "AND_HALF"
    MULTIPLIER = "MULTIPLIER"
    # structure
    TO = "TO"
    BETWEEN = "BETWEEN"
    AND = "AND"
    OR = "OR"
    DASH = "DASH"
    SLASH = "SLASH"
    PLUS = "PLUS"
    COMMA = "COMMA"
    STOP = "STOP"
    OPEN = "OPEN"
    CLOSE = "CLOSE"
    WORD = "WORD"
    OTHER = "OTHER"
    ARROW = "ARROW"
    FILLER = "FILLER"
    # comparators
    COMPARE = "COMPARE"
    COMPARE_AFTER = "COMPARE_AFTER"
    PARTED = "PARTED"  # a limit together with one of the words after it: "maximale ... is"
    # durations
    UNIT = "UNIT"
    SINGULAR = "SINGULAR"  # a unit that means one of it without a number
    UNIT_ADJECTIVE = "UNIT_ADJECTIVE"
    SPAN = "SPAN"
    ANNOUNCE = "ANNOUNCE"
    RELATIVE_TO = "RELATIVE_TO"
    AHEAD = "AHEAD"  # beside a duration: it is counted back from an event, "before pick-up"
    AHEAD_OF = "AHEAD_OF"  # the same where it stands before: "trước 24 giờ", "قبل الموعد بـ 24 ساعة"
    DAY_SIGN = "DAY_SIGN"  # days to or from an event: "J+5"
    FREQUENCY = "FREQUENCY"
    AGE = "AGE"  # after a number of years: "old"
    BIRTHDAY = "BIRTHDAY"  # with an ordinal it is an age: "18th birthday"
    ASKS_AGE = "ASKS_AGE"  # a question with it is answered by an age: "how old"
    MUST = "MUST"  # with MUST_BE behind a bare number it tells an age: "Je moet 21 zijn"
    MUST_BE = "MUST_BE"
    AGED = "AGED"  # before one: "aged", "minimum age"
    ENDLESS = "ENDLESS"  # says that there is no end: "never expires"
    FROM_NTH = "FROM_NTH"  # before a numbered day, it begins a period: "from the 15th day"
    UNTIL_NTH = "UNTIL_NTH"  # there, it ends one
    FROM_DAY = "FROM_DAY"  # both with the day: "từ ngày" before "thứ 15"
    UNTIL_DAY = "UNTIL_DAY"
    ONWARD = "ONWARD"  # after one, it begins a period: "day 15 and later"
    NTH_OF = "NTH_OF"  # makes the number after it an ordinal: "ngày thứ 15"
    UPKEEP = "UPKEEP"  # what is due at intervals: "maintenance", "Wartung"
    SAKE = "SAKE"  # tells what an amount is for: "2 years for parts"
    # money
    CURRENCY = "CURRENCY"
    SIGN = "SIGN"
    SUM = "SUM"  # an amount in one word: "tenner", "ريالين"
    MILLIONS = "MILLIONS"  # a letter for them behind a sum with a sign: "£5m"
    SUBUNIT = "SUBUNIT"
    AND_CENTS = "AND_CENTS"  # joins cents to an amount, besides "and": "dos euros con cincuenta"
    FREE = "FREE"
    RID_OF = "RID_OF"  # after "free", it begins what goods or contracts are free of: "free from gluten"
    WITHOUT = "WITHOUT"
    FEE = "FEE"
    PRICED = "PRICED"  # announces a price: "costs", "betaal je"
    NOTHING = "NOTHING"
    WE_PAY = "WE_PAY"  # before what the company pays for
    PAID_BY_US = "PAID_BY_US"  # after it
    PAYABLE = "PAYABLE"  # what the company may pay for, besides fees: "shipping"
    SHARE = "SHARE"  # a fraction in words: "half"
    OFF = "OFF"  # after a share: "off", "price"
    DISCOUNT = "DISCOUNT"  # before a share: "a discount of"
    NOT = "NOT"
    PER = "PER"
    PER_UNIT = "PER_UNIT"  # means "per" before a unit of time only: "al mes"
    NOT_PER = "NOT_PER"  # after "per" it is nothing that an amount is for each of: "20 kg each can"
    PERIOD = "PERIOD"
    PERCENT = "PERCENT"
    PRICE_NOTE = "PRICE_NOTE"  # may part an amount from what it is for each of: "30 € TTC par mois"
    # calendar and clock
    NTH = "NTH"  # an ordinal number in words: "fifth"
    EACH_MONTH = "EACH_MONTH"  # makes a day one of every month: "of the month"
    MONTH_DAY = "MONTH_DAY"  # a word for a day of every month: "Monatserster"
    BILLING = "BILLING"
    MONTH = "MONTH"
    MONTH_END = "MONTH_END"  # the last day of a month: "end of March"
    LUNAR_MONTH = "LUNAR_MONTH"  # a month of a lunar year; 0 is the feast between two years
    LUNAR_DAY = "LUNAR_DAY"  # makes the number after it a day of one
    UNCLEAR = "UNCLEAR"  # a month only where it has a capital: "may", "march"
    DATE = "DATE"
    OF = "OF"
    BEFORE_DATE = "BEFORE_DATE"
    SHORT_OF = "SHORT_OF"  # leaves the date after it out: "before"
    PAST = "PAST"  # begins the day after it: "after"
    BY_DAY = "BY_DAY"  # makes the bare number after it a day of the month: "antes del", "bis zum"
    ORDINAL = "ORDINAL"
    CLOCK = "CLOCK"
    OCLOCK = "OCLOCK"
    HOUR = "HOUR"
    HOUR_TOLD = "HOUR_TOLD"  # one that may tell the clock where it ends a range: "de 8 a 12 h"; others say how long
    HALF_DAY = "HALF_DAY"
    SHIFT = "SHIFT"  # minutes to add to the hour named next: "half past", "kwart voor"
    QUARTER = "QUARTER"  # minutes to add to the hour just named: "y cuarto", "moins le quart"
    NAMED_HOUR = "NAMED_HOUR"
    TIME = "TIME"
    AT = "AT"
    AT_CLOCK = "AT_CLOCK"
    ALWAYS = "ALWAYS"
    OPENING = "OPENING"
    OPENS = "OPENS"
    CLOSES = "CLOSES"
    SINCE = "SINCE"  # stands just before an opening time: "from"
    WEEKDAY = "WEEKDAY"
    WEEKDAYS = "WEEKDAYS"
    WEEKDAY_SHORT = "WEEKDAY_SHORT"
    WEEKDAY_SET = "WEEKDAY_SET"
    RECURRING = "RECURRING"
    EXCEPT = "EXCEPT"  # "every day except Sunday"
    # counts
    NOUN = "NOUN"
    SOLE = "SOLE"  # before "a" it makes it a number: "only a", "solo un"
    SINGLE = "SINGLE"  # so does a word that says one: "a single", "un seul", "واحد"
    COUNTED = "COUNTED"  # number and noun in one word: "twice", "صورتان"
    MEASURE = "MEASURE"
    MEASURE_SHORT = "MEASURE_SHORT"  # a letter that is a unit only right after a number: "1.5l"
    CROSS = "CROSS"  # parts the sides of a size: 55 x 40 cm


Entry = tuple[str, Kind, Value]

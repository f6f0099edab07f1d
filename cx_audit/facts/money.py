"""Amounts of money, and what is free: "€4.95", "5 to 10 euros", "50k", "free of charge", "no delivery fee"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from babel.numbers import get_currency_precision

from cx_audit.facts.build import make_fact, other_ends, reread
from cx_audit.facts.comparators import comparator
from cx_audit.facts.lexer import Lexed
from cx_audit.facts.lexicon import Lexicon
from cx_audit.facts.meaning import Kind
from cx_audit.facts.measures import MEASURES
from cx_audit.facts.numbers import read_digits
from cx_audit.facts.per import per_before, read_per
from cx_audit.model import Fact, FactKind

__all__ = ["ANY_CURRENCY", "CENTS", "find_money"]

ANY_CURRENCY = "¤"
"""The unit of an amount whose currency is not said at all."""

CENTS = "¢"
"""The unit of "50 cents", whose currency is not said."""

_PRICE = "(?:COMMA DASH|TAIL)?"  # "35,-"
_AMOUNTS = (
    "(?P<low>NUMBER) (?P<times>MULTIPLIER) AND? (?P<rest>NUMBER) (?P<rest_times>MULTIPLIER) (?P<unit>CURRENCY)?",
    # the sign between: "19€90"
    "(?P<low>NUMBER) (?P<unit>CURRENCY) (?P<cents>TAIL|DIGITS (?!UNIT|NOUN|MEASURE|PERCENT|CURRENCY|TO|MONTH))",
    # "4 euros and 50 cents"; in words: "vier Euro fünfzig", "un euro e cinquanta", "cuatro euros y medio"
    "(?P<low>NUMBER|ONE) (?P<unit>CURRENCY) (?:AND|AND_CENTS)? (?P<coins>NUMBER) SUBUNIT",
    "(?P<low>NUMBER|ONE) (?P<unit>CURRENCY) AND_CENTS (?P<coins>DIGITS) (?=STOP|COMMA|CLOSE|PER|PERIOD|PER_UNIT|$)",
    "(?P<low>NUMBER|ONE) (?P<unit>CURRENCY) (?:AND|AND_CENTS)? (?P<spoken>NUMBER)"
    " (?!UNIT|NOUN|MEASURE|PERCENT|CURRENCY|MONTH|MULTIPLIER|TO|DASH|NUMBER|SPAN)",
    "(?P<low>NUMBER) (?P<unit>CURRENCY) (?P<and_half>AND_HALF)",
    "(?P<low>NUMBER) (?P<unit>CURRENCY) (?P<hundredths>SUBUNIT)",  # "nine euro cents"
    "(?P<low>HALF) ONE? (?P<times>MULTIPLIER) OF? (?P<unit>CURRENCY)",
    "(?P<sign>SIGN) (?P<low>NUMBER) (?P<millions>MILLIONS) (?P<unit>CURRENCY)?",  # "£5m"
    # sign first: "€5-€10", "$5 to 10", "US$ 1.2 million"
    f"(?P<sign>SIGN) (?P<low>NUMBER|TAIL) {_PRICE} (?P<low_times>MULTIPLIER)? (?:TO|OR|(?<=BETWEEN SIGN NUMBER) AND)"
    f" SIGN? (?P<high>NUMBER) {_PRICE} (?P<times>MULTIPLIER)? (?P<unit>CURRENCY)?",
    f"(?P<sign>SIGN) (?P<low>NUMBER|TAIL) {_PRICE} (?P<times>MULTIPLIER)? (?P<unit>CURRENCY)?",
    # unit last: "5 to 10 euros", "between 5 and 10 €", "35,- euro", "50k VND"
    f"(?P<low>NUMBER) {_PRICE} (?P<low_times>MULTIPLIER)? CURRENCY? (?:TO|OR) (?P<high>NUMBER) {_PRICE}"
    " (?P<times>MULTIPLIER)? (?P<unit>CURRENCY)",
    f"(?<=BETWEEN) (?P<low>NUMBER) {_PRICE} (?P<low_times>MULTIPLIER)? CURRENCY? AND (?P<high>NUMBER) {_PRICE}"
    " (?P<times>MULTIPLIER)? (?P<unit>CURRENCY)",
    f"(?P<low>NUMBER) {_PRICE} DASH? (?P<times>MULTIPLIER)? (?P<and_half>AND_HALF)? DASH? OF? (?P<unit>CURRENCY)",
    "(?P<low>NUMBER) PLUS (?P<unit>CURRENCY)",  # "50+ EUR"
    "(?P<low>NUMBER) (?P<subunit>SUBUNIT)",
    # "costs just a pound", "a dollar a minute", "a euro per kilometre"
    "(?<=PRICED) (?:FILLER|WORD)? (?P<low>ONE) (?P<unit>CURRENCY) (?!NOUN)",
    "(?P<low>ONE) (?P<unit>CURRENCY) (?=PER|SLASH|PERIOD|ONE (?:UNIT|NOUN)|OFF)",
    # a bare "50k" or "1tr2" where the language's people mean their own money by it
    "(?P<low>NUMBER) (?P<low_times>MULTIPLIER)? TO (?P<high>NUMBER) (?P<times>MULTIPLIER)",
    "(?P<low>NUMBER) (?P<times>MULTIPLIER) (?P<and_half>AND_HALF) (?P<unit>CURRENCY)?",
    "(?P<low>NUMBER) (?P<times>MULTIPLIER) (?P<tenths>DIGITS)"
    " (?!UNIT|NOUN|MEASURE|PERCENT|TO|MONTH|AGE|DIGITS|MULTIPLIER) (?P<unit>CURRENCY)?",
    "(?P<low>NUMBER) (?P<times>MULTIPLIER) (?P<cents>TAIL)?",
)
_NO_PRICE = "(?!UNIT|NOUN|PERCENT|MEASURE|MULTIPLIER|HALF_DAY|OCLOCK)"
_BARE = (
    f"(?<=FEE) (?:WORD|FILLER|OTHER|PRICED){{0,2}} (?P<low>DIGITS) {_NO_PRICE}",
    "(?P<low>DIGITS) (?=(?:PER|SLASH) NOUN)",
    "(?P<low>DIGITS) (?=PERIOD|(?:PER|SLASH) UNIT)",
    f"(?<=PRICED) (?:WORD|FILLER){{0,2}} (?P<low>DIGITS) {_NO_PRICE}",
)
_DASHED = "(?P<low>DIGITS) (?P<dash>COMMA DASH)"
_WITH_CENTS = re.compile(r"\d{1,4}[.,]\d\d")
_NOTHING = (
    "(?P<free>FREE)(?P<rid> RID_OF (?:WORD|NOUN))?",
    "(?P<free>WITHOUT (?:ONE|UNIT_ADJECTIVE)? SUBUNIT)",
    "(?P<free>WITHOUT{1,2} ONE? UNIT_ADJECTIVE{0,2} (?:WORD|NOUN|FILLER){0,2} FEE)",
)
_FEW = "(?:WORD|NOUN|FILLER|UNIT_ADJECTIVE|PER|ONE)"
_AT_OUR_EXPENSE = (
    # "we cover the return postage", but not "we cover shipping up to €10"
    f"WE_PAY {_FEW}{{0,3}} (?:FEE|PAYABLE) (?!FILLER? (?:COMPARE|SIGN|NUMBER|OF))",
    f"(?:FEE|PAYABLE) {_FEW}{{0,2}} PAID_BY_US",
    "PRICED (?:WORD|FILLER|PER){0,3} NOTHING",
)
_ANSWER = "(?P<free>NOTHING)"
_COSTS = (Kind.PRICED, Kind.FEE, Kind.FREE, Kind.CURRENCY)
_NEGATION_REACH = 3
_CLAUSES = (Kind.COMMA, Kind.STOP)
_THOUSAND, _MILLION = 1000, 1_000_000
# Prices end in fives and nines; other numbers in words count something.
_SPOKEN_CENTS = frozenset((*range(10, 100, 5), *range(19, 100, 10)))
_ABOUT = 20
_MOST_PENCE = 100


def _unit(lexed: Lexed, lexicon: Lexicon, match: re.Match[str]) -> str | None:
    """The currency named after the amount, before it, or meant."""
    # "$500 MXN": the code after the amount says which dollar or peso.
    for name in ("unit", "sign"):
        if match.re.groupindex.get(name) and match.start(name) >= 0:
            return lexed.tokens[match.start(name)].name(Kind.CURRENCY)
    # "50k" and "1tr2" are prices where a default currency says so; "2 million customers" are not.
    counted = lexed.kind_at(match.end(), Kind.NOUN, Kind.UNIT, Kind.MEASURE, Kind.PERCENT)
    return None if counted else lexicon.default_currency


def _amount(lexed: Lexed, match: re.Match[str], name: str, times: str) -> Decimal:
    token = lexed.tokens[match.start(name)]
    if token.has(Kind.TAIL):
        amount = read_digits(token.text, lexed.decimal)
    else:
        amount = token.amount() if token.has(Kind.NUMBER) else Decimal("0.5" if token.has(Kind.HALF) else 1)
    groups = match.re.groupindex
    factor = Decimal(1)
    if times in groups and match.start(times) >= 0:
        factor = lexed.tokens[match.start(times)].amount(Kind.MULTIPLIER)
    elif name == "low" and "high" in groups and match.start("times") >= 0:
        factor = lexed.tokens[match.start("times")].amount(Kind.MULTIPLIER)
    if name == "low" and "cents" in groups and match.start("cents") >= 0:
        # "19€90" and "1tr2": the digits after the sign are decimals of what stands before it.
        amount += Decimal("0." + lexed.tokens[match.start("cents")].text)
    if "rest" in groups:
        # "1 triệu 200 nghìn"
        rest = lexed.tokens[match.start("rest")].amount()
        return amount * factor + rest * lexed.tokens[match.start("rest_times")].amount(Kind.MULTIPLIER)
    if "hundredths" in groups:
        return amount / 100
    if "millions" in groups:
        return amount * _MILLION
    for coins in ("spoken", "coins"):
        if coins in groups:
            amount += lexed.tokens[match.start(coins)].amount() / 100
    if "tenths" in groups:
        # "1 triệu 2" is 1.2 million
        amount += Decimal("0." + lexed.tokens[match.start("tenths")].text)
    if "and_half" in groups and match.start("and_half") >= 0:
        # "a million and a half", where the million is a number by itself
        amount += amount / 2 if amount in (_THOUSAND, _MILLION) else Decimal("0.5")
    return amount * factor


def _fits(lexed: Lexed, match: re.Match[str]) -> bool:
    """Whether a range is of one currency, and digits after a sign are cents: "2 euros 50", not "5 € 300"."""
    signs = {token.name(Kind.CURRENCY) for token in lexed.tokens[slice(*match.span())] if token.has(Kind.SIGN)}
    if match.groupdict().get("high") and len(signs) > 1:
        return False
    if match.groupdict().get("sign") and lexed.kind_at(match.start() - 1, Kind.NUMBER):
        return lexed.tokens[match.start("low")].has(Kind.DIGITS)  # "10 € two years in a row"
    if match.groupdict().get("millions"):
        return lexed.tokens[match.start("millions")].glued  # "€5 m" may be for a metre
    if match.groupdict().get("tenths") and len(lexed.tokens[match.start("tenths")].text) > 1:
        return False
    if match.groupdict().get("spoken"):
        spoken = lexed.tokens[match.start("spoken")]
        return not spoken.has(Kind.DIGITS) and spoken.amount() in _SPOKEN_CENTS
    if match.groupdict().get("coins"):
        return lexed.tokens[match.start("coins")].amount() < 100
    if match.groupdict().get("rest"):
        larger, smaller = (lexed.tokens[match.start(name)].amount(Kind.MULTIPLIER) for name in ("times", "rest_times"))
        return larger > smaller
    if match.groupdict().get("cents") is None:
        return True
    cents = lexed.tokens[match.start("cents")].text
    return cents.isdigit() and ("times" in match.groupdict() or len(cents) == 2)


def _thousandths(lexed: Lexed, match: re.Match[str], name: str, amount: Decimal) -> Decimal:
    """Dinars have three decimals: "5.500" is five and a half of them."""
    if match.groupdict().get(name) is None or amount < _THOUSAND:
        return amount
    return read_digits(lexed.tokens[match.start(name)].text, lexed.decimal, fraction=True)


def _pence(lexed: Lexed, match: re.Match[str]) -> bool:
    """Whether one letter after a number is a coin: "50p", but not "1080p" nor "page 5 p"."""
    return lexed.tokens[match.end() - 1].glued and lexed.tokens[match.start("low")].amount() < _MOST_PENCE


def _payable(lexed: Lexed, lexicon: Lexicon) -> Iterator[Fact]:
    for match in lexicon.matches(_AMOUNTS, lexed):
        if "subunit" in match.groupdict():
            letter = lexed.tokens[match.end() - 1].text
            if len(letter) == 1 and not _pence(lexed, match):
                continue
            if letter == "c" and read_per(lexed, lexicon, match.end())[0] is None:
                continue  # "wash at 30c"
            low = high = _amount(lexed, match, "low", "times") / 100
            unit: str | None = CENTS
        elif _fits(lexed, match) and ("tenths" not in match.groupdict() or lexicon.default_currency):
            low = _amount(lexed, match, "low", "low_times" if "high" in match.groupdict() else "times")
            high = _amount(lexed, match, "high", "times") if "high" in match.groupdict() else low
            unit = _unit(lexed, lexicon, match)
        else:
            continue
        if unit is None or low > high:
            continue
        per, end = read_per(lexed, lexicon, match.end())
        others = other_ends(lexed, match, low, high) if per in MEASURES else None  # fuel has three decimals
        if len(unit) == 3 and get_currency_precision(unit) > 2:
            others = (low, high)
            low = _thousandths(lexed, match, "low", low)
            high = _thousandths(lexed, match, "high", high) if "high" in match.groupdict() else low
        span, said = (match.start(), end), comparator(lexed, match, strangers=0)
        per = per or per_before(lexed, lexicon, match.start())
        yield reread(make_fact(lexed, FactKind.MONEY, span, unit, (low, high), comparator=said, per=per), others)


def _in_a_word(lexed: Lexed, lexicon: Lexicon) -> Iterator[Fact]:
    for match in lexicon.matches(("SUM",), lexed):
        number, _, unit = lexed.tokens[match.start()].name(Kind.SUM).partition(" ")
        amount = (Decimal(number), Decimal(number))
        per, end = read_per(lexed, lexicon, match.end())
        said = comparator(lexed, match, strangers=0)
        yield make_fact(lexed, FactKind.MONEY, (match.start(), end), unit, amount, comparator=said, per=per)


def _unnamed(lexed: Lexed, lexicon: Lexicon) -> Iterator[Fact]:
    """ "You pay 2.95": an amount with cents after a word for paying, or with a dash for them: "25,-"."""
    for match in lexicon.matches(_BARE, lexed):
        index = match.start("low")
        if _WITH_CENTS.fullmatch(lexed.tokens[index].text):
            amount = lexed.tokens[index].amount()
            per, end = read_per(lexed, lexicon, index + 1)
            yield make_fact(lexed, FactKind.MONEY, (index, end), ANY_CURRENCY, (amount, amount), per=per)
    for match in lexicon.matches((_DASHED,), lexed):
        if all(token.glued for token in lexed.tokens[slice(*match.span("dash"))]):
            amount = lexed.tokens[match.start()].amount()
            said, (per, end) = comparator(lexed, match), read_per(lexed, lexicon, match.end())
            yield make_fact(
                lexed, FactKind.MONEY, (match.start(), end), ANY_CURRENCY, (amount, amount), comparator=said, per=per
            )


def _compounded(lexed: Lexed, start: int, end: int) -> bool:
    """Whether hyphens tie a word to its neighbours: "lead-free", "free-range"."""
    if lexed.kind_at(start - 1, Kind.DASH) and lexed.tokens[start].glued:
        return True
    after = lexed.tokens[end : end + 2]
    return len(after) == 2 and after[0].has(Kind.DASH) and all(token.glued for token in after)


def _free(lexed: Lexed, lexicon: Lexicon) -> Iterator[Fact]:
    for match in lexicon.matches(_NOTHING, lexed):
        first = max(0, match.start() - _NEGATION_REACH)
        # "don't worry, there's no fee"
        first = max((i + 1 for i in range(first, match.start()) if lexed.kind_at(i, *_CLAUSES)), default=first)
        negated = any(lexed.kind_at(index, Kind.NOT) for index in range(first, match.start()))
        span = match.span("free") if match["free"] else match.span()
        if not negated and not _compounded(lexed, *span) and not _rid(lexed, match):
            yield _nothing(lexed, span)
    for match in lexicon.matches(_AT_OUR_EXPENSE, lexed):
        # "no cuesta nada" is no denial, "wir übernehmen die Kosten nicht" is.
        around = (match.start() - 1, match.end(), match.end() + 1)
        denied = any(lexed.kind_at(index, Kind.NOT) for index in around)
        if not denied or lexed.kind_at(match.end() - 1, Kind.NOTHING):
            yield _nothing(lexed, match.span())
    for match in lexicon.matches((_ANSWER,), lexed):
        if _answers_a_cost(lexed, *match.span()):
            yield _nothing(lexed, match.span())


def _rid(lexed: Lexed, match: re.Match[str]) -> bool:
    """Whether "free from gluten" says what something lacks: "delivery is free from any store" tells a price."""
    if match.groupdict().get("rid") is None:
        return False
    before = range(lexed.sentence(*match.span()).start, match.start())
    return not any(lexed.kind_at(index, Kind.PAYABLE, Kind.FEE) for index in before)


def _nothing(lexed: Lexed, span: tuple[int, int]) -> Fact:
    return make_fact(lexed, FactKind.MONEY, span, "", (Decimal(0), Decimal(0)))


def _answers_a_cost(lexed: Lexed, start: int, end: int) -> bool:
    """Whether "Nothing." is a sentence of its own in a text about a cost."""
    alone = (start == 0 or lexed.kind_at(start - 1, Kind.STOP)) and (
        end == len(lexed.tokens) or lexed.kind_at(end, Kind.STOP)
    )
    around = range(max(0, start - _ABOUT), min(len(lexed.tokens), end + _ABOUT))
    return alone and any(lexed.kind_at(index, *_COSTS) for index in around)


def find_money(lexed: Lexed, lexicon: Lexicon) -> Iterator[Fact]:
    """Every amount, threshold and "free" of a text; a later match may overlap an earlier one."""
    yield from _payable(lexed, lexicon)
    yield from _in_a_word(lexed, lexicon)
    yield from _unnamed(lexed, lexicon)
    yield from _free(lexed, lexicon)

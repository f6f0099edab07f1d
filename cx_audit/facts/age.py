"""Ages of people: "from 18 years", "children under 12", "16 jaar of ouder", "18+"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from cx_audit.facts.build import make_fact
from cx_audit.facts.comparators import limit
from cx_audit.facts.lexer import Lexed
from cx_audit.facts.lexicon import Lexicon
from cx_audit.facts.meaning import Kind
from cx_audit.facts.packs import load_pack
from cx_audit.model import Comparator, Fact, FactKind

__all__ = ["find_ages"]

_RANGE = "(?P<low>NUMBER) (?:(?:TO|OR|AND) FILLER? (?P<high>NUMBER))?"
_ENDS = "(?=STOP|COMMA|CLOSE|OPEN|OTHER|UNCLEAR|BEFORE_DATE|(?:TO|AND|OR) (?!NUMBER)|WORD|FREE|PRICED|$)"
_OLD = "(?P<low>NUMBER) (?:(?P<low_unit>UNIT)? (?:TO|OR|AND) FILLER? (?P<high>NUMBER))?"
_OLD += " PLUS? DASH? (?P<unit>UNIT)? DASH? COMPARE_AFTER? AGE"
_AGED = f"(?<=AGED) (?:FILLER|COMPARE|TO|AT|BETWEEN|OTHER){{0,3}} {_RANGE} (?!PLUS (?:NOUN|WORD)) "
_AGED += f"(?P<unit>UNIT)? COMPARE_AFTER? {_ENDS}"
# "aged 16 or over": nothing else can be meant, whatever comes next
_AGED_UP = "(?<=AGED) (?:FILLER|COMPARE|TO|AT|OTHER){0,3} (?P<low>NUMBER) (?P<unit>UNIT)? COMPARE_AFTER (?!NOUN)"
_PEOPLE = f"(?P<who>NOUN) (?P<how>(?:COMPARE|AGED|FILLER|BETWEEN){{1,3}}) {_RANGE} (?:(?P<unit>UNIT)|{_ENDS})"
_KIDS = f"(?P<kids>NOUN) (?P<open>OPEN)? {_RANGE} (?:(?P<unit>UNIT)|(?P<after>COMPARE_AFTER)|{_ENDS})"
# "The minimum age for hiring a car is 21 years"
_REQUIRED = "ASKS_AGE (?:WORD|NOUN|FILLER|COMPARE|AT|TO|ONE|NOT_PER){0,6} (?P<low>NUMBER) (?P<unit>UNIT)"
_MUST = "(?P<must>MUST) (?:WORD|FILLER|COMPARE|NOT_PER|BETWEEN){0,4} (?P<low>NUMBER)"
_MUST += " (?:(?:TO|AND) FILLER? (?P<high>NUMBER))? (?:PLUS|COMPARE_AFTER)? (?P<unit>UNIT)?"
_MUST += " (?:PLUS|COMPARE_AFTER)? MUST_BE"
_LIMIT = "(?P<limit>COMPARE) FILLER? (?P<low>NUMBER) (?P<unit>UNIT)"
# "under 18, a parent signs", "unter 18 muss ..."
_MINOR = "(?P<minor>COMPARE) FILLER? (?P<low>NUMBER) (?=COMMA|CLOSE|MUST|NOT_PER (?!NUMBER))"
_ORDINALS = (
    "(?<=AGED) (?:FILLER|COMPARE|TO|AT|OTHER){0,3} (?P<low>NTH) (?!HALF_DAY)",  # "سن الرابعة عشرة"
    "(?P<younger>COMPARE) (?P<low>NTH) (?!HALF_DAY)",  # "دون العاشرة"
)
_AND_MORE = "(?P<low>NUMBER) (?P<unit>UNIT) (?P<more>COMPARE_AFTER)"
_SIGN = "(?P<low>DIGITS) PLUS (?!NOUN|UNIT|CURRENCY|SIGN|MEASURE|PERCENT|MULTIPLIER|NUMBER|TAIL)"
_GRAMMARS = (_OLD, _MUST, _REQUIRED, _AGED_UP, _AGED, _PEOPLE, _KIDS, _LIMIT, _MINOR, _AND_MORE, _SIGN)
# What may answer "How old must I be?"
_ANSWER = (
    "(?P<low>NUMBER) (?:(?:TO|OR|AND) FILLER? (?P<high>NUMBER))? COMPARE_AFTER?+"
    " (?=STOP|COMMA|CLOSE|OPEN|OTHER|DASH|AND|OR|WORD|FILLER|COMPARE|AGE|$)",
    "(?P<low>NUMBER) (?P<unit>UNIT) COMPARE_AFTER?",
)
# What may follow where children are spoken of: "From 16 they fly alone", "con 15 todavía no".
_GROWN = "(?P<low>NUMBER) COMPARE_AFTER?+ (?=STOP|COMMA|CLOSE|OPEN|OTHER|DASH|AND|OR|WORD|FILLER|PRICED|FREE|UNCLEAR|$)"
_GROWN += " (?!OF) (?!(?:WORD|UNIT_ADJECTIVE) (?:UNIT|CURRENCY))"
_BIRTHDAYS = (
    "(?P<low>NTH|DIGITS (?:ORDINAL|STOP)?) DASH? BIRTHDAY",
    "BIRTHDAY (?:WORD|FILLER){0,2} (?P<low>NTH|DIGITS)",
)
_BEFORE_AGE = (Kind.FILLER, Kind.COMMA, Kind.OR, Kind.AND, Kind.TO, Kind.AGED, Kind.AGE, Kind.OPEN, Kind.DASH)
_OLDEST = 120
_YOUNG = range(10, 30)
_OLD_AGE = 50
_TOLD = 3
# The ages that laws and houses set: no other number of years is an age without a word that says so.
_LEGAL = frozenset({16, 18, 21})
_MUST_BE = _LEGAL | {25}
_ADULT = 18
_CHILDHOOD = 4
_TEN = 10
_SENIOR = frozenset({55, 60, 65, 67, 70, 75})
_YOUTH = range(10, 22)
_LIMITS = frozenset({Comparator.AT_LEAST, Comparator.AT_MOST, Comparator.LESS_THAN})
_CHILD = "child"
_PEOPLE_TOO = frozenset({"person", "driver", "user", "player"})
_LEAST_BOUND = 14
_BOUNDS = frozenset({Comparator.LESS_THAN, Comparator.MORE_THAN, Comparator.AT_LEAST})
_PLURALS = frozenset({"s"})
_UNITS = frozenset({"year", "month"})


def _means_age(lexed: Lexed, match: re.Match[str]) -> bool:
    """Whether a limit with nothing but years, or a sign, or people before it speaks of an age."""
    groups = match.groupdict()
    low = lexed.tokens[match.start("low")].amount()
    if "limit" in groups:
        said = lexed.tokens[match.start("limit")].name(Kind.COMPARE)
        return low in _LEGAL and said in (Comparator.AT_LEAST, Comparator.LESS_THAN) and groups["unit"] is not None
    if "minor" in groups:
        said = lexed.tokens[match.start("minor")].name(Kind.COMPARE)
        return low == _ADULT and said == Comparator.LESS_THAN and _begins(lexed, match.start())
    if "more" in groups:
        return low in _LEGAL and lexed.tokens[match.start("more")].name(Kind.COMPARE_AFTER) == Comparator.AT_LEAST
    if "who" in groups:
        who = lexed.tokens[match.start("who")].name(Kind.NOUN)
        limits = [i for i in range(*match.span("how")) if lexed.kind_at(i, Kind.COMPARE, Kind.AGED)]
        told = groups["unit"] is not None or (bool(limits) and _bounds(lexed, limits[0], low))
        grown = who in _PEOPLE_TOO and told and bool(limits or groups["high"])
        return who == _CHILD or grown
    if "kids" in groups:
        # "Kids 3 for 2", "Carte Jeune 2 ans"
        told = any(groups[name] is not None for name in ("open", "high", "after"))
        return told and lexed.tokens[match.start("kids")].name(Kind.NOUN) == _CHILD
    if "unit" not in groups:
        return (low in _LEGAL and not _named(lexed, match.start() - 1)) or (
            low in _SENIOR and _begins(lexed, match.start())
        )
    if "must" in groups and groups["unit"] is None:
        return low in _MUST_BE  # a password must be 12
    if lexed.tokens[match.end() - 1].text in _PLURALS:
        return _plural(lexed, match, low)
    # "You have to be a couple" tells no age, "dưới 2 tuổi" does.
    old = lexed.kind_at(match.end() - 1, Kind.AGE) and limit(lexed, *match.span()) is not Comparator.EXACTLY
    return groups["unit"] is not None or low >= _TOLD or old


def _named(lexed: Lexed, index: int) -> bool:
    """Whether the word at ``index`` is a name whose number follows: "needs iOS 18+"."""
    inside = lexed.kind_at(index, Kind.WORD) and lexed.kind_at(index - 1, Kind.WORD, Kind.NOUN, Kind.FILLER, Kind.PER)
    start, end = lexed.view.span(lexed.tokens[index].start, lexed.tokens[index].end) if inside else (0, 0)
    return any(char.isupper() for char in lexed.original[start:end])


def _begins(lexed: Lexed, start: int) -> bool:
    """Whether a number begins a phrase, or follows people: "65+", "Seniors 65+"."""
    people = lexed.kind_at(start - 1, Kind.NOUN) and lexed.tokens[start - 1].name(Kind.NOUN) in _PEOPLE_TOO
    return start == 0 or people or lexed.kind_at(start - 1, Kind.STOP, Kind.COMMA, Kind.OPEN, Kind.OTHER)


def _bounds(lexed: Lexed, index: int, low: Decimal) -> bool:
    """Whether a limit behind people is one of age without a unit: "drivers under 25", "Senioren ab 65"."""
    said = lexed.tokens[index].values.get(Kind.COMPARE)
    # "Personen ab 20" may be so many
    return low >= (_OLD_AGE if said is Comparator.AT_LEAST else _LEAST_BOUND) and said in _BOUNDS


def _plural(lexed: Lexed, match: re.Match[str], low: Decimal) -> bool:
    """Whether people are meant: "under-26s" and "over 65s" are, "the 90s" and "under 30s" of waiting are not."""
    said = limit(lexed, *match.span())
    if said is Comparator.LESS_THAN:
        return low in _YOUNG or (low > 1 and lexed.kind_at(match.start() - 1, Kind.DASH))
    return said is Comparator.MORE_THAN and (low >= _OLD_AGE or lexed.kind_at(match.start() - 1, Kind.DASH))


def _answers(lexed: Lexed, match: re.Match[str], start: int) -> bool:
    """Whether a number is told for itself, and not as that of something: "See page 12"."""
    told = match.start() == start or lexed.kind_at(match.start() - 1, *_BEFORE_AGE)
    return told or limit(lexed, *match.span()) is not Comparator.EXACTLY


def _asked(lexed: Lexed, lexicon: Lexicon) -> Iterator[re.Match[str]]:
    """The numbers of the sentence that follows a question for an age."""
    sentences = []
    for match in lexicon.matches(("ASKS_AGE",), lexed):
        stop = lexed.sentence(*match.span()).stop
        if stop < len(lexed.tokens) and lexed.tokens[stop].text in "?\n":
            while lexed.kind_at(stop, Kind.STOP):
                stop += 1
            sentences.append(range(stop, lexed.sentence(stop, stop).stop))
    if sentences:
        for match in lexicon.matches(_ANSWER, lexed):
            if any(match.start() in sentence and _answers(lexed, match, sentence.start) for sentence in sentences):
                yield match


def _of_children(lexed: Lexed, lexicon: Lexicon) -> Iterator[re.Match[str]]:
    """The limits of youth in the sentence after a question about children, or in one that speaks of them."""
    told: set[int] = set()
    for match in lexicon.matches(("NOUN",), lexed):
        if lexed.tokens[match.start()].name(Kind.NOUN) == _CHILD:
            sentence = lexed.sentence(*match.span())
            told.update(sentence)
            stop = sentence.stop
            if stop < len(lexed.tokens) and lexed.tokens[stop].text in "?\n":
                while lexed.kind_at(stop, Kind.STOP):
                    stop += 1
                told.update(lexed.sentence(stop, stop))
    for match in lexicon.matches((_GROWN,), lexed) if told else ():
        young = lexed.tokens[match.start()].amount() in _YOUTH
        # "16 dürfen Jugendliche" is a verb between; so many children are hardly counted
        things = lexed.kind_at(match.end() + 1, Kind.NOUN) and lexed.kind_at(match.end(), Kind.WORD)
        if things and lexed.tokens[match.end() + 1].name(Kind.NOUN) != _CHILD:
            continue
        if young and match.start() in told and limit(lexed, *match.span(), strangers=0) in _LIMITS:
            yield match


def _bare(lexed: Lexed, index: int) -> int:
    """Where the word stands that leads to what begins after ``index``, past "their", "the"."""
    while lexed.kind_at(index, Kind.FILLER) and not lexed.kind_at(index, Kind.SHORT_OF):
        index -= 1
    return index


def _birthdays(lexed: Lexed, lexicon: Lexicon) -> Iterator[Fact]:
    """ "Until their tenth birthday", "ab dem 18. Geburtstag": until it they are younger."""
    for match in lexicon.matches(_BIRTHDAYS, lexed):
        token = lexed.tokens[match.start("low")]
        age = token.amount(Kind.NTH if token.has(Kind.NTH) else Kind.NUMBER)
        said = limit(lexed, *match.span())
        if said is Comparator.AT_MOST or lexed.kind_at(_bare(lexed, match.start() - 1), Kind.SHORT_OF, Kind.TO):
            said = Comparator.LESS_THAN
        if 0 < age <= _OLDEST:
            yield make_fact(lexed, FactKind.AGE, match.span(), "year", (age, age), comparator=said)


def _ordinals(lexed: Lexed, lexicon: Lexicon) -> Iterator[Fact]:
    """ "من أتم السادسة عشرة", "دون العاشرة": where a pack says that a year's number tells an age."""
    for match in lexicon.matches(_ORDINALS, lexed) if load_pack(lexicon.language).ages_by_ordinals else ():
        age, end = lexed.tokens[match.start("low")].amount(Kind.NTH), match.end()
        tens = lexed.tokens[end + 1] if lexed.kind_at(end + 1, Kind.NUMBER) else None
        if tens and tens.glued and age < _TEN <= tens.amount():
            age, end = age + tens.amount(), end + 2  # "الخامسة والستين"
        if "younger" in match.groupdict() and limit(lexed, match.start("low"), end) is not Comparator.LESS_THAN:
            continue
        if _CHILDHOOD <= age <= _OLDEST:
            span = (match.start("low"), end)
            yield make_fact(lexed, FactKind.AGE, span, "year", (age, age), comparator=limit(lexed, *span))


def find_ages(lexed: Lexed, lexicon: Lexicon) -> Iterator[Fact]:
    """Every age that a word, or the people named before it, tells from a duration.

    A later match may overlap an earlier one.
    """
    yield from _birthdays(lexed, lexicon)
    yield from _ordinals(lexed, lexicon)
    asked = [*_asked(lexed, lexicon), *_of_children(lexed, lexicon)]
    for match in (*lexicon.matches(_GRAMMARS, lexed), *asked):
        groups = match.groupdict()
        low = lexed.tokens[match.start("low")].amount()
        high = lexed.tokens[match.start("high")].amount() if groups.get("high") else low
        unit = lexed.tokens[match.start("unit")].name(Kind.UNIT) if groups.get("unit") else "year"
        if groups.get("low_unit"):
            first = lexed.tokens[match.start("low_unit")].name(Kind.UNIT)
            if (first, unit) == ("month", "year"):
                low /= 12  # "from 6 months to 8 years old"
            elif first != unit:
                continue
        if (
            unit not in _UNITS
            or not low <= high <= _OLDEST
            or not (low >= _TOLD if match in asked else _means_age(lexed, match))
        ):
            continue
        said = limit(lexed, match.start("low"), match.end(), ranged=low != high)
        span = (match.start("low"), match.end() - lexed.kind_at(match.end() - 1, Kind.MUST_BE))
        yield make_fact(lexed, FactKind.AGE, span, unit, (low, high), comparator=said)

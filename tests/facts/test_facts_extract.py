"""Properties of extraction that hold for any text and any language."""

from __future__ import annotations

import gc
from decimal import Decimal
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cx_audit.facts import extract, languages
from cx_audit.model import Comparator, FactKind

LANGUAGES = (*languages(), "it", "pt", "sv", "pl", "ja", "th", "hi", "xx")
# Scraps that make facts, so that random texts hold some.
SCRAPS = (
    *("30", "3-5", "days", "werkdagen", "€ 4,95", "50k", "%", "9:00", "17h", "do", "ma-vr", "24/7", "a", "half"),
    *("03/02/2026", "gratis", "ngày", "يومين", "و", "ل", "{{x}}", "<b>", "\n", ".", "1tr2", "19€90", "+31 20 123 4567"),
    *("help@acme.example", "acme.example/x", "½", "e\u0301", "\u200f", "ß", "İ", "1.234,56", "Feb.", "\u0660\u0661"),
)


@settings(deadline=None)
@given(st.lists(st.one_of(st.sampled_from(SCRAPS), st.text(max_size=4)), max_size=12), st.sampled_from(LANGUAGES))
def test_facts_are_sorted_disjoint_and_quoted(scraps: list[str], language: str) -> None:
    text = " ".join(scraps)
    facts = extract(text, language)
    assert facts == extract(text, language)
    end = 0
    for fact in facts:
        assert end <= fact.start < fact.end <= len(text)
        assert fact.text == text[fact.start : fact.end]
        assert (fact.low is None) == (fact.high is None)
        if fact.low is not None and fact.high is not None:
            assert 0 <= fact.low <= fact.high
        else:
            assert fact.items
        end = fact.end


@pytest.mark.parametrize(
    ("language", "text", "unit", "low", "high"),
    [
        ("it", "Il rimborso arriva in 14 giorni.", "day", 14, 14),
        ("pt", "O prazo é de 3-5 dias.", "day", 3, 5),
        ("sv", "Du har två veckor på dig.", "week", 2, 2),
        ("pl", "Masz 30 dni na zwrot.", "day", 30, 30),
        ("ja", "返品は30日以内です。", "day", 30, 30),
        ("hi", "आपके पास 30 दिन हैं।", "day", 30, 30),
        ("id", "Garansi berlaku 2 tahun.", "year", 2, 2),
        ("tr", "İade süresi 14 gün.", "day", 14, 14),
    ],
)
def test_a_language_without_a_pack_is_read_from_cldr(language: str, text: str, unit: str, low: int, high: int) -> None:
    (fact,) = extract(text, language)
    assert (fact.kind, fact.unit, fact.low, fact.high) == (FactKind.DURATION, unit, Decimal(low), Decimal(high))


def test_unknown_languages_and_odd_tags_read_as_english() -> None:
    expected = extract("within 30 days", "en")
    assert extract("within 30 days", "xx") == expected
    assert extract("within 30 days", "../etc/passwd") == expected
    assert extract("within 30 days", "en-Latn-GB") == expected


def test_the_region_decides_on_dollars_and_dates() -> None:
    assert [fact.unit for fact in extract("$5", "en")] == ["$"]
    assert [fact.unit for fact in extract("$5", "en-US")] == ["USD"]
    assert [fact.unit for fact in extract("$5", "es", region="MX")] == ["MXN"]
    assert extract("due 3/2/2026", "en-US")[0].items == ("2026-03-02",)
    assert extract("due 3/2/2026", "en-GB")[0].items == ("2026-02-03",)


def test_the_region_completes_telephone_numbers() -> None:
    assert extract("call 020 7946 0958", "en")[0].items == ("02079460958",)
    assert extract("call 020 7946 0958", "en", region="GB")[0].items == ("+442079460958",)


def test_spans_count_in_the_original() -> None:
    text = "Tra\u0302̀ trong vo\u0300ng 30 nga\u0300y. Retour: ½ dag, ٣٠ يومًا"
    assert [fact.text for fact in extract(text, "vi")] == ["30 nga\u0300y"]
    arabic = "لديك \u200f٣٠ يومًا\u200f للإرجاع"
    (fact,) = extract(arabic, "ar")
    assert arabic[fact.start : fact.end] == "٣٠ يومًا"


def test_placeholders_and_markup_are_not_read() -> None:
    for text in ("{{ticket.30 days}}", "{30 days}", "[ORDER 30 DAYS]", '<a title="30 days">', "%{30 days}"):
        assert extract(text, "en") == ()


def test_free_is_an_exact_zero() -> None:
    (fact,) = extract("Returns are free.", "en")
    assert (fact.kind, fact.unit, fact.low, fact.high) == (FactKind.MONEY, "", Decimal(0), Decimal(0))
    assert fact.comparator is Comparator.EXACTLY


def test_a_long_text_is_read_whole() -> None:
    assert len(extract("within 30 days, " * 2000, "en")) == 2000


@pytest.mark.timing
@pytest.mark.parametrize(
    "scrap", ["9-", "12:30 ", "Mon, ", "€ 5 to ", "(1", "<a ", "a.", "a@", "[A", "1.", "half an ", "100 "]
)
def test_no_text_takes_more_than_linear_time(scrap: str) -> None:
    def seconds(times: int) -> float:
        text = scrap * times
        gc.disable()  # one collection in a process full of other tests' objects takes longer than the text
        try:
            started = process_time()
            extract(text, "en")
            return process_time() - started
        finally:
            gc.enable()

    seconds(10)
    # Linear is 8 times as long, quadratic 64.
    assert seconds(3200) < 30 * max(seconds(400), 0.01)


def test_a_numbered_day_before_something_is_counted_back() -> None:
    for language, text in (
        ("en", "Cancel up to the 7th day before arrival."),
        ("de", "Bis zum 7. Tag vor Anreise."),
        ("fr", "Jusqu'au septième jour avant le départ."),
        ("ar", "حتى اليوم السابع قبل الوصول"),
    ):
        (fact,) = extract(text, language)
        assert (fact.low, fact.unit, fact.ahead) == (7, "day", True), text


def test_saturdays_in_a_month_are_no_hour() -> None:
    facts = extract("The desk opens at 9 on weekdays and 2 Saturdays a month.", "en")
    assert [fact.low for fact in facts if fact.kind is FactKind.HOURS] == [540]

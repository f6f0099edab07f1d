"""The words that differ are the ones marked, and long quotes are cut around them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cx_audit.model import Finding, FindingKind, Position, Quote, Severity
from cx_audit.report.marks import Marked, differing_words, excerpt, marked_quotes


def marked(text: str, *others: str) -> list[str]:
    return [text[start:end] for start, end in differing_words(text, others)]


def finding(*quotes: tuple[str, tuple[tuple[int, int], ...]]) -> Finding:
    positions = tuple(
        Position(str(i), str(i), (Quote(f"a{i}", text, 0, len(text), marks),)) for i, (text, marks) in enumerate(quotes)
    )
    return Finding("f", FindingKind.CONTRADICTION, Severity.HIGH, "q", "m", positions)


@pytest.mark.parametrize(
    ("text", "other", "words"),
    [
        ("You have 30 days to return it.", "You have 14 days to return it.", ["30"]),
        ("Returns cost €4,95 per parcel", "Returns cost €1,50 per parcel", ["4,95"]),
        ("Sale items can not be returned.", "Sale items can be returned.", ["not"]),
        ("Call before 9 in the morning", "Call after 9 in the morning", ["before"]),
        ("It is no longer possible to pay later", "It is possible to pay later", ["no longer"]),
        ("Thời gian là 5 ngày làm việc", "Thời gian là 10 ngày làm việc", ["5"]),
        ("يمكنك الإرجاع خلال 14 يومًا", "يمكنك الإرجاع خلال 30 يومًا", ["14"]),
        ("返品は14日以内です", "返品は30日以内です", ["14"]),
        ("คืนสินค้าได้", "คืนสินค้าไม่ได้", []),
        ("YES you can do it", "yes you can do it", []),
    ],
)
def test_the_words_that_differ(text: str, other: str, words: list[str]) -> None:
    assert marked(text, other) == words


def test_the_likest_rival_decides() -> None:
    assert marked("You have 30 days to return it.", "Our shop is in Utrecht.", "You have 14 days to return it.") == [
        "30"
    ]


def test_sentences_with_little_in_common_are_not_painted_all_over() -> None:
    assert marked("You have 30 days.", "U heeft veertien dagen bedenktijd na ontvangst.") == []
    assert marked("", "x") == []
    assert marked("x") == []


def test_a_findings_own_marks_win() -> None:
    one, two = marked_quotes(finding(("30 days, unworn", ((0, 7),)), ("14 days, unworn", ())))
    assert [piece.text for piece in one[0].pieces() if piece.marked] == ["30 days"]
    assert two[0].marks == ()


def test_without_marks_the_differing_words_are_marked() -> None:
    one, two = marked_quotes(finding(("within 30 days of delivery", ()), ("within 14 days of delivery", ())))
    assert one[0].with_signs() == "within «30» days of delivery"
    assert two[0].with_signs("[", "]") == "within [14] days of delivery"


def test_marks_survive_what_is_stripped() -> None:
    text = "\x1b[1mwithin\n\n  30\tdays \x00of delivery"
    start = text.index("30")
    ((quote,),) = marked_quotes(finding((text, ((start, start + 7),))))
    assert quote.with_signs() == "within «30 days» of delivery"


@given(
    st.text(max_size=60),
    st.lists(st.tuples(st.integers(-5, 80), st.integers(-5, 80)), max_size=5),
)
@settings(deadline=None)
def test_marks_out_of_place_are_brought_within_the_text(text: str, marks: list[tuple[int, int]]) -> None:
    ((quote,),) = marked_quotes(finding((text, tuple(marks))))
    assert "".join(piece.text for piece in quote.pieces()) == quote.text
    assert quote.text == " ".join(quote.text.split(" "))
    end = 0
    for start, stop in quote.marks:
        assert end <= start < stop <= len(quote.text)
        end = stop


@given(st.text(max_size=40), st.text(max_size=40))
@settings(deadline=None)
def test_differing_words_lie_in_the_text(text: str, other: str) -> None:
    end = 0
    for start, stop in differing_words(text, [other]):
        assert end <= start < stop <= len(text)
        end = stop


def test_a_short_text_is_shown_whole() -> None:
    quote = Marked("within 30 days", ((7, 9),))
    assert excerpt(quote, 20) is quote


def test_a_long_text_is_cut_at_words_around_its_mark() -> None:
    text = "word " * 50 + "thirty days " + "more " * 50
    start = text.index("thirty")
    short = excerpt(Marked(text, ((start, start + 11),)), 60)
    assert short.with_signs() == "… word word word word «thirty days» more more more more …"


def test_two_marks_far_apart_are_both_shown() -> None:
    text = "begin " * 20 + "FIRST " + "middle " * 60 + "SECOND " + "end " * 60
    marks = tuple((text.index(word), text.index(word) + len(word)) for word in ("FIRST", "SECOND"))
    short = excerpt(Marked(text, marks), 120)
    assert [piece.text for piece in short.pieces() if piece.marked] == ["FIRST", "SECOND"]
    assert short.text.count("…") == 3


def test_a_mark_at_the_end_leaves_the_room_to_its_left() -> None:
    text = "word " * 50 + "end"
    short = excerpt(Marked(text, ((len(text) - 3, len(text)),)), 43)
    assert short.with_signs() == "… word word word word word word word word «end»"


@given(
    st.text(st.sampled_from("ab  "), max_size=400),
    st.lists(st.tuples(st.integers(0, 400), st.integers(1, 300)), max_size=6),
    st.integers(16, 120),
)
@settings(deadline=None)
def test_an_excerpt_is_short_and_made_of_the_text(text: str, spans: list[tuple[int, int]], limit: int) -> None:
    raw = tuple((start, start + size) for start, size in spans)
    ((quote,),) = marked_quotes(finding((text, raw)))
    short = excerpt(quote, limit)
    assert len(short.text) <= limit + 4 + 3 * len(short.marks)
    for part in short.text.split("…"):
        assert part.strip() in quote.text
    assert "".join(piece.text for piece in short.pieces()) == short.text
    assert bool(short.marks) == bool(quote.marks)

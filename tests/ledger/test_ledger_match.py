"""A known finding may shrink, in whatever portions it is told; it may not grow."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st
from ledger_kit import BOT, FAQ, FEE, WINDOW, Dispute, Said, dispute, entries, make_report

from cx_audit.ledger import Entry, identities
from cx_audit.ledger.match import match

MACRO, CARD = Said("day:14", "macro", "Returns::Window"), Said("day:30", "knowledge", "Return policy")
BOTH = dispute(FAQ, CARD, BOT, MACRO)


def _known(baseline: tuple[Entry, ...], *now: Dispute) -> list[bool]:
    return [bool(known) for known in match(baseline, identities(make_report(*now))).known_by]


def _gone(baseline: tuple[Entry, ...], *now: Dispute) -> int:
    return len(match(baseline, identities(make_report(*now))).gone)


def test_the_same_is_known_and_another_is_new() -> None:
    assert _known(entries(WINDOW), FEE, WINDOW) == [False, True]
    assert _gone(entries(WINDOW, FEE), FEE) == 1


def test_a_voice_that_was_mended_away_leaves_a_known_finding() -> None:
    assert _known(entries(BOTH), dispute(FAQ, CARD, BOT)) == [True]


def test_a_voice_that_joined_or_a_value_that_moved_is_new() -> None:
    assert _known(entries(WINDOW), BOTH) == [False]
    assert _known(entries(BOTH), dispute(FAQ, CARD, BOT, replace(MACRO, value="day:15"))) == [False]


def test_who_goes_over_to_the_larger_side_mends_and_who_leaves_it_does_not() -> None:
    assert _known(entries(BOTH), dispute(FAQ, CARD, replace(MACRO, value="day:30"), BOT)) == [True]
    three_to_one = dispute(FAQ, CARD, replace(MACRO, value="day:30"), BOT)
    assert _known(entries(three_to_one), BOTH) == [False]
    two_to_one = dispute(FAQ, CARD, BOT)
    assert _known(entries(two_to_one), dispute(FAQ, replace(CARD, value="day:14"), BOT)) == [False]


def test_who_goes_over_to_a_value_of_another_finding_makes_a_new_one() -> None:
    elsewhere = dispute(replace(FAQ, value="day:45", channel="web"), replace(BOT, value="day:7", channel="shop"))
    moved = dispute(FAQ, CARD, replace(MACRO, value="day:30"), replace(BOT, value="day:7"))
    assert _known(entries(BOTH, elsewhere), moved) == [False]


def test_told_in_parts_or_as_one_it_is_known() -> None:
    third = Said("day:7", "agent", agent="Mia")
    parts = dispute(FAQ, BOT), dispute(FAQ, third), dispute(BOT, third)
    whole = dispute(FAQ, BOT, third)
    assert _known(entries(whole), *parts) == [True, True, True]
    assert _known(entries(*parts), whole) == [True]
    assert _gone(entries(*parts), whole) == 0
    assert _known(entries(*parts[:2]), whole) == [False]


def test_a_question_in_other_words_is_known_by_the_other_channel() -> None:
    assert _known(entries(WINDOW), dispute(replace(FAQ, question="What is your return window?"), BOT)) == [True]
    both = dispute(replace(FAQ, question="What is your return window?"), replace(BOT, question="returns"))
    assert _known(entries(WINDOW), both) == [False]


def test_a_twin_is_one_more_and_one_less_resolves_one() -> None:
    twin = replace(WINDOW, role="refund_time")
    assert sorted(_known(entries(WINDOW), WINDOW, twin)) == [False, True]
    assert _gone(entries(WINDOW, twin), twin) == 1


def test_what_has_no_two_sides_is_known_by_its_fingerprint_alone() -> None:
    alone = dispute(FAQ)
    assert _known(entries(WINDOW), alone) == [False]
    assert _known(entries(alone), alone) == [True]


VALUES = st.sampled_from(["day:7", "day:14", "day:30"])
CHANNELS = st.sampled_from(["faq", "chatbot", "macro", "knowledge"])
SIDES = st.lists(st.tuples(VALUES, CHANNELS), min_size=2, max_size=6, unique=True)


def _told(sides: list[tuple[str, str]]) -> Dispute:
    return dispute(*(Said(value, channel) for value, channel in sides))


@given(SIDES, st.data())
def test_less_of_the_same_is_always_known(sides: list[tuple[str, str]], data: st.DataObject) -> None:
    fewer = data.draw(st.lists(st.sampled_from(sides), min_size=2, unique=True))
    assume(len({value for value, _ in fewer}) > 1)
    assert _known(entries(_told(sides)), _told(fewer)) == [True]


@given(SIDES, st.sampled_from(["day:45", "day:14"]), st.sampled_from(["web", "faq"]))
def test_a_new_voice_or_value_is_never_known(sides: list[tuple[str, str]], value: str, channel: str) -> None:
    assume(len({v for v, _ in sides}) > 1)
    assume(value == "day:45" or channel == "web")
    assert _known(entries(_told(sides)), _told([*sides, (value, channel)])) == [False]

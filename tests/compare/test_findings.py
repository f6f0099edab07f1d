"""What is told of a question, and what is not."""

from __future__ import annotations

from itertools import permutations

from compare_kit import answer, compare, contradictions

from cx_audit.model import FindingKind, Severity


def test_two_windows_are_a_contradiction_with_both_quotes() -> None:
    told = compare(
        [
            answer("faq-1", "<p>You can return it within <b>30 days</b> of delivery.</p>"),
            answer("macro-1", "Hi {{name}},\nYou can return it within 14 days of delivery.\nRegards,\nKim"),
        ]
    )
    (finding,) = contradictions(told)
    assert {p.display for p in finding.positions} == {"up to 30 days", "up to 14 days"}
    assert finding.severity is Severity.HIGH
    for position in finding.positions:
        for quote in position.quotes:
            (start, end) = quote.marks[0]
            assert quote.quote[start:end] in ("30 days", "14 days", "within 30 days", "within 14 days")


def test_quotes_point_into_the_original_text() -> None:
    text = "<p>Hello!</p><p>You can return it within <b>30&nbsp;days</b> of delivery.</p>"
    told = compare([answer("faq-1", text), answer("macro-1", "You can return it within 14 days of delivery.")])
    (finding,) = contradictions(told)
    quote = next(q for p in finding.positions for q in p.quotes if q.answer_id == "faq-1")
    said = text[quote.start : quote.end]
    assert said.startswith("You can return")
    assert "30&nbsp;days" in said


def test_same_value_in_other_words_agrees() -> None:
    told = compare(
        [
            answer("faq-1", "Returns are accepted for 14 days."),
            answer("bot-1", "Je hebt twee weken om te retourneren."),
        ],
        ["en", "nl"],
    )
    assert told == []


def test_three_against_one_is_one_finding_with_two_positions() -> None:
    answers = [answer(f"faq-{i}", "You have 30 days to return it.") for i in range(3)]
    (finding,) = contradictions(compare([*answers, answer("macro-1", "You have 14 days to return it.")]))
    assert [len(p.quotes) for p in finding.positions] == [3, 1]


def test_one_channel_on_both_sides_is_named_with_its_language() -> None:
    told = compare(
        [
            answer("faq-1", "You have 30 days to return it."),
            answer("faq-2", "Je hebt 14 dagen om het te retourneren."),
        ],
        ["en", "nl"],
    )
    (finding,) = contradictions(told)
    assert "the English FAQ says" in finding.message
    assert "the Dutch FAQ says" in finding.message


def test_order_of_answers_never_matters() -> None:
    answers = [
        answer("faq-1", "You have 30 days to return it. Refunds take 5 days."),
        answer("macro-1", "You have 14 days to return it. Refunds take 5 days."),
        answer("bot-1", "You have 30 days to return it."),
    ]
    found = [sorted((f.id, f.kind, f.confidence) for f in compare(list(order))) for order in permutations(answers)]
    assert all(one == found[0] for one in found)


def test_audiences_that_differ_are_scoped_not_contradictory() -> None:
    told = compare(
        [
            answer("faq-1", "Delivery costs €4.95.", audience="NL"),
            answer("macro-1", "Delivery costs €6.95.", audience="BE"),
        ]
    )
    assert not contradictions(told)
    assert {f.kind for f in told} <= {FindingKind.SCOPED}


def test_countries_named_in_the_text_are_scoped() -> None:
    told = compare(
        [answer("faq-1", "Delivery to Belgium takes 3 days."), answer("bot-1", "Delivery to Spain takes 6 days.")]
    )
    assert not contradictions(told)


def test_a_value_said_for_nobody_in_particular_borrows_the_region_of_its_equal() -> None:
    told = compare(
        [
            answer("faq-1", "Delivery to Spain takes 6 days."),
            answer("macro-1", "Delivery takes 6 days."),
            answer("faq-2", "Delivery to Vietnam takes 12 days."),
        ]
    )
    assert not contradictions(told)


def test_net_and_gross_amounts_are_not_compared() -> None:
    told = compare([answer("faq-1", "A new card costs €6."), answer("macro-1", "A new card costs €4.96 plus VAT.")])
    assert told == []


def test_value_left_out_is_an_omission_not_a_contradiction() -> None:
    told = compare(
        [
            answer("faq-1", "Refunds take 5 days and shipping is €4.95."),
            answer("macro-1", "Refunds take 5 days and shipping is €4.95."),
            answer("bot-1", "Refunds take 5 days."),
        ]
    )
    assert {f.kind for f in told} == {FindingKind.OMISSION}
    (finding,) = told
    assert [q.answer_id for q in finding.positions[1].quotes] == ["bot-1"]


def test_greeting_and_sign_off_are_not_compared() -> None:
    told = compare(
        [
            answer("faq-1", "Parcels arrive in 3 days."),
            answer("macro-1", "Hi there,\nParcels arrive in 3 days.\nKind regards,\nTeam 24/7, call 020 7946 0318"),
        ]
    )
    assert told == []

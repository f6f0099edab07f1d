"""The trail of a finding: what was read, compared, weighed and left untold."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import pytest
from compare_kit import Alike, answer, look
from hypothesis import given, settings
from hypothesis import strategies as st

from cx_audit.compare.evidence import FEATURES
from cx_audit.compare.explain import explain
from cx_audit.compare.judge import StatementPair, Verdict
from cx_audit.compare.judged import Compared, consult
from cx_audit.compare.omissions import FEATURES as OMISSION_FEATURES
from cx_audit.compare.outcomes import Outcomes
from cx_audit.compare.polarity import compare_polarity
from cx_audit.compare.polarity_evidence import FEATURES as POLARITY_FEATURES
from cx_audit.compare.polarity_evidence import PolarityWeights
from cx_audit.compare.polarity_vectors import ClauseVectors
from cx_audit.compare.polarity_verdict import read_answer
from cx_audit.compare.record import Seen
from cx_audit.compare.telling import finding_id, quote
from cx_audit.compare.trail import Model, Outcome, Trail
from cx_audit.compare.trail_places import start_of
from cx_audit.compare.trail_polarity import POLARITY_WORDS
from cx_audit.compare.trail_words import EVIDENCE_WORDS, OMISSION_WORDS, reasons
from cx_audit.model import Answer, Finding, FindingKind
from cx_audit.resources import packaged

WINDOWS = (
    answer("faq-1", "<p>You can return it within <b>30 days</b> of delivery. Delivery costs €5.</p>"),
    answer("macro-1", "You can return it within 14 days of delivery. Delivery costs €5. Call us within 2 hours."),
)


class Sure:
    """A judge to whom everything contradicts."""

    name, fingerprint = "sure-judge", "0" * 64

    def judge(self, pairs: Sequence[StatementPair]) -> list[Verdict]:
        return [Verdict(0.9, 0.05, 0.0, 0.05) for _ in pairs]


def _only(seen: Seen, kind: FindingKind = FindingKind.CONTRADICTION) -> Trail:
    (finding,) = (f for f in seen.findings if f.kind is kind)
    return explain(finding, seen)


def _models(trail: Trail) -> list[Model]:
    return [pair.model for pair in (*trail.compared, *trail.considered) if pair.model is not None]


def _adds_up(model: Model) -> bool:
    total = model.bias + sum(reason.contribution for reason in model.reasons)
    return math.isclose(1 / (1 + math.exp(-total)), model.probability, abs_tol=0.003)


def test_two_windows_are_followed_from_words_to_verdict() -> None:
    trail = _only(look(WINDOWS))
    (pair,) = trail.compared
    assert pair.outcome is Outcome.TOLD
    assert {side.statement[a:b] for side in (pair.left, pair.right) for a, b in side.marks} == {"30 days", "14 days"}
    readings = {side.answer_id: side.reading for side in (pair.left, pair.right)}
    faq = readings["faq-1"]
    assert faq is not None
    assert (faq.kind, faq.unit, faq.low, faq.high, faq.comparator) == ("duration", "day", 30, 30, "at_most")
    assert faq.canonical == "time:720:720"
    assert any("likeness" in why for why in pair.why)
    assert "compare.evidence" in {rule.id for rule in trail.rules}


def test_the_model_is_told_as_it_decided() -> None:
    trail = _only(look(WINDOWS))
    (model,) = _models(trail)
    assert model.probability == trail.finding.confidence
    assert model.least == 0.3
    assert _adds_up(model)
    sizes = [abs(reason.contribution) for reason in model.reasons]
    assert sizes == sorted(sizes, reverse=True)
    assert all(size > 0 for size in sizes)


def test_what_agrees_and_what_stands_alone_is_told_as_well() -> None:
    trail = _only(look(WINDOWS))
    assert [(p.left.claim, p.right.claim, p.outcome) for p in trail.considered] == [("5 EUR", "5 EUR", Outcome.EQUAL)]
    assert [said.claim for said in trail.unpaired] == ["up to 2 hours"]


def test_what_is_under_the_threshold_is_told_with_its_chance() -> None:
    answers = [
        answer("faq-1", "You can return it within 30 days of delivery. We keep your data for 12 months."),
        answer("macro-1", "You can return it within 14 days of delivery. We keep your data for 13 months."),
    ]
    least = max(f.confidence for f in look(answers, least=0.0).findings if f.kind is FindingKind.CONTRADICTION)
    trail = _only(look(answers, least=least))
    (doubted,) = (p for p in trail.considered if p.outcome is Outcome.DOUBTFUL)
    assert doubted.model is not None
    assert doubted.model.probability < doubted.model.least == least


def test_a_pair_that_another_finding_tells_names_it() -> None:
    answers = [
        answer("faq-1", "You can return it within 30 days of delivery. Your refund takes 5 days."),
        answer("macro-1", "You can return it within 14 days of delivery. Your refund takes 10 days."),
    ]
    seen = look(answers, least=0.0)
    told = {f.id for f in seen.findings if f.kind is FindingKind.CONTRADICTION}
    assert len(told) == 2
    for finding in seen.findings:
        if finding.id in told:
            (other,) = (p for p in explain(finding, seen).considered if p.outcome is Outcome.ELSEWHERE)
            assert {other.told_in} == told - {finding.id}


def test_each_side_of_a_position_is_the_same_side() -> None:
    answers = [answer(f"faq-{n}", "You have 30 days to return it.") for n in range(3)]
    trail = _only(look([answer("agent-1", "You have 14 days to return it."), *answers]))
    assert {(p.left.claim, p.right.claim) for p in trail.compared} == {("30 days", "14 days")}
    assert [(told.answer.id, told.position) for told in trail.answers] == [
        ("faq-0", "30 days"),
        ("faq-1", "30 days"),
        ("faq-2", "30 days"),
        ("agent-1", "14 days"),
    ]


def test_what_a_value_is_about_is_told_with_the_rule_that_says_so() -> None:
    asked = {"question": "How long do I have to return an order?"}
    trail = _only(
        look(
            [
                answer("faq-1", "You can return your order within 30 days of delivery.", **asked),
                answer("macro-1", "You can return your order within 14 days of delivery.", **asked),
            ]
        )
    )
    (pair,) = trail.compared
    assert {side.reading.role for side in (pair.left, pair.right) if side.reading} == {"return_window"}
    assert all(side.reading and side.reading.cue for side in (pair.left, pair.right))
    assert "both are about: return window" in pair.why
    files = {rule.id: rule.file for rule in trail.rules}
    assert files["roles.return_window"] == "rules/roles/return.yml"
    assert trail.severity == trail.finding.reasons != ()


def test_a_value_that_was_worked_out_says_so() -> None:
    answers = [
        answer("faq-1", "You can return it within 30 days. In the sale you get 40 % off."),
        answer("macro-1", "You can return it within 14 days. In the sale you pay 60 % of the price."),
    ]
    trail = _only(look(answers))
    (pair,) = trail.considered
    assert pair.outcome is Outcome.APART
    assert {pair.left.claim, pair.right.claim} == {"40 %", "60 %"}
    assert not trail.unpaired
    assert any("worked out" in why for why in pair.why)


def test_opening_hours_name_the_day() -> None:
    trail = _only(
        look(
            [
                answer("faq-1", "We are open Monday to Friday 9:00-17:00 and Saturday 10:00-16:00."),
                answer("bot-1", "We are open Monday to Friday 9:00-17:00 and Saturday 10:00-14:00."),
            ]
        )
    )
    (pair,) = trail.compared
    assert pair.why[0].startswith("both are said of the same days of the week")
    assert {pair.left.claim, pair.right.claim} == {"10:00-16:00", "10:00-14:00"}


def test_a_closed_day_is_followed_to_the_words_that_close_it() -> None:
    trail = _only(
        look(
            [
                answer("faq-1", "Open Monday to Friday 9:00-17:00, closed on Sunday."),
                answer("bot-1", "Open Monday to Friday 9:00-17:00 and Sunday 10:00-14:00."),
            ]
        )
    )
    assert {side.claim for pair in trail.compared for side in (pair.left, pair.right)} >= {"closed", "10:00-14:00"}
    assert "rules/compare/closed.yml" in {rule.file for rule in trail.rules}


def test_an_omission_shows_the_sentence_and_the_likest_one() -> None:
    said = "Send your parcel back from any post office."
    answers = [
        answer("faq-1", f"{said} We charge a fee of €3 for it. Opened cosmetics can't be sent back."),
        answer("macro-1", said),
    ]
    trail = _only(look(answers, likeness=0.1), FindingKind.OMISSION)
    (pair,) = trail.compared
    assert (pair.left.answer_id, pair.right.answer_id) == ("faq-1", "macro-1")
    assert pair.left.statement in answers[0].text
    assert pair.right.statement == answers[1].text
    assert pair.model is not None
    assert pair.model.probability == trail.finding.confidence
    assert _adds_up(pair.model)
    assert trail.severity


def test_a_scoped_difference_says_for_whom_each_holds() -> None:
    trail = _only(
        look(
            [
                answer("faq-1", "Delivery costs €5.", audience="consumer"),
                answer("faq-2", "Delivery costs €9.", audience="business"),
            ]
        ),
        FindingKind.SCOPED,
    )
    (pair,) = trail.compared
    holds = {side.reading.holds for side in (pair.left, pair.right) if side.reading}
    assert len(holds) == 2
    assert any("consumer" in why and "business" in why for why in pair.why)
    assert trail.severity


def test_methods_name_the_rule_and_its_file() -> None:
    asked = {"question": "How can I pay?"}
    trail = _only(
        look(
            [
                answer("faq-1", "You can pay with PayPal or Visa.", **asked),
                answer("macro-1", "Sorry, we do not accept PayPal.", **asked),
            ]
        )
    )
    (pair,) = trail.compared
    assert (pair.left.claim, pair.right.claim) == ("takes PayPal", "refuses PayPal")
    assert [side.statement[a:b] for side in (pair.left, pair.right) for a, b in side.marks] == ["PayPal", "PayPal"]
    files = {rule.id: rule.file for rule in trail.rules}
    assert files["methods.payment.paypal.refused"] == "rules/methods/payment.yml"
    assert "takes Visa" in {said.claim for said in trail.unpaired}


def test_two_lists_are_followed_to_the_rule_for_lists() -> None:
    asked = {"question": "Which payment methods do you accept?"}
    seen = look(
        [
            answer("faq-1", "You can pay with PayPal, Visa and Klarna.", **asked),
            answer("macro-1", "You can pay with PayPal, Visa and Bancontact.", **asked),
        ]
    )
    (finding,) = seen.findings
    (pair,) = explain(finding, seen).compared
    assert pair.relation == "each answer gives a list, and each list holds what the other lacks"
    assert {pair.left.claim, pair.right.claim} == {"takes Bancontact", "takes Klarna"}


def _yes_and_no() -> tuple[Seen, Finding]:
    asked = {"question": "Can I bring it back?"}
    seen = look(
        [answer("faq-1", "Yes, of course. Bring it back.", **asked), answer("bot-1", "No, you can't.", **asked)]
    )
    clauses = ClauseVectors({}, None)
    seen.record.readings, seen.record.clauses = [read_answer(view) for view in seen.views], clauses
    eager = replace(PolarityWeights.packaged(), bias=9.0)  # so that they are told whatever was fitted
    (finding,) = compare_polarity(seen.question, seen.record.readings, clauses, eager, (), finding_id)
    return seen, finding


def test_two_that_no_model_has_read_among_others_are_weighed_without() -> None:
    seen, finding = _yes_and_no()
    seen.record.clauses = ClauseVectors({}, None, Outcomes({}, {}))
    (model,) = _models(explain(finding, seen))
    assert model.file == "rules/polarity/evidence.yml"
    assert _adds_up(model)


def test_yes_against_no_shows_the_clauses_and_the_polarity_model() -> None:
    seen, finding = _yes_and_no()
    trail = explain(finding, seen)
    (pair,) = trail.compared
    assert (pair.left.answer_id, pair.left.claim, pair.right.claim) == ("faq-1", "yes", "no")
    assert [side.statement[a:b] for side in (pair.left, pair.right) for a, b in side.marks] == ["Yes", "No"]
    (model,) = _models(trail)
    assert _adds_up(model)
    assert "asked_opposed" in {reason.name for reason in model.reasons}
    assert {rule.file for rule in trail.rules} >= {"rules/polarity/en.yml", "rules/polarity/evidence.yml"}
    assert trail.severity == finding.reasons != ()


def test_what_a_judge_found_names_the_judge() -> None:
    seen = look([answer("faq-1", "Plants travel well in the car."), answer("bot-1", "Never take plants in a car.")])
    asked = [Compared(seen.question, seen.views, [])]
    (finding,) = consult(Sure(), asked, Alike(0.6), 0.8)
    (pair,) = explain(finding, seen).compared
    assert {pair.left.statement, pair.right.statement} == {view.answer.text for view in seen.views}
    assert any("sure-judge" in why and "90 %" in why for why in pair.why)


@pytest.mark.parametrize("answers", [WINDOWS])
def test_every_rule_names_a_packaged_file(answers: Sequence[Answer]) -> None:
    for rule in _only(look(answers)).rules:
        assert (packaged("rules") / rule.file.removeprefix("rules/")).is_file()


def test_a_quote_said_twice_is_marked_where_it_was_read() -> None:
    said = "You have 30 days."
    twice = answer("faq-1", f"{said} Please keep the receipt with you. {said}")
    trail = _only(look([twice, answer("macro-1", "You have 14 days.")]))
    (faq,) = (told for told in trail.answers if told.answer.id == "faq-1")
    (pair,) = (p for p in trail.compared if "faq-1" in (p.left.answer_id, p.right.answer_id))
    assert {faq.text[a:b] for a, b in faq.marks} == {"30 days"}
    assert pair.model is not None  # found again as the very pair that was weighed


def test_each_of_two_equal_sentences_is_found_in_its_own_place() -> None:
    said = "You have 30 days."
    (view,) = look([answer("faq-1", f"<p>{said}</p><p>{said}</p>")]).views
    first, second = (fact for fact in view.facts)
    assert [start_of(view, quote(view, fact)) for fact in (first, second)] == [0, len(said) + 1]


def test_given_questions_are_called_given() -> None:
    assert "intent" in _only(look(WINDOWS, by_intent=True)).together[0]
    assert "sure" in _only(look(WINDOWS)).together[0]


def test_every_feature_has_words() -> None:
    assert set(FEATURES) <= set(EVIDENCE_WORDS)
    assert set(OMISSION_FEATURES) == set(OMISSION_WORDS)
    assert set(POLARITY_FEATURES) == set(POLARITY_WORDS)


def test_a_feature_without_words_is_called_by_its_name() -> None:
    (reason,) = reasons(("brand_new", "nothing"), (2.0, 0.0), {"brand_new": -0.5, "nothing": 9.0}, {})
    assert (reason.words, reason.contribution) == ("brand new", -1.0)


AMOUNTS = st.lists(st.sampled_from(["14 days", "30 days", "€5", "10 %", "9:00-17:00", "two weeks"]), max_size=4)


@settings(deadline=None, max_examples=40)
@given(said=st.lists(AMOUNTS, min_size=2, max_size=4))
def test_every_finding_can_be_explained(said: list[list[str]]) -> None:
    """The pairs that make a finding are in its trail, and every model adds up to its probability."""
    answers = [
        answer(f"faq-{n}", " ".join(f"For part {m} of your order it is {value}." for m, value in enumerate(values)))
        for n, values in enumerate(said)
    ]
    seen = look([one for one in answers if one.text], least=0.0)
    for finding in seen.findings:
        trail = explain(finding, seen)
        assert trail.compared
        assert all(pair.outcome is Outcome.TOLD for pair in trail.compared)
        assert all(_adds_up(model) for model in _models(trail))
        if finding.kind is FindingKind.CONTRADICTION:
            likeliest = max(pair.model.probability for pair in trail.compared if pair.model)
            # an answer that says both values is quoted for one, and its other pair may be the likelier
            assert likeliest <= finding.confidence
            both = any(pair.outcome is Outcome.ASIDE for pair in trail.considered)
            assert both or likeliest == finding.confidence

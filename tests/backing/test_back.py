"""Findings with what the policy and the authorities say of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pytest

from cx_audit.backing import Asked, Authority, back, policy_subjects
from cx_audit.compare import view_answer
from cx_audit.compare.telling import finding_id, quote
from cx_audit.compare.view import AnswerView
from cx_audit.model import Answer, Finding, FindingKind, Position, Question, Severity
from cx_audit.policy import Policy, load_policy
from cx_audit.report.stands import stand_of, stand_words
from cx_audit.text import clean

_QUESTION = "How long do I have to return an item?"


def _policy(text: str) -> Policy:
    return load_policy("policy.yml", lambda _: text, policy_subjects(), date(2026, 3, 1))


def _asked(*answers: Answer) -> Asked:
    views = [view_answer(one, clean(one.text), "en") for one in answers]
    return Asked(Question("q", _QUESTION, tuple(one.id for one in answers), (), (), stage="return"), views)


def _answer(channel: str, days: int, **more: object) -> Answer:
    text = f"You can return any item within {days} days."
    return Answer(f"{channel}-{days}", channel, _QUESTION, text, locale="en", **more)  # type: ignore[arg-type]


def _position(views: Sequence[AnswerView], days: int) -> Position:
    quotes = [quote(view, view.facts[0]) for view in views if view.facts[0].fact.low == days]
    return Position(f"time:{days * 24}", f"{days} days", tuple(quotes))


def _contradiction(asked: Asked, *days: int, role: str | None = "return_window") -> Finding:
    positions = tuple(_position(asked.views, value) for value in days)
    kind = FindingKind.CONTRADICTION
    return Finding(finding_id(kind, positions), kind, Severity.HIGH, "q", "Return window", positions, role, "duration")


def test_a_contradiction_says_which_side_the_policy_backs() -> None:
    asked = _asked(_answer("faq", 30), _answer("chatbot", 14))
    told = back([asked], [_contradiction(asked, 30, 14)], _policy("owner: Ann\nreturn_window: 30 days"), None)
    (finding,) = told.findings
    assert finding.kind is FindingKind.CONTRADICTION
    assert finding.message.endswith("; the policy says 30 days")
    assert finding.policy["says"] == "30 days"
    assert finding.policy["source"] == "policy.yml:2"
    assert finding.policy["because"] == "the policy says so in policy.yml:2 (owner: Ann)"
    assert (finding.policy["backed"], finding.policy["departs"]) == (["faq"], ["chatbot"])
    assert [stand_of(finding, position) for position in finding.positions] == ["backed", "departs"]


def test_where_both_depart_nobody_is_backed_and_it_is_told_once() -> None:
    asked = _asked(_answer("faq", 30), _answer("chatbot", 14))
    told = back([asked], [_contradiction(asked, 30, 14)], _policy("return_window: 45 days"), None)
    (finding,) = told.findings
    assert finding.message.endswith("the policy says 45 days, and none of them does")
    assert (finding.policy["backed"], finding.policy["departs"]) == ([], ["chatbot", "faq"])


def test_where_all_agree_and_depart_it_is_a_finding_of_its_own() -> None:
    asked = _asked(_answer("faq", 14), _answer("chatbot", 14))
    (finding,) = back([asked], [], _policy("return_window: 30 days"), None).findings
    assert finding.kind is FindingKind.POLICY
    assert finding.severity is Severity.HIGH
    assert finding.message == (
        "Return window: the chatbot and the FAQ say up to 14 days; the policy says 30 days (policy.yml:1)"
    )
    assert [position.display for position in finding.positions] == ["up to 14 days", "30 days (policy)"]
    assert finding.positions[-1].quotes == ()


def test_a_departure_beside_an_answer_that_agrees_names_both() -> None:
    asked = _asked(_answer("faq", 30), _answer("chatbot", 14))
    (finding,) = back([asked], [], _policy("return_window: 30 days"), None).findings
    assert finding.policy["backed"] == ["faq"]
    assert [[q.answer_id for q in position.quotes] for position in finding.positions] == [["chatbot-14"], ["faq-30"]]


def test_what_agrees_is_no_finding_and_what_nobody_says_is_counted() -> None:
    asked = _asked(_answer("faq", 30))
    told = back([asked], [], _policy("return_window: 30 days\nrefund_time: 5 days\nother: {a: b}"), None)
    assert told.findings == []
    assert told.settings["policy"]["found"] == 1
    assert told.settings["policy"]["not_found"] == ["refund_time (policy.yml:2)"]
    assert told.settings["policy"]["free_text"] == 1


@pytest.mark.parametrize("text", ["return_window: {value: 30 days, valid_to: 2026-02-28}", ""])
def test_nothing_is_held_against_a_line_that_holds_no_more(text: str) -> None:
    assert back([_asked(_answer("faq", 14))], [], _policy(text), None).findings == []


def _likely(rules: Mapping[str, str], *answers: Answer) -> Finding:
    asked = _asked(*answers)
    found = _contradiction(asked, *dict.fromkeys(int(one.id.split("-")[1]) for one in answers))
    (finding,) = back([asked], [found], None, Authority(rules)).findings
    return finding


@pytest.mark.parametrize("rule", ["return_window", "duration", "return", "default"])
def test_a_channel_is_the_authority_for_a_role_a_kind_a_stage_or_by_default(rule: str) -> None:
    finding = _likely({rule: "knowledge"}, _answer("chatbot", 30), _answer("knowledge", 14))
    assert finding.policy["source"] == "authority"
    assert (finding.policy["backed"], finding.policy["departs"]) == (["knowledge"], ["chatbot"])
    assert "likely right: 14 days, because the knowledge base is the authority" in finding.message
    assert [stand_words(finding, position) for position in finding.positions] == ["likely wrong", "likely right"]


def test_the_nearest_rule_decides() -> None:
    rules = {"default": "chatbot", "return_window": "knowledge"}
    finding = _likely(rules, _answer("chatbot", 30), _answer("knowledge", 14))
    assert finding.policy["backed"] == ["knowledge"]


def test_an_authority_that_says_nothing_leaves_it_to_the_next_rule() -> None:
    rules = {"return_window": "faq", "default": "chatbot"}
    finding = _likely(rules, _answer("chatbot", 30), _answer("knowledge", 14))
    assert finding.policy["backed"] == ["chatbot"]


def test_the_newest() -> None:
    old, new = _answer("faq", 30, updated="2024-05-01"), _answer("macro", 14, updated="2025-01-02T10:00:00Z")
    finding = _likely({"default": "newest"}, old, new)
    assert finding.policy["backed"] == ["macro"]
    assert finding.policy["because"] == "its answer is the newest, of 2025-01-02"


@pytest.mark.parametrize("updated", [None, "last week", "2025-01-02"])
def test_the_newest_needs_two_days_that_differ(updated: str | None) -> None:
    finding = _likely(
        {"default": "newest"}, _answer("faq", 30, updated="2025-01-02"), _answer("macro", 14, updated=updated)
    )
    assert finding.policy == {}


def test_the_most_used() -> None:
    finding = _likely({"default": "most_used"}, _answer("faq", 30, uses=4), _answer("macro", 14, uses=1200))
    assert finding.policy["because"] == "it is used most, 1,200 times"


def test_an_answer_marked_as_the_authority_goes_before_the_rules() -> None:
    finding = _likely({"default": "faq"}, _answer("faq", 30), _answer("macro", 14, authority="yes"))
    assert finding.policy["backed"] == ["macro"]


def test_a_channel_on_both_sides_decides_nothing() -> None:
    finding = _likely({"default": "faq"}, _answer("faq", 30), _answer("faq", 14))
    assert finding.policy == {}


def test_the_policy_goes_before_the_authority() -> None:
    asked = _asked(_answer("faq", 30), _answer("chatbot", 14))
    told = back(
        [asked], [_contradiction(asked, 30, 14)], _policy("return_window: 30 days"), Authority({"default": "chatbot"})
    )
    assert told.findings[0].policy["source"] == "policy.yml:1"
    assert told.findings[0].policy["backed"] == ["faq"]


def test_of_a_list_only_what_is_in_question_is_told() -> None:
    answers = [("faq", "We accept Visa, Klarna and cash."), ("macro", "We don't accept PayPal.")]
    asked = [
        Asked(
            Question(f"q-{channel}", "Which payment methods do you accept?", (channel,), (channel,), ("en",)),
            [view_answer(answer, clean(text), "en")],
        )
        for channel, text in answers
        for answer in [Answer(channel, channel, "Which payment methods do you accept?", text, locale="en")]
    ]
    told = back(asked, [], _policy("payment_methods: [Visa, Mastercard, PayPal, Klarna]"), None)
    assert sorted(finding.message for finding in told.findings) == [
        "Payment methods: the FAQ says cash; the policy says cash is not on its list of 4 (policy.yml:1)",
        "Payment methods: the macro says not PayPal; the policy says PayPal is on its list of 4 (policy.yml:1)",
    ]
    assert {finding.policy["says"] for finding in told.findings if finding.policy} == {
        "cash is not on its list of 4",
        "PayPal is on its list of 4",
    }

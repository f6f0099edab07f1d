"""A first policy from what the channels say."""

from __future__ import annotations

from datetime import date

from cx_audit.backing import Asked, back, policy_subjects, suggest
from cx_audit.compare import view_answer
from cx_audit.model import Answer, Finding, FindingKind, Question, Severity
from cx_audit.policy import load_policy
from cx_audit.text import clean


def _asked(id: str, question: str, *answers: tuple[str, str]) -> Asked:
    views = [
        view_answer(one, clean(one.text), "en")
        for one in (Answer(f"{id}-{channel}", channel, question, text, locale="en") for channel, text in answers)
    ]
    return Asked(Question(id, question, tuple(view.answer.id for view in views), (), ()), views)


RETURNS = _asked(
    "r",
    "How long do I have to return an item?",
    ("faq", "You can return any item within 30 days."),
    ("chatbot", "Returns are possible up to 30 days after delivery."),
)
REFUNDS = _asked(
    "f",
    "How long does a refund take?",
    ("faq", "Your refund takes 5 days."),
    ("macro", "The refund takes up to 7 days."),
)
ALONE = _asked("x", "How long do I have to exchange an item?", ("faq", "You can exchange any item within 60 days."))


def test_what_two_channels_say_is_a_line_with_who_says_so() -> None:
    text, policy = suggest([RETURNS])
    assert [line.subject.key for line in policy.lines] == ["return_window"]
    assert "30 days  # 2 answers: chatbot 1, faq 1" in text


def test_what_they_do_not_agree_on_is_a_comment_with_each_side() -> None:
    text, policy = suggest([RETURNS, REFUNDS])
    assert [line.subject.key for line in policy.lines] == ["return_window"]
    assert "# refund_time: the channels don't agree" in text
    assert "# refund_time: 5 days  # 1 answer: faq 1" in text
    assert "# refund_time: up to 7 days  # 1 answer: macro 1" in text


def test_one_channel_alone_agrees_with_nobody() -> None:
    assert suggest([ALONE])[1].lines == ()


def test_what_a_contradiction_is_about_is_not_agreed_on() -> None:
    found = Finding("f-1", FindingKind.CONTRADICTION, Severity.HIGH, "r", "", (), "return_window", "duration")
    assert suggest([RETURNS], [found])[1].lines == ()


def test_the_order_of_answers_changes_nothing() -> None:
    turned = Asked(RETURNS.question, list(reversed(RETURNS.views)))
    assert suggest([RETURNS, REFUNDS])[0] == suggest([REFUNDS, turned])[0]


def test_the_draft_is_a_policy_that_finds_no_departure() -> None:
    text, _ = suggest([RETURNS, REFUNDS, ALONE])
    policy = load_policy("policy.yml", lambda _: text, policy_subjects(), date(2026, 1, 1))
    assert back([RETURNS, REFUNDS, ALONE], [], policy, None).findings == []


def test_words_of_others_do_no_harm_in_a_comment() -> None:
    asked = _asked(
        "r",
        "How long do I have to return an item?",
        ("faq\nreturn_fee: free", "You can return any item within 30 days."),
        ("chatbot", "You can return any item within 30 days."),
    )
    _, policy = suggest([asked])
    assert [line.subject.key for line in policy.lines] == ["return_window"]

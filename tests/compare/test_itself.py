"""A bot that was asked more than once, and says one thing and another."""

from __future__ import annotations

from dataclasses import replace

from compare_kit import answer, compare, contradictions

from cx_audit.model import Answer, FindingKind


def reply(id: str, text: str, asked: str = "ask-1", uses: int = 1, agent: str | None = None) -> Answer:
    return replace(answer(id, text), asked=asked, uses=uses, agent=agent)


def test_a_bot_alone_is_told_as_one_that_says_both() -> None:
    (finding,) = contradictions(
        compare(
            [
                reply("chatbot-1", "We answer the phone on Friday until 17:00."),
                reply("chatbot-2", "We answer the phone on Friday until 18:00."),
            ]
        )
    )
    assert finding.message.endswith(": the chatbot says both 17:00 and 18:00, asked twice")
    assert "the chatbot contradicts itself, asked twice" in finding.reasons


def test_how_often_it_was_asked_counts_every_reply() -> None:
    told = compare(
        [
            reply("chatbot-1", "You have 30 days to return it.", uses=4),
            reply("chatbot-2", "You can return it within 30 days.", uses=1),
            reply("chatbot-3", "You have 14 days to return it."),
        ]
    )
    (finding,) = contradictions(told)
    assert finding.message.endswith("asked 6 times")


def test_beside_another_channel_it_is_added() -> None:
    told = compare(
        [
            answer("faq-1", "You have 30 days to return it."),
            reply("chatbot-1", "You have 30 days to return it."),
            reply("chatbot-2", "You have 14 days to return it."),
        ]
    )
    (finding,) = contradictions(told)
    assert "the FAQ and the chatbot say" in finding.message or "the chatbot and the FAQ say" in finding.message
    assert finding.message.endswith("; asked twice, the chatbot says both")


def test_three_things_said() -> None:
    days = (14, 30, 60)
    told = compare([reply(f"chatbot-{n}", f"You have {n} days to return it.") for n in days])
    sides = [len(finding.positions) for finding in contradictions(told)]
    assert max(sides) >= 2
    assert all("the chatbot says" in f.message and "asked 3 times" in f.message for f in contradictions(told))


def test_two_entries_of_a_channel_that_nobody_asked_are_told_as_two_answers() -> None:
    (finding,) = contradictions(
        compare([answer("faq-1", "You have 30 days to return it."), answer("faq-2", "You have 14 days to return it.")])
    )
    assert finding.message.endswith(": the FAQ says 30 days; the FAQ (another answer) says 14 days")


def test_replies_to_two_questions_are_no_reply_to_one() -> None:
    (finding,) = contradictions(
        compare(
            [
                reply("chatbot-1", "You have 30 days to return it.", asked="ask-1"),
                reply("chatbot-2", "You have 14 days to return it.", asked="ask-2"),
            ]
        )
    )
    assert "asked" not in finding.message


def test_a_bot_and_another_one_are_two_speakers() -> None:
    (finding,) = contradictions(
        compare(
            [
                reply("chatbot-1", "You have 30 days to return it.", agent="old"),
                reply("chatbot-2", "You have 14 days to return it.", agent="new"),
            ]
        )
    )
    assert "asked" not in finding.message


def test_what_one_reply_of_a_bot_leaves_out_is_no_omission() -> None:
    said = [
        "You can return it within 30 days. Returns of opened food cost 4.95 euros and need a label from us.",
        "You can return it within 30 days.",
    ]
    told = compare([answer(f"macro-{i}", text) for i, text in enumerate(said)], likeness=0.1)
    assert any(finding.kind is FindingKind.OMISSION for finding in told)
    told = compare([reply(f"chatbot-{i}", text) for i, text in enumerate(said)], likeness=0.1)
    assert not any(finding.kind is FindingKind.OMISSION for finding in told)


def test_a_third_answer_and_a_value_as_most_say_it() -> None:
    texts = ("You have 18 months to return it.", "You have a year and a half to return it.", "You have 18 months.")
    told = [answer(f"faq-{n}", text) for n, text in enumerate((*texts, "You have 14 days.", "You have 60 days."), 1)]
    (finding,) = contradictions(compare(told))
    assert finding.by_value
    assert finding.message.split(": ")[1] == (
        "the FAQ says 18 months; the FAQ (another answer) says 14 days; the FAQ (a third answer) says 60 days"
    )


def test_a_bot_asked_twice_is_told_so_and_no_more() -> None:
    told = [reply("chatbot-1", "You have 30 days to return it."), reply("chatbot-2", "You have 14 days to return it.")]
    (finding,) = contradictions(compare([*told, answer("faq-1", "You have 30 days to return it.")]))
    assert "another answer" not in finding.message
    assert "asked" in finding.message

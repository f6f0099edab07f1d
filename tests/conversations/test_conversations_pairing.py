"""Which turn answers which."""

from __future__ import annotations

from cx_audit.conversations import Dropped, Exchange, Role, Turn, exchanges, says

_ROLES = {"C": Role.CUSTOMER, "A": Role.AGENT, "B": Role.BOT, "N": Role.NOTE, "S": Role.SYSTEM}


def talk(*lines: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Lines such as "A1: text" to the exchanges and the dropped turns, each as two texts."""
    turns = []
    for line in lines:
        who, text = line.split(": ", 1)
        turns.append(Turn("c", _ROLES[who[0]], text, author=who))
    found = list(exchanges(turns, lambda turn: says(turn.text, "en")))
    pairs = [
        (" ".join(one.asked), " ".join(turn.text for turn in one.answer)) for one in found if isinstance(one, Exchange)
    ]
    return pairs, [(one.why, one.turn.text) for one in found if isinstance(one, Dropped)]


def test_lines_in_a_row_are_one() -> None:
    pairs, dropped = talk(
        "C: Hi!", "C: my grinder broke", "C: Can I send it back?", "A1: Sure, within 30 days.", "A1: The label is free."
    )
    assert pairs == [("my grinder broke Can I send it back?", "Sure, within 30 days. The label is free.")]
    assert dropped == [("manners", "Hi!")]


def test_a_request_to_wait_leaves_the_question_open() -> None:
    pairs, dropped = talk("C: Is it free?", "A1: One moment please.", "C: thanks", "A1: It costs 5 euro.")
    assert pairs == [("Is it free?", "It costs 5 euro.")]
    assert dropped == [("held", "One moment please."), ("manners", "thanks")]


def test_a_question_back_is_no_answer_and_its_detail_no_question() -> None:
    pairs, dropped = talk("C: When does it arrive?", "A1: Which order is it?", "C: the blue one", "A1: In 3 days.")
    assert pairs == [("When does it arrive?", "In 3 days.")]
    assert dropped == [("asked back", "Which order is it?"), ("detail", "the blue one")]


def test_a_further_question_before_the_answer_is_added() -> None:
    pairs, _ = talk("C: When does it arrive?", "A1: Which order is it?", "C: 12, and is it free?", "A1: Yes, 3 days.")
    assert pairs == [("When does it arrive? 12, and is it free?", "Yes, 3 days.")]


def test_a_second_speaker_answers_the_same_question() -> None:
    pairs, _ = talk("C: Is it free?", "B: No, it costs 5 euro.", "A1: It is free for members.")
    assert pairs == [("Is it free?", "No, it costs 5 euro."), ("Is it free?", "It is free for members.")]


def test_after_an_answer_a_new_question_stands_alone() -> None:
    pairs, _ = talk("C: Is it free?", "A1: Yes, always.", "C: And how long does it take?", "A1: 3 days.")
    assert pairs == [("Is it free?", "Yes, always."), ("And how long does it take?", "3 days.")]


def test_notes_and_events_are_neither_and_divide_nothing() -> None:
    pairs, dropped = talk("C: Is it", "N: he is cross", "S: assigned to A1", "C: free?", "A1: Yes, always.")
    assert pairs == [("Is it free?", "Yes, always.")]
    assert dropped == [("note", "he is cross"), ("system", "assigned to A1")]


def test_what_nobody_asked_and_what_nobody_answered() -> None:
    pairs, dropped = talk("A1: We changed our opening hours.", "C: Since when?")
    assert pairs == []
    assert dropped == [("no asker", "We changed our opening hours."), ("unanswered", "Since when?")]


def test_every_turn_is_in_an_exchange_or_dropped() -> None:
    lines = [
        "C: Hi!",
        "A1: Hello!",
        "C: Is it free?",
        "A1: Which one?",
        "C: Both?",
        "A1: Yes.",
        "A1: Bye!",
        "C: thanks",
    ]
    turns = [Turn("c", _ROLES[line[0]], line.split(": ", 1)[1], author=line.split(": ")[0]) for line in lines]
    found = list(exchanges(turns, lambda turn: says(turn.text, "en")))
    kept = [turn for one in found if isinstance(one, Exchange) for turn in (*one.question, *one.answer)]
    dropped = [one.turn for one in found if isinstance(one, Dropped)]
    assert sorted(map(id, [*kept, *dropped])) == sorted(map(id, turns))

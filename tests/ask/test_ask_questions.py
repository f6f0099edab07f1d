"""Which questions are asked, in which words, how often, and what that takes."""

from __future__ import annotations

import random

from ask_kit import answer, asked, call

from cx_audit.ask.plan import Prices, calls, cost, session_id
from cx_audit.ask.questions import Asking, questions_to_ask
from cx_audit.model import Answer, Question

RETURN = [
    answer("f1", "faq", "How long can I return it?", "What is the return window?", intent="window"),
    answer("m1", "macro", "Returns::Window"),
    answer("a1", "agent", "hi there how many days do i have to send my shoes back"),
    answer("f2", "faq", "Hoe lang kan ik retourneren?", locale="nl-NL"),
]


def found(
    answers: list[Answer], *questions: Question, wordings: int = 3, longest: int = 500, only: str | None = None
) -> list[Asking]:
    named = {one.id: one for one in answers}
    told = questions or (asked("How long can I return it?", *named),)
    return questions_to_ask(told, named, wordings=wordings, longest=longest, only=only)


def test_each_language_is_asked_in_its_own_words() -> None:
    english, dutch = found(RETURN)
    assert english.language == "en"
    assert english.wordings[0] == "How long can I return it?"
    assert set(english.wordings[1:]) == {
        "What is the return window?",
        "hi there how many days do i have to send my shoes back",
    }
    assert (dutch.language, dutch.wordings) == ("nl", ("Hoe lang kan ik retourneren?",))
    assert [one.language for one in found(RETURN, only="nl")] == ["nl"]
    assert english.intent == "window"


def test_wordings_that_differ_come_first() -> None:
    near = [answer(f"f{n}", "faq", text) for n, text in enumerate(("Can I pay by card?", "Can I pay by a card?"))]
    far = answer("f9", "faq", "Which payment methods are accepted?")
    (one,) = found([*near, far], asked("Can I pay by card?", "f0", "f1", "f9"), wordings=2)
    assert one.wordings == ("Can I pay by card?", "Which payment methods are accepted?")


def test_the_same_words_in_another_order_or_case_are_no_other_wording() -> None:
    texts = ("Can I pay by card?", "can i pay by card", "By card, can I pay?")
    (one,) = found([answer(f"f{n}", "faq", text) for n, text in enumerate(texts)], asked("x", "f0", "f1", "f2"))
    assert len(one.wordings) == 1


def test_titles_of_macros_are_asked_only_where_nobody_asks_in_words() -> None:
    (one,) = found([answer("m1", "macro", "Returns::Window - standard")], asked("?", "m1"))
    assert one.wordings == ("Returns: Window: standard",)


def test_what_a_bot_cannot_be_told_is_left_out() -> None:
    texts = ("Where is order {{order.id}}?", "x" * 600 + "?", "<b> </b>")
    assert found([answer(f"f{n}", "faq", text) for n, text in enumerate(texts)], asked("?", "f0", "f1", "f2")) == []


def test_a_script_without_spaces_is_words_too() -> None:
    (one,) = found([answer("a1", "agent", "สามารถคืนสินค้าได้ภายในกี่วัน", locale="th")], asked("?", "a1"))
    assert one.language == "th"


def test_no_wording_is_asked_for_two_questions() -> None:
    twice = [answer("f1", "faq", "Can I return it?"), answer("f2", "faq", "Can I return it?", "May I send it back?")]
    told = found(twice, asked("A", "f1"), asked("B", "f2"))
    texts = [text for one in told for text in one.wordings]
    assert len(texts) == len(set(texts)) == 2


def test_the_language_with_the_most_questions_comes_first() -> None:
    dutch = [
        answer(f"f{n}", "faq", text, locale="nl") for n, text in enumerate(("Wat kost het?", "Hoe lang duurt het?"))
    ]
    arabic = answer("f9", "faq", "كم سعر التوصيل؟", locale="ar")
    told = found([*dutch, arabic], asked("A", "f0"), asked("B", "f1"), asked("C", "f9"))
    assert [one.language for one in told] == ["nl", "nl", "ar"]


def test_the_order_of_the_input_changes_nothing() -> None:
    told = found(RETURN)
    for seed in range(5):
        answers = random.Random(seed).sample(RETURN, len(RETURN))
        ids = [one.id for one in answers]
        assert found(answers, asked("How long can I return it?", *ids)) == told


def test_the_plan_asks_every_question_once_before_any_twice() -> None:
    askings = [Asking("1", "en", ("a", "b")), Asking("2", "en", ("c",))]
    told = [(one.wording, one.run) for one in calls(askings, 2)]
    assert told == [("a", 1), ("c", 1), ("b", 1), ("a", 2), ("c", 2), ("b", 2)]


def test_each_request_has_a_conversation_of_its_own_the_same_every_time() -> None:
    asking = Asking("1", "en", ("a", "b"))
    ids = [session_id(one, "rasa", "") for one in calls([asking], 3)]
    assert len(set(ids)) == 6
    assert ids == [session_id(one, "rasa", "") for one in calls([asking], 3)]
    assert not set(ids) & {session_id(one, "rasa", "July") for one in calls([asking], 3)}
    assert call().key == call().key


def test_cost_is_a_count_and_for_models_an_estimate() -> None:
    todo = list(calls([Asking("1", "en", ("abcd" * 10,))], 5))
    assert cost(todo, tokens=False).tokens_in is None
    told = cost(todo, tokens=True, system="x" * 400)
    assert (told.requests, told.tokens_in, told.tokens_out, told.amount) == (5, 5 * (110 + 10), 1000, None)
    priced = cost(todo, tokens=True, prices=Prices(1.0, 2.0)).amount
    assert priced == 5 * 20 / 1000 * 1.0 + 2.0

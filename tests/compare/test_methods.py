"""Findings about methods, and the mentions that they rest on."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cx_audit.compare.method_mentions import Mention
from cx_audit.compare.method_stance import Stance
from cx_audit.compare.methods import compare_methods, mentions
from cx_audit.compare.view import AnswerView, view_answer
from cx_audit.model import Answer, Finding, FindingKind, Position, Question, Severity
from cx_audit.text import clean

QUESTION = Question("q-1", "How can I pay?", (), (), ())


def new_id(kind: FindingKind, positions: object) -> str:
    return f"{kind.value}:{positions!r}"


def view(
    text: str, name: str = "a", *, channel: str = "faq", language: str = "en", audience: str | None = None
) -> AnswerView:
    answer = Answer(
        name, channel, "How can I pay?", text, audience=audience, agent="Noor" if channel == "agent" else None
    )
    return view_answer(answer, clean(text), language)


def read(text: str, language: str = "en") -> list[tuple[str, Stance]]:
    return [(m.concept, m.stance) for m in mentions(view(text, language=language))]


def find(*views: AnswerView) -> list[Finding]:
    return compare_methods(QUESTION, views, new_id)


def said(position: Position) -> list[str]:
    return [q.answer_id for q in position.quotes]


ACCEPTS = "You can pay with Klarna or PayPal."
REFUSES = "We don't accept Klarna."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We accept Visa and PayPal.", [("visa", Stance.ACCEPTED), ("paypal", Stance.ACCEPTED)]),
        ("We take Visa, but not PayPal.", [("visa", Stance.ACCEPTED), ("paypal", Stance.REFUSED)]),
        ("We only accept Visa or PayPal.", [("visa", Stance.ONLY), ("paypal", Stance.ONLY)]),
        ("The only ways to pay are:\nVisa,\nPayPal.", [("visa", Stance.ONLY), ("paypal", Stance.ONLY)]),
        ("Not only Visa but also PayPal is accepted.", [("visa", Stance.ACCEPTED), ("paypal", Stance.ACCEPTED)]),
        ("Do you take PayPal?", []),
        ("If you pay by PayPal, tell us.", [("paypal", Stance.UNCLEAR)]),
        ("PayPal isn't accepted for orders over £50.", [("paypal", Stance.UNCLEAR)]),
        ("All options are off the menu with PayPal, sorry.", [("paypal", Stance.UNCLEAR)]),
        ("We only take cards such as Visa.", [("card", Stance.ACCEPTED), ("visa", Stance.ACCEPTED)]),
    ],
)
def test_stances(text: str, expected: list[tuple[str, Stance]]) -> None:
    assert read(text) == expected


def test_a_language_without_words_says_nothing() -> None:
    assert read("PayPal nie jest akceptowany.", "sv") == []


def test_a_mention_stands_where_its_name_is_written() -> None:
    answer = view("Hi!\n\nWe accept Visa,\nPayPal and Apple Pay.")
    assert [answer.clean.text[m.start : m.end] for m in mentions(answer)] == ["Visa", "PayPal", "Apple Pay"]


def test_offsets_survive_folding() -> None:
    answer = view("Ｗe accept ﬁne Visa and PayPal.")
    assert [answer.clean.text[m.start : m.end] for m in mentions(answer)] == ["Visa", "PayPal"]


def test_finding_tells_who_says_what() -> None:
    (finding,) = find(view(ACCEPTS, "a"), view(ACCEPTS, "b", channel="chatbot"), view(REFUSES, "c", channel="agent"))
    assert finding.kind is FindingKind.CONTRADICTION
    assert finding.message == "Payment methods: the chatbot and the FAQ accept Klarna; agent Noor refuses it"
    assert (finding.role, finding.fact_kind, finding.question_id) == ("payment", "method", "q-1")
    assert [said(p) for p in finding.positions] == [["a", "b"], ["c"]]
    assert finding.severity is Severity.MEDIUM


def test_public_channels_that_disagree_on_a_refusal_weigh_most() -> None:
    (finding,) = find(view(ACCEPTS), view(REFUSES, "b", channel="chatbot"))
    assert finding.severity is Severity.HIGH


def test_quotes_count_in_the_original_text() -> None:
    raw = "<p>Hello,</p><p>You can pay with <b>Klarna</b> &amp; PayPal.</p>"
    (finding,) = find(view(raw), view(REFUSES, "b"))
    (quote,) = finding.positions[0].quotes
    assert quote.quote == "You can pay with Klarna & PayPal."
    assert raw[quote.start :].startswith("You can pay with")
    assert [quote.quote[start:end] for start, end in quote.marks] == ["Klarna"]


def test_several_methods_of_the_same_answers_are_one_finding() -> None:
    (finding,) = find(view("We accept cash and PayPal."), view("We don't accept cash or PayPal.", "b"))
    assert finding.positions[0].value == "payment:cash+paypal:yes"
    assert finding.message.endswith("the FAQ accepts cash and PayPal; the FAQ refuses them")


def test_a_later_step_of_a_way_is_no_other_way() -> None:
    steps = "Log in to your account and register the return. Then hand the parcel in at a parcel point."
    (finding,) = find(view(steps), view("You can register a return only by email.", "b", channel="chatbot"))
    taken, only = finding.positions
    assert taken.display == "yourself in the app, account or website"
    assert taken.quotes[0].quote == "Log in to your account and register the return."
    assert only.display == "only in writing by e-mail"


def test_two_ways_in_one_sentence_are_both_told() -> None:
    (finding,) = find(view("Cancel by phone or in the app."), view("You can cancel only by email.", "b"))
    assert finding.positions[0].display == "by phone and yourself in the app, account or website"


def test_every_pair_across_positions_contradicts() -> None:
    views = [
        view("You can pay with PayPal.", "a"),
        view("You can pay with PayPal.", "b", audience="business"),
        view("We don't accept PayPal.", "c", audience="private"),
        view("We don't accept PayPal.", "d"),
    ]
    pairs = {
        frozenset((x, y))
        for f in find(*views)
        for p, q in itertools.combinations(f.positions, 2)
        for x in said(p)
        for y in said(q)
    }
    assert pairs == {frozenset("ac"), frozenset("ad"), frozenset("bd")}


def test_other_audiences_never_contradict() -> None:
    assert find(view(ACCEPTS, audience="business"), view(REFUSES, "b", audience="private")) == []


def test_mutual_exclusion_is_told_once() -> None:
    (finding,) = find(view("You can only cancel by phone."), view("You can only cancel in the app.", "b"))
    assert (finding.role, finding.fact_kind) == ("way", "way")
    assert finding.severity is Severity.MEDIUM


def test_an_answer_that_contradicts_itself_is_left_out() -> None:
    assert find(view("We accept PayPal. We don't accept PayPal."), view("You can pay with PayPal.", "b")) == []


def test_refusing_one_card_is_no_refusal_of_cards() -> None:
    assert find(view("We accept credit cards."), view("We don't accept American Express.", "b")) == []
    assert find(view("We accept American Express."), view("We don't accept credit cards.", "b")) != []


def test_a_help_line_beside_the_common_way_is_no_offer() -> None:
    only = view("Changes can only be made in the app.")
    assert find(only, view("Change it in the app. Call us for anything else.", "b")) == []
    assert find(only, view("Change it in the app or call us.", "b")) != []


def test_choices_that_leave_each_other_out() -> None:
    (finding,) = find(view("Returns are at your own expense."), view("Returns are free.", "b", channel="chatbot"))
    assert finding.kind is FindingKind.CONTRADICTION
    assert finding.message == "Return shipping: the FAQ says the customer pays; the chatbot says the company pays"
    assert (finding.role, finding.fact_kind) == ("return_cost", "choice")
    assert [said(p) for p in finding.positions] == [["a"], ["b"]]


def test_a_family_that_is_not_sure_is_told_for_a_reader_to_check() -> None:
    (finding,) = find(view("These trousers run small."), view("They are true to size.", "b"))
    assert finding.kind is FindingKind.UNVERIFIED
    assert finding.confidence <= 0.5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Returns are free.", Stance.ACCEPTED),
        ("Returns are free, unless the item was on sale.", Stance.ACCEPTED),
        ("Returns are free for members.", Stance.UNCLEAR),
        ("If the item is faulty, returns are free.", Stance.UNCLEAR),
    ],
)
def test_stance_of_a_choice(text: str, expected: Stance) -> None:
    assert [m.stance for m in mentions(view(text)) if m.family == "return_cost"] == [expected]


def test_a_condition_that_the_question_sets_is_none() -> None:
    answer = Answer(
        "a", "faq", "What if my item arrived scratched?", "If your item arrived scratched, returns are free."
    )
    (mention,) = mentions(view_answer(answer, clean(answer.text), "en"))
    assert mention.stance is Stance.ACCEPTED


def test_answers_that_name_both_choices_are_left_out() -> None:
    both = view("Returns are free in the shop, but by post they're at your own expense.")
    assert find(both, view("Returns are free.", "b")) == []


def test_lists_that_cross_are_one_finding() -> None:
    (finding,) = find(view("We accept Visa, PayPal and Klarna."), view("We accept Visa, PayPal and Apple Pay.", "b"))
    assert finding.message == "Payment methods: the FAQ says Apple Pay; the FAQ says Klarna"


def test_an_exception_is_no_refusal_of_the_rest() -> None:
    assert find(view("We ship worldwide except Russia."), view("We ship worldwide.", "b")) == []
    assert find(view("We don't ship to Russia."), view("We ship worldwide.", "b")) != []


@settings(deadline=None)
@given(st.permutations(["a", "b", "c", "d"]))
def test_order_makes_no_difference(order: list[str]) -> None:
    texts = {"a": ACCEPTS, "b": REFUSES, "c": "We only accept PayPal.", "d": "We accept Visa."}
    views = [view(texts[name], name) for name in order]
    assert find(*views) == find(*(view(texts[name], name) for name in sorted(texts)))


WORDS = [
    "not",
    "only",
    "paypal",
    "visa",
    ",",
    ".",
    "and",
    "by phone",
    "in the app",
    "we",
    "accept",
    "if",
    ":",
    "\n",
    ">",
    "x",
]


@settings(deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=30), st.sampled_from(["en", "nl", "es", "vi", "ar", "de", "fr"]))
def test_any_text_can_be_read(parts: list[str], language: str) -> None:
    answer = view(" ".join(parts), language=language)
    for mention in mentions(answer):
        assert isinstance(mention, Mention)
        assert answer.body.start <= mention.sentence.start <= mention.start < mention.end <= mention.sentence.end


@pytest.mark.timing
@pytest.mark.parametrize("unit", ["paypal also as ", "not ", "a > ", "only paypal, ", "visa\n", "not paypal is "])
def test_long_texts_are_read_in_time(unit: str) -> None:
    started = time.perf_counter()
    mentions(view(unit * (20_000 // len(unit))))
    assert time.perf_counter() - started < 10

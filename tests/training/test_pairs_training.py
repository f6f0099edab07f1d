"""What the second stage of the reader of outcomes learns from, and how it is drawn."""

from __future__ import annotations

import json
import random
from collections import Counter
from itertools import chain

from benchmarks.accuracy.data import companies
from training.check import BENCHMARKS, leaks
from training.corpus_data import Text, Topic
from training.outcomes.companies import halves
from training.outcomes.data import body, set_aside
from training.pairs.data import COMPATIBLE, CONTRADICTS, DATA, DIFFERS, Pair, of_companies, read, texts
from training.pairs.draw import Draw, Plan
from training.pairs.strangers import written
from training.texts import subjects

FIRST, SECOND = halves()
KNOWN = read(FIRST, SECOND)
_ASK = (("en", "faq", "Can I return it?"), ("en", "message", "hi, can it go back"), ("nl", "faq", "Kan het terug?"))
_ANSWERS = (
    Text("a1", "en", "faq", "A", "You can return it. We pay the postage."),
    Text(
        "a2", "nl", "macro", "A", "Beste {{name}},\n\nJe kunt het terugsturen. Wij betalen de port.\n\nGroet", omits=""
    ),
    Text("a3", "en", "chatbot", "A", "Sure, send it back!", omits="who pays"),
    Text("b1", "en", "agent", "B", "Hi Ann, no returns, sorry.", differs="polarity"),
)


def test_answers_of_the_corpus_are_read_without_greeting_and_asked_as_their_channel_is() -> None:
    (subject,) = subjects([Topic("returns", "shop", "", (), _ASK, _ANSWERS)])
    faq, macro, chatbot, agent = subject.answers
    assert macro.body == "Je kunt het terugsturen. Wij betalen de port."
    assert faq.sentences == ("You can return it.", "We pay the postage.")
    assert (faq.questions, agent.questions) == (("Can I return it?",), ("hi, can it go back",))
    assert macro.questions == ("Kan het terug?",)
    assert len(chatbot.questions) == 2  # no training phrase in English: all that is asked in English


def test_every_source_has_pairs_that_contradict_each_other_and_pairs_that_do_not() -> None:
    assert set(KNOWN.learned) == set(KNOWN.measured) | {"strangers"} == set(Plan().shares)
    told = {name: found for name, found in KNOWN.learned.items() if name != "strangers"}
    for found in chain(told.values(), KNOWN.measured.values()):
        assert {COMPATIBLE, CONTRADICTS} <= {pair.relation for pair in found}
        assert all(all(pair.replies) and all(pair.questions) for pair in found)


def test_replies_to_two_questions_contradict_each_other_in_nothing() -> None:
    found = KNOWN.learned["strangers"]
    assert {pair.relation for pair in found} == {COMPATIBLE}
    assert all(pair.outcomes == (-1, -1) for pair in found)
    firm = written(DATA / "pairs.jsonl")[0]
    home = {reply: matter for matter, replies in firm.replies.items() for reply in replies}
    drawn = list(firm.strangers(50, random.Random(1)))
    assert drawn
    for asked, (one, other) in drawn:
        assert home[one] != home[other]
        assert asked in (firm.asked[home[one]], firm.asked[home[other]])


def test_every_labelled_pair_of_a_company_is_learned_or_measured() -> None:
    found = Counter(pair.relation for pair in of_companies(SECOND))
    labels = [label for company in SECOND for label in company.labels.values()]
    assert found[CONTRADICTS] + found[DIFFERS] == sum(label.relation == "contradict" for label in labels)
    assert sum(found.values()) == len(labels)


def test_no_text_is_learned_and_measured() -> None:
    for name in ("companies", "matters", "written"):
        learned = {reply for pair in KNOWN.learned[name] for reply in pair.replies}
        measured = {reply for pair in KNOWN.measured[name] for reply in pair.replies}
        assert len(learned & measured) < 0.01 * len(measured)  # "No.", in two


def test_nothing_is_learned_from_a_company_that_is_held_out() -> None:
    held_out = companies(sorted(path for path in (BENCHMARKS / "held_out").iterdir() if path.is_dir()))
    unseen = {body(answer.text, (answer.locale or "en")[:2]) for company in held_out for answer in company.answers}
    assert len(unseen) > 900
    assert not unseen & {reply for pair in chain.from_iterable(KNOWN.learned.values()) for reply in pair.replies}


def test_what_was_written_names_no_pair_twice_and_none_that_is_not_there() -> None:
    rows = [json.loads(line) for line in (DATA / "pairs.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len({row["m"] for row in rows}) == len(rows)
    assert any(set_aside(row["m"]) for row in rows)
    for row in rows:
        told = [tuple(pair) for pair in (*row["c"], *row["n"])]
        assert len(set(told)) == len(told)
        assert all(0 <= i < j < len(row["a"]) for i, j in told)
        assert {len(letters) for letters in row["y"]} == {len(row["a"])}


def test_no_text_of_a_labelled_company_is_in_what_was_written_for_it() -> None:
    assert list(leaks(texts(), [BENCHMARKS])) == []


def test_pairs_are_drawn_in_either_order_with_their_outcomes() -> None:
    pair = Pair(("May I?",), ("Yes.", "No."), CONTRADICTS, (0, 1))
    draw = Draw({"one": [pair]}, Plan(shares={"one": 1.0}))
    assert {draw.one() for _ in range(50)} == {
        (("May I?", "Yes.", "No."), CONTRADICTS, (0, 1)),
        (("May I?", "No.", "Yes."), CONTRADICTS, (1, 0)),
    }


def test_as_many_contradict_each_other_as_planned() -> None:
    pairs = [Pair(("?",), ("a", "b"), relation) for relation in (COMPATIBLE, CONTRADICTS, DIFFERS)]
    draw = Draw({"one": pairs}, Plan(shares={"one": 1.0}, contradicting=0.25))
    share = sum(draw.one()[1] == CONTRADICTS for _ in range(2000)) / 2000
    assert 0.2 < share < 0.3

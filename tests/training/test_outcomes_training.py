"""What the reader of outcomes learns from."""

from __future__ import annotations

from collections import Counter
from itertools import chain

from benchmarks.accuracy.data import companies
from cx_audit.text import clean_question
from training.check import BENCHMARKS, leaks
from training.corpus_data import topics
from training.outcomes.companies import halves, of_companies
from training.outcomes.data import LETTERS, Example, Examples, body, read
from training.outcomes.draw import Draw, Plan

KNOWN = read()
ALL = [*KNOWN.single, *KNOWN.matters, *chain.from_iterable(KNOWN.measured.values())]


def test_every_answer_of_the_corpus_has_a_letter() -> None:
    known = {example.matter for example in ALL}
    assert {topic.name for topic in topics()} <= known
    assert {example.letter for example in ALL} == set(LETTERS)


def test_nothing_is_empty() -> None:
    assert all(example.reply and all(example.questions) for example in ALL)


def test_no_matter_is_learned_and_measured() -> None:
    learned = {example.matter for example in [*KNOWN.single, *KNOWN.matters]}
    assert not learned & {example.matter for found in KNOWN.measured.values() for example in found}
    assert all(KNOWN.measured.values())


def test_a_matter_has_each_reply_under_each_question() -> None:
    counts = Counter(example.matter for example in KNOWN.matters)
    assert set(counts.values()) == {4 * 5, 3 * 6}


def test_granted_and_refused_are_about_as_usual_in_every_language() -> None:
    sides: Counter[tuple[str, str]] = Counter((example.language, example.letter) for example in ALL)
    for language in {language for language, _ in sides}:
        assert 0.5 < sides[language, "Y"] / sides[language, "N"] < 2


def test_replies_are_read_without_greeting() -> None:
    assert body("Beste {{name}},\n\nJe kunt het terugsturen.\n\nGroet", "nl") == "Je kunt het terugsturen."


def test_an_answer_of_the_corpus_is_read_under_every_wording_of_its_topic() -> None:
    wordings = {topic.name: {clean_question(text) for _, _, text in topic.ask} for topic in topics()}
    found = [example for example in ALL if example.matter in wordings]
    assert found
    assert all(set(example.questions) == wordings[example.matter] for example in found)


def test_the_halves_of_the_companies_share_none() -> None:
    first, second = ({example.house for example in of_companies(half)} for half in halves())
    assert not first & second
    assert first | second == {company.name for company in companies()}
    assert abs(len(first) - len(second)) <= 1


def test_nothing_is_learned_from_a_company_that_is_held_out() -> None:
    held_out = companies(sorted(path for path in (BENCHMARKS / "held_out").iterdir() if path.is_dir()))
    unseen = {body(answer.text, answer.locale or "en") for company in held_out for answer in company.answers}
    assert len(held_out) == 7
    assert not unseen & {example.reply for example in of_companies()}


def test_a_reply_under_the_question_of_another_matter_of_its_house_decides_nothing() -> None:
    mine, other = (Example(f"h/{name}", (f"{name}?",), name, "Y", "en", "h") for name in ("mine", "other"))
    draw = Draw(Examples([], [mine, other], {}), Plan(matters=1.0, strange=0.5))
    drawn = {draw.one() for _ in range(200)}
    granted, neither = LETTERS.index("Y"), LETTERS.index("X")
    assert drawn == {
        (("mine?", "mine"), granted),
        (("other?", "other"), granted),
        (("other?", "mine"), neither),
        (("mine?", "other"), neither),
    }


def test_as_many_are_of_companies_as_planned() -> None:
    one, ours = (Example(name, ("?",), name, "Y", "en") for name in ("one", "ours"))
    draw = Draw(Examples([one], [one], {}, [ours]), Plan(companies=0.25))
    share = sum(draw.one()[0][1] == "ours" for _ in range(2000)) / 2000
    assert 0.2 < share < 0.3


def test_every_answer_of_a_labelled_company_has_a_letter() -> None:
    found = of_companies()
    assert len(found) == sum(len(company.answers) for company in companies())
    assert {example.letter for example in found} == set(LETTERS)
    assert all(example.questions for example in found)


def test_no_text_of_a_labelled_company_is_in_what_was_written_for_it() -> None:
    from training.outcomes.data import texts

    assert list(leaks(texts(), [BENCHMARKS])) == []

"""What the reader of outcomes learns from."""

from __future__ import annotations

from collections import Counter
from itertools import chain

from benchmarks.accuracy.data import companies
from cx_audit.text import clean_question
from training.check import leaks
from training.corpus_data import topics
from training.outcomes.companies import of_companies
from training.outcomes.data import LETTERS, body, read

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
    assert set(counts.values()) == {20}


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


def test_every_answer_of_a_labelled_company_has_a_letter() -> None:
    found = of_companies()
    assert len(found) == sum(len(company.answers) for company in companies())
    assert {example.letter for example in found} == set(LETTERS)
    assert all(example.questions for example in found)


def test_no_labelled_company_is_in_it() -> None:
    from training.check import BENCHMARKS
    from training.outcomes.data import texts

    assert list(leaks(texts(), [BENCHMARKS])) == []

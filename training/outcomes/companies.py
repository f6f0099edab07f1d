"""Our labelled companies, as the reader of outcomes learns from them and is measured on those that it hasn't seen.

``outcomes.txt`` beside a company's answers has a letter for each, by what most who ask for that intent hope for. Those
under ``held_out`` have none: nothing learns from them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from benchmarks.accuracy.data import Company, companies
from benchmarks.accuracy.run import vectors
from cx_audit.model import Answer
from cx_audit.text import clean_question
from training.outcomes.data import Example, body

__all__ = ["halves", "letters", "nearest", "of_companies", "questions_of"]

_COMPANIES = Path(__file__).parents[2] / "benchmarks" / "accuracy" / "companies"
_TITLED = ("macro", "knowledge")
_QUESTIONS = 3
_NEAR = 3


def letters(company: Company) -> dict[str, str]:
    """The letter of each answer, by its id."""
    lines = (_COMPANIES / company.name / "outcomes.txt").read_text(encoding="utf-8").splitlines()
    return {line.split()[0]: line.split()[1] for line in lines}


def questions_of(company: Company) -> dict[str, tuple[str, ...]]:
    """Up to three questions of each intent, those of customers first."""
    intents: dict[str, list[Answer]] = defaultdict(list)
    for answer in company.answers:
        intents[answer.intent or answer.id].append(answer)
    out = {}
    for intent, answers in sorted(intents.items()):
        ordered = sorted(answers, key=lambda answer: (answer.channel in _TITLED, answer.question))
        out[intent] = tuple(clean_question(answer.question) for answer in ordered[:_QUESTIONS])
    return out


def nearest(questions: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """For each intent the questions of those that sound most like it."""
    names = list(questions)
    places = [at for at, name in enumerate(names) for _ in questions[name]]
    rows = vectors([text for name in names for text in questions[name]])
    means = np.zeros((len(names), rows.shape[1]))
    np.add.at(means, places, rows)
    means /= np.linalg.norm(means, axis=1, keepdims=True)
    likest = np.argsort(-(means @ means.T - 2 * np.eye(len(names))), axis=1)[:, :_NEAR]
    return {
        name: tuple(text for at in row for text in questions[names[at]])
        for name, row in zip(names, likest, strict=True)
    }


def _examples(company: Company) -> list[Example]:
    """Each answer, under the questions of its intent."""
    told, questions = letters(company), questions_of(company)
    near = nearest(questions)
    out = []
    for answer in company.answers:
        intent, language = answer.intent or answer.id, (answer.locale or "en")[:2]
        said, letter = body(answer.text, language), told[answer.id]
        out.append(Example(intent, questions[intent], said, letter, language, company.name, near[intent]))
    return out


def halves() -> tuple[tuple[Company, ...], tuple[Company, ...]]:
    """All companies, in two halves, every other one by name."""
    ordered = sorted(companies(), key=lambda company: company.name)
    return tuple(ordered[::2]), tuple(ordered[1::2])


def of_companies(chosen: Iterable[Company] | None = None) -> list[Example]:
    """All answers of these companies, or of all.

    Raises:
        KeyError: an answer has no letter.
    """
    return [example for company in (companies() if chosen is None else chosen) for example in _examples(company)]

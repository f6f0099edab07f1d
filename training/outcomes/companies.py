"""Our labelled companies, as the reader of outcomes is measured on them: it has learned from none.

``outcomes.txt`` beside a company's answers has a letter for each, by what most who ask for that intent hope for.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from benchmarks.accuracy.data import Company, companies
from cx_audit.model import Answer
from cx_audit.text import clean_question
from training.outcomes.data import Example, body

__all__ = ["of_companies"]

_COMPANIES = Path(__file__).parents[2] / "benchmarks" / "accuracy" / "companies"
_TITLED = ("macro", "knowledge")
_QUESTIONS = 3


def _letters(company: Company) -> dict[str, str]:
    lines = (_COMPANIES / company.name / "outcomes.txt").read_text(encoding="utf-8").splitlines()
    return {line.split()[0]: line.split()[1] for line in lines}


def _examples(company: Company) -> list[Example]:
    """Each answer, under up to three questions of its intent, those of customers first."""
    letters = _letters(company)
    intents: dict[str, list[Answer]] = defaultdict(list)
    for answer in company.answers:
        intents[answer.intent or answer.id].append(answer)
    out: list[Example] = []
    for intent, answers in sorted(intents.items()):
        ordered = sorted(answers, key=lambda answer: (answer.channel in _TITLED, answer.question))
        questions = tuple(clean_question(answer.question) for answer in ordered[:_QUESTIONS])
        for answer in answers:
            language = (answer.locale or "en")[:2]
            out.append(Example(intent, questions, body(answer.text, language), letters[answer.id], language))
    return out


def of_companies() -> list[Example]:
    """All answers of all companies.

    Raises:
        KeyError: an answer has no letter.
    """
    return [example for company in companies() for example in _examples(company)]

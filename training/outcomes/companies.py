"""Our labelled companies, as the reader of outcomes learns from them and is measured on those that it hasn't seen.

``outcomes.txt`` beside a company's answers has a letter for each, by what most who ask for that intent hope for. Those
under ``held_out`` have none: nothing learns from them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from benchmarks.accuracy.data import Company, companies
from cx_audit.model import Answer
from cx_audit.text import clean_question
from training.outcomes.data import Example, body

__all__ = ["halves", "of_companies"]

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
            said = body(answer.text, language)
            out.append(Example(intent, questions, said, letters[answer.id], language, company.name))
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

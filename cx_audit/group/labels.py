"""A title for a group: the most central plain question among those asked."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cx_audit.group.vectors import Matrix
from cx_audit.model import Answer
from cx_audit.text import base_language, clean_question

__all__ = ["question_title"]

_PLAIN = {"faq": 0.2, "knowledge": 0.1, "chatbot": 0.05, "agent": -0.15}
_LONGEST = 90


def _plainness(answer: Answer, title: str) -> float:
    asks = 0.1 if title.endswith(("?", "؟")) else 0.0
    long = -0.5 if len(title) > _LONGEST else 0.0
    return _PLAIN.get(answer.channel, 0.0) + asks + long


def question_title(answers: Sequence[Answer], languages: Sequence[str], vectors: Matrix, report_language: str) -> str:
    """The title of one group; ``vectors`` [n, d] and ``languages`` [n] belong to its ``answers``.

    Questions in ``report_language`` go first; an answer without a question gives its opening words.
    """
    titles = [clean_question(a.question) or " ".join(clean_question(a.text).split()[:10]) for a in answers]
    central = vectors @ vectors.mean(axis=0) if len(answers) > 1 else np.ones(1)
    wanted = base_language(report_language)

    def rank(i: int) -> tuple[bool, float, str, str]:
        score = round(float(central[i]) + _plainness(answers[i], titles[i]), 3)
        return (languages[i] == wanted, score, titles[i], answers[i].id)

    return titles[max(range(len(answers)), key=rank)][:160]

"""How well vectors tell topics that no model has learned from apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import average_precision_score

from cx_audit.group import Matrix, centre
from cx_audit.group.vectors import blend
from training.encoder_data import TopicTexts

__all__ = ["Separation", "separation"]

_FORMS = {"faq": "faq", "macro": "macro", "chatbot": "phrase", "agent": "message"}


@dataclass(frozen=True, slots=True)
class Separation:
    """Average precision of "one topic" over all pairs of answers, over pairs of one language, and of two."""

    all: float
    same_language: float
    cross_language: float

    def __str__(self) -> str:
        return f"{self.all:.3f} (one language {self.same_language:.3f}, two {self.cross_language:.3f})"


def _asked(topic: TopicTexts, language: str, channel: str) -> str:
    """The question that stands over an answer: of its language and its channel's form where there is one."""
    form = _FORMS.get(channel, "faq")
    return min(topic.ask, key=lambda row: (row[0] != language, row[1] != form))[2]


def separation(topics: Sequence[TopicTexts], vectors: Callable[[list[str]], Matrix]) -> Separation:
    """Every answer of ``topics`` against every other, as the product compares them: centred, question and answer."""
    joint, body, names, languages = [], [], [], []
    for topic in topics:
        for said in topic.said:
            texts = topic.with_questions(said, [_asked(topic, said.language, said.answer.channel)])
            joint.append(texts.joint)
            body.append(texts.body)
            names.append(topic.name)
            languages.append(said.language)
    compared = blend(centre(vectors(joint), languages), centre(vectors(body), languages))
    upper = np.triu_indices(len(names), 1)
    score = (compared @ compared.T)[upper]
    topic_of, language_of = np.asarray(names), np.asarray(languages)
    same = topic_of[upper[0]] == topic_of[upper[1]]
    one = language_of[upper[0]] == language_of[upper[1]]
    return Separation(
        *(
            float(average_precision_score(same[chosen], score[chosen]))
            for chosen in (np.full(len(one), True), one, ~one)
        )
    )

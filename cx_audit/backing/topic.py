"""What a question asks for: the ground on which an answer may be told to depart from the policy.

The words around a value name its role well enough to pair it with another answer's, and too loosely to blame an answer
that nobody contradicts: "within ten days of your return" may be the refund. So the question must ask for the role, too.
"""

from __future__ import annotations

import re
from collections import Counter

from cx_audit.backing.held import Asked
from cx_audit.compare.view import AnswerView, FactInContext
from cx_audit.facts.packs import remembers_packs
from cx_audit.model import FactKind
from cx_audit.roles import role_asked
from cx_audit.text import clean_question

__all__ = ["Topic"]

_MARK = re.compile(r"[?\u061f\uff1f\u037e]")
_TITLE_WORDS = 5
"""A title is short; without a mark, more words than these are a message of a customer."""


@remembers_packs
def _asked(text: str, language: str, kind: FactKind) -> str | None:
    return role_asked(text, language, kind)


@remembers_packs
def _stated(text: str, language: str, kind: FactKind) -> str | None:
    return role_asked(text, language, kind, stated=True)


def _is_title(text: str) -> bool:
    return not _MARK.search(text) and len(text.split()) <= _TITLE_WORDS


class Topic:
    """The roles that a question asks for, by all its wordings; an answer without any question is its own."""

    def __init__(self, asked: Asked) -> None:
        self._texts: list[tuple[str, str]] = []
        for view in asked.views:
            told = (clean_question(text) for text in (view.answer.question, *view.answer.variants))
            texts = [text for text in told if any(map(str.isalpha, text))]
            self._texts += [(text, view.language) for text in texts]
            if not texts and len(asked.views) == 1:
                self._texts.append((view.clean.text, view.language))
        self._known: dict[FactKind, str | None] = {}
        self._titled = len(asked.views) == 1 and all(map(_is_title, (text for text, _ in self._texts)))

    def role(self, kind: FactKind) -> str | None:
        """The role of a kind's values that most wordings ask for, of those that ask for any; None where two tie."""
        if kind not in self._known:
            votes = Counter(role for text, language in self._texts if (role := _asked(text, language, kind)))
            ranked = votes.most_common(2)
            clear = len(ranked) == 1 or (len(ranked) == 2 and ranked[0][1] > ranked[1][1])
            self._known[kind] = ranked[0][0] if ranked and clear else None
        return self._known[kind]

    def stated(self, fact: FactInContext, view: AnswerView) -> str | None:
        """The role that a title and the sentence with a value speak of together.

        Titles of macros and cards ("Warranty::Battery", "Returns") name a topic and ask nothing: what is asked stands
        in the answer. None where the wordings ask something, or are of several answers.
        """
        if not self._titled:
            return None
        title, sentence = clean_question(view.answer.question), fact.sentence
        said = view.clean.text[sentence.start : sentence.end]
        return _stated(f"{title}: {said}", view.language, fact.fact.kind)

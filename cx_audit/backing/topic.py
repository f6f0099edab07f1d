"""What a question asks for: the ground on which an answer may be told to depart from the policy.

The words around a value name its role well enough to pair it with another answer's, and too loosely to blame an answer
that nobody contradicts: "within ten days of your return" may be the refund. So the question must ask for the role, too.
"""

from __future__ import annotations

from collections import Counter

from cx_audit.backing.held import Asked
from cx_audit.facts.packs import remembers_packs
from cx_audit.model import FactKind
from cx_audit.roles import role_asked
from cx_audit.text import clean_question

__all__ = ["Topic"]


@remembers_packs
def _asked(text: str, language: str, kind: FactKind) -> str | None:
    return role_asked(text, language, kind)


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

    def role(self, kind: FactKind) -> str | None:
        """The role of a kind's values that most wordings ask for, of those that ask for any; None where two tie."""
        if kind not in self._known:
            votes = Counter(role for text, language in self._texts if (role := _asked(text, language, kind)))
            ranked = votes.most_common(2)
            clear = len(ranked) == 1 or (len(ranked) == 2 and ranked[0][1] > ranked[1][1])
            self._known[kind] = ranked[0][0] if ranked and clear else None
        return self._known[kind]

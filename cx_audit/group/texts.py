"""What of an answer is embedded for grouping."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cx_audit.model import Answer
from cx_audit.text import PLACEHOLDER, Clean, Parts, clean_question, split_boilerplate

__all__ = ["GroupText", "group_texts"]

_BODY_CHARACTERS = 1200
_VARIANTS = 5


@dataclass(frozen=True, slots=True)
class GroupText:
    """``joint`` is question, variants and answer as one text; ``body`` is the answer alone."""

    joint: str
    body: str


def _without_language(title: str, language: str) -> str:
    """A title without the language code that many teams put before or after it: "NL: Parcel: Damaged"."""
    code = re.escape(language)
    return re.sub(rf"^[(\[]?{code}[)\]]?\s*[:|/-]+\s*|\s*[(\[]{code}[)\]]$", "", title, flags=re.I)


def group_texts(answer: Answer, clean: Clean, language: str, parts: Parts | None = None) -> GroupText:
    """Greetings, sign-offs and placeholders are left out: they say who speaks, not what about.

    Bodies are cut at 1,200 characters, about what the model reads. ``parts`` are those of the clean text, if known.
    """
    parts = parts or split_boilerplate(clean.text, language)
    body = clean.text[parts.start : parts.end].replace(PLACEHOLDER, " ")
    body = " ".join(body.split())[:_BODY_CHARACTERS]
    asked = [
        _without_language(clean_question(q), language).replace(PLACEHOLDER, " ")
        for q in (answer.question, *answer.variants[:_VARIANTS])
    ]
    questions = " ".join(
        " ".join(q.split()) + ("" if q.rstrip().endswith(("?", "؟")) else ".") for q in asked if q.strip()
    )
    return GroupText(joint=f"{questions} {body}".strip(), body=body or questions)

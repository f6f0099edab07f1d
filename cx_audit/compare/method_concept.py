"""One method, as ``rules/methods`` writes it."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Concept", "Phrase", "Phrases", "Strict"]

Phrase = Annotated[str, Field(min_length=1, max_length=400)]
Phrases = Annotated[tuple[Phrase, ...], Field(max_length=400)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Concept(Strict):
    """One method. ``names`` and ``weak`` are keyed by language, or ``any`` for names that all languages share."""

    title: Phrase
    names: dict[str, Phrases] = {}
    weak: dict[str, Phrases] = {}
    """Names that count where a clause refuses or excludes, too vague to count as an offer."""
    symbols: Annotated[tuple[Phrase, ...], Field(max_length=20)] = ()
    """Signs between two words that show the method: "Account > Close account"."""
    includes: tuple[str, ...] = ()
    """Methods that this one covers: a card is a Visa card, too."""
    near: tuple[str, ...] = ()
    """Methods that an exclusive list with this one does not surely leave out."""

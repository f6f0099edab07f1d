"""The shape of a file in ``rules/roles``: one journey stage or trade, and the roles that belong to it."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from cx_audit.model import FactKind
from cx_audit.roles.cues import parse_cue

__all__ = ["Cues", "Example", "Examples", "RoleEntry", "StageFile", "Strict", "Tolerance", "WordsFile", "parsed_cues"]

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$", max_length=60)]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
Text = Annotated[str, Field(min_length=1, max_length=200)]
Cues = dict[Annotated[str, Field(pattern=r"^([a-z]{2,3}|all)$")], Annotated[tuple[Text, ...], Field(max_length=40)]]
"""Cues by language; those of ``all`` are made of names of word lists and hold in every language."""

MOST_ROLES = 200


class Strict(BaseModel):
    """Nothing that it doesn't know, and nothing changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def parsed_cues(cues: Cues) -> Cues:
    """``cues`` themselves; ValueError where one is no cue."""
    for language, told in cues.items():
        for cue in told:
            try:
                parse_cue(cue, names=language == "all")
            except ValueError as error:
                raise ValueError(f"cue {cue!r} {error}") from None
    return cues


class Example(Strict):
    """An answer, and what it replies to; a text alone is an answer without a question."""

    question: Annotated[str, Field(max_length=500)] = ""
    text: Annotated[str, Field(min_length=1, max_length=1000)]

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: object) -> object:
        return {"text": value} if isinstance(value, str) else value


Examples = dict[Language, Annotated[tuple[Example, ...], Field(max_length=40)]]
"""By language."""


class Tolerance(Strict):
    """Differences up to this much are no disagreement: a share of the larger value, or an amount in its unit."""

    relative: Annotated[Decimal, Field(gt=0, lt=1)] | None = None
    absolute: Annotated[Decimal, Field(gt=0)] | None = None


class RoleEntry(Strict):
    """One role."""

    kinds: Annotated[tuple[FactKind, ...], Field(min_length=1)]
    amount: Literal["any", "charged", "free"] = "any"
    """Whether an amount of money may be nothing."""
    severity: Literal["high", "medium", "low"] = "medium"
    tolerance: Tolerance = Tolerance()
    notice: bool = False
    """Whether a duration is how long before an event something must be done."""
    policy: Name | None = None
    """The key of a policy file; the role's own id where it is left out."""
    names: dict[Language, Text]
    cues: Cues
    pack: Name | None = None
    """That of the file where it is left out."""
    examples: Examples = Field(default_factory=dict)
    """Answers of which a value has this role; those of packaged roles stand beside, in ``examples/``."""
    counterexamples: Examples = Field(default_factory=dict)
    """Answers of which no value has it, though they sound alike."""

    _check_cues = field_validator("cues")(parsed_cues)

    @field_validator("names")
    @classmethod
    def _has_english(cls, value: dict[str, str]) -> dict[str, str]:
        if "en" not in value:
            raise ValueError("an English name is missing")
        return value

    @field_validator("cues")
    @classmethod
    def _has_cues(cls, value: Cues) -> Cues:
        if not any(value.values()):
            raise ValueError("no cue: nothing would ever be called so")
        return value


class StageFile(Strict):
    """One file: ``cues`` tell which questions belong to the stage, ``pack`` which trade its roles are for."""

    stage: Name
    pack: Name
    cues: Cues
    roles: Annotated[dict[Name, RoleEntry], Field(max_length=MOST_ROLES)]

    _check_cues = field_validator("cues")(parsed_cues)


class WordsFile(Strict):
    """The word lists of one language."""

    fold_accents: bool = True
    clause_breaks: Annotated[tuple[Text, ...], Field(max_length=60)] = ()
    """Words that begin a new clause: "and", "but"."""
    clitics: Annotated[tuple[Text, ...], Field(max_length=30)] = ()
    """Letters that are written on to the front of a word: Arabic "ال", "و"."""
    lists: Annotated[
        dict[Name, Annotated[tuple[Text, ...], Field(min_length=1, max_length=200)]], Field(max_length=400)
    ]

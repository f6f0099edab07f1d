"""The shape of a file in ``rules/roles``: one journey stage or trade, and the roles that belong to it."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from cx_audit.model import FactKind
from cx_audit.roles.cues import parse_cue

__all__ = ["Cues", "RoleEntry", "StageFile", "Tolerance", "WordsFile"]

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$", max_length=60)]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
Text = Annotated[str, Field(min_length=1, max_length=200)]
Cues = dict[Annotated[str, Field(pattern=r"^([a-z]{2,3}|all)$")], Annotated[tuple[Text, ...], Field(max_length=40)]]
"""Cues by language; those of ``all`` are made of names of word lists and hold in every language."""

MOST_ROLES = 200


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _parsed(cues: Cues) -> Cues:
    for language, told in cues.items():
        for cue in told:
            try:
                parse_cue(cue, names=language == "all")
            except ValueError as error:
                raise ValueError(f"cue {cue!r} {error}") from None
    return cues


class Tolerance(_Strict):
    """Differences up to this much are no disagreement: a share of the larger value, or an amount in its unit."""

    relative: Annotated[Decimal, Field(gt=0, lt=1)] | None = None
    absolute: Annotated[Decimal, Field(gt=0)] | None = None


class RoleEntry(_Strict):
    """One role."""

    kinds: Annotated[tuple[FactKind, ...], Field(min_length=1)]
    amount: Literal["any", "charged", "free"] = "any"
    """Whether an amount of money may be nothing."""
    severity: Literal["high", "medium", "low"] = "medium"
    tolerance: Tolerance = Tolerance()
    policy: Name | None = None
    """The key of a policy file; the role's own id where it is left out."""
    names: dict[Language, Text]
    cues: Cues

    _check_cues = field_validator("cues")(_parsed)

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


class StageFile(_Strict):
    """One file: ``cues`` tell which questions belong to the stage."""

    stage: Name
    cues: Cues
    roles: Annotated[dict[Name, RoleEntry], Field(max_length=MOST_ROLES)]

    _check_cues = field_validator("cues")(_parsed)


class WordsFile(_Strict):
    """The word lists of one language."""

    fold_accents: bool = True
    clause_breaks: Annotated[tuple[Text, ...], Field(max_length=60)] = ()
    """Words that begin a new clause: "and", "but"."""
    clitics: Annotated[tuple[Text, ...], Field(max_length=30)] = ()
    """Letters that are written on to the front of a word: Arabic "ال", "و"."""
    lists: Annotated[
        dict[Name, Annotated[tuple[Text, ...], Field(min_length=1, max_length=200)]], Field(max_length=400)
    ]

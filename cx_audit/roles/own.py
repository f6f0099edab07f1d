"""The shape of the user's own role files: new roles, and what they say otherwise of known ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field, field_validator

from cx_audit.model import FactKind
from cx_audit.roles.files import (
    MOST_ROLES,
    Cues,
    Examples,
    Language,
    Name,
    RoleEntry,
    StageFile,
    Strict,
    Text,
    Tolerance,
    WordsFile,
    parsed_cues,
)

__all__ = [
    "OWN_PACK",
    "OwnRole",
    "OwnStageFile",
    "OwnWordsFile",
    "extended_role",
    "extended_words",
    "lacking",
    "own_stage",
]

OWN_PACK = "own"
"""The pack of the user's roles that name none."""

_NEEDED = ("kinds", "names", "cues")


class OwnRole(Strict):
    """A new role, or what is to be otherwise of a known one; what is left out stays as it is."""

    enabled: bool | None = None
    """False: nothing is called so; true: although its pack isn't selected."""
    kinds: Annotated[tuple[FactKind, ...], Field(min_length=1)] | None = None
    amount: Literal["any", "charged", "free"] | None = None
    severity: Literal["high", "medium", "low"] | None = None
    tolerance: Tolerance | None = None
    notice: bool | None = None
    policy: Name | None = None
    names: dict[Language, Text] | None = None
    cues: Cues | None = None
    replace_cues: bool = False
    """The cues stand for the known ones of their language, and not beside them."""
    pack: Name | None = None
    examples: Examples = Field(default_factory=dict)
    counterexamples: Examples = Field(default_factory=dict)

    _check_cues = field_validator("cues")(lambda cues: parsed_cues(cues) if cues else cues)


class OwnStageFile(Strict):
    """One file of ``roles/`` in a folder of the user's; ``stage`` is needed for new roles only."""

    stage: Name | None = None
    pack: Name | None = None
    cues: Cues = Field(default_factory=dict)
    roles: Annotated[dict[Name, OwnRole], Field(max_length=MOST_ROLES)] = Field(default_factory=dict)

    _check_cues = field_validator("cues")(parsed_cues)


class OwnWordsFile(Strict):
    """Lists of words that add to those of the language, or are new."""

    fold_accents: bool | None = None
    clause_breaks: Annotated[tuple[Text, ...], Field(max_length=60)] = ()
    clitics: Annotated[tuple[Text, ...], Field(max_length=30)] = ()
    lists: Annotated[
        dict[Name, Annotated[tuple[Text, ...], Field(min_length=1, max_length=200)]], Field(max_length=400)
    ] = Field(default_factory=dict)


def lacking(own: OwnRole, file: OwnStageFile) -> list[str]:
    """What a new role would need and the file doesn't give."""
    missing = [name for name in _NEEDED if not getattr(own, name)]
    if own.names and "en" not in own.names:
        missing.append("names.en")
    return missing if file.stage else [*missing, "stage (at the head of the file)"]


_Joined = TypeVar("_Joined")


def _together(base: Mapping[str, tuple[_Joined, ...]], own: Mapping[str, tuple[_Joined, ...]]) -> dict[str, Any]:
    """Own before known, each once."""
    keys = dict.fromkeys((*base, *own))
    return {key: tuple(dict.fromkeys((*own.get(key, ()), *base.get(key, ())))) for key in keys}


def extended_role(base: RoleEntry | None, own: OwnRole) -> RoleEntry:
    """``base`` with what ``own`` says otherwise; a new role where there is no base."""
    said: dict[str, Any] = own.model_dump(exclude_none=True, exclude={"enabled", "replace_cues"})
    if base is None:
        return RoleEntry.model_validate(said)
    known: dict[str, Any] = base.model_dump()
    cues, names = own.cues or {}, {**base.names, **(own.names or {})}
    joined = {**base.cues, **cues} if own.replace_cues else _together(base.cues, cues)
    both = {
        "cues": joined,
        "names": names,
        "examples": _together(base.examples, own.examples),
        "counterexamples": _together(base.counterexamples, own.counterexamples),
    }
    return RoleEntry.model_validate({**known, **said, **both})


def extended_words(base: WordsFile | None, own: OwnWordsFile) -> WordsFile:
    """The words of a language with the user's own."""
    if base is None:
        return WordsFile.model_validate(own.model_dump(exclude_none=True))
    return base.model_copy(
        update={
            "fold_accents": base.fold_accents if own.fold_accents is None else own.fold_accents,
            "clause_breaks": tuple(dict.fromkeys((*base.clause_breaks, *own.clause_breaks))),
            "clitics": tuple(dict.fromkeys((*base.clitics, *own.clitics))),
            "lists": _together(base.lists, own.lists),
        }
    )


def own_stage(file: OwnStageFile, roles: Mapping[str, RoleEntry]) -> StageFile:
    """The part of a file of the user's that is new."""
    return StageFile(stage=file.stage or "", pack=file.pack or OWN_PACK, cues=file.cues, roles=dict(roles))

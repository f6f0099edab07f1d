"""The phrases that open, close and divide messages, per language, from ``rules/text/phrases.yml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from cx_audit.errors import ConfigError
from cx_audit.resources import packaged

__all__ = ["Phrases", "phrases"]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")
    greetings: list[str] = []
    closings: list[str] = []
    abbreviations: list[str] = []
    clauses: list[str] = []


@dataclass(frozen=True, slots=True)
class Phrases:
    """Compiled patterns of one language; all match at a given place only."""

    greeting: re.Pattern[str]
    closing: re.Pattern[str]
    abbreviation: re.Pattern[str]
    clause: re.Pattern[str]


_NO_LETTER = r"(?!\w)"


def _words(words: list[str], after: str) -> str:
    ordered = sorted({w.casefold() for w in words}, key=lambda w: (-len(w), w))
    return f"(?:{'|'.join(re.escape(w) for w in ordered)}){after}" if ordered else r"(?!)"


def _compile(entry: _Entry) -> Phrases:
    return Phrases(
        greeting=re.compile(_words(entry.greetings, _NO_LETTER), re.I),
        closing=re.compile(_words(entry.closings, _NO_LETTER), re.I),
        abbreviation=re.compile(rf"(?<!\w){_words(entry.abbreviations, '')}\.?$", re.I),
        clause=re.compile(rf"[,،]\s+(?={_words(entry.clauses, _NO_LETTER)})", re.I),
    )


@cache
def _entries() -> dict[str, _Entry]:
    path = packaged("rules") / "text" / "phrases.yml"
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        return {language: _Entry.model_validate(entry) for language, entry in raw.items()}
    except (yaml.YAMLError, ValidationError, AttributeError) as error:
        raise ConfigError(f"not a valid phrase file: {error}", path=str(path)) from error


@cache
def phrases(language: str) -> Phrases:
    """The patterns of a language; one without an entry of its own takes those of all languages together."""
    entries = _entries()
    if language in entries:
        return _compile(entries[language])
    merged = _Entry()
    for entry in entries.values():
        for name in _Entry.model_fields:
            getattr(merged, name).extend(getattr(entry, name))
    return _compile(merged)

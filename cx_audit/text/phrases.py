"""The phrases that open, close and divide messages, per language, from ``rules/text/phrases.yml``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from cx_audit.errors import ConfigError
from cx_audit.resources import load_yaml, packaged

__all__ = ["NO_LETTER", "PhraseLists", "Phrases", "addressees", "any_of", "phrases", "word_before"]


class PhraseLists(BaseModel):
    """One language's lists, as the file has them."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    greetings: tuple[str, ...] = ()
    salutations: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    replies: tuple[str, ...] = ()
    closings: tuple[str, ...] = ()
    thanks: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    ordinals: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Phrases:
    """Compiled patterns of one language; what each key means stands at the top of ``phrases.yml``.

    ``before_stops`` are the words, as ``word_before`` gives them, that a full stop follows in any of them.
    """

    greeting: re.Pattern[str]
    salutation: re.Pattern[str]
    addressee: re.Pattern[str]
    reply: re.Pattern[str]
    closing: re.Pattern[str]
    thanks: re.Pattern[str]
    abbreviation: re.Pattern[str]
    short: re.Pattern[str]
    ordinal: re.Pattern[str]
    clause: re.Pattern[str]
    before_stops: frozenset[str]


NO_LETTER = r"(?![\w\u0300-\u036f\u064b-\u0652])"
_MARKS = r"[\u0300-\u036f]*"
_VOWEL_SIGNS = r"[\u0640\u064b-\u0652]*"
_ALEFS = "اأإآ"
_LONGEST_LETTER = 4
"""With its marks, or with the spaces after it."""
_TWO_LETTERS = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}


def _letter(letter: str) -> str:
    """A letter as people type it: with or without accent or vowel signs, composed or not."""
    if letter.isspace():
        return r"\s+"
    if letter in _ALEFS:
        return f"[{_ALEFS}]{_VOWEL_SIGNS}"
    if unicodedata.name(letter, "").startswith("ARABIC LETTER"):
        return letter + _VOWEL_SIGNS
    plain = unicodedata.normalize("NFD", letter)[0]
    if letter == "đ":
        return "[đd]"
    forms = [re.escape(letter)]
    if plain != letter:
        forms.append(plain + _MARKS)
    if letter in _TWO_LETTERS:
        forms.append(_TWO_LETTERS[letter])
    return f"(?:{'|'.join(forms)})" if len(forms) > 1 else forms[0]


def word_before(text: str, end: int) -> str:
    """The word that ends at ``end``, bare of case, accents and vowel signs; "" for a number and where none does."""
    start = end
    while start and (text[start - 1].isalnum() or unicodedata.combining(text[start - 1])):
        start -= 1
    word = text[start:end].lower()
    if not word.isascii():
        letters = unicodedata.normalize("NFD", word).replace("đ", "d").replace("\u0640", "")
        word = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return word.strip("0123456789")


def _before_stops(entry: PhraseLists) -> Iterator[str]:
    for phrase in (*entry.abbreviations, *entry.short):
        typed = phrase.lower()
        for letter, two in _TWO_LETTERS.items():
            typed = typed.replace(letter, two)
        for spelling in (f"{phrase}.", f"{typed}."):
            yield from (word_before(spelling, at) for at, sign in enumerate(spelling) if sign == ".")
    if entry.ordinals:
        yield ""


def any_of(phrases: Sequence[str]) -> str:
    """A pattern of any of the phrases, longest first, whatever their accents; of none it matches nothing."""
    vowel_signs = re.compile(_VOWEL_SIGNS)
    known = {vowel_signs.sub("", unicodedata.normalize("NFC", p).lower()) for p in phrases}
    ordered = sorted(known, key=lambda p: (-len(p), p))
    return f"(?:{'|'.join(''.join(map(_letter, p)) for p in ordered)})" if ordered else r"(?!)"


def _compile(entry: PhraseLists) -> Phrases:
    greeting = any_of(entry.greetings) + NO_LETTER
    address = any_of((*entry.greetings, *entry.salutations)) + NO_LETTER

    def phrase(words: Sequence[str], after: str = NO_LETTER, before: str = "") -> re.Pattern[str]:
        return re.compile(before + any_of(words) + after, re.I)

    def stopped(words: Sequence[str], before: str) -> re.Pattern[str]:
        # most words are far from a full stop: that is seen sooner than that none of the phrases begins there
        reach = _LONGEST_LETTER * max(map(len, words), default=0)
        return phrase(words, r"\.", rf"{before}(?=[^.]{{0,{reach}}}\.)")

    return Phrases(
        # "hello and good morning" is one greeting
        greeting=re.compile(rf"{greeting}(?:\s+(?:\w{{1,3}}\s+)?{address}){{0,3}}", re.I),
        salutation=phrase(entry.salutations),
        addressee=phrase(entry.addressees),
        reply=phrase(entry.replies),
        closing=phrase(entry.closings),
        thanks=phrase(entry.thanks),
        # not the end of an address ("sklep.pl." is none of these), nor what stands after a vowel sign of the same word
        abbreviation=stopped(entry.abbreviations, r"(?<![\w.@/\u0300-\u036f\u064b-\u0652-])"),
        short=stopped(entry.short, r"(?<![^\W\d])(?<![.@/\u0300-\u036f\u064b-\u0652-])"),
        ordinal=phrase(entry.ordinals, r"\s+\d{1,3}\.(?=\s)", r"(?<!\w)"),
        clause=re.compile(rf"[,،]\s+(?={any_of(entry.clauses)}{NO_LETTER})", re.I),
        before_stops=frozenset(_before_stops(entry)),
    )


@cache
def _entries() -> dict[str, PhraseLists]:
    path = packaged("rules") / "text" / "phrases.yml"
    try:
        raw = load_yaml(path)
        return {language: PhraseLists.model_validate(entry) for language, entry in raw.items()}
    except (OSError, yaml.YAMLError, ValidationError, AttributeError) as error:
        raise ConfigError(f"not a valid phrase file: {error}", path=str(path)) from error


@cache
def addressees(language: str) -> frozenset[str]:
    """The words of address, accents and all, in lower case: "Minh" is a name and "mình" isn't.

    Raises:
        ConfigError: the packaged phrase file is missing or wrong.
    """
    entries = _entries()
    known = [entries[language]] if language in entries else list(entries.values())
    return frozenset(unicodedata.normalize("NFC", word).casefold() for entry in known for word in entry.addressees)


def _merged(entries: Sequence[PhraseLists]) -> PhraseLists:
    fields = {name: tuple(p for entry in entries for p in getattr(entry, name)) for name in PhraseLists.model_fields}
    return PhraseLists(**fields)


@cache
def phrases(language: str) -> Phrases:
    """The patterns of a language; one without an entry of its own takes those of all languages together.

    Raises:
        ConfigError: the packaged phrase file is missing or wrong.
    """
    entries = _entries()
    return _compile(entries[language] if language in entries else _merged(list(entries.values())))

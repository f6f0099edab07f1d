"""Language files of a website or app, as translation tools (Crowdin, Lokalise, Rails, i18next) keep them.

A language file is no FAQ. Only pairs of keys that say so are read: ``question``/``answer`` (or ``q``/``a``) side by
side in one mapping, with a common beginning (``returns_question``/``returns_answer``) or number (``q1``/``a1``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from cx_audit.errors import SourceError, UnsafeInput
from cx_audit.model import Answer, Markup, Place, Skipped
from cx_audit.sources.encoding import decode, peek
from cx_audit.sources.ids import content_id, slug, squeeze, tidy
from cx_audit.sources.intents import locale_of
from cx_audit.sources.interface import LIKELY, Item, Reason, skip
from cx_audit.sources.jsontext import parse_json, string_lines, text_of
from cx_audit.sources.yamltext import line_of, parse_yaml

__all__ = ["LanguageFile"]

_HINT = re.compile(r"""(?:question|["'_.\s]q\d{0,3})["']?\s*:""", re.I)
_KEY = re.compile(
    r"(?P<before>(?:[\w.-]*?[_.-])?)(?P<word>questions?|answers?|[qa])(?P<after>(?:[_.-]?\d{1,4})?)\Z", re.I
)
_HTML = re.compile(r"<(?:p|br|a|ul|ol|li|b|strong|em|i|span|div)\b[^<>]*>", re.I)
_MAX_DEPTH = 40
_LARGEST = 16 << 20
_NAME_PARTS = re.compile(r"[.\s]|_(?=[a-z]{2}(?:[-_][A-Za-z]{2,4})?\Z)|(?<=[a-z]{3})-(?=[a-z]{2}(?:-[A-Z]{2})?\Z)")


@dataclass(frozen=True, slots=True)
class _Pair:
    """A question and its answer under a key; ``listed`` where the key counts places in a list."""

    key: str
    locale: str
    question: str
    text: str
    line: int | None
    listed: bool = False


class LanguageFile:
    """The question and answer pairs of a file that is keyed by language, or named after one."""

    name = "i18n"
    default_channel: str | None = "faq"

    def detect(self, item: Item) -> float:
        """By at least one pair with words, in a file whose language is told by its name, its folder or its keys."""
        file = item.file
        if file.ending not in ("json", "yml", "yaml") or not _HINT.search(peek(file)):
            return 0.0
        if file.size > _LARGEST or peek(file).lstrip("\ufeff \t\r\n").startswith("["):
            return 0.0
        try:
            # Detection reads the whole file: a pair can stand anywhere in it.
            return LIKELY if any(pair.locale and pair.question and pair.text for pair in _pairs(item)) else 0.0
        except UnsafeInput:
            return 0.0  # much of what a folder holds is no language file, and none of our business

    def read(self, item: Item) -> Iterator[Answer | Skipped]:
        """The pairs in the order of the file; SourceError where it is broken."""
        path = item.file.path
        for pair in _pairs(item):
            where = f"{path}:{pair.line or 1}: {pair.key}"
            if not pair.text:
                yield skip(path, Reason.EMPTY, where)
            elif not pair.question:
                yield skip(path, Reason.NO_QUESTION, where)
            else:
                channel = item.given_channel or item.folder_channel or "faq"
                named = "-".join(filter(None, (slug(pair.key, 120), pair.locale)))
                yield Answer(
                    id=content_id(channel, pair.question, pair.text, pair.locale) if pair.listed else named,
                    channel=channel,
                    question=pair.question,
                    text=pair.text,
                    markup=Markup.HTML if _HTML.search(pair.text) else Markup.PLAIN,
                    locale=pair.locale or None,
                    intent=pair.key,
                    place=Place(path, pair.line, record=pair.key),
                )


def _pairs(item: Item) -> list[_Pair]:
    """All pairs of the file, by language and key."""
    file, path = item.file, item.file.path
    text = decode(file, item.limits.max_whole)
    lines: Mapping[str, int] = {}
    if file.ending == "json":
        data = parse_json(text, path)
        lines = string_lines(text)
    else:
        data = parse_yaml(text, path, item.limits.max_nodes)
    if not isinstance(data, dict):
        raise SourceError("a language file must hold keys and texts", path=path, line=1)
    languages = {key: held for key, held in data.items() if isinstance(held, dict) and _language(str(key))}
    found: list[_Pair] = []
    if languages and len(languages) == len(data):
        for key, held in languages.items():
            found += _below(held, (), _language(str(key)), lines)
    else:
        found += _below(data, (), _language_of_path(path), lines)
    return found


def _below(held: dict[str, object], above: tuple[str, ...], locale: str, lines: Mapping[str, int]) -> Iterator[_Pair]:
    """The pairs of a mapping and of those inside it, lists counted from 1."""
    if len(above) > _MAX_DEPTH:
        return
    sides: dict[str, dict[str, object]] = {}
    for key, value in held.items():
        found = _KEY.match(str(key))
        if found and (isinstance(value, str) or value is None):
            word = "q" if found["word"][0].lower() == "q" else "a"
            sides.setdefault(f"{found['before']}{found['after']}".strip("._-"), {})[word] = value
        elif isinstance(value, dict):
            yield from _below(value, (*above, str(key)), locale, lines)
        elif isinstance(value, list):
            for number, one in enumerate(value, 1):
                if isinstance(one, dict):
                    yield from _below(one, (*above, str(key), str(number)), locale, lines)
    for name, side in sides.items():
        if len(side) == 2:
            said = side["a"]
            yield _Pair(
                key=".".join(filter(None, (*above, name))) or "faq",
                locale=locale,
                listed=any(part.isdecimal() for part in above),
                question=squeeze(text_of(side["q"])),
                text=tidy(text_of(said)).strip(),
                line=line_of(said) or (lines.get(text_of(said)) if isinstance(said, str) else None),
            )


def _language_of_path(path: str) -> str:
    """The language that a file is named after (``nl.json``, ``faq.nl.json``), or one of the two nearest folders."""
    pure = PurePosixPath(path)
    parts = [*reversed(_NAME_PARTS.split(pure.stem)), *reversed(pure.parts[:-1][-2:])]
    return next((found for found in map(_language, parts) if found), "")


def _language(name: str) -> str:
    """A language tag that is known to be one; "" for any other word."""
    from babel.localedata import exists

    tag = locale_of(name)
    base, *rest = tag.split("-")
    return tag if tag and exists(base.lower()) and (not rest or rest[0].isalnum()) else ""

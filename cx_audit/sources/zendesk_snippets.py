"""Zendesk dynamic content: the texts that ``{{dc.name}}`` in a macro stands for, one per language.

The API gives a language as a number; the list of locales (``/api/v2/locales``) names it. Without that list the
texts are still used, and their languages are left to be detected.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from cx_audit.model import Answer, Skipped
from cx_audit.sources.ids import tidy
from cx_audit.sources.interface import CERTAIN, Item, Snippet
from cx_audit.sources.jsontext import first_record, json_records, text_of

__all__ = ["ZendeskSnippets", "fill", "read_snippets"]

_ITEMS = ("items", "item")
_LOCALES = ("locales", "locale")
_PLACEHOLDER = re.compile(r"\{\{\s*dc\.([\w-]+)\s*\}\}")


class ZendeskSnippets:
    """Dynamic content items, and locales: no answers themselves, but the words of macros."""

    name = "zendesk-dynamic-content"
    default_channel: str | None = None

    def detect(self, item: Item) -> float:
        """By an item with a placeholder and variants, or a locale with its number."""
        record = first_record(item.file, (*_ITEMS, *_LOCALES))
        if record is None or not isinstance(record.value, dict):
            return 0.0
        held = record.value.keys()
        if {"placeholder", "variants"} <= held or (record.container in _LOCALES and {"id", "locale"} <= held):
            return CERTAIN
        return 0.0

    def read(self, item: Item) -> Iterator[Answer | Skipped]:
        """Nothing: see ``read_snippets``."""
        return iter(())


def read_snippets(items: Iterable[Item]) -> dict[str, Snippet]:
    """The dynamic content of all the files, by the name that placeholders use."""
    records = [
        record.value
        for item in items
        for record in json_records(item.file, item.limits, (*_ITEMS, *_LOCALES))
        if not isinstance(record, Skipped) and isinstance(record.value, dict)
    ]
    locales = {text_of(record.get("id")): text_of(record["locale"]) for record in records if "locale" in record}
    found: dict[str, Snippet] = {}
    for record in records:
        name = _PLACEHOLDER.fullmatch(text_of(record.get("placeholder")).strip())
        variants = record.get("variants")
        if name and isinstance(variants, list):
            used = [one for one in variants if isinstance(one, dict) and one.get("active") is not False]
            found[name.group(1)] = _snippet(used, locales, text_of(record.get("default_locale_id")))
    return found


def _snippet(variants: list[dict[str, object]], locales: Mapping[str, str], default: str) -> Snippet:
    by_locale: dict[str, str] = {}
    fallback = ""
    for variant in variants:
        number, content = text_of(variant.get("locale_id")), tidy(text_of(variant.get("content")))
        by_locale[locales.get(number, f"#{number}")] = content
        if variant.get("default") is True or number == default or not fallback:
            fallback = content
    return Snippet(fallback, by_locale)


def fill(text: str, snippets: Mapping[str, Snippet]) -> list[tuple[str | None, str]]:
    """The text with its dynamic content filled in, once per locale that has its own wording.

    A placeholder that nothing explains stays. Without placeholders the text comes back alone, without locale.
    """
    named = [snippets[name] for name in dict.fromkeys(_PLACEHOLDER.findall(text)) if name in snippets]
    locales = sorted({locale for snippet in named for locale in snippet.by_locale})
    if not locales:
        return [(None, text)]
    return [(locale, _filled(text, snippets, locale)) for locale in locales]


def _filled(text: str, snippets: Mapping[str, Snippet], locale: str) -> str:
    def wording(match: re.Match[str]) -> str:
        snippet = snippets.get(match.group(1))
        return match.group() if snippet is None else snippet.by_locale.get(locale, snippet.default)

    return _PLACEHOLDER.sub(wording, text)

"""Names for people: of kinds, languages, stages, roles and whatever a mapping holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from string import ascii_uppercase
from typing import Any

from cx_audit.model import FindingKind, Status
from cx_audit.report.safe import language_tag, one_line

__all__ = ["LABELS", "NO_WORDING", "STATUSES", "language_name", "letter", "pairs", "plain_name", "spoken"]

LABELS = {
    FindingKind.CONTRADICTION: "Contradiction",
    FindingKind.POLICY: "Departs from policy",
    FindingKind.UNVERIFIED: "Unverified",
    FindingKind.OMISSION: "Omission",
    FindingKind.SCOPED: "Differs by scope",
    FindingKind.GAP: "Gap",
    FindingKind.STALE: "Stale",
}
"""What a kind is called on its card."""

STATUSES = {Status.NEW: "New", Status.BASELINE: "Known", Status.SUPPRESSED: "Meant to be"}
"""What a status is called."""

NO_WORDING = "(no wording)"
"""What stands for a question without words."""


def letter(number: int) -> str:
    """A, B, ... Z, then 27, 28, ..."""
    return ascii_uppercase[number] if number < len(ascii_uppercase) else str(number + 1)


def plain_name(identifier: str | None) -> str:
    """ "return_window" as "Return window"; "" for None."""
    words = one_line(identifier or "").replace("_", " ")
    return words[:1].upper() + words[1:]


@cache
def language_name(locale: str) -> str:
    """The English name of "nl-BE", "Dutch (Belgium)"; the tag itself where it names no known language."""
    from babel import Locale, UnknownLocaleError

    tag = language_tag(locale)
    if tag is None:
        return one_line(locale)
    try:
        return Locale.parse(tag, sep="-").get_display_name("en") or tag
    except (ValueError, UnknownLocaleError):
        return tag


@cache
def spoken(locale: str | None) -> str:
    """The English name of the language of ``locale``, its region left aside; "" where none is given."""
    tag = language_tag(locale)
    return language_name(tag.split("-")[0]) if tag else one_line(locale or "")


def pairs(values: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """``values`` as names and words for a list, in order of their names."""
    shown = ((one_line(str(key)).replace("_", " "), one_line(_words(values[key]))) for key in sorted(values, key=str))
    return tuple((name, words) for name, words in shown if words)


def _words(value: object) -> str:
    """A list as its items, a mapping as "name: words"."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{value:,}"
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_words(value[key])}" for key in sorted(value, key=str))
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ", ".join(map(_words, value))
    return str(value)

"""The text of a ``cx-audit.yml``: what was found as settings, every other key as a comment with a plain sentence."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, get_args

from cx_audit.config import Config
from cx_audit.config_words import WORDS, Word

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

    from cx_audit.cli.survey import Entry, Survey

__all__ = ["config_text"]

_WIDTH = 100
_PLAIN = re.compile(r"[^\W_][\w./-]*(?: [\w./-]+)*", re.ASCII)
_HEAD = """\
# The settings of cx-audit for this folder. Lines that begin with # are notes, and settings that are off:
# take away the # and one space before a setting to turn it on. What stands further in belongs to the line
# above it; keep it so. `cx-audit config check` says whether all is right."""


def config_text(found: Survey) -> str:
    """The file, which reads the same answers as the folder itself, and changes nothing else."""
    parts = [_HEAD, "\n".join(_sources(found))]
    for name, field in Config.model_fields.items():
        if name != "sources":
            parts.append("\n".join(_setting(name, field, _seen(found))))
    return "\n\n".join(parts) + "\n"


def _seen(found: Survey) -> Mapping[str, Word]:
    """What was seen in the answers, for the keys that it speaks of."""
    seen = {}
    if found.languages:
        listed = ", ".join(found.languages)
        says = f"{WORDS['languages'].says} In a sample of yours: {listed}."
        seen["languages"] = Word(says, f"[{listed}]")
        seen["report_language"] = Word(WORDS["report_language"].says, found.languages[0])
    if found.region:
        says = f"{WORDS['region'].says} Nearly all your phone numbers and locales say {found.region}."
        seen["region"] = Word(says, found.region)
    if found.policy:
        seen["policy"] = Word(
            f"{WORDS['policy'].says} There is one here: turn this on to use it.", _quoted(found.policy)
        )
    if found.metrics:
        listed = ", ".join(map(_shown, found.metrics))
        seen["metrics"] = Word(f"{WORDS['metrics'].says} These look like such: {listed}.")
        seen["metrics: path"] = Word(WORDS["metrics: path"].says, _quoted(found.metrics[0]))
    return seen


def _sources(found: Survey) -> Iterator[str]:
    yield from _note(WORDS["sources"].says, "")
    yield "sources:"
    for entry in found.entries:
        yield from _note(_held(entry), "  ")
        yield f"  - path: {_quoted(entry.path)}"
        if entry.format:
            yield f"    format: {_quoted(entry.format)}"
        if entry.channel:
            yield f"    channel: {_quoted(entry.channel)}"
    for path, reason in found.unread:
        yield from _note(f"Not read: {_shown(path)} ({_shown(reason)}).", "  ")


def _held(entry: Entry) -> str:
    formats = ", ".join(_shown(n) + (f" ({k:,} files)" if k > 1 else "") for n, k in sorted(entry.formats.items()))
    channels = ", ".join(f"{_shown(name)} {number:,}" for name, number in sorted(entry.channels.items()))
    counted = f"{entry.answers:,} answer{'' if entry.answers == 1 else 's'}"
    said = "" if entry.channel else f"; its records say the channel: {channels}"
    return f"{counted}, read as {formats}{said}"


def _setting(name: str, field: FieldInfo, seen: Mapping[str, Word]) -> Iterator[str]:
    """A key as a comment, its own keys below it; one that nobody wrote words for shows its default."""
    word = seen.get(name) or WORDS.get(name, Word(""))
    if word.says:
        yield from _note(word.says, "")
    model, listed = _model(field)
    if model is None or word.example:  # as an example has it, where keys of the user's own stand between
        yield f"# {name}: {word.example or _default(field)}"
        return
    yield f"# {name}:"
    lead = "  - " if listed else "  "
    for inner, below in model.model_fields.items():
        key = f"{name}: {inner}"
        told = seen.get(key) or WORDS.get(key, Word(""))
        margin = "    " if listed else "  "
        if told.says:
            yield from _note(told.says, "", f"{margin}# ")
        yield f"# {lead}{inner}: {told.example or _default(below)}"
        lead = margin


def _model(field: FieldInfo) -> tuple[Any, bool]:
    """The model that a key holds, and whether it holds several; None where it holds a plain value."""
    annotations = [field.annotation]
    listed = False
    while annotations:
        one = annotations.pop()
        if hasattr(one, "model_fields"):
            return one, listed
        listed = listed or getattr(one, "__origin__", None) in (tuple, list)
        annotations += get_args(one)
    return None, False


def _default(field: FieldInfo) -> str:
    default = field.get_default(call_default_factory=True)
    try:
        return json.dumps(default)
    except TypeError:
        return "null"


def _note(text: str, margin: str, inner: str = "") -> Iterator[str]:
    """``text`` as lines of comment."""
    for line in textwrap.wrap(text, _WIDTH - len(margin) - len(inner) - 2, break_long_words=False):
        yield f"{margin}# {inner}{line}"


def _shown(text: str) -> str:
    """Words of others that can't end a comment."""
    from cx_audit.report.safe import log_line

    return log_line(text)


def _quoted(text: str) -> str:
    """A string as YAML writes it; in quotes where it could be taken for something else."""
    import yaml

    if _PLAIN.fullmatch(text) and yaml.safe_load(text) == text:
        return text
    return yaml.safe_dump(text, default_style='"', allow_unicode=True, width=100_000).rstrip("\n")

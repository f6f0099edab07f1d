"""What changed between two reports, as text, JSON and Markdown; texts of others can't steer or link anything."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from cx_audit.report.json import dump, finding_document
from cx_audit.report.safe import isolate, one_line

if TYPE_CHECKING:
    from cx_audit.ledger import Change, Changes

__all__ = ["as_json", "as_markdown", "as_text"]

_TITLES = (("new", "New"), ("fixed", "Fixed"), ("still", "Still there"))
_MOST_LISTED = 200
"""A pull request's comment holds 65,536 characters."""

_MARKUP = re.compile(r"([\\`*_{}\[\]<>|~$&:]|(?<=www)\.)", re.IGNORECASE)
# GitHub looks for mentions and references in the text that is left after that: only a character between helps.
_REFERENCE = re.compile(r"([@#])")
_JOINER = "\u2060"


def as_text(changes: Changes) -> str:
    """A list under each heading, then the counts."""
    lines: list[str] = []
    for name, title in _TITLES:
        found: Sequence[Change] = getattr(changes, name)
        if found:
            lines += [f"{title} ({len(found):,})", *(f"  {line}" for one in found for line in _lines(one)), ""]
    return "\n".join([*lines, _counts(changes)])


def _lines(one: Change) -> Iterator[str]:
    finding = one.finding
    about = (finding.kind.value, one_line(finding.role or "").replace("_", " "), one.fingerprint)
    yield f"{finding.severity.value.upper():<8}{' · '.join(part for part in about if part)}"
    yield f"        {isolate(one_line(one.question))}"
    yield f"        {isolate(one_line(finding.message))}"


def _counts(changes: Changes) -> str:
    return f"{len(changes.new):,} new, {len(changes.fixed):,} fixed, {len(changes.still):,} still there."


def as_json(changes: Changes) -> str:
    """``{summary: {new, fixed, still}, new: [...], fixed: [...], still: [...]}``.

    Each finding stands as in the JSON report, with its ``fingerprint`` and the title of its ``question``.
    """
    told: dict[str, Any] = {"summary": {name: len(getattr(changes, name)) for name, _ in _TITLES}}
    for name, _ in _TITLES:
        told[name] = [
            {"fingerprint": one.fingerprint, "question": one.question, **finding_document(one.finding)}
            for one in getattr(changes, name)
        ]
    return dump(told)


def as_markdown(changes: Changes) -> str:
    """A comment for a pull request: the counts, what is new in the open, the rest folded."""
    lines = [f"### cx-audit: {_counts(changes)}", ""]
    for name, title in _TITLES:
        found: Sequence[Change] = getattr(changes, name)
        if not found:
            continue
        rows = ["| severity | kind | question | what |", "|---|---|---|---|", *map(_row, found[:_MOST_LISTED])]
        if len(found) > _MOST_LISTED:
            rows.append(f"| | | | and {len(found) - _MOST_LISTED:,} more |")
        if name == "new":
            lines += [f"**{title}**", "", *rows, ""]
        else:
            lines += [f"<details><summary>{title} ({len(found):,})</summary>", "", *rows, "", "</details>", ""]
    return "\n".join(lines)


def _row(one: Change) -> str:
    finding = one.finding
    cells = (finding.severity.value, finding.kind.value, _plain(one.question), _plain(finding.message))
    return f"| {' | '.join(cells)} |"


def _plain(text: str) -> str:
    """``text`` as nothing but text: no markup, link, mention or reference to an issue."""
    return _REFERENCE.sub(rf"\1{_JOINER}", _MARKUP.sub(r"\\\1", isolate(one_line(text)[:300])))

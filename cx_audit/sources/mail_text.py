"""What a mail says itself, without the mails quoted below it and the lines that telephones add.

quotequail knows the lines that mail programs put above a quote, in eight languages; ours are in
``rules/conversations``.
"""

from __future__ import annotations

import re
from functools import cache

import quotequail

from cx_audit.conversations.words import words_of
from cx_audit.text.phrases import any_of

__all__ = ["is_automatic_subject", "newest_text"]

_MOST_LINES = 2_000
_LONGEST_LINE = 2_000
_SIGNATURE = re.compile(r"^--[ \u00a0]?$")
_ABOVE = re.compile(r"^##-.*-##$")


def newest_text(text: str) -> str:
    """The newest part of a mail's plain text. Of a mail that only quotes, the lines that aren't quoted."""
    lines = [line[:_LONGEST_LINE].rstrip() for line in text.splitlines()[:_MOST_LINES]]
    lines = [line for line in lines if not _ABOVE.match(line)]
    parts = quotequail.quote("\n".join(lines), limit=_MOST_LINES, quote_intro_line=True)
    newest = _own("\n".join(part for shown, part in parts if shown).split("\n"))
    return newest or _own([line for line in lines if not _intro(line)])


def _own(lines: list[str]) -> str:
    """The lines up to a quote or a signature, without those that are quoted."""
    kept: list[str] = []
    for number, line in enumerate(lines):
        if _SIGNATURE.match(line) or _sent_from().match(line):
            break
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if kept and (_intro(line) or _intro(f"{line} {following}")):
            break
        if not line.lstrip().startswith(">"):
            kept.append(line)
    return "\n".join(kept).strip()


def _intro(line: str) -> bool:
    return line.rstrip().endswith((":", "：")) and _intros().match(line.strip()) is not None


@cache
def _intros() -> re.Pattern[str]:
    forms = sorted(words_of().quoted)
    return re.compile("|".join(".{1,300}?".join(map(re.escape, form.split("*"))) for form in forms), re.I)


@cache
def _sent_from() -> re.Pattern[str]:
    return re.compile(rf"\W{{0,3}}{any_of(words_of().sent_from)}", re.I)


@cache
def _automated() -> re.Pattern[str]:
    return re.compile(rf"\W{{0,3}}{any_of(words_of().automated)}", re.I)


def is_automatic_subject(subject: str) -> bool:
    """Whether a subject is that of an automatic reply or a report of delivery."""
    return _automated().match(subject) is not None

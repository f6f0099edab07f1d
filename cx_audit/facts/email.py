"""E-mail addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cx_audit.model import Fact, FactKind

__all__ = ["find_emails"]

_EMAIL = re.compile(
    r"(?<![\w.+%-])[A-Za-z0-9](?:[A-Za-z0-9._%+-]{0,63})@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}"
    r"[A-Za-z]{2,24}(?![\w@])"
)


def find_emails(text: str) -> Iterator[Fact]:
    """Every e-mail address of a text, lower-cased in ``items``."""
    for match in _EMAIL.finditer(text) if "@" in text else ():
        written = match.group()
        yield Fact(FactKind.EMAIL, match.start(), match.end(), written, "email", items=(written.lower(),))

"""Who a cell means: "Visitor", "Klant", "bot:12"."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from cx_audit.conversations.turns import Role
from cx_audit.conversations.words import words_of

__all__ = ["role_of"]

_NOT_WORD = re.compile(r"[\W_]+")


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.casefold())
    return _NOT_WORD.sub(" ", "".join(c for c in letters if not unicodedata.combining(c))).strip()


@cache
def _known() -> dict[str, Role]:
    """Each word with the role that it means; a word of several languages with the first in the order of ``Role``."""
    found: dict[str, Role] = {}
    roles = words_of().roles
    for role in Role:
        for word in getattr(roles, role.value):
            found.setdefault(_plain(word), role)
    return found


def role_of(cell: str) -> Role | None:
    """The role that a cell names; None where it names none, as a person's name."""
    return _known().get(_plain(cell[:60]))

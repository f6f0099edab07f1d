"""Keys and passwords: taken from the environment or a keyring, and never shown.

A key is never an option or a setting: those end up in shell histories, process lists and git.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import NoReturn
from urllib.parse import quote, quote_plus

from cx_audit.errors import AccessDenied

__all__ = ["KEYRING_SERVICE", "MASK", "Scrubber", "Secret", "find_secret"]

MASK = "***"
KEYRING_SERVICE = "cx-audit"


class Secret:
    """A value that is shown as ``***`` wherever it is printed; ``name`` is where it came from."""

    __slots__ = ("_value", "name")

    def __init__(self, value: str, name: str = "") -> None:
        self._value = value
        self.name = name

    def reveal(self) -> str:
        """The value itself: for the one line that puts it into a header."""
        return self._value

    def __repr__(self) -> str:
        return f"Secret({self.name}={MASK})"

    def __str__(self) -> str:
        return MASK

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not pickled")


class Scrubber:
    """Replaces secrets, and the ways they are written in a URL or a header, by ``***``."""

    def __init__(self, values: Iterable[str]) -> None:
        spellings = {form for value in values if value for form in (value, quote(value, safe=""), quote_plus(value))}
        self._spellings = sorted(spellings, key=lambda form: (-len(form), form))  # the longest first

    def __call__(self, text: str, least: int = 1) -> str:
        """The text without any of them that has ``least`` characters: in data, a short one may be a word."""
        for spelling in self._spellings:
            if len(spelling) >= least:
                text = text.replace(spelling, MASK)
        return text


def find_secret(name: str, purpose: str = "") -> Secret:
    """What the environment variable ``name`` holds, else the keyring (service "cx-audit", user ``name``).

    ``purpose`` is for the message where there is none: "the API token of Zendesk". White space at its ends, as files
    and copying add it, is taken off.

    Raises:
        AccessDenied: neither holds it, it has a character that no header can hold, or the keyring can't be opened.
    """
    value = os.environ.get(name, "").strip() or (_from_keyring(name) or "").strip()
    if not value:
        what = f"{name} is not set" + (f": it holds {purpose}" if purpose else "")
        remedy = f"set it in the environment, or: keyring set {KEYRING_SERVICE} {name}"
        raise AccessDenied(what, remedy=remedy)
    if not value.isascii() or not value.isprintable():
        raise AccessDenied(f"{name} holds a character that no key has", remedy="copy the key again, alone")
    return Secret(value, name)


def _from_keyring(name: str) -> str | None:
    try:
        import keyring
        from keyring.errors import KeyringError, NoKeyringError
    except ImportError:  # the extra "keyring" is not installed
        return None
    try:
        return keyring.get_password(KEYRING_SERVICE, name)
    except NoKeyringError:
        return None
    except KeyringError as error:
        # The name of the error only: what a keyring says of itself is not ours to repeat.
        what = f"{name} is not set, and the keyring can't be opened: {type(error).__name__}"
        raise AccessDenied(what, remedy=f"unlock the keyring, or set {name}") from None

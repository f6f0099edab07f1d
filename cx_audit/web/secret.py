"""Keys and passwords: taken from the environment or a keyring, and never shown.

A key is never an option or a setting: those end up in shell histories, process lists and git.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from html.entities import codepoint2name
from typing import NoReturn
from urllib.parse import quote

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
    """Replaces secrets by ``***``, also as JSON, HTML, a URL or a header write their signs, in any case."""

    def __init__(self, values: Iterable[str]) -> None:
        self._values = sorted({value for value in values if value}, key=lambda value: (-len(value), value))
        self._patterns: dict[int, re.Pattern[str] | None] = {}

    def __call__(self, text: str, least: int = 1) -> str:
        """The text without any of them that has ``least`` characters: in data, a short one may be a word."""
        if least not in self._patterns:
            forms = ["".join(map(_spelled, value)) for value in self._values if len(value) >= least]
            self._patterns[least] = re.compile("|".join(forms), re.I) if forms else None
        pattern = self._patterns[least]
        return pattern.sub(MASK, text) if pattern else text


def _spelled(sign: str) -> str:
    """A pattern of one character as it may be written: a slash is ``/``, ``\\/``, ``%2F``, ``\\u002f`` or ``&#47;``."""
    if sign.isascii() and sign.isalnum():
        return sign
    code, byte = ord(sign), quote(sign, safe="")
    named = codepoint2name.get(code)
    forms = [rf"\\{{0,3}}{re.escape(sign)}", rf"\\{{1,3}}u{code:04x}", rf"&#0{{0,4}}{code};", rf"&#x0{{0,4}}{code:x};"]
    forms += [byte] if byte != sign else [f"%{code:02x}"] if code < 128 else []
    forms += [f"&{named};"] if named else []
    forms += [r"\+"] if sign == " " else []
    return f"(?:{'|'.join(forms)})"


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

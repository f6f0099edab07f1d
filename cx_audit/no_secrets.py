"""Keys have no place in a configuration: files are shared, and git forgets nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from pydantic_core import PydanticCustomError

__all__ = ["refuse_secrets"]

_NAMES = re.compile(
    r"(?:^|[_-])(?:token|secret|password|passwd|pass|pwd|credential|credentials|authorization|bearer|auth)s?(?:$|[_-])"
    r"|(?:api|access|private)[_-]?keys?$",
    re.IGNORECASE,
)
_PREFIXES = re.compile(r"^(?:(?:Bearer|Basic|Token) .{8}|(?:xox[a-z]|sk|pk|gh[a-z]|glpat|dG9r|eyJ)[-_.:A-Za-z0-9]{12})")
_RANDOM = re.compile(r"^(?=.*[0-9])(?=.*[A-Za-z])[A-Za-z0-9+/=_\-]{28,}$")
_HEX = re.compile(r"^[0-9a-fA-F]{32,}$")
_GROUPS = re.compile(r"[-_/]")
_LONGEST_WORD = 20


def refuse_secrets(entry: Mapping[str, object]) -> None:
    """Refuse an entry with a key or password in it, by its name or by its looks; the message doesn't repeat it.

    Raises:
        PydanticCustomError: there is one.
    """
    for name, value in entry.items():
        texts = [str(one) for one in value] if isinstance(value, list) else [str(value)]
        if _NAMES.search(str(name)) or any(map(_looks_secret, texts)):
            raise PydanticCustomError(
                "secret",
                "'{name}' looks like a key, and a configuration never holds one: set the variable that "
                "`cx-audit pull --list` names, or keep it in a keyring",
                {"name": str(name)[:60]},
            )


def _looks_secret(text: str) -> bool:
    if "://" in text:
        try:
            parts = urlsplit(text)
        except ValueError:
            return False
        return "@" in parts.netloc
    if _PREFIXES.match(text) or _HEX.match(text):
        return True
    # A name made of words ("help-centre-of-the-outdoor-shop-2") is long, too; a key has no short words in it.
    return bool(_RANDOM.match(text)) and max(map(len, _GROUPS.split(text))) > _LONGEST_WORD

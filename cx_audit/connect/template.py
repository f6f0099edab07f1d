"""Paths with holes: ``/folders/{id}/articles``; each value is quoted, so that it stays one step of the path."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from cx_audit.connect.expressions import evaluate
from cx_audit.errors import ConnectError

__all__ = ["fill_path", "fill_text", "holes"]

_HOLE = re.compile(r"\{([^{}]+)\}")


def holes(template: str) -> tuple[str, ...]:
    """The names of the holes, in order."""
    return tuple(_HOLE.findall(template))


def fill_text(template: str, values: Mapping[str, str]) -> str:
    """The template with the settings in it, as they are; a hole that none fills stays."""
    return _HOLE.sub(lambda hole: values.get(hole[1], hole[0]), template)


def fill_path(template: str, record: Mapping[str, Any], *, quoted: Callable[[str], str] | None = None) -> str:
    """The template with what its holes, JMESPath expressions, find in ``record``.

    Raises:
        ConnectError: a hole finds nothing, or what is no step of a path.
    """

    def found(hole: re.Match[str]) -> str:
        value = evaluate(hole[1], record)
        text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
        if text in ("", ".", ".."):
            raise ConnectError(f"the reply has no {hole[1]!r} to ask {template} with")
        return (quoted or _as_step)(text)

    return _HOLE.sub(found, template)


def _as_step(text: str) -> str:
    return quote(text, safe="")

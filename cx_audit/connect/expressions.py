"""JMESPath with some functions more: what a connector needs to say and the language lacks."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jmespath
from jmespath import functions
from jmespath.exceptions import JMESPathError

from cx_audit.errors import ConnectError

__all__ = ["check_expression", "evaluate"]


class _Functions(functions.Functions):
    """Each is explained in docs/pull.md too, since users write connectors."""

    @functions.signature({"types": ["object", "null"]}, {"types": ["string", "number", "null"]})
    def _func_lookup(self, table: dict[str, Any] | None, key: str | float | None) -> Any:  # noqa: ANN401
        """What ``table`` holds under ``key``; null where either is missing. The keys of JSON are texts."""
        return None if key is None or table is None else table.get(str(key))

    @functions.signature({"types": ["number", "string", "null"]})
    def _func_utc(self, seconds: float | str | None) -> str | None:
        """Seconds since 1970 as an ISO time in UTC; a text, which is a time already, as it is."""
        if seconds is None or isinstance(seconds, str):
            return seconds
        try:
            return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        except (ValueError, OverflowError, OSError):
            return None

    @functions.signature({"types": ["object", "null"]})
    def _func_entries(self, table: dict[str, Any] | None) -> list[dict[str, Any]]:
        """The keys of an object with their values, as objects with ``key`` and ``value``."""
        return [{"key": key, "value": value} for key, value in (table or {}).items()]

    @functions.signature({"types": ["string", "null"]}, {"types": ["string"]})
    def _func_query(self, url: str | None, name: str) -> str | None:
        """A parameter of a URL: a cursor that is only told inside a link, which may name another host."""
        found = parse_qs(urlsplit(url).query).get(name) if url else None
        return found[0] if found else None

    @functions.signature({"types": ["string", "null"]}, {"types": ["string"]}, {"types": ["string"]})
    def _func_between(self, text: str | None, before: str, after: str) -> str | None:
        """What stands between two marks of a text."""
        _, found, rest = (text or "").partition(before)
        inner, closed, _ = rest.partition(after)
        return inner.strip() if found and closed else None

    @functions.signature({"types": ["array-string", "array", "string", "null"]})
    def _func_last_text(self, value: list[Any] | str | None) -> str | None:
        """A text, or the last text of a list: some fields hold either."""
        if isinstance(value, list):
            return next((one for one in reversed(value) if isinstance(one, str)), None)
        return value


_OPTIONS = jmespath.Options(custom_functions=_Functions())


@lru_cache(maxsize=1024)
def _compiled(expression: str) -> Any:  # noqa: ANN401 - jmespath's parsed expression has no public type
    return jmespath.compile(expression)


def check_expression(expression: str) -> str:
    """The expression as it came.

    Raises:
        ValueError: it is no JMESPath.
    """
    try:
        _compiled(expression)
    except JMESPathError as error:
        raise ValueError(f"no JMESPath: {str(error).splitlines()[0]}") from None
    except RecursionError:
        raise ValueError("no JMESPath: nested too deep") from None
    return expression


def evaluate(expression: str, value: Any) -> Any:  # noqa: ANN401 - JSON in, JSON out
    """What the expression finds in a JSON value; None where there is nothing.

    Raises:
        ConnectError: the value has another shape than the expression takes.
    """
    try:
        return _compiled(expression).search(value, options=_OPTIONS)
    except (JMESPathError, RecursionError, TypeError, ValueError, AttributeError):
        # Not jmespath's own words: they quote the value.
        raise ConnectError(f"the reply has another shape than {expression!r} takes") from None

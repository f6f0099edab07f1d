"""What came back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cx_audit.errors import ConnectError

__all__ = ["Reply"]


@dataclass(frozen=True, slots=True)
class Reply:
    """``headers`` have names in lower case; ``body`` is whole, unpacked, and within the client's bound.

    ``url`` is where it came from after redirects, ``place`` the request for people: "GET https://HOST/path".
    ``links`` are those of its Link header (RFC 8288), by their relation.
    """

    status: int
    url: str
    place: str
    headers: Mapping[str, str]
    body: bytes
    links: Mapping[str, str] = field(default_factory=dict)

    def json(self) -> Any:  # noqa: ANN401 - what JSON holds
        """The body as JSON.

        Raises:
            ConnectError: it is none; the message doesn't quote it.
        """
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):  # ValueError: also broken UTF-8, and numbers of thousands of digits
            kind = self.headers.get("content-type", "").partition(";")[0].strip()
            said = f", but {kind}" if kind and kind.isprintable() and "json" not in kind else ""
            what = f"{self.place} answered no readable JSON{said[:60]}"
            raise ConnectError(what, remedy="check the address; a login page answers like this") from None

"""How long to wait before the next request, as the other side says it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

__all__ = ["Pace", "retry_after"]

_LONGEST = 10_000_000.0
_EPOCH_AFTER = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Pace:
    """A vendor's headers about its rate limit, by name; those that it doesn't send are left out.

    ``remaining`` counts the requests that are left, ``used`` holds "39/40" (a leaky bucket), ``reset`` says when
    there are more: in seconds, or as seconds since 1970. ``retry_after`` are the headers that say how long to wait
    after a 429. ``interval`` is the least time between two requests, in seconds.
    """

    remaining: str | None = None
    used: str | None = None
    reset: str | None = None
    retry_after: tuple[str, ...] = ("retry-after",)
    interval: float = 0.0

    def spent_pause(self, headers: Mapping[str, str], now: datetime) -> float:
        """Seconds to wait after a reply with ``headers`` (names in lower case) since its limit is used up; 0 if not."""
        if not self._spent(headers):
            return 0.0
        until = self.until_reset(headers, now)
        return 1.0 if until is None else until

    def until_reset(self, headers: Mapping[str, str], now: datetime) -> float | None:
        """Seconds until the limit is reset; None where the headers don't say."""
        value = _number(headers.get((self.reset or "").lower(), ""))
        if value is None:
            return None
        return _bounded(value - now.timestamp() if value > _EPOCH_AFTER else value)

    def _spent(self, headers: Mapping[str, str]) -> bool:
        left = _number(headers.get((self.remaining or "").lower(), ""))
        if left is not None and left <= 0:
            return True
        used, slash, limit = headers.get((self.used or "").lower(), "").partition("/")
        have, most = _number(used), _number(limit)
        return bool(slash) and have is not None and most is not None and have >= most


def retry_after(headers: Mapping[str, str], pace: Pace, now: datetime) -> float | None:
    """Seconds that a 429 or 503 asks to wait: a number, or an HTTP date (RFC 9110, 10.2.3); None if it doesn't say.

    A date is read against the reply's own ``Date``, since the clock here may be wrong.
    """
    for name in pace.retry_after:
        text = headers.get(name.lower(), "").strip()
        value = _number(text)
        if value is not None:
            return _bounded(value)
        until = _date(text)
        if until is not None:
            return _bounded((until - (_date(headers.get("date", "")) or now)).total_seconds())
    return pace.until_reset(headers, now)


def _number(text: str) -> float | None:
    try:
        value = float(text) if text.strip().replace(".", "", 1).lstrip("-").isdecimal() else math.nan
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _date(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _bounded(seconds: float) -> float:
    return min(max(seconds, 0.0), _LONGEST)

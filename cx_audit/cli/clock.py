"""The one clock: the rooms below are told what day it is."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

from cx_audit.errors import UsageError

__all__ = ["now", "today"]

_VARIABLE = "SOURCE_DATE_EPOCH"


def now() -> datetime:
    """The time in UTC; SOURCE_DATE_EPOCH (seconds since 1970) stands in for it, for runs that can be repeated.

    Raises:
        UsageError: the variable holds no such number.
    """
    given = os.environ.get(_VARIABLE)
    if not given:
        return datetime.now(UTC)
    try:
        return datetime.fromtimestamp(int(given), UTC)
    except (ValueError, OverflowError, OSError):
        raise UsageError(f"{_VARIABLE}={given[:40]} is no time", remedy="give whole seconds since 1970") from None


def today() -> date:
    """The day in UTC, the same for all who run the same CI job."""
    return now().date()

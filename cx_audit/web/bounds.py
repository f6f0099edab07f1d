"""What a client puts up with, and its clock."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

__all__ = ["Bounds", "Clock"]


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a client puts up with; sizes in bytes after unpacking, times in seconds.

    ``attempts`` counts the first try too; ``longest_wait`` bounds one pause that the other side asks for,
    ``total_wait`` all pauses of one request; ``whole`` the time of one try from first to last byte.
    """

    max_bytes: int = 50_000_000
    attempts: int = 6
    redirects: int = 5
    connect: float = 10.0
    read: float = 60.0
    whole: float = 300.0
    longest_wait: float = 300.0
    total_wait: float = 900.0


@dataclass(frozen=True, slots=True)
class Clock:
    """The time, and the way to let it pass; tests bring their own."""

    sleep: Callable[[float], None] = time.sleep
    monotonic: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

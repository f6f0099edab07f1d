"""Trying again, with tenacity: what may pass, after how long, and when to give up."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from cx_audit.errors import ConnectError
from cx_audit.web.bounds import Bounds, Clock
from cx_audit.web.reply import Reply

if TYPE_CHECKING:
    from tenacity import RetryCallState

__all__ = ["Again", "persistently"]


class Again(Exception):
    """A try failed in a way that may pass; ``after`` is how long the other side asks to wait.

    ``untouched``: the other side surely did not act on the request.
    """

    def __init__(self, error: ConnectError, after: float | None = None, *, untouched: bool = False) -> None:
        super().__init__(str(error))
        self.error, self.after, self.untouched = error, after, untouched


def persistently(attempt: Callable[[], Reply], bounds: Bounds, clock: Clock, *, repeatable: bool) -> Reply:
    """The reply of ``attempt``, which is called again while it raises ``Again`` and the bounds allow.

    It waits as long as the other side asks, else ever longer, from one second to a minute, with some chance in it so
    that several clients don't come back together. A wait beyond the bounds is not cut short, which would only be
    refused again, but given up. Without ``repeatable``, only what was surely not acted on is tried again.

    Raises:
        Again: the last failure.
    """
    from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_exponential_jitter

    backoff = wait_exponential_jitter(initial=1, max=60, jitter=1)
    enough = stop_after_attempt(bounds.attempts)

    def wait(state: RetryCallState) -> float:
        failed = state.outcome.exception() if state.outcome else None
        asked = failed.after if isinstance(failed, Again) else None
        return backoff(state) if asked is None else asked

    def give_up(state: RetryCallState) -> bool:
        upcoming = state.upcoming_sleep
        too_long = upcoming > bounds.longest_wait or state.idle_for + upcoming > bounds.total_wait
        return too_long or enough(state)

    def may_pass(error: BaseException) -> bool:
        return isinstance(error, Again) and (repeatable or error.untouched)

    tries = Retrying(sleep=clock.sleep, wait=wait, stop=give_up, retry=retry_if_exception(may_pass), reraise=True)
    return tries(attempt)

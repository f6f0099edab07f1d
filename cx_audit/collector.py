"""How often Python looks for cyclic garbage."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["rare_collections"]

_YOUNG = 50_000
_MIDDLE = 20
_FULL = 1_000


@contextmanager
def rare_collections() -> Iterator[None]:
    """Collect rarely within: rules and answers live as long as the run, and walking through them takes time.

    Short-lived cycles are still found; what goes by its count of references, as nearly all does, isn't affected.
    """
    before = gc.get_threshold()
    gc.set_threshold(_YOUNG, _MIDDLE, _FULL)
    try:
        yield
    finally:
        gc.set_threshold(*before)

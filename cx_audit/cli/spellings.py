"""How a path of the configuration may be written in a report."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

__all__ = ["spellings"]


def spellings(path: Path) -> tuple[str, ...]:
    """Absolute, or from where the user stands; sorted, with slashes."""
    known = {path.as_posix(), Path(os.path.normpath(path)).as_posix()}
    with contextlib.suppress(ValueError):  # another drive
        known.add(Path(os.path.relpath(path)).as_posix())
    return tuple(sorted(known))

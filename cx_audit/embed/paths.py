"""Where cx-audit keeps what it can make again: the built model and the vectors."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

__all__ = ["CACHE_DIR_VARIABLE", "cache_dir"]

CACHE_DIR_VARIABLE = "CX_AUDIT_CACHE_DIR"


def cache_dir() -> Path:
    """Return the cache folder: ``$CX_AUDIT_CACHE_DIR``, or the system's own place for a user's caches.

    The folder need not exist yet.
    """
    chosen = os.environ.get(CACHE_DIR_VARIABLE)
    return Path(chosen).expanduser().absolute() if chosen else platformdirs.user_cache_path("cx-audit", appauthor=False)

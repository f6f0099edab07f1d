"""One cache for the whole session, so that the embedding model is built once and the user's cache is left alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cx_audit.embed.paths import CACHE_DIR_VARIABLE

# What a developer or a CI service may have set, and what would change the output.
SWAYING = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "CX_AUDIT_DEBUG", "PYTHONWARNINGS", "PYTHONHASHSEED")


@pytest.fixture(scope="session", autouse=True)
def shared_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The cache folder of all tests that don't make one of their own; empty when the session begins."""
    folder = tmp_path_factory.mktemp("shared-cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(CACHE_DIR_VARIABLE, str(folder))
        for name in SWAYING:
            patch.delenv(name, raising=False)
        yield folder

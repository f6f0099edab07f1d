from __future__ import annotations

from pathlib import Path

import pytest

from cx_audit.embed.default_model import ensure_default_model
from cx_audit.embed.paths import CACHE_DIR_VARIABLE


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test touches the user's cache, nor another test's."""
    monkeypatch.setenv(CACHE_DIR_VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture(scope="session")
def built_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder with the real default model, built once for the whole session; not to be changed."""
    cache = tmp_path_factory.mktemp("built")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(CACHE_DIR_VARIABLE, str(cache))
        ensure_default_model()
    return cache

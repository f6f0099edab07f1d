from __future__ import annotations

from collections.abc import Iterator
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
def built_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache folder with the real default model, built once for the whole session; not to be changed."""
    cache = tmp_path_factory.mktemp("built")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(CACHE_DIR_VARIABLE, str(cache))
        ensure_default_model()
    return cache


@pytest.fixture
def default_model(built_cache: Path, own_cache: Path) -> Path:
    """The folder of the real default model, where ``open_encoder()`` finds it."""
    models = own_cache / "models"
    own_cache.mkdir()
    models.symlink_to(built_cache / "models")
    return ensure_default_model()

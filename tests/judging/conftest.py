from __future__ import annotations

from pathlib import Path

import pytest
from judging_kit import write_cross_encoder

from cx_audit.embed.paths import CACHE_DIR_VARIABLE


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test touches the user's cache, nor another test's."""
    monkeypatch.setenv(CACHE_DIR_VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture(scope="session")
def nli(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny NLI model, made once; not to be changed."""
    return write_cross_encoder(tmp_path_factory.mktemp("models") / "tiny-nli")

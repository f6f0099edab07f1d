from __future__ import annotations

from pathlib import Path

import pytest
from sources_kit import World


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """An empty folder that the test stands in."""
    monkeypatch.chdir(tmp_path)
    return World(tmp_path)

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from connect_kit import Puller, Vendor
from connect_sites import Site
from pytest_httpserver import HTTPServer


@pytest.fixture
def vendor(httpserver: HTTPServer) -> Callable[[Site], Vendor]:
    return lambda site: Vendor(site, httpserver)


@pytest.fixture
def puller(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Puller:
    monkeypatch.setattr("keyring.get_password", lambda *_: None)
    return Puller(tmp_path / "snapshots", monkeypatch)

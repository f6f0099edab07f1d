from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from browsing import browser, report_file, visit  # noqa: F401 - fixtures
from command import FirstDemo, cx_audit


@pytest.fixture(scope="session")
def vectors_kept(shared_cache: Path) -> Callable[[], int]:
    """Counts the vectors in the cache, without the code under test."""

    def count() -> int:
        path = shared_cache / "vectors-1.sqlite3"
        if not path.exists():
            return 0
        with closing(sqlite3.connect(path)) as database:
            return int(database.execute("SELECT count(*) FROM vectors").fetchone()[0])

    return count


@pytest.fixture(scope="session")
def first_demo(tmp_path_factory: pytest.TempPathFactory, vectors_kept: Callable[[], int]) -> FirstDemo:
    """Whatever test asks first for the samples pays for the model and the vectors; the others run warm."""
    before = vectors_kept()
    run = cx_audit("demo", "-f", "json", cwd=tmp_path_factory.mktemp("first"))
    return FirstDemo(run, vectors_kept() - before)

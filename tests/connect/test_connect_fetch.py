"""What is remembered of a page: nothing that repeats the key."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from cx_audit.connect.fetch import Fetcher
from cx_audit.connect.memory import Memory
from cx_audit.web import Reply, Scrubber, WebClient

KEY = "k3y-of-the-desk"


class _Echo:
    """A server that makes the key its version and its next link."""

    scrub = Scrubber([KEY])

    def get(self, url: str, **_: object) -> Reply:
        headers = {"etag": f'"{KEY}"', "last-modified": KEY}
        return Reply(200, url, f"GET {url}", headers, b"[]", {"next": f"https://a.example/?key={KEY}"})


def test_a_version_or_link_that_repeats_the_key_is_not_written_down(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "m", "plan", datetime(2026, 1, 1, tzinfo=UTC))
    fetcher = Fetcher(cast("WebClient", _Echo()), memory)
    page = fetcher.page("https://a.example/1")
    fetcher.settle()
    kept = memory.finished("https://a.example/1")
    assert page is not None
    assert kept is not None
    assert KEY not in repr(asdict(kept))
    assert not any(KEY in file.read_text("utf-8") for file in tmp_path.rglob("*") if file.is_file())

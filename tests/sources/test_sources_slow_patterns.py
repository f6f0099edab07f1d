"""Files made to keep a regular expression busy: each of these took minutes, or for ever."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

import pytest

from cx_audit.errors import CxAuditError
from cx_audit.sources import discover, read_all
from cx_audit.text import split_boilerplate


@pytest.mark.timing
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("comments.html", "<!---->" * 5_000 + "x"),
        ("comments.xml", "<!---->" * 5_000 + "x"),
        ("comments.txt", "<!---->" * 5_000 + "x"),
        ("open.md", "# Returns?\n\n" + "<!--" * 40_000 + "\n\nWithin 30 days.\n"),
        ("summary.md", "# Returns?\n\n<p>" + "<summary>" * 20_000 + "\n\nWithin 30 days.\n"),
        ("heading.md", "# Returns" + " " * 60_000 + "?\n\nWithin 30 days.\n"),
        ("roles.rst", "Returns?\n========\n\nWithin 30 days.\n\n.. note:: " + ":" * 40_000 + "\n\n   More.\n"),
    ],
)
def test_files_are_read_in_linear_time(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    start = time.process_time()
    with contextlib.suppress(CxAuditError):
        list(read_all(discover([tmp_path])))
    assert time.process_time() - start < 5


@pytest.mark.timing
def test_a_line_of_dashes_is_quick() -> None:
    start = time.process_time()
    split_boilerplate("Within 30 days.\n" + "-" * 100_000, "en")
    assert time.process_time() - start < 2

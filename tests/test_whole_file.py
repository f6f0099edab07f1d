"""Nobody ever finds half a file."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from cx_audit.whole_file import replace_file


def test_a_link_keeps_pointing_at_the_file_and_the_file_keeps_its_mode(tmp_path: Path) -> None:
    file, link = tmp_path / "a", tmp_path / "b"
    file.write_bytes(b"old")
    file.chmod(0o640)
    link.symlink_to(file)
    replace_file(link, b"new")
    assert link.is_symlink()
    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_what_is_private_is_the_owners_alone(tmp_path: Path) -> None:
    replace_file(tmp_path / "a", b"secret", private=True)
    (tmp_path / "b").write_bytes(b"open")
    replace_file(tmp_path / "b", b"secret", private=True)
    assert [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in "ab"] == [0o600, 0o600]


def test_after_a_failure_the_old_file_is_as_it_was_and_nothing_lies_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="no space"):
        replace_file(file, b"new")
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]

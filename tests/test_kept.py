"""Whole results kept on disk: found again by the same inputs only, and readable by nobody who lacks them."""

from __future__ import annotations

import logging
import os
import stat
import sys
from pathlib import Path

import pytest

from cx_audit.edition import edition
from cx_audit.kept import Kept, KeptResults, file_hash

SECRET, OTHER = b"a" * 32, b"b" * 32
REPORT = Kept(b'{"text": "Retouren binnen 30 dagen."}', ("policy.yml:3: ended",))


def test_what_was_kept_is_found_by_the_same_inputs_only(tmp_path: Path) -> None:
    results = KeptResults(tmp_path / "results")
    assert results.get(SECRET) is None
    results.put(SECRET, REPORT)
    assert results.get(SECRET) == REPORT
    assert results.get(OTHER) is None


def test_the_same_result_is_kept_once(tmp_path: Path) -> None:
    results = KeptResults(tmp_path)
    for _ in range(3):
        results.put(SECRET, REPORT)
    assert results.info()[0] == 1


def test_a_changed_file_undoes_a_result(tmp_path: Path) -> None:
    policy = tmp_path / "policy.yml"
    policy.write_text("return_window: 30 days\n", encoding="utf-8")
    results = KeptResults(tmp_path / "results")
    results.put(SECRET, Kept(b"{}", files={str(policy): file_hash(policy)}))
    assert results.get(SECRET) is not None
    policy.write_text("return_window: 14 days\n", encoding="utf-8")
    assert results.get(SECRET) is None
    policy.unlink()
    assert results.get(SECRET) is None


def test_no_text_can_be_read_from_the_file_nor_opened_by_another_key(tmp_path: Path) -> None:
    results = KeptResults(tmp_path / "results")
    results.put(SECRET, REPORT)
    (file,) = results.folder.iterdir()
    assert b"Retouren" not in file.read_bytes()
    results.put(OTHER, Kept(b"{}"))
    (other,) = (one for one in results.folder.iterdir() if one != file)
    other.write_bytes(file.read_bytes())  # under the other's name, still not the other's
    assert results.get(OTHER) is None


@pytest.mark.skipif(sys.platform == "win32", reason="NOT TESTED: Windows has no such modes")
def test_the_folder_is_the_users_alone(tmp_path: Path) -> None:
    results = KeptResults(tmp_path / "results")
    results.put(SECRET, REPORT)
    assert stat.S_IMODE(results.folder.stat().st_mode) == 0o700
    assert [stat.S_IMODE(file.stat().st_mode) for file in results.folder.iterdir()] == [0o600]


@pytest.mark.parametrize("damage", [b"", b"short", b"x" * 500])
def test_a_damaged_file_costs_a_warning(damage: bytes, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    results = KeptResults(tmp_path)
    results.put(SECRET, REPORT)
    (file,) = tmp_path.iterdir()
    file.write_bytes(damage)
    with caplog.at_level(logging.WARNING):
        assert results.get(SECRET) is None
    assert "examined again" in caplog.text


def test_a_folder_that_can_not_be_made_costs_a_warning(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    KeptResults(tmp_path / "file" / "results").put(SECRET, REPORT)
    assert "can't be written" in caplog.text
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    KeptResults(tmp_path).put(SECRET, REPORT)
    assert not list(tmp_path.iterdir())


def test_the_least_used_goes_first(tmp_path: Path) -> None:
    results = KeptResults(tmp_path)
    secrets = [bytes([number]) * 32 for number in range(10)]
    for number, secret in enumerate(secrets[:8]):
        results.put(secret, Kept(b"%d" % number))
    for number, file in enumerate(sorted(tmp_path.iterdir())):
        os.utime(file, (number, number))
    assert results.get(secrets[0])  # used again, so it is the newest
    for secret in secrets[8:]:
        results.put(secret, Kept(b"new"))
    assert results.info()[0] == 8
    assert results.get(secrets[0])
    results.clear()
    assert results.info() == (0, 0)


def test_the_edition_is_the_same_from_run_to_run() -> None:
    assert edition() == edition()

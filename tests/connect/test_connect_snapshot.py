"""The files of a snapshot: whole or not at all, the same for the same rows."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_audit.connect.rows import lines
from cx_audit.connect.snapshot import MANIFEST, write_snapshot
from cx_audit.errors import ConnectError, UsageError

TEXT = st.text(st.characters(codec="utf-8"), max_size=9)
ROW = st.fixed_dictionaries({"channel": st.just("faq"), "question": TEXT, "answer": TEXT, "id": TEXT})


@given(st.lists(ROW, max_size=8).flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows * 2))))
def test_rows_in_any_order_and_twice_give_the_same_lines(
    both: tuple[list[dict[str, str]], list[dict[str, str]]],
) -> None:
    rows, shuffled = both
    assert lines(rows) == lines(shuffled)
    assert lines(rows).count(b"\n") == len({tuple(row.items()) for row in rows})


def test_a_new_snapshot_replaces_the_whole_of_the_old_one(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "zendesk"
    write_snapshot(folder, {"macros.jsonl": b"1\n", "pages/x.html": b"x"}, {"n": 1})
    write_snapshot(folder, {"articles.jsonl": b"2\n"}, {"n": 2})
    assert sorted(entry.name for entry in folder.iterdir()) == ["articles.jsonl", MANIFEST]
    assert [entry.name for entry in folder.parent.iterdir()] == ["zendesk"]


@pytest.mark.parametrize("failing", [1, 2])
def test_a_failure_leaves_the_old_one_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int) -> None:
    folder = tmp_path / "zendesk"
    write_snapshot(folder, {"macros.jsonl": b"old\n"}, {})
    replace, calls = os.replace, []

    def broken(source: Path, target: Path) -> None:
        calls.append(source)
        if len(calls) == failing:
            raise OSError(28, "No space left on device")
        replace(source, target)

    monkeypatch.setattr("cx_audit.connect.snapshot.os.replace", broken)
    with pytest.raises(ConnectError, match="can't be written: No space left"):
        write_snapshot(folder, {"macros.jsonl": b"new\n"}, {})
    assert (folder / "macros.jsonl").read_bytes() == b"old\n"
    assert [entry.name for entry in tmp_path.iterdir()] == ["zendesk"]


@pytest.mark.parametrize("name", ["mine.txt", ".hidden"])
def test_what_pull_did_not_write_is_not_removed(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    with pytest.raises(UsageError, match="holds what pull did not write"):
        write_snapshot(tmp_path, {}, {})
    assert (tmp_path / name).read_text() == "mine"


def test_an_empty_folder_and_a_file_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    write_snapshot(tmp_path / "empty", {"a.jsonl": b""}, {})
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="holds what pull did not write"):
        write_snapshot(tmp_path / "file", {}, {})

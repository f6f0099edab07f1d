"""What was replied is on disk before it counts, and a cut line is as if never written."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from cx_audit.ask.journal import asked_before, journal_path, open_journal
from cx_audit.ask.reading import Said, Unsaid
from cx_audit.errors import SourceError, UsageError
from cx_audit.sources.interface import Reason

REPLIES = {
    "a": Said("30 days,\nfrom “delivery” …"),
    "b": Unsaid(Reason.NOT_UNDERSTOOD),
    "c": Unsaid(Reason.BOT_ERROR, "answered 500"),
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return journal_path(tmp_path / "chatbot.jsonl")


def filled(path: Path, bot: str = "bot") -> bytes:
    with open_journal(path, bot) as journal:
        for key, reply in REPLIES.items():
            journal.add(key, reply)
    return path.read_bytes()


def test_it_is_hidden_beside_the_recording(path: Path, tmp_path: Path) -> None:
    assert path.parent == tmp_path
    assert path.name.startswith(".")


def test_what_was_kept_is_there_again(path: Path) -> None:
    filled(path)
    assert asked_before(path, "bot") == REPLIES
    with open_journal(path, "bot") as journal:
        assert [journal.done(key) for key in "abcd"] == [True, True, False, False]
    assert os.listdir(path.parent) == [path.name], "the lock is gone"


@pytest.mark.parametrize("cut", range(1, 30))
def test_a_torn_last_line_is_as_if_never_written(path: Path, cut: int) -> None:
    whole = filled(path)
    path.write_bytes(whole[:-cut])
    with open_journal(path, "bot") as journal:
        assert dict(journal.known) == {key: REPLIES[key] for key in "ab"}
        journal.add("c", REPLIES["c"])
    assert path.read_bytes() == whole


def test_a_torn_first_line_begins_again(path: Path) -> None:
    path.write_bytes(b'{"cx-audit a')
    with open_journal(path, "bot") as journal:
        assert not journal.known
        journal.add("a", REPLIES["a"])
    assert asked_before(path, "bot") == {"a": REPLIES["a"]}


def test_each_reply_is_on_disk_at_once(path: Path) -> None:
    with open_journal(path, "bot") as journal:
        journal.add("a", REPLIES["a"])
        assert json.loads(path.read_bytes().splitlines()[1])["key"] == "a"


def test_another_bot_is_refused_and_fresh_begins_again(path: Path) -> None:
    filled(path)
    with pytest.raises(UsageError, match="another bot"), open_journal(path, "other"):
        pass
    with open_journal(path, "other", fresh=True) as journal:
        assert not journal.known


@pytest.mark.parametrize("broken", [b"x\n", b'{"a": 1}\n', b"[]\n", b"\n\n"])
def test_what_is_no_journal_is_refused(path: Path, broken: bytes) -> None:
    path.write_bytes(broken)
    with pytest.raises(SourceError, match="no journal"), open_journal(path, "bot"):
        pass


def test_a_broken_line_in_the_middle_is_told(path: Path) -> None:
    lines = filled(path).splitlines(keepends=True)
    path.write_bytes(b"".join([lines[0], b"\xff{\n", *lines[2:]]))
    with pytest.raises(SourceError, match=r":2: is no journal"), open_journal(path, "bot"):
        pass


def test_two_runs_at_once_are_one_too_many(path: Path) -> None:
    with (
        open_journal(path, "bot"),
        pytest.raises(UsageError, match="another run is asking"),
        open_journal(path, "bot"),
    ):
        pass


def test_once_recorded_it_goes(path: Path) -> None:
    with open_journal(path, "bot") as journal:
        journal.add("a", REPLIES["a"])
        journal.remove()
    assert os.listdir(path.parent) == []

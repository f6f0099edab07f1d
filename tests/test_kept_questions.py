"""Questions kept on disk: found again by the same secret only, readable by nobody who lacks it, and never too many."""

from __future__ import annotations

import logging
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from cx_audit.kept_questions import KeptQuestions

SECRET, OTHER = b"a" * 32, b"b" * 32
TEXT = b"Retouren binnen 30 dagen."


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "questions-1.sqlite3"


def kept(path: Path, *secrets: bytes) -> list[bytes | None]:
    return [*KeptQuestions(path).get(secrets)]


def keep(path: Path, data: dict[bytes, bytes], most: int = 1 << 20) -> None:
    questions = KeptQuestions(path, most)
    for secret, one in data.items():
        questions.put(secret, one)
    questions.close()


def test_what_was_kept_is_found_under_its_own_secret(path: Path) -> None:
    assert kept(path, SECRET) == [None]
    assert not path.exists()  # to ask makes nothing
    keep(path, {SECRET: TEXT})
    assert kept(path, OTHER, SECRET, SECRET) == [None, TEXT, TEXT]
    keep(path, {SECRET: b"new", OTHER: b""})
    assert kept(path, SECRET, OTHER) == [b"new", b""]
    assert KeptQuestions(path).info()[0] == 2


def test_more_are_asked_for_than_at_once(path: Path) -> None:
    secrets = [number.to_bytes(32, "big") for number in range(1203)]
    keep(path, {secret: secret for secret in secrets[::2]})
    assert kept(path, *secrets) == [None if number % 2 else secret for number, secret in enumerate(secrets)]


def test_no_text_can_be_read_nor_opened_by_another_secret(path: Path) -> None:
    keep(path, {SECRET: TEXT, OTHER: b"other"})
    data = path.read_bytes()
    assert b"Retouren" not in data
    assert SECRET not in data
    with closing(sqlite3.connect(path)) as connection, connection:
        ((name, locked), _) = connection.execute("SELECT name, locked FROM questions ORDER BY number")
        connection.execute("UPDATE questions SET locked = ? WHERE name <> ?", (locked, name))
    assert kept(path, SECRET, OTHER) == [TEXT, None]


def test_a_question_that_was_tampered_with_costs_one_warning(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    keep(path, {SECRET: TEXT, OTHER: b"other"})
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE questions SET locked = x'00ff'")
    with caplog.at_level(logging.WARNING):
        assert kept(path, SECRET, OTHER) == [None, None]
    assert caplog.text.count("are read again") == 1


@pytest.mark.parametrize("damage", [b"short", b"x" * 50_000])
def test_a_damaged_file_costs_a_warning_and_is_made_anew(
    damage: bytes, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path.parent.mkdir()
    path.write_bytes(damage)
    with caplog.at_level(logging.WARNING):
        assert kept(path, SECRET) == [None]
    assert "are read again" in caplog.text
    keep(path, {SECRET: TEXT})
    assert kept(path, SECRET) == [TEXT]


def test_another_programs_table_is_no_result(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE questions (something TEXT)")
    keep(path, {SECRET: TEXT})
    assert kept(path, SECRET) == [None]
    assert "can't be written" in caplog.text


def test_a_folder_that_can_not_be_made_costs_a_warning(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    keep(tmp_path / "file" / "questions-1.sqlite3", {SECRET: TEXT})
    assert "can't be written" in caplog.text


def test_those_go_first_that_were_written_first(path: Path) -> None:
    for number in range(60):
        keep(path, {bytes([number]) * 32: os.urandom(4000)}, most=100_000)
    found = kept(path, *(bytes([number]) * 32 for number in range(60)))
    alive = [number for number, one in enumerate(found) if one is not None]
    assert alive == [*range(60 - len(alive), 60)]
    assert 15 <= len(alive) <= 25
    assert path.stat().st_size < 150_000


def test_they_are_counted_and_cleared(path: Path) -> None:
    questions = KeptQuestions(path)
    assert questions.info() == (0, 0)
    keep(path, {SECRET: TEXT})
    assert questions.info() == (1, path.stat().st_size)
    questions.clear()
    assert not path.exists()
    assert questions.info() == (0, 0)

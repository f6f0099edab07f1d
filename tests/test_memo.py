"""What was read once is not read again, and a broken memo costs nothing but time."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_audit.facts import extract
from cx_audit.facts.stored import dump_facts, load_facts, read_once
from cx_audit.memo import FileMemo, NoMemo, reading_key, remembered

TEXTS = [
    ("You have 30 days, refunds take 5-7 business days and shipping costs €4.95 per order.", "en"),
    ("Bel ma t/m vr van 9.00 tot 17.30 uur op 020 794 6031 of mail naar help@acme.example.", "nl"),
    ("لديك ١٤ يومًا للإرجاع، والشحن مجاني.", "ar"),
    ("Los puntos no caducan; el cargo se hace el día 5 de cada mes.", "es"),
]


@pytest.mark.parametrize(("text", "language"), TEXTS)
def test_facts_come_back_as_they_were(text: str, language: str) -> None:
    facts = extract(text, language)
    assert facts
    assert load_facts(dump_facts(facts), text) == facts


@given(st.lists(st.text(max_size=20), min_size=1, max_size=4), st.lists(st.text(max_size=20), min_size=1, max_size=4))
def test_keys_tell_texts_apart(one: list[str], other: list[str]) -> None:
    joined, others = "\0".join(one), "\0".join(other)
    assert (reading_key(*one) == reading_key(*other)) == (joined == others)


def test_a_second_run_reads_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text, language = TEXTS[0]
    first = FileMemo(tmp_path / "readings.sqlite3")
    facts = read_once(text, language, None, first).facts
    first.close()

    def never(*arguments: object, **named: object) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr("cx_audit.facts.stored.read", never)
    assert read_once(text, language, None, FileMemo(tmp_path / "readings.sqlite3")).facts == facts


def test_other_rules_forget_what_was_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memo = FileMemo(tmp_path / "readings.sqlite3")
    memo.put(b"k", "v")
    memo.close()
    assert FileMemo(tmp_path / "readings.sqlite3").get(b"k") == "v"
    monkeypatch.setattr("cx_audit.memo.code_edition", lambda *_: "another")
    newer = FileMemo(tmp_path / "readings.sqlite3")
    assert newer.get(b"k") is None
    newer.put(b"n", "w")
    newer.close()
    monkeypatch.undo()
    assert FileMemo(tmp_path / "readings.sqlite3").get(b"k") is None


def test_a_damaged_file_is_begun_anew_with_a_warning(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "readings.sqlite3"
    path.write_bytes(b"not a database" * 100)
    with caplog.at_level(logging.WARNING):
        memo = FileMemo(path)
    assert "read again" in caplog.text
    memo.put(b"k", "v")
    memo.close()
    assert FileMemo(path).get(b"k") == "v"


def test_texts_are_not_kept(tmp_path: Path) -> None:
    memo = FileMemo(tmp_path / "readings.sqlite3")
    read_once("Our secret recipe is ready within 12 days.", "en", None, memo)
    memo.close()
    assert b"secret recipe" not in (tmp_path / "readings.sqlite3").read_bytes()


def test_the_question_is_read_along_but_its_values_are_not_the_answers() -> None:
    (fact,) = read_once("Nothing!", "en", None, NoMemo(), "What does it cost to exchange within 30 days?").facts
    assert (fact.kind.value, fact.low, fact.start) == ("money", 0, 0)


def test_no_memo_remembers_nothing() -> None:
    memo = NoMemo()
    memo.put(b"k", "v")
    assert memo.get(b"k") is None


def test_nothing_is_hashed_for_a_memo_that_remembers_nothing() -> None:
    def never(*_: object) -> bytes:
        raise AssertionError("made a key")

    assert remembered(NoMemo(), never, lambda: 5, str, int) == 5


def test_what_is_remembered_is_read_once(tmp_path: Path) -> None:
    memo = FileMemo(tmp_path / "readings.sqlite3")
    values = iter([5, 6])
    assert [remembered(memo, lambda: b"k", lambda: next(values), str, int) for _ in range(2)] == [5, 5]

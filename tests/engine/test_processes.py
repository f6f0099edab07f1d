"""Audits by worker processes: the bytes of the report, and what happens when workers die."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from engine_parts import SETTINGS, SETUP, STAGES, Watched, audited, kill, told

from cx_audit.engine import Desk, Stage
from cx_audit.engine.processes import Processes
from cx_audit.errors import ConfigError, EngineError
from cx_audit.kept_questions import KeptQuestions
from cx_audit.memo import FileMemo
from cx_audit.stages import Recall, Setup


@pytest.fixture(scope="module")
def alone() -> bytes:
    """The report of one process."""
    return told(audited())


@pytest.fixture(scope="module")
def two() -> Iterator[Processes]:
    engine = Processes(SETUP, 2, block=15)
    yield engine
    engine.close()


def test_workers_tell_the_same_bytes(alone: bytes, two: Processes) -> None:
    watched = Watched(two)
    assert told(audited(watched)) == alone
    assert all(watched.blocks[stage] > 1 for stage in STAGES), watched.blocks


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("stage", STAGES)
def test_a_killed_worker_changes_nothing(stage: str, alone: bytes, two: Processes) -> None:
    audited(two)  # all workers are there
    before = two.pids
    watched = Watched(two, stage, lambda: kill(two.pids))
    assert told(audited(watched)) == alone
    assert watched.done == 1
    assert not set(before) & set(two.pids)


def _dies(desk: Desk, item: int) -> int:
    if item == 3:
        os._exit(9)
    return item


def test_a_block_that_kills_every_worker_is_an_error_with_a_remedy(two: Processes) -> None:
    with pytest.raises(EngineError, match=r"3 workers died over the same block of the stage dies \(fewer --workers"):
        list(two.map(Stage("dies", _dies), range(5)))


def _pid(desk: Desk, item: int) -> tuple[int, int]:
    time.sleep(0.02)
    return item, os.getpid()


def test_a_block_goes_to_the_worker_that_had_it_before(two: Processes) -> None:
    list(two.map(Stage("start", _pid), range(4)))  # both are there
    before = dict(found for found, _ in two.map(Stage("before", _pid), range(40)))
    after = dict(found for found, _ in two.map(Stage("after", _pid, after="before"), range(40)))
    assert list(after) == list(range(40))
    assert os.getpid() not in before.values()
    assert sum(before[n] == after[n] for n in before) > 30


def _first(desk: Desk, item: object) -> float:
    array = item.array  # type: ignore[attr-defined]
    assert isinstance(array, np.memmap)
    assert not array.flags.writeable
    return float(array[0])


def test_an_array_is_mapped_not_sent(two: Processes) -> None:
    shared = two.share(np.arange(3.0))
    assert [found for found, _ in two.map(Stage("first", _first), [shared])] == [0.0]
    assert two.share(np.arange(3.0)) == shared
    assert two.share(np.arange(4.0)) != shared


class _Remembers:
    """A memo in memory."""

    def __init__(self) -> None:
        self.kept: dict[bytes, str] = {}

    def get(self, key: bytes) -> str | None:
        return self.kept.get(key)

    def put(self, key: bytes, value: str) -> None:
        self.kept[key] = value


def test_what_workers_read_is_remembered_here_and_read_there(tmp_path: Path) -> None:
    path = tmp_path / "readings.sqlite3"
    here = _Remembers()
    audited(memo=here)
    learnt = []
    for _ in range(2):
        memo, there = FileMemo(path), _Remembers()
        engine = Processes(Setup(SETTINGS, path, encoder=SETUP.encoder), 1, block=40)
        audited(engine, memo=there)
        engine.close()
        learnt.append(there.kept)
        for key, value in there.kept.items():
            memo.put(key, value)
        memo.close()
    assert learnt == [here.kept, {}]


def test_workers_compare_only_what_was_not_recalled(alone: bytes, two: Processes, tmp_path: Path) -> None:
    questions = KeptQuestions(tmp_path / "questions-1.sqlite3")
    assert told(audited(two, recall=Recall(questions))) == alone
    questions.close()
    watched = Watched(two)
    assert told(audited(watched, recall=Recall(questions))) == alone
    assert watched.blocks["name"] > 0
    assert "read" not in watched.blocks
    assert "compare" not in watched.blocks


def test_an_error_in_a_worker_is_told_as_here(tmp_path: Path) -> None:
    broken = tmp_path / "en.yml"
    broken.write_text("nonsense: [", encoding="utf-8")
    engine = Processes(Setup(SETTINGS, languages=(broken,)), 1)
    with pytest.raises(ConfigError, match=r"en\.yml"):
        audited(engine)
    engine.close()


def test_all_processes_are_gone_at_the_end() -> None:
    engine = Processes(SETUP, 2, block=15)
    list(engine.map(Stage("before", _pid), range(4)))
    pids = engine.pids
    engine.close()
    assert pids
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)

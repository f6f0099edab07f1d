"""A judge in worker processes rules as it does here, and whoever dies changes no verdict."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from engine_parts import JUDGED, Watched, Weighing, audited, batches, kill, told

from cx_audit.engine.processes import Processes
from cx_audit.stages import SpreadJudge


@pytest.fixture(scope="module")
def two() -> Iterator[Processes]:
    engine = Processes(JUDGED, 2, block=15)
    yield engine
    engine.close()


def test_workers_rule_as_one_does(two: Processes) -> None:
    asked = batches()
    here = [Weighing().judge(pairs) for pairs in asked]
    spread = SpreadJudge(Weighing(), two)
    assert (spread.name, spread.fingerprint) == (Weighing.name, Weighing.fingerprint)
    assert list(spread.judge_each(asked)) == here
    assert spread.judge(asked[3]) == here[3]
    assert spread.judge([]) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_workers_killed_over_a_judgement_change_nothing(two: Processes) -> None:
    asked = batches()
    spread = SpreadJudge(Weighing(), two)
    list(spread.judge_each(asked))  # all workers are there
    before = two.pids
    watched = Watched(two, "judge", lambda: kill(two.pids))
    ruled = list(SpreadJudge(Weighing(), watched).judge_each(asked))
    assert ruled == [Weighing().judge(pairs) for pairs in asked]
    assert watched.done == 1
    assert not set(before) & set(two.pids)


def test_a_judged_audit_is_the_same_by_workers(two: Processes) -> None:
    alone = audited(judge=Weighing())
    assert alone.findings != audited().findings
    assert told(audited(two, judge=SpreadJudge(Weighing(), two))) == told(alone)

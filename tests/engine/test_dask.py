"""Audits on a Dask cluster of real processes over TCP: the bytes of the report, deaths, and what a rerun finds."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from dask_parts import SOON, Cluster, free_port
from engine_parts import (
    JUDGED,
    READING,
    SETTINGS,
    SETUP,
    STAGES,
    Watched,
    Weighing,
    audited,
    batches,
    company,
    kill,
    least,
    same,
    told,
)

pytest.importorskip("distributed")

from benchmarks.speed.bag import Bags
from cx_audit.embed import NoProgress
from cx_audit.engine import Desk, Stage
from cx_audit.engine.dask_engine import OnDask
from cx_audit.errors import EngineError
from cx_audit.group.crowding import LISTED
from cx_audit.group.neighbours import search
from cx_audit.stages import Setup, SpreadEncoder, SpreadJudge
from cx_audit.stages.neighbours import finder

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL"),
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]

BLOCK = 15


@pytest.fixture(scope="module")
def alone() -> bytes:
    """The report of one process."""
    return told(audited())


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Two workers."""
    found = Cluster(tmp_path_factory.mktemp("dask"))
    found.start(2)
    yield found
    found.end()


def _engine(cluster: Cluster, folder: Path, block: int = BLOCK) -> OnDask:
    return OnDask(SETUP, str(folder), scheduler=cluster.address, block=block)


def _pids(engine: OnDask) -> list[int]:
    return list(engine.client.run(os.getpid).values())


@pytest.mark.parametrize("block", [BLOCK, 40])
def test_two_workers_tell_the_same_bytes(alone: bytes, cluster: Cluster, tmp_path: Path, block: int) -> None:
    with closing(_engine(cluster, tmp_path, block)) as engine:
        engine.client.wait_for_workers(2, timeout=SOON)
        assert told(audited(engine)) == alone
        assert set(engine.done) == set(STAGES)
        assert not engine.found


@pytest.mark.parametrize("stage", STAGES)
def test_a_worker_killed_in_a_stage_changes_nothing(stage: str, alone: bytes, cluster: Cluster, tmp_path: Path) -> None:
    with closing(_engine(cluster, tmp_path)) as engine:
        engine.client.wait_for_workers(2, timeout=SOON)
        victim = _pids(engine)[0]
        watched = Watched(engine, stage, lambda: kill([victim]))
        assert told(audited(watched)) == alone
        assert watched.done == 1


def test_a_worker_killed_in_the_search_changes_nothing(cluster: Cluster, tmp_path: Path) -> None:
    vectors = company(6_500, 1_600)
    with closing(_engine(cluster, tmp_path)) as engine:
        engine.client.wait_for_workers(2, timeout=SOON)
        victim = _pids(engine)[0]
        watched = Watched(engine, "near", lambda: kill([victim]))
        found = finder(watched)(vectors, LISTED, least(len(vectors)), None)
        assert watched.done == 1
    assert same(found, search(vectors, LISTED, least(len(vectors)), None))


def test_a_worker_killed_over_a_judgement_changes_nothing(cluster: Cluster, tmp_path: Path) -> None:
    asked = batches()
    with closing(OnDask(JUDGED, str(tmp_path), scheduler=cluster.address)) as engine:
        engine.client.wait_for_workers(2, timeout=SOON)
        victim = _pids(engine)[0]
        watched = Watched(engine, "judge", lambda: kill([victim]))
        ruled = list(SpreadJudge(Weighing(), watched).judge_each(asked))
        assert watched.done == 1
        assert engine.done["judge"] == len(asked)
    assert ruled == [Weighing().judge(pairs) for pairs in asked]


def test_a_worker_killed_while_outcomes_are_read_changes_nothing(cluster: Cluster, tmp_path: Path) -> None:
    texts = [[f"You can return it within {days + more} days." for more in range(4)] for days in range(0, 80, 4)]
    with closing(OnDask(READING, str(tmp_path), scheduler=cluster.address)) as engine:
        engine.client.wait_for_workers(2, timeout=SOON)
        victim = _pids(engine)[0]
        watched = Watched(engine, "embed", lambda: kill([victim]))
        read = list(SpreadEncoder(Bags(), watched, outcomes=True).encode_each(texts, "query", NoProgress()))
        assert watched.done == 1
        assert engine.done["embed"] == len(texts)
    here = [Bags().encode(some, "query", NoProgress()) for some in texts]
    assert all(map(np.array_equal, read, here))


def test_a_block_goes_to_the_worker_that_read_it(cluster: Cluster, tmp_path: Path) -> None:
    with closing(_engine(cluster, tmp_path, 5)) as engine:
        engine.client.wait_for_workers(2, timeout=SOON)
        audited(engine)
        read, compared = engine.homes["read"], engine.homes["compare"]
        assert len(set(read.values())) == 2
        assert sum(read[number] == compared[number] for number in compared) > 0.7 * len(compared)


def test_a_rerun_picks_up_after_the_scheduler_was_killed(
    alone: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cx_audit.engine.dask_engine._PATIENCE", 2.0)
    cluster, folder = Cluster(tmp_path), tmp_path / "run"
    try:
        cluster.start(2)

        def end_it() -> None:
            assert cluster.scheduler
            cluster.scheduler.send_signal(signal.SIGKILL)
            cluster.scheduler.wait()

        with closing(_engine(cluster, folder)) as engine:
            with pytest.raises(
                EngineError, match=r"lost the Dask scheduler at tcp://\S+ \(start it and run this again"
            ):
                audited(Watched(engine, "read", end_it))
            before = engine.done
        assert before["prepare"]
        assert before["name"]
        cluster.end()
        cluster.start(1)
        with closing(_engine(cluster, folder)) as engine:
            assert told(audited(engine)) == alone
            assert {stage: engine.found[stage] for stage in ("prepare", "embed", "name")} == {
                stage: before[stage] for stage in ("prepare", "embed", "name")
            }
            assert engine.found["read"] >= 1
            assert engine.done["prepare"] == engine.done["name"] == 0
            assert engine.done["compare"] > 1
    finally:
        cluster.end()


def test_a_damaged_block_is_done_once_more(alone: bytes, cluster: Cluster, tmp_path: Path) -> None:
    with closing(_engine(cluster, tmp_path)) as engine:
        audited(engine)
    blocks = sorted(tmp_path.glob("*.parquet"))
    blocks[0].write_bytes(b"PAR1 and no more")
    with closing(_engine(cluster, tmp_path)) as engine:
        assert told(audited(engine)) == alone
        assert sum(engine.done.values()) == 1


def test_what_went_in_decides_what_is_found(cluster: Cluster, tmp_path: Path) -> None:
    with closing(_engine(cluster, tmp_path)) as engine:
        audited(engine)
    other = Setup(SETTINGS.__class__(languages=("en",), model="bags@1"), encoder=SETUP.encoder)
    with closing(OnDask(other, str(tmp_path), scheduler=cluster.address, block=BLOCK)) as engine:
        audited(engine, settings=other.settings)
        assert not engine.found


def test_what_is_passing_goes_with_a_run_that_ends_well(cluster: Cluster, tmp_path: Path) -> None:
    with closing(OnDask(SETUP, str(tmp_path), scheduler=cluster.address, block=BLOCK, passing=True)) as engine:
        audited(engine)
        assert list(tmp_path.iterdir())
        engine.ended_well()
    assert not list(tmp_path.iterdir())


def _fails(desk: Desk, item: int) -> list[int]:
    raise EngineError("no such luck", remedy="try again")


def _whole(rows: list[int]) -> list[int]:
    return rows


def test_an_error_of_the_work_is_told_as_here(cluster: Cluster, tmp_path: Path) -> None:
    from cx_audit.engine import Code

    stage = Stage("fails", _fails, Code(_whole, _whole))
    with (
        closing(_engine(cluster, tmp_path)) as engine,
        pytest.raises(EngineError, match=r"^no such luck \(try again\)$"),
    ):
        list(engine.map(stage, [1, 2]))


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:{port}", "nonsense://x"])
def test_nobody_answers(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cx_audit.engine.dask_cluster._PATIENCE", 1)
    with pytest.raises(EngineError, match=r"no Dask scheduler answers at .* \(start one with `dask scheduler`"):
        OnDask(SETUP, str(tmp_path), scheduler=address.format(port=free_port()))


def test_certificates_that_nobody_named(tmp_path: Path) -> None:
    with pytest.raises(
        EngineError, match=r"reached at tls://\S+ with certificates: .* \(name them in Dask's configura"
    ):
        OnDask(SETUP, str(tmp_path), scheduler=f"tls://127.0.0.1:{free_port()}")


def test_a_folder_of_an_unknown_kind(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=r"nonsense://x: can't use the run folder: .*--run-folder"):
        OnDask(SETUP, "nonsense://x", scheduler="tcp://127.0.0.1:1")

"""``audit --workers`` and ``--engine dask`` as a user types them: same bytes, and one line where it can't be."""

from __future__ import annotations

import csv
import socket
from pathlib import Path

import pytest
from command import Run, cx_audit, python

pytest.importorskip("distributed")

ROWS = [
    ("faq", "How long may I return an order?", "You can return your order within 30 days of delivery."),
    ("chatbot", "How long can I return my order?", "You can return your order within 14 days of delivery."),
    ("macro", "Return period", "Orders can be returned within 30 days of delivery."),
    ("faq", "What does delivery cost?", "Delivery costs €4.95 for every order."),
    ("chatbot", "Delivery costs", "Delivery of every order costs €5.95."),
    ("faq", "Can I pay by invoice?", "Yes, you can pay by invoice."),
    ("macro", "Pay by invoice", "No, you cannot pay by invoice."),
]
WITHOUT = "import sys; sys.modules['distributed'] = None; from cx_audit.cli.main import main; main()"


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("export") / "answers.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("channel", "question", "answer"))
        writer.writerows(ROWS)
    return path


def _audit(export: Path, *options: str) -> Run:
    return cx_audit("audit", export.name, "-f", "json", "--exit-zero", "--no-cache", *options, cwd=export.parent)


@pytest.fixture(scope="module")
def alone(export: Path) -> bytes:
    run = _audit(export)
    assert (run.code, run.err) == (0, "")
    assert run.report["summary"]["findings"]["contradiction"] >= 2
    return run.out


@pytest.mark.parametrize(
    "options", [["--workers", "2"], ["--engine", "dask", "--workers", "2"], ["--workers", "0"]], ids=" ".join
)
def test_wherever_it_runs_it_tells_the_same(export: Path, alone: bytes, options: list[str]) -> None:
    run = _audit(export, *options)
    assert (run.code, run.err) == (0, "")
    assert run.out == alone


def test_the_configuration_says_where_and_a_rerun_finds_what_is_done(export: Path, alone: bytes) -> None:
    config = export.with_name("cx-audit.yml")
    config.write_text("engine:\n  kind: dask\n  workers: 1\n  folder: blocks\n", encoding="utf-8")
    try:
        first, second = _audit(export, "--verbose"), _audit(export, "--verbose")
    finally:
        config.unlink()
    assert (first.out, second.out) == (alone, alone)
    assert "on Dask: 4 blocks done, 0 found done" in first.err
    assert "on Dask: 0 blocks done, 4 found done" in second.err
    kept = sorted(path.suffix for path in export.with_name("blocks").iterdir())
    assert kept.count(".parquet") == 4
    assert set(kept) == {".npy", ".parquet"}


def test_a_policy_and_a_suggestion_are_the_same_with_workers(export: Path, tmp_path: Path) -> None:
    policy = tmp_path / "policy.yml"
    policy.write_text("return_window: 30 days\n", encoding="utf-8")
    runs = [_audit(export, "--policy", str(policy), *more) for more in ([], ["--workers", "2"])]
    assert runs[0].out == runs[1].out
    assert runs[0].report["settings"]["policy"]["found"] == 1


def _one_line(run: Run) -> str:
    (line,) = run.err.splitlines()
    assert (run.code, run.out) == (2, b"")
    return line


def test_without_the_extra_it_says_how_to_get_it(export: Path) -> None:
    run = python("-c", WITHOUT, "audit", export.name, "--no-cache", "--engine", "dask", cwd=export.parent)
    assert _one_line(run) == "cx-audit: --engine dask needs Dask (pip install 'cx-audit[dask]')"


def test_nobody_at_the_address(export: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{probe.getsockname()[1]}"
    line = _one_line(_audit(export, "--scheduler", address))
    assert line.startswith(f"cx-audit: no Dask scheduler answers at {address} (start one with `dask scheduler`")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--engine", "local", "--scheduler", "tcp://x:1"], "--scheduler and --run-folder are for --engine dask"),
        (["--run-folder", "x"], "--scheduler and --run-folder are for --engine dask"),
        (["--scheduler", "tcp://x:1", "--workers", "2"], "--workers is for a cluster made for the run"),
        (["--workers", "-1"], "Invalid value for '--workers'"),
        (["--engine", "dask", "--run-folder", "nonsense://x"], "nonsense://x: can't use the run folder"),
    ],
)
def test_what_does_not_go_together_is_told(export: Path, options: list[str], told: str) -> None:
    assert told in _one_line(_audit(export, *options))


def test_cleared_caches_hold_no_blocks(tmp_path: Path) -> None:
    left = tmp_path / "cache" / "runs"
    left.mkdir(parents=True)
    (left / "compare-1.parquet").write_bytes(b"quotes")
    run = cx_audit("cache", "clear", cwd=tmp_path, env={"CX_AUDIT_CACHE_DIR": str(tmp_path / "cache")})
    assert run.code == 0
    assert not left.exists()

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_kit import BY_INTENT, ROWS, Cli, FakeEncoder, Outcome, write_csv

from cx_audit.cli.main import main


@pytest.fixture(autouse=True)
def own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test stands in an empty folder, with no configuration above it, a cache of its own and no real model."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CX_AUDIT_CACHE_DIR", str(tmp_path / ".cache"))
    monkeypatch.setattr("cx_audit.embed.open_encoder", lambda model=None: FakeEncoder())
    return tmp_path


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Cli:
    def run(*arguments: str | Path) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["cx-audit", *map(str, arguments)])
        capsysbinary.readouterr()
        with pytest.raises(SystemExit) as exit_:
            main()
        told = capsysbinary.readouterr()
        return Outcome(int(exit_.value.code or 0), told.out, told.err.decode("utf-8"))

    return run


@pytest.fixture
def answers(own_place: Path) -> Path:
    return write_csv(own_place / "answers.csv", ROWS)


@pytest.fixture
def audit(cli: Cli, answers: Path) -> Callable[..., Outcome]:
    """``cx-audit audit`` of the small table."""

    def run(*arguments: str | Path) -> Outcome:
        return cli("audit", answers.name, *BY_INTENT, *arguments)

    return run

"""The installed command, run as a user runs it: a process of its own."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

TIMEOUT = 180


@dataclass(frozen=True)
class Run:
    """What a command left behind; ``out`` as bytes, since a report must not depend on the locale."""

    code: int
    out: bytes
    err: str

    @cached_property
    def report(self) -> dict[str, Any]:
        """The JSON report on stdout."""
        report: dict[str, Any] = json.loads(self.out)
        return report


@dataclass(frozen=True)
class FirstDemo:
    """The first ``cx-audit demo -f json`` of the session."""

    run: Run


def cx_audit(*arguments: str | Path, cwd: Path, env: Mapping[str, str] | None = None) -> Run:
    """``python -m cx_audit ARGUMENTS`` in the folder ``cwd``."""
    return python("-m", "cx_audit", *map(str, arguments), cwd=cwd, env=env)


def python(*arguments: str, cwd: Path, env: Mapping[str, str] | None = None) -> Run:
    """A Python of its own; stdin is empty, no stream is a terminal."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env={**os.environ, **(env or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=TIMEOUT,
        check=False,
    )
    return Run(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace"))


def vectors_in(cache: Path) -> int:
    """Counts the vectors in a cache folder, without the code under test."""
    with closing(sqlite3.connect(cache / "vectors-1.sqlite3")) as database:
        return int(database.execute("SELECT count(*) FROM vectors").fetchone()[0])

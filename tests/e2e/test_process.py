"""The command among other programs: pipes, signals, terminals."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from command import TIMEOUT, FirstDemo, cx_audit

POSIX = pytest.mark.skipif(os.name == "nt", reason="POSIX signals and pipes")

# The real command, but for the model: who asks it for vectors waits, or gets some at once.
FAKE = """
import sys, time
from pathlib import Path
import numpy as np
import cx_audit.embed
class Encoder:
    name, fingerprint, dimensions = "fake", "fake", 8
    def encode(self, texts, prompt, progress):
        Path("at-work").touch()
        time.sleep(float(sys.argv[0]))
        progress.advance(len(texts))
        return np.eye(8, dtype=np.float32)[np.arange(len(texts)) % 8]
cx_audit.embed.open_encoder = lambda model=None: Encoder()
from cx_audit.cli.main import main
sys.argv = sys.argv[1:]
main()
"""
SLOW, QUICK = "60", "0.3"

TABLE = "channel,question,answer\nfaq,How long?,30 days.\nchatbot,How long?,14 days.\n"


def _wait_for(path: Path) -> None:
    for _ in range(TIMEOUT * 20):
        if path.exists():
            return
        time.sleep(0.05)
    pytest.fail(f"{path} never came")


@POSIX
def test_ctrl_c_is_one_line_and_130(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "report.html").write_text("the last report", encoding="utf-8")
    arguments = [sys.executable, "-c", FAKE, SLOW, "audit", "a.csv", "--no-cache", "-o", "report.html"]
    with subprocess.Popen(
        arguments, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        _wait_for(tmp_path / "at-work")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=TIMEOUT)
    assert (process.returncode, out) == (130, "")
    assert err == "cx-audit: interrupted; what was done so far is kept, and the next run goes on from there\n"
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == "the last report"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "at-work", "report.html"]


@POSIX
@pytest.mark.parametrize("arguments", [("audit", "--help"), ("config", "schema"), ("sources", "."), ("--version",)])
def test_a_reader_may_stop_reading(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "a.csv").write_text(TABLE, encoding="utf-8")
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "cx_audit", *arguments],
            cwd=tmp_path,
            stdout=writer,
            stderr=subprocess.PIPE,
            text=True,
            timeout=TIMEOUT,
            check=False,
        )
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (0, "")


@POSIX
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux's /dev/full")
def test_a_full_disk_behind_stdout_is_told(tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "cx_audit", "config", "schema"],
            cwd=tmp_path,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=TIMEOUT,
            check=False,
        )
    assert (done.returncode, done.stderr) == (2, "cx-audit: can't write to stdout: No space left on device\n")


@pytest.mark.model
def test_every_report_of_the_samples_in_one_run(first_demo: FirstDemo, tmp_path: Path) -> None:
    run = cx_audit("demo", "-f", "json", "-o", "html:x", "-o", "json:y", "-o", "csv:z", cwd=tmp_path)
    assert (run.code, run.err) == (0, "")
    assert (tmp_path / "y").read_bytes() == run.out == first_demo.run.out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x", "y", "z"]


@POSIX
def test_on_a_terminal_progress_goes_to_stderr_and_color_to_stdout(tmp_path: Path) -> None:
    pty = pytest.importorskip("pty")
    (tmp_path / "a.csv").write_text(TABLE, encoding="utf-8")
    out, err = (_Terminal(*pty.openpty()) for _ in range(2))
    process = subprocess.Popen(
        [sys.executable, "-c", FAKE, QUICK, "audit", "a.csv", "--no-cache"],
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        stdout=out.writer,
        stderr=err.writer,
        env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "80"},
    )
    code = process.wait(timeout=TIMEOUT)
    shown, told = out.read(), err.read()
    assert code in (0, 1, 3), told
    assert re.search(r"in \d+ questions?; ", shown)
    assert "reading meanings" in told
    assert "reading meanings" not in shown
    assert told.endswith("\x1b[2K") or told.rstrip("\r\n").endswith("\x1b[2K"), "the bar wipes itself out"


class _Terminal:
    """One end for the command to write to, the other for the test to read."""

    def __init__(self, reader: int, writer: int) -> None:
        self.reader, self.writer = reader, writer

    def read(self) -> str:
        os.set_blocking(self.reader, False)
        parts: list[bytes] = []
        try:
            while part := os.read(self.reader, 1 << 16):
                parts.append(part)
        except OSError:  # nothing more
            pass
        os.close(self.writer)
        os.close(self.reader)
        return b"".join(parts).decode("utf-8", "replace")

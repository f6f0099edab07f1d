"""A Dask cluster as a user starts one."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
SOON = 60.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Cluster:
    """A scheduler and its workers, started as a user starts them; ``dask worker`` has a nanny that starts it anew."""

    folder: Path
    port: int = field(default_factory=free_port)
    protocol: str = "tcp"
    options: tuple[str, ...] = ()
    scheduler: subprocess.Popen[bytes] | None = None
    nannies: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"{self.protocol}://127.0.0.1:{self.port}"

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        paths = os.pathsep.join([str(HERE), str(HERE.parents[1])])
        return subprocess.Popen(
            [sys.executable, "-m", "dask", *arguments],
            env={**os.environ, "PYTHONPATH": paths},
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def start(self, workers: int) -> None:
        place = ("--host", "127.0.0.1", "--port", str(self.port), "--protocol", self.protocol)
        self.scheduler = self._start("scheduler", *place, "--no-dashboard", *self.options)
        for _ in range(workers):
            own = ("--nthreads", "1", "--no-dashboard", *self.options)
            self.nannies.append(self._start("worker", self.address, *own))

    def end(self) -> None:
        for process in (*self.nannies, self.scheduler):
            if process is not None:
                process.terminate()
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
        self.nannies, self.scheduler = [], None

"""A scheduler behind certificates, and a run folder on a server: all over sockets, all by other processes."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import trustme
from dask_parts import Cluster, free_port
from engine_parts import SETUP, STAGES, audited, told

pytest.importorskip("distributed")

from dask import config

from cx_audit.engine.dask_engine import OnDask
from cx_audit.engine.folder import RunFolder
from cx_audit.errors import EngineError

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="processes are ended by signals"),
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a file server."""
    port = free_port()
    place = ("-i", "127.0.0.1", "-p", str(port), "-d", str(tmp_path_factory.mktemp("served")))
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "pyftpdlib", "-w", *place],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    yield f"ftp://127.0.0.1:{port}/runs"
    process.terminate()
    process.wait(10)


def test_a_folder_on_a_server(server: str) -> None:
    folder = RunFolder(f"{server}/own")
    folder.write("a.npy", b"one")
    assert (folder.read("a.npy"), folder.names(), folder.has("a.npy"), folder.local) == (b"one", {"a.npy"}, True, False)
    with pytest.raises(OSError, match=r"b\.npy"):
        folder.read("b.npy")
    folder.drop(["b.npy", "a.npy"])
    assert not folder.names()


def test_a_server_that_is_gone_is_told_with_a_remedy() -> None:
    with pytest.raises(EngineError, match=r"ftp://\S+: can't use the run folder: .*--run-folder"):
        RunFolder(f"ftp://127.0.0.1:{free_port()}/runs")


def test_certificates_and_a_folder_on_a_server_change_nothing(tmp_path: Path, server: str) -> None:
    authority = trustme.CA()
    own = authority.issue_cert("127.0.0.1")
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    own.private_key_and_cert_chain_pem.write_to_path(str(tmp_path / "own.pem"))
    ours = {"ca-file": str(tmp_path / "ca.pem"), "client.cert": str(tmp_path / "own.pem")}
    options = ("--tls-ca-file", ours["ca-file"], "--tls-cert", ours["client.cert"])
    cluster = Cluster(tmp_path, protocol="tls", options=options)
    cluster.start(1)
    try:
        with (
            config.set({f"distributed.comm.tls.{name}": file for name, file in ours.items()}),
            closing(OnDask(SETUP, f"{server}/run", scheduler=cluster.address, block=40)) as engine,
        ):
            assert told(audited(engine)) == told(audited())
            assert set(engine.done) == set(STAGES)
            assert len(RunFolder(f"{server}/run").names()) > len(STAGES)
    finally:
        cluster.end()

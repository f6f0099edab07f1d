"""Results in files: what is written is what is read, and nothing else is taken for one."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from engine_parts import audited

pytest.importorskip("fsspec")

from cx_audit.engine import Code, Stage
from cx_audit.engine.folder import RunFolder, pack, share, unpack
from cx_audit.errors import EngineError
from cx_audit.model import Finding
from cx_audit.stages.findings import dump_finding, load_finding


def _same(value: list[Any]) -> list[Any]:
    return value


ROWS: Stage[Any, Any, Any] = Stage("rows", _same, Code(_same, _same))
ARRAYS: Stage[Any, Any, Any] = Stage("arrays", _same)


def test_rows_come_back_as_they_were() -> None:
    value = [["a", 1, None, 0.1], {"b": ["\ud800", "é\0"]}]
    learnt = [(b"\x00\xff", "é"), (b"k", "\udfff")]
    assert unpack(ROWS, pack(ROWS, value, learnt)) == (value, learnt)
    assert unpack(ARRAYS, pack(ROWS, value, learnt)[:0] + pack(ARRAYS, np.arange(3), ()))[0].tolist() == [0, 1, 2]


@pytest.mark.parametrize("content", [b"", b"PAR1", b"\x93NUMPY", pickle.dumps([1]), b"{}"])
@pytest.mark.parametrize("stage", [ROWS, ARRAYS])
def test_anything_else_is_no_block(stage: Stage[Any, Any, Any], content: bytes) -> None:
    with pytest.raises(ValueError, match=r".*"):
        unpack(stage, content)


class _Evil:
    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return exec, ("raise SystemExit('unpickled')",)


def test_a_pickle_in_an_array_is_not_loaded(tmp_path: Path) -> None:
    path = tmp_path / "x.npy"
    np.save(path, np.array([_Evil()], dtype=object), allow_pickle=True)
    with pytest.raises(ValueError, match="allow_pickle=False"):
        unpack(ARRAYS, path.read_bytes())


def test_a_finding_survives() -> None:
    findings: tuple[Finding, ...] = audited().findings
    assert findings
    assert [load_finding(dump_finding(finding)) for finding in findings] == list(findings)


def test_a_file_is_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = RunFolder(str(tmp_path / "deep" / "run"))
    folder.write("a.npy", b"one")
    assert (folder.read("a.npy"), folder.names(), folder.has("a.npy")) == (b"one", {"a.npy"}, True)

    def fails(*_: object, **__: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr(type(folder._files), "mv", fails)
    with pytest.raises(EngineError, match=r"b\.npy: can't write: no room \(.*--run-folder"):
        folder.write("b.npy", b"two")
    assert not folder.has("b.npy")


@pytest.mark.parametrize("url", ["{tmp}", "memory://runs"])
def test_arrays_are_read_where_they_lie_or_from_a_copy(url: str, tmp_path: Path) -> None:
    folder = RunFolder(url.format(tmp=tmp_path))
    array = np.arange(12, dtype=np.float32).reshape(3, 4)
    shared = share(folder, array)
    assert shared == share(folder, array.copy())
    assert np.array_equal(shared.array, array)
    assert isinstance(shared.array, np.memmap)

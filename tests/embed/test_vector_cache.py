from __future__ import annotations

import logging
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from cx_audit.embed import Prompt, VectorCache
from cx_audit.errors import CacheError

MODEL = "a" * 64


def _found(
    cache: VectorCache, fingerprint: str, prompt: Prompt, hashes: Iterable[bytes]
) -> dict[bytes, NDArray[np.float16]]:
    found: dict[bytes, NDArray[np.float16]] = {}
    cache.each(fingerprint, prompt, hashes, found.__setitem__)
    return found


def vectors(count: int, seed: int = 0) -> dict[bytes, NDArray[np.float16]]:
    rng = np.random.default_rng(seed)
    return {rng.bytes(32): rng.normal(size=384).astype(np.float16) for _ in range(count)}


def assert_same(found: dict[bytes, NDArray[np.float16]], expected: dict[bytes, NDArray[np.float16]]) -> None:
    assert found.keys() == expected.keys()
    for key, vector in expected.items():
        assert found[key].dtype == np.float16
        np.testing.assert_array_equal(found[key], vector)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "vectors.sqlite3"


def test_what_was_put_is_got_again_also_by_the_next_process(path: Path) -> None:
    put = vectors(1200)  # more than one query's worth of keys
    with VectorCache(path) as cache:
        cache.put_many(MODEL, "passage", put, name="small")
    with VectorCache(path) as cache:
        assert_same(_found(cache, MODEL, "passage", [*put, b"x" * 32]), put)


def test_model_and_prompt_are_kept_apart(path: Path) -> None:
    put = vectors(2)
    with VectorCache(path) as cache:
        cache.put_many(MODEL, "passage", put)
        assert _found(cache, MODEL, "query", put) == {}
        assert _found(cache, "b" * 64, "passage", put) == {}


def test_a_vector_put_again_replaces_the_old_one(path: Path) -> None:
    (key,) = vectors(1)
    old, new = np.zeros(4, np.float16), np.ones(4, np.float16)
    with VectorCache(path) as cache:
        cache.put_many(MODEL, "query", {key: old})
        cache.put_many(MODEL, "query", {key: new})
        assert_same(_found(cache, MODEL, "query", [key]), {key: new})


def test_info_counts_by_model(path: Path) -> None:
    with VectorCache(path) as cache:
        assert (cache.info().entries, cache.info().bytes, cache.info().models) == (0, 0, ())
        assert not path.exists(), "looking must not make a file"
        cache.put_many(MODEL, "query", vectors(3), name="small")
        cache.put_many(MODEL, "passage", vectors(2), name="small")
        cache.put_many("b" * 64, "passage", vectors(1), name="another")
        info = cache.info()
    assert info.path == path
    assert info.entries == 6
    assert info.bytes > 6 * 768
    assert [(model.name, model.fingerprint, model.entries) for model in info.models] == [
        ("another", "b" * 64, 1),
        ("small", MODEL, 5),
    ]


def test_clear_forgets_all_and_gives_the_space_back(path: Path) -> None:
    put = vectors(500)
    with VectorCache(path) as cache:
        assert cache.clear() == 0
        cache.put_many(MODEL, "query", put)
        before = cache.info().bytes
        assert cache.clear() == 500
        assert _found(cache, MODEL, "query", put) == {}
        assert cache.info().bytes < before / 4
        cache.put_many(MODEL, "query", put)
        assert cache.info().entries == 500


def garbage(path: Path) -> None:
    path.write_bytes(b"this is no database at all " * 200)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:8192])


def scribbled(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xaa" * (len(content) - 4096)
    path.write_bytes(content)


@pytest.mark.parametrize("damage", [garbage, cut, scribbled])
def test_a_damaged_file_is_moved_aside_with_a_warning(
    path: Path, damage: object, caplog: pytest.LogCaptureFixture
) -> None:
    put = vectors(200)
    with VectorCache(path) as cache:
        cache.put_many(MODEL, "query", put)
    assert callable(damage)
    damage(path)
    with VectorCache(path) as cache, caplog.at_level(logging.WARNING):
        assert _found(cache, MODEL, "query", put) == {}
        cache.put_many(MODEL, "query", put)
        assert_same(_found(cache, MODEL, "query", put), put)
    assert caplog.text.count("was damaged") == 1
    assert path.with_name("vectors.sqlite3.damaged").exists()


def test_a_single_changed_bit_in_a_vector_is_noticed(path: Path) -> None:
    put = vectors(3)
    with VectorCache(path) as cache:
        cache.put_many(MODEL, "query", put)
    raw = path.read_bytes()
    victim = next(iter(put))
    at = raw.index(put[victim].tobytes())
    path.write_bytes(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :])
    del put[victim]
    with VectorCache(path) as cache:
        assert_same(_found(cache, MODEL, "query", [victim, *put]), put)


def test_another_programs_database_is_left_alone(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE customers (name TEXT)")
    other.close()
    before = path.read_bytes()
    with VectorCache(path) as cache, pytest.raises(CacheError, match="not a vector cache"):
        cache.put_many(MODEL, "query", vectors(1))
    assert path.read_bytes() == before


def test_a_folder_in_the_files_place_is_a_cache_error(path: Path) -> None:
    path.mkdir(parents=True)
    with VectorCache(path) as cache, pytest.raises(CacheError, match="can't use the vector cache"):
        _found(cache, MODEL, "query", [b"x" * 32])


def test_a_file_in_the_folders_place_is_a_cache_error(path: Path) -> None:
    path.parent.write_text("")
    with VectorCache(path) as cache, pytest.raises(CacheError, match="can't use the vector cache"):
        cache.put_many(MODEL, "query", vectors(1))


def test_a_failed_put_keeps_nothing_of_it(path: Path) -> None:
    good = vectors(2)
    bad = {**good, b"y" * 32: "no vector"}
    with VectorCache(path) as cache:
        with pytest.raises(AttributeError):
            cache.put_many(MODEL, "query", bad)  # type: ignore[arg-type]
        assert _found(cache, MODEL, "query", good) == {}
        cache.put_many(MODEL, "query", good)
        assert_same(_found(cache, MODEL, "query", good), good)


_WRITER = """
import sys
import numpy as np
from cx_audit.embed import Prompt, VectorCache
path, seed, chunks = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
with VectorCache(path) as cache:
    for chunk in range(chunks):
        rng = np.random.default_rng([seed, chunk])
        cache.put_many("a" * 64, "query", {rng.bytes(32): np.full(384, chunk, np.float16) for _ in range(50)})
        print(chunk, flush=True)
"""


def writer(path: Path, seed: int, chunks: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", _WRITER, str(path), str(seed), str(chunks)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_processes_write_one_new_file_at_once(path: Path) -> None:
    writers = [writer(path, seed, 20) for seed in range(3)]
    for process in writers:
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors
    with VectorCache(path) as cache:
        assert cache.info().entries == 3 * 20 * 50


def test_a_killed_writer_loses_only_what_it_had_not_put(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    process = writer(path, 1, 100_000)
    assert process.stdout is not None
    for _ in range(5):
        last = int(process.stdout.readline())
    process.send_signal(signal.SIGKILL)
    rest = process.stdout.read()  # not communicate(): it leaves out the lines that readline() has buffered
    process.communicate(timeout=60)
    finished = [last, *map(int, rest.split())][-1] + 1
    with VectorCache(path) as cache:
        entries = cache.info().entries
    assert entries in (finished * 50, (finished + 1) * 50), "whole chunks only"
    assert caplog.text == ""


def test_two_that_find_the_damage_mend_it_once(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path.parent.mkdir()
    garbage(path)
    failures: list[BaseException] = []

    def work(seed: int) -> None:
        try:
            with VectorCache(path) as cache:
                cache.put_many(MODEL, "query", vectors(20, seed))
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(4)]
    with caplog.at_level(logging.WARNING):
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert failures == []
    assert caplog.text.count("was damaged") == 1
    with VectorCache(path) as cache:
        assert cache.info().entries == 80

from __future__ import annotations

import logging
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from embed_samples import CountingEncoder, SpyProgress
from hypothesis import given
from hypothesis import strategies as st

from cx_audit.embed import VectorCache, embed, open_encoder


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[VectorCache]:
    with VectorCache(tmp_path / "vectors.sqlite3") as cache:
        yield cache


def test_rows_are_in_order_of_length_one_and_float32() -> None:
    texts = ["b", "a longer one", "c"]
    rows = embed(texts, "passage", CountingEncoder())
    assert rows.shape == (3, 24)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-6)
    for text, row in zip(texts, rows, strict=True):
        np.testing.assert_array_equal(embed([text], "passage", CountingEncoder())[0], row)


def test_a_text_that_stands_twice_is_encoded_once() -> None:
    encoder = CountingEncoder()
    rows = embed(["same", "other", "same"], "query", encoder)
    assert sorted(encoder.texts) == ["other", "same"]
    np.testing.assert_array_equal(rows[0], rows[2])


def test_no_texts_give_no_rows_but_the_right_width() -> None:
    encoder = CountingEncoder()
    assert embed([], "query", encoder).shape == (0, 24)
    assert encoder.batches == []


def test_a_warm_run_encodes_nothing_and_gives_the_same_bytes(cache: VectorCache) -> None:
    texts = [f"answer {i}" for i in range(700)]
    cold = embed(texts, "passage", CountingEncoder(), cache)
    warm_encoder = CountingEncoder()
    warm = embed(texts, "passage", warm_encoder, cache)
    assert warm_encoder.batches == []
    assert warm.tobytes() == cold.tobytes()
    assert embed(texts, "passage", CountingEncoder()).tobytes() == cold.tobytes()


def test_only_what_is_missing_is_encoded(cache: VectorCache) -> None:
    embed(["a", "b"], "query", CountingEncoder(), cache)
    encoder = CountingEncoder()
    embed(["b", "c", "a"], "query", encoder, cache)
    assert encoder.texts == ["c"]


def test_the_prompt_is_part_of_the_key(cache: VectorCache) -> None:
    query = embed(["a"], "query", CountingEncoder(), cache)
    passage = embed(["a"], "passage", CountingEncoder(), cache)
    assert not np.array_equal(query, passage)


def test_an_interrupted_run_keeps_its_finished_chunks(cache: VectorCache) -> None:
    texts = [f"answer {i:04}" for i in range(700)]
    broken = CountingEncoder(fail_after=2)
    progress = SpyProgress()
    with pytest.raises(KeyboardInterrupt):
        embed(texts, "passage", broken, cache, progress)
    assert progress.calls[-1] == ("done", 0)
    resumed = CountingEncoder()
    embed(texts, "passage", resumed, cache)
    assert len(broken.texts) == 512
    assert sorted(broken.texts + resumed.texts) == texts


def test_batches_do_not_depend_on_the_order_of_the_texts() -> None:
    texts = [f"{'x' * (i % 7)} {i}" for i in range(600)]
    shuffled = random.Random(1).sample(texts, len(texts))
    first, second = CountingEncoder(), CountingEncoder()
    a = embed(texts, "query", first)
    b = embed(shuffled, "query", second)
    assert first.batches == second.batches
    np.testing.assert_array_equal(a[[texts.index(text) for text in shuffled]], b)


def test_progress_counts_the_missing_and_is_silent_where_none_are(cache: VectorCache) -> None:
    progress = SpyProgress()
    embed(["a", "b", "b"], "query", CountingEncoder(), cache, progress)
    assert progress.calls == [("start", 2), ("advance", 2), ("done", 0)]
    progress = SpyProgress()
    embed(["a", "b"], "query", CountingEncoder(), cache, progress)
    assert progress.calls == []


def test_a_cache_that_cannot_be_used_costs_a_warning_and_no_result(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    broken = VectorCache(tmp_path)
    with caplog.at_level(logging.WARNING):
        rows = embed(["a", "b"], "query", CountingEncoder(), broken)
    np.testing.assert_array_equal(rows, embed(["a", "b"], "query", CountingEncoder()))
    assert caplog.text.count("without the vector cache") == 1


@given(st.lists(st.text(max_size=20), max_size=12))
def test_any_text_is_taken_and_equal_texts_have_equal_rows(texts: list[str]) -> None:
    rows = embed(texts, "passage", CountingEncoder())
    assert rows.shape == (len(texts), 24)
    assert np.isfinite(rows).all()
    by_text = dict(zip(texts, rows, strict=True))
    for text, row in zip(texts, rows, strict=True):
        np.testing.assert_array_equal(by_text[text], row)


def test_a_lone_surrogate_reaches_no_encoder() -> None:
    encoder = CountingEncoder()
    embed(["broken \ud83d emoji"], "query", encoder)
    assert encoder.texts == ["broken ? emoji"]


def run_python(code: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


HEAVY = (
    "{'torch', 'transformers', 'sentence_transformers', 'tokenizers', 'onnxruntime', 'safetensors', 'huggingface_hub'}"
)


def test_importing_the_room_imports_no_model_library() -> None:
    assert run_python(f"import sys, cx_audit.embed; print(sorted({HEAVY} & set(sys.modules)))").strip() == "[]"


def test_cached_texts_need_no_torch(cache: VectorCache) -> None:
    encoder = open_encoder()
    rows = np.eye(2, encoder.dimensions, dtype=np.float32)

    class Canned(CountingEncoder):
        fingerprint = encoder.fingerprint
        dimensions = encoder.dimensions

        def encode(self, texts: object, prompt: object, progress: object) -> np.ndarray:
            return rows

    embed(["one", "two"], "passage", Canned(), cache)
    code = f"""
import sys
from cx_audit.embed import VectorCache, embed, open_encoder
with VectorCache(sys.argv[1]) as cache:
    rows = embed(["one", "two", "one"], "passage", open_encoder(), cache)
assert rows.shape == (3, 384) and rows.sum() == 3, rows
print(sorted({HEAVY} & set(sys.modules)))
"""
    assert run_python(code, str(cache.path)).strip() == "[]"

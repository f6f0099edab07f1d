"""The encoder that ships with cx-audit: its file, its vectors, and what is said when it is damaged."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from embed_samples import SpyProgress

from cx_audit.embed import NoProgress, VectorCache, embed, onnx_session, open_encoder
from cx_audit.embed.models import OWN
from cx_audit.embed.onnx_encoder import OnnxEncoder
from cx_audit.embed.onnx_session import OnnxModel
from cx_audit.embed.shipped import Shipped, shipped
from cx_audit.embed.word_vectors import word_vectors
from cx_audit.errors import ModelError

SAME = [
    "How long do I have to return an item? You have 30 days.",
    "Hoe lang heb ik om iets terug te sturen? Dat kan binnen 14 dagen.",
    "¿Cuánto tiempo tengo para devolver un artículo? Treinta días.",
    "كم لدي من الوقت لإرجاع المنتج؟ يمكنك الإرجاع خلال ٣٠ يومًا.",
]
OTHER = [
    "Can I pay with PayPal? Yes, at the checkout.",
    "Kan ik met PayPal betalen? Nee, helaas niet.",
    "¿Puedo pagar con PayPal? Sí.",
    "هل يمكنني الدفع عبر باي بال؟ نعم.",
]
TEXTS = [*SAME, *OTHER, "", "返品は3～5日以内にお願いします。", "word " * 3000]


@pytest.fixture(scope="module")
def encoder() -> OnnxEncoder:
    return OnnxEncoder(OWN, shipped("encoder.onnx"))


def test_the_manifest_has_the_hash_of_the_file() -> None:
    file = shipped("encoder.onnx")
    assert hashlib.sha256(file.path.read_bytes()).hexdigest() == file.sha256


def test_it_is_known_without_being_loaded(own_cache: Path) -> None:
    encoder = open_encoder(OWN)
    assert (encoder.name, encoder.dimensions, len(encoder.fingerprint)) == (OWN, 384, 64)
    assert not own_cache.exists()


def test_vectors_are_unit_rows_in_the_order_given(encoder: OnnxEncoder) -> None:
    progress = SpyProgress()
    rows = encoder.encode(TEXTS, "query", progress)
    assert progress.calls == [("advance", 1)] * len(TEXTS)
    assert rows.shape == (len(TEXTS), 384)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert encoder.encode([], "query", NoProgress()).shape == (0, 384)


def test_a_text_has_the_same_vector_in_any_company(encoder: OnnxEncoder) -> None:
    rows = encoder.encode(TEXTS, "query", NoProgress())
    for i in (0, 3, 8, 10):
        assert encoder.encode([TEXTS[i]], "query", NoProgress()).tobytes() == rows[i : i + 1].tobytes()


def test_batches_come_out_as_if_each_were_alone(encoder: OnnxEncoder) -> None:
    progress = SpyProgress()
    batches = [TEXTS[:4], TEXTS[4:5], [], TEXTS[5:]]
    found = list(encoder.encode_each(batches, "query", progress))
    assert [rows.tobytes() for rows in found] == [encoder.encode(b, "query", NoProgress()).tobytes() for b in batches]
    assert progress.calls == [("advance", 1)] * len(TEXTS)


def test_texts_are_taken_only_a_little_ahead_of_the_results(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onnx_session, "_AHEAD", 3)
    taken: list[int] = []

    def items() -> Iterator[int]:
        for i in range(20):
            taken.append(i)
            yield i

    found = onnx_session.ahead(lambda i: np.full(1, i, np.float32), items())
    assert float(next(found)[0]) == 0
    assert len(taken) == 4
    assert [int(row[0]) for row in found] == list(range(1, 20))


def test_cold_warm_and_shuffled_runs_give_the_same_bytes(encoder: OnnxEncoder, tmp_path: Path) -> None:
    cold = embed(TEXTS, "query", encoder)
    with VectorCache(tmp_path / "v.sqlite3") as cache:
        embed(TEXTS[:3], "query", encoder, cache)
        assert embed(TEXTS, "query", encoder, cache).tobytes() == cold.tobytes()
        assert cache.info().models[0].name == OWN
    assert embed(TEXTS[::-1], "query", encoder)[::-1].tobytes() == cold.tobytes()


def test_contradicting_answers_to_one_question_are_nearer_than_another_question(encoder: OnnxEncoder) -> None:
    rows = embed([*SAME, *OTHER], "query", encoder)
    likeness = rows @ rows.T
    assert likeness[:4, :4].min() > likeness[:4, 4:].max()
    assert likeness[4:, 4:].min() > likeness[:4, 4:].max()


def test_it_runs_without_torch() -> None:
    program = (
        "import sys\n"
        "from cx_audit.embed import NoProgress, open_encoder\n"
        f"assert open_encoder({OWN!r}).encode(['refund'], 'query', NoProgress()).shape == (1, 384)\n"
        "print([name for name in ('torch', 'transformers', 'sentence_transformers') if name in sys.modules])\n"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert run.stdout.strip() == "[]"


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    damaged = tmp_path / "encoder.onnx"
    content = bytearray(shipped("encoder.onnx").path.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)
    with pytest.raises(ModelError, match=r"encoder.onnx: not the model file that cx-audit knows.*install"):
        OnnxEncoder(OWN, Shipped(damaged, shipped("encoder.onnx").sha256)).encode(["a"], "query", NoProgress())


def test_a_file_that_is_no_model_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "encoder.onnx"
    path.write_bytes(b"no model")
    with pytest.raises(ModelError, match="can't run the model"):
        OnnxModel(path, hashlib.sha256(b"no model").hexdigest(), word_vectors())
    with pytest.raises(ModelError, match="can't read the model"):
        OnnxModel(tmp_path / "nothing.onnx", "", word_vectors())


@pytest.mark.parametrize("manifest", [None, "", "[]", "{}", json.dumps({"encoder.onnx": "x"})])
def test_a_broken_manifest_is_told(manifest: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if manifest is not None:
        (tmp_path / "manifest.json").write_text(manifest)
    monkeypatch.setattr("cx_audit.embed.shipped.packaged", lambda _: tmp_path)
    with pytest.raises(ModelError, match=r"manifest.json: no hash of the model encoder.onnx"):
        shipped("encoder.onnx")

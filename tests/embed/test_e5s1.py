from __future__ import annotations

import numpy as np
import pytest
from embed_samples import HIDDEN, LAYERS, PIECES, e5s1_file

from cx_audit.embed.e5s1 import read_e5s1
from cx_audit.errors import ModelError


def test_the_header_and_the_pieces_are_read() -> None:
    data, _ = e5s1_file()
    model = read_e5s1(data)
    assert (model.shape.hidden, model.shape.layers, model.shape.vocabulary) == (HIDDEN, LAYERS, len(PIECES))
    assert model.shape.layer_norm_eps == 1e-12
    assert model.vocabulary.pieces == tuple(PIECES)
    assert model.vocabulary.scores[4:7] == (-4.0, -5.0, -6.0)
    assert model.vocabulary.pieces[model.vocabulary.mask] == "<mask>"


def test_every_tensor_is_read_to_the_precision_of_float16() -> None:
    data, expected = e5s1_file()
    model = read_e5s1(data)
    assert set(model.tensors) == set(expected)
    for name, weights in expected.items():
        np.testing.assert_allclose(model.weights(name, weights.shape), weights, rtol=2**-10, atol=1e-7)


def test_many_blocks_are_read_like_few(monkeypatch: pytest.MonkeyPatch) -> None:
    model = read_e5s1(e5s1_file()[0])
    whole = model.weights("l0.fi.w", (64, 32))
    monkeypatch.setattr("cx_audit.embed.e5s1._BLOCKS_AT_ONCE", 7)
    np.testing.assert_array_equal(model.weights("l0.fi.w", (64, 32)), whole)


@pytest.mark.parametrize("length", [0, 3, 60, 300, 900])
def test_a_cut_file_is_refused(length: int) -> None:
    with pytest.raises(ModelError, match="not a whole 4-bit model file"):
        read_e5s1(e5s1_file()[0][:length])


def test_another_file_is_refused() -> None:
    with pytest.raises(ModelError, match="not a whole 4-bit model file"):
        read_e5s1(b"GGUF" + e5s1_file()[0][4:])


@pytest.mark.parametrize(("name", "shape"), [("l0.nothing", (1,)), ("l0.q.w", (HIDDEN, HIDDEN + 1))])
def test_a_tensor_that_is_not_there_is_named(name: str, shape: tuple[int, ...]) -> None:
    with pytest.raises(ModelError, match=name):
        read_e5s1(e5s1_file()[0]).weights(name, shape)

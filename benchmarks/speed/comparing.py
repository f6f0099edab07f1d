"""How fast facts are read and compared, with vectors and groups given."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import ParamSpec, TypeVar
from unittest.mock import patch

import numpy as np

from benchmarks.accuracy.data import companies
from benchmarks.accuracy.run import LANGUAGES, model_name, vectors
from cx_audit import pipeline
from cx_audit.collector import rare_collections
from cx_audit.group import Matrix
from cx_audit.model import Answer

__all__ = ["seconds_comparing"]

P = ParamSpec("P")
T = TypeVar("T")

_MARK = re.compile(r"\s*Zq[a-z]{5}\b")


def _marked(answer: Answer, number: int) -> Answer:
    """The answer with a made-up name at its end, so that no text was seen in an earlier run."""
    name = "Zq" + "".join(chr(ord("a") + number // 26**place % 26) for place in range(5))
    return replace(answer, text=f"{answer.text}\n{name}", question=f"{answer.question} {name}")


class _Clock:
    """Vectors out of memory, and the processor time of this thread that the comparison takes beside fetching them."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._fetching = 0.0
        self._known: dict[str, Matrix] = {}

    def embed(self, marked: Sequence[str]) -> Matrix:
        """The vectors of the texts as they were before they were marked."""
        start = time.thread_time()
        texts = [_MARK.sub("", text) for text in marked]
        if missing := sorted(set(texts) - self._known.keys()):
            self._known.update(zip(missing, vectors(missing), strict=True))
        found = np.stack([self._known[text] for text in texts])
        self._fetching += time.thread_time() - start
        return found

    def audit(self, answers: Sequence[Answer]) -> None:
        """Count what comes after the grouping."""
        settings = pipeline.Settings(languages=LANGUAGES, by_intent=True, model=model_name())
        with patch.object(pipeline, "_compare", self._timed(pipeline._compare)):
            pipeline.run(answers, settings, self.embed)

    def _timed(self, work: Callable[P, T]) -> Callable[P, T]:
        def timed(*arguments: P.args, **named: P.kwargs) -> T:
            self._fetching, start = 0.0, time.thread_time()
            done = work(*arguments, **named)
            self.seconds += time.thread_time() - start - self._fetching
            return done

        return timed


def seconds_comparing(runs: int) -> list[float]:
    """For each run the seconds that one core takes for all labelled companies; rules and vectors are loaded before."""
    out: list[float] = []
    clock = _Clock()
    number = 0
    with rare_collections():  # as in the command
        for _ in range(runs + 1):
            clock.seconds = 0.0
            for company in companies():
                answers = [_marked(answer, number + i) for i, answer in enumerate(company.answers)]
                number += len(answers)
                clock.audit(answers)
            out.append(clock.seconds)
    return out[1:]

"""What was fitted on labelled companies (``python -m benchmarks.accuracy.fit_groups --write``)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from io import BytesIO

import numpy as np

from cx_audit.errors import ConfigError
from cx_audit.group.vectors import Means
from cx_audit.resources import load_yaml, packaged

__all__ = ["LanguageMeans", "SameQuestionWeights", "language_means", "same_question_weights"]


@dataclass(frozen=True, slots=True)
class SameQuestionWeights:
    """The logistic model of ``score.SameQuestion``."""

    likeness: float
    crowding: float
    one_source_one_language: float
    one_source: float
    bias: float


@dataclass(frozen=True, slots=True)
class LanguageMeans:
    """Mean vectors [d] per language of joint texts, of bodies, and of the words around values."""

    joint: Means
    body: Means
    context: Means


@cache
def same_question_weights() -> SameQuestionWeights:
    """The weights of ``rules/group/same_question.yml``.

    Raises:
        ConfigError: the file names other weights than this version knows.
    """
    path = packaged("rules") / "group" / "same_question.yml"
    try:
        return SameQuestionWeights(**load_yaml(path))
    except TypeError as error:
        raise ConfigError(f"not the weights of this version: {error}", path=str(path)) from error


@cache
def language_means(model: str) -> LanguageMeans | None:
    """What is known of languages under ``model`` (name@fingerprint); None for any but the default model."""
    path = packaged("rules") / "group" / "language_means.npz"
    if not path.is_file():
        return None
    with np.load(BytesIO(path.read_bytes()), allow_pickle=False) as stored:
        if str(stored["model"]) != model:
            return None
        languages = [str(name) for name in stored["languages"]]
        joint, body, context = (
            dict(zip(languages, stored[name].astype(np.float32), strict=True)) for name in ("joint", "body", "context")
        )
        return LanguageMeans(joint, body, context)

"""What an earlier run made of the answers to a question: the texts it embedded, and its findings."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from pathlib import Path

import numpy as np
import numpy.typing as npt

from cx_audit.compare.scope_pack import own_scope
from cx_audit.edition import edition
from cx_audit.engine import stamp
from cx_audit.group import Means
from cx_audit.kept import file_hash
from cx_audit.kept_questions import KeptQuestions
from cx_audit.model import Answer, Finding, Question
from cx_audit.stages.findings import dump_finding, load_finding
from cx_audit.stages.naming import Group
from cx_audit.stages.reading import Read, dump_read, load_read
from cx_audit.stages.settings import Settings

__all__ = ["Recall", "Recalled", "circumstances"]

_UNREAD = frozenset({"place", "metadata"})
"""Of an answer: what no comparison looks at. A line above it may come and go."""
_content = attrgetter(*(field.name for field in fields(Answer) if field.name not in _UNREAD))

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Recalled:
    """The texts of a question, and what was found under some ``circumstances``."""

    read: Read
    circumstances: str
    findings: tuple[Finding, ...]


def circumstances(
    question: Question, odds: npt.NDArray[np.float64], languages: Sequence[str], means: Sequence[Means]
) -> str:
    """All that decides the findings beside answers, settings and rules: a hash of it.

    A text's vector comes from the model and the text, less the mean of its language: so of vectors only means count.
    """
    told = hashlib.sha256(repr((question, odds.shape, languages)).encode("utf-8", "surrogatepass"))
    told.update(odds.tobytes())
    for some in means:
        for language in languages:
            mean = some.get(language)
            told.update(b"-" if mean is None else mean.tobytes())
    return told.hexdigest()


class Recall:
    """Questions of earlier runs, known by the content of their answers.

    ``packs`` and ``files`` are the rules that decide: those selected (None: all), and the user's own.
    """

    def __init__(self, kept: KeptQuestions, packs: frozenset[str] | None = None, files: Sequence[Path] = ()) -> None:
        self._kept = kept
        self._rules = stamp(edition(), packs, [file_hash(file) for file in files])

    def secrets(self, groups: Sequence[Group], settings: Settings) -> list[bytes]:
        """The key of each group: its answers, each with its language, in order, the settings and the rules."""
        base = stamp(self._rules, replace(settings, segments=None), own_scope().stamp).encode()
        out: list[bytes] = []
        for group in groups:
            told = repr([(entry.language, *_content(entry.answer)) for entry in group.entries])
            out.append(hashlib.sha256(base + told.encode("utf-8", "surrogatepass")).digest())
        return out

    def get(self, secrets: Sequence[bytes]) -> list[Recalled | None]:
        """What is known of each."""
        return [None if data is None else _load(data) for data in self._kept.get(secrets)]

    def put(self, secret: bytes, found: Recalled) -> None:
        """Know it from now on."""
        row = [dump_read(found.read), found.circumstances, [dump_finding(finding) for finding in found.findings]]
        text = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
        self._kept.put(secret, text.encode("utf-8", "surrogatepass"))


def _load(data: bytes) -> Recalled | None:
    try:
        read, known, findings = json.loads(data.decode("utf-8", "surrogatepass"))
        return Recalled(load_read(read), known, tuple(load_finding(row) for row in findings))
    except (KeyError, TypeError, ValueError) as error:
        _log.warning("a kept question can't be used (%s): it is read again", type(error).__name__)
        return None

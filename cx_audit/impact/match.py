"""Which question a row of metrics speaks of: by id, by the same words, by near words, by meaning."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from cx_audit.impact.columns import KEYS
from cx_audit.impact.rows import MetricRow
from cx_audit.model import Answer, Question
from cx_audit.text import clean_question

__all__ = ["Embed", "Match", "match_rows"]

Embed = Callable[[Sequence[str]], npt.NDArray[np.float32]]
"""Texts to unit vectors [n, d]."""

_NEAR_WORDS = 90.0
_WORDS_MARGIN = 4.0
# Measured by `python -m benchmarks.accuracy.matching`: 96 of 100 such matches are right.
_NEAR_MEANING = 0.6
_MEANING_MARGIN = 0.1
_TAG_FIELDS = ("tags", "tag", "labels", "category", "categories")
_SEPARATORS = re.compile(r"[,;|]")
_UNSPOKEN = re.compile(r"[\W_]+")
_SCHEME = re.compile(r"^https?://(?:www\.)?", re.I)
_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Match:
    """The question that a row speaks of, or None; ``how`` is id, url, intent, tag, words, near words or meaning.

    ``score`` is 0..1; without a question ``how`` says why there is none.
    """

    row: MetricRow
    question_id: str | None
    how: str
    score: float = 1.0


def _plain(text: str) -> str:
    return _UNSPOKEN.sub(" ", clean_question(text)).strip().casefold()


def _address(text: str) -> str:
    return _SCHEME.sub("", text.strip()).split("#")[0].split("?")[0].rstrip("/").casefold()


def _named(answer: Answer) -> Iterable[tuple[str, str]]:
    """All names under which a table may know an answer: kind and name."""
    for text in filter(None, (answer.id, answer.place.record)):
        yield "id", text.casefold()
    if answer.place.url:
        yield "url", _address(answer.place.url)
    if answer.intent:
        yield "intent", _plain(answer.intent)
    for name in _TAG_FIELDS:
        yield from (("tag", _plain(tag)) for tag in _SEPARATORS.split(answer.metadata.get(name, "")) if tag.strip())
    yield from (("question", _plain(text)) for text in (answer.question, *answer.variants))


def _index(answers: Sequence[Answer], homes: Mapping[str, str]) -> dict[tuple[str, str], set[str]]:
    found: dict[tuple[str, str], set[str]] = {}
    for answer in answers:
        if answer.id in homes:
            for name in _named(answer):
                found.setdefault(name, set()).add(homes[answer.id])
    return found


def _written(kind: str, name: str) -> str:
    return {"id": str.casefold, "url": _address}.get(kind, _plain)(name)


def _by_name(row: MetricRow, index: Mapping[tuple[str, str], set[str]]) -> Match | None:
    """By the surest of the row's names that any answer bears; one that several questions share decides nothing."""
    for kind in KEYS:
        if kind in row.keys:
            homes = index.get((kind, _written(kind, row.keys[kind])), set())
            if len(homes) == 1:
                return Match(row, next(iter(homes)), "words" if kind == "question" else kind)
            if homes:
                return Match(row, None, f"{len(homes)} questions bear this {kind}")
    return None


def _by_words(row: MetricRow, texts: Sequence[str], homes: Sequence[str]) -> Match | None:
    """By words that are nearly the same, if no other question's come close."""
    asked = _plain(row.keys.get("question", ""))
    if not asked:
        return None
    near = process.extract(
        asked, texts, scorer=fuzz.token_sort_ratio, score_cutoff=_NEAR_WORDS - _WORDS_MARGIN, limit=None
    )
    if not near or near[0][1] < _NEAR_WORDS:
        return None
    if {homes[at] for _, _, at in near} != {homes[near[0][2]]}:
        return None
    return Match(row, homes[near[0][2]], "near words", round(near[0][1] / 100, _DIGITS))


def _by_meaning(rows: Sequence[MetricRow], texts: Sequence[str], homes: Sequence[str], embed: Embed) -> list[Match]:
    """By vectors of what is asked, if no other question comes close."""
    likeness = embed([row.keys["question"] for row in rows]) @ embed(texts).T
    names = np.asarray(homes)
    out = []
    for row, line in zip(rows, likeness, strict=True):
        best = int(line.argmax())
        score = round(float(line[best]), _DIGITS)
        others = line[names != names[best]]
        margin = score - float(others.max()) if len(others) else 1.0
        if score >= _NEAR_MEANING and margin >= _MEANING_MARGIN:
            out.append(Match(row, homes[best], "meaning", score))
        else:
            out.append(
                Match(row, None, "no answer is like it" if score < _NEAR_MEANING else "several are like it", score)
            )
    return out


def match_rows(
    rows: Sequence[MetricRow], answers: Sequence[Answer], questions: Sequence[Question], embed: Embed | None = None
) -> list[Match]:
    """Each row with its question, in order.

    Args:
        rows: of all tables.
        answers, questions: of the report.
        embed: gives vectors of questions; without it nothing is matched by meaning.
    """
    home = {answer_id: question.id for question in questions for answer_id in question.answer_ids}
    index = _index(answers, home)
    asked = sorted({(_plain(t), t, home[a.id]) for a in answers if a.id in home for t in (a.question, *a.variants)})
    plain, homes = [text for text, _, _ in asked], [name for _, _, name in asked]
    found: list[Match | None] = [_by_name(row, index) or _by_words(row, plain, homes) for row in rows]
    left = [at for at, match in enumerate(found) if match is None and rows[at].keys.get("question")]
    if left and embed is not None and asked:
        by_meaning = _by_meaning([rows[at] for at in left], [clean_question(t) for _, t, _ in asked], homes, embed)
        for at, match in zip(left, by_meaning, strict=True):
            found[at] = match
    return [match or Match(row, None, "no answer bears this name", 0.0) for row, match in zip(rows, found, strict=True)]

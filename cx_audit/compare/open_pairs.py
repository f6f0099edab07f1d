"""Which statements to put to a judge: those alike that neither the facts nor a finding has settled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np

from cx_audit.compare.align import align
from cx_audit.compare.contexts import Contexts
from cx_audit.compare.judge import Said, StatementPair
from cx_audit.compare.scope import same_customer
from cx_audit.compare.scope_algebra import Meeting, meet
from cx_audit.compare.scope_audience import audience_scope
from cx_audit.compare.scope_reading import nearest, scope_of_text
from cx_audit.compare.view import AnswerView, Sentence
from cx_audit.facts import Relation
from cx_audit.group import Matrix
from cx_audit.model import Finding, FindingKind, Quote
from cx_audit.text import clean_question

__all__ = ["OpenPair", "Place", "open_pairs", "said", "said_in"]

_ALIKE = 0.2
"""From this likeness on, two sentences may speak of one thing. Low: what contradicts is seldom worded alike."""
_MOST = 60
"""Different pairs of statements judged a question: a judge may take half a second for each on a CPU."""
_LONGEST_ANSWER = 2_000

Place = tuple[int, int]
"""A sentence: the row of its answer, and its index in there."""


@dataclass(frozen=True, slots=True)
class OpenPair:
    """Two sentences of two answers, and what to ask of them."""

    left: Place
    right: Place
    pair: StatementPair


def said_in(view: AnswerView, text: str) -> Said:
    """A statement of an answer, with what a judge may want to know of it."""
    question = clean_question(view.answer.question)
    body = view.clean.text[view.body.start : view.body.end]
    return Said(" ".join(text.split()), view.language, question, " ".join(body.split())[:_LONGEST_ANSWER])


def said(view: AnswerView, sentence: Sentence) -> Said:
    """A sentence of an answer as a statement."""
    return said_in(view, view.clean.text[sentence.segment.start : sentence.segment.end])


def _between(finding: Finding) -> Iterator[tuple[Quote, Quote]]:
    for p, q in combinations(finding.positions, 2):
        yield from product(p.quotes, q.quotes)


def _contradicted(told: Sequence[Finding]) -> set[frozenset[str]]:
    """The answers, by id, that a contradiction has set against each other."""
    found = [finding for finding in told if finding.kind is FindingKind.CONTRADICTION]
    return {frozenset((x.answer_id, y.answer_id)) for finding in found for x, y in _between(finding)}


def _doubted(told: Sequence[Finding]) -> set[frozenset[tuple[str, str]]]:
    """The sentences that an unverified finding sets against each other: they are judged with that finding."""
    found = [finding for finding in told if finding.kind is FindingKind.UNVERIFIED]
    return {
        frozenset(((x.answer_id, x.quote), (y.answer_id, y.quote))) for finding in found for x, y in _between(finding)
    }


def _mutual_best(likeness: Matrix) -> list[tuple[int, int, float]]:
    """Indices of sentences that are each other's likest, with their likeness, from ``_ALIKE`` on."""
    if not likeness.size:
        return []
    there, here = likeness.argmax(axis=1), likeness.argmax(axis=0)
    return [
        (i, int(j), float(likeness[i, j]))
        for i, j in enumerate(there)
        if here[j] == i and likeness[i, j] >= np.float32(_ALIKE)
    ]


def _settled(a: AnswerView, b: AnswerView, contexts: Contexts) -> set[tuple[int, int]]:
    """Where those sentences begin whose values have been found the same or different."""
    return {
        (pair.left.sentence.start, pair.right.sentence.start)
        for pair in align(a, b, contexts)
        if pair.relation in (Relation.EQUAL, Relation.DIFFERENT)
    }


def _scope(view: AnswerView, statement: Said) -> frozenset[str]:
    """What a statement is limited to, by its own words, its question or its audience: the nearest that says so."""
    texts = (statement.text, statement.question)
    return nearest(*(scope_of_text(text, view.language) for text in texts), audience_scope(view.answer, view.language))


def _apart(a: AnswerView, one: Said, b: AnswerView, other: Said) -> bool:
    """Whether the statements are limited to different customers, things or times."""
    here, there = _scope(a, one), _scope(b, other)
    return meet(here, there, here, there) is Meeting.APART


def _between_answers(
    views: Sequence[AnswerView], i: int, j: int, contexts: Contexts, doubted: set[frozenset[tuple[str, str]]]
) -> Iterator[tuple[float, OpenPair]]:
    a, b = views[i], views[j]
    matched = _mutual_best(contexts.sentences(a, b))
    settled = _settled(a, b, contexts) if matched and a.facts and b.facts else set()
    for s, t, alike in matched:
        left, right = a.sentences[s], b.sentences[t]
        one, other = said(a, left), said(b, right)
        quoted = frozenset(
            (view.answer.id, view.clean.text[x.segment.start : x.segment.end]) for view, x in ((a, left), (b, right))
        )
        if (
            one.text.casefold() != other.text.casefold()
            and (left.segment.start, right.segment.start) not in settled
            and quoted not in doubted
            and not _apart(a, one, b, other)
        ):
            yield alike, OpenPair((i, s), (j, t), StatementPair.of(one, other))


def open_pairs(views: Sequence[AnswerView], contexts: Contexts, told: Sequence[Finding]) -> list[OpenPair]:
    """The pairs of statements of one question that a judge should see, the likest first.

    They stand in answers that one customer may be told and that no contradiction covers, are each other's likest
    sentence, are not limited to different customers, and hold no values that were found the same or different. At
    most 60 different pairs of wordings.

    Args:
        views: the answers of the question.
        contexts: vectors of their sentences.
        told: what was found so far.
    """
    covered, doubted = _contradicted(told), _doubted(told)
    found: list[tuple[float, str, OpenPair]] = []
    for i, j in combinations(range(len(views)), 2):
        one, other = views[i].answer, views[j].answer
        if frozenset((one.id, other.id)) in covered or not same_customer(one, other):
            continue
        pairs = _between_answers(views, i, j, contexts, doubted)
        found += [(alike, repr(sorted((one.id, other.id))), pair) for alike, pair in pairs]
    found.sort(key=lambda item: (-item[0], item[1], item[2].pair.key()))
    wordings: set[tuple[str, str]] = set()
    out: list[OpenPair] = []
    for _, _, pair in found:
        wording = (pair.pair.left.text, pair.pair.right.text)
        if wording in wordings or len(wordings) < _MOST:
            wordings.add(wording)
            out.append(pair)
    return out

"""All questions compared; those that an earlier run compared under the same circumstances are taken from there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from cx_audit.group import Means, Stored, language_means, means_of, sample_of
from cx_audit.model import Finding, Question
from cx_audit.stages.blocks import learning
from cx_audit.stages.comparing import COMPARE, OutcomeTexts, Texts, ToCompare, odds_of
from cx_audit.stages.naming import Group, Grouped
from cx_audit.stages.reading import READ, Key, Read, ToRead
from cx_audit.stages.recall import Recalled, circumstances
from cx_audit.stages.work import Work

__all__ = ["AllQuestions", "compare_all", "read_all", "to_compare"]

_NONE = Texts.of((), None, {})
_UNREAD = OutcomeTexts()


@dataclass(slots=True)
class AllQuestions:
    """The questions with several answers, each with its group, its texts, and what is known of it.

    ``blocks`` are the groups that were read, such as the engine was given them; ``contexts`` and ``clauses`` the
    vectors, and ``outcomes`` the outcomes, of the texts of questions that are not ``known``.
    """

    groups: Sequence[Group]
    questions: Sequence[Question]
    secrets: Sequence[bytes]
    known: list[Recalled | None]
    read: Sequence[Read] = ()
    blocks: Sequence[tuple[Group, ...]] = ()
    means: tuple[Means, Means] = ({}, {})
    contexts: Texts = _NONE
    clauses: Texts = _NONE
    outcomes: OutcomeTexts = _UNREAD

    @property
    def unknown(self) -> list[int]:
        """The places of those to compare."""
        return [at for at, one in enumerate(self.known) if one is None]


@dataclass(frozen=True, slots=True)
class _Vectors:
    """Vectors of some texts, sorted."""

    keys: Sequence[Key]
    vectors: Stored | None

    @classmethod
    def of(cls, work: Work, keys: Iterable[Key]) -> _Vectors:
        told = sorted(keys)
        return cls(told, work.embed([text for _, text in told]) if told else None)

    def means(self, work: Work, sample: Sequence[Key]) -> Means:
        """The means that a sample of them tells."""
        if self.vectors is None:
            return {}
        known = language_means(work.settings.model)
        places = {key: row for row, key in enumerate(self.keys)}
        told = self.vectors[np.asarray([places[key] for key in sample], dtype=np.int64)]
        return means_of(told, [language for language, _ in sample], known.context if known else None)


def _sample(keys: set[Key]) -> list[Key]:
    ordered = sorted(keys)
    return [ordered[row] for row in sample_of(ordered)]


def read_all(work: Work, grouped: Grouped, questions: Sequence[Question], lone: bool) -> AllQuestions:
    """Read all that no earlier run has read, and embed what is to be compared.

    With ``lone`` questions of one answer are read, too: someone will ask for them.
    """
    several = [pair for pair in zip(grouped.groups, questions, strict=True) if len(pair[0].rows) > 1]
    groups = [group for group, _ in several]
    secrets = work.recall.secrets(groups, work.settings) if work.recall else []
    known: list[Recalled | None] = work.recall.get(secrets) if work.recall else [None for _ in groups]
    all_ = AllQuestions(groups, [question for _, question in several], secrets, known)
    fresh = {groups[at].rows[0] for at in all_.unknown}
    wanted = [one for one in grouped.groups if one.rows[0] in fresh or (lone and len(one.rows) == 1)]
    for group in () if lone else grouped.groups:
        if group.rows[0] not in fresh:
            work.desk.forget(group.entries)  # nobody will ask for it
    all_.blocks = work.blocks(wanted)
    told = [read for block in learning(work.engine, READ, map(ToRead, all_.blocks), work.memo) for read in block]
    anew = {group.rows[0]: read for group, read in zip(wanted, told, strict=True)}
    all_.read = [anew[group.rows[0]] if one is None else one.read for group, one in zip(groups, known, strict=True)]
    _embed(work, grouped, all_)
    return all_


def _embed(work: Work, grouped: Grouped, all_: AllQuestions) -> None:
    """Embed the texts that tell the means, and those of unknown questions, to which those are added that changed."""
    samples = [_sample(keys) for keys in _keys(all_.read)]
    fresh = [all_.read[at] for at in all_.unknown]
    found = [_Vectors.of(work, {*keys, *sample}) for keys, sample in zip(_keys(fresh), samples, strict=True)]
    contexts, clauses = (one.means(work, sample) for one, sample in zip(found, samples, strict=True))
    all_.means = contexts, clauses
    for at, one in enumerate(all_.known):
        if one is not None and one.circumstances != _circumstances(work, grouped, all_, at):
            all_.known[at] = None
    unknown = [all_.read[at] for at in all_.unknown]
    if len(unknown) > len(fresh):
        found = [_Vectors.of(work, keys) for keys in _keys(unknown)]
    all_.contexts = Texts.of(found[0].keys, found[0].vectors, contexts)
    all_.clauses = Texts.of(found[1].keys, found[1].vectors, clauses)
    if work.outcomes:
        all_.outcomes = OutcomeTexts.of({text for one in unknown for text in one.outcomes}, work.outcomes)


def _keys(read: Sequence[Read]) -> tuple[set[Key], set[Key]]:
    """The contexts and the clauses of all."""
    return {key for one in read for key in one.contexts}, {key for one in read for key in one.clauses}


def _circumstances(work: Work, grouped: Grouped, all_: AllQuestions, at: int) -> str:
    languages = sorted({entry.language for entry in all_.groups[at].entries})
    odds = odds_of(work.desk, grouped, all_.groups[at])
    return circumstances(all_.questions[at], odds, languages, all_.means)


def to_compare(work: Work, grouped: Grouped, all_: AllQuestions, done: bool) -> list[ToCompare]:
    """The unknown questions in blocks, first those that were read in this run; ``done`` as in ``ToCompare``."""
    place = {all_.groups[at].rows[0]: at for at in all_.unknown}
    read = {group.rows[0] for block in all_.blocks for group in block}
    others = [all_.groups[at] for at in all_.unknown if all_.groups[at].rows[0] not in read]
    contexts, clauses = all_.contexts.shared(work.engine), all_.clauses.shared(work.engine)
    outcomes = work.engine.share(all_.outcomes.chances) if work.outcomes else None
    items: list[ToCompare] = []
    for block in (*all_.blocks, *work.blocks(others)):
        groups = tuple(group for group in block if len(group.rows) > 1)
        places = [place[group.rows[0]] for group in groups]
        texts = _keys([all_.read[at] for at in places])
        said = {text for at in places for text in all_.read[at].outcomes}
        items.append(
            ToCompare(
                groups=groups,
                questions=tuple(all_.questions[at] for at in places),
                vectors=grouped.vectors,
                standing=grouped.standing,
                contexts=contexts,
                context_rows=all_.contexts.at(sorted(texts[0])),
                clauses=clauses,
                clause_rows=all_.clauses.at(sorted(texts[1])),
                outcomes=outcomes,
                outcome_rows=all_.outcomes.at(sorted(said)) if outcomes else (),
                done=done,
            )
        )
    return items


def compare_all(work: Work, grouped: Grouped, all_: AllQuestions, done: bool) -> list[tuple[Finding, ...]]:
    """What is found in each question, in order; what is new is put where a later run recalls it."""
    place = {all_.groups[at].rows[0]: at for at in all_.unknown}
    out = [one.findings if one else () for one in all_.known]
    items = to_compare(work, grouped, all_, done)
    for item, told in zip(items, learning(work.engine, COMPARE, items, work.memo), strict=True):
        for group, findings in zip(item.groups, told, strict=True):
            at = place[group.rows[0]]
            out[at] = findings
            if work.recall:
                found = Recalled(all_.read[at], _circumstances(work, grouped, all_, at), findings)
                work.recall.put(all_.secrets[at], found)
    return out

"""The scope of each fact of an answer: what its clause, its sentence, its heading or its question limits it to."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from cx_audit.compare.method_phrases import folds_accents, matcher
from cx_audit.compare.scope_cues import Cue, cues, says_otherwise
from cx_audit.compare.scope_limits import limit_cues, may_limit
from cx_audit.compare.scope_pack import dimensions, forgotten, scope_words
from cx_audit.facts.fold import fold
from cx_audit.model import Fact, FactKind
from cx_audit.text import Segment

__all__ = ["nearest", "scope_of_text", "scopes"]

Limits = dict[str, frozenset[str]]
"""Dimension -> "=value", "!=value" or "<50 EUR"."""

_BREAK = re.compile(r"[,;،؛、•|/][ \n]|:(?:\s|$)|\s[-–—]\s|[()\n]|[.!?]\s")
_SIGN = re.compile(r"[=!<>]")
_HEADING_WORDS = 6
_OPPOSITE = {"<=": ">", ">=": "<", "<": ">=", ">": "<="}


def _limit(cue: Cue) -> str:
    limit = cue.value if cue.value[0] in "<>" else f"={cue.value}"
    return _flipped(limit) if cue.but else limit


def _flipped(limit: str) -> str:
    """The rest: of "=gold" what isn't gold, of "<50 EUR" from 50 on."""
    if limit[0] in "<>":
        return _OPPOSITE[limit[: 1 + (limit[1] == "=")]] + limit.lstrip("<>=")
    return limit[1:] if limit[0] == "!" else "!" + limit


def _together(found: Sequence[Cue]) -> Limits:
    out: Limits = {}
    for cue in found:
        out[cue.dimension] = out.get(cue.dimension, frozenset()) | {_limit(cue)}
    return out


def _text(limits: Limits) -> frozenset[str]:
    return frozenset(dimension + limit for dimension, values in limits.items() for limit in values)


@forgotten
@lru_cache(maxsize=20_000)
def scope_of_text(text: str, language: str) -> frozenset[str]:
    """All that a question or a segment's name is limited to."""
    return _text(_together(cues(text, language)))


@cache
def _joint(language: str) -> re.Pattern[str] | None:
    joints = scope_words(language).joints
    return matcher(joints, language) if joints else None


def _chunks(text: str, language: str, facts: Sequence[Fact]) -> list[int]:
    """Where the clauses of a sentence begin; never inside a fact."""
    starts = {0} | {match.end() for match in _BREAK.finditer(text)}
    joint = _joint(language)
    if joint:
        view = fold(text, accents=folds_accents(language))
        starts |= {view.span(*match.span())[0] for match in joint.finditer(view.text)}
    return sorted(start for start in starts if not any(f.start < start < f.end for f in facts))


@dataclass(frozen=True, slots=True)
class _Clause:
    """Facts (with their places in the list) and cues of one clause; ``led`` holds cues of fact-less ones before."""

    start: int
    end: int
    facts: list[tuple[int, Fact]]
    cues: list[Cue]
    bracket: bool


def _clauses(text: str, language: str, facts: Sequence[tuple[int, Fact]], found: Sequence[Cue]) -> list[_Clause]:
    starts = _chunks(text, language, [fact for _, fact in facts])
    ends = [*starts[1:], len(text)]
    out = [_Clause(a, b, [], [], text[:a].endswith("(")) for a, b in zip(starts, ends, strict=True)]
    for place, fact in facts:
        out[bisect_right(starts, fact.start) - 1].facts.append((place, fact))
    for cue in found:
        out[bisect_right(starts, cue.start) - 1].cues.append(cue)
    return out


def _joined(clauses: Sequence[_Clause]) -> list[_Clause]:
    """Clauses with facts only: the cues of a clause without facts go to the next one, or back if it is a bracket."""
    out: list[_Clause] = []
    waiting: list[Cue] = []
    for i, clause in enumerate(clauses):
        if clause.facts:
            out.append(_Clause(clause.start, clause.end, clause.facts, [*waiting, *clause.cues], clause.bracket))
            waiting = []
        elif out and (clause.bracket or not any(c.facts for c in clauses[i + 1 :])):
            taken = {cue.dimension for cue in out[-1].cues}
            out[-1].cues.extend(cue for cue in clause.cues if cue.dimension not in taken)
        else:
            waiting += clause.cues
    return out


def _within(clause: _Clause, fact: Fact, dimension: str) -> list[Cue]:
    """The cues of one dimension that speak of ``fact``: all, or those next to it where the clause holds more facts."""
    own = [cue for cue in clause.cues if cue.dimension == dimension and cue.start != fact.start]
    others = [f for _, f in clause.facts if all(cue.start != f.start for cue in clause.cues)]
    if len(others) < 2 or len({cue.value for cue in own}) < 2:
        return own
    first = min(f.start for f in others)
    if own[0].start < first:
        after = max((f.end for f in others if f.end <= fact.start), default=clause.start - 1)
        near = [cue for cue in own if after <= cue.start < fact.start or (cue.start < first and after < first)]
        before = [cue for cue in own if cue.start < fact.start]
        return near or before[-1:]
    until = min((f.start for f in others if f.start >= fact.end), default=clause.end)
    return [cue for cue in own if fact.end <= cue.start < until]


def _read(text: str, language: str, facts: Sequence[tuple[int, Fact]], found: Sequence[Cue]) -> dict[int, Limits]:
    """The limits of each fact of a sentence."""
    out: dict[int, Limits] = {}
    carried: Limits = {}
    last: list[Cue] = []
    for clause in _joined(_clauses(text, language, facts, found)):
        named = _together(clause.cues)
        families = {dimensions()[d].family for d in named} - {None}
        carried = {d: limits for d, limits in carried.items() if dimensions()[d].family not in families}
        if last and says_otherwise(text[clause.start : clause.end], language):
            carried = carried | _rest(last)
        first = min(f.start for _, f in clause.facts)
        for place, fact in clause.facts:
            mine = {d: limits for d in named if (limits := _together(_within(clause, fact, d)).get(d))}
            out[place] = {d: limits for d, limits in carried.items() if d not in named} | mine
        # what is said before a value holds on for those that follow, what is said after it doesn't
        leading = _together([cue for cue in clause.cues if cue.start <= first])
        carried = carried | leading
        last = clause.cues or last
    return out


def _rest(said: Sequence[Cue]) -> Limits:
    """The limits of "otherwise": all that wasn't named last, an amount rather than anything else."""
    amounts = [cue for cue in said if cue.value[0] in "<>"]
    dimension = (amounts or said)[-1].dimension
    limits = _together([cue for cue in said if cue.dimension == dimension])
    return {dimension: frozenset(map(_flipped, limits[dimension]))}


def _is_heading(text: str, piece: Segment) -> bool:
    said = text[piece.start : piece.end]
    alone = text[piece.end : piece.end + 1] in ("", "\n") and said[-1:] not in (".", "!", "…")
    return said.endswith((":", "?", "؟")) or (alone and len(said.split()) <= _HEADING_WORDS)


def scopes(text: str, language: str, facts: Sequence[Fact], pieces: Sequence[Segment]) -> list[frozenset[str]]:
    """What the text limits each fact to, as "dimension=value", "dimension!=value" or "dimension<50 EUR".

    The nearest place that names a dimension decides it: clause, sentence, heading.

    Args:
        text: the clean text.
        language: its language.
        facts: its facts, in order of their places.
        pieces: its sentences.
    """
    out: list[frozenset[str]] = [frozenset()] * len(facts)
    heading: Limits = {}
    for i, piece in enumerate(pieces):
        if i and "\n\n" in text[pieces[i - 1].end : piece.start] and not _is_heading(text, pieces[i - 1]):
            heading = {}
        inside = [(place, fact) for place, fact in enumerate(facts) if piece.start <= fact.start < piece.end]
        said = text[piece.start : piece.end]
        if not inside:
            if _is_heading(text, piece):
                heading = _together(cues(said, language))
            continue
        read = _read_sentence(said, language, inside, piece.start)
        for place, fact in inside if read or heading else ():
            limits = heading | read.get(place, {})
            # days limit hours and prices, not other days
            out[place] = _text({d: v for d, v in limits.items() if d != "day" or fact.kind is not FactKind.WEEKDAYS})
    return out


def _read_sentence(said: str, language: str, inside: Sequence[tuple[int, Fact]], start: int) -> dict[int, Limits]:
    """The limits of the facts of a sentence that begins at ``start``; empty where nothing limits them."""
    found = cues(said, language)
    if not found and not any(may_limit(fact) for _, fact in inside):
        return {}
    local = [(place, replace(fact, start=fact.start - start, end=fact.end - start)) for place, fact in inside]
    found += limit_cues(said, language, [fact for _, fact in local])
    return _read(said, language, local, sorted(found, key=lambda c: c.start)) if found else {}


def _dimension(entry: str) -> str:
    return _SIGN.split(entry, maxsplit=1)[0]


def nearest(*levels: frozenset[str]) -> frozenset[str]:
    """All limits of the first scope, and of the others those in dimensions that none before them names."""
    named = [level for level in levels if level]
    if len(named) < 2:
        return named[0] if named else frozenset()
    scope: frozenset[str] = frozenset()
    for level in named:
        taken = {_dimension(entry) for entry in scope}
        scope |= {entry for entry in level if _dimension(entry) not in taken}
    return scope

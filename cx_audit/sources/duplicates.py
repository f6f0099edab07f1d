"""Each id once: the same answer read twice counts once, and two answers under one id are both kept.

The result does not depend on the order of files or rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from cx_audit.model import Answer, Skipped
from cx_audit.sources.interface import Reason, skip

__all__ = ["unique"]


def unique(answers: Iterable[Answer]) -> tuple[list[Answer], list[Skipped]]:
    """The answers by id, each id once, and what is to be told about those that came twice.

    Of equal answers under one id the first by path and line is kept. Different answers under one id get the
    name of their file before it, and those of one file a number after it; that costs no answer, so the notes
    about it have a count of 0.
    """
    first: dict[str, Answer] = {}
    more: defaultdict[str, list[Answer]] = defaultdict(list)  # most ids stand once: no list for those
    for answer in answers:
        if first.setdefault(answer.id, answer) is not answer:
            more[answer.id].append(answer)
    told: list[Skipped] = []
    taken: set[str] = set()
    renamed: list[Answer] = []
    for own in sorted(more):
        group = _without_copies([first[own], *more[own]], told)
        if len(group) == 1:
            first[own] = group[0]
            continue
        taken = taken or set(first)
        new = _renamed(own, group, taken)
        taken |= {answer.id for answer in new}
        del first[own]
        renamed += new
        told += [_note(own, answer, len(group)) for answer in new]
    kept = [*first.values(), *renamed]
    kept.sort(key=lambda answer: answer.id)
    return kept, told


def _content(answer: Answer) -> tuple[str, ...]:
    """What makes two answers the same: all that is compared, not where it stands."""
    parts = (answer.channel, answer.question, answer.text, answer.locale, answer.audience, answer.agent, answer.intent)
    return (*(part or "" for part in parts), *answer.variants)


def _place(answer: Answer) -> tuple[str, int]:
    return answer.place.path or "", answer.place.line or 0


def _where(answer: Answer) -> str:
    path, line = _place(answer)
    return f"{path}:{line}" if line else path


def _without_copies(group: Sequence[Answer], told: list[Skipped]) -> list[Answer]:
    """The answers that differ, in the order of what they say."""
    first: dict[tuple[str, ...], Answer] = {}
    for answer in sorted(group, key=_place):
        original = first.setdefault(_content(answer), answer)
        if original is not answer:
            detail = f"{_where(answer)}: {answer.id} stands at {_where(original)} too"
            told.append(skip(answer.place.path or "", Reason.DUPLICATE_ANSWER, detail))
    return [first[content] for content in sorted(first)]


def _renamed(own: str, group: Sequence[Answer], taken: set[str]) -> list[Answer]:
    """Different answers under one id: prefixed by their files, then numbered within each file."""
    prefixes = _prefixes({answer.place.path or "" for answer in group})
    seen: defaultdict[str, int] = defaultdict(int)
    renamed = []
    for answer in group:
        base = prefixes[answer.place.path or ""] + own
        seen[base] += 1
        name = base if seen[base] == 1 else f"{base}~{seen[base]}"
        while name in taken and name != own:
            seen[base] += 1
            name = f"{base}~{seen[base]}"
        renamed.append(replace(answer, id=name))
    return renamed


def _prefixes(paths: set[str]) -> dict[str, str]:
    """For each path the shortest end of it, without its ending, that tells it from the others; none for one."""
    if len(paths) == 1:
        return dict.fromkeys(paths, "")
    parts = {path: PurePosixPath(path).with_suffix("").parts for path in paths}
    for length in range(1, max(map(len, parts.values())) + 1):
        names = {path: "/".join(parts[path][-length:]) + "/" for path in paths}
        if len(set(names.values())) == len(paths):
            return names
    return {path: f"{path}/" for path in paths}


def _note(own: str, answer: Answer, often: int) -> Skipped:
    detail = f"{_where(answer)}: one of {often} different answers called {own}, kept as {answer.id}"
    return skip(answer.place.path or "", Reason.DUPLICATE_ID, detail, count=0)

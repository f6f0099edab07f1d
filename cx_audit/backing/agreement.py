"""What the channels agree on, and what they don't: the matter of a first policy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cx_audit.backing.held import Asked
from cx_audit.backing.segments import segment_scope
from cx_audit.compare.display import display
from cx_audit.compare.scope_algebra import limits_of
from cx_audit.compare.view import AnswerView, FactInContext
from cx_audit.facts import Relation, relation
from cx_audit.model import FactKind
from cx_audit.policy import Subject, Subjects
from cx_audit.policy.draft import Agreed, Disputed, Drafted, Voice
from cx_audit.policy.subjects import Kind
from cx_audit.policy.values import Read, read_value

__all__ = ["agreed_lines"]

_SURE = 3.0
_SEGMENTS = ("region", "tier", "person", "trade", "membership", "audience")
_KINDS = frozenset(FactKind) - {FactKind.HOURS, FactKind.WEEKDAYS}
"""Hours are drafted by nobody: they go with days, and a timetable is written by hand."""
_MOST_SAID = 6


@dataclass(frozen=True, slots=True)
class _Said:
    """One value of one answer, and for whom: None for everyone."""

    view: AnswerView
    fact: FactInContext
    segment: str | None


def _segment(fact: FactInContext) -> tuple[bool, str | None]:
    """Whether a value can be drafted, and for whom: a limit that no segment names makes it an exception."""
    limits = limits_of(fact.scope)
    if not limits:
        return True, None
    if len(limits) > 1 or next(iter(limits)) not in _SEGMENTS:
        return False, None
    values = next(iter(limits.values())).values
    name = next(iter(values)) if len(values) == 1 else ""
    return bool(name) and segment_scope(name, "en") == fact.scope, name


def _spoken(asked: Sequence[Asked], subject: Subject) -> Iterator[_Said]:
    for one in asked:
        for view in one.views:
            for fact in view.facts:
                sure = fact.naming is not None and fact.naming.score >= _SURE and not fact.net
                if sure and fact.role in subject.roles and fact.fact.kind in _KINDS:
                    usable, segment = _segment(fact)
                    if usable:
                        yield _Said(view, fact, segment)


def _clusters(found: Sequence[_Said]) -> list[list[_Said]]:
    """Values that are equal, the most said first."""
    out: list[list[_Said]] = []
    for said in found:
        home = next((group for group in out if relation(group[0].fact.fact, said.fact.fact) is Relation.EQUAL), None)
        (out.append([said]) if home is None else home.append(said))
    return sorted(out, key=lambda group: (-len({s.view.answer.id for s in group}), _display(group)))


def _display(group: Sequence[_Said]) -> str:
    """The value as most say it, in the shortest form: "18 months", not "1.5 years"."""
    told = Counter(display(said.fact.fact) for said in group)
    return min(told, key=lambda text: (-told[text], len(text), text))


def _voices(group: Sequence[_Said]) -> tuple[Voice, ...]:
    by_channel: dict[str, set[str]] = {}
    for said in group:
        by_channel.setdefault(said.view.answer.channel, set()).add(said.view.answer.id)
    return tuple(Voice(channel, len(ids)) for channel, ids in sorted(by_channel.items()))


def _written(subject: Subject, group: Sequence[_Said]) -> str | None:
    """The value as a line can hold it: what is read of it again is the same."""
    for text in dict.fromkeys((_display(group), *sorted(said.fact.fact.text for said in group))):
        read = read_value(subject, (text,), ("en",), None)
        one = read.facts[0] if isinstance(read, Read) and len(read.facts) == 1 else None
        if one and relation(one, group[0].fact.fact) is Relation.EQUAL:
            return text
    return None


def _drafted(subject: Subject, segment: str | None, found: Sequence[_Said], *, agreed: bool) -> Drafted | None:
    groups = _clusters(found)
    written = _written(subject, groups[0])
    channels = {said.view.answer.channel for said in groups[0]}
    if agreed and len(groups) == 1 and len(channels) > 1 and written:
        return Agreed(subject.key, subject.title, segment, written, _voices(groups[0]))
    if len({said.view.answer.channel for said in found}) < 2:
        return None
    told = tuple((_display(group), _voices(group)) for group in groups[:_MOST_SAID])
    return Disputed(subject.key, subject.title, segment, told)


def agreed_lines(asked: Sequence[Asked], subjects: Subjects, disputed: frozenset[str] = frozenset()) -> list[Drafted]:
    """What two channels or more say of a subject: agreed where they say one value, else disputed.

    A value that is limited in a way that no segment of a policy names is left out.

    Args:
        asked: every question with its answers.
        subjects: what a policy can state.
        disputed: roles that the comparison found a contradiction about.

    Raises:
        ConfigError: a packaged rule file is wrong.
    """
    out: list[Drafted] = []
    for _, subject in sorted(subjects.by_key.items()):
        if subject.kind is not Kind.VALUE:
            continue
        by_segment: dict[str | None, list[_Said]] = {}
        for said in sorted(_spoken(asked, subject), key=lambda s: (s.view.answer.id, s.fact.fact.start)):
            by_segment.setdefault(said.segment, []).append(said)
        for segment, found in sorted(by_segment.items(), key=lambda item: item[0] or ""):
            drafted = _drafted(subject, segment, found, agreed=subject.roles.isdisjoint(disputed))
            out += [drafted] if drafted else []
    return out

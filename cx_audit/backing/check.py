"""All answers held against all lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cx_audit.backing.held import Asked, Held
from cx_audit.backing.lists import held_lists
from cx_audit.backing.topic import Topic
from cx_audit.backing.values import held_values
from cx_audit.backing.yes_no import held_yes_no
from cx_audit.compare.method_mention import Mention
from cx_audit.compare.remembered import named_once
from cx_audit.memo import Memo, NoMemo
from cx_audit.policy import Line, Policy, Subject
from cx_audit.policy.subjects import Kind

__all__ = ["held_against"]


def _by_subject(policy: Policy) -> list[tuple[Subject, list[Line]]]:
    out: dict[str, list[Line]] = {}
    for line in policy.now:
        out.setdefault(line.subject.key, []).append(line)
    return [(lines[0].subject, lines) for _, lines in sorted(out.items())]


def held_against(policy: Policy, asked: Asked, memo: Memo | None = None) -> Iterator[Held]:
    """What the answers to one question say of the policy, by subject, then in the order of the answers.

    ``memo`` spares reading again what was read before.

    Raises:
        ConfigError: a packaged rule file is wrong.
    """
    subjects = _by_subject(policy)
    lists = any(subject.kind is Kind.LIST for subject, _ in subjects)
    memo = memo or NoMemo()
    named = [named_once(view, memo) if lists else () for view in asked.views]
    topic = Topic(asked)
    for subject, lines in subjects:
        yield from _on(subject, lines, asked, named, topic, memo)


def _on(
    subject: Subject,
    lines: Sequence[Line],
    asked: Asked,
    named: Sequence[Sequence[Mention]],
    topic: Topic,
    memo: Memo,
) -> Iterator[Held]:
    yield from held_yes_no([line for line in lines if line.stance], asked)
    lines = [line for line in lines if not line.stance]
    for row, view in enumerate(asked.views):
        if not lines:
            return
        if subject.kind is Kind.LIST:
            yield from held_lists(subject, lines, view, named[row], row, memo)
        else:
            yield from held_values(subject, lines, view, row, topic)

"""What asking will take, and what came of it, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from cx_audit.report.safe import isolate, one_line

if TYPE_CHECKING:
    from cx_audit.ask.plan import Call, Cost
    from cx_audit.ask.questions import Asking
    from cx_audit.ask.template import Outgoing

__all__ = ["cost_lines", "outcome_line", "plan_lines", "request_lines", "skip_lines"]

_MOST_SKIPS = 20


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def cost_lines(bot: str, planned: Sequence[Call], todo: Collection[Call], cost: Cost, currency: str) -> list[str]:
    """What will be sent to whom, and what it may cost."""
    from cx_audit.ask.plan import REPLY_TOKENS

    askings = {call.asking.id: call.asking for call in planned}
    spoken = Counter(asking.language or "?" for asking in askings.values())
    languages = ", ".join(f"{language} {number:,}" for language, number in sorted(spoken.items()))
    wordings = len({(call.asking.id, call.wording) for call in planned})
    questions = f"{_counted(len(askings), 'question')} ({languages}) in {_counted(wordings, 'wording')}"
    lines = [f"{bot}: {questions}, {_counted(len(planned), 'request')}"]
    if len(todo) < len(planned):
        lines.append(f"{len(planned) - len(todo):,} were asked before; {len(todo):,} are left")
    if cost.tokens_in is not None and cost.tokens_out is not None:
        tokens = f"about {_rounded(cost.tokens_in)} tokens sent and {_rounded(cost.tokens_out)} received"
        lines.append(f"an estimate: {tokens}, at 4 bytes a token and {REPLY_TOKENS} tokens a reply")
        if cost.amount is None:
            lines.append("what that costs is not known: price_in and price_out in cx-audit.yml hold your prices")
        else:
            lines.append(f"at your prices about {f'{cost.amount:,.2f} {currency}'.strip()}, an estimate too")
    return lines


def _rounded(number: int) -> str:
    """Two digits say all that an estimate knows."""
    step = 10 ** max(0, len(str(number)) - 2)
    return f"{round(number / step) * step:,}"


def plan_lines(askings: Sequence[Asking]) -> list[str]:
    """Each question, its other wordings below it."""
    out: list[str] = []
    for asking in askings:
        first, *others = (isolate(one_line(text)) for text in asking.wordings)
        out += [f"{asking.language or '?'}  {first}", *(f"      {text}" for text in others)]
    return out


def request_lines(sent: Outgoing) -> list[str]:
    """The first request as it would be sent, but for the key."""
    headers = [f"{name}: {value}" for name, value in sorted(sent.headers.items())]
    body = sent.body.decode("utf-8", "replace") if sent.body else ""
    return [one_line(line) for line in (f"{sent.method} {sent.url}", *headers, body) if line]


def outcome_line(rows: Sequence[Mapping[str, object]], into: str) -> str:
    """How many questions drew an answer, and of how many the bot gave more than one."""
    answers = Counter(str(row["asked"]) for row in rows if row["answer"])
    asked = len({row["asked"] for row in rows})
    several = sum(number > 1 for number in answers.values())
    told = f"{into}: {len(answers):,} of {_counted(asked, 'question')} answered"
    return f"{told}, {several:,} of them in more than one way" if several else told


def skip_lines(rows: Sequence[Mapping[str, object]]) -> list[str]:
    """What drew no answer, by reason."""
    reasons: Counter[str] = Counter()
    details: dict[str, str] = {}
    for row in rows:
        if "skipped" in row:
            reason = str(row["skipped"])
            reasons[reason] += int(str(row["uses"]))
            details.setdefault(reason, str(row.get("detail", "")))
    lines = []
    for reason, number in sorted(reasons.items()):
        such = f", such as: {one_line(details[reason])}" if details[reason] else ""
        lines.append(f"{number:,} {'reply' if number == 1 else 'replies'} not recorded: {reason}{such}")
    return lines[:_MOST_SKIPS]

"""From replies to a file of answers in the interchange format, which ``cx-audit audit`` reads like any other.

A reply that was given several times, or to several wordings, is one answer: ``uses`` says how often, the first
wording is its question and the others are ``variants``. ``asked`` is the same in all replies to one question.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from cx_audit.ask.plan import Call
from cx_audit.ask.questions import Asking
from cx_audit.ask.reading import Said, Unsaid

__all__ = ["recording", "rows"]


def rows(
    planned: Sequence[Call], replies: Mapping[str, Said | Unsaid], channel: str, bot: str
) -> list[dict[str, object]]:
    """A row for each distinct reply to a question, then one for each reason why some wordings drew none.

    Args:
        planned: the calls; those without a reply are left out.
        replies: by the key of the call.
        channel: what the bot is called in the audit.
        bot: which bot it was.
    """
    drawn: defaultdict[Asking, list[tuple[str, Said | Unsaid]]] = defaultdict(list)
    for call in planned:
        if call.key in replies:
            drawn[call.asking].append((call.wording, replies[call.key]))
    askings = sorted(drawn, key=lambda asking: (asking.language, asking.wordings))
    return [row for asking in askings for row in _rows(asking, drawn[asking], channel, bot)]


def _rows(
    asking: Asking, drawn: Sequence[tuple[str, Said | Unsaid]], channel: str, bot: str
) -> Iterator[dict[str, object]]:
    """The most given first, what is no answer last."""
    alike: defaultdict[tuple[bool, str], list[tuple[str, str]]] = defaultdict(list)
    for wording, reply in drawn:
        if isinstance(reply, Said):
            alike[False, _squeezed(reply.text)].append((wording, ""))
        else:
            alike[True, reply.reason.value].append((wording, reply.detail))
    for (skipped, told), asked in sorted(alike.items(), key=lambda item: (item[0][0], -len(item[1]), item[0][1])):
        used = {wording for wording, _ in asked}
        wordings = [text for text in asking.wordings if text in used]
        row: dict[str, object] = {
            "channel": channel,
            "question": wordings[0],
            "answer": "" if skipped else told,
            "locale": asking.language,
            "variants": wordings[1:],
            "uses": len(asked),
            "asked": asking.id,
            "times_asked": len(drawn),
            "bot": bot,
        }
        detail = min(detail for _, detail in asked)
        more = {"intent": asking.intent, "skipped": told if skipped else None, "detail": detail}
        yield row | {name: value for name, value in more.items() if value}


def _squeezed(text: str) -> str:
    """The same words with other white space are the same reply."""
    return "\n".join(" ".join(line.split()) for line in text.splitlines() if line.strip())


def recording(told: Sequence[Mapping[str, object]]) -> bytes:
    """The rows as JSON Lines."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in told).encode("utf-8", "replace")

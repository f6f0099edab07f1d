"""From replies to a file of answers in the interchange format, which ``cx-audit audit`` reads like any other.

A reply that was given several times, or to several wordings, is one answer: ``uses`` says how often, the first
wording is its question and the others are ``variants``. ``asked`` is the same in all replies to one question.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence

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
    drawn: defaultdict[Asking, defaultdict[Said | Unsaid, list[str]]] = defaultdict(lambda: defaultdict(list))
    for call in planned:
        if call.key in replies:
            drawn[call.asking][_squeezed(replies[call.key])].append(call.wording)
    out: list[tuple[object, dict[str, object]]] = []
    for asking, by_reply in drawn.items():
        total = sum(map(len, by_reply.values()))
        for reply, asked_in in by_reply.items():
            wordings = [text for text in asking.wordings if text in asked_in]
            row: dict[str, object] = {
                "channel": channel,
                "question": wordings[0],
                "answer": reply.text if isinstance(reply, Said) else "",
                "locale": asking.language,
                "variants": wordings[1:],
                "uses": len(asked_in),
                "asked": asking.id,
                "times_asked": total,
                "bot": bot,
            }
            if asking.intent:
                row["intent"] = asking.intent
            if isinstance(reply, Unsaid):
                row |= {"skipped": reply.reason.value} | ({"detail": reply.detail} if reply.detail else {})
            first = (asking.language, asking.wordings, isinstance(reply, Unsaid), -len(asked_in), str(row["answer"]))
            out.append(((*first, str(row.get("skipped"))), row))
    return [row for _, row in sorted(out, key=lambda item: repr(item[0]))]


def _squeezed(reply: Said | Unsaid) -> Said | Unsaid:
    """The same words with other white space are the same reply; the same reason with other details the same reason."""
    if isinstance(reply, Said):
        return Said("\n".join(" ".join(line.split()) for line in reply.text.splitlines() if line.strip()))
    return Unsaid(reply.reason)


def recording(told: Sequence[Mapping[str, object]]) -> bytes:
    """The rows as JSON Lines."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in told).encode("utf-8", "replace")

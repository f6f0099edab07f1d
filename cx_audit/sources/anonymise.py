"""Reps by number: "3" in place of a name or an id, in every source; reports say "agent 3".

The numbers follow the order of a hash of the names, so that the same reps have the same numbers in any order of files,
and the order of the alphabet tells nothing. With a key nobody without it can work out who is who from a list of names.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import replace

from cx_audit.masking import Kind, name_parts
from cx_audit.masking.names import people_pattern
from cx_audit.model import Answer
from cx_audit.sources.ids import content_id

__all__ = ["anonymised"]


def anonymised(answers: Iterable[Answer], key: bytes = b"") -> list[Answer]:
    """The answers with numbers for reps, in the order of their ids.

    A rep's name is masked in the answer's own text, question and wordings. An id that was made from the content is made
    anew, since it is a hash of the name too.
    """
    answers = list(answers)
    numbers = _numbers({answer.agent for answer in answers if answer.agent}, key)
    return sorted((_without_name(answer, numbers) for answer in answers), key=lambda answer: answer.id)


def _numbers(agents: Iterable[str], key: bytes) -> dict[str, str]:
    ordered = sorted(agents, key=lambda agent: hmac.digest(key or b"cx-audit", agent.encode(), hashlib.sha256))
    return {agent: str(number) for number, agent in enumerate(ordered, 1)}


def _without_name(answer: Answer, numbers: Mapping[str, str]) -> Answer:
    if answer.agent is None:
        return answer
    pattern = people_pattern((answer.agent,)) if name_parts(answer.agent) else None

    def masked(text: str) -> str:
        return pattern.sub(Kind.NAME.mask, text) if pattern else text

    new = replace(
        answer,
        agent=numbers[answer.agent],
        question=masked(answer.question),
        text=masked(answer.text),
        variants=tuple(map(masked, answer.variants)),
    )
    if answer.agent in answer.id or _made(answer):
        new = replace(new, id=content_id(new.channel, new.question, new.text, new.locale, new.audience, new.agent))
    return new


def _made(answer: Answer) -> bool:
    """Whether the id is one of ours."""
    made = content_id(answer.channel, answer.question, answer.text, answer.locale, answer.audience, answer.agent)
    return answer.id.partition("~")[0] == made

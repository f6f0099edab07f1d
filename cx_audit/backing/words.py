"""Policies and authorities in words for people."""

from __future__ import annotations

from collections.abc import Sequence

from cx_audit.compare.display import display
from cx_audit.policy import Line, Stance
from cx_audit.policy.subjects import Kind

__all__ = ["because_of", "says", "sources", "value_of"]

_SAYS = {
    Stance.CAN: ("allowed", "not allowed"),
    Stance.MUST: ("required", "not required"),
    Stance.FREE: ("included", "not included"),
}


def value_of(line: Line) -> str:
    """What a line says, without whom it is for: "30 days", "free", "Visa, PayPal", "not allowed"."""
    if line.stance is not None:
        return _SAYS[line.stance][0 if line.positive else 1]
    if line.subject.kind is Kind.LIST:
        return ", ".join(line.subject.titles[concept] for concept in line.concepts)
    if line.subject.timetable:
        return line.written
    return " or ".join(dict.fromkeys(display(fact) for fact in line.facts))


def says(lines: Sequence[Line]) -> str:
    """What several lines say: "free for EU, 5.95 $ for US"."""
    return ", ".join(
        dict.fromkeys(f"{value_of(one)} for {one.segment}" if one.segment else value_of(one) for one in lines)
    )


def sources(lines: Sequence[Line]) -> str:
    """Where they stand: "policy.yml:3, policy.yml:4"."""
    return ", ".join(dict.fromkeys(line.source for line in lines))


def because_of(lines: Sequence[Line]) -> str:
    """Why what they say counts: whose it is, since when, until when."""
    line = lines[0]
    details = [f"owner: {line.owner}" if line.owner else ""]
    details.append(f"since {line.valid_from}" if line.valid_from else "")
    details.append(f"until {line.valid_to}" if line.valid_to else "")
    told = ", ".join(part for part in details if part)
    return f"the policy says so in {sources(lines)}" + (f" ({told})" if told else "")

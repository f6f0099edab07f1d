"""Policies and authorities in words for people."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from cx_audit.backing.held import Held
from cx_audit.compare.display import display
from cx_audit.compare.method_pack import related
from cx_audit.policy import Line, Stance
from cx_audit.policy.subjects import Kind

__all__ = ["because_of", "named_in", "says", "sources", "value_of"]

_SAYS = {
    Stance.CAN: ("allowed", "not allowed"),
    Stance.MUST: ("required", "not required"),
    Stance.FREE: ("included", "not included"),
}


def named_in(found: Iterable[Held]) -> frozenset[str]:
    """The methods by which answers depart from lists, where any do."""
    departing = (one for one in found if one.departs and one.line.subject.kind is Kind.LIST)
    return frozenset(one.value.split(":")[1] for one in departing)


def value_of(line: Line, named: Collection[str] = ()) -> str:
    """What a line says, without whom it is for: "30 days", "free", "Visa, PayPal", "not allowed".

    Of a list, only what it says of the methods ``named``: "Klarna is on its list of 10".
    """
    if line.subject.kind is Kind.LIST and named:
        return _of_list(line, named)
    if line.stance is not None:
        return _SAYS[line.stance][0 if line.positive else 1]
    if line.subject.kind is Kind.LIST:
        return ", ".join(line.subject.titles[concept] for concept in line.concepts)
    if line.subject.timetable:
        return line.written
    return " or ".join(dict.fromkeys(display(fact) for fact in line.facts))


def _of_list(line: Line, named: Collection[str]) -> str:
    (family,) = line.subject.roles
    listed = [one for one in line.concepts if any(related(family, one, other) for other in named)]
    names = [line.subject.titles[one] for one in listed or sorted(named)]
    told = f"{', '.join(names[:-1])} and {names[-1]} are" if len(names) > 1 else f"{names[0]} is"
    return f"{told}{'' if listed else ' not'} on its list of {len(line.concepts)}"


def says(lines: Sequence[Line], named: Collection[str] = ()) -> str:
    """What several lines say: "free for EU, 5.95 $ for US"; of lists, what they say of the methods ``named``."""
    told = ((value_of(one, named), one.segment) for one in lines)
    return ", ".join(dict.fromkeys(f"{value} for {segment}" if segment else value for value, segment in told))


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

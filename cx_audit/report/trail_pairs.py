"""How a pair of statements was read and judged, in words."""

from __future__ import annotations

from collections.abc import Iterator

from cx_audit.compare.trail import Compared, Outcome, Reading, Said
from cx_audit.report.overview import percent
from cx_audit.report.safe import isolate, one_line

__all__ = ["became", "because", "read_as"]

_BECAME = {
    Outcome.TOLD: "told",
    Outcome.EQUAL: "equal",
    Outcome.COMPATIBLE: "both can be true",
    Outcome.MISALIGNED: "the other answer says the same value too, of another matter",
    Outcome.TOLERATED: "differ by no more than what they are about allows",
    Outcome.DOUBTFUL: "under the threshold",
    Outcome.ELSEWHERE: "told in",
    Outcome.APART: "not compared",
    Outcome.ASIDE: "differ, and are not quoted: one answer says both, or no customer is told both",
}


def read_as(said: Said) -> Iterator[str]:
    """The value as read, or what the words were taken for."""
    value = said.reading
    if value is None:
        yield isolate(one_line(said.claim))
        return
    written = isolate(one_line(value.written))
    yield f"“{written}” read as {value.kind}: {isolate(one_line(value.display))}"
    others = " or ".join(value.alternatives)
    details = (
        f"comparator {value.comparator}",
        f"unit {isolate(one_line(value.unit))}" if value.unit else "",
        f"per {one_line(value.per)}" if value.per else "",
        f"about {_named(value)}" if value.role else "",
        f"holds {isolate(one_line(value.holds))}",
        f"it can also be {isolate(one_line(others))}" if others else "",
        f"compared as {isolate(one_line(value.canonical))}",
    )
    yield "; ".join(detail for detail in details if detail)


def _named(value: Reading) -> str:
    cue = f" (by “{isolate(one_line(value.cue))}”)" if value.cue else ""
    return f"{one_line(value.role or '')}{cue}"


def because(pair: Compared) -> Iterator[tuple[str, str]]:
    """How they stand to each other and, line by line, what the model weighed: a figure and its words."""
    model = pair.model
    if model is None:
        yield "", pair.relation
        return
    yield percent(model.probability), f"likely to matter ({pair.relation}); told from {percent(model.least)} on"
    for reason in model.reasons:
        product = "" if reason.value == 1 else f" ({reason.value:g} x {reason.weight:g})"
        yield f"{reason.contribution:+.2f}", f"{reason.words}{product}"
    yield f"{model.bias:+.2f}", "to begin with"
    total = model.bias + sum(reason.contribution for reason in model.reasons)
    yield f"{total:+.2f}", f"in all, as log-odds: {percent(model.probability)}"


def became(pair: Compared) -> str:
    """What became of a pair, in a few words."""
    words = _BECAME[pair.outcome]
    if pair.outcome is Outcome.ELSEWHERE:
        return f"{words} {pair.told_in}"
    chance = f" ({percent(pair.model.probability)} likely)" if pair.model else ""
    if pair.outcome is Outcome.DOUBTFUL and pair.model:
        return f"{words} of {percent(pair.model.least)}{chance}"
    if pair.outcome is Outcome.APART:
        return f"{words}: {'; '.join(pair.why)}"
    return words + chance

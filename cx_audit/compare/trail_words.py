"""What the models' features say, in words: where they are positive, and where they are negative."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cx_audit.compare.display import KIND_NAMES
from cx_audit.compare.trail import Reason
from cx_audit.model import FactKind

__all__ = ["EVIDENCE_WORDS", "OMISSION_WORDS", "reasons"]

Words = Mapping[str, tuple[str, str]]

_KINDS = {f"kind_{kind.value}": (f"both are values of the kind {KIND_NAMES[kind]}", "") for kind in FactKind}

EVIDENCE_WORDS: Words = {
    "near": ("the words right around the values are alike", "the words right around the values are unlike"),
    "whole": ("the two sentences are alike", "the two sentences are unlike"),
    "one_question": ("the answers reply to one question", "the answers hardly reply to one question"),
    "one_region": ("only one of the two names a country", ""),
    "alone_both": ("each is the only value of its kind in its answer", ""),
    "alone_one": ("one is the only value of its kind in its answer, the other is not", ""),
    "swapped": ("each answer says the other's value, too, of something else", ""),
    "log_ratio": ("how far apart the values are, as a logarithm (1 where that can't be said)", ""),
    "same_per": ("both are for the same period or piece, or neither names one", ""),
    "one_is_free": ("one is free of charge, the other is not", ""),
    "both_first": ("each is the first value of its kind in its answer", ""),
    "agrees_elsewhere": ("the answers agree on other values", ""),
    "differs_elsewhere": ("the answers differ in other values, too", ""),
    "cross_language": ("the answers are in two languages", ""),
    "one_audience": ("only one of the answers names its audience", ""),
    "one_special": ("only one is limited to some customers, things or times", ""),
    "supported_both": ("other answers to the question say the one value, and others the other", ""),
    "supported_one": ("other answers to the question say one of the two values", ""),
    "same_row": (
        "both stand in the same row, beside equal values",
        "they stand in different rows, beside other values",
    ),
    "same_day": ("both are said of the same day of the week", ""),
    "echo": ("the customer named one of the values first", ""),
    "multiplied": ("one can be a total, so many times the other", ""),
    **_KINDS,
}

OMISSION_WORDS: Words = {
    "differs": ("the answers contradict each other", ""),
    "agrees": ("the answers agree on values", ""),
    "length_ratio": ("one answer is longer than the other (logarithm)", ""),
    "shortest": ("the shorter answer is long (logarithm)", "the shorter answer is short (logarithm)"),
    "unmatched_most": ("one answer has values without a counterpart", ""),
    "unmatched_least": ("the other has values without a counterpart, too", ""),
    "least_covered": (
        "the sentence with the least counterpart has one after all",
        "a sentence has no counterpart at all",
    ),
    "best_covered": ("some of their sentences are alike", "none of their sentences are alike"),
    "uncovered_value": (
        "a sentence with a value of its own has no counterpart",
        "the sentences with values of their own have close counterparts",
    ),
}


def reasons(
    names: Sequence[str], values: Sequence[float], weights: Mapping[str, float], words: Words
) -> tuple[Reason, ...]:
    """The features that count, largest contribution first; one that ``words`` lacks is called by its name."""
    found: list[Reason] = []
    for name, value in zip(names, values, strict=True):
        weight = weights.get(name, 0.0)
        contribution = round(weight * value, 3)
        if contribution:
            said = words.get(name, (name.replace("_", " "), ""))
            found.append(Reason(name, said[value < 0] or f"not: {said[0]}", round(value, 3), weight, contribution))
    return tuple(sorted(found, key=lambda reason: (-abs(reason.contribution), reason.name)))

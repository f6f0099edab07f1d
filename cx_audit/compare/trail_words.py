"""What the models' features measure, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cx_audit.compare.display import KIND_NAMES
from cx_audit.compare.trail import Reason
from cx_audit.model import FactKind

__all__ = ["EVIDENCE_WORDS", "OMISSION_WORDS", "reasons"]

Words = Mapping[str, str]

EVIDENCE_WORDS: Words = {
    "near": "likeness of the words right around the values",
    "whole": "likeness of the two sentences",
    "one_question": "how surely the answers reply to one question",
    "one_region": "only one of the two names a country",
    "alone_both": "each is the only value of its kind in its answer",
    "alone_one": "one is the only value of its kind in its answer, the other is not",
    "swapped": "each answer says the other's value, too, of something else",
    "log_ratio": "how far apart the values are (logarithm; 1 where that can't be said)",
    "same_per": "both are for the same period or piece, or neither names one",
    "one_is_free": "one is free of charge, the other is not",
    "both_first": "each is the first value of its kind in its answer",
    "agrees_elsewhere": "how much else the answers agree on",
    "differs_elsewhere": "how much else the answers differ on",
    "cross_language": "the answers are in two languages",
    "one_audience": "only one of the answers names its audience",
    "one_special": "only one is limited to some customers, things or times",
    "supported_both": "other answers to the question say the one value, and others the other",
    "supported_one": "other answers to the question say one of the two values",
    "same_row": "whether they stand in one row, beside equal values (1), or in two (-1)",
    "same_day": "both are said of the same day of the week",
    "same_role": "both are known to be about the same thing",
    "other_role": "both are known, and about different things",
    "about": "one is said to be approximate",
    "one_limited": "only one is said of some customers, things or times",
    "unmet": "how many of the other answers say nothing on either",
    "loose": "one is a number that doesn't say what it counts",
    "echo": "the customer named one of the values first",
    "multiplied": "one can be a total, so many times the other",
    **{f"kind_{kind.value}": f"both are of the kind {KIND_NAMES[kind]}" for kind in FactKind},
}

OMISSION_WORDS: Words = {
    "differs": "the answers contradict each other",
    "agrees": "how much the answers agree on",
    "length_ratio": "how much longer one answer is than the other (logarithm)",
    "shortest": "how long the shorter answer is (logarithm, less 3)",
    "unmatched_most": "how many values of one answer have no counterpart",
    "unmatched_least": "how many values of the other have none, either",
    "least_covered": "likeness of the sentence with the least counterpart to what it is likest",
    "best_covered": "likeness of the two likest sentences",
    "uncovered_value": "how little the sentences with values of their own are said by the other answer",
    "bot_says_less": "the answer that says less is the chatbot's",
    "faq_says_less": "the answer that says less is the FAQ's",
    "more_durations": "the answer that says more names a duration that the other doesn't",
    "more_money": "the answer that says more names an amount of money that the other doesn't",
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
            said = words.get(name) or name.replace("_", " ")
            found.append(Reason(name, said, round(value, 3), weight, contribution))
    return tuple(sorted(found, key=lambda reason: (-abs(reason.contribution), reason.name)))

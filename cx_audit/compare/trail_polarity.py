"""What one answer affirms and another denies: the clauses that say so, and what the polarity model made of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cx_audit.compare.logistic import log_odds
from cx_audit.compare.polarity import clash_of, pair_chances, weighing
from cx_audit.compare.polarity_evidence import EVIDENCE, FEATURES, PolarityWeights, polarity_features
from cx_audit.compare.polarity_group import in_context
from cx_audit.compare.polarity_joint import Pair, joint_chances
from cx_audit.compare.polarity_sides import TITLES, Side
from cx_audit.compare.polarity_stance import AXES
from cx_audit.compare.polarity_verdict import Reading
from cx_audit.compare.record import Seen
from cx_audit.compare.trail import Compared, Model, Outcome, Reason, RuleUsed, Said
from cx_audit.compare.trail_claims import is_judged, ruling
from cx_audit.compare.trail_words import reasons
from cx_audit.model import Finding, FindingKind

__all__ = ["POLARITY_WORDS", "compared_polarity", "is_about_polarity", "polarity_rules"]

_UNREAD = f"rules/polarity/{EVIDENCE[False]}"
_OTHERS = "how all answers to the question divide, every pair taken together"
_PER_AXIS = {
    "opposed": "likeness of two clauses of which one says so and the other denies it",
    "agreed": "likeness of two clauses that agree on it",
    "one_sided": "each answer takes one side of it throughout, and not the same",
    "one_sided_alike": "likeness of the clauses that oppose each other, where each takes one side throughout",
}

POLARITY_WORDS: Mapping[str, str] = {
    "question_likeness": "likeness of what the answers were asked",
    "best_likeness": "likeness of their two likest clauses",
    "mean_likeness": "mean likeness of their clauses",
    "opposed_negation": "likeness of two clauses of which one says no",
    "agreed_negation": "likeness of two clauses that both say no",
    "negation_difference": "how much more one answer says no than the other",
    "verdict_opposed": "one answer says yes to the question, the other no",
    "verdict_opposed_questions": "likeness of what they were asked, where one says yes and the other no",
    "verdict_opposed_likeness": "mean likeness of their clauses, where one says yes and the other no",
    "verdict_same": "both say yes to the question, or both no",
    "verdict_opposed_weakly": "one says yes to the question, the other begins with a negation",
    "only_yes": "one says yes to the question, the other neither yes nor no",
    "only_no": "one says no to the question, the other neither yes nor no",
    "opening_opposed": "one opens with yes, the other with no",
    "opening_same": "both open with yes, or both with no",
    "opening_one": "one opens with yes or no, the other says the contrary later",
    "yes_conditional": "the answer that says yes names a condition",
    "no_conditional": "the answer that says no names a condition",
    "yes_limited": "the answer that says yes is limited at its beginning",
    "no_limited": "the answer that says no is limited at its beginning",
    "yes_clause_limited": "the clause that says yes is limited",
    "no_clause_limited": "the clause that says no is limited",
    "permission_opposed": "one allows and the other forbids, throughout",
    "seconded_one": "other answers to the question take one of the two sides",
    "others": "how many other answers there are",
    "equal_facts": "how many values they agree on",
    "different_facts": "how many values they differ on",
    "any_facts": "either holds values",
    "condition_one": "only one of them names conditions",
    "sorry_and_glad": "one is sorry, the other glad",
    "sorry_one": "only one of them is sorry",
    "cross_language": "the answers are in two languages",
    "one_audience": "only one of the answers names its audience",
    "length": "how many clauses they have (logarithm)",
    "favour_opposed": "likeness of two clauses of which one says what a customer hopes for, the other the contrary",
    "favour_agreed": "likeness of two clauses that both say what a customer hopes for, or both don't",
    "favour_difference": "how much more one answer says what a customer hopes for",
    "favour_first_opposed": "one begins with what a customer hopes for, the other with the contrary",
    "favour_one_sided": "one says only what a customer hopes for, the other only the contrary",
    "favour_one_sided_alike": "likeness of their clauses, where one says only what a customer hopes for, the other not",
    "refused_and_plain": "one refuses, the other refuses nothing",
    "asked_opposed": "they give contrary replies to what was asked",
    "opposed_limited": "likeness of two clauses that oppose each other, each under a limit of its own",
    "yes_mixed": "the answer that says yes refuses something, too",
    "no_mixed": "the answer that says no grants something, too",
    "read_contradicting": "a model that reads both finds that they contradict each other (log-odds)",
    "read_by_value": "a model that reads both finds that they differ by a value (log-odds)",
    "outcome_opposed": "one grants what the other refuses, as a model reads them",
    "outcome_agreed": "both grant or both refuse, as a model reads them",
    "outcome_partly": "one grants in part, the other all or nothing, as a model reads them",
    "outcome_neither": "one neither grants nor refuses, as a model reads it",
    **{
        f"{axis.value}_{name}": f"{TITLES[axis].lower()}: {words}" for axis in AXES for name, words in _PER_AXIS.items()
    },
}


def is_about_polarity(finding: Finding) -> bool:
    """Whether the polarity model found it."""
    return finding.fact_kind == "polarity"


def _read_outcomes(seen: Seen) -> bool:
    """Whether a model read what the answers come to."""
    return seen.record.clauses is not None and seen.record.clauses.outcomes is not None


def _file(seen: Seen) -> str:
    return f"rules/polarity/{EVIDENCE[_read_outcomes(seen)]}"


def _said(reading: Reading, side: Side) -> Said:
    segment = side.claim.segment
    text = reading.view.clean.text[segment.start : segment.end]
    inside = sorted({(a, b) for a, b in side.marks if segment.start <= a and b <= segment.end})
    marks = tuple((a - segment.start, b - segment.start) for a, b in inside)
    return Said(reading.view.answer.id, text, marks, side.display)


def _pairs(finding: Finding, ordered: Sequence[Reading]) -> Iterator[Pair]:
    """The answers on the two sides, each pair in the order in which they were compared."""
    rows = {reading.view.answer.id: row for row, reading in enumerate(ordered)}
    yes, no = finding.positions[:2]
    for said in yes.quotes:
        for denied in no.quotes:
            first, second = sorted((rows[said.answer_id], rows[denied.answer_id]))
            yield first, second


def _together(weights: PolarityWeights, values: Sequence[float], alone: float, chance: float) -> list[Reason]:
    """Why a pair is as likely as it is: by itself, and by what the other pairs of the question say."""
    weighed = list(reasons(FEATURES, values, weights.by_name, POLARITY_WORDS))
    shift = round(log_odds(chance) - log_odds(alone), 3)
    if shift:
        weighed.append(Reason("others_say", _OTHERS, shift, 1.0, shift))
    return sorted(weighed, key=lambda reason: (-abs(reason.contribution), reason.name))


def compared_polarity(finding: Finding, seen: Seen) -> list[Compared]:
    """Each answer that affirms against each that denies, with the model's figures; likeliest first."""
    clauses = seen.record.clauses
    weights = PolarityWeights.packaged(outcomes=_read_outcomes(seen))
    judged = is_judged(finding)
    least = weights.tell if finding.kind is FindingKind.CONTRADICTION and not judged else weights.doubt
    out: list[tuple[float, Compared]] = []
    ordered = sorted(in_context(seen.record.readings), key=lambda reading: reading.view.answer.id)
    alone = pair_chances(ordered, clauses, weights) if clauses else {}
    together = joint_chances(alone)
    for pair in _pairs(finding, ordered):
        a, b = (ordered[row] for row in pair)
        if clauses is None or pair not in together:
            continue
        found = clash_of(a, b, clauses, together[pair], weights)
        if found is None:
            continue
        rest = [reading for reading in ordered if reading is not a and reading is not b]
        values = polarity_features(a, b, rest, clauses)
        chance = together[pair]
        own = weighing(a, b, clauses, weights)
        weighed = _together(own, values, alone[pair], chance)
        file = _file(seen) if own is weights else _UNREAD
        model = Model(file, own.bias, tuple(weighed), chance, max(least, seen.min_confidence))
        sides = [_said(reading, side) for reading, side in zip((a, b), found, strict=True)]
        left, right = sides if found[0].positive else reversed(sides)
        why = (f"the clauses that show it best: {TITLES[found[0].matter].lower()}", *ruling(finding))
        out.append((chance, Compared(left, right, "one affirms, the other denies", why, Outcome.TOLD, model)))
    return [pair for _, pair in sorted(out, key=lambda item: -item[0])]


def polarity_rules(finding: Finding, seen: Seen) -> Iterator[RuleUsed]:
    """The cues of each language, and the model's weights."""
    quoted = {quote.answer_id for position in finding.positions for quote in position.quotes}
    for language in sorted({view.language for view in seen.views if view.answer.id in quoted}):
        yield RuleUsed(
            f"polarity.{language}", f"rules/polarity/{language}.yml", "what yes and no, may and must are said with"
        )
    yield RuleUsed("polarity.evidence", _file(seen), "how likely answers on opposite sides contradict each other")

"""Findings from what answers allow, require, include or deny."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from cx_audit.compare.polarity import compare_polarity
from cx_audit.compare.polarity_evidence import FEATURES, PolarityWeights, polarity_features
from cx_audit.compare.polarity_group import in_context
from cx_audit.compare.polarity_pack import cues
from cx_audit.compare.polarity_phrases import PhraseBook, words_of
from cx_audit.compare.polarity_vectors import ClauseVectors, clauses_to_embed
from cx_audit.compare.polarity_verdict import Reading, read_answer
from cx_audit.compare.telling import finding_id
from cx_audit.compare.view import view_answer
from cx_audit.model import Answer, Finding, FindingKind, Question, Severity
from cx_audit.text import clean

NO_VECTORS = ClauseVectors({}, None)
EAGER = PolarityWeights(
    bias=-2.0,
    by_name={name: {"verdict_opposed": 6.0, "can_one_sided": 3.0}.get(name, 0.0) for name in FEATURES},
    tell=0.8,
    doubt=0.6,
)
QUESTION = Question("q-1", "Can I bring it back?", (), (), ())


def read(id: str, text: str, language: str = "en", **fields: str) -> Reading:
    answer = Answer(id=id, channel=id.split("-")[0], question="Can I bring it back?", text=text, **fields)  # type: ignore[arg-type]
    return read_answer(view_answer(answer, clean(text), language))


def tell(readings: Sequence[Reading], told: Sequence[Finding] = (), least: float = 0.0) -> list[Finding]:
    return compare_polarity(QUESTION, readings, NO_VECTORS, EAGER, told, finding_id, least)


YES = read("faq-1", "Yes, of course. Bring it to any shop.")
ALSO_YES = read("macro-1", "Sure! We gladly take it back.")
NO = read("chatbot-1", "No. Plants in bloom can't be brought back.")


def test_two_against_one_is_one_contradiction_with_both_sides_quoted() -> None:
    (finding,) = tell([NO, YES, ALSO_YES])
    assert finding.kind is FindingKind.CONTRADICTION
    assert finding.severity is Severity.HIGH
    assert finding.fact_kind == "polarity"
    assert [p.display for p in finding.positions] == ["yes", "no"]
    assert [[q.answer_id for q in p.quotes] for p in finding.positions] == [["faq-1", "macro-1"], ["chatbot-1"]]
    assert finding.message == "Yes or no: the FAQ and the macro say yes; the chatbot says no"


def test_quotes_are_the_answers_own_words_with_the_cue_marked() -> None:
    (finding,) = tell([NO, YES])
    for position, reading in zip(finding.positions, (YES, NO), strict=True):
        (quote,) = position.quotes
        assert reading.view.answer.text[quote.start : quote.end] == quote.quote
        assert [quote.quote[a:b].lower() for a, b in quote.marks] == [position.display]


def test_order_of_answers_does_not_matter() -> None:
    assert tell([NO, YES, ALSO_YES]) == tell([ALSO_YES, YES, NO])


def test_agreeing_answers_say_nothing() -> None:
    assert tell([YES, ALSO_YES]) == []


def test_what_is_less_likely_is_unverified() -> None:
    may = read("faq-2", "Plants in pots, the small ones, may be swapped.")
    may_not = read("chatbot-2", "Plants in pots, the small ones, may not be swapped.")
    weights = replace(EAGER, by_name=EAGER.by_name | {"verdict_opposed": 0.0, "can_one_sided": 5.1})
    (finding,) = compare_polarity(QUESTION, [may, may_not], NO_VECTORS, weights, (), finding_id)
    assert finding.kind is FindingKind.UNVERIFIED
    assert [p.display for p in finding.positions] == ["allowed", "not allowed"]


def test_under_the_least_confidence_nothing_is_told() -> None:
    (finding,) = tell([YES, NO])
    assert tell([YES, NO], least=finding.confidence) == [finding]
    assert tell([YES, NO], least=finding.confidence + 0.001) == []


def test_the_same_sentences_are_not_told_twice() -> None:
    (finding,) = tell([YES, NO])
    assert tell([YES, NO], told=[finding]) == []
    other = replace(finding, positions=tuple(replace(p, quotes=()) for p in finding.positions))
    assert tell([YES, NO], told=[other]) == [finding]


def test_what_is_told_of_ways_is_not_told_again_of_other_sentences() -> None:
    (finding,) = tell([YES, NO])
    elsewhere = tuple(
        replace(position, quotes=tuple(replace(quote, start=900, end=950) for quote in position.quotes))
        for position in finding.positions
    )
    ways = replace(finding, fact_kind="way", positions=elsewhere)
    assert tell([YES, NO], told=[ways]) == []
    assert tell([YES, NO], told=[replace(ways, kind=FindingKind.SCOPED)]) == [finding]
    assert tell([YES, NO], told=[replace(ways, fact_kind="duration")]) == [finding]


def test_answers_for_other_customers_do_not_contradict() -> None:
    business = read("faq-3", "Yes, of course.", audience="business")
    private = read("chatbot-3", "No, you can't.", audience="private")
    assert tell([business, private]) == []
    assert clauses_to_embed([[business, private]]) == []


def test_a_language_without_cues_is_not_compared() -> None:
    unknown = read("faq-4", "Ja visst, det går bra.", language="sv")
    assert cues("sv") is None
    assert cues("evidence") is None
    assert unknown.claims == ()
    assert tell([unknown, NO]) == []


def test_only_clauses_that_take_a_side_are_embedded() -> None:
    a = read("faq-5", "Our shop has two floors. You can pay at the desk.")
    b = read("macro-5", "You can't pay at the desk. The lift is on the left.")
    assert [text for _, text in clauses_to_embed([[a, b], [a]])] == [
        "Can I bring it back?",
        "You can pay at the desk.",
        "You can't pay at the desk.",
    ]


def test_packaged_weights_name_every_feature_and_are_ordered() -> None:
    weights = PolarityWeights.packaged()
    assert set(weights.by_name) == set(FEATURES)
    assert 0 < weights.doubt < weights.tell <= 1


def test_plain_contradiction_is_likelier_than_agreement() -> None:
    weights = PolarityWeights.packaged()
    against, along = (weights.probability(polarity_features(YES, other, [], NO_VECTORS)) for other in (NO, ALSO_YES))
    assert against > along


def test_features_do_not_depend_on_which_answer_comes_first() -> None:
    assert polarity_features(YES, NO, [], NO_VECTORS) == polarity_features(NO, YES, [], NO_VECTORS)


def test_longest_phrase_wins_and_none_runs_over_a_mark() -> None:
    book = PhraseBook({"not": ["no"], "glad": ["no problem"], "cannot": ["no ~ more"]}, "en")
    found = [sorted(f.labels) for f in book.find(words_of("no problem, no. more"))]
    assert found == [["glad"], ["not"]]
    assert [sorted(f.labels) for f in book.find(words_of("no repairs any more"))] == [["cannot"]]


@pytest.mark.parametrize("phrase", ["", "~", "ab*"])
def test_phrase_without_words_or_with_a_short_stem_is_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match="needs a word"):
        PhraseBook({"not": [phrase]}, "en")


def asked(id: str, question: str, text: str) -> Reading:
    answer = Answer(id=id, channel=id.split("-")[0], question=question, text=text)
    return read_answer(view_answer(answer, clean(text), "en"))


def test_a_reps_word_on_one_customers_own_case_takes_nothing_back_from_the_rule_before_it() -> None:
    text = "Seats can be swapped until noon. In your case noon has passed, so we can't swap it."
    (rule, case) = read("macro-3", text).claims
    assert [rule.own, case.own] == [False, True]
    assert not any(claim.own for claim in read("faq-3", text).claims)
    assert not any(claim.own for claim in read("macro-3", "In your case we can't swap it.").claims)
    assert not any(claim.own for claim in read("macro-3", f"{text[:33]} If it has passed we can't swap it.").claims)


def test_an_own_case_contradicts_no_rule_for_sure() -> None:
    rule = read("faq-4", "Yes. Seats can be swapped until noon.")
    case = read("macro-4", "Seats can be swapped until noon. In your case noon has passed, so we can't swap it, sorry.")
    weights = replace(EAGER, bias=6.0)
    found = compare_polarity(QUESTION, [rule, case], NO_VECTORS, weights, (), finding_id)
    assert [finding.kind for finding in found if finding.kind is FindingKind.CONTRADICTION] == []


def test_a_bare_yes_is_read_by_what_the_others_were_asked() -> None:
    plain = asked("faq-5", "Will I have to pay customs?", "No.")
    yes = asked("agent-5", "customs?", "Yes, you pay the fees at the door.")
    glad = asked("macro-5", "customs?", "Yes, they are included.")
    assert [reading.stand for reading in in_context([plain, yes, glad])] == [1, -1, 1]
    assert [reading.stand for reading in in_context([yes, glad])] == [1, 1]


def test_no_to_a_fear_and_you_need_not_are_one_mind() -> None:
    no = asked("faq-6", "Will I have to pay customs?", "No.")
    needless = asked("chatbot-6", "customs?", "You needn't pay anything.")
    weights = replace(EAGER, bias=6.0)
    assert compare_polarity(QUESTION, [no, needless], NO_VECTORS, weights, (), finding_id) == []
    pays = asked("agent-6", "customs?", "Yes, you pay the fees at the door.")
    (finding,) = compare_polarity(QUESTION, [no, pays], NO_VECTORS, weights, (), finding_id)
    assert [position.display for position in finding.positions] == ["free or included", "charged or not included"]


def test_where_no_label_is_true_of_all_the_clauses_speak_for_themselves() -> None:
    free = read("faq-7", "Alterations are free.")
    allowed = read("macro-7", "You can have it altered.")
    refused = read("chatbot-7", "It can't be altered, and there's a charge for trying.")
    weights = replace(EAGER, bias=6.0)
    (finding,) = compare_polarity(QUESTION, [free, allowed, refused], NO_VECTORS, weights, (), finding_id)
    assert finding.message.startswith("One says what the other denies: ")
    assert finding.positions[0].display in {"Alterations are free.", "You can have it altered."}

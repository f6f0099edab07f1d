"""What two answers come to, as a model reads them, and what that says for a contradiction."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import numpy as np
import pytest

from cx_audit.compare.outcomes import (
    OUTCOME_FEATURES,
    OUTCOMES,
    SEPARATOR,
    Outcomes,
    outcome_texts,
    question_of,
)
from cx_audit.compare.polarity import pair_chances, weighing
from cx_audit.compare.polarity_evidence import EVIDENCE, FEATURES, PolarityWeights, polarity_features
from cx_audit.compare.polarity_vectors import ClauseVectors
from cx_audit.compare.polarity_verdict import Reading, read_answer
from cx_audit.compare.view import view_answer
from cx_audit.model import Answer
from cx_audit.text import clean

GRANTED, REFUSED, PARTLY, NEITHER = np.eye(len(OUTCOMES), dtype=np.float32)
COMPATIBLE, CONTRADICTS, DIFFERS = np.eye(3, dtype=np.float32)


def read(id: str, text: str, question: str, audience: str | None = None) -> Reading:
    answer = Answer(id=id, channel=id.split("-")[0], question=question, text=text, audience=audience)
    return read_answer(view_answer(answer, clean(text), "en"))


YES = read("faq-1", "Yes, of course. Bring it to any shop.", "Can I bring it back?")
NO = read("chatbot-1", "No. Plants in bloom can't be brought back.", "is it final")
TITLED = read("macro-1", "Sure! We gladly take it back.", "Returns::Plants")


def said(reading: Reading) -> str:
    return " ".join(reading.view.clean.text.split())


def outcomes(relation: np.ndarray, *rows: tuple[Reading, np.ndarray]) -> Outcomes:
    """Every two stand to each other like this; each answer comes to the same beside whichever other."""
    group = [reading for reading, _ in rows]
    known = {said(reading): row for reading, row in rows}
    texts = outcome_texts(group)
    numbers = [np.concatenate([relation, *(known[part] for part in text.split(SEPARATOR)[1:])]) for text in texts]
    return Outcomes.of([group], texts, np.stack(numbers))


def test_every_two_are_read_under_one_question_of_customers() -> None:
    assert question_of([TITLED, NO, YES]) == "Can I bring it back?"
    assert question_of([TITLED]) == "Returns: Plants"
    texts = outcome_texts([TITLED, NO, YES])
    assert len(texts) == 3
    assert texts == sorted(texts)
    assert SEPARATOR.join(("Can I bring it back?", said(NO), said(YES))) in texts


def test_the_order_of_the_answers_does_not_matter() -> None:
    assert outcome_texts([TITLED, NO, YES]) == outcome_texts([YES, TITLED, NO])
    one = outcomes(CONTRADICTS, (YES, GRANTED), (NO, REFUSED))
    other = outcomes(CONTRADICTS, (NO, REFUSED), (YES, GRANTED))
    assert one.features(YES, NO) == other.features(NO, YES) == one.features(NO, YES)


def test_the_question_is_the_most_usual_one() -> None:
    asked = [read(f"faq-{n}", "Yes, you can.", f"question {n}") for n in range(6)]
    assert question_of(asked) == "question 0"
    assert question_of([*asked, read("faq-9", "No, you can't.", "question 5")]) == "question 5"


def test_answers_that_no_customer_is_told_both_are_not_read() -> None:
    gold, silver = (
        read(f"faq-{who}", f"Yes, you can, as {who}.", "May I?", audience=who) for who in ("gold", "silver")
    )
    assert outcome_texts([gold, silver]) == []


def test_the_same_words_are_not_read() -> None:
    again = read("chatbot-2", YES.view.clean.text, "Can I bring it back?")
    assert outcome_texts([YES, again]) == []


def test_of_many_answers_each_is_read_about_as_often_and_two_channels_first() -> None:
    agents = [read(f"agent-{n:02}", f"Yes, you can, on day {n}.", "May I?") for n in range(30)]
    others = [read(f"{channel}-1", f"No, {channel} says you can't.", "May I?") for channel in ("faq", "chatbot")]
    texts = outcome_texts([*agents, *others])
    assert len(texts) == 3 * 32
    assert all(
        any(said(other) in text and said(agent) in text for text in texts) for agent in agents for other in others
    )
    times = Counter(part for text in texts for part in text.split(SEPARATOR)[1:])
    among = [times[said(agent)] for agent in agents]
    assert max(among) - min(among) <= 3


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (GRANTED, REFUSED, "opposed"),
        (GRANTED, GRANTED, "agreed"),
        (PARTLY, REFUSED, "partly"),
        (GRANTED, NEITHER, "neither"),
    ],
)
def test_two_outcomes_speak_for_or_against(left: np.ndarray, right: np.ndarray, expected: str) -> None:
    found = outcomes(COMPATIBLE, (YES, left), (NO, right)).features(YES, NO)
    assert tuple(found) == OUTCOME_FEATURES
    assert {name: value for name, value in found.items() if name.startswith("outcome_") and value} == {
        f"outcome_{expected}": 1.0
    }


@pytest.mark.parametrize(("relation", "expected"), [(COMPATIBLE, (-1, -1)), (CONTRADICTS, (1, -1)), (DIFFERS, (-1, 1))])
def test_the_relation_is_told_in_log_odds(relation: np.ndarray, expected: tuple[int, int]) -> None:
    found = outcomes(relation, (YES, GRANTED), (NO, GRANTED)).features(YES, NO)
    assert (np.sign(found["read_contradicting"]), np.sign(found["read_by_value"])) == expected
    assert all(abs(value) < 10 for value in found.values())


def test_an_answer_leans_to_what_it_comes_to() -> None:
    known = outcomes(CONTRADICTS, (YES, GRANTED), (NO, REFUSED), (TITLED, NEITHER))
    assert [known.leaning(reading) for reading in (YES, NO, TITLED)] == [1.0, -1.0, 0.0]
    assert known.leaning(read("faq-7", "Yes.", "May I?")) == 0.0


def test_what_was_not_read_says_nothing_and_is_weighed_without() -> None:
    known = outcomes(CONTRADICTS, (YES, GRANTED), (NO, REFUSED))
    assert known.features(YES, TITLED) == {}
    vectors, weights = ClauseVectors({}, None, known), PolarityWeights.packaged(outcomes=True)
    assert weighing(YES, NO, vectors, weights) is weights
    assert weighing(YES, TITLED, vectors, weights) is PolarityWeights.packaged()
    without = pair_chances([YES, TITLED], ClauseVectors({}, None), PolarityWeights.packaged())
    assert pair_chances([YES, TITLED], vectors, weights) == without


def test_outcomes_count_with_weights_of_their_own() -> None:
    assert all(value == 0.0 for name, value in PolarityWeights.packaged().by_name.items() if name in OUTCOME_FEATURES)
    weights = PolarityWeights.packaged(outcomes=True)
    found = []
    for relation in (COMPATIBLE, CONTRADICTS):
        vectors = ClauseVectors({}, None, outcomes(relation, (YES, GRANTED), (NO, REFUSED)))
        values = polarity_features(YES, NO, [], vectors)
        assert dict(zip(FEATURES, values, strict=True))["outcome_opposed"] == 1.0
        found.append(weights.probability(values))
    assert found[0] < found[1]
    assert len(set(EVIDENCE.values())) == 2


def test_no_pair_is_read_twice() -> None:
    group = [read(f"faq-{n}", f"Yes, you can, {n}.", "May I?") for n in range(7)]
    assert len(outcome_texts(group)) == len(list(combinations(group, 2)))

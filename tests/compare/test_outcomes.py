"""What answers come to, as a model reads them, and what that says for a contradiction."""

from __future__ import annotations

import numpy as np
import pytest

from cx_audit.compare.outcomes import OUTCOME_FEATURES, SEPARATOR, Outcomes, outcome_texts, questions_of
from cx_audit.compare.polarity_evidence import EVIDENCE, FEATURES, PolarityWeights, polarity_features
from cx_audit.compare.polarity_vectors import ClauseVectors
from cx_audit.compare.polarity_verdict import Reading, read_answer
from cx_audit.compare.view import view_answer
from cx_audit.model import Answer
from cx_audit.text import clean

GRANTED, REFUSED, PARTLY, NEITHER = np.eye(4, dtype=np.float32)


def read(id: str, text: str, question: str, audience: str | None = None) -> Reading:
    answer = Answer(id=id, channel=id.split("-")[0], question=question, text=text, audience=audience)
    return read_answer(view_answer(answer, clean(text), "en"))


YES = read("faq-1", "Yes, of course. Bring it to any shop.", "Can I bring it back?")
NO = read("chatbot-1", "No. Plants in bloom can't be brought back.", "is it final")
TITLED = read("macro-1", "Sure! We gladly take it back.", "Returns::Plants")


def outcomes(*rows: tuple[Reading, np.ndarray]) -> Outcomes:
    """Each answer comes to the same under every question."""
    group = [reading for reading, _ in rows]
    texts = outcome_texts(group)
    chances = [next(row for reading, row in rows if text.endswith(said(reading))) for text in texts]
    return Outcomes.of([group], texts, np.stack(chances))


def said(reading: Reading) -> str:
    return SEPARATOR + " ".join(reading.view.clean.text.split())


def test_every_answer_is_read_against_the_same_questions_customers_first() -> None:
    assert questions_of([TITLED, NO, YES]) == ("Can I bring it back?", "is it final", "Returns: Plants")
    texts = outcome_texts([TITLED, NO, YES])
    assert len(texts) == 9
    assert texts == sorted(texts)
    assert "is it final" + said(YES) in texts


def test_the_order_of_the_answers_does_not_matter() -> None:
    assert outcome_texts([TITLED, NO, YES]) == outcome_texts([YES, TITLED, NO])
    one, other = outcomes((YES, GRANTED), (NO, REFUSED)), outcomes((NO, REFUSED), (YES, GRANTED))
    assert one.features(YES, NO) == other.features(NO, YES)


def test_no_more_than_three_questions_are_asked_the_most_usual_first() -> None:
    asked = [read(f"faq-{n}", "Yes, you can.", f"question {n}") for n in range(6)]
    again = read("faq-9", "No, you can't.", "question 5")
    assert questions_of([*asked, again]) == ("question 5", "question 0", "question 1")


def test_answers_that_no_customer_is_told_both_are_not_read() -> None:
    gold, silver = (read(f"faq-{who}", "Yes, you can.", "May I?", audience=who) for who in ("gold", "silver"))
    assert outcome_texts([gold, silver]) == []


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
    found = outcomes((YES, left), (NO, right)).features(YES, NO)
    assert {name for name, value in found.items() if value} == {f"outcome_{expected}", f"outcome_{expected}_throughout"}
    assert set(found.values()) == {0.0, 1.0}
    assert tuple(found) == OUTCOME_FEATURES


def test_the_likeliest_question_counts_beside_all_of_them() -> None:
    texts = outcome_texts([YES, NO])
    rows = [GRANTED if text.endswith(said(YES)) or text.startswith("is it final") else REFUSED for text in texts]
    found = Outcomes.of([[YES, NO]], texts, np.stack(rows)).features(YES, NO)
    assert found["outcome_opposed"] == 1.0
    assert found["outcome_opposed_throughout"] == 0.5


def test_what_was_not_read_says_nothing() -> None:
    known = outcomes((YES, GRANTED), (NO, REFUSED))
    assert known.features(YES, TITLED) == {}


def test_outcomes_count_with_weights_of_their_own() -> None:
    vectors = ClauseVectors({}, None, outcomes((YES, GRANTED), (NO, REFUSED)))
    values = dict(zip(FEATURES, polarity_features(YES, NO, [], vectors), strict=True))
    assert values["outcome_opposed"] == 1.0
    assert all(value == 0.0 for name, value in PolarityWeights.packaged().by_name.items() if name in OUTCOME_FEATURES)
    read_by_a_model = PolarityWeights.packaged(outcomes=True)
    assert read_by_a_model.by_name["outcome_opposed"] + read_by_a_model.by_name["outcome_opposed_throughout"] > 0
    assert len(set(EVIDENCE.values())) == 2

"""What one answer says and another leaves out."""

from __future__ import annotations

import numpy as np
import pytest
from compare_kit import Alike, answer

from cx_audit.compare.align import align
from cx_audit.compare.omissions import FEATURES, OmissionWeights, features, left_out
from cx_audit.compare.view import AnswerView, view_answer
from cx_audit.errors import ConfigError
from cx_audit.group import Matrix
from cx_audit.text import clean

_RULE = "You can return it within 30 days of delivery."
_FEE = "We keep 5 euros of the refund for the label."


class _SameWords(Alike):
    """Two sentences are alike where they are the same."""

    def sentences(self, a: AnswerView, b: AnswerView) -> Matrix:
        rows = [[0.9 if s.masked == t.masked else 0.0 for t in b.sentences] for s in a.sentences]
        return np.asarray(rows, dtype=np.float32).reshape(len(a.sentences), len(b.sentences))


def _views(*texts: str, audience: str = "") -> list[AnswerView]:
    named = [answer(f"macro-{n}", text, audience=audience if n else "") for n, text in enumerate(texts)]
    return [view_answer(a, clean(a.text), "en") for a in named]


def _told(views: list[AnswerView], differs: float = 0.0) -> list[tuple[list[int], list[str], tuple[int, ...]]]:
    contexts = _SameWords(0.6)
    rows = [(i, j) for i in range(len(views)) for j in range(i + 1, len(views))]
    pairs = {(i, j): align(views[i], views[j], contexts) for i, j in rows}
    found = left_out(views, pairs, contexts, dict.fromkeys(rows, differs), OmissionWeights.packaged())
    return [
        (
            [row for row, _ in one.said],
            [views[row].clean.text[s.segment.start : s.segment.end] for row, s in one.said],
            one.missing,
        )
        for one in found
    ]


def test_the_sentence_without_a_counterpart_is_told_with_who_lacks_it() -> None:
    assert _told(_views(f"{_RULE} {_FEE}", _RULE)) == [([0], [_FEE], (1,))]


def test_the_same_sentence_of_two_answers_is_told_once() -> None:
    assert _told(_views(f"{_RULE} {_FEE}", f"{_RULE} {_FEE}", _RULE)) == [([0, 1], [_FEE, _FEE], (2,))]


def test_nothing_is_left_out_where_both_say_all() -> None:
    assert _told(_views(f"{_RULE} {_FEE}", f"{_FEE} {_RULE}")) == []


def test_a_polite_exclamation_is_never_told() -> None:
    assert _told(_views(f"{_RULE} Great that you like our lamps so much!", _RULE)) == []


def test_who_is_told_otherwise_is_hardly_told_of_omissions_too() -> None:
    views = _views(f"{_RULE} {_FEE}", _RULE)
    aligned = align(views[0], views[1], _SameWords(0.6))
    likeness = _SameWords(0.6).sentences(views[0], views[1])
    weights = OmissionWeights.packaged()
    sure, unsure = (features(views[0], views[1], likeness, aligned, x) for x in (1.0, 0.0))
    assert sure is not None
    assert unsure is not None
    assert weights.probability(sure) < weights.probability(unsure)


def test_answers_for_other_customers_leave_nothing_out() -> None:
    here, there = answer("faq-1", f"{_RULE} {_FEE}", audience="US"), answer("faq-2", _RULE, audience="UK")
    assert _told([view_answer(a, clean(a.text), "en") for a in (here, there)]) == []


def test_an_answer_without_a_sentence_has_no_features() -> None:
    views = _views(_RULE, "Yes!")
    assert features(views[0], views[1], np.zeros((1, 0), dtype=np.float32), [], 0.0) is None


def test_weights_of_another_version_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    OmissionWeights.packaged.cache_clear()
    raw = {"bias": 0, "least": 0.5, "weights": dict.fromkeys([*FEATURES[1:], "other"], 0.0)}
    monkeypatch.setattr("cx_audit.compare.logistic.load_yaml", lambda path: raw)
    with pytest.raises(ConfigError, match="other features"):
        OmissionWeights.packaged()
    OmissionWeights.packaged.cache_clear()


@pytest.mark.parametrize(
    ("said", "again", "told"),
    [
        ("Shipping is €4.95 and free from €50.", "You pay 4.95 euros. If you spend 50 euros you pay nothing.", 0),
        ("Shipping is €4.95 and free from €50.", "You pay 4.95 euros. Parcels travel by bicycle in the city.", 1),
        ("We keep 5 euros of the refund for the label.", "Of what you get, 5 euros go to the carrier.", 0),
    ],
)
def test_values_that_the_other_answer_states_in_other_words_are_not_left_out(said: str, again: str, told: int) -> None:
    sentences = [one for _, ones, missing in _told(_views(said, again)) if missing == (1,) for one in ones]
    assert len(sentences) == told

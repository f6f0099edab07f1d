"""The adapter on a real, tiny cross-encoder: labels, directions, batches, temperature."""

from __future__ import annotations

import random
import shutil
from dataclasses import astuple
from pathlib import Path

import numpy as np
import pytest
from judging_kit import NLI, WORDS, edit_config, pair, write_cross_encoder

from cx_audit.compare.judge import StatementPair
from cx_audit.errors import ModelError
from cx_audit.judging import open_judge

SOME = pair("you may return sale items", "you may not return sale items")


def _many(n: int) -> list[StatementPair]:
    rng = random.Random(7)

    def said() -> str:
        return " ".join(rng.choices(WORDS[5:], k=rng.randint(6, 30)))

    return [pair(said(), said()) for _ in range(n)]


def _rows(folder: Path, pairs: list[StatementPair], temperature: float = 1.0) -> np.ndarray:
    return np.array([astuple(v) for v in open_judge(folder, temperature=temperature).judge(pairs)])


def test_nothing_is_loaded_before_a_pair_is_judged(nli: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sentence_transformers.CrossEncoder", None)
    judge = open_judge(nli)
    assert (judge.name, len(judge.fingerprint)) == ("tiny-nli", 64)
    assert judge.judge([]) == []
    with pytest.raises(ModelError, match="can't load the judge tiny-nli"):
        judge.judge([SOME])


def test_verdicts_are_what_the_model_says_in_both_directions(nli: Path) -> None:
    from sentence_transformers import CrossEncoder

    model = CrossEncoder(str(nli), device="cpu", local_files_only=True)
    texts = (SOME.left.text, SOME.right.text)
    both = np.asarray(model.predict([texts, texts[::-1]], apply_softmax=True), float)
    assert np.abs(both[0] - both[1]).max() > 0.01, "a model for which the direction is nothing shows nothing"
    contradiction, entailment, neutral = both.mean(axis=0)
    np.testing.assert_allclose(_rows(nli, [SOME]), [[contradiction, entailment, neutral, 0]], atol=1e-5)


def test_sides_may_be_swapped(nli: Path) -> None:
    swapped = StatementPair(SOME.right, SOME.left)
    np.testing.assert_allclose(_rows(nli, [SOME]), _rows(nli, [swapped]), atol=1e-6)


@pytest.mark.parametrize(
    "labels", [("entailment", "neutral", "contradiction"), ("NEUTRAL", "Contradiction", "Entailment")]
)
def test_labels_are_found_by_name_in_any_case_and_order(nli: Path, tmp_path: Path, labels: tuple[str, ...]) -> None:
    other = shutil.copytree(nli, tmp_path / "other")
    edit_config(other, lambda c: c.update(id2label=dict(enumerate(labels)), label2id=None))
    usual, renamed = _rows(nli, [SOME])[0], _rows(other, [SOME])[0]
    place = {name.lower(): at for at, name in enumerate(labels)}
    for at, name in enumerate(NLI):
        np.testing.assert_allclose(renamed[at], usual[place[name]], atol=1e-6)


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        (("LABEL_0", "LABEL_1", "LABEL_2"), "LABEL_0, LABEL_1, LABEL_2"),
        (("entailment", "not_entailment"), "entailment, not_entailment"),
        (("neutral", "neutral", "contradiction"), "neutral, neutral, contradiction"),
        (("contradiction", "entailment", "neutral", "other"), "other"),
        (("x\x1b[31m", "y\nz", "w"), r"x\x1b[31m, y\nz, w"),
    ],
)
def test_other_labels_are_refused_in_one_line(nli: Path, tmp_path: Path, labels: tuple[str, ...], told: str) -> None:
    other = shutil.copytree(nli, tmp_path / "other")
    edit_config(other, lambda c: c.update(id2label=dict(enumerate(labels))))
    with pytest.raises(ModelError, match="not contradiction, entailment and neutral") as caught:
        open_judge(other)
    assert told in str(caught.value)
    assert str(caught.value).isprintable()
    assert "config.json" in str(caught.value)
    assert "NLI" in str(caught.value)


@pytest.mark.parametrize("labels", [None, [], {}, "contradiction", {"zero": "neutral"}, {"0": None}])
def test_labels_that_make_no_sense_are_refused(nli: Path, tmp_path: Path, labels: object) -> None:
    other = shutil.copytree(nli, tmp_path / "other")
    edit_config(other, lambda c: c.update(id2label=labels))
    with pytest.raises(ModelError, match="can't judge: its labels are"):
        open_judge(other)


def test_batches_and_order_change_nothing(nli: Path) -> None:
    pairs = _many(70)
    together = _rows(nli, pairs)
    assert np.ptp(together[:, 0]) > 0.05
    shuffled = random.Random(1).sample(range(70), 70)
    np.testing.assert_array_equal(_rows(nli, [pairs[i] for i in shuffled]), together[shuffled])
    np.testing.assert_allclose(np.vstack([_rows(nli, [one]) for one in pairs[:9]]), together[:9], atol=1e-5)
    np.testing.assert_allclose(together.sum(axis=1), 1)


def test_a_long_text_is_cut_not_refused(nli: Path) -> None:
    assert _rows(nli, [pair("return " * 3000, "refunds are free " * 3000)]).shape == (1, 4)


def test_a_lone_surrogate_is_no_crash(nli: Path) -> None:
    assert _rows(nli, [pair("you may \ud800 return", "no")]).shape == (1, 4)


def test_few_words_are_read_with_their_question(nli: Path) -> None:
    short = [pair("yes", "never", question=asked) for asked in ("refunds are free", "you may return sale items")]
    long = [pair("you may not return sale items", "we pay you never no refunds", question=q) for q in ("yes", "no")]
    one, other, same, again = _rows(nli, short + long)
    assert np.abs(one - other).max() > 1e-4
    np.testing.assert_allclose(same, again, atol=1e-6)


def test_temperature_makes_less_sure_and_is_part_of_the_fingerprint(nli: Path) -> None:
    usual, warm = _rows(nli, [SOME])[0], _rows(nli, [SOME], temperature=50.0)[0]
    assert np.abs(warm[:3] - 1 / 3).max() < np.abs(usual[:3] - 1 / 3).max()
    assert open_judge(nli).fingerprint != open_judge(nli, temperature=50.0).fingerprint


def test_other_weights_have_another_fingerprint(nli: Path, tmp_path: Path) -> None:
    other = write_cross_encoder(tmp_path / "tiny-nli", seed=1)
    assert open_judge(other).fingerprint != open_judge(nli).fingerprint
    assert open_judge(shutil.copytree(nli, tmp_path / "copy")).fingerprint == open_judge(nli).fingerprint


def test_the_model_is_quiet(nli: Path, capfd: pytest.CaptureFixture[str]) -> None:
    open_judge(nli).judge(_many(3))
    assert capfd.readouterr() == ("", "")

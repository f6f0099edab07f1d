"""The training corpus keeps its form, and the check finds what breaks it."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.check import copies, leaks, problems, topic_problems
from training.corpus_data import CORPUS, Text, Topic, pairs

_BENCHMARKS = Path(__file__).parents[2] / "benchmarks" / "accuracy"
_LONG = "we take back what you never wore for sixty days after it came to you"


def _topic(name: str = "shop_returns", *answers: Text) -> Topic:
    asks = tuple(("en", "faq", f"How long may I return it, please, wording {n}?") for n in range(7))
    said = [Text(f"a{n}", "en", "faq", "A", f"You have thirty days, as number {n} says.") for n in range(9)]
    other = [Text("b1", "nl", "macro", "B", "Veertien dagen.", differs="value")]
    return Topic(name, "shop", "Thirty days.", (), asks, (*said, *other, *answers))


def test_the_corpus_has_no_problems_and_is_not_in_the_benchmarks() -> None:
    found, wrong = problems(CORPUS, [_BENCHMARKS])
    assert wrong == []
    assert sum(len(topic.ask) + len(topic.answers) for topic in found) > 6_000


def test_relations_follow_the_letters() -> None:
    topic = _topic(
        "shop_returns",
        Text("a10", "en", "agent", "A", "Sure!", omits="days"),
        Text("s1", "en", "faq", "C", "Sixty for members.", scope="members"),
    )
    found = {(pair.left.id, pair.right.id): pair.relation for pair in pairs(topic)}
    assert found["a0", "a1"] == "agree"
    assert found["a0", "b1"] == "contradict"
    assert found["a0", "a10"] == "omission"
    assert found["b1", "s1"] == "scoped"


def test_a_sound_topic_has_no_problem() -> None:
    assert list(topic_problems(_topic())) == []


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (Text("a1", "en", "faq", "A", "Again."), "stands twice"),
        (Text("x1", "xx", "faq", "A", "Again."), "is in 'xx'"),
        (Text("c1", "en", "faq", "C", "Again."), "not in what it differs"),
        (Text("a11", "en", "faq", "A", ""), "empty"),
    ],
)
def test_what_is_wrong_is_told(answer: Text, expected: str) -> None:
    assert any(expected in text for text in topic_problems(_topic("shop_returns", answer)))


def test_one_text_in_two_topics_is_told() -> None:
    one, two = (_topic(name, Text("a10", "en", "faq", "A", _LONG)) for name in ("shop_a", "shop_b"))
    assert any("shop_a/a10 and shop_b/a10" in text for text in copies([one, two]))


def test_words_of_a_labelled_company_are_told(tmp_path: Path) -> None:
    (tmp_path / "answers.jsonl").write_text(f'{{"answer": "Yes: {_LONG}."}}\n', encoding="utf-8")
    found = list(leaks([("shop_a/a10", _LONG)], [tmp_path]))
    assert len(found) == 1
    assert "shop_a/a10" in found[0]


def test_a_broken_file_is_told_by_name(tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "shop_x.yml").write_text("topic: [", encoding="utf-8")
    assert any(text.startswith("shop_x.yml: ") for text in problems(tmp_path, [])[1])

"""What the encoder learns from, and what its loss rewards."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from training.corpus_data import Text, Topic, topics
from training.encoder_data import TEXTS, TOPICS, Batch, TopicTexts, batches, topic_texts
from training.split import split_of

ALL = list(topics())


def _topic(name: str, trade: str = "shop", neighbours: tuple[str, ...] = ()) -> TopicTexts:
    asks = tuple((language, "faq", f"{name} {language} question {n}") for language in ("en", "nl") for n in range(2))
    said = tuple(
        Text(f"a{n}", "en" if n % 3 else "nl", "faq", "A" if n % 2 else "B", f"{name} answer {n}") for n in range(9)
    )
    return topic_texts(Topic(name, trade, "", neighbours, asks, said))


def test_topics_part_by_their_name_alone() -> None:
    parts = Counter(split_of(topic.name) for topic in ALL)
    assert parts["train"] > 8 * max(parts["dev"], parts["test"]) * 0.7
    assert min(parts["dev"], parts["test"]) > 30
    # written down: a topic that a model has learned from must never become one that it is measured on
    assert [split_of(name) for name in ("bank_atm_abroad", "a", "d", "g")] == ["train", "train", "test", "test"]


@pytest.fixture(scope="module")
def some() -> list[Batch]:
    learned = [topic_texts(topic) for topic in ALL if split_of(topic.name) == "train"]
    return list(batches(learned, 4, seed=3))


def test_a_batch_holds_several_texts_of_each_topic(some: list[Batch]) -> None:
    for batch in some:
        assert Counter(batch.topics) == dict.fromkeys(range(TOPICS), TEXTS)
        assert all(batch.texts)


def test_the_same_seed_gives_the_same_batches() -> None:
    known = [_topic(f"t{n}") for n in range(30)]
    assert list(batches(known, 3, seed=1)) == list(batches(known, 3, seed=1))
    assert list(batches(known, 3, seed=1)) != list(batches(known, 3, seed=2))


def test_neighbours_meet_in_one_batch() -> None:
    known = [_topic(f"t{n:02}", f"trade {n}", (f"t{n ^ 1:02}",)) for n in range(60)]
    for batch in batches(known, 5, seed=1):
        seen = {int(text.split()[0][1:]) for text in batch.texts}
        assert sum(n ^ 1 in seen for n in seen) >= TOPICS - 2


def test_a_text_is_what_the_product_would_embed() -> None:
    topic = topic_texts(
        Topic(
            "t", "shop", "", (), (("en", "macro", "EN: Refund - time"),),
            (Text("a1", "en", "macro", "A", "Hi {{name}},\n\nYou get your money in 5 days.\n\nKind regards,\nAnna"),),
        )
    )  # fmt: skip
    texts = topic.with_questions(topic.said[0], ["Refund time", "money back?"])
    assert texts.joint == "Refund time. money back? You get your money in 5 days."
    assert texts.body == "You get your money in 5 days."
    drawn = {topic.compose(topic.said[0], random.Random(n)) for n in range(40)}
    assert {texts.body, "EN: Refund - time"} < drawn


def test_the_loss_looks_at_other_topics_only() -> None:
    torch = pytest.importorskip("torch")
    from training.encoder_loss import same_topic_loss

    topics_of = torch.tensor([0, 0, 1, 1])
    apart = torch.eye(4)[[0, 0, 1, 1]]
    mixed = torch.eye(4)[[0, 1, 0, 1]]
    assert same_topic_loss(apart, topics_of, 0.05) < 1e-6
    assert same_topic_loss(mixed, topics_of, 0.05) > 10
    # a topic's third text, far from the other two, is no negative to them: their own pair costs what it cost
    alone = same_topic_loss(torch.eye(4)[[0, 0, 1]], torch.tensor([0, 0, 1]), 0.05)
    assert alone < 1e-6
    with_third = same_topic_loss(torch.eye(4)[[0, 0, 2, 1]], torch.tensor([0, 0, 0, 1]), 0.05)
    assert 0.1 < with_third < 1


def test_a_text_without_companion_is_left_out() -> None:
    torch = pytest.importorskip("torch")
    from training.encoder_loss import same_topic_loss

    vectors = torch.eye(3).requires_grad_()
    loss = same_topic_loss(vectors, torch.tensor([0, 0, 1]), 0.5)
    loss.backward()
    assert torch.isfinite(vectors.grad).all()

"""``python -m benchmarks.accuracy.many_replies``: grouping where a question has dozens of replies, as in tickets.

Beside the answers of a labelled company stand, for each of a dozen topics of the training corpus, a page, a macro, a
bot's answer and 10 to 40 replies by three reps. The replies are the topic's other answers, taken several times: greeted
by another name, drawn by another wording of the question, with a sentence left out or one of another answer put in. The
topics are those that no model of ours was trained on.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

from benchmarks.accuracy.data import Company, companies
from benchmarks.accuracy.fit_groups import Embedded, grouped
from benchmarks.accuracy.run import model_name
from benchmarks.accuracy.score import Counts
from cx_audit.group import language_means
from cx_audit.group.fitted import same_question_weights
from cx_audit.model import Answer
from training.corpus_data import Text, Topic, topics
from training.split import split_of

__all__ = ["asked_often", "measure"]

_COMPANIES = ("beauty_vi", "energy_nl", "insurance_en", "streaming_es")
_TOPICS = 14
_REPLIES = (10, 40)
_REPS = ("ann", "bob", "cid")
_NAMES = ("Anna", "Vern", "Sofia", "Minh", "Omar", "Lena", "Tom", "Marie", "Joris", "Kim")
_END = re.compile(r"(?<=[.!?؟])\s+")
_TAG = re.compile(r"<[^>]+>")


def _sentences(text: str) -> list[str]:
    return [part for part in _END.split(_TAG.sub(" ", text)) if part.strip()]


def _reply(told: Text, others: Sequence[Text], chance: random.Random) -> str:
    """Another wording of an answer, with what ``others`` of its topic say."""
    parts = _sentences(told.text)
    if len(parts) > 2 and chance.random() < 0.5:
        parts.pop(chance.randrange(len(parts)))
    if others and chance.random() < 0.5:
        parts.insert(chance.randrange(len(parts) + 1), chance.choice(_sentences(chance.choice(others).text)))
    return " ".join(parts)


def asked_often(topic: Topic, chance: random.Random) -> Iterator[Answer]:
    """A page, a macro, a bot's answer and many replies to the question of a topic."""
    left = list(topic.answers)

    def answer(name: str, channel: str, told: Text, text: str, agent: str | None = None) -> Answer:
        asked = [said for language, _, said in topic.ask if language == told.language] or [topic.ask[0][2]]
        return Answer(
            f"often/{topic.name}/{name}",
            channel,
            chance.choice(asked),
            text,
            locale=told.language,
            agent=agent,
            intent=f"often/{topic.name}",
        )

    for channel in ("faq", "macro", "chatbot"):
        told = next((one for one in left if one.channel == channel), left[0])
        left.remove(told)
        yield answer(channel, channel, told, told.text)
    for number in range(chance.randint(*_REPLIES)):
        told = left[number % len(left)]
        others = [one for one in left if one is not told and one.language == told.language]
        text = told.text if number < len(left) else _reply(told, others, chance)
        yield answer(f"reply-{number}", "agent", told, f"{chance.choice(_NAMES)}, {text}", chance.choice(_REPS))


def _busy(company: Company, some: Sequence[Topic], seed: int) -> Company:
    chance = random.Random(seed)
    more = [answer for topic in some for answer in asked_often(topic, chance)]
    return Company(company.name, (*company.answers, *more), company.labels)


def measure() -> Iterator[tuple[str, Counts]]:
    """By the packaged weights, of each of four companies with questions that are asked often."""
    unseen = sorted((one for one in topics() if split_of(one.name) != "train"), key=lambda one: one.name)
    random.Random(5).shuffle(unseen)
    known, weights = language_means(model_name()), same_question_weights()
    if known is None:
        raise LookupError("rules/group/language_means.npz is of another model")
    chosen = [company for company in companies() if company.name in _COMPANIES]
    for number, company in enumerate(chosen):
        busy = _busy(company, unseen[number * _TOPICS : (number + 1) * _TOPICS], number)
        yield company.name, grouped(Embedded.of(busy), known, weights)


def main() -> None:
    """Print pairwise precision and recall of each, and of all."""
    total = Counts()
    for name, counts in measure():
        total += counts
        print(f"  {name:<16} F1 {counts.f1:.3f}  precision {counts.precision:.3f}  recall {counts.recall:.3f}")
    print(f"  {'all':<16} F1 {total.f1:.3f}  precision {total.precision:.3f}  recall {total.recall:.3f}")


if __name__ == "__main__":
    main()

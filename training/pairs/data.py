"""What the second stage learns from: a question, two replies, how they stand to each other, and what each comes to.

``data/pairs.jsonl`` has six replies to a matter, which of them contradict each other (``c``) or differ by a value alone
(``n``), and their letters under each of two questions. More pairs come from the matters of the first stage, where one
reply grants what another refuses, from the corpus and from labelled companies.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from benchmarks.accuracy.data import NUMERIC, Company, Label
from cx_audit.text import clean_question
from training.corpus_data import pairs as corpus_pairs
from training.corpus_data import topics
from training.outcomes.companies import letters, questions_of
from training.outcomes.data import DATA as FIRST_STAGE
from training.outcomes.data import LETTERS, body, lines, set_aside
from training.pairs.strangers import of, strangers, trades, written
from training.split import split_of
from training.texts import subjects

__all__ = ["COMPATIBLE", "CONTRADICTS", "DATA", "DIFFERS", "Pair", "Pairs", "of_companies", "read", "texts"]

DATA = Path(__file__).parent / "data"
COMPATIBLE, CONTRADICTS, DIFFERS = range(3)
"""They don't contradict each other; they do; by a value alone. In the order of the model's scores."""
_UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class Pair:
    """Two replies to one question, whichever of ``questions`` it is.

    ``outcomes`` are the places in LETTERS of what they come to, -1 where nobody said.
    """

    questions: tuple[str, ...]
    replies: tuple[str, str]
    relation: int
    outcomes: tuple[int, int] = (_UNKNOWN, _UNKNOWN)


@dataclass(frozen=True, slots=True)
class Pairs:
    """To learn from, by source, and to measure, by source."""

    learned: dict[str, list[Pair]]
    measured: dict[str, list[Pair]]


def _relation(label: Label) -> int:
    if label.relation != "contradict":
        return COMPATIBLE
    return DIFFERS if label.kind in NUMERIC else CONTRADICTS


def _labelled(company: Company) -> Iterator[Pair]:
    by_id = {answer.id: answer for answer in company.answers}
    said = {answer.id: body(answer.text, (answer.locale or "en")[:2]) for answer in company.answers}
    asked, told = questions_of(company), letters(company)
    for pair, label in company.labels.items():
        one, other = sorted(pair)
        intent = by_id[one].intent
        if intent and intent == by_id[other].intent:
            outcomes = LETTERS.index(told[one]), LETTERS.index(told[other])
            yield Pair(asked[intent], (said[one], said[other]), _relation(label), outcomes)


def of_companies(chosen: Sequence[Company]) -> list[Pair]:
    """The labelled pairs of these companies."""
    return [pair for company in chosen for pair in _labelled(company)]


def _opposed(told: Sequence[str], i: int, j: int) -> bool:
    return {told[i], told[j]} == {"Y", "N"}


def _partly(told: Sequence[str], i: int, j: int) -> bool:
    found = {told[i], told[j]}
    return "P" in found and len(found) == 2 and "X" not in found


def _of_matter(row: dict[str, Any]) -> Iterator[Pair]:
    """Under a question that one reply grants and the other refuses they contradict each other; where no question
    parts them, and neither is granted in part that the other isn't, they don't."""
    asked, letters_ = row["q"], row["y"]
    said = [body(text, language) for language, text in row["a"]]
    for i, j in combinations(range(len(said)), 2):
        opposed = [_opposed(told, i, j) for told in letters_]
        unsure = any(opposed) or any(_partly(told, i, j) for told in letters_)
        for (_, question), told, parted in zip(asked, letters_, opposed, strict=True):
            if parted or not unsure:
                outcomes = LETTERS.index(told[i]), LETTERS.index(told[j])
                relation = CONTRADICTS if parted else COMPATIBLE
                yield Pair((clean_question(question),), (said[i], said[j]), relation, outcomes)


def _of_written(row: dict[str, Any]) -> Iterator[Pair]:
    said = [body(text, language) for language, text in row["a"]]
    relations = {tuple(rows): kind for kind, key in ((CONTRADICTS, "c"), (DIFFERS, "n")) for rows in row[key]}
    for i, j in combinations(range(len(said)), 2):
        for (_, question), told in zip(row["q"], row["y"], strict=True):
            outcomes = LETTERS.index(told[i]), LETTERS.index(told[j])
            yield Pair((clean_question(question),), (said[i], said[j]), relations.get((i, j), COMPATIBLE), outcomes)


def _of_topics() -> Iterator[tuple[str, Pair]]:
    for subject in subjects(topics()):
        spoken = {answer.source.id: answer for answer in subject.answers}
        asked = tuple(clean_question(text) for _, _, text in subject.topic.ask)
        for pair in corpus_pairs(subject.topic):
            one, other = spoken[pair.left.id], spoken[pair.right.id]
            by_value = {one.source.differs, other.source.differs} - {""} == {"value"}
            opposed = DIFFERS if by_value else CONTRADICTS
            relation = opposed if pair.relation == "contradict" else COMPATIBLE
            yield split_of(subject.topic.name), Pair(asked, (one.body, other.body), relation)


def texts() -> Iterator[tuple[str, str]]:
    """All that was written for this stage alone, with a name for each."""
    for row in lines(DATA / "pairs.jsonl"):
        yield from ((f"{row['m']}/{key}{n}", text) for key in ("q", "a") for n, (_, text) in enumerate(row[key]))


def read(learned: Sequence[Company], measured: Sequence[Company]) -> Pairs:
    """All pairs, with those of some companies to learn from, and of others to measure."""
    out = Pairs({"companies": of_companies(learned)}, {"companies": of_companies(measured)})
    for part, pair in _of_topics():
        into = out.learned if part == "train" else out.measured
        into.setdefault("topics", []).append(pair)
    for name, file, found in (
        ("matters", FIRST_STAGE / "matters.jsonl", _of_matter),
        ("written", DATA / "pairs.jsonl", _of_written),
    ):
        for row in lines(file):
            into = out.measured if set_aside(str(row["m"])) else out.learned
            into.setdefault(name, []).extend(found(row))
    firms = [*of(learned), *trades(), *written(DATA / "pairs.jsonl")]
    out.learned["strangers"] = [Pair(asked, said, COMPATIBLE) for asked, said in strangers(firms)]
    return out

"""``python -m training.check [FOLDER ...]``: check the corpus, and that none of it stands in the folders named; nor of
the replies that the reader of outcomes learns from, in either stage.

Without folders it is checked against our own labelled companies (``benchmarks/accuracy``). Prints what is wrong, one
line each, then counts; exits with 1 if anything is.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from training.corpus_data import CORPUS, FORMS, LANGUAGES, Topic, load_topic, pairs
from training.outcomes.data import texts as replies
from training.pairs.data import texts as pairs_of_replies

__all__ = ["BENCHMARKS", "copies", "leaks", "problems", "topic_problems"]

_FEWEST_ASKS, _FEWEST_ANSWERS = 6, 9
_SHINGLE = 8
"""So many words in a row that two texts share are hardly chance."""
_ALIKE = 0.5
_WORD = re.compile(r"\w+")
BENCHMARKS = Path(__file__).parents[1] / "benchmarks" / "accuracy"


def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    return frozenset(tuple(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1))


def _texts(topic: Topic) -> Iterator[tuple[str, str]]:
    yield from ((f"ask {n}", text) for n, (_, _, text) in enumerate(topic.ask, 1))
    yield from ((answer.id, answer.text) for answer in topic.answers)


def topic_problems(topic: Topic) -> Iterator[str]:
    """What is wrong with one topic in itself."""
    if len(topic.ask) < _FEWEST_ASKS or len(topic.answers) < _FEWEST_ANSWERS:
        yield f"has {len(topic.ask)} wordings and {len(topic.answers)} answers"
    ids = Counter(answer.id for answer in topic.answers)
    yield from (f"the id {name!r} stands twice" for name, count in ids.items() if count > 1)
    for language, form, _ in topic.ask:
        if language not in LANGUAGES or form not in FORMS:
            yield f"a wording is in {language!r}, {form!r}"
    for answer in topic.answers:
        if answer.language not in LANGUAGES:
            yield f"{answer.id} is in {answer.language!r}"
        if answer.says != "A" and not answer.differs and not answer.scope:
            yield f"{answer.id} says {answer.says} and not in what it differs or for whom it holds"
    for text in (text for _, text in _texts(topic)):
        if not text:
            yield "a text is empty"
    found = {pair.relation for pair in pairs(topic)}
    if not {"agree", "contradict"} <= found:
        yield "has no two answers that agree, or none that contradict"


def copies(all_topics: Iterable[Topic]) -> Iterator[str]:
    """Texts of two topics that share most of their words in a row."""
    owners: dict[tuple[str, ...], set[str]] = defaultdict(set)
    held: dict[str, frozenset[tuple[str, ...]]] = {}
    for topic in all_topics:
        for name, text in _texts(topic):
            held[f"{topic.name}/{name}"] = shingles = _shingles(text)
            for shingle in shingles:
                owners[shingle].add(f"{topic.name}/{name}")
    shared: Counter[tuple[str, str]] = Counter()
    for names in owners.values():
        ordered = sorted(names)
        shared.update(
            (a, b) for i, a in enumerate(ordered) for b in ordered[i + 1 :] if a.split("/")[0] != b.split("/")[0]
        )
    for (a, b), count in sorted(shared.items()):
        if count > _ALIKE * min(len(held[a]), len(held[b])):
            yield f"{a} and {b} are nearly one text"


def leaks(texts: Iterable[tuple[str, str]], folders: Iterable[Path]) -> Iterator[str]:
    """Texts, each with its name, with eight words in a row from a file of the folders."""
    known: dict[tuple[str, ...], str] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*.jsonl")):
            known.update(dict.fromkeys(_shingles(path.read_text(encoding="utf-8")), str(path)))
    for name, text in texts:
        common = [shingle for shingle in _shingles(text) if shingle in known]
        if common:
            words = " ".join(min(common))
            yield f"{name} shares {words!r} with {known[min(common)]}"


def _named(all_topics: Iterable[Topic]) -> Iterator[tuple[str, str]]:
    for topic in all_topics:
        yield from ((f"{topic.name}/{name}", text) for name, text in _texts(topic))


def problems(folder: Path, against: Iterable[Path]) -> tuple[list[Topic], list[str]]:
    """All topics, and all that is wrong."""
    found: list[Topic] = []
    wrong: list[str] = []
    for path in sorted(folder.glob("*/*.yml")):
        try:
            topic = load_topic(path)
        except Exception as error:  # any mistake in a file is told with its name
            wrong.append(f"{path.name}: {type(error).__name__}: {' '.join(str(error).split())[:200]}")
            continue
        wrong += [f"{topic.name}: {text}" for text in topic_problems(topic)]
        if topic.name != path.stem or topic.trade != path.parent.name:
            wrong.append(f"{path.name}: topic {topic.name!r} of trade {topic.trade!r} stands in another place")
        found.append(topic)
    names = {topic.name for topic in found}
    wrong += [f"{t.name}: no topic {n!r}" for t in found for n in t.neighbours if n not in names]
    return found, [*wrong, *copies(found), *leaks([*_named(found), *replies(), *pairs_of_replies()], against)]


def main() -> None:
    """Check and count."""
    folders = [Path(name) for name in sys.argv[1:]] or [BENCHMARKS]
    found, wrong = problems(CORPUS, folders)
    for line in wrong:
        print(line)
    languages = Counter(x for t in found for x in [*(row[0] for row in t.ask), *(a.language for a in t.answers)])
    relations = Counter(pair.relation for t in found for pair in pairs(t))
    differs = Counter(a.differs for t in found for a in t.answers if a.differs)
    print(f"{len(found)} topics, {sum(languages.values())} texts, {sum(relations.values())} pairs of answers")
    for title, counts in (("languages", languages), ("pairs", relations), ("differ in", differs)):
        print(f"  {title}: {', '.join(f'{name} {count}' for name, count in counts.most_common())}")
    print(f"  {len(wrong)} problems")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()

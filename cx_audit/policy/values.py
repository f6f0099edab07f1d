"""What the value of a policy line says, in any language that has a pack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from cx_audit.facts import extract
from cx_audit.model import Comparator, Fact, FactKind
from cx_audit.policy.lines import Stance
from cx_audit.policy.subjects import Kind, Subject
from cx_audit.policy.words import matters, said_stance

__all__ = ["EXAMPLES", "KIND_WORDS", "Read", "Wrong", "example", "read_value"]

EXAMPLES = {
    FactKind.DURATION: "30 days",
    FactKind.MONEY: "€4.95 or free",
    FactKind.PERCENT: "10 %",
    FactKind.DATE: "16 December",
    FactKind.HOURS: "Mon-Fri 9:00-17:30",
    FactKind.WEEKDAYS: "Monday to Friday",
    FactKind.COUNT: "3 items",
    FactKind.MEASURE: "20 kg",
    FactKind.AGE: "18 years old",
    FactKind.PHONE: "+44 28 9649 6142",
    FactKind.EMAIL: "help@example.com",
    FactKind.URL: "https://example.com/returns",
}
"""How a value of each kind is written."""

KIND_WORDS = {
    FactKind.DURATION: "a duration",
    FactKind.MONEY: "an amount of money",
    FactKind.PERCENT: "a percentage",
    FactKind.DATE: "a date",
    FactKind.HOURS: "a time of day",
    FactKind.WEEKDAYS: "days of the week",
    FactKind.COUNT: "a number of things",
    FactKind.MEASURE: "a measure",
    FactKind.AGE: "an age",
    FactKind.PHONE: "a phone number",
    FactKind.EMAIL: "an e-mail address",
    FactKind.URL: "a web address",
}
_DAILY = frozenset({FactKind.HOURS, FactKind.WEEKDAYS})
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Read:
    """A value as understood: facts, or concepts of a list, or a yes or no."""

    language: str
    facts: tuple[Fact, ...] = ()
    concepts: tuple[str, ...] = ()
    stance: Stance | None = None
    positive: bool = True


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a value can't be used, and what to do."""

    what: str
    remedy: str


def read_value(
    subject: Subject, texts: Sequence[str], languages: Sequence[str], region: str | None, *, asked: bool = False
) -> Read | Wrong:
    """Read the value of a line.

    Args:
        subject: what the line is about.
        texts: the value, or the members of a list.
        languages: those that it may be written in, likeliest first.
        region: the home country, for "$" and local phone numbers.
        asked: whether the line quotes the question that a yes or no answers.
    """
    if not texts or not all(text.strip() for text in texts):
        return Wrong(f"{subject.key}: no value", f"write one, such as {example(subject)}")
    if subject.kind is Kind.LIST:
        return _list(subject, texts, languages[0])
    if subject.kind is Kind.YES_NO:
        return _stance(subject, texts)
    read = _facts(subject, texts, languages, region)
    said = _stance(subject, texts) if isinstance(read, Wrong) else read
    if isinstance(said, Wrong) or said.stance is None:
        return read
    if asked or subject.key in matters():
        return said
    remedy = f'add question: "Can I ...?", as customers ask it, or write {example(subject)}'
    return Wrong(f"{subject.key}: nothing tells which question {_quoted(texts[0])} answers", remedy)


def example(subject: Subject) -> str:
    """How a value of a subject may be written."""
    if subject.kind is Kind.YES_NO:
        return "allowed"
    if subject.kind is Kind.LIST:
        return f"[{', '.join(sorted(subject.titles.values())[:2])}]"
    return " or ".join(f'"{EXAMPLES[kind]}"' for kind in FactKind if kind in subject.kinds)


def _quoted(text: str) -> str:
    text = " ".join(text.split())
    return f'"{text if len(text) <= _LONGEST else text[:_LONGEST] + "…"}"'


def _stance(subject: Subject, texts: Sequence[str]) -> Read | Wrong:
    found = said_stance(texts[0]) if len(texts) == 1 else None
    if found is None:
        told = _quoted(", ".join(texts))
        return Wrong(f"{subject.key}: {told} is neither yes nor no", "write allowed, not allowed, required or the like")
    stance, positive, language = found
    return Read(language, stance=Stance(stance), positive=positive)


def _list(subject: Subject, texts: Sequence[str], language: str) -> Read | Wrong:
    concepts: list[str] = []
    for text in texts:
        name = " ".join(text.casefold().split())
        found = subject.names.get(name)
        if found is None:
            near = get_close_matches(name, sorted(subject.names), n=1, cutoff=0.7)
            remedy = f"did you mean {near[0]}?" if near else f"{example(subject)} are known, and more; leave this out"
            return Wrong(f"{subject.key}: {_quoted(text)} is not known as one of {subject.title.lower()}", remedy)
        concepts.append(found)
    return Read(language, concepts=tuple(sorted(set(concepts))))


def _unread(text: str, facts: tuple[Fact, ...]) -> int:
    """How many letters and digits no fact takes."""
    taken = {at for fact in facts for at in range(fact.start, fact.end)}
    return sum(character.isalnum() for at, character in enumerate(text) if at not in taken)


def _understood(text: str, facts: tuple[Fact, ...]) -> bool:
    """Whether nothing is left unread, but for the words of a limit: "up to"."""
    limited = len(facts) == 1 and facts[0].comparator is not Comparator.EXACTLY
    return limited or not _unread(text, facts)


def _readings(
    subject: Subject, text: str, languages: Sequence[str], region: str | None
) -> list[tuple[str, tuple[Fact, ...]]]:
    """What each language makes of a value, that which leaves the fewest letters unread first.

    Where one understands all of it no other can do better, and each costs the words of its pack.
    """
    found: list[tuple[str, tuple[Fact, ...]]] = []
    for language in languages:
        facts = extract(text, language, region=region)
        found.append((language, facts))
        if facts and all(fact.kind in subject.kinds for fact in facts) and _understood(text, facts):
            break
    ranked = sorted(enumerate(found), key=lambda item: (_unread(text, item[1][1]), len(item[1][1]), item[0]))
    return [entry for _, entry in ranked]


def _facts(subject: Subject, texts: Sequence[str], languages: Sequence[str], region: str | None) -> Read | Wrong:
    facts: list[Fact] = []
    language = languages[0]
    for text in texts:
        readings = _readings(subject, text, languages, region)
        fitting = [(tag, fits) for tag, all_ in readings if (fits := [f for f in all_ if f.kind in subject.kinds])]
        if not fitting:
            return _misfit(subject, text, readings[0][1])
        language, fits = fitting[0]
        daily = subject.timetable and all(fact.kind in _DAILY for fact in fits)
        if len(fits) > 1 and not daily:
            said = " and ".join(_quoted(fact.text) for fact in fits[:2])
            return Wrong(
                f"{subject.key}: holds two values, {said}",
                "give one; values for some customers only go below it, as in {EU: free, US: $5.95}",
            )
        if daily and len(texts) > 1:
            return Wrong(f"{subject.key}: a timetable is one text", "write all days and hours in one value")
        facts += fits
    return Read(language, facts=tuple(facts))


def _misfit(subject: Subject, text: str, read: Sequence[Fact]) -> Wrong:
    wanted = " or ".join(KIND_WORDS[kind] for kind in FactKind if kind in subject.kinds)
    remedy = f"write it as {example(subject)}"
    if read:
        return Wrong(f"{subject.key}: {_quoted(text)} is {KIND_WORDS[read[0].kind]}, where {wanted} is needed", remedy)
    bare = any(map(str.isdigit, text)) and not any(map(str.isalpha, text))
    what = "has no unit" if bare else f"is not read as {wanted}"
    return Wrong(f"{subject.key}: {_quoted(text)} {what}", remedy)

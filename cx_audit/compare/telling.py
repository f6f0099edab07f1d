"""Findings in words: from stances to positions, quotes and messages."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence

from cx_audit.compare.display import KIND_NAMES, display, speakers, voice
from cx_audit.compare.evidence import value_key
from cx_audit.compare.itself import itself
from cx_audit.compare.omissions import LeftOut
from cx_audit.compare.positions import Clash, Stance
from cx_audit.compare.scope_algebra import apart
from cx_audit.compare.scope_telling import scoped_words, special_words
from cx_audit.compare.severity import severity
from cx_audit.compare.view import AnswerView, FactInContext, Sentence
from cx_audit.facts.nouns import english_noun
from cx_audit.model import FactKind, Finding, FindingKind, Position, Quote, Severity
from cx_audit.roles import Role, majority, roles_in_use

__all__ = ["disagreement", "finding_id", "omission", "omission_message", "quote", "scoped", "who_say", "who_says"]

_LONGEST = 120
_AGAIN = ("", " (another answer)", " (a third answer)", " (a further answer)")


def finding_id(kind: FindingKind, positions: Sequence[Position]) -> str:
    """An id from what is said by whom: the same disagreement has the same id in every run."""
    said = sorted((p.value, tuple(sorted(q.answer_id for q in p.quotes))) for p in positions)
    return "f-" + hashlib.sha256(repr((kind.value, said)).encode()).hexdigest()[:12]


def quote(view: AnswerView, fact: FactInContext) -> Quote:
    """The sentence that holds a fact, with the fact marked."""
    text = view.clean.text
    start, end = fact.sentence.start, max(fact.sentence.end, fact.fact.end)
    original = view.clean.original(start, end)
    mark = (fact.fact.start - start, fact.fact.end - start)
    return Quote(view.answer.id, text[start:end], *original, marks=(mark,))


def _position(views: Sequence[AnswerView], stance: Stance) -> Position:
    said = sorted(((views[row], fact) for row, fact in stance.members), key=lambda item: item[0].answer.id)
    # a report is in English: of "4 EUR per boek" and "4 EUR per book" the latter; else as most of them say it
    told = [(bool(fact.fact.per) and view.language != "en", display(fact.fact)) for view, fact in said]
    often = Counter(words for _, words in told)
    _, words = min(told, key=lambda one: (one[0], -often[one[1]], len(one[1]), one[1]))
    values = sorted({value_key(fact.fact) for _, fact in said})
    return Position(values[0], words, tuple(quote(view, fact) for view, fact in said))


def _voices(views: Sequence[AnswerView], rows: Sequence[int], others: Sequence[int]) -> list[str]:
    """Who speaks; with the language where few speak it, or the same speaker says otherwise in another."""
    languages = Counter(views[row].language for row in (*rows, *others)).most_common(2)
    common = languages[0][0] if len(languages) == 1 or languages[0][1] > languages[1][1] else None
    heard: dict[str, set[str]] = {}
    for row in rows:
        heard.setdefault(views[row].answer.speaker, set()).add(views[row].language)
    out: list[str] = []
    for speaker, spoken in sorted(heard.items()):
        elsewhere = {views[row].language for row in others if views[row].answer.speaker == speaker}
        if elsewhere - spoken or (len(spoken) == 1 and common not in spoken):
            out += [voice(speaker, language) for language in sorted(spoken)]
        else:
            out.append(voice(speaker))
    return out


def _who(views: Sequence[AnswerView], rows: Sequence[int], others: Sequence[int]) -> str:
    return speakers(_voices(views, rows, others))


def who_says(views: Sequence[AnswerView], rows: Sequence[int], others: Sequence[int]) -> str:
    """Who speaks, and the verb; ``others`` are those who say otherwise."""
    voices = _voices(views, rows, others)
    return f"{speakers(voices)} {'say' if len(voices) > 1 else 'says'}"


def who_say(views: Sequence[AnswerView], sides: Sequence[Sequence[int]]) -> list[str]:
    """Who speaks on each side, and the verb; one who has spoken on a side before says so in another answer.

    A bot that was asked more than once is told otherwise (``itself``).
    """
    everyone = [row for rows in sides for row in rows]
    heard: Counter[str] = Counter()
    told: set[int] = set()
    out: list[str] = []
    for rows in sides:
        voices = _voices(views, rows, [row for row in everyone if row not in rows])
        anew = told.isdisjoint(rows) and not any(views[row].answer.asked for row in rows)
        again = [_AGAIN[min(heard[one], len(_AGAIN) - 1)] if anew else "" for one in voices]
        out.append(
            f"{speakers([f'{one}{mark}' for one, mark in zip(voices, again, strict=True)])}"
            f" {'say' if len(voices) > 1 else 'says'}"
        )
        heard.update(set(voices))
        told.update(rows)
    return out


def _role(facts: Iterable[FactInContext]) -> Role | None:
    """What most of the values are about."""
    name = majority([fact.naming for fact in facts])
    return roles_in_use()[name] if name else None


def _label(role: Role | None, kind: FactKind, facts: Sequence[FactInContext]) -> str:
    """What the values are about, in a word or two that begin a sentence."""
    if role is not None:
        return role.name()
    if kind is FactKind.COUNT:
        named = {english_noun(fact.fact.unit, many=True) for fact in facts if fact.fact.unit}
        nouns = sorted(named, key=lambda noun: (len(noun), noun))
        return f"Number of {nouns[0]}" if nouns else "Number"
    periods = {fact.fact.per for fact in facts}
    per = next(iter(periods)) if len(periods) == 1 else None
    return KIND_NAMES[kind].capitalize() + (f" per {per}" if per else "")


def _rows(stance: Stance) -> list[int]:
    return [row for row, _ in stance.members]


def _specials(support: Sequence[Clash]) -> dict[tuple[int, int], str]:
    """What only one side of each clash is limited to, by row and place; empty unless all clashes are of that kind."""
    out: dict[tuple[int, int], str] = {}
    for clash in support:
        sides = special_words(clash.left, clash.right)
        if not any(sides):
            return {}
        for row, fact, words in ((clash.a, clash.left, sides[0]), (clash.b, clash.right, sides[1])):
            if words:
                out[row, fact.fact.start] = words
    return out


def _whom(stance: Stance, specials: dict[tuple[int, int], str]) -> str:
    words = sorted({specials[key] for row, f in stance.members if (key := (row, f.fact.start)) in specials})
    return "".join(f" {said}" for said in words[:1])


def disagreement(question_id: str, views: Sequence[AnswerView], found: list[Stance], support: list[Clash]) -> Finding:
    """A contradiction: stances that cannot all be told to one customer, most held first."""
    ordered = sorted(found, key=lambda s: (-len(s.members), min(views[row].answer.id for row, _ in s.members)))
    positions = tuple(_position(views, stance) for stance in ordered)
    facts = [fact for stance in ordered for _, fact in stance.members]
    kind, role = facts[0].fact.kind, _role(facts)
    confidence = max(clash.probability for clash in support)
    specials, sides = _specials(support), [_rows(stance) for stance in ordered]
    said = "; ".join(
        f"{who} {position.display}{_whom(stance, specials)}"
        for who, stance, position in zip(who_say(views, sides), ordered, positions, strict=True)
    )
    own = itself(views, sides, [position.display for position in positions])
    channels = [frozenset(views[row].answer.channel for row, _ in s.members) for s in ordered]
    level, reasons = severity(
        [s.members[0][1].fact for s in ordered], role, channels, confidence, special=bool(specials)
    )
    return Finding(
        id=finding_id(FindingKind.CONTRADICTION, positions),
        kind=FindingKind.CONTRADICTION,
        severity=level,
        question_id=question_id,
        message=f"{_label(role, kind, facts)}: {own.whole or said}{own.more}",
        positions=positions,
        role=role.id if role else None,
        fact_kind=kind.value,
        confidence=confidence,
        reasons=(*reasons, *own.reasons),
    )


def _apart_words(values: tuple[str, str], clash: Clash, views: Sequence[AnswerView]) -> str:
    """Two values with whom each is for; where no words say so, who else tells them apart."""
    if clash.witness is not None and not apart(clash.left.scope, clash.right.scope):
        row = next(row for row, view in enumerate(views) if view is clash.witness)
        return f"{values[0]} / {values[1]} ({_who(views, [row], [])} gives both, each for its own case)"
    whom = scoped_words(clash.left, clash.right)
    return " / ".join(f"{value} {words}" for value, words in zip(values, whom, strict=True))


def scoped(question_id: str, views: Sequence[AnswerView], clash: Clash) -> Finding:
    """Two values that differ rightly, since each is said to its own customers."""
    sides = (Stance(((clash.a, clash.left),)), Stance(((clash.b, clash.right),)))
    positions = tuple(_position(views, side) for side in sides)
    values = (display(clash.left.fact), display(clash.right.fact))
    told = _apart_words(values, clash, views)
    kind, facts = clash.left.fact.kind, (clash.left, clash.right)
    role = _role(facts)
    return Finding(
        id=finding_id(FindingKind.SCOPED, positions),
        kind=FindingKind.SCOPED,
        severity=Severity.INFO,
        question_id=question_id,
        message=f"{_label(role, kind, facts)} differs by scope: {told}",
        positions=positions,
        role=role.id if role else None,
        fact_kind=kind.value,
        confidence=clash.probability,
    )


def _sentence(view: AnswerView, sentence: Sentence) -> Quote:
    """A whole sentence with its values marked."""
    start, end = sentence.segment.start, sentence.segment.end
    marks = tuple((f.fact.start - start, f.fact.end - start) for f in sentence.facts)
    return Quote(view.answer.id, view.clean.text[start:end], *view.clean.original(start, end), marks=marks)


def omission(question_id: str, views: Sequence[AnswerView], found: LeftOut) -> Finding:
    """What some answers say and others leave out."""
    quotes = tuple(_sentence(views[row], sentence) for row, sentence in found.said)
    values = sorted({value_key(f.fact) for _, sentence in found.said for f in sentence.facts})
    spoken = hashlib.sha256(" ".join(quotes[0].quote.split()).casefold().encode()).hexdigest()[:12]
    shortest = min((" ".join(quote.quote.split()) for quote in quotes), key=lambda text: (len(text), text))
    stated = Position(values[0] if values else f"said:{spoken}", _shorten(shortest), quotes)
    silent = []
    for row in found.missing:
        view = views[row]
        span = view.clean.original(view.body.start, view.body.end)
        silent.append(Quote(view.answer.id, view.clean.text[view.body.start : view.body.end], *span))
    positions = (stated, Position("", "not mentioned", tuple(sorted(silent, key=lambda q: q.answer_id))))
    rows = [row for row, _ in found.said]
    facts = [fact for _, sentence in found.said for fact in sentence.facts]
    kinds, role = sorted({f.fact.kind for f in facts}), _role(facts)
    return Finding(
        id=finding_id(FindingKind.OMISSION, positions),
        kind=FindingKind.OMISSION,
        severity=Severity.LOW,
        question_id=question_id,
        message=omission_message(views, found.missing, rows, stated.display),
        positions=positions,
        role=role.id if role else None,
        fact_kind=kinds[0].value if len(kinds) == 1 else None,
        confidence=found.probability,
    )


def omission_message(views: Sequence[AnswerView], silent: Sequence[int], stating: Sequence[int], said: str) -> str:
    """Who leaves out what others say: rows of the answers, and the words."""
    missing, told = _voices(views, silent, stating), _voices(views, stating, silent)
    leave, say = "leave" if len(missing) > 1 else "leaves", "say" if len(told) > 1 else "says"
    return _sentence_case(f"{speakers(missing)} {leave} out what {speakers(told)} {say}: \u201c{said}\u201d")


def _shorten(text: str) -> str:
    """At most ``_LONGEST`` characters, cut at a word."""
    if len(text) <= _LONGEST:
        return text
    return f"{text[:_LONGEST].rsplit(' ', 1)[0]} \u2026"


def _sentence_case(text: str) -> str:
    """The first letter of "the FAQ" as a capital; names of channels stay as they are."""
    return f"T{text[1:]}" if text.startswith("the ") else text

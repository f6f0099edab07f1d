"""Which questions to put to a bot, and in which words: those that an audit of the other channels found.

Wordings are chosen so that they differ: each next one is the least like those already chosen (farthest-first
traversal, Gonzalez 1985) by their letters, since other words for one meaning are what a bot stumbles over.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from cx_audit.model import Answer, Question
from cx_audit.text import PLACEHOLDER, base_language, clean_question, has_words

__all__ = ["Asking", "questions_to_ask"]

_MARKS = ("?", "؟", "？", ";", "՞")
_SAME = 95.0
"""From this likeness of two wordings, in per cent, they are one."""
_TITLED = frozenset({"macro", "knowledge"})
"""Channels whose questions are titles for colleagues, not what a customer would say."""
_RANK = {"faq": 0, "chatbot": 1, "agent": 2}
_FEW_WORDS = 3


@dataclass(frozen=True, slots=True)
class Asking:
    """One question in one language; the first wording is the usual one. ``id`` comes from the wordings."""

    id: str
    language: str
    wordings: tuple[str, ...]
    intent: str | None = None


@dataclass(frozen=True, slots=True)
class _Wording:
    text: str
    channel: str

    @property
    def asks(self) -> bool:
        return self.text.endswith(_MARKS)

    @property
    def spoken(self) -> bool:
        """Whether a customer might say it: a question, or more than the two words of a title."""
        # Thai, Chinese and Japanese have no spaces.
        unspaced = self.text.isalpha() and not self.text.isascii() and len(self.text) > 2 * _FEW_WORDS
        return self.asks or (self.channel not in _TITLED and (len(self.text.split()) >= _FEW_WORDS or unspaced))

    @property
    def rank(self) -> tuple[bool, int, int, str]:
        return not self.asks, _RANK.get(self.channel, 3), len(self.text), self.text


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def _likeness(a: str, b: str) -> float:
    return round(fuzz.token_sort_ratio(_plain(a), _plain(b)), 3)


def _wordings(answers: Iterable[Answer], longest: int) -> list[_Wording]:
    """What is asked, as one plain line each; not what a placeholder stands in."""
    found: dict[str, _Wording] = {}
    for answer in answers:
        for raw in (answer.question, *answer.variants):
            text = clean_question(raw)
            if has_words(text) and PLACEHOLDER not in text and len(text) <= longest:
                wording = _Wording(text, answer.channel)
                found[text] = min(found.get(text, wording), wording, key=lambda one: one.rank)
    told = sorted(found.values(), key=lambda one: one.rank)
    return [one for one in told if one.spoken] or told


def _chosen(wordings: Sequence[_Wording], title: str, number: int) -> tuple[str, ...]:
    """The title if it is one of them, else the plainest; then those that differ most."""
    texts = [one.text for one in wordings]
    first = title if title in texts else texts[0]
    chosen = [first]
    nearest = {text: _likeness(text, first) for text in texts}
    while len(chosen) < number:
        left = [text for text in texts if nearest[text] < _SAME]
        if not left:
            break
        following = min(left, key=lambda text: (nearest[text], text))
        chosen.append(following)
        nearest = {text: max(least, _likeness(text, following)) for text, least in nearest.items()}
    return tuple(chosen)


def _one_intent(answers: Iterable[Answer]) -> str | None:
    named = {answer.intent for answer in answers if answer.intent}
    return named.pop() if len(named) == 1 else None


def questions_to_ask(
    questions: Sequence[Question],
    answers: Mapping[str, Answer],
    *,
    wordings: int,
    longest: int,
    only: str | None = None,
) -> list[Asking]:
    """The questions of an audit, one for each language in which anybody answers them.

    Args:
        questions: of the audit.
        answers: of the audit, by id, without the bot's own.
        wordings: how many of each question, at most.
        longest: the most characters that the bot takes.
        only: a language; others are left out.

    Returns:
        The language with the most questions first, in it by first wording; no wording of one language stands in two.
    """
    out: dict[str, Asking] = {}
    taken: set[tuple[str, str]] = set()
    for question in sorted(questions, key=lambda one: (one.title, one.id)):
        spoken: defaultdict[str, list[Answer]] = defaultdict(list)
        for id in question.answer_ids:
            if id in answers:
                spoken[base_language(answers[id].locale or "")].append(answers[id])
        for language, said in sorted(spoken.items()):
            if only and language != base_language(only):
                continue
            known = [one for one in _wordings(said, longest) if (language, one.text) not in taken]
            if not known:
                continue
            chosen = _chosen(known, question.title, wordings)
            taken |= {(language, text) for text in chosen}
            id = "ask-" + hashlib.sha256("\0".join((language, *sorted(chosen))).encode()).hexdigest()[:12]
            out[id] = Asking(id, language, chosen, _one_intent(said))
    common = Counter(one.language for one in out.values())
    return sorted(out.values(), key=lambda one: (-common[one.language], one.language, one.wordings))

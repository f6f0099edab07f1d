"""A bot that contradicts itself: asked one question more than once, it says one thing and another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from cx_audit.compare.display import voice
from cx_audit.compare.view import AnswerView

__all__ = ["Itself", "itself", "one_bot"]


@dataclass(frozen=True, slots=True)
class Itself:
    """``whole`` tells all of a finding in which one bot is alone, ``more`` what to add to one with others.

    Both are empty where no bot says two things; ``reasons`` then are none.
    """

    whole: str = ""
    more: str = ""
    reasons: tuple[str, ...] = ()


def one_bot(a: AnswerView, b: AnswerView) -> bool:
    """Whether two answers are replies of one bot to one question."""
    return a.answer.asked is not None and (a.answer.speaker, a.answer.asked) == (b.answer.speaker, b.answer.asked)


def _times(views: Sequence[AnswerView], speaker: str, asked: str) -> str:
    """How often the bot was asked: each of its replies says how often it was given."""
    total = sum(view.answer.uses or 1 for view in views if (view.answer.speaker, view.answer.asked) == (speaker, asked))
    return "twice" if total == 2 else f"{total:,} times"


def itself(views: Sequence[AnswerView], sides: Sequence[Sequence[int]], displays: Sequence[str]) -> Itself:
    """What to say of bots that stand on more than one side.

    Args:
        views: all answers to the question.
        sides: the rows that hold each position.
        displays: the positions, in words.
    """
    heard: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for number, rows in enumerate(sides):
        for speaker, asked in sorted({(a.speaker, a.asked) for row in rows if (a := views[row].answer).asked}):
            heard[speaker, asked].append(number)
    twofold = {key: numbers for key, numbers in heard.items() if len(numbers) > 1}
    if not twofold:
        return Itself()
    told = [(voice(key[0]), _times(views, *key), _both(numbers, displays)) for key, numbers in sorted(twofold.items())]
    reasons = tuple(dict.fromkeys(f"{who} contradicts itself, asked {times}" for who, times, _ in told))
    everyone = {(a.speaker, a.asked) for rows in sides for row in rows for a in (views[row].answer,)}
    if len(everyone) == 1:
        who, times, both = told[0]
        return Itself(f"{who} says {both}, asked {times}", reasons=reasons)
    every = "both" if len(sides) == 2 else "more than one"
    return Itself(more="".join(f"; asked {times}, {who} says {every}" for who, times, _ in told), reasons=reasons)


def _both(numbers: Sequence[int], displays: Sequence[str]) -> str:
    named = [displays[number] for number in numbers]
    return f"{'both' if len(named) == 2 else 'all of'} {', '.join(named[:-1])} and {named[-1]}"

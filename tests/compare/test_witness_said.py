"""What a value is said of may stand in its question or elsewhere; a third answer that gives both tells."""

from __future__ import annotations

import re
from collections import Counter
from itertools import permutations

import numpy as np
from compare_kit import Alike, answer

from cx_audit.compare import Weights, compare_question
from cx_audit.compare.view import view_answer
from cx_audit.model import Answer, Finding, FindingKind, Question
from cx_audit.text import clean

LIST = answer("faq-1", "Trains can be changed until 30 minutes before, coaches until 3 hours before.")
TRAIN = answer("mac-1", "You can change your ticket until 30 minutes before.", question="Change of trains")
COACH = answer("rep-1", "You can change your ticket until 3 hours before.", question="Can I still change coaches?")


class ByWords(Alike):
    """Texts are as alike as they share words; the words next to a value tell nothing."""

    def alike(self, a: tuple[str, str], b: tuple[str, str]) -> float:
        left, right = (Counter(re.findall(r"\w+", text.lower())) for _, text in (a, b))
        norm = np.sqrt(sum(n * n for n in left.values()) * sum(n * n for n in right.values()))
        return round(float(sum(left[word] * right[word] for word in left) / max(norm, 1)), 3)


def _told(*answers: Answer) -> list[Finding]:
    views = [view_answer(a, clean(a.text), "en") for a in answers]
    question = Question("q-1", "?", tuple(a.id for a in answers), (), ())
    odds = np.full((len(views), len(views)), 4.0)
    found = compare_question(question, views, ByWords(0.6), odds, Weights.packaged(), 0.05)
    return [f for f in found if f.kind in (FindingKind.CONTRADICTION, FindingKind.SCOPED)]


def _between(found: list[Finding], *ids: str) -> set[FindingKind]:
    return {f.kind for f in found if set(ids) <= {q.answer_id for p in f.positions for q in p.quotes}}


def test_the_question_tells_what_a_value_is_of() -> None:
    assert _between(_told(TRAIN, COACH), "mac-1", "rep-1") == {FindingKind.CONTRADICTION}
    assert _between(_told(LIST, TRAIN, COACH), "mac-1", "rep-1") == {FindingKind.SCOPED}


def test_in_any_order() -> None:
    ids = {tuple(sorted(f.id for f in _told(*order))) for order in permutations((LIST, TRAIN, COACH))}
    assert len(ids) == 1


def test_the_value_of_the_other_thing_is_wrong() -> None:
    wrong = answer("mac-1", "You can change your ticket until 3 hours before.", question="Change of trains")
    right = answer("rep-1", "You can change your ticket until 30 minutes before.", question="Can I change trains?")
    assert _between(_told(LIST, wrong, right), "mac-1", "rep-1") == {FindingKind.CONTRADICTION}


def test_all_that_give_both_must_agree() -> None:
    swapped = answer("faq-2", "Coaches can be changed until 30 minutes before, trains until 3 hours before.")
    assert _between(_told(LIST, swapped, TRAIN, COACH), "mac-1", "rep-1") == {FindingKind.CONTRADICTION}


def test_hours_of_one_day_may_be_of_two_lines() -> None:
    both = answer("faq-1", "Phone: Monday to Friday 9:00-20:00. Chat: Monday to Friday 9:00-18:00.")
    phone = answer("mac-1", "We are here Monday to Friday 9:00-20:00.", question="Phone")
    chat = answer("bot-1", "We are here Monday to Friday 9:00-18:00.", question="Chat")
    assert _between(_told(phone, chat), "mac-1", "bot-1") == {FindingKind.CONTRADICTION}
    assert _between(_told(both, phone, chat), "mac-1", "bot-1") == {FindingKind.SCOPED}

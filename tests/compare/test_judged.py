"""What becomes of a verdict."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

import pytest
from compare_kit import Alike, answer, compare

from cx_audit.compare.judge import StatementPair, Verdict
from cx_audit.compare.judged import Compared, consult
from cx_audit.compare.view import view_answer
from cx_audit.model import Answer, Finding, FindingKind, Position, Question, Quote, Severity
from cx_audit.text import clean

# nothing that the rules read: only a judge can tell
DOOR, TREE, ALSO = (
    "The guide stands beside the blue door.",
    "The guide stands under the old tree.",
    "The guide always stands under that old tree.",
)
CASH, CREDIT = "You get your money back on your card.", "You never get money back, only store credit."


class Listed:
    """A judge that knows the texts listed to contradict; all else agrees."""

    name, fingerprint = "listed", "1" * 64

    def __init__(self, *chances: tuple[str, str, float]) -> None:
        self.chances = {frozenset((a, b)): chance for a, b, chance in chances}
        self.asked = 0

    def judge(self, pairs: Sequence[StatementPair]) -> list[Verdict]:
        self.asked += 1
        found = [self.chances.get(frozenset((p.left.text, p.right.text)), 0.0) for p in pairs]
        return [Verdict(chance, 1 - chance, 0.0, 0.0) for chance in found]


def consulted(judge: Listed, answers: Sequence[Answer], sure: float = 0.8) -> list[Finding]:
    views = [view_answer(a, clean(a.text), a.locale or "en") for a in answers]
    question = Question("q-1", "?", tuple(a.id for a in answers), (), ())
    return consult(judge, [Compared(question, views, compare(answers))], Alike(0.6), sure)


def test_what_the_judge_is_sure_of_is_a_contradiction_with_both_sentences() -> None:
    answers = [answer("faq-1", f"<p>{DOOR}</p>"), answer("macro-1", f"Hi!\n{TREE}")]
    (found,) = consulted(Listed((DOOR, TREE, 0.9)), answers)
    assert (found.kind, found.confidence, found.severity) == (FindingKind.CONTRADICTION, 0.9, Severity.MEDIUM)
    assert len(found.reasons) == 1
    assert {quote.quote for p in found.positions for quote in p.quotes} == {DOOR, TREE}
    texts = {a.id: a.text for a in answers}
    assert all(texts[q.answer_id][q.start : q.end] == q.quote for p in found.positions for q in p.quotes)
    assert found.message == f"Statement: the FAQ says “{DOOR}”; the macro says “{TREE}” (judged by listed)"


@pytest.mark.parametrize(
    ("chance", "kind"),
    [
        (0.8, FindingKind.CONTRADICTION),
        (0.799, FindingKind.UNVERIFIED),
        (0.5, FindingKind.UNVERIFIED),
        (0.499, None),
        (0.0, None),
    ],
)
def test_how_sure_decides_what_it_is(chance: float, kind: FindingKind | None) -> None:
    found = consulted(Listed((DOOR, TREE, chance)), [answer("faq-1", DOOR), answer("macro-1", TREE)])
    assert [one.kind for one in found] == ([kind] if kind else [])


def test_only_a_contradiction_that_every_customer_can_read_weighs_more() -> None:
    judge = Listed((DOOR, TREE, 0.9))
    (reps,) = consulted(judge, [answer("faq-1", DOOR), answer("agent-1", TREE)])
    assert (reps.severity, len(reps.reasons)) == (Severity.LOW, 2)
    (doubt,) = consulted(Listed((DOOR, TREE, 0.6)), [answer("faq-1", DOOR), answer("macro-1", TREE)])
    assert (doubt.severity, len(doubt.reasons)) == (Severity.LOW, 2)


def test_two_that_contradict_the_same_stand_together() -> None:
    answers = [answer("faq-1", DOOR), answer("macro-1", TREE), answer("bot-1", ALSO)]
    (found,) = consulted(Listed((DOOR, TREE, 0.9), (DOOR, ALSO, 0.85)), answers)
    assert [[q.answer_id for q in p.quotes] for p in found.positions] == [["bot-1", "macro-1"], ["faq-1"]]
    assert found.confidence == 0.9
    assert "bot and the macro say “The guide stands under the old tree.”" in found.message


def test_no_pair_is_claimed_that_was_not_judged_so() -> None:
    """Where only one of two is contradicted, the other stands on no side."""
    answers = [answer("faq-1", DOOR), answer("macro-1", TREE), answer("bot-1", ALSO)]
    (found,) = consulted(Listed((DOOR, TREE, 0.9), (DOOR, ALSO, 0.1)), answers)
    assert {q.answer_id for p in found.positions for q in p.quotes} == {"faq-1", "macro-1"}


def test_the_order_of_answers_changes_nothing() -> None:
    answers = [answer("faq-1", DOOR), answer("macro-1", TREE), answer("bot-1", ALSO)]
    judge = Listed((DOOR, TREE, 0.9), (DOOR, ALSO, 0.85), (TREE, ALSO, 0.6))
    told = [sorted(consulted(judge, order), key=lambda f: f.id) for order in permutations(answers)]
    assert len(told[0]) == 2
    assert all(one == told[0] for one in told)


def test_one_speaker_on_both_sides_is_named_with_the_language() -> None:
    dutch = "De gids staat onder de oude boom."
    answers = [answer("faq-1", DOOR, locale="en"), answer("faq-2", dutch, locale="nl")]
    (found,) = consulted(Listed((DOOR, dutch, 0.9)), answers)
    assert "the English FAQ says" in found.message
    assert "the Dutch FAQ says" in found.message


def doubted(*sides: Sequence[str]) -> tuple[list[Answer], Finding]:
    """Answers, and an unverified finding that sets those of each side against those of the others."""
    answers = [answer(f"faq-{n}{k}", text) for n, side in enumerate(sides) for k, text in enumerate(side)]
    quotes = iter([Quote(a.id, a.text, 0, len(a.text)) for a in answers])
    positions = tuple(Position(str(n), str(n), tuple(next(quotes) for _ in side)) for n, side in enumerate(sides))
    return answers, Finding("f-0", FindingKind.UNVERIFIED, Severity.MEDIUM, "q-1", "Refund form", positions)


def asked_again(judge: Listed, answers: Sequence[Answer], finding: Finding) -> Finding:
    """What becomes of the one finding."""
    views = [view_answer(a, clean(a.text), "en") for a in answers]
    question = Question("q-1", "?", tuple(a.id for a in answers), (), ())
    (found,) = consult(judge, [Compared(question, views, [finding])], Alike(0.0), 0.8)
    return found


@pytest.mark.parametrize(("chance", "confirmed"), [(0.9, True), (0.79, False), (0.0, False)])
def test_a_doubt_of_the_rules_is_confirmed_or_left(chance: float, confirmed: bool) -> None:
    answers, doubt = doubted([CASH], [CREDIT])
    found = asked_again(Listed((CASH, CREDIT, chance)), answers, doubt)
    assert (found == doubt) is not confirmed
    if confirmed:
        assert (found.kind, found.confidence) == (FindingKind.CONTRADICTION, chance)
        assert found.message == "Refund form (judged by listed)"
        assert found.positions == doubt.positions
        assert found.id != doubt.id


def test_a_doubt_is_confirmed_only_where_all_its_quotes_contradict() -> None:
    answers, doubt = doubted([CASH], [CREDIT, ALSO])
    assert asked_again(Listed((CASH, CREDIT, 0.9)), answers, doubt) == doubt
    found = asked_again(Listed((CASH, CREDIT, 0.9), (CASH, ALSO, 0.8)), answers, doubt)
    assert (found.kind, found.confidence) == (FindingKind.CONTRADICTION, 0.9)


def test_a_doubt_with_very_many_quotes_is_left() -> None:
    answers, doubt = doubted([CASH] * 8, [CREDIT] * 8)
    judge = Listed((CASH, CREDIT, 0.9))
    assert asked_again(judge, answers, doubt) == doubt
    assert judge.asked == 0


def test_a_judge_that_agrees_changes_nothing() -> None:
    answers = [answer("faq-1", "You have 30 days to return it."), answer("macro-1", "You have 14 days to return it.")]
    answers += [answer("bot-1", DOOR), answer("bot-2", TREE)]
    assert consulted(Listed(), answers) == compare(answers)


def test_nothing_to_judge_asks_no_one() -> None:
    judge = Listed()
    assert consulted(judge, [answer("faq-1", DOOR), answer("macro-1", DOOR)]) == []
    assert judge.asked == 0

"""``python -m benchmarks.accuracy.fit_judge [FOLDER ...] [--write]``: what the default judge's two verdicts count for.

A case is a pair of answers to one question that the rules leave open, with the log-odds of a contradiction between
the two statements likeliest to contradict each other, and between the whole answers. Questions are those given and
those of our own grouping, so that pairs of two questions are among them. Every company is scored by weights fitted on
the others.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score

from benchmarks.accuracy.data import Company, companies
from benchmarks.accuracy.run import LANGUAGES, model_name, vectors
from cx_audit.compare.judge import StatementPair
from cx_audit.compare.open_pairs import open_pairs
from cx_audit.compare.record import Seen
from cx_audit.embed.shipped import shipped
from cx_audit.judging.shipped import CARD, PAIRS, open_shipped, read_card
from cx_audit.judging.support_judge import SupportJudge, log_odds
from cx_audit.pipeline import Settings, run

__all__ = ["Case", "cases", "fit", "left_open"]

_PENALTY = 1.0
_STEPS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """Two answers: log-odds of their likeliest statements and of the whole, and what a person says of them."""

    company: str
    statement: float
    answer: float
    relation: str

    @property
    def real(self) -> bool:
        """Whether they contradict each other."""
        return self.relation == "contradict"


def left_open(company: Company, *, given: bool) -> list[tuple[frozenset[str], StatementPair]]:
    """The pairs of statements that a judge is shown, with the ids of their answers."""
    out: list[tuple[frozenset[str], StatementPair]] = []

    def look(seen: Seen) -> None:
        for one in open_pairs(seen.views, seen.contexts, seen.findings):
            ids = frozenset(seen.views[row].answer.id for row, _ in (one.left, one.right))
            out.append((ids, one.pair))

    run(company.answers, Settings(languages=LANGUAGES, by_intent=given, model=model_name()), vectors, watch=look)
    return out


def cases(company: Company, judge: SupportJudge) -> list[Case]:
    """All cases of a company, each two answers once."""
    found = list({(ids, pair) for given in (True, False) for ids, pair in left_open(company, given=given)})
    found.sort(key=lambda item: (sorted(item[0]), item[1].key()))
    told = judge.chances([pair for _, pair in found])
    likeliest: dict[frozenset[str], Case] = {}
    for (ids, _), (statements, answers) in zip(found, told, strict=True):
        label = company.labels.get(ids)
        case = Case(
            company.name, log_odds(statements[0]), log_odds(answers[0]), label.relation if label else "other question"
        )
        if ids not in likeliest or likeliest[ids].statement < case.statement:
            likeliest[ids] = case
    return list(likeliest.values())


def _features(known: Sequence[Case]) -> Numbers:
    return np.array([[case.statement, case.answer] for case in known])


def fit(known: Sequence[Case]) -> tuple[float, float, float]:
    """Weights of the statements and of the answers, and the shift, by logistic regression; no weight is below 0."""
    model = LogisticRegression(C=_PENALTY, max_iter=1000).fit(_features(known), [case.real for case in known])
    statement, answer = (max(0.0, float(weight)) for weight in model.coef_[0])
    return statement, answer, float(model.intercept_[0])


def chances(known: Sequence[Case], weights: tuple[float, float, float]) -> Numbers:
    """The probability of each case."""
    return np.asarray(1 / (1 + np.exp(-(_features(known) @ weights[:2] + weights[2]))))


def _curve(known: Sequence[Case], chance: Numbers) -> list[str]:
    real = np.array([case.real for case in known])
    out = []
    for step in _STEPS:
        told = chance >= step
        count, hits = int(told.sum()), int((told & real).sum())
        out.append(
            f"    from {step:.1f}: told {count}, right {hits}, precision {hits / max(1, count):.2f},"
            f" of all that are open {hits / real.sum():.2f}"
        )
    return out


def main() -> None:
    """Print each company's scores when held out; write the weights into the judge's card if asked."""
    folders = [Path(name) for name in sys.argv[1:] if not name.startswith("--")]
    judge = open_shipped()
    known = [case for company in companies(folders or None) for case in cases(company, judge)]
    held = np.zeros(len(known))
    for name in sorted({case.company for case in known}):
        weights = fit([case for case in known if case.company != name])
        rows = [i for i, case in enumerate(known) if case.company == name]
        held[rows] = chances([known[i] for i in rows], weights)
    real = [case.real for case in known]
    print(f"  {len(known)} pairs of answers left open, {sum(real)} contradict each other; each company held out:")
    print(f"  area {roc_auc_score(real, held):.3f}, average precision {average_precision_score(real, held):.3f}")
    for name, values in (("statements", [c.statement for c in known]), ("answers", [c.answer for c in known])):
        print(f"  {name} alone: area {roc_auc_score(real, values):.3f}")
    print("\n".join(_curve(known, held)))
    statement, answer, shift = fit(known)
    print(f"  statement {statement:.2f}, answer {answer:.2f}, shift {shift:.2f} (even at {math.exp(-shift):.1f} to 1)")
    if "--write" in sys.argv:
        told = {"statement": round(statement, 2), "answer": round(answer, 2), "shift": round(shift, 2)}
        card = read_card().model_copy(update=told)
        shipped(PAIRS).path.with_name(CARD).write_text(card.model_dump_json(indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""``python -m benchmarks.accuracy.matching``: how often a wording is matched to its question by meaning, and rightly.

Each answer's own question is looked for among the questions of the company's other answers, with the likeness and the
margin that metrics are matched by (``cx_audit.impact.match``); right is a question of the same intent.
"""

from __future__ import annotations

from benchmarks.accuracy.data import Company, companies
from benchmarks.accuracy.run import vectors
from cx_audit.impact import MetricRow, Tally
from cx_audit.impact.match import match_rows
from cx_audit.model import Question

__all__ = ["measure"]


def measure(company: Company) -> tuple[int, int, int]:
    """Wordings that were looked for, matched by meaning, and matched so rightly."""
    looked, matched, right = 0, 0, 0
    for answer in company.answers:
        others = [other for other in company.answers if other.id != answer.id]
        intents = sorted({str(other.intent) for other in others})
        questions = [
            Question(intent, intent, tuple(o.id for o in others if str(o.intent) == intent), (), ())
            for intent in intents
        ]
        row = MetricRow(company.name, 1, {"question": answer.question}, Tally())
        (match,) = match_rows([row], others, questions, vectors)
        looked += 1
        if match.how == "meaning":
            matched += 1
            right += match.question_id == str(answer.intent)
    return looked, matched, right


def main() -> None:
    """Print each company's figures and their sum."""
    total = [0, 0, 0]
    for company in companies():
        found = measure(company)
        total = [a + b for a, b in zip(total, found, strict=True)]
        print(f"  {company.name:<16} {found[0]} wordings, {found[1]} matched by meaning, {found[2]} rightly")
    print(f"  all: {total[1] / total[0]:.0%} matched by meaning, {total[2] / max(1, total[1]):.1%} of them rightly")


if __name__ == "__main__":
    main()

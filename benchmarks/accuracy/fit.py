"""``python -m benchmarks.accuracy.fit [FOLDER ...] [--write]``: fit the evidence model on labelled companies.

Each differing pair of facts in a labelled pair of answers is a case, and so is each in a pair that our own
grouping puts together although it belongs to two intents. It is a real disagreement where the answers
are labelled a contradiction of a numeric kind, and none where they are labelled anything else; a numeric
contradiction with several differing pairs counts its most alike one as real and leaves the others out.
Every company is scored by weights fitted on the others; ``--write`` fits on all and rewrites the packaged weights.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import numpy as np
import yaml
from sklearn.linear_model import LogisticRegression

from benchmarks.accuracy.data import NUMERIC, Company, companies
from benchmarks.accuracy.run import LANGUAGES, model_name, vectors
from cx_audit.compare.align import align
from cx_audit.compare.contexts import Contexts, contexts_to_embed
from cx_audit.compare.evidence import FEATURES, features, supports
from cx_audit.compare.scope import same_customer
from cx_audit.compare.view import AnswerView, view_answer
from cx_audit.facts import Relation
from cx_audit.group import Grouping, group_answers, group_given, group_texts, language_means
from cx_audit.pipeline import Settings, prepare

_TARGET = Path(__file__).parents[2] / "rules" / "compare" / "evidence.yml"
_PENALTY = 0.3


def cases(company: Company) -> tuple[list[list[float]], list[bool]]:
    """Features and truth of every differing pair of facts within the company's intents."""
    prepared, _ = prepare(company.answers, Settings(languages=LANGUAGES))
    texts = [group_texts(p.answer, p.clean, p.language) for p in prepared]
    joint, body = vectors([t.joint for t in texts]), vectors([t.body for t in texts])
    languages, speakers = [p.language for p in prepared], [p.answer.speaker for p in prepared]
    known = language_means(model_name())
    given = group_given(joint, body, languages, speakers, [p.answer.intent for p in prepared], known=known)
    ours = group_answers(joint, body, languages, speakers, known=known)
    views = [view_answer(p.answer, p.clean, p.language) for p in prepared]
    keys = contexts_to_embed([[views[row] for row in rows] for g in (given, ours) for rows in g.groups])
    contexts = Contexts.of(keys, vectors([text for _, text in keys]), known)
    xs: list[list[float]] = []
    ys: list[bool] = []
    for grouping in (given, ours):
        for rows in grouping.groups:
            for x, y in _question_cases(company, grouping, rows, views, contexts, wrong_only=grouping is ours):
                xs.append(x)
                ys.append(y)
    return xs, ys


def _question_cases(
    company: Company,
    grouping: Grouping,
    rows: tuple[int, ...],
    views: list[AnswerView],
    contexts: Contexts,
    *,
    wrong_only: bool,
) -> Iterator[tuple[list[float], bool]]:
    """The cases of one question; ``wrong_only``: those of pairs that our grouping put together wrongly."""
    inside = [views[row] for row in rows]
    odds = grouping.odds(rows)
    for i, j in combinations(range(len(inside)), 2):
        a, b = inside[i], inside[j]
        same = a.answer.intent == b.answer.intent
        if wrong_only == same or not same_customer(a.answer, b.answer):
            continue
        label = company.labels.get(frozenset((a.answer.id, b.answer.id))) if same else None
        aligned = align(a, b, contexts)
        differing = [pair for pair in aligned if pair.relation is Relation.DIFFERENT and not pair.apart]
        found = [features(p, aligned, a, b, float(odds[i, j]), supports(p, a, b, inside)) for p in differing]
        if label is None or label.relation != "contradict":
            yield from ((x, False) for x in found)
        elif label.kind in NUMERIC and found:
            best = max(range(len(found)), key=lambda k: differing[k].near + differing[k].whole)
            yield found[best], True


def fit(xs: list[list[float]], ys: list[bool]) -> LogisticRegression:
    """A logistic regression with an L2 penalty."""
    return LogisticRegression(C=_PENALTY, max_iter=5000).fit(np.asarray(xs), np.asarray(ys))


def main() -> None:
    """Print each company's scores when held out; write the weights if asked."""
    write = "--write" in sys.argv
    folders = [Path(name) for name in sys.argv[1:] if not name.startswith("--")]
    data = {company.name: cases(company) for company in companies(folders or None)}
    for held, (xs, ys) in data.items():
        rest = [pair for name, pair in data.items() if name != held]
        model = fit([x for x_, _ in rest for x in x_], [y for _, y_ in rest for y in y_])
        chance = model.predict_proba(np.asarray(xs))[:, 1]
        truth = np.asarray(ys)
        told = chance >= 0.5
        right = int((told & truth).sum())
        print(
            f"  {held:<16} cases {len(ys)}, real {sum(ys)}; told {told.sum()}, rightly {right}:"
            f" precision {right / max(1, told.sum()):.2f} recall {right / max(1, truth.sum()):.2f}"
        )
    model = fit([x for x_, _ in data.values() for x in x_], [y for _, y_ in data.values() for y in y_])
    weights = {name: round(float(w), 2) for name, w in zip(FEATURES, model.coef_[0], strict=True)}
    print(f"  bias {model.intercept_[0]:.2f}  {weights}")
    if write:
        head = "# Fitted by `python -m benchmarks.accuracy.fit --write`; docs/accuracy.md says how.\n"
        body = yaml.safe_dump({"bias": round(float(model.intercept_[0]), 2), "weights": weights}, sort_keys=False)
        _TARGET.write_text(head + body, encoding="utf-8")


if __name__ == "__main__":
    main()

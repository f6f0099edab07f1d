"""``python -m benchmarks.accuracy.fit_omissions [--write]``: fit the model of omissions on our labelled companies.

Each labelled pair of answers that one customer may be told is a case; it is an omission where it is labelled so.
Every company is scored by weights fitted on the others; ``--write`` fits on all and rewrites the packaged weights.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import yaml
from sklearn.linear_model import LogisticRegression

from benchmarks.accuracy.data import companies
from benchmarks.accuracy.prepared import Ready, pairs, ready
from benchmarks.accuracy.run import audit_company
from benchmarks.accuracy.score import claimed
from cx_audit.compare.omissions import FEATURES, OmissionWeights, features
from cx_audit.model import FindingKind

_TARGET = Path(__file__).parents[2] / "rules" / "compare" / "omissions.yml"
_PENALTY = 0.3

Cases = tuple[list[list[float]], list[bool]]


def cases(data: Ready) -> Cases:
    """Features and truth of every labelled pair."""
    contradicted = claimed(audit_company(data.company, given=True), FindingKind.CONTRADICTION)
    xs: list[list[float]] = []
    ys: list[bool] = []
    for pair in pairs(data):
        a, b = pair.inside[pair.i], pair.inside[pair.j]
        differs = float(frozenset((a.answer.id, b.answer.id)) in contradicted)
        values = features(a, b, data.contexts.sentences(a, b), pair.aligned, differs)
        if values and pair.label:
            xs.append(values)
            ys.append(pair.label.relation == "omission")
    return xs, ys


def fit(data: list[Cases]) -> LogisticRegression:
    """A logistic regression with an L2 penalty."""
    xs, ys = [x for xs, _ in data for x in xs], [y for _, ys in data for y in ys]
    return LogisticRegression(C=_PENALTY, max_iter=5000).fit(np.asarray(xs), np.asarray(ys))


def main() -> None:
    """Print precision and recall by threshold, each company held out; write the weights if asked."""
    data = {company.name: cases(ready(company)) for company in companies()}
    chance = np.concatenate(
        [
            fit([c for other, c in data.items() if other != name]).predict_proba(np.asarray(xs))[:, 1]
            for name, (xs, _) in data.items()
        ]
    )
    truth = np.asarray([y for _, ys in data.values() for y in ys])
    for least in (0.2, 0.25, 0.3, 0.35, 0.4, 0.5):
        told = chance >= least
        right = int((told & truth).sum())
        print(f"  from {least:.2f}: precision {right / max(1, told.sum()):.2f} recall {right / truth.sum():.2f}")
    model = fit(list(data.values()))
    weights = {name: round(float(w), 2) for name, w in zip(FEATURES, model.coef_[0], strict=True)}
    print(f"  bias {model.intercept_[0]:.2f}  {weights}")
    if "--write" in sys.argv:
        head = "# Fitted by `python -m benchmarks.accuracy.fit_omissions --write`; `least` is set by hand.\n"
        least = OmissionWeights.packaged().least
        body = {"bias": round(float(model.intercept_[0]), 2), "least": least, "weights": weights}
        _TARGET.write_text(head + yaml.safe_dump(body, sort_keys=False), encoding="utf-8")


if __name__ == "__main__":
    main()

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
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import yaml
from sklearn.linear_model import LogisticRegression

from benchmarks.accuracy.data import NUMERIC, companies
from benchmarks.accuracy.prepared import PairInQuestion, Ready, pairs, ready
from cx_audit.compare.evidence import FEATURES, features, misaligned, supports
from cx_audit.compare.others import unmet
from cx_audit.facts import Relation

_TARGET = Path(__file__).parents[2] / "rules" / "compare" / "evidence.yml"
_PENALTY = 0.3
_BINS = (0.0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0001)


def cases(data: Ready) -> tuple[list[list[float]], list[bool]]:
    """Features and truth of every differing pair of facts within the company's intents, paired as an audit does."""
    found = [case for wrong in (False, True) for pair in pairs(data, wrong_only=wrong) for case in _cases(pair)]
    return [x for x, _ in found], [y for _, y in found]


def _cases(pair: PairInQuestion) -> Iterator[tuple[list[float], bool]]:
    i, j, views = pair.i, pair.j, pair.inside
    a, b, aligned = views[i], views[j], pair.aligned
    differing = [p for p in aligned if p.relation is Relation.DIFFERENT and not (p.apart or misaligned(p, a, b))]
    odds = float(pair.odds[i, j])
    found = [
        features(p, aligned, a, b, odds, supports(p, a, b, views), unmet(i, j, p, pair.met, len(views)))
        for p in differing
    ]
    if pair.label is None or pair.label.relation != "contradict":
        yield from ((x, False) for x in found)
    elif pair.label.kind in NUMERIC and found:
        best = max(range(len(found)), key=lambda k: differing[k].near + differing[k].whole)
        yield found[best], True


def fit(xs: list[list[float]], ys: list[bool]) -> LogisticRegression:
    """A logistic regression with an L2 penalty."""
    return LogisticRegression(C=_PENALTY, max_iter=5000).fit(np.asarray(xs), np.asarray(ys))


def _print_calibration(chance: npt.NDArray[np.float64], truth: npt.NDArray[np.float64]) -> None:
    """How often what is told with a confidence is right, each company held out."""
    print(f"  held out: Brier score {float(np.mean((chance - truth) ** 2)):.3f}; confidence against truth:")
    for low, high in pairwise(_BINS):
        inside = (chance >= low) & (chance < high)
        if inside.any():
            print(f"    {low:.0%} to {high:.0%}: {inside.sum()} pairs, {truth[inside].mean():.0%} real")


def main() -> None:
    """Print each company's scores when held out; write the weights if asked."""
    write = "--write" in sys.argv
    folders = [Path(name) for name in sys.argv[1:] if not name.startswith("--")]
    data = {company.name: cases(ready(company)) for company in companies(folders or None)}
    chances: list[npt.NDArray[np.float64]] = []
    for held, (xs, ys) in data.items():
        rest = [pair for name, pair in data.items() if name != held]
        model = fit([x for x_, _ in rest for x in x_], [y for _, y_ in rest for y in y_])
        chance = model.predict_proba(np.asarray(xs))[:, 1]
        chances.append(chance)
        truth = np.asarray(ys)
        told = chance >= 0.5
        right = int((told & truth).sum())
        print(
            f"  {held:<16} cases {len(ys)}, real {sum(ys)}; told {told.sum()}, rightly {right}:"
            f" precision {right / max(1, told.sum()):.2f} recall {right / max(1, truth.sum()):.2f}"
        )
    _print_calibration(np.concatenate(chances), np.asarray([y for _, ys in data.values() for y in ys]))
    model = fit([x for x_, _ in data.values() for x in x_], [y for _, y_ in data.values() for y in y_])
    weights = {name: round(float(w), 2) for name, w in zip(FEATURES, model.coef_[0], strict=True)}
    print(f"  bias {model.intercept_[0]:.2f}  {weights}")
    if write:
        head = "# Fitted by `python -m benchmarks.accuracy.fit --write`; docs/accuracy.md says how.\n"
        body = yaml.safe_dump({"bias": round(float(model.intercept_[0]), 2), "weights": weights}, sort_keys=False)
        _TARGET.write_text(head + body, encoding="utf-8")


if __name__ == "__main__":
    main()

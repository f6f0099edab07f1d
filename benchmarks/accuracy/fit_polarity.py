"""``python -m benchmarks.accuracy.fit_polarity [--outcomes FIRST SECOND] [--write] [FOLDER ...]``: fit its weights.

A case is a pair of answers to one question. It is real where the pair is labelled a contradiction of a kind that
rests on no number; pairs that contradict each other by a number are left out of the fit, since they may or may not
oppose each other in words too. Pairs of two questions that our own grouping put together are no contradictions. The
trades of the training corpus are fitted as well, each pair at a tenth of the weight and with a bias of their own,
since contradictions are far more usual there. Every company is scored by weights fitted on the others. What is told
as a contradiction starts where the precision of all that is told reaches 0.7 on companies held out, what is told as
unverified where it reaches 0.6.

With ``--outcomes`` a model has read every two answers. The one that ships has learned from these companies, so
that each is read by one that hasn't: FIRST and SECOND are files that learned from one half of them each (``python -m
training.pairs --companies first`` and ``second``). Of the corpus only those topics are fitted that none has seen.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import yaml
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.metrics import average_precision_score

from benchmarks.accuracy.corpus import trades
from benchmarks.accuracy.data import companies
from benchmarks.accuracy.polarity_pairs import Case, cases
from benchmarks.accuracy.readers import reader_by_company
from benchmarks.accuracy.run import outcomes
from cx_audit.compare.polarity_evidence import EVIDENCE, FEATURES
from cx_audit.compare.polarity_joint import Pair, joint_chances

__all__ = ["fit"]

_TARGET = Path(__file__).parents[2] / "rules" / "polarity"
_PENALTY = 0.02
_CORPUS = 0.1
_AGAINST = ("agreed", "same", "equal_facts", "limited", "conditional", "mixed", "cross_language", "one_audience")
_FOR = (
    "opposed",
    "difference",
    "one_sided",
    "sorry_and_glad",
    "sorry_one",
    "refused",
    "contradicting",
    "only_yes",
    "only_no",
    "others",
)
_TELL, _DOUBT = 0.7, 0.6
_STEPS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)

Numbers = npt.NDArray[np.float64]


def _bounds(feature: str) -> tuple[float | None, float | None]:
    """What sign a weight may have. To oppose each other never speaks against a contradiction, nor to agree for one:
    what the fit finds otherwise is chance, and doesn't carry over to other companies."""
    if any(word in feature for word in _FOR):
        return 0.0, None
    if any(word in feature for word in _AGAINST):
        return None, 0.0
    return None, None


def fit(known: Sequence[Case], corpus: Sequence[Case] = (), penalty: float = _PENALTY) -> tuple[float, Numbers]:
    """Bias and weights of a logistic regression with an L2 penalty on standardised features, each of its own sign.

    Args:
        known: cases of companies.
        corpus: cases of the training corpus, each worth a tenth, with a bias of their own.
        penalty: how much the cases count against the squared weights.
    """
    ours, theirs = ([case for case in group if not case.numeric] for group in (known, corpus))
    xs = np.asarray([case.values for case in [*ours, *theirs]])
    worth = np.repeat([1.0, _CORPUS], [len(ours), len(theirs)])
    mean = np.average(xs, axis=0, weights=worth)
    spread = np.maximum(np.sqrt(np.average((xs - mean) ** 2, axis=0, weights=worth)), 0.05)
    rows = np.hstack([(xs - mean) / spread, (worth < 1)[:, None], np.ones((len(xs), 1))])
    turn = np.asarray([1.0 if case.real else -1.0 for case in [*ours, *theirs]])

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        margin = turn * (rows @ weights)
        inner = np.append(weights[:-2], (0.0, 0.0))
        slope = inner - penalty * ((worth * turn * expit(-margin)) @ rows)
        return float(penalty * (worth * np.logaddexp(0, -margin)).sum() + inner @ inner / 2), slope

    bounds = [*map(_bounds, FEATURES), (None, None), (None, None)]
    found = minimize(loss, np.zeros(len(bounds)), jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 5000})
    weights = found.x[:-2] / spread
    return float(found.x[-1] - weights @ mean), weights


def chances(known: Sequence[Case], bias: float, weights: Numbers) -> Numbers:
    """The probability of each case, given the others of its question."""
    xs = np.asarray([case.values for case in known])
    alone = np.asarray(1 / (1 + np.exp(-(xs @ weights + bias)))).tolist()
    questions: dict[tuple[str, str], dict[Pair, float]] = defaultdict(dict)
    for case, chance in zip(known, alone, strict=True):
        questions[case.company, case.question][case.rows] = chance
    joint = {question: joint_chances(found) for question, found in questions.items()}
    return np.asarray([joint[case.company, case.question][case.rows] for case in known])


def curve(known: Sequence[Case], chance: Numbers) -> list[str]:
    """What would be told at several thresholds."""
    out = []
    for step in _STEPS:
        told = [case for case, p in zip(known, chance, strict=True) if p >= step]
        right = sum(case.real or case.numeric for case in told)
        out.append(
            f"    {step:.1f}: told {len(told)}, polarity and condition {sum(c.by_polarity for c in told)},"
            f" other kinds {sum(c.real and not c.by_polarity for c in told)}, by number {sum(c.numeric for c in told)},"
            f" false {len(told) - right}: precision {right / max(1, len(told)):.2f}"
        )
    return out


def threshold(known: Sequence[Case], chance: Numbers, precision: float) -> float:
    """The lowest probability, in hundredths, from which on all that is told has at least this precision."""
    for step in range(30, 100):
        told = [case for case, p in zip(known, chance, strict=True) if p >= step / 100]
        if told and sum(case.real or case.numeric for case in told) / len(told) >= precision:
            return step / 100
    return 1.0


def main() -> None:
    """Print each company's scores when held out; write the weights if asked."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.accuracy.fit_polarity")
    options.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    options.add_argument("--outcomes", nargs=2, type=Path, metavar=("FIRST", "SECOND"))
    options.add_argument("--write", action="store_true")
    asked = options.parse_args()
    readers = reader_by_company(asked.outcomes)
    spare = outcomes if readers else None
    data = {
        company.name: cases(company, readers.get(company.name, spare)) for company in companies(asked.folders or None)
    }
    everything = [case for found in data.values() for case in found]
    topics = trades(unseen=bool(readers))
    corpus = [case for trade in topics for case in cases(trade, spare, strangers=False)]
    held: list[float] = []
    for name, found in data.items():
        held += chances(found, *fit([case for case in everything if case.company != name], corpus)).tolist()
    plain = [(case, p) for case, p in zip(everything, held, strict=True) if not case.numeric]
    precision = average_precision_score([case.real for case, _ in plain], [p for _, p in plain])
    level = sum(case.real for case, _ in plain) / len(plain)
    print(f"  {len(everything)} pairs, {sum(case.real for case in everything)} contradict each other without a number,")
    print(f"  {sum(case.by_polarity for case in everything)} of them by polarity or condition; each company held out:")
    print(f"  average precision {precision:.3f} (chance {level:.2f})")
    print("\n".join(curve(everything, np.asarray(held))))
    tell, doubt = (threshold(everything, np.asarray(held), least) for least in (_TELL, _DOUBT))
    print(f"  contradictions from {tell:.2f}, unverified from {doubt:.2f}")
    if asked.write:
        _write(_TARGET / EVIDENCE[bool(readers)], *fit(everything, corpus), tell, doubt)


def _write(target: Path, bias: float, weights: Numbers, tell: float, doubt: float) -> None:
    named = {name: round(float(weight), 2) for name, weight in zip(FEATURES, weights, strict=True)}
    how = " --outcomes FIRST SECOND" if target.name == EVIDENCE[True] else ""
    command = f"python -m benchmarks.accuracy.fit_polarity{how} --write"
    head = f"# Fitted by `{command}`; README.md says what the numbers mean.\n"
    body = {"tell": tell, "doubt": doubt, "bias": round(bias, 2), "weights": named}
    target.write_text(head + yaml.safe_dump(body, sort_keys=False), encoding="utf-8")


if __name__ == "__main__":
    main()

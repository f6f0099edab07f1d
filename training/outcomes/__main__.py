"""``python -m training.outcomes OUT``: the first stage of the reader of outcomes, to ``OUT/weights.pt``.

It reads one reply at a time; ``python -m training.pairs`` goes on from its weights. ``--trained`` takes the weights in
OUT instead of training; ``--begin FILE`` goes on from those of an earlier run. ``--companies`` says which of our
labelled companies are learned from: ``first`` and ``second`` are halves, and the other half is measured; of ``all``
there is no other.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import torch

from cx_audit.embed.default_model import ensure_default_model
from training.outcomes.companies import halves, of_companies
from training.outcomes.data import Example, read
from training.outcomes.draw import Plan
from training.outcomes.fit import train
from training.outcomes.measure import right
from training.outcomes.model import OutcomeModel

_WEIGHTS = "weights.pt"
_WATCHED = 300
_SET_ASIDE = ("topics, dev", "replies", "matters")


def _companies(which: str) -> tuple[list[Example], list[Example]]:
    """To learn from, and to measure."""
    first, second = (of_companies(half) for half in halves())
    every = first + second
    return {"none": ([], every), "first": (first, second), "second": (second, first), "all": (every, [])}[which]


def _model(file: Path | None) -> OutcomeModel:
    model = OutcomeModel(ensure_default_model())
    if file:
        model.load_state_dict(torch.load(file, weights_only=True))
    return model


def main() -> None:
    """Train and measure."""
    options = argparse.ArgumentParser(prog="python -m training.outcomes", description=__doc__)
    options.add_argument("out", type=Path)
    options.add_argument("--steps", type=int, default=Plan.steps)
    options.add_argument("--rate", type=float, default=Plan.rate)
    options.add_argument("--seed", type=int, default=Plan.seed)
    options.add_argument("--begin", type=Path)
    options.add_argument("--companies", choices=("none", "first", "second", "all"), default="all")
    options.add_argument("--trained", action="store_true")
    asked = options.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    learned, measured = _companies(asked.companies)
    known = replace(read(), companies=learned)
    print(
        f"{len(known.single)} replies, {len(known.matters)} under one of several questions, {len(learned)} of companies"
    )
    torch.manual_seed(asked.seed)
    model = _model(asked.out / _WEIGHTS if asked.trained else asked.begin)
    if not asked.trained:
        plan = replace(Plan(), steps=asked.steps, rate=asked.rate, seed=asked.seed)
        watched = {name: known.measured[name] for name in _SET_ASIDE} | {"companies": measured}
        train(
            model,
            known,
            plan,
            lambda: "; ".join(f"{name}: {right(model, found, _WATCHED)}" for name, found in watched.items()),
            asked.out / _WEIGHTS,
        )
    for name, found in {**known.measured, "labelled companies": measured}.items():
        print(f"{name}: {right(model, found)}")


if __name__ == "__main__":
    main()

"""``python -m training.pairs OUT --first WEIGHTS``: the second stage of the reader, to ``OUT/outcomes.onnx``.

WEIGHTS are those of the first stage (``python -m training.outcomes``). ``--trained`` takes the weights in OUT instead
of training, ``--begin FILE`` goes on from those of an earlier run. ``--companies`` says which of our labelled
companies are learned from: ``first`` and ``second`` are halves, and the other half is measured; of ``all`` there is no
other. What ships is copied to ``models/`` by hand, and its hash noted there (``training.export.register``).
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import torch

from benchmarks.accuracy.data import Company
from cx_audit.embed.default_model import ensure_default_model
from training.outcomes.companies import halves
from training.outcomes.model import OutcomeModel
from training.pairs.data import read
from training.pairs.draw import Plan
from training.pairs.export import export
from training.pairs.fit import train
from training.pairs.measure import ranked
from training.pairs.model import PairModel

_WEIGHTS = "pairs.pt"
_MEASURED = 2000


def _companies(which: str) -> tuple[Sequence[Company], Sequence[Company]]:
    """To learn from, and to measure."""
    first, second = halves()
    return {"first": (first, second), "second": (second, first), "all": ((*first, *second), ())}[which]


def _model(first: Path, weights: Path | None) -> PairModel:
    below = OutcomeModel(ensure_default_model())
    below.load_state_dict(torch.load(first, weights_only=True))
    model = PairModel(below)
    if weights:
        model.load_state_dict(torch.load(weights, weights_only=True))
    return model


def main() -> None:
    """Train, measure, export."""
    options = argparse.ArgumentParser(prog="python -m training.pairs", description=__doc__)
    options.add_argument("out", type=Path)
    options.add_argument("--first", type=Path, required=True, metavar="WEIGHTS")
    options.add_argument("--steps", type=int, default=Plan.steps)
    options.add_argument("--rate", type=float, default=Plan.rate)
    options.add_argument("--seed", type=int, default=Plan.seed)
    options.add_argument("--begin", type=Path)
    options.add_argument("--companies", choices=("first", "second", "all"), default="all")
    options.add_argument("--trained", action="store_true")
    asked = options.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    known = read(*_companies(asked.companies))
    print(", ".join(f"{len(found)} pairs of {name}" for name, found in known.learned.items()), flush=True)
    torch.manual_seed(asked.seed)
    model = _model(asked.first, asked.out / _WEIGHTS if asked.trained else asked.begin)

    def told() -> str:
        return "\n".join(f"{name}: {ranked(model, found, _MEASURED)}" for name, found in known.measured.items())

    if asked.trained:
        print(told())
    else:
        plan = replace(Plan(), steps=asked.steps, rate=asked.rate, seed=asked.seed)
        train(model, known.learned, plan, told, asked.out / _WEIGHTS)
    export(model, asked.out)


if __name__ == "__main__":
    main()

"""``python -m training.outcomes OUT``: train the reader of outcomes, from its examples to ``models/outcomes.onnx``.

``--trained`` takes the weights in OUT instead of training; ``--begin FILE`` goes on from those of an earlier run.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import torch

from cx_audit.embed.default_model import ensure_default_model
from training.outcomes.companies import of_companies
from training.outcomes.data import read
from training.outcomes.export import export
from training.outcomes.fit import Plan, train
from training.outcomes.measure import heat, right
from training.outcomes.model import OutcomeModel

_WEIGHTS = "weights.pt"
_WATCHED = 300


def main() -> None:
    """Train, measure, export."""
    options = argparse.ArgumentParser(prog="python -m training.outcomes", description=__doc__)
    options.add_argument("out", type=Path)
    options.add_argument("--steps", type=int, default=Plan.steps)
    options.add_argument("--rate", type=float, default=Plan.rate)
    options.add_argument("--seed", type=int, default=Plan.seed)
    options.add_argument("--begin", type=Path)
    options.add_argument("--trained", action="store_true")
    asked = options.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    known = read()
    print(f"{len(known.single)} replies, {len(known.matters)} replies under one of several questions; {asked}")
    torch.manual_seed(asked.seed)
    model = OutcomeModel(ensure_default_model())
    begin = asked.out / _WEIGHTS if asked.trained else asked.begin
    if begin:
        model.load_state_dict(torch.load(begin, weights_only=True))
    if not asked.trained:
        plan = replace(Plan(), steps=asked.steps, rate=asked.rate, seed=asked.seed)
        watched = {name: known.measured[name] for name in ("topics, dev", "replies", "matters")}
        train(
            model,
            known,
            plan,
            lambda: "; ".join(f"{name}: {right(model, found, _WATCHED)}" for name, found in watched.items()),
            asked.out / _WEIGHTS,
        )
    for name, found in {**known.measured, "labelled companies": of_companies()}.items():
        print(f"{name}: {right(model, found)}")
    known_to_none = [example for name in ("topics, dev", "replies", "matters") for example in known.measured[name]]
    found_heat = heat(model, known_to_none)
    print(f"temperature {found_heat}")
    export(model, found_heat)


if __name__ == "__main__":
    main()

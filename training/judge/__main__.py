"""``python -m training.judge OUT``: train the judge, from the corpus to the file that ships; prints its figures."""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import numpy as np
import torch

from cx_audit.embed.default_model import ensure_default_model
from training.judge.balance import weights
from training.judge.calibration import loss, temperature
from training.judge.data import Data, read
from training.judge.export import export
from training.judge.fit import Plan, train
from training.judge.measure import Measured, chance, questions, scores, tables
from training.judge.model import JudgeModel
from training.judge.pairs import LABELS, Example

_SHOWN = 300
_TUNED = 1500
_WEIGHTS = "weights.pt"
_SEED = 4


def _options() -> argparse.Namespace:
    options = argparse.ArgumentParser(prog="python -m training.judge")
    options.add_argument("out", type=Path, help="folder for the weights and the file that ships")
    options.add_argument("--steps", type=int, default=Plan.steps)
    options.add_argument("--rate", type=float, default=Plan.rate)
    options.add_argument("--lower", type=int, default=6, help="how many layers read each side alone")
    options.add_argument("--upper", type=int, default=5, help="how many after them read both")
    options.add_argument("--share", type=float, default=1.0, help="of the topics to learn from: the learning curve")
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--begin", type=Path, help="weights to begin with, of an earlier run")
    options.add_argument("--seed", type=int, default=Plan.seed)
    options.add_argument("--trained", action="store_true", help="take the weights in OUT instead of training")
    return options.parse_args()


def _learn(asked: argparse.Namespace, data: Data, model: JudgeModel) -> None:
    watch = Measured(random.Random(_SEED).sample(data.dev, min(_SHOWN, len(data.dev))))
    plan = Plan(steps=asked.steps, rate=asked.rate, seed=asked.seed)
    if asked.begin:
        model.joint.load_state_dict(torch.load(asked.begin, weights_only=True))
    train(model, data.train, weights(data.train), plan, watch, asked.out / _WEIGHTS)


def _report(name: str, examples: list[Example], scored: np.ndarray, heat: float) -> None:
    labels = np.array([LABELS.index(e.label) for e in examples])
    told = chance(scored, heat)
    right = (told.argmax(axis=1) == labels).mean()
    print(f"\n{name}: {len(examples)} pairs, {right:.3f} of four labels right, loss {loss(scored, labels, heat):.3f}")
    print(tables(examples, told[:, 0]), flush=True)


def main() -> None:
    """Train, calibrate, measure, export."""
    asked = _options()
    torch.set_num_threads(asked.threads)
    torch.manual_seed(_SEED)
    asked.out.mkdir(parents=True, exist_ok=True)
    data = read(asked.share)
    print(f"{data.topics} topics, {len(data.train)} examples; {asked}", flush=True)
    model = JudgeModel(ensure_default_model(), asked.lower, asked.upper)
    if asked.trained:
        model.joint.load_state_dict(torch.load(asked.out / _WEIGHTS, weights_only=True))
    else:
        _learn(asked, data, model)
    rng = random.Random(_SEED)
    tuned = rng.sample(data.dev, min(_TUNED, len(data.dev)))
    dev = scores(model, questions(tuned))
    heat = temperature(dev, np.array([LABELS.index(e.label) for e in tuned]))
    print(f"temperature {heat}")
    _report("dev", tuned, dev, heat)
    _report("test", data.test, scores(model, questions(data.test)), heat)
    if asked.share == 1:
        export(model, heat)


if __name__ == "__main__":
    main()

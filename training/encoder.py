"""``python -m training.encoder FOLDER``: train the encoder of support answers, from the corpus to ``models/``.

The trained weights go to FOLDER, the int8 file that ships to ``models/encoder.onnx`` and its hash to the manifest.
``--export`` does the second step alone; ``--share`` trains on a part of the topics and exports nothing, for a learning
curve; ``--figures`` prints how well the base and the shipped encoder tell apart the topics that neither has seen.
"""

from __future__ import annotations

import argparse
import random
from dataclasses import replace
from pathlib import Path

from benchmarks.accuracy.run import vectors
from cx_audit.embed import default_model
from cx_audit.embed.models import OWN
from training.corpus_data import topics
from training.encoder_data import TopicTexts, topic_texts
from training.encoder_measure import separation
from training.split import Split, split_of

__all__ = ["main", "part"]

MODELS = Path(__file__).parents[1] / "models"
_SEED = 5


def part(name: Split, share: float = 1.0) -> list[TopicTexts]:
    """The topics of a part of the corpus, or a random share of them (always the same ones)."""
    found = [topic_texts(topic) for topic in topics() if split_of(topic.name) == name]
    random.Random(_SEED).shuffle(found)
    return found[: round(share * len(found))]


def _train(asked: argparse.Namespace) -> None:
    from training.encoder_train import Plan, Trainee, train

    trainee = Trainee(default_model.ensure_default_model())
    plan = replace(
        Plan(), **{name: value for name, value in vars(asked).items() if name in ("steps", "rate") and value}
    )
    print(plan)
    train(trainee, part("train", asked.share), part("dev"), plan, asked.folder)


def _export(folder: Path) -> None:
    from transformers import BertModel

    from training.export import Pooled, export, register

    model = BertModel.from_pretrained(folder, add_pooling_layer=False)
    target = MODELS / "encoder.onnx"
    export(Pooled(model), default_model.DIMENSIONS, target, "vector")
    register(target)


def _figures() -> None:
    unseen = part("test")
    print(f"{len(unseen)} topics for testing, {sum(len(topic.said) for topic in unseen)} answers, as one corpus;")
    print("average precision of likeness for pairs of one topic:")
    for name in (default_model.NAME, OWN):
        print(f"  {name}: {separation(unseen, lambda texts, name=name: vectors(texts, name))}")  # type: ignore[misc]


def main() -> None:
    """Train, export or measure."""
    options = argparse.ArgumentParser(prog="python -m training.encoder")
    options.add_argument("folder", type=Path, nargs="?", help="for the trained weights")
    options.add_argument("--steps", type=int)
    options.add_argument("--rate", type=float)
    options.add_argument("--share", type=float, default=1.0)
    options.add_argument("--export", action="store_true")
    options.add_argument("--figures", action="store_true")
    asked = options.parse_args()
    if asked.figures:
        _figures()
    elif not asked.folder:
        options.error("name a folder for the weights, or --figures")
    else:
        if not asked.export:
            _train(asked)
        if asked.share == 1:
            _export(asked.folder)


if __name__ == "__main__":
    main()

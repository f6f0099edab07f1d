"""``python -m training.encoder OUT``: train the encoder of support answers, from the corpus to a model folder."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from cx_audit.embed.default_model import ensure_default_model
from training.corpus_data import topics
from training.encoder_data import TopicTexts, topic_texts
from training.encoder_train import Plan, Trainee, train
from training.split import split_of


def main() -> None:
    """Train and save."""
    options = argparse.ArgumentParser(prog="python -m training.encoder")
    options.add_argument("out", type=Path, help="folder for the trained weights")
    options.add_argument("--steps", type=int, default=Plan().steps)
    options.add_argument("--rate", type=float, default=Plan().rate)
    options.add_argument("--temperature", type=float, default=Plan().temperature)
    asked = options.parse_args()
    parts: dict[str, list[TopicTexts]] = {"train": [], "dev": [], "test": []}
    for topic in topics():
        parts[split_of(topic.name)].append(topic_texts(topic))
    trainee = Trainee(ensure_default_model())
    plan = replace(Plan(), steps=asked.steps, rate=asked.rate, temperature=asked.temperature)
    print(plan)
    train(trainee, parts["train"], parts["dev"], plan, asked.out)
    trainee.model.save_pretrained(asked.out)
    trainee.tokenizer.save_pretrained(asked.out)


if __name__ == "__main__":
    main()

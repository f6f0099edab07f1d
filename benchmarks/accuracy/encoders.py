"""``python -m benchmarks.accuracy.encoders [FOLDER ...] [--models NAME ...]``: encoders beside each other.

The grouping is fitted anew for each encoder. Printed is pairwise F1 of our own companies, each grouped by what was
fitted on the others; of all of them as one corpus, where one question put to two companies counts as two, and of its
pairs within one company; and of each company in FOLDER, by what was fitted on ours. Then how well likeness alone ranks
pairs of one question before others, in one language and over two; and how quick it is.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
from sklearn.metrics import average_precision_score

from benchmarks.accuracy.data import companies
from benchmarks.accuracy.fit_groups import Embedded, fit, grouped, means
from benchmarks.accuracy.score import Counts
from cx_audit.embed import NoProgress, open_encoder
from cx_audit.group import LanguageMeans, SameQuestionWeights, group_answers

_STOCK, _OWN = "multilingual-e5-small", "cx-audit-encoder-1"
_TIMED = 200


def pooled(data: dict[str, Embedded]) -> Embedded:
    """All companies as one, with the channels of one company; each keeps its own questions."""
    parts = list(data.values())
    return Embedded(
        joint=np.vstack([e.joint for e in parts]),
        body=np.vstack([e.body for e in parts]),
        languages=[language for e in parts for language in e.languages],
        channels=[channel for e in parts for channel in e.channels],
        speakers=[speaker for e in parts for speaker in e.speakers],
        intents=[f"{name} {intent}" for name, e in data.items() for intent in e.intents],
        contexts=np.vstack([e.contexts for e in parts]),
        context_languages=[language for e in parts for language in e.context_languages],
    )


def left_out(data: dict[str, Embedded]) -> dict[str, Counts]:
    """Each company grouped by what was fitted on the others."""
    out = {}
    for name, held in data.items():
        rest = [e for other, e in data.items() if other != name]
        known = means(rest)
        out[name] = grouped(held, known, fit(rest, known))
    return out


def ranking(data: list[Embedded], known: LanguageMeans, weights: SameQuestionWeights) -> tuple[float, float]:
    """Average precision of likeness over pairs of one language and of two, the mean of the companies."""
    found: tuple[list[float], list[float]] = ([], [])
    for e in data:
        likeness = group_answers(e.joint, e.body, e.languages, e.speakers, known=known, weights=weights).vectors
        a, b = np.triu_indices(len(e.intents), 1)
        same = np.asarray(e.intents)[a] == np.asarray(e.intents)[b]
        one = np.asarray(e.languages)[a] == np.asarray(e.languages)[b]
        score = np.einsum("nd,nd->n", likeness[a], likeness[b])
        for chosen, into in ((one, found[0]), (~one, found[1])):
            if same[chosen].any():
                into.append(float(average_precision_score(same[chosen], score[chosen])))
    return float(np.mean(found[0])), float(np.mean(found[1]))


def _line(name: str, counts: Counts) -> str:
    return f"  {name:<18} F1 {counts.f1:.3f}  precision {counts.precision:.3f}  recall {counts.recall:.3f}"


def _speed(model: str, texts: list[str]) -> str:
    encoder = open_encoder(model)
    started = time.perf_counter()
    encoder.encode(texts[:1], "query", NoProgress())
    loaded = time.perf_counter()
    encoder.encode(texts, "query", NoProgress())
    return f"loaded in {loaded - started:.1f} s, {len(texts) / (time.perf_counter() - loaded):.0f} answers a second"


def main() -> None:
    """Measure each encoder."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.accuracy.encoders")
    options.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    options.add_argument("--models", nargs="+", default=[_STOCK, _OWN], metavar="NAME")
    asked = options.parse_args()
    texts = sorted({a.text for company in companies() for a in company.answers})[:_TIMED]
    for model in asked.models:
        print(model)
        data = {company.name: Embedded.of(company, model) for company in companies()}
        alone = left_out(data)
        for name, counts in alone.items():
            print(_line(name, counts))
        print(_line("all, left out", sum(alone.values(), Counts())))
        known = means(list(data.values()))
        weights = fit(list(data.values()), known)
        together = pooled(data)
        firms = [name for name, e in data.items() for _ in e.intents]
        print(_line("all as one corpus", grouped(together, known, weights)))
        print(_line("  of one company", grouped(together, known, weights, firms)))
        for company in companies(asked.folders) if asked.folders else []:
            print(_line(company.name, grouped(Embedded.of(company, model), known, weights)))
        one, two = ranking(list(data.values()), known, weights)
        print(f"  pairs of one question ranked: average precision {one:.3f} in one language, {two:.3f} over two")
        print(f"  {weights}")
        print(f"  {_speed(model, texts)}\n", flush=True)


if __name__ == "__main__":
    main()

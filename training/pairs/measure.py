"""How well the second stage tells what contradicts each other in words, on what it has not learned from."""

from __future__ import annotations

import random
from collections.abc import Sequence

from sklearn.metrics import average_precision_score, roc_auc_score

from training.pairs.data import CONTRADICTS, DIFFERS, Pair
from training.pairs.model import PairModel

__all__ = ["ranked"]

_SEED = 1


def ranked(model: PairModel, pairs: Sequence[Pair], most: int | None = None) -> str:
    """Average precision and area under the ROC curve; pairs that differ by a value alone are left out.

    Each is read under its first question, and in the order in which the product reads it: first the text that sorts
    first.
    """
    plain = [pair for pair in pairs if pair.relation != DIFFERS]
    chosen = random.Random(_SEED).sample(plain, min(most or len(plain), len(plain)))
    real = [pair.relation == CONTRADICTS for pair in chosen]
    if not any(real):
        return "none"
    texts = [(pair.questions[0], min(pair.replies), max(pair.replies)) for pair in chosen]
    found = model.chances(texts)[:, CONTRADICTS].numpy()
    precision, area = average_precision_score(real, found), roc_auc_score(real, found)
    return f"average precision {precision:.3f}, area {area:.3f} of {len(real)} (chance {sum(real) / len(real):.2f})"

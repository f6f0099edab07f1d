"""The loss of the encoder: texts of one topic near, texts of other topics far."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

__all__ = ["same_topic_loss"]


def same_topic_loss(vectors: Tensor, topics: Tensor, temperature: float) -> Tensor:
    """Multiple-negatives ranking with several positives.

    Each pair of texts of one topic is ranked against all texts of other topics in the batch; a text's other
    companions are neither its rival nor its negatives.

    Args:
        vectors: unit vectors [n, d].
        topics: the number of each text's topic [n].
        temperature: what the cosines are divided by.
    """
    scores = vectors @ vectors.T / temperature
    same = topics[:, None] == topics[None, :]
    others = scores.masked_fill(same, float("-inf")).logsumexp(dim=1, keepdim=True)
    losses = functional.softplus(others - scores)  # -log(e^s / (e^s + sum of e^others))
    positive = same & ~torch.eye(len(topics), dtype=torch.bool, device=topics.device)
    per_text = (losses * positive).sum(dim=1) / positive.sum(dim=1).clamp(min=1)
    return per_text[positive.any(dim=1)].mean()

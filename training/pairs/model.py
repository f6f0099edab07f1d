"""The reader as the second stage trains it: multilingual-e5-small over a question and two replies, and two heads."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pad_sequence

from cx_audit.compare.outcomes import SEPARATOR
from cx_audit.judging.outcome_reader import parts, token_ids
from training.outcomes.model import OutcomeModel

__all__ = ["RELATIONS", "PairModel", "mean_of"]

RELATIONS = 3
_PAD = 1
_DROPOUT = 0.1
_SPREAD = 0.02
_AT_ONCE = 48

Texts = tuple[str, str, str]
"""Question, one reply, the other."""


def mean_of(states: Tensor, mask: Tensor, part: int) -> Tensor:
    """The mean [n, d] over the tokens of one part of each text; see ``parts``."""
    chosen = (mask == part)[:, :, None].to(states.dtype)
    return (states * chosen).sum(dim=1) / chosen.sum(dim=1).clamp(min=1)


class PairModel(nn.Module):
    """The layers and the head of the first stage, which reads each reply, and one that reads the two together.

    A learned vector is added to the words of either reply, so that the layers can tell whose they are.
    """

    def __init__(self, first: OutcomeModel) -> None:
        super().__init__()
        self.bert, self.letters = first.bert, first.head
        width = self.bert.config.hidden_size
        self.side = nn.Parameter(torch.randn(2, width) * _SPREAD)
        self.head = nn.Sequential(
            nn.Linear(4 * width, width), nn.GELU(), nn.Dropout(_DROPOUT), nn.Linear(width, RELATIONS)
        )
        self._words = first.words

    def told(self, states: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """From the last layer's states [n, t, d]: scores [n, 3] of the relation, [n, 4] of each reply's outcome."""
        start, one, other = states[:, 0], mean_of(states, mask, 2), mean_of(states, mask, 3)
        both = torch.cat([start, one * other, (one - other).abs(), one + other], dim=1)
        letters = self.letters(torch.stack([torch.cat([start, reply], dim=1) for reply in (one, other)], dim=1))
        return self.head(both), letters[:, 0], letters[:, 1]

    def sided(self, words: Tensor, mask: Tensor) -> Tensor:
        """Word vectors [n, t, d] with the vector of their side."""
        one, other = ((mask == part)[:, :, None].to(words.dtype) for part in (2, 3))
        return words + one * self.side[0] + other * self.side[1]

    def forward(self, rows: Sequence[Texts]) -> tuple[Tensor, Tensor, Tensor]:
        """See ``told``."""
        read = [token_ids(self._words, SEPARATOR.join(texts)) for texts in rows]
        ids = pad_sequence([torch.from_numpy(row) for row in read], batch_first=True, padding_value=_PAD)
        mask = pad_sequence([torch.from_numpy(parts(row)) for row in read], batch_first=True)
        with torch.autocast("cpu", torch.bfloat16):
            words = self.sided(self.bert.embeddings.word_embeddings(ids), mask)
            states = self.bert(inputs_embeds=words, attention_mask=(mask > 0).long()).last_hidden_state
        return self.told(states.float(), mask)

    @torch.inference_mode()
    def chances(self, rows: Sequence[Texts]) -> Tensor:
        """The chances [n, 3] of the relations of any number, without dropout."""
        self.train(False)
        order = sorted(range(len(rows)), key=lambda i: sum(map(len, rows[i])))
        out = torch.zeros(len(rows), RELATIONS)
        for start in range(0, len(order), _AT_ONCE):
            chosen = order[start : start + _AT_ONCE]
            out[chosen] = self([rows[i] for i in chosen])[0].softmax(dim=1)
        self.train()
        return out

"""The reader as the first stage trains it: multilingual-e5-small over question and reply, a head of four scores."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pad_sequence
from transformers import BertModel

from cx_audit.compare.outcomes import OUTCOMES
from cx_audit.embed.word_vectors import WordVectors, word_vectors
from training.export import mean

__all__ = ["Head", "OutcomeModel"]

_START, _PAD, _END = 0, 1, 2
_QUESTION_TOKENS = 32
_REPLY_TOKENS = 120
_LONGEST = 2_000  # characters
_DROPOUT = 0.1
_AT_ONCE = 64


class Head(nn.Sequential):
    """From the first word's state and the mean of all [n, 2 d] to four scores."""

    def __init__(self, width: int) -> None:
        super().__init__(nn.Linear(2 * width, width), nn.GELU(), nn.Dropout(_DROPOUT), nn.Linear(width, len(OUTCOMES)))


class OutcomeModel(nn.Module):
    """All twelve layers; the word vectors and the lowest ``frozen`` layers stay as they are."""

    def __init__(self, folder: Path, frozen: int = 4) -> None:
        super().__init__()
        self.bert: BertModel = BertModel.from_pretrained(
            folder,
            add_pooling_layer=False,
            dtype=torch.float32,
            hidden_dropout_prob=_DROPOUT,
            attention_probs_dropout_prob=0.0,
        )
        self.bert.embeddings.requires_grad_(False)
        for layer in self.bert.encoder.layer[:frozen]:
            layer.requires_grad_(False)
        self.head = Head(self.bert.config.hidden_size)
        self.words: WordVectors = word_vectors()

    def _ids(self, question: str, reply: str) -> list[int]:
        asked = self.words.pieces(question[:_LONGEST])[:_QUESTION_TOKENS]
        said = self.words.pieces(reply[:_LONGEST])[:_REPLY_TOKENS]
        return [_START, *asked, _END, _END, *said, _END]

    def forward(self, pairs: Sequence[tuple[str, str]]) -> Tensor:
        """Scores [n, 4] of questions and replies."""
        rows = [torch.tensor(self._ids(question, reply)) for question, reply in pairs]
        ids = pad_sequence(rows, batch_first=True, padding_value=_PAD)
        mask = pad_sequence([torch.ones_like(row) for row in rows], batch_first=True)
        with torch.autocast("cpu", torch.bfloat16):
            states = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state
        states = states.float()
        told: Tensor = self.head(torch.cat([states[:, 0], mean(states, mask)], dim=1))
        return told

    @torch.inference_mode()
    def scores(self, pairs: Sequence[tuple[str, str]]) -> Tensor:
        """Scores [n, 4] of any number, without dropout."""
        self.train(False)
        order = sorted(range(len(pairs)), key=lambda i: len(pairs[i][0]) + len(pairs[i][1]))
        out = torch.zeros(len(pairs), len(OUTCOMES))
        for start in range(0, len(order), _AT_ONCE):
            rows = order[start : start + _AT_ONCE]
            out[rows] = self([pairs[i] for i in rows])
        self.train()
        return out

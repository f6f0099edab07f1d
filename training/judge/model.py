"""The judge as it is trained: the lower layers of multilingual-e5-small read each side alone, the upper ones both.

The lower layers stay as they are, so what they make of a side is computed once, in training and at run time. The
upper ones see the words of both texts at once, which know their questions from the lower ones. They know no order of
the sides, only whether two words stand on the same one, so that swapping the sides changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.rnn import pad_sequence
from transformers import BertModel

from cx_audit.judging.worded import Side, text_rows, token_ids

__all__ = ["Joint", "JudgeModel", "Reader"]

_LABELS = 4
_AWAY = -1e9


class Joint(nn.Module):
    """Upper layers over the states of both sides, and a head of four scores."""

    def __init__(self, bert: BertModel, first: int, count: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList(list(bert.encoder.layer)[first : first + count])
        self.heads = bert.config.num_attention_heads
        hidden = bert.config.hidden_size
        # what is added to the attention between words of different sides
        self.across = nn.Parameter(torch.zeros(len(self.layers), self.heads))
        self.head = nn.Sequential(nn.Linear(4 * hidden, hidden // 2), nn.GELU(), nn.Linear(hidden // 2, _LABELS))

    def forward(self, left: Tensor, right: Tensor, left_mask: Tensor, right_mask: Tensor) -> Tensor:
        """Scores [n, 4] of states [n, t, d] and their masks [n, t], which are 1 where there is a word."""
        x, mask = torch.cat([left, right], dim=1), torch.cat([left_mask, right_mask], dim=1)
        side = torch.cat([torch.zeros_like(left_mask[0]), torch.ones_like(right_mask[0])])
        other = (side[:, None] != side[None, :]).to(x.dtype)
        away = (1.0 - mask[:, None, None, :].to(x.dtype)) * _AWAY
        for layer, across in zip(self.layers, self.across, strict=True):
            x = self._layer(layer, x, away + across[None, :, None, None] * other)
        words = left.shape[1]
        return self._told(x[:, :words], x[:, words:], left_mask, right_mask)

    def _layer(self, layer: Any, x: Tensor, bias: Tensor) -> Tensor:  # noqa: ANN401 - a BertLayer, which has no types
        attention = layer.attention.self
        shape = (x.shape[0], x.shape[1], self.heads, x.shape[2] // self.heads)
        query, key, value = (
            part(x).view(shape).transpose(1, 2) for part in (attention.query, attention.key, attention.value)
        )
        seen = functional.scaled_dot_product_attention(query, key, value, bias.to(query.dtype))
        x = layer.attention.output(seen.transpose(1, 2).reshape(x.shape), x)
        told: Tensor = layer.output(layer.intermediate(x), x)
        return told

    def _told(self, left: Tensor, right: Tensor, left_mask: Tensor, right_mask: Tensor) -> Tensor:
        first, second = left[:, 0], right[:, 0]
        one, other = _mean(left, left_mask), _mean(right, right_mask)
        parts = [first + second, (first - second).abs(), one + other, (one - other).abs()]
        told: Tensor = self.head(torch.cat(parts, dim=1))
        return told


def _mean(states: Tensor, mask: Tensor) -> Tensor:
    kept = mask.unsqueeze(-1).to(states.dtype)
    return (states * kept).sum(dim=1) / kept.sum(dim=1)


class Reader:
    """Sides to the states of the lower layers; each side is read once."""

    def __init__(self, folder: Path, layers: int) -> None:
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._bert: BertModel = BertModel.from_pretrained(folder, add_pooling_layer=False, dtype=torch.float32)
        self._bert.eval()  # type: ignore[no-untyped-call]
        self._bert.encoder.layer = self._bert.encoder.layer[:layers]
        self._known: dict[Side, Tensor] = {}

    @property
    def lower(self) -> BertModel:
        """The lower layers, with the embeddings."""
        return self._bert

    def _pieces(self, text: str) -> list[int]:
        ids: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return ids

    def _read(self, sides: Sequence[Side]) -> None:
        rows = [torch.tensor(row) for row in token_ids(self._pieces, sides)]
        ids = pad_sequence(rows, batch_first=True, padding_value=1)
        mask = pad_sequence([torch.ones_like(row) for row in rows], batch_first=True)
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            states = self._bert(input_ids=ids, attention_mask=mask).last_hidden_state
        for side, row, state in zip(sides, rows, states, strict=True):
            self._known[side] = state[text_rows(row.tolist())].to(torch.bfloat16)

    def __call__(self, sides: Sequence[Side]) -> tuple[Tensor, Tensor]:
        """States [n, longest, d] and mask [n, longest]."""
        missing = sorted({side for side in sides if side not in self._known})
        if missing:
            self._read(missing)
        rows = [self._known[side] for side in sides]
        mask = pad_sequence([torch.ones(len(row)) for row in rows], batch_first=True)
        return pad_sequence(rows, batch_first=True).float(), mask


class JudgeModel:
    """Both halves: the first ``lower`` layers, and the ``upper`` ones after them; what is left is not used."""

    def __init__(self, folder: Path, lower: int, upper: int) -> None:
        self.reader = Reader(folder, lower)
        whole = BertModel.from_pretrained(
            folder,
            add_pooling_layer=False,
            dtype=torch.float32,
            hidden_dropout_prob=0.0,  # few examples are seen twice: nothing is learned by heart
            attention_probs_dropout_prob=0.0,
        )
        self.joint = Joint(whole, lower, upper)

    def __call__(self, pairs: Sequence[tuple[Side, Side]]) -> Tensor:
        """Scores [n, 4]."""
        # the longer of each pair on the left: to the model it is all one, and less is padding
        ordered = [(a, b) if len(a.text) >= len(b.text) else (b, a) for a, b in pairs]
        left, left_mask = self.reader([one for one, _ in ordered])
        right, right_mask = self.reader([other for _, other in ordered])
        with torch.autocast("cpu", torch.bfloat16):
            told: Tensor = self.joint(left, right, left_mask, right_mask)
        return told.float()

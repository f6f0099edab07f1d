"""A cross-encoder of a few kilobytes with random weights, and a judge that looks up its verdicts."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from cx_audit.compare.judge import Said, StatementPair, Verdict

_SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
_SENTENCE = "you may not return sale items refunds are free yes no never we pay"
WORDS = _SPECIAL + _SENTENCE.split()
NLI = ("contradiction", "entailment", "neutral")


def write_cross_encoder(folder: Path, labels: Sequence[str] = NLI, seed: int = 0) -> Path:
    """Save a BERT of two layers whose outputs have these names."""
    import torch
    from tokenizers import BertWordPieceTokenizer
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    folder.mkdir(parents=True)
    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=40,
        initializer_range=1.0,  # wide, so that the verdicts differ
        id2label=dict(enumerate(labels)),
        label2id={name: at for at, name in enumerate(labels)},
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    pieces = BertWordPieceTokenizer({word: at for at, word in enumerate(WORDS)})
    special = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    PreTrainedTokenizerFast(tokenizer_object=pieces._tokenizer, **special).save_pretrained(folder)  # type: ignore[no-untyped-call]
    return folder


def edit_config(folder: Path, change: Callable[[dict[str, object]], object]) -> None:
    """Change config.json in place."""
    path = folder / "config.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(json.dumps(content), encoding="utf-8")


def pair(left: str, right: str, **context: str) -> StatementPair:
    """Two statements in English."""
    return StatementPair.of(Said(left, "en", **context), Said(right, "en", **context))


class ListedJudge:
    """Contradicts as likely as listed for two texts, and not at all otherwise; remembers what it was asked."""

    name = "listed"
    fingerprint = "1" * 64

    def __init__(self, chances: Mapping[frozenset[str], float] | None = None) -> None:
        self.chances = dict(chances or {})
        self.asked: list[list[StatementPair]] = []

    def judge(self, pairs: Sequence[StatementPair]) -> list[Verdict]:
        self.asked.append(list(pairs))
        found = [self.chances.get(frozenset((p.left.text, p.right.text)), 0.0) for p in pairs]
        return [Verdict(chance, 0.0, 1 - chance, 0.0) for chance in found]

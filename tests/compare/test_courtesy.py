"""What tells a customer nothing is no omission."""

from __future__ import annotations

import pytest

from cx_audit.compare.courtesy import tells_nothing


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Please let me know if I can help with anything else."),
        ("en", "We're happy to help."),
        ("en", "Shall I book that for you?"),
        ("nl", "Fijn dat u zo tevreden bent met de lamp."),
        ("de", "Schade, dass es diesmal nicht klappt."),
        ("fr", "Nous restons à votre disposition."),
        ("es", "Cualquier cosa, aquí estamos."),
        ("it", "Restiamo a tua disposizione per altre domande."),
        ("pt", "Esperamos que goste da sua compra."),
        ("pl", "Cieszymy się, że podoba się Pani lampa."),
        ("vi", "Chúc mình một ngày tốt lành."),
        ("ar", "شكراً لتواصلك معنا."),
    ],
)
def test_courtesy_tells_nothing(language: str, sentence: str) -> None:
    assert tells_nothing(sentence, language)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Thanks for asking, we can't change what is packed."),
        ("en", "Opened items can't be returned."),
        ("nl", "Geopende artikelen nemen wij niet terug."),
        ("de", "Geöffnete Ware nehmen wir nicht zurück."),
        ("fr", "Les articles ouverts ne sont pas repris."),
        ("es", "Los artículos abiertos no se devuelven."),
        ("it", "Gli articoli aperti non si restituiscono."),
        ("pt", "Os artigos abertos não podem ser devolvidos."),
        ("pl", "Otwartych artykułów nie przyjmujemy z powrotem."),
        ("vi", "Hàng đã mở hộp không được trả lại."),
        ("ar", "لا يمكن إرجاع المنتجات المفتوحة."),
    ],
)
def test_what_is_told_is_not_courtesy(language: str, sentence: str) -> None:
    assert not tells_nothing(sentence, language)

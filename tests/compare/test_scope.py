"""For whom a value holds."""

from __future__ import annotations

import pytest

from cx_audit.compare.regions import regions_of
from cx_audit.compare.said import says_net
from cx_audit.compare.scope import audiences, exclusive, same_customer
from cx_audit.model import Answer


@pytest.mark.parametrize(
    ("text", "language", "codes"),
    [
        ("Orders to the Netherlands and Belgium", "en", {"NL", "BE"}),
        ("UK customers pay nothing", "en", {"GB"}),
        ("us customers are welcome, call us", "en", set()),
        ("bestellingen naar Duitsland", "nl", {"DE"}),
        ("envíos a España", "es", {"ES"}),
        ("giao hàng đến Việt Nam", "vi", {"VN"}),
        ("التوصيل داخل الإمارات", "ar", {"AE"}),
        ("الشحن للإمارات", "ar", {"AE"}),
        ("Lieferung nach Österreich", "de", {"AT"}),
        ("livraison en Suisse", "fr", {"CH"}),
        ("anything at all", "tlh", set()),
    ],
)
def test_countries_are_read_in_the_texts_language(text: str, language: str, codes: set[str]) -> None:
    assert regions_of(text, language) == codes


def test_exclusive() -> None:
    assert exclusive(frozenset({"NL"}), frozenset({"BE"}))
    assert not exclusive(frozenset({"NL"}), frozenset({"EU"}))
    assert not exclusive(frozenset(), frozenset({"BE"}))
    assert not exclusive(frozenset({"NL", "BE"}), frozenset({"BE"}))


def test_audience_column_may_name_several() -> None:
    one = Answer("1", "faq", "?", "x", audience="CA/AU")
    other = Answer("2", "faq", "?", "x", audience="au")
    assert audiences(one) == {"ca", "au"}
    assert same_customer(one, other)
    assert not same_customer(other, Answer("3", "faq", "?", "x", audience="US"))
    assert same_customer(other, Answer("4", "faq", "?", "x"))


@pytest.mark.parametrize(
    ("text", "language", "net"),
    [
        ("It costs €40 plus VAT", "en", True),
        ("It costs €40 including VAT", "en", False),
        ("€ 40 excl. btw per maand", "nl", True),
        ("40 € más IVA", "es", True),
        ("40 €, IVA incluido", "es", False),
        ("100.000đ chưa bao gồm thuế", "vi", True),
        ("١٠٠ درهم غير شامل الضريبة", "ar", True),
        ("40 € zzgl. MwSt.", "de", True),
        ("40 € HT", "fr", True),
        ("40 € TTC", "fr", False),
    ],
)
def test_amounts_without_tax(text: str, language: str, net: bool) -> None:
    assert says_net(text, language) is net

"""Units of measure: where their names come from, and how they convert."""

from __future__ import annotations

from decimal import Decimal

import pytest
from babel import Locale

from cx_audit.errors import ConfigError
from cx_audit.facts import canonical, extract
from cx_audit.facts.measures import MEASURES, UNIT_IDS, in_base
from cx_audit.facts.packs import parse_pack
from cx_audit.facts.stored import dump_facts, load_facts


def test_every_unit_is_one_of_cldr_by_its_own_name() -> None:
    names = set(Locale.parse("en")._data["unit_patterns"])
    for unit, measure in MEASURES.items():
        assert not measure.key or (measure.key in names and measure.key.endswith(f"-{unit}"))


def test_signs_are_unambiguous() -> None:
    signs = {measure.sign.lower() for measure in MEASURES.values()}
    assert len(signs) == len(MEASURES)
    assert signs | set(MEASURES) == set(UNIT_IDS)


@pytest.mark.parametrize(
    ("unit", "amount", "base"),
    [("kilogram", "1.5", "1500"), ("inch", "10", "254"), ("gigabyte", "2", "2000"), ("fahrenheit", "212", "100")],
)
def test_conversion(unit: str, amount: str, base: str) -> None:
    assert in_base(unit, Decimal(amount)) == Decimal(base)


def test_canonical_measures_are_in_the_base_unit() -> None:
    (weight,) = extract("up to 23 kg", "en")
    assert canonical(weight) == ("measure:mass", Decimal(23000), Decimal(23000))
    (size,) = extract("55 x 40 x 20 cm", "en")
    assert canonical(size) == ("measure:length", Decimal(550), Decimal(400), Decimal(200))


def test_a_doubtful_number_keeps_both_readings_when_stored() -> None:
    text = "It weighs 1.500 kg."
    facts = extract(text, "en")
    (fact,) = facts
    assert fact.low == Decimal(1500)
    assert [other.low for other in fact.alternatives] == [Decimal("1.5")]
    assert load_facts(dump_facts(facts), text) == facts
    assert extract(text, "de")[0].alternatives == ()
    assert extract(text, "en", region="DE")[0].alternatives == ()


def test_a_pack_may_name_a_unit_by_sign_or_name_but_none_unknown() -> None:
    assert parse_pack("measures: {kg: [kilo], kilogram: [kilos]}", "xx.yml").measures
    for text, message in (
        ("measures: {parsec: [pc]}", "unknown unit of measure 'parsec'"),
        ("counted: {twice: two}", "no number"),
    ):
        with pytest.raises(ConfigError, match=message):
            parse_pack(text, "xx.yml")


def test_letters_are_units_only_where_nothing_else_fits() -> None:
    assert [fact.unit for fact in extract("1.5l or 500 g", "en")] == ["liter", "gram"]
    assert extract("a 5G phone, 2 l am", "en") == ()

"""Language packs: found, validated, and refused with the place of the mistake."""

from __future__ import annotations

import pytest

from cx_audit.errors import ConfigError
from cx_audit.facts.packs import languages, load_pack, parse_pack


def test_all_packs_are_valid() -> None:
    assert {"ar", "de", "en", "es", "fr", "it", "nl", "pl", "pt", "vi"} <= set(languages())
    for language in languages():
        assert load_pack(language).units


def test_a_missing_pack_is_empty() -> None:
    assert load_pack("sv").units == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("units: {lightyear: [ly]}", "line 1: units.lightyear: unknown name 'lightyear'"),
        ("spans: {quinzaine: two weeks}", "no number and unit"),
        ("weekdays: {monday: [ma]}", "weekdays.monday: unknown name"),
        ("months: {13: [x]}", "months.13: input should be less than or equal to 12"),
        ("without: [no]", "without.0"),
        ("frei: [gratis]", "frei"),
        ("to: ['-']", "punctuation"),
        ("to: [a, b", "not valid YAML"),
        ("a: &x [1]\nb: *x", "aliases"),
        ("default_currency: euro", "default_currency"),
        ("comparators: {at_most: [maximum … is the]}", "comparators.at_most.0: 'maximum … is the' is not two parts"),
        ("comparators: {at_most: [… is]}", "not two parts"),
        ("- to", "the pack: should be entries"),
    ],
)
def test_mistakes_are_named(text: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_pack(text, "rules/languages/xx.yml")
    assert message in str(caught.value)
    assert str(caught.value).startswith("rules/languages/xx.yml")


def test_a_huge_pack_is_refused() -> None:
    with pytest.raises(ConfigError, match="too large"):
        parse_pack("#" * 300_000, "xx.yml")

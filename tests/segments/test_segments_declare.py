"""What a declaration comes to: what cx-audit knows is used, what it doesn't is added, and nothing stays behind."""

from __future__ import annotations

import pytest

from cx_audit.compare.scope_audience import segment_of_name
from cx_audit.compare.scope_pack import dimensions, extend_scope, own_scope, scope_words
from cx_audit.compare.scope_reading import scope_of_text
from cx_audit.errors import ConfigError
from cx_audit.model import Answer, Place
from cx_audit.segments import AudienceRule, Segments, Spec, Where, assigned, declare


def entries(segments: Segments) -> dict[str, str]:
    return {value.name: value.entry for values in segments.dimensions.values() for value in values}


def said(segments: Segments, text: str, language: str = "en") -> frozenset[str]:
    with extend_scope(segments.scope):
        return scope_of_text(text, language)


@pytest.mark.parametrize(
    ("dimension", "names", "known"),
    [
        ("region", ["EU", "UK"], {"EU": "region=EU", "UK": "region=GB"}),
        ("market", ["Netherlands", "Belgium"], {"Netherlands": "region=NL", "Belgium": "region=BE"}),
        ("b2b", ["business", "consumer"], {"business": "trade=business", "consumer": "trade=consumer"}),
        ("level", ["gold", "silver"], {"gold": "tier=gold", "silver": "tier=silver"}),
        ("region", ["EU", "elsewhere"], {"EU": "region=EU", "elsewhere": "region=elsewhere"}),
        ("brand", ["Nova", "Halo Store"], {"Nova": "brand=nova", "Halo Store": "brand=halo store"}),
        ("tier", ["Comet", "Meteor"], {"Comet": "own_tier=comet", "Meteor": "own_tier=meteor"}),
    ],
)
def test_where_values_belong(dimension: str, names: list[str], known: dict[str, str]) -> None:
    assert entries(declare({dimension: {name: Spec() for name in names}})) == known


def test_a_group_of_countries() -> None:
    segments = declare({"market": {"DACH": Spec(includes=("DE", "Austria", "CH")), "Benelux": Spec(), "UK": Spec()}})
    assert entries(segments)["DACH"] == "region=dach"
    with extend_scope(segments.scope):
        assert dimensions()["region"].holds["dach"] == ("AT", "CH", "DE")
        assert dimensions()["region"].holds["BENELUX"]


def test_words_in_each_language_and_capitals() -> None:
    segments = declare(
        {"brand": {"Nova": Spec(words={"nl": ["Nova-winkel*"], "": ["NV"]}), "Halo": Spec(), "Target": Spec(words={})}}
    )
    assert said(segments, "Bij de Nova-winkels kan dat.", "nl") == {"brand=nova"}
    assert said(segments, "At the Nova-winkels you can.", "en") == frozenset()
    assert said(segments, "NV customers pay nothing.") == {"brand=nova"}
    assert said(segments, "nv customers pay nothing.") == frozenset()
    assert said(segments, "Customers of halo pay nothing.") == {"brand=halo"}
    assert said(segments, "Your target is near.") == frozenset()


def test_known_words_stand_for_a_value_of_an_own_dimension() -> None:
    """Business customers and students are known, but of two dimensions: here they divide one."""
    segments = declare({"customer": {"business": Spec(), "student": Spec(), "club": Spec()}})
    assert entries(segments)["business"] == "customer=business"
    assert said(segments, "Business customers pay nothing.") == {"customer=business"}
    assert said(segments, "For students it is free.") == {"customer=student"}


def test_nothing_stays_behind() -> None:
    before = scope_of_text("Customers of Nova pay nothing.", "en"), segment_of_name("nova", "en")
    segments = declare({"brand": {"Nova": Spec(), "Halo": Spec()}})
    assert said(segments, "Customers of Nova pay nothing.") == {"brand=nova"}
    with extend_scope(segments.scope):
        assert segment_of_name("nova", "en") == {"brand=nova"}
    assert (scope_of_text("Customers of Nova pay nothing.", "en"), segment_of_name("nova", "en")) == before
    assert "brand" not in dimensions()
    assert "brand" not in scope_words("en").cues
    assert own_scope().stamp == ""


def test_the_stamp_tells_declarations_apart() -> None:
    one = declare({"brand": {"Nova": Spec(), "Halo": Spec()}})
    other = declare({"brand": {"Nova": Spec(words={"": ["nv"]}), "Halo": Spec()}})
    assert one.scope.stamp != other.scope.stamp
    assert one.scope.stamp == declare({"brand": {"Nova": Spec(), "Halo": Spec()}}).scope.stamp


@pytest.mark.parametrize(
    ("declared", "wrong"),
    [
        ({"region": {"UK": Spec(), "GB": Spec()}}, "UK and GB are one and the same|GB and UK are one and the same"),
        ({"region": {"EU": Spec(), "US": Spec()}, "market": {"NL": Spec(), "BE": Spec()}}, "region and market divide"),
        ({"brand": {"Nova": Spec(words={"en": ["a/b"]}), "Halo": Spec()}}, "brand: Nova: 'a/b' is no plain word"),
        ({"brand": {"Nova": Spec(words={"en": ["*"]}), "Halo": Spec()}}, "is no plain word"),
        ({"brand": {"Nova": Spec(words={"en": ["no*va"]}), "Halo": Spec()}}, "is no plain word"),
    ],
)
def test_what_is_wrong_is_said(declared: dict[str, dict[str, Spec]], wrong: str) -> None:
    with pytest.raises(ConfigError, match=wrong):
        declare(declared)


ANSWER = Answer(
    "1",
    "macro",
    "?",
    "!",
    locale="en-GB",
    agent=None,
    place=Place(path="exports/nova/macros.json", url="https://help.nova.example/returns?x=1"),
    metadata={"Shop": "N"},
)


@pytest.mark.parametrize(
    ("where", "fits"),
    [
        (Where(channel="Macro"), True),
        (Where(channel="faq"), False),
        (Where(paths=("exports/nova",)), True),
        (Where(paths=("/elsewhere", "exports/*.json")), True),
        (Where(paths=("exports/nov",)), False),
        (Where(url="help.nova.example"), True),
        (Where(url="https://help.nova.example/returns"), True),
        (Where(url="https://help.nova.example/ret"), False),
        (Where(url="https://help.nova.exam"), False),
        (Where(locale="en"), True),
        (Where(locale="en_gb"), True),
        (Where(locale="en-US"), False),
        (Where(fields={"shop": "n"}), True),
        (Where(fields={"shop": "h"}), False),
        (Where(channel="macro", fields={"shop": "h"}), False),
    ],
)
def test_which_answers_are_meant(where: Where, fits: bool) -> None:
    segments = declare({"brand": {"Nova": Spec(where=(where,)), "Halo": Spec()}})
    with extend_scope(segments.scope):
        assert assigned(ANSWER, "en", segments).segments == (("brand=nova",) if fits else ())


def test_the_column_wins_in_its_dimension() -> None:
    where = (Where(channel="macro"),)
    segments = declare(
        {"brand": {"Nova": Spec(where=where), "Halo": Spec()}, "region": {"EU": Spec(where=where), "US": Spec()}}
    )
    answer = Answer("1", "macro", "?", "!", audience="Halo")
    with extend_scope(segments.scope):
        assert assigned(answer, "en", segments).segments == ("region=EU",)


def test_an_audience_of_a_source_may_name_several() -> None:
    rule = AudienceRule(Where(channel="macro"), "Nova, EU")
    segments = declare({"brand": {"Nova": Spec(), "Halo": Spec()}}, [rule])
    with extend_scope(segments.scope):
        assert assigned(ANSWER, "en", segments).segments == ("brand=nova", "region=EU")

"""Units of measure, by their CLDR identifiers, and what they are in one another."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from cx_audit.facts.spans import Relation, Span, ends_of, exactly, relate
from cx_audit.model import Fact

__all__ = ["MEASURES", "UNIT_IDS", "Measure", "compare_measures", "in_base"]


class Measure(NamedTuple):
    """``key`` is where CLDR names the unit, "" where it does not; ``size`` is in the dimension's smallest unit.

    ``system`` tells metric units from those that nobody converts exactly.
    """

    sign: str
    dimension: str
    size: Decimal
    key: str = ""
    system: str = "metric"


def _measure(sign: str, dimension: str, size: str, key: str = "", system: str = "metric") -> Measure:
    return Measure(sign, dimension, Decimal(size), key, system)


MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "milligram": _measure("mg", "mass", "0.001", "mass-milligram"),
        "gram": _measure("g", "mass", "1", "mass-gram"),
        "kilogram": _measure("kg", "mass", "1000", "mass-kilogram"),
        "ounce": _measure("oz", "mass", "28.349523", "mass-ounce", "imperial"),
        "pound": _measure("lb", "mass", "453.59237", "mass-pound", "imperial"),
        "millimeter": _measure("mm", "length", "1", "length-millimeter"),
        "centimeter": _measure("cm", "length", "10", "length-centimeter"),
        "meter": _measure("m", "length", "1000", "length-meter"),
        "kilometer": _measure("km", "length", "1000000", "length-kilometer"),
        "inch": _measure("inch", "length", "25.4", "length-inch", "imperial"),
        "foot": _measure("ft", "length", "304.8", "length-foot", "imperial"),
        "mile": _measure("mi", "length", "1609344", "length-mile", "imperial"),
        "milliliter": _measure("ml", "volume", "1", "volume-milliliter"),
        "centiliter": _measure("cl", "volume", "10", "volume-centiliter"),
        "liter": _measure("l", "volume", "1000", "volume-liter"),
        "cubic-meter": _measure("m³", "volume", "1000000", "volume-cubic-meter"),
        "square-meter": _measure("m²", "area", "1", "area-square-meter"),
        "square-foot": _measure("sq ft", "area", "0.09290304", "area-square-foot", "imperial"),
        "kilobyte": _measure("kB", "data", "0.001", "digital-kilobyte"),
        "megabyte": _measure("MB", "data", "1", "digital-megabyte"),
        "gigabyte": _measure("GB", "data", "1000", "digital-gigabyte"),
        "terabyte": _measure("TB", "data", "1000000", "digital-terabyte"),
        "kilobit-per-second": _measure("kbps", "bandwidth", "0.001"),
        "megabit-per-second": _measure("Mbps", "bandwidth", "1"),
        "gigabit-per-second": _measure("Gbps", "bandwidth", "1000"),
        "watt-hour": _measure("Wh", "energy", "0.001"),
        "milliampere-hour": _measure("mAh", "charge", "1"),
        "kilowatt-hour": _measure("kWh", "energy", "1", "energy-kilowatt-hour"),
        "watt": _measure("W", "power", "1", "power-watt"),
        "kilowatt": _measure("kW", "power", "1000", "power-kilowatt"),
        "kilometer-per-hour": _measure("km/h", "speed", "1", "speed-kilometer-per-hour"),
        "mile-per-hour": _measure("mph", "speed", "1.609344", "speed-mile-per-hour", "imperial"),
        "celsius": _measure("°C", "temperature", "1", "temperature-celsius"),
        "fahrenheit": _measure("°F", "temperature", "1", "temperature-fahrenheit", "imperial"),
    }
)
UNIT_IDS: Mapping[str, str] = MappingProxyType(
    {name: name for name in MEASURES} | {measure.sign.lower(): name for name, measure in MEASURES.items()}
)
"""Unit identifiers by themselves and by their signs in lower case; language packs may use either."""

# "23 kg (50 lb)" is 50.7 lb; a gigabyte is 1000 megabytes to some and 1024 to others.
_ROUNDED = Decimal("0.03")
_DEGREE = Decimal(1)


def in_base(unit: str, amount: Decimal) -> Decimal:
    """``amount`` in the smallest unit of its dimension; temperatures in degrees Celsius."""
    if unit == "fahrenheit":
        return (amount - 32) * 5 / 9
    return amount * MEASURES[unit].size


def _converted(first: str, second: str, dimension: str, a: Decimal, b: Decimal) -> Relation:
    """Two amounts in the base unit, one of which may have been converted and rounded."""
    if first == second:
        return exactly(a, b)
    loose = MEASURES[first].system != MEASURES[second].system or dimension == "data"
    leeway = _DEGREE if dimension == "temperature" else _ROUNDED * max(abs(a), abs(b))
    return Relation.EQUAL if a == b or (loose and abs(a - b) <= leeway) else Relation.DIFFERENT


def _sides(fact: Fact) -> list[Decimal]:
    """The sides of a size such as 55 x 40 x 20 cm, longest first, in the base unit."""
    return sorted((in_base(fact.unit, Decimal(item)) for item in fact.items), reverse=True)


def compare_measures(first: Fact, second: Fact) -> Relation:
    """How two measures stand to each other: INCOMPARABLE where they measure different things.

    What was converted between metric and other units, or between MB and GB, may be rounded by 3 %, or by a degree.
    Sizes are compared side by side, however they are turned; a single length beside one is INCOMPARABLE.
    """
    dimension = MEASURES[first.unit].dimension
    if dimension != MEASURES[second.unit].dimension or bool(first.items) != bool(second.items):
        return Relation.INCOMPARABLE

    def same(a: Decimal, b: Decimal) -> Relation:
        return _converted(first.unit, second.unit, dimension, a, b)

    if first.items:
        a, b = _sides(first), _sides(second)
        if len(a) != len(b):
            return Relation.INCOMPARABLE
        equal = all(same(one, other) is Relation.EQUAL for one, other in zip(a, b, strict=True))
        return Relation.EQUAL if equal else Relation.DIFFERENT
    return relate(first, second, _span(first), _span(second), same)


def _span(fact: Fact) -> Span:
    low, high = (in_base(fact.unit, end) for end in ends_of(fact))
    return low, high

"""Names of blocks: the same for the same content in any process, others for any other."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_audit.engine import stamp
from cx_audit.engine.stamp import Stamps
from cx_audit.model import Answer

LEAVES = st.none() | st.booleans() | st.integers() | st.text() | st.binary() | st.floats(allow_nan=False)
PLAIN = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner).map(tuple) | st.dictionaries(st.text(), inner) | st.frozensets(LEAVES),
    max_leaves=8,
)


def _kind(thing: object) -> object:
    """What tells two things apart: 1, True and 1.0 are equal to Python."""
    if isinstance(thing, tuple):
        return [_kind(one) for one in thing]
    if isinstance(thing, dict):
        return sorted((key, repr(_kind(value))) for key, value in thing.items())
    if isinstance(thing, frozenset):
        return ["set", *sorted(repr(one) for one in thing)]
    return repr(thing)


@given(PLAIN, PLAIN)
def test_different_things_have_different_stamps(one: object, other: object) -> None:
    alike = type(one) is type(other) and _kind(one) == _kind(other)
    assert (stamp(one) == stamp(other)) is alike


@given(st.lists(st.text()), st.lists(st.text()))
def test_texts_dont_run_into_each_other(one: list[str], other: list[str]) -> None:
    assert (stamp(*one) == stamp(*other)) is (one == other)


@dataclass(frozen=True)
class Thing:
    inner: object


def test_the_order_of_sets_and_mappings_is_nothing() -> None:
    assert stamp({"a": 1, "b": 2}) == stamp(MappingProxyType({"b": 2, "a": 1}))
    assert stamp(frozenset("abcdef")) == stamp(frozenset("fedcba"))
    assert stamp(Thing(1)) != stamp(Thing(2)) != stamp((2,))
    assert stamp("\ud800") != stamp("?")


def test_arrays_count_with_kind_and_shape() -> None:
    zeros = np.zeros((2, 3))
    assert stamp(zeros) == stamp(zeros.copy()) != stamp(zeros.T) != stamp(zeros.astype(np.float32))
    assert stamp(np.asfortranarray(np.arange(6).reshape(2, 3))) == stamp(np.arange(6).reshape(2, 3))


def test_another_process_gives_the_same() -> None:
    code = (
        "from cx_audit.engine import stamp; from cx_audit.model import Answer;"
        "print(stamp(Answer('a', 'faq', 'q', 't', metadata={'x': 'y'}), frozenset({'nl', 'en', 'ar'})))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    assert told == stamp(Answer("a", "faq", "q", "t", metadata={"x": "y"}), frozenset({"ar", "en", "nl"}))


def test_what_does_not_last_has_no_stamp() -> None:
    with pytest.raises(TypeError, match="no stamp for a function"):
        stamp((1, lambda: None))


class Counted(str):
    """A text that counts how often it is read."""

    read = 0

    def encode(self, *given: str, **named: str) -> bytes:
        Counted.read += 1
        return super().encode(*given, **named)


def test_what_lasts_is_read_once_and_counts_in_every_stamp() -> None:
    stamps = Stamps((Thing,))
    things = [Thing(Counted("a")), Thing("b")]
    Counted.read = 0
    first = stamps.of("read", things)
    assert stamps.of("read", tuple(things)) == first != stamps.of("compare", things)
    assert Counted.read == 1
    assert Stamps((Thing,)).of("read", [Thing("a"), Thing("b")]) == first
    assert stamps.of("read", [Thing("a"), Thing("c")]) != first != stamps.of("read", things[::-1])

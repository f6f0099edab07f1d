"""What goes to other processes comes out as it went in."""

from __future__ import annotations

import copy
import pickle
import pickletools
from types import MappingProxyType

from cx_audit.engine.worker import ready_to_travel
from cx_audit.model import Answer, Place
from cx_audit.stages import Entry, Group


def _group() -> Group:
    place = Place("faq.csv", 7, record="r-1")
    first = Answer("a", "faq", "q", "t", variants=("v",), place=place, metadata=MappingProxyType({"x": "y"}), asked="z")
    return Group((0, 4), (Entry(first, "nl"), Entry(Answer("b", "macro", "q", "u"), "en")), 0.5)


def test_a_group_comes_out_as_it_went_in() -> None:
    ready_to_travel()
    group = _group()
    there = pickle.loads(pickle.dumps(group, pickle.HIGHEST_PROTOCOL))
    assert there == group == copy.copy(group)
    assert there.entries[0].answer.metadata == {"x": "y"}


def test_each_is_a_call_of_its_class() -> None:
    ready_to_travel()
    assert "BUILD" not in {how.name for how, _, _ in pickletools.genops(pickle.dumps(_group()))}

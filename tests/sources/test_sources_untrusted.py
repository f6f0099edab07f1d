"""Whatever the bytes, a source gives answers, says what it skipped, or raises one of our own errors."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sources_kit import DATA, Results, World

from cx_audit.errors import SourceError
from cx_audit.sources import SOURCES, Reason

SHAPES = """{ } [ ] " : , # A ? ' | - > ** & * << "channel" "question" "answer" "macros" "actions" "@type":"FAQPage"
    "mainEntity" <p> </p> <h2> <dl> <dt> <dd> <details> <summary> </summary> </script> responses: utter_x: &a *a
    <<: --- **Q?** channel,question,answer"""
SPACED = ["\n", "\n  ", " ", "\ufeff", "\0", "\u2028", "- text: ", '<script type="application/ld+json">']
PARTS = st.sampled_from([*SHAPES.split(), *SPACED])


def outcome(
    world: World, name: str, formats: dict[str, str] | None = None, channels: dict[str, str] | None = None
) -> Results | SourceError:
    try:
        return world.read(name, formats=formats, channels=channels)
    except SourceError as error:
        return error


def check(found: Results | SourceError, name: str) -> None:
    if isinstance(found, SourceError):
        assert str(found).startswith(name)
        assert "\n" not in str(found)
        return
    assert all(answer.text.strip() and answer.question for answer in found.answers)
    assert {skipped.reason for skipped in found.skipped} <= set(Reason)
    assert len(set(found.ids)) == len(found.ids)


@pytest.mark.parametrize("name", sorted(SOURCES))
@given(
    content=st.one_of(st.lists(PARTS, max_size=30).map(lambda parts: "".join(parts).encode()), st.binary(max_size=200))
)
@example(content=b"[" * 100_000)
@example(content=b'{"a":' * 100_000)
@example(content=b"<div><p>" * 5_000)
@example(content=b"> " * 5_000 + b"x")
@example(content=b" " * 100_000 + b"x")
@example(content=b"### " + b"#" * 50_000 + b"x")
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_in_any_format(world: World, name: str, content: bytes) -> None:
    world.write("a.yml", content)
    check(outcome(world, "a.yml", formats={"a.yml": name}, channels={"a.yml": "faq"}), "a.yml")


@pytest.mark.parametrize(
    "path", sorted(path for path in DATA.rglob("*.*") if path.is_file()), ids=lambda path: path.name
)
def test_damaged_exports(world: World, path: Path) -> None:
    """Exports cut short and with bytes changed."""
    whole, chance = path.read_bytes() or b"{", random.Random(path.name)
    for number in range(20):
        damaged = bytearray(whole[: chance.randrange(1, len(whole) + 1)] if number % 2 else whole)
        for _ in range(3):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        world.write(path.name, bytes(damaged))
        check(outcome(world, path.name), path.name)

"""Whatever the bytes, a source gives answers, says what it skipped, or raises one of our own errors."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sources_kit import DATA, World

from cx_audit.errors import SourceError
from cx_audit.model import Answer, Skipped
from cx_audit.sources import SOURCES, Limits, Reason

PARTS = st.sampled_from(
    ["{", "}", "[", "]", '"', ":", ",", "\n", "---\n", "# Q\n", "A ", "<p>", "</p>", "<h2>", "<dl>", "<dt>", "<dd>"]
    + [
        "<details>",
        "<summary>",
        "</summary>",
        "&a ",
        "*a ",
        "<<: ",
        "- ",
        "responses:\n",
        "  utter_x:\n",
        "\ufeff",
        "\0",
    ]
    + [
        '"channel"',
        '"question"',
        '"answer"',
        '"macros"',
        '"actions"',
        "channel,question,answer\n",
        "|",
        "'",
        "**Q?**\n",
    ]
    + [
        '<script type="application/ld+json">',
        '"@type":"FAQPage"',
        '"mainEntity"',
        "</script>",
        "\ud83d".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    ]
)


@pytest.mark.parametrize("name", sorted(SOURCES))
@given(
    content=st.one_of(st.lists(PARTS, max_size=30).map(lambda parts: "".join(parts).encode()), st.binary(max_size=200))
)
@example(content=b"[" * 100_000)
@example(content=b'{"a":' * 100_000)
@example(content=b"<div><p>" * 5_000)
@example(content=b"> " * 5_000 + b"x")
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_in_any_format(world: World, name: str, content: bytes) -> None:
    world.write("a.yml", content)
    try:
        results = world.read("a.yml", formats={"a.yml": name}, channels={"a.yml": "faq"}, limits=Limits())
    except SourceError as error:
        assert str(error).startswith("a.yml")
        assert "\n" not in str(error)
    else:
        assert all(isinstance(one, Answer) and one.text.strip() and one.question for one in results.answers)
        assert all(isinstance(one, Skipped) and one.reason in {*Reason} for one in results.skipped)
        assert len(set(results.ids)) == len(results.ids)


@pytest.mark.parametrize(
    "path", sorted(path for path in DATA.rglob("*.*") if path.is_file()), ids=lambda path: path.name
)
def test_damaged_exports(world: World, path: object) -> None:
    """Real exports, cut short and with bytes changed."""
    from pathlib import Path

    assert isinstance(path, Path)
    whole, chance = path.read_bytes(), random.Random(path.name)
    for number in range(20):
        damaged = bytearray(whole[: chance.randrange(1, len(whole) + 1)] if number % 2 else whole)
        for _ in range(3):
            if damaged:
                damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        world.write(path.name, bytes(damaged))
        try:
            results = world.read(path.name)
        except SourceError as error:
            assert str(error).startswith(path.name)
        else:
            assert len(set(results.ids)) == len(results.ids)

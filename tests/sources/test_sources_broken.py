"""Broken by their own name: an error with its place and remedy; told and left out where that was asked."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
from sources_kit import World

from cx_audit.errors import SourceError, UnknownFormat
from cx_audit.sources import discover, read_all

GOOD = "channel,question,answer\nfaq,How long?,30 days.\n"
ROWS = [{"channel": "macro", "question": f"Question {n}?", "answer": f"It is {n} days."} for n in range(4)]
NOISE = random.Random(4).randbytes(4000)


def _zip() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("faq/a.csv", GOOD)
    return held.getvalue()


def _workbook() -> bytes:
    book, held = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.append(["channel", "question", "answer"])
    for row in ROWS:
        sheet.append(list(row.values()))
    book.save(held)
    return held.getvalue()


LINES = "".join(json.dumps(row) + "\n" for row in ROWS).encode()
BROKEN: dict[str, tuple[bytes, str]] = {
    "handbook.docx": (NOISE, "handbook.docx: is no Word document, though its name says so"),
    "page.docx": (b"Just some words.", "is no Word document"),
    "locked.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + NOISE, "save it as .docx without a password"),
    "empty.xlsx": (b"", "empty.xlsx: is empty, and no workbook"),
    "noise.xlsx": (NOISE, "is no workbook"),
    "cut.xlsx": (_workbook()[:2000], "cut.xlsx: a broken workbook: the file is cut or damaged"),
    "cut.zip": (_zip()[:-30], "cut.zip: a broken zip: the file is cut or damaged"),
    "noise.zip": (NOISE, "is no zip"),
    "noise.pdf": (NOISE, "is no PDF"),
    "noise.parquet": (NOISE, "is no Parquet file"),
    "noise.csv": (NOISE, "noise.csv: is not text, though its name says so"),
    "noise.jsonl": (NOISE, "is not text"),
    "noise.md": (NOISE, "is not text"),
    "noise.json": (NOISE, "is not text"),
    "cut.csv": (GOOD.encode() + b'faq,"How much\nis it?","5 eu', "cut.csv:3: a broken table: the quote that begins in"),
    "cut.jsonl": (LINES[:-9], "cut.jsonl:4: broken JSON: unterminated string; the file ends too early"),
    "cut.json": (json.dumps(ROWS).encode()[:-30], "cut.json:1: broken JSON"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_beside_a_good_one_is_an_error(world: World, name: str) -> None:
    content, message = BROKEN[name]
    world.write("exports/good.csv", GOOD)
    world.write(f"exports/{name}", content)
    with pytest.raises(SourceError) as caught:
        world.read("exports")
    assert message in str(caught.value)
    assert caught.value.path == f"exports/{name}"
    assert caught.value.remedy


@pytest.mark.parametrize("name", BROKEN)
def test_where_somebody_is_told_it_is_counted_and_the_rest_goes_on(world: World, name: str) -> None:
    content, message = BROKEN[name]
    world.write("exports/good.csv", GOOD)
    world.write(f"exports/{name}", content)
    told: list[SourceError] = []
    found = discover([world.root / "exports"], on_broken=told.append)
    results = list(read_all(found, on_broken=told.append))
    assert [message in str(error) for error in told] == [True]
    assert [one.text for one in results if hasattr(one, "text")] == ["30 days."]
    (skipped,) = [one for one in results if hasattr(one, "reason")]
    assert (skipped.source, skipped.reason, skipped.count) == (f"exports/{name}", "broken file", 1)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("photo.png", NOISE),
        ("notes.txt", b"Just some words."),
        ("empty.csv", b""),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + NOISE),
        ("settings.yml", b"colour: blue\n"),
        ("other.json", b'{"colour": "blue"}'),
    ],
)
def test_what_is_merely_something_else_is_passed_over(world: World, name: str, content: bytes) -> None:
    world.write("exports/good.csv", GOOD)
    world.write(f"exports/{name}", content)
    assert world.read("exports").reasons == ["not recognised"]


@pytest.mark.parametrize(
    "rows",
    [
        'faq,"How much\nis it?","5 ""euro"""\n',  # closed, over two lines
        'faq,How tall?,6" or 8"\n',  # inches
        'faq,How much?,"5 euro"',  # no line end
        'faq,How much?,5 "euro',  # a quote that opens nothing
    ],
)
def test_quotes_that_are_closed_break_nothing(world: World, rows: str) -> None:
    world.write("faq.csv", GOOD + rows)
    assert len(world.read("faq.csv").answers) == 2


def test_a_broken_line_in_the_middle_is_one_record(world: World) -> None:
    world.write("faq.jsonl", LINES.replace(b'"It is 1', b"It is 1"))
    results = world.read("faq.jsonl")
    assert (len(results.answers), results.reasons) == (3, ["broken JSON"])


def test_lists_that_others_refer_to_may_be_broken_too(world: World) -> None:
    items = {"items": [{"id": 1, "placeholder": "{{dc.days}}", "variants": [{"content": "30 days", "default": True}]}]}
    world.write("exports/good.csv", GOOD)
    world.write("exports/dynamic.json", json.dumps(items)[:-3])
    told: list[SourceError] = []
    found = discover([world.root / "exports"], on_broken=told.append)
    assert len(list(read_all(found, on_broken=told.append))) == 2
    assert len(told) == 1


def test_a_file_that_was_named_is_no_less_broken(world: World) -> None:
    world.write("handbook.docx", NOISE)
    with pytest.raises(SourceError, match="is no Word document"):
        world.read("handbook.docx")
    world.write("notes.txt", "Just some words.")
    with pytest.raises(UnknownFormat):
        discover([world.root / "notes.txt"], on_broken=_never)


def _never(error: SourceError) -> None:
    raise AssertionError(error)


def test_nothing_but_broken_files_is_told_file_by_file(world: World) -> None:
    world.write("exports/a.docx", NOISE)
    world.write("exports/b.xlsx", NOISE)
    told: list[SourceError] = []
    append: Callable[[SourceError], None] = told.append
    assert [one.source for one in discover([world.root / "exports"], on_broken=append) if hasattr(one, "source")]
    assert [error.path for error in told] == ["exports/a.docx", "exports/b.xlsx"]

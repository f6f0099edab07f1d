"""Every fixture folder, and what a careless or hostile hand could make of its files."""

from __future__ import annotations

import csv
import io
import json
import random
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from pathlib import Path

import yaml
from sources_kit import DATA, Results, World, results_of, zipped

from cx_audit.errors import NothingToExamine, SourceError
from cx_audit.model import Skipped
from cx_audit.sources import Found, Reason

FIXTURES = sorted(path.name for path in DATA.iterdir() if path.is_dir())
"""Each folder under ``data/`` is what a user could name: one export, or several. A new one is tested by being there."""

FILES = sorted(path.relative_to(DATA).as_posix() for path in DATA.rglob("*") if path.is_file())
Outcome = Results | SourceError | NothingToExamine
Way = tuple[str | int, ...]

_DEEP: object = "x"
for _ in range(60):
    _DEEP = [_DEEP]
HUGE = "Within 30 days {{ [ <b> # | " * 4_000
WRONG: tuple[object, ...] = (
    None, True, 7, -0.5, "", " ", "\0", "\ud83d", HUGE, [], {}, [None, 7, [], {}, ["x"], {"a": None}, "x"],
    {"": {"": []}}, {"text": {"text": 5}, "messages": 5, "values": {"a": 1}}, _DEEP,
)  # fmt: skip
_SNIPPETS = (
    "", "\0\0", "\ufeff", "{", "]", '"', "'", "<!--", "- - - -", "***", "\u2028", "&a *a", "[" * 2_000, "<p>" * 2_000,
    " " * 50_000, "#" * 20_000, "> " * 2_000, "{{" * 5_000, "\t" * 5_000, "- " * 2_000,
)  # fmt: skip
_ENTITIES = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "/etc/passwd">]><x>&b;&c;</x>'
)
_MEMBERS = (b"", b"<", b"\xff\xfe\x00", b"<x/>", b"<a>" * 5_000, _ENTITIES, b"{}", b"[]")


def install(world: World, fixture: str, name: str = "in") -> Path:
    """A copy of a fixture folder to work on."""
    return Path(shutil.copytree(DATA / fixture, world.root / name))


def outcome(world: World, *names: str, formats: Mapping[str, str] | None = None) -> tuple[Outcome, dict[str, str]]:
    """What a user gets: answers, or one of our own errors, and the formats found. Anything else fails the test."""
    said: dict[str, str] = {}
    try:
        found = world.find(*names, formats=formats)
        said = said_formats(found)
        return results_of(found), said
    except (SourceError, NothingToExamine) as error:
        return error, said


def check(found: Outcome, name: str) -> None:
    """What holds for every outcome."""
    if not isinstance(found, Results):
        assert str(found).startswith(name), str(found)
        assert "\n" not in str(found)
        return
    assert all(answer.text.strip() and answer.question.strip() for answer in found.answers)
    assert all(answer.id and "\0" not in answer.text + answer.question for answer in found.answers)
    for answer in found.answers:
        json.dumps([answer.text, answer.question, answer.variants, dict(answer.metadata)], ensure_ascii=False).encode()
    assert {skipped.reason for skipped in found.skipped} <= set(Reason)
    assert len(set(found.ids)) == len(found.ids)


def said_formats(found: list[Found | Skipped]) -> dict[str, str]:
    """What a user would say with --format-of to have each item read as it was before."""
    return {one.item.path: one.format for one in found if isinstance(one, Found)}


def damaged(path: Path, most: int) -> Iterator[bytes]:
    """The file with something wrong in it: up to ``most`` versions, always the same ones."""
    chance = random.Random(path.relative_to(DATA).as_posix())
    versions = [*_structured(path, chance), *_as_text(path, chance), *_as_zip(path)]
    chance.shuffle(versions)
    for make in versions[:most]:
        yield make()


def _structured(path: Path, chance: random.Random) -> list[Callable[[], bytes]]:
    """Every kind of value in the file dropped, and replaced by each wrong one."""
    data = path.read_bytes()
    if path.suffix in (".json", ".yml", ".yaml") and data.strip():
        try:
            whole = json.loads(data.decode("utf-8-sig")) if path.suffix == ".json" else yaml.safe_load(data)
        except ValueError:
            return []
        ways = _one_of_each_shape(whole, chance)
        dump = _json if path.suffix == ".json" else _yaml
        return [
            lambda way=way, wrong=wrong: dump(_changed(whole, way, wrong))  # type: ignore[misc]
            for way in ways
            for wrong in (*WRONG, ...)
        ]
    if path.suffix in (".csv", ".tsv"):
        delimiter = "\t" if path.suffix == ".tsv" else ","
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=delimiter))
        cells = [(0, at) for at in range(len(rows[0]))] + [(1, at) for at in range(len(rows[1]))]
        return [
            lambda way=way, wrong=wrong: _table(_changed(rows, way, wrong), delimiter)  # type: ignore[misc]
            for way in cells
            for wrong in ("", "\0", '"', HUGE, "[{]", "true", "-1", ...)
        ]
    return []


def _one_of_each_shape(value: object, chance: random.Random) -> list[Way]:
    """A way to one value of each kind: places in lists make no difference."""
    kinds: dict[tuple[str, ...], list[Way]] = {}
    todo: list[Way] = [()]
    while todo:
        way = todo.pop()
        kinds.setdefault(tuple("*" if isinstance(step, int) else step for step in way), []).append(way)
        held = _at(value, way)
        if isinstance(held, dict):
            todo += [(*way, key) for key in held]
        elif isinstance(held, list):
            todo += [(*way, number) for number in range(len(held))]
    return [chance.choice(kinds[kind]) for kind in sorted(kinds)]


def _at(value: object, way: Way) -> object:
    for step in way:
        value = value[step]  # type: ignore[index]
    return value


def _changed(whole: object, way: Way, wrong: object) -> object:
    """A copy with one value replaced; ``...`` drops it."""
    if not way:
        return [] if wrong is ... else wrong
    copy = deepcopy(whole)
    above = _at(copy, way[:-1])
    if wrong is ...:
        del above[way[-1]]  # type: ignore[attr-defined]
    else:
        above[way[-1]] = wrong  # type: ignore[index]
    return copy


def _json(value: object) -> bytes:
    return json.dumps(value, indent=1).encode()


def _yaml(value: object) -> bytes:
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False).encode("utf-8", "replace")


def _table(rows: object, delimiter: str) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator="\n").writerows(rows)  # type: ignore[arg-type]
    return stream.getvalue().encode()


def _as_text(path: Path, chance: random.Random) -> list[Callable[[], bytes]]:
    """The file cut, and with other text where a line was, whatever it is."""
    data = path.read_bytes()
    lines = data.split(b"\n")
    cuts = [data[: chance.randrange(len(data) + 1)] for _ in range(12)] + [b"", b"\xff\xfe", b"\0" * 100]
    spots = [(chance.randrange(len(lines)), snippet.encode()) for snippet in _SNIPPETS for _ in range(2)]
    swapped = [b"\n".join([*lines[:at], snippet, *lines[at + at % 2 :]]) for at, snippet in spots]
    return [lambda made=made: made for made in (*cuts, *swapped)]  # type: ignore[misc]


def _as_zip(path: Path) -> list[Callable[[], bytes]]:
    """The members of an office file or zip dropped and replaced, and members that no zip should have."""
    if not zipfile.is_zipfile(path):
        return []
    with zipfile.ZipFile(path) as archive:
        members: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    made: list[dict[str, str | bytes]] = [members | {name: wrong} for name in members for wrong in _MEMBERS]
    made += [{name: held for name, held in members.items() if name != gone} for gone in members]
    made += [members | {"../../escaped.xml": b"<x/>"}, members | {"bomb.xml": b" " * (8 << 20)}]
    return [lambda one=one: zipped(one) for one in made]  # type: ignore[misc]

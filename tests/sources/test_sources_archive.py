"""Zips that must not be opened."""

from __future__ import annotations

import io
import stat
import zipfile

import pytest
from sources_kit import World, zipped

from cx_audit.errors import SourceError, UnsafeInput
from cx_audit.sources import Limits

PAGE = "## Q\nA\n"


@pytest.mark.parametrize("name", ["../evil.md", "a/../../evil.md", "/etc/evil.md", "C:/evil.md", "..\\evil.md"])
def test_members_that_leave_the_zip(world: World, name: str) -> None:
    world.write("a.zip", zipped({"ok.md": PAGE, name: PAGE}))
    with pytest.raises(UnsafeInput, match=r"^a\.zip: a member that leaves the zip: "):
        world.read("a.zip")


def test_links(world: World) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        link = zipfile.ZipInfo("passwords.md")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    world.write("a.zip", buffer.getvalue())
    with pytest.raises(UnsafeInput, match="a member that is a link"):
        world.read("a.zip")


def test_bomb_by_its_ratio(world: World) -> None:
    world.write("a.zip", zipped({"a.md": b"A" * (8 << 20)}))
    with pytest.raises(UnsafeInput, match=r"^a\.zip: a member that unpacks to 8 MB"):
        world.read("a.zip")


def test_bomb_by_its_size(world: World) -> None:
    world.write("a.zip", zipped({f"{n}.md": b"# Q\n" + bytes(range(32, 127)) * 20 for n in range(50)}))
    with pytest.raises(UnsafeInput, match="unpacks to more than 50,000 bytes"):
        world.read("a.zip", limits=Limits(max_unzipped=50_000))


def test_bomb_over_nested_zips(world: World) -> None:
    inner = zipped({"a.md": b"# Q\n" + bytes(range(32, 127)) * 200})
    world.write("a.zip", zipped({f"{n}.zip": inner for n in range(50)}))
    with pytest.raises(UnsafeInput, match="unpacks to more than 100,000 bytes"):
        world.read("a.zip", limits=Limits(max_unzipped=100_000))


def test_zips_nested_too_deep(world: World) -> None:
    data = zipped({"a.md": PAGE})
    for _ in range(2):
        data = zipped({"inner.zip": data})
    world.write("a.zip", data)
    with pytest.raises(UnsafeInput, match="nested more than 2 deep"):
        world.read("a.zip")
    assert world.read("a.zip", limits=Limits(max_depth=3)).pairs == [("Q", "A")]


def test_too_many_members(world: World) -> None:
    world.write("a.zip", zipped({f"{n}.md": PAGE for n in range(5)}))
    with pytest.raises(UnsafeInput, match="a zip of more than 3 files"):
        world.read("a.zip", limits=Limits(max_files=3))


def test_workbooks_are_zips_too(world: World) -> None:
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": "<x/>",
        "xl/workbook.xml": "<x/>",
        "xl/bomb.xml": b" " * (8 << 20),
    }
    world.write("a.xlsx", zipped(members))
    with pytest.raises(UnsafeInput, match=r"^a\.xlsx: a member that unpacks to 8 MB"):
        world.read("a.xlsx")


def test_broken_and_encrypted(world: World) -> None:
    data = bytearray(zipped({"a.md": PAGE}, zipfile.ZIP_STORED))
    world.write("short.zip", bytes(data[:40]))
    with pytest.raises(SourceError, match=r"^short\.zip: a broken zip: "):
        world.read("short.zip")
    data[data.index(b"## Q")] = ord("!")
    world.write("crc.zip", bytes(data))
    with pytest.raises(SourceError, match=r"^crc\.zip/a\.md: a broken zip: Bad CRC"):
        world.read("crc.zip")
    data = bytearray(zipped({"a.md": PAGE}))
    for header, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        data[data.index(header) + offset] |= 1
    world.write("secret.zip", bytes(data))
    with pytest.raises(SourceError, match="an encrypted zip"):
        world.read("secret.zip")

"""Zip files as folders of files, read in memory and never unpacked to disk.

Refused as unsafe: members that leave the folder, links, too much data, too high a compression ratio, and zips
nested too deep.
"""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Sequence
from pathlib import PurePosixPath

from cx_audit.errors import SourceError, UnsafeInput
from cx_audit.sources.files import File, Limits, called, megabytes

__all__ = ["check_archive", "is_archive", "members"]

_SMALL = 1 << 20
_OFFICE = {"[Content_Types].xml", "mimetype"}


def is_archive(file: File) -> bool:
    """Whether the bytes are a zip. An office document is one too, but not a folder of files."""
    if not file.head.startswith(b"PK\x03\x04"):
        return False
    try:
        with file.opener() as stream, zipfile.ZipFile(stream) as archive:
            return not _OFFICE.intersection(archive.NameToInfo)
    except zipfile.BadZipFile:
        return True


def check_archive(infos: Sequence[zipfile.ZipInfo], path: str, limits: Limits) -> None:
    """UnsafeInput where the directory of a zip says that reading it would be unsafe."""
    if len(infos) > limits.max_files:
        raise UnsafeInput(f"a zip of more than {limits.max_files:,} files", path=path)
    for info in infos:
        name = PurePosixPath(info.filename.replace("\\", "/"))
        if name.is_absolute() or ".." in name.parts or name.as_posix()[1:2] == ":":
            raise UnsafeInput(f"a member that leaves the zip: {info.filename!r}", path=path)
        if stat.S_ISLNK(info.external_attr >> 16):
            raise UnsafeInput(f"a member that is a link: {info.filename!r}", path=path)
        if info.flag_bits & 1:
            raise SourceError("an encrypted zip", path=path, remedy="unpack it first")
        if info.file_size > _SMALL and info.file_size > limits.max_ratio * max(info.compress_size, 1):
            raise UnsafeInput(f"a member that unpacks to {megabytes(info.file_size)}: {info.filename!r}", path=path)
    if sum(info.file_size for info in infos) > limits.max_unzipped:
        raise UnsafeInput(f"unpacks to more than {megabytes(limits.max_unzipped)}", path=path)


def members(file: File, limits: Limits) -> list[File]:
    """The files of a zip, those of zips inside it too, in the order of their paths.

    UnsafeInput where it must not be read, SourceError where it can't be.
    """
    found = _members(file, limits, depth=1)
    if sum(member.size for member in found) > limits.max_unzipped:
        raise UnsafeInput(f"unpacks to more than {megabytes(limits.max_unzipped)}", path=file.path)
    return sorted(found, key=lambda member: member.path)


def _members(file: File, limits: Limits, depth: int) -> list[File]:
    if depth > limits.max_depth:
        raise UnsafeInput(f"zips nested more than {limits.max_depth} deep", path=file.path)
    data = file.read(limits.max_bytes)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as error:  # its directory stands at the end
        what = f"a broken {called(file)}: the file is cut or damaged"
        raise SourceError(what, path=file.path, remedy="export or save it again, or leave it out") from error
    infos = [info for info in archive.infolist() if not info.is_dir()]
    check_archive(infos, file.path, limits)
    found: list[File] = []
    for info in infos:
        member = _member(archive, info, file.path)
        found += _members(member, limits, depth + 1) if is_archive(member) else [member]
    return found


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: str) -> File:
    shown = f"{path}/{info.filename.replace(chr(92), '/')}"
    return File(shown, info.file_size, lambda: archive.open(info))

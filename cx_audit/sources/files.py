"""Files as the sources see them: bytes with a name, whether they stand on disk or inside a zip."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import IO

from cx_audit.errors import SourceError, UnsafeInput

__all__ = ["HEAD", "PACKED", "File", "Limits", "called", "local_file", "megabytes", "told"]

HEAD = 1 << 16
PACKED = {"zip": "zip", "docx": "Word document", "xlsx": "workbook", "pdf": "PDF", "parquet": "Parquet file"}
"""Files that are no text, by their endings, as people call them."""
_WHOLE = "split it, write one record a line, or raise limits: whole_file_mb in cx-audit.yml"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read before an input counts as unsafe. Sizes are in bytes, lines and fields in characters.

    ``max_whole`` bounds the files that can't be streamed, ``max_nodes`` a YAML file with its aliases expanded.
    """

    max_bytes: int = 512 << 20
    max_whole: int = 128 << 20
    max_line: int = 10_000_000
    max_field: int = 1_000_000
    max_unzipped: int = 512 << 20
    max_ratio: int = 200
    max_depth: int = 2
    max_files: int = 100_000
    max_nodes: int = 2_000_000


@dataclass(frozen=True)
class File:
    """One file: ``path`` is how the user would name it, ``opener`` gives its bytes from the start."""

    path: str
    size: int
    opener: Callable[[], IO[bytes]]

    @property
    def name(self) -> str:
        """The last part of the path."""
        return PurePosixPath(self.path).name

    @property
    def stem(self) -> str:
        """The name without its ending."""
        return PurePosixPath(self.path).stem

    @property
    def ending(self) -> str:
        """The ending of the name, lower case, without the dot."""
        return PurePosixPath(self.path).suffix.lower().lstrip(".")

    @cached_property
    def head(self) -> bytes:
        """The first 64 KiB, enough to recognise a format."""
        with told(self.path), self.opener() as stream:
            return stream.read(HEAD)

    def read(self, limit: int) -> bytes:
        """All bytes; UnsafeInput where there are more than ``limit``, SourceError where they can't be read."""
        with told(self.path), self.opener() as stream:
            data = stream.read(limit + 1)
        if len(data) > limit:
            raise UnsafeInput(f"larger than {megabytes(limit)}", path=self.path, remedy=_WHOLE)
        return data


@contextmanager
def told(path: str) -> Iterator[None]:
    """Turn the errors of disks and zips into a SourceError that names ``path``."""
    try:
        yield
    except OSError as error:
        raise SourceError(f"can't be read: {error.strerror or error}", path=path) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise SourceError(f"a broken zip: {error}", path=path, remedy="export it again") from error


def local_file(path: Path, shown: str) -> File:
    """The file at ``path``, named ``shown`` in reports."""
    with told(shown):
        return File(shown, path.stat().st_size, lambda: path.open("rb"))


def called(file: File) -> str:
    """What a file that is no text is by its ending, for people; a zip where that says nothing."""
    return PACKED.get(file.ending, "zip")


def megabytes(size: int) -> str:
    """A size for people."""
    return f"{size / (1 << 20):,.0f} MB" if size >= 1 << 20 else f"{size:,} bytes"

"""Writes small inputs and reads them as a user would."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cx_audit.model import Answer, Skipped
from cx_audit.sources import Found, Limits, discover, read_all

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Results:
    answers: list[Answer]
    skipped: list[Skipped]

    @property
    def ids(self) -> list[str]:
        return [answer.id for answer in self.answers]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        return sorted((answer.question, answer.text) for answer in self.answers)

    @property
    def reasons(self) -> list[str]:
        return sorted(skipped.reason for skipped in self.skipped)

    def one(self, question: str) -> Answer:
        (found,) = [answer for answer in self.answers if answer.question == question]
        return found


@dataclass(frozen=True)
class World:
    """A folder with inputs."""

    root: Path

    def write(self, name: str, content: object) -> Path:
        """Text, bytes, or a value that becomes JSON."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False, indent=1)
            path.write_bytes(text.encode())
        return path

    def find(
        self,
        *names: str,
        formats: Mapping[str, str] | None = None,
        channels: Mapping[str, str] | None = None,
        limits: Limits | None = None,
    ) -> list[Found | Skipped]:
        """What stands under the paths, all of the folder where none is named."""
        return discover(
            [Path(name) for name in names or (".",)], formats=formats, channels=channels, limits=limits or Limits()
        )

    def read(
        self,
        *names: str,
        formats: Mapping[str, str] | None = None,
        channels: Mapping[str, str] | None = None,
        limits: Limits | None = None,
    ) -> Results:
        """The answers under the paths."""
        return results_of(self.find(*names, formats=formats, channels=channels, limits=limits))

    def formats(self, *names: str) -> dict[str, str]:
        """The format of each item that is found."""
        return {one.item.path: one.format for one in self.find(*names) if isinstance(one, Found)}


def results_of(found: Sequence[Found | Skipped]) -> Results:
    """The answers of what was found."""
    read = list(read_all(found))
    return Results([one for one in read if isinstance(one, Answer)], [one for one in read if isinstance(one, Skipped)])


def zipped(members: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip with these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def folder_as_members(folder: Path, prefix: str = "") -> dict[str, str | bytes]:
    """The files of a folder as members of a zip."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {prefix + path.relative_to(folder).as_posix(): path.read_bytes() for path in files}

"""The pages that were read: so that a pull goes on after a cut, and asks only whether an old page is still right.

A folder holds ``run.json`` while a pull is under way and one file per page. When the pull ends, ``run.json`` goes, and
of the pages those stay whose server named a version (ETag or Last-Modified); they hold what the server sent.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from cx_audit.errors import ConnectError
from cx_audit.whole_file import replace_file

__all__ = ["Memory", "Page"]

_STALE = timedelta(hours=24)
_RUN = "run.json"


@dataclass(frozen=True, slots=True)
class Page:
    """One page as it came; ``kind`` is its media type, ``run`` the pull that last saw it."""

    url: str
    body: str
    link: str | None = None
    etag: str | None = None
    modified: str | None = None
    kind: str | None = None
    run: str = ""


class Memory:
    """What a folder remembers of the pull ``plan`` (a hash of all that decides what is asked).

    A cut pull of the same plan is gone on with if it began less than a day ago; else all is asked anew.
    ``fresh`` forgets all that was remembered.

    Raises:
        ConnectError: the folder can't be used.
    """

    def __init__(self, folder: Path, plan: str, now: datetime, *, fresh: bool = False) -> None:
        self._folder, self._plan = folder, plan
        self._used: set[Path] = set()
        cut = None if fresh else self._unfinished(now)
        self.resumed = cut is not None
        self._run, begun = cut or (secrets.token_hex(8), now.isoformat())  # the clock may stand still
        with self._told():
            folder.mkdir(parents=True, exist_ok=True)
            if fresh:
                for file in folder.glob("*.json"):
                    file.unlink()
            (folder.parent / ".gitignore").write_text("*\n", encoding="utf-8")
        self._write(folder / _RUN, {"plan": plan, "run": self._run, "begun": begun})

    def finished(self, url: str) -> Page | None:
        """A page that this pull has read already."""
        page = self._read(url)
        return page if page is not None and page.run == self._run else None

    def known(self, url: str) -> Page | None:
        """A page of an earlier pull whose version can be asked for."""
        page = self._read(url)
        return page if page is not None and (page.etag or page.modified) else None

    def keep(self, page: Page) -> None:
        """Remember a page as read by this pull."""
        self._write(self._file(page.url), asdict(replace(page, run=self._run)))

    def end(self) -> None:
        """The pull is over: keep the pages that can be asked for again, forget all else."""
        with self._told():
            (self._folder / _RUN).unlink(missing_ok=True)
            for file in self._folder.glob("*.json"):
                page = self._load(file)
                if file not in self._used or page is None or not (page.etag or page.modified):
                    file.unlink()
            if not any(self._folder.iterdir()):
                shutil.rmtree(self._folder)
                rest = [entry for entry in self._folder.parent.iterdir() if entry.name != ".gitignore"]
                if not rest:
                    shutil.rmtree(self._folder.parent)

    def _unfinished(self, now: datetime) -> tuple[str, str] | None:
        """The cut pull to go on with: its own name, and when it began."""
        try:
            held = json.loads((self._folder / _RUN).read_text(encoding="utf-8"))
            run, begun = str(held["run"]), str(held["begun"])
            fits = held["plan"] == self._plan and timedelta() <= now - datetime.fromisoformat(begun) < _STALE
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return (run, begun) if fits else None

    def _file(self, url: str) -> Path:
        key = hashlib.sha256(f"{self._plan}\n{url}".encode()).hexdigest()[:32]
        file = self._folder / f"{key}.json"
        self._used.add(file)
        return file

    def _read(self, url: str) -> Page | None:
        page = self._load(self._file(url))
        return page if page is not None and page.url == url else None

    def _load(self, file: Path) -> Page | None:
        try:
            page = Page(**json.loads(file.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):  # not there, or half a file: it is asked for again
            return None
        held = (page.url, page.body, page.run)
        more = (page.link, page.etag, page.modified, page.kind)
        right = all(isinstance(one, str) for one in held) and all(one is None or isinstance(one, str) for one in more)
        return page if right else None

    def _write(self, file: Path, value: object) -> None:
        with self._told():
            replace_file(file, json.dumps(value).encode())

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            what = f"can't keep the pages that were read: {error.strerror}"
            raise ConnectError(what, path=self._folder, remedy="write into another folder with --into") from error

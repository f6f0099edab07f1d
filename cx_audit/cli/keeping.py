"""A run whose answers, settings, rules and policy are those of an earlier one takes its result from there."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from cx_audit.cli.clock import today
from cx_audit.cli.engines import EngineRequest
from cx_audit.cli.output import as_json, complain, overheard
from cx_audit.edition import edition
from cx_audit.errors import SourceError
from cx_audit.kept import KEPT, Kept, KeptResults, file_hash
from cx_audit.report import json

if TYPE_CHECKING:
    from cx_audit.cli.run import Request
    from cx_audit.cli.verbose import Notes
    from cx_audit.compare.judge import Judge
    from cx_audit.config import Config
    from cx_audit.model import Answer, Report, Skipped
    from cx_audit.own_rules import OwnRules

__all__ = ["Inputs", "kept_or"]


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that decides what an audit finds, but for the files of its policy."""

    records: Iterable[Answer | Skipped]
    request: Request
    config: Config
    base: Path
    rules: OwnRules
    model: str
    judge: Judge | None

    def digest(self) -> bytes:
        """Their hash, of the answers too."""
        digest = hashlib.sha256()
        for part in self._parts():
            digest.update(part.encode("utf-8", "surrogatepass") + b"\0")
        return digest.digest()

    def _parts(self) -> Iterator[str]:
        yield edition()
        yield today().isoformat()  # the lines of a policy begin and end
        read = replace(self.request, paths=(), formats={}, channels={}, on_broken=None)  # the records say what was read
        yield repr(replace(read, verbose=False, engine=EngineRequest()))  # where it runs changes nothing
        yield self.config.model_dump_json(exclude={"engine"})
        yield str(self.base.resolve())
        yield str(Path.cwd()) if self._knows_files() else ""
        for file in (*self.rules.files, *(self.base / table.path for table in self.config.metrics)):
            yield file_hash(file)
        yield self.model
        yield f"{self.judge.name}@{self.judge.fingerprint}" if self.judge else ""
        yield from map(repr, self.records)

    def _knows_files(self) -> bool:
        """Whether a segment is known by its files, and so by how they are spelled from here."""
        wheres = (where for values in self.config.segments.values() for told in values.values() for where in told.where)
        return any(where.path for where in wheres) or any(source.audience for source in self.config.sources)


def kept_or(inputs: Inputs, cache: Path, notes: Notes, work: Callable[[set[str]], Report]) -> Report:
    """The kept result of these inputs, with all that was told beside it; or else that of ``work``, kept from now on.

    ``cache`` is the file of vectors, beside which results are kept; ``work`` adds the files that it reads to its set.
    """
    results = KeptResults(cache.with_name(KEPT))
    secret = inputs.digest()
    kept = results.get(secret)
    report = _read(kept) if kept else None
    if kept and report:
        for line in kept.told:
            complain(line)
        notes.known(results.folder)
        as_json(report, kept.report)
        return report
    seen: set[str] = set()
    with overheard() as told:
        report = work(seen)
    mine = tuple(line for line in told if line not in notes.said)
    results.put(secret, Kept(as_json(report), mine, {path: file_hash(path) for path in sorted(seen)}))
    return report


def _read(kept: Kept) -> Report | None:
    try:
        return json.load(kept.report.decode("utf-8"))
    except SourceError:
        return None

"""Read ``policy.yml`` and what it includes; every mistake at once, each with file, line and remedy.

    return_window: 30 days
    return_fee: {EU: free, US: $5.95}
    gift_card_validity: {value: 2 years, owner: Shop team, valid_from: 2026-01-01}
    payment_methods: [Visa, PayPal, iDEAL]
    other: {tone: We never blame the carrier.}

Texts are fetched by the caller: this room reads no file.
"""

from __future__ import annotations

import os.path
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import PurePath

import yaml

from cx_audit.errors import ConfigError, CxAuditError
from cx_audit.policy.entries import Entry, Head, read_file
from cx_audit.policy.lines import Line, Policy
from cx_audit.policy.problems import Problems
from cx_audit.policy.same import two_values
from cx_audit.policy.subjects import Kind, Subject, Subjects, fold_name
from cx_audit.policy.values import Wrong, read_value
from cx_audit.resources import pack_languages
from cx_audit.roles import left_out

__all__ = ["Fetch", "load_policy"]

Fetch = Callable[[str], str]
"""From a path, as the policy's own or relative to it, to the text of the file; CxAuditError where there is none."""

_MOST_FILES = 50
_MOST_LINES = 5_000


class _Reader:
    def __init__(self, path: str, fetch: Fetch, subjects: Subjects, region: str | None) -> None:
        self._fetch, self._subjects, self._region = fetch, subjects, region
        self.problems = Problems()
        self.lines: list[Line] = []
        self.remarks = 0
        self._folder = os.path.dirname(path) or "."
        self._done: set[str] = set()

    def file(self, path: str, asked_by: tuple[tuple[str, int], ...] = ()) -> None:
        """Read one file and what it includes; ``asked_by`` are the files and lines that led here."""
        chain = [name for name, _ in asked_by]
        if path in chain:
            where, line = asked_by[-1]
            ring = " > ".join([*chain[chain.index(path) :], path])
            self.problems.add(where, line, f"includes go in a circle: {ring}", "take this include out")
            return
        if path in self._done:
            return
        self._done.add(path)
        if len(self._done) > _MOST_FILES:
            where, line = asked_by[-1]
            self.problems.add(where, line, f"more than {_MOST_FILES} files", "put several into one")
            return
        head, entries = self._read(path, asked_by)
        for name, line in head.include:
            self.file(os.path.normpath(PurePath(path).parent / name), (*asked_by, (path, line)))
        self.remarks += head.remarks
        for entry in entries:
            self._entry(path, head, entry)

    def _read(self, path: str, asked_by: Sequence[tuple[str, int]]) -> tuple[Head, Sequence[Entry]]:
        try:
            text = self._fetch(path)
        except CxAuditError as error:
            if not asked_by:
                raise
            where, line = asked_by[-1]
            self.problems.add(where, line, f"include {path}: {error.what}", "name a file that is there")
            return Head(), ()
        try:
            return read_file(path, text, self.problems)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            what = f"not valid YAML: {getattr(error, 'problem', None) or error}"
            self.problems.add(
                path, mark.line + 1 if mark else 1, what, 'put texts with ? : # or { } in "quotes"; see docs/policy.md'
            )
        except ConfigError as error:
            self.problems.add(path, error.line or 1, error.what, error.remedy or "see docs/policy.md")
        return Head(), ()

    def _subject(self, path: str, entry: Entry) -> Subject | None:
        known = self._subjects.find(entry.key)
        if known is not None:
            return known
        if entry.question:
            return Subject(fold_name(entry.key), entry.key.replace("_", " ").capitalize(), Kind.YES_NO)
        pack = left_out(fold_name(entry.key))
        if pack:
            what = f"{entry.key}: belongs to the pack {pack}, which rules: leaves out"
            self.problems.add(path, entry.line, what, f"add {pack} to rules:, or remove the line")
            return None
        near = self._subjects.near(entry.key)
        remedy = "cx-audit policy subjects lists them; free text goes under other:, a yes or no needs a question:"
        remedy = f"did you mean {near}?" if near else remedy
        self.problems.add(path, entry.line, f"{entry.key}: nothing of that name is known", remedy)
        return None

    def _entry(self, path: str, head: Head, entry: Entry) -> None:
        subject = self._subject(path, entry)
        if subject is None or len(self.lines) >= _MOST_LINES:
            return
        named = entry.language or head.language
        languages = [named] if named else list(pack_languages())
        read = read_value(
            subject, entry.values, languages, head.region or self._region, asked=entry.question is not None
        )
        if isinstance(read, Wrong):
            self.problems.add(path, entry.line, read.what, read.remedy)
            return
        self.lines.append(
            Line(
                subject=subject,
                written=", ".join(" ".join(text.split()) for text in entry.values),
                path=path,
                name=os.path.relpath(path, self._folder).replace(os.sep, "/"),
                line=entry.line,
                language=read.language,
                facts=read.facts,
                concepts=read.concepts,
                stance=read.stance,
                positive=read.positive,
                segment=entry.segment,
                question=entry.question,
                owner=entry.owner or head.owner,
                note=entry.note,
                valid_from=entry.valid_from,
                valid_to=entry.valid_to,
            )
        )


def load_policy(path: str, fetch: Fetch, subjects: Subjects, day: date, *, region: str | None = None) -> Policy:
    """The policy of a file and all that it includes.

    Args:
        path: of the file; includes are named from its folder.
        fetch: gives the text of a path.
        subjects: what it may speak of.
        day: today: decides which lines hold.
        region: the home country, where the file names none.

    Raises:
        PolicyError: something is wrong with it; the error holds a line for each mistake.
        CxAuditError: ``fetch`` can't read ``path`` itself.
    """
    reader = _Reader(path, fetch, subjects, region)
    reader.file(path)
    reader.problems.extend(two_values(reader.lines))
    reader.problems.check()
    return Policy(path, day, tuple(reader.lines), reader.remarks)

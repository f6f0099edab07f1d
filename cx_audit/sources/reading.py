"""From what was found to answers: errors named, dynamic content filled in, ids made unique."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from cx_audit.errors import SourceError
from cx_audit.model import Answer, Skipped
from cx_audit.sources.anonymise import anonymised
from cx_audit.sources.broken import OnBroken, set_aside
from cx_audit.sources.desk_folders import DeskFolders, read_shelves
from cx_audit.sources.duplicates import unique
from cx_audit.sources.files import told
from cx_audit.sources.interface import Found, Handling, Public
from cx_audit.sources.jsontext import json_records
from cx_audit.sources.page_list import PageList, unsaved
from cx_audit.sources.public import public_details
from cx_audit.sources.registry import CONVERSATIONS, source_named
from cx_audit.sources.zendesk_snippets import ZendeskSnippets, read_snippets

__all__ = ["read", "read_all"]


def read(found: Found) -> Iterator[Answer | Skipped]:
    """The answers of one item in its own order, as they come; ids may repeat.

    SourceError where it can't be read, UnsafeInput where it must not be read on.
    """
    with told(found.item.path):
        try:
            yield from source_named(found.format).read(found.item)
        except RecursionError as error:
            raise SourceError("nested too deep to be read", path=found.item.path) from error


def read_all(
    found: Iterable[Found | Skipped], handling: Handling | None = None, on_broken: OnBroken | None = None
) -> Iterator[Answer | Skipped]:
    """The answers of all items, each id once, then what was skipped; both in an order of their own.

    ``handling`` says what is done with personal details; conversations are read last, since what other sources tell
    everybody is none. ``on_broken`` is told the broken files, none of whose answers count then; without it they are
    errors.

    Raises what ``read`` raises.
    """
    found = list(found)
    answers: list[Answer] = []
    skipped = [one for one in found if isinstance(one, Skipped)]
    items = [one for one in found if isinstance(one, Found)]
    items = _without_cut_lists(items, skipped, on_broken) if on_broken else items
    snippets = read_snippets(one.item for one in items if one.format == ZendeskSnippets.name)
    shelves = read_shelves(one.item for one in items if one.format == DeskFolders.name)
    handling = handling or Handling()

    def gather(one: Found) -> None:
        with set_aside(one.item.path, skipped, on_broken):
            for result in list(read(one)) if on_broken else read(one):
                answers.append(result) if isinstance(result, Answer) else skipped.append(result)

    for one in (one for one in items if one.format not in CONVERSATIONS):
        gather(Found(replace(one.item, snippets=snippets, shelves=shelves), one.format))
    skipped += unsaved((one.item for one in items if one.format == PageList.name), answers)
    told = [one for one in items if one.format in CONVERSATIONS]
    public = public_details(answers) if told and handling.mask else Public()
    for one in told:
        gather(Found(replace(one.item, handling=handling, public=public), one.format))
    kept, repeated = unique(answers)
    answers.clear()
    yield from anonymised(kept, handling.key) if handling.anonymise else kept
    yield from sorted([*skipped, *repeated], key=lambda skip: (skip.source, skip.reason, skip.detail or ""))


def _without_cut_lists(items: list[Found], skipped: list[Skipped], on_broken: OnBroken) -> list[Found]:
    """Without the broken ones of those lists that other records refer to, which are read before all else."""
    whole: list[Found] = []
    for one in items:
        with set_aside(one.item.path, skipped, on_broken):
            if one.format in (ZendeskSnippets.name, DeskFolders.name):
                for _ in json_records(one.item.file, one.item.limits, ()):
                    pass
            whole.append(one)
    return whole

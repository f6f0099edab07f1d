"""The steps of a pull: requests whose records lead to further requests, down to those that are answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cx_audit.connect.expressions import evaluate
from cx_audit.connect.fetch import Fetcher
from cx_audit.connect.paging import walk_pages
from cx_audit.connect.schema import Lookup, PullSpec, Step
from cx_audit.connect.template import fill_path
from cx_audit.errors import ConnectError

__all__ = ["Envelope", "Settings", "walk"]

Envelope = dict[str, Any]
"""A record with what stands around it: ``_page``, ``_up``, ``_with`` and ``_lookups``."""

Settings = Mapping[str, str | tuple[str, ...]]


def walk(pull: PullSpec, settings: Settings, fetcher: Fetcher) -> Iterator[Envelope | None]:
    """The records of the last step; None for a record that was taken apart and held nothing.

    Raises what ``walk_pages`` raises.
    """
    said = {name: list(value) if isinstance(value, tuple) else value for name, value in settings.items()}
    root: Envelope = {**said, "_with": said, "_lookups": {}}
    root["_lookups"] = {name: _table(lookup, root, fetcher) for name, lookup in pull.lookups.items()}
    yield from _steps(pull.steps, root, settings, fetcher)


def _steps(steps: tuple[Step, ...], up: Envelope, settings: Settings, fetcher: Fetcher) -> Iterator[Envelope | None]:
    if not steps:
        yield up
        return
    step, rest = steps[0], steps[1:]
    nothing = True
    for record, body in _found(step, up, settings, fetcher):
        nothing = False
        yield from _steps(rest, _around(record, body, up), settings, fetcher)
    if nothing and step.each is not None:
        yield None


def _found(step: Step, up: Envelope, settings: Settings, fetcher: Fetcher) -> Iterator[tuple[Any, Any]]:
    """The records of one step, each with the reply that held it."""
    if step.each is not None:
        held = evaluate(step.each, up)
        listed = held if isinstance(held, list) else [] if held is None else [held]
        yield from ((one, up.get("_page")) for one in listed if one is not None)
        return
    assert step.path is not None
    varied = settings.get(step.vary, ()) if step.vary else ("",)
    for value in (varied,) if isinstance(varied, str) else varied:
        here = {**up, step.vary: value} if step.vary else up
        path = fill_path(step.path, here)
        params = {name: fill_path(text, here, quoted=str) for name, text in step.params.items()}
        pages = walk_pages(fetcher, path, params, step.paging, step.records, missing=step.missing)
        for body, records in pages:
            for record in records:
                yield ({**record, step.vary: value} if step.vary and isinstance(record, dict) else record), body


def _around(record: Any, body: Any, up: Envelope) -> Envelope:  # noqa: ANN401
    """A bare value (a locale, an id) is under ``value``."""
    own = record if isinstance(record, dict) else {"value": record}
    return {**own, "_page": body, "_up": up, "_with": up["_with"], "_lookups": up["_lookups"]}


def _table(lookup: Lookup, root: Envelope, fetcher: Fetcher) -> dict[str, Any]:
    path = fill_path(lookup.path, root)
    table: dict[str, Any] = {}
    for _, records in walk_pages(fetcher, path, lookup.params, lookup.paging, lookup.records):
        for record in records:
            key = evaluate(lookup.key, record)
            if not isinstance(key, str | int):
                raise ConnectError(f"{path} has an entry without {lookup.key!r}")
            table[str(key)] = evaluate(lookup.value, record)
    return table

"""For whom an answer is: its audience column first, then what the configuration says of such answers."""

from __future__ import annotations

import re
from dataclasses import replace

from cx_audit.compare.scope_audience import column_scope
from cx_audit.model import Answer
from cx_audit.segments.declare import Segments, Where
from cx_audit.sources.channels import mapped

__all__ = ["assigned", "fits"]

_SCHEME = re.compile(r"\A[a-z][a-z0-9+.-]*://", re.I)


def _bare(url: str) -> str:
    return _SCHEME.sub("", url.strip()).casefold().rstrip("/")


def _under(url: str, above: str) -> bool:
    """Whether an address stands at or below another; the host is the first part."""
    there, here = _bare(above), _bare(url)
    return here == there or here.startswith((f"{there}/", f"{there}?", f"{there}#"))


def _speaks(locale: str, wanted: str) -> bool:
    """Whether a locale is the wanted one or a kind of it: "en-GB" is "en"."""
    here, there = (one.replace("_", "-").casefold() for one in (locale, wanted))
    return here == there or here.startswith(f"{there}-")


def fits(answer: Answer, where: Where) -> bool:
    """Whether an answer is among those that are meant."""
    if where.channel is not None and where.channel.casefold() not in (
        answer.channel.casefold(),
        answer.speaker.casefold(),
    ):
        return False
    if where.paths and not mapped(answer.place.path or "", dict.fromkeys(where.paths, True)):
        return False
    if where.url is not None and not _under(answer.place.url or "", where.url):
        return False
    if where.locale is not None and not _speaks(answer.locale or "", where.locale):
        return False
    known = {name.casefold(): value.strip().casefold() for name, value in answer.metadata.items()}
    return all(known.get(name.casefold()) == value.strip().casefold() for name, value in where.fields.items())


def _dimensions(scope: frozenset[str]) -> set[str]:
    return {re.split(r"[=!<>]", entry, maxsplit=1)[0] for entry in scope}


def assigned(answer: Answer, language: str, segments: Segments) -> Answer:
    """The answer with the segments that rules give it; its own audience column wins in its dimension."""
    said = _dimensions(column_scope(answer, language))
    given: set[str] = set()
    for where, entries in segments.rules:
        if fits(answer, where):
            given |= {entry for entry in entries if not _dimensions(frozenset({entry})) & said}
    return replace(answer, segments=tuple(sorted(given))) if given else answer

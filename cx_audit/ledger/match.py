"""Which findings were known: those with the fingerprint of an entry, and those that only shrank.

What clashes are two voices with two values. A finding is known too where the entries for its kind, role and question
hold each of its clashes: it was mended in part, or is told in other portions since an answer came or went. And it is
known where voices only went over to the larger side: neither a voice nor a value is new, and fewer clash than
before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from cx_audit.ledger.entry import Entry
from cx_audit.ledger.identity import Identity
from cx_audit.model import FindingKind

__all__ = ["Matches", "match"]

Side = tuple[str, str]
Clash = frozenset[Side]
_Topic = tuple[FindingKind, str | None, str]


@dataclass(frozen=True, slots=True)
class Matches:
    """For each finding, in their order, the entries that it was known by; and the entries that none needed."""

    known_by: tuple[tuple[Entry, ...], ...]
    gone: tuple[Entry, ...]


def match(entries: Iterable[Entry], found: Sequence[Identity]) -> Matches:
    """Match entries, in any order, to the identities of findings."""
    ordered = sorted(entries, key=lambda entry: (entry.fingerprint, entry.first_seen))
    exact = {entry.fingerprint: entry for entry in reversed(ordered)}
    topics: defaultdict[_Topic, list[Entry]] = defaultdict(list)
    for entry in ordered:
        for asked in entry.identity.asked:
            topics[entry.kind, entry.role, asked].append(entry)
    known_by: list[tuple[Entry, ...]] = []
    for identity in found:
        same = exact.get(identity.fingerprint)
        known_by.append((same,) if same else _shrunk(identity, topics))
    needed = {entry.fingerprint for known in known_by for entry in known}
    return Matches(tuple(known_by), tuple(entry for entry in ordered if entry.fingerprint not in needed))


def _shrunk(identity: Identity, topics: Mapping[_Topic, Sequence[Entry]]) -> tuple[Entry, ...]:
    """The entries that together hold what clashes here; none if anything is new."""
    clashes = _clashes(identity.says)
    near = {
        entry.fingerprint: entry
        for asked in identity.asked
        for entry in topics.get((identity.kind, identity.role, asked), ())
        if entry.identity.base != identity.base  # a twin is one more of the same, never less
    }
    if not clashes or not near:
        return ()
    candidates = [near[name] for name in sorted(near)]
    held = {entry.fingerprint: _clashes(entry.identity.says) for entry in candidates}
    if clashes <= frozenset[Clash]().union(*held.values()):
        return tuple(entry for entry in candidates if held[entry.fingerprint] & clashes)
    for entry in candidates:
        if len(clashes) < len(held[entry.fingerprint]) and _nothing_joined(identity.says, entry.identity.says):
            return (entry,)
    return ()


def _clashes(says: Mapping[str, Sequence[str]]) -> frozenset[Clash]:
    """Each two voices with different values."""
    return frozenset(
        frozenset(((one, a), (other, b)))
        for (one, voices), (other, others) in combinations(says.items(), 2)
        for a, b in product(voices, others)
    )


def _nothing_joined(now: Mapping[str, Sequence[str]], before: Mapping[str, Sequence[str]]) -> bool:
    heard = {voice for voices in before.values() for voice in voices}
    return now.keys() <= before.keys() and all(voice in heard for voices in now.values() for voice in voices)

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
    index = _Index(exact.values())
    known_by: list[tuple[Entry, ...]] = []
    for identity in found:
        same = exact.get(identity.fingerprint)
        known_by.append((same,) if same else index.shrunk(identity))
    needed = {entry.fingerprint for known in known_by for entry in known}
    gone = tuple(exact[name] for name in sorted(exact.keys() - needed))
    return Matches(tuple(known_by), gone)


class _Index:
    """Entries by what clashes in them and by their values, within kind, role and question: nothing is tried in vain."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._clashing: defaultdict[tuple[_Topic, Clash], list[Entry]] = defaultdict(list)
        self._valued: defaultdict[tuple[_Topic, str], list[Entry]] = defaultdict(list)
        self._sizes: dict[str, int] = {}
        for entry in entries:
            clashes = _clashes(entry.identity.says)
            self._sizes[entry.fingerprint] = len(clashes)
            for topic in _topics(entry.identity):
                for clash in clashes:
                    self._clashing[topic, clash].append(entry)
                for value in entry.identity.says:
                    self._valued[topic, value].append(entry)

    def shrunk(self, identity: Identity) -> tuple[Entry, ...]:
        """The entries that together hold what clashes here; none if anything is new."""
        clashes = _clashes(identity.says)
        if not clashes:
            return ()
        holding: dict[str, Entry] = {}
        for clash in clashes:
            found = [
                e for topic in _topics(identity) for e in self._clashing.get((topic, clash), ()) if _other(e, identity)
            ]
            if not found:
                return self._one_sided(identity, len(clashes))
            holding.update((entry.fingerprint, entry) for entry in found)
        return tuple(holding[name] for name in sorted(holding))

    def _one_sided(self, identity: Identity, size: int) -> tuple[Entry, ...]:
        """The entry whose voices went over to its larger side."""
        rarest = min((self._with_value(identity, value) for value in identity.says), key=len)
        for name in sorted(rarest):
            entry = rarest[name]
            smaller = size < self._sizes[name] and _other(entry, identity)
            if smaller and _nothing_joined(identity.says, entry.identity.says):
                return (entry,)
        return ()

    def _with_value(self, identity: Identity, value: str) -> dict[str, Entry]:
        found = (self._valued.get((topic, value), ()) for topic in _topics(identity))
        return {entry.fingerprint: entry for entries in found for entry in entries}


def _topics(identity: Identity) -> list[_Topic]:
    return [(identity.kind, identity.role, asked) for asked in identity.asked]


def _other(entry: Entry, identity: Identity) -> bool:
    """Whether the two aren't twins: a twin is one more of the same, never less."""
    return entry.identity.base != identity.base


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

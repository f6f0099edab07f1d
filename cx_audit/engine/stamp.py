"""A hash of plain data, the same in every process and on every machine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import fields, is_dataclass
from functools import cache

import numpy as np

__all__ = ["Stamps", "stamp"]


@cache
def _names(kind: type) -> tuple[str, ...] | None:
    """The fields of a dataclass."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else None


def stamp(*things: object) -> str:
    """Changes with what any of the things hold.

    Raises:
        TypeError: something in them has no lasting form, such as a function or an open file.
    """
    return Stamps().of(*things)


class Stamps:
    """Stamps of things with parts in common: a frozen dataclass of one of the ``lasting`` kinds is read once.

    Such a part is held as long as this is, so that no other can take its place in memory.
    """

    def __init__(self, lasting: Iterable[type] = ()) -> None:
        self._lasting = frozenset(lasting)
        self._known: dict[int, tuple[object, bytes]] = {}

    def of(self, *things: object) -> str:
        """See ``stamp``; another than without ``lasting``, and the same in all runs that have the same of them."""
        parts: list[bytes] = []
        for thing in things:
            self._tell(thing, parts)
        return hashlib.sha256(b"".join(parts)).hexdigest()

    def _tell(self, thing: object, parts: list[bytes]) -> None:
        """Add what it holds, each part with its kind and length before it: no two things have the same parts."""
        kind: type = type(thing)
        if isinstance(thing, str):
            text = thing.encode("utf-8", "surrogatepass")
            parts += (b"s%d:" % len(text), text)
        elif thing is None or isinstance(thing, bool | int | float):
            parts.append(f"{kind.__name__}{thing!r};".encode())
        elif kind is tuple or kind is list:
            self._tell_each(thing, parts)  # type: ignore[arg-type]  # that it is a Sequence is slow to tell
        elif (names := _names(kind)) is not None:
            if kind in self._lasting:
                parts.append(b"h" + self._once(thing, names))
            else:
                self._tell_fields(thing, names, parts)
        elif isinstance(thing, bytes):
            parts += (b"b%d:" % len(thing), thing)
        elif isinstance(thing, np.ndarray):
            parts += (f"a{thing.dtype.str}{thing.shape}:".encode(), np.ascontiguousarray(thing).tobytes())
        elif isinstance(thing, Mapping):
            parts.append(b"m%d:" % len(thing))
            for key, value in sorted((stamp(key), value) for key, value in thing.items()):
                parts.append(key.encode())
                self._tell(value, parts)
        elif isinstance(thing, Set):
            parts += (b"f%d:" % len(thing), "".join(sorted(map(stamp, thing))).encode())
        elif isinstance(thing, Sequence):
            self._tell_each(thing, parts)
        else:
            raise TypeError(f"no stamp for a {kind.__name__}")

    def _tell_each(self, things: Sequence[object], parts: list[bytes]) -> None:
        parts.append(b"q%d:" % len(things))
        for one in things:
            self._tell(one, parts)

    def _tell_fields(self, thing: object, names: Sequence[str], parts: list[bytes]) -> None:
        parts.append(f"d{type(thing).__name__}{len(names)}:".encode())
        for name in names:
            self._tell(getattr(thing, name), parts)

    def _once(self, thing: object, names: Sequence[str]) -> bytes:
        known = self._known.get(id(thing))
        if known is None:
            parts: list[bytes] = []
            self._tell_fields(thing, names, parts)
            known = self._known[id(thing)] = thing, hashlib.sha256(b"".join(parts)).digest()
        return known[1]

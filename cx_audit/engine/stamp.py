"""A hash of plain data, the same in every process and on every machine."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence, Set
from dataclasses import fields, is_dataclass
from functools import cache

import numpy as np

__all__ = ["stamp"]


def stamp(*things: object) -> str:
    """Changes with what any of the things hold.

    Raises:
        TypeError: something in them has no lasting form, such as a function or an open file.
    """
    parts: list[bytes] = []
    for thing in things:
        _tell(thing, parts)
    return hashlib.sha256(b"".join(parts)).hexdigest()


@cache
def _names(kind: type) -> tuple[str, ...] | None:
    """The fields of a dataclass."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else None


def _tell(thing: object, parts: list[bytes]) -> None:
    """Add what it holds, each part with its kind and length before it, so that no two things have the same parts."""
    kind: type = type(thing)
    if isinstance(thing, str):
        text = thing.encode("utf-8", "surrogatepass")
        parts += (b"s%d:" % len(text), text)
    elif thing is None or isinstance(thing, bool | int | float):
        parts.append(f"{kind.__name__}{thing!r};".encode())
    elif kind is tuple or kind is list:
        _tell_each(thing, parts)  # type: ignore[arg-type]  # asked twice: that it is a Sequence is slow to tell
    elif (names := _names(kind)) is not None:
        parts.append(f"d{kind.__name__}{len(names)}:".encode())
        for name in names:
            _tell(getattr(thing, name), parts)
    elif isinstance(thing, bytes):
        parts += (b"b%d:" % len(thing), thing)
    elif isinstance(thing, np.ndarray):
        parts += (f"a{thing.dtype.str}{thing.shape}:".encode(), np.ascontiguousarray(thing).tobytes())
    elif isinstance(thing, Mapping):
        parts.append(b"m%d:" % len(thing))
        for key, value in sorted((stamp(key), value) for key, value in thing.items()):
            parts.append(key.encode())
            _tell(value, parts)
    elif isinstance(thing, Set):
        parts += (b"f%d:" % len(thing), "".join(sorted(map(stamp, thing))).encode())
    elif isinstance(thing, Sequence):
        _tell_each(thing, parts)
    else:
        raise TypeError(f"no stamp for a {kind.__name__}")


def _tell_each(things: Sequence[object], parts: list[bytes]) -> None:
    parts.append(b"q%d:" % len(things))
    for one in things:
        _tell(one, parts)

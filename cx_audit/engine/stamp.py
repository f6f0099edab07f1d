"""A hash of plain data, the same in every process and on every machine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import fields, is_dataclass
from functools import cache

import numpy as np

__all__ = ["stamp"]


def stamp(*things: object) -> str:
    """Changes with what any of the things hold.

    Raises:
        TypeError: something in them has no lasting form, such as a function or an open file.
    """
    told = hashlib.sha256()
    for thing in things:
        for part in _parts(thing):
            told.update(part)
    return told.hexdigest()


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _parts(thing: object) -> Iterator[bytes]:
    """What it holds, each part with its kind and length before it, so that no two things have the same parts."""
    if isinstance(thing, str):
        text = thing.encode("utf-8", "surrogatepass")
        yield b"s%d:" % len(text)
        yield text
    elif thing is None or isinstance(thing, bool | int | float):
        yield f"{type(thing).__name__}{thing!r};".encode()
    elif isinstance(thing, bytes):
        yield b"b%d:" % len(thing)
        yield thing
    elif is_dataclass(thing) and not isinstance(thing, type):
        names = _names(type(thing))
        yield f"d{type(thing).__name__}{len(names)}:".encode()
        for name in names:
            yield from _parts(getattr(thing, name))
    elif isinstance(thing, np.ndarray):
        yield f"a{thing.dtype.str}{thing.shape}:".encode()
        yield np.ascontiguousarray(thing).tobytes()
    elif isinstance(thing, Mapping):
        yield b"m%d:" % len(thing)
        for key, value in sorted((stamp(key), value) for key, value in thing.items()):
            yield key.encode()
            yield from _parts(value)
    elif isinstance(thing, Set):
        yield b"f%d:" % len(thing)
        yield "".join(sorted(map(stamp, thing))).encode()
    elif isinstance(thing, Sequence):
        yield b"q%d:" % len(thing)
        for one in thing:
            yield from _parts(one)
    else:
        raise TypeError(f"no stamp for a {type(thing).__name__}")

"""Bytes that only those can read who know all that they were made from.

The key comes from a digest of that ("message-locked encryption", Bellare, Keelveedhi and Ristenpart, Eurocrypt 2013);
so does the name under which they are kept, by another hash.
"""

from __future__ import annotations

import hashlib
import os
import zlib

__all__ = ["lock", "name_of", "unlock"]

_NONCE = 12
_NAME = 20


def name_of(secret: bytes) -> bytes:
    """The name that ``secret`` gives, which tells nothing of it: 20 bytes."""
    return hashlib.sha256(b"name\0" + secret).digest()[:_NAME]


def lock(secret: bytes, *parts: bytes) -> bytes:
    """The parts, one after the other, packed and locked."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    packer = zlib.compressobj(1)
    packed = b"".join((*map(packer.compress, parts), packer.flush()))
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(_key(secret)).encrypt(nonce, packed, None)


def unlock(secret: bytes, locked: bytes, most: int) -> bytes:
    """What was locked under ``secret``, at most ``most`` bytes of it.

    Raises an exception of the libraries' own where it was locked under another secret, or is damaged.
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    packed = AESGCM(_key(secret)).decrypt(locked[:_NONCE], locked[_NONCE:], None)
    return zlib.decompressobj().decompress(packed, most)


def _key(secret: bytes) -> bytes:
    return hashlib.sha256(b"key\0" + secret).digest()

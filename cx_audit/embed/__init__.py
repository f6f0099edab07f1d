"""Texts to vectors: the built-in model, models of the user's own, and the cache that spares encoding twice.

``embed(texts, "passage", open_encoder(), VectorCache(default_cache_path()))`` is all that the other rooms need. To
import this loads no model and no library that runs one.
"""

from __future__ import annotations

from cx_audit.embed.cache import CachedModel, CacheInfo, VectorCache, default_cache_path
from cx_audit.embed.halves import Halves
from cx_audit.embed.interface import Encoder, NoProgress, Progress, Prompt, Vectors
from cx_audit.embed.models import open_encoder
from cx_audit.embed.service import embed, embed_halves

__all__ = [
    "CacheInfo",
    "CachedModel",
    "Encoder",
    "Halves",
    "NoProgress",
    "Progress",
    "Prompt",
    "VectorCache",
    "Vectors",
    "default_cache_path",
    "embed",
    "embed_halves",
    "open_encoder",
]

"""Where answers come from: files, folders and zips in; ``Answer | Skipped`` out.

``discover`` says what the paths hold, ``read_all`` reads it. One module per format; ``SOURCES`` names them all.
"""

from cx_audit.sources.broken import OnBroken
from cx_audit.sources.discover import discover
from cx_audit.sources.files import Limits
from cx_audit.sources.interface import Found, Handling, Item, Reason, Source
from cx_audit.sources.reading import read, read_all
from cx_audit.sources.registry import SOURCES, source_named

__all__ = [
    "SOURCES",
    "Found",
    "Handling",
    "Item",
    "Limits",
    "OnBroken",
    "Reason",
    "Source",
    "discover",
    "read",
    "read_all",
    "source_named",
]

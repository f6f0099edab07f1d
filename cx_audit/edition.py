"""What results depend on beside answers and settings: the code, the rules, the models and the libraries."""

from __future__ import annotations

import contextlib
import hashlib
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from cx_audit.resources import packaged

__all__ = ["edition"]

_LIBRARIES = ("babel", "numpy", "phonenumbers", "py3langid", "rapidfuzz", "scipy", "unicode-rbnf")
_SUFFIXES = frozenset({".py", ".yml", ".json", ".onnx"})


def edition(*rooms: str) -> str:
    """Changes with the code of these rooms, or of all and the models where none is named, the rules and the libraries.

    Sizes and times stand for the contents of files.
    """
    package = Path(__file__).parent
    code = [package / room for room in rooms] or [package, Path(str(packaged("models")))]
    seen = [
        (file.name, status.st_size, status.st_mtime_ns)
        for folder in (*code, Path(str(packaged("rules"))))
        for file in sorted(folder.rglob("*"))
        if file.suffix in _SUFFIXES and (status := file.stat())
    ]
    libraries = [platform.python_version()]
    for name in _LIBRARIES:
        with contextlib.suppress(PackageNotFoundError):
            libraries.append(f"{name}={version(name)}")
    return hashlib.sha256(repr((seen, libraries)).encode()).hexdigest()

"""The model files that come inside cx-audit, and the hashes that they must have (``models/manifest.json``)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from cx_audit.errors import CxAuditError, ModelError
from cx_audit.resources import packaged

__all__ = ["Shipped", "shipped", "size_on_disk"]

_REMEDY = "install cx-audit again"


@dataclass(frozen=True, slots=True)
class Shipped:
    """A file of ours, not yet looked at, and the sha256 that it has unless it is damaged."""

    path: Path
    sha256: str


def shipped(name: str) -> Shipped:
    """The file ``models/NAME`` of this installation.

    Raises:
        ModelError: the manifest is missing or broken, or doesn't name the file.
    """
    manifest = Path(str(packaged("models"))) / "manifest.json"
    try:
        sha256 = json.loads(manifest.read_text(encoding="utf-8"))[name]["sha256"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"no hash of the model {name} in the manifest", path=manifest, remedy=_REMEDY) from error
    return Shipped(manifest.with_name(name), str(sha256))


def size_on_disk(*names: str) -> int | None:
    """The bytes of these files of this installation; None where one is missing."""
    try:
        return sum(shipped(name).path.stat().st_size for name in names)
    except (CxAuditError, OSError):
        return None

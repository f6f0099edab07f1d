"""What ``cx-audit doctor`` looks at in the installation: packages, models, caches, rules. Each check is a few lines."""

from __future__ import annotations

import contextlib
import os
import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from time import monotonic

from cx_audit.errors import CxAuditError

__all__ = ["Check", "State", "caches", "installed", "models", "rules"]

_LEAST_PYTHON = (3, 11)
_FREE_MB = 500
_OF_DEVELOPERS = ("dev", "training")


class State(StrEnum):
    """How it stands: ``warn`` works, ``fail`` does not."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: what was found, and what to do where it isn't right."""

    part: str
    name: str
    state: State
    found: str
    remedy: str = ""


def installed() -> Iterator[Check]:
    """Python, cx-audit, the packages that it needs, and the optional ones."""
    from cx_audit import __version__

    version, fits = platform.python_version(), sys.version_info[:2] >= _LEAST_PYTHON
    state = State.OK if fits else State.FAIL
    found = f"{version}, {platform.system()} {platform.machine()}, {os.cpu_count() or 1} cores"
    yield Check("installed", "python", state, found, "" if fits else "install Python 3.11 or newer")
    yield Check("installed", "cx-audit", State.OK, f"{__version__} in {Path(__file__).resolve().parents[2]}")
    yield from _packages()


def _packages() -> Iterator[Check]:
    from importlib import metadata

    from packaging.markers import default_environment
    from packaging.requirements import Requirement

    try:
        listed = [Requirement(line) for line in metadata.requires("cx-audit") or ()]
        extras = metadata.metadata("cx-audit").get_all("Provides-Extra") or []
    except metadata.PackageNotFoundError:
        yield Check("installed", "packages", State.WARN, "run from a folder, not installed", "pip install -e .")
        return
    here = {name: str(value) for name, value in default_environment().items()}
    needed = [one for one in listed if one.marker is None or one.marker.evaluate({**here, "extra": ""})]
    wrong = [said for one in needed if (said := _missing(one))]
    for said in wrong:
        yield Check("installed", "package", State.FAIL, said, "install cx-audit again, with -c constraints.txt")
    if not wrong:
        names = ", ".join(f"{name} {metadata.version(name)}" for name in ("numpy", "onnxruntime", "pandas", "pydantic"))
        yield Check("installed", "packages", State.OK, f"all {len(needed)} that it needs; {names}")
    for extra in sorted(set(extras) - set(_OF_DEVELOPERS)):
        own = [o for o in listed if o not in needed and o.marker and o.marker.evaluate({**here, "extra": extra})]
        lacking = [said for one in own if (said := _missing(one))]
        found = f"not installed: {', '.join(lacking)}" if lacking else "installed"
        yield Check("installed", f"extra {extra}", State.OK, f"{found} (optional)")


def _missing(requirement: object) -> str:
    """What is wrong with a requirement; "" where it is met."""
    from importlib import metadata

    name, wanted = getattr(requirement, "name", ""), getattr(requirement, "specifier", None)
    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        return f"{name} is missing"
    return "" if wanted is None or wanted.contains(version, prereleases=True) else f"{name} {version} is not {wanted}"


def models(*, deep: bool) -> Iterator[Check]:
    """The model files and their hashes; with ``deep`` the time that the encoder takes to load and to embed a text."""
    from cx_audit.embed import default_model
    from cx_audit.embed.models import OWN
    from cx_audit.judging import OUTCOME_READER
    from cx_audit.judging.outcome_reader import FILE

    again = "install cx-audit again"
    yield _hashed(OWN, "encoder.onnx")
    yield _hashed(OUTCOME_READER, FILE)
    try:
        source = default_model.find_source()
        default_model.check_source(source)
        yield Check("models", default_model.NAME, State.OK, f"{_megabytes(source)}, hash as known")
    except (CxAuditError, OSError) as error:
        yield Check("models", default_model.NAME, State.WARN, str(error), "needed with --model only: " + again)
    if deep:
        yield _loaded()


def _hashed(name: str, file: str) -> Check:
    from cx_audit.embed.folder import file_sha256
    from cx_audit.embed.shipped import shipped

    try:
        told = shipped(file)
        whole = file_sha256(told.path) == told.sha256
        size = _megabytes(told.path)
    except (CxAuditError, OSError):
        return Check("models", name, State.FAIL, f"{file} is missing", "install cx-audit again")
    if not whole:
        return Check("models", name, State.FAIL, f"{file} is damaged: its hash is another", "install cx-audit again")
    return Check("models", name, State.OK, f"{file}, {size}, hash as known")


def _loaded() -> Check:
    from cx_audit.embed import embed, open_encoder

    since = monotonic()
    try:
        embed(["How long do I have to return something?"], "query", open_encoder())
    except CxAuditError as error:
        return Check("models", "loads", State.FAIL, str(error), "install cx-audit again")
    return Check("models", "loads", State.OK, f"and embeds a text in {monotonic() - since:.1f} s")


def caches() -> Iterator[Check]:
    """Where the caches are, what they hold, and whether they can be written."""
    from cx_audit.embed import VectorCache, default_cache_path
    from cx_audit.embed.paths import CACHE_DIR_VARIABLE, cache_dir

    folder = cache_dir()
    held = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) if folder.is_dir() else 0
    problem = _writable(folder)
    remedy = f"free space there, or name another folder in {CACHE_DIR_VARIABLE}"
    if problem:
        yield Check("caches", "folder", State.WARN, f"{folder}: {problem}; every audit starts anew", remedy)
        return
    yield Check("caches", "folder", State.OK, f"{folder}, {held / 1e6:.1f} MB, writable")
    path = default_cache_path()
    if not path.exists():
        yield Check("caches", "vectors", State.OK, "none yet: the first audit makes them")
        return
    try:
        with VectorCache(path) as cache:
            info = cache.info()
        yield Check("caches", "vectors", State.OK, f"{info.entries:,}, {info.bytes / 1e6:.1f} MB")
    except CxAuditError as error:
        yield Check("caches", "vectors", State.WARN, str(error), "cx-audit cache clear")


def _writable(folder: Path) -> str:
    """What keeps us from writing there; "" where nothing does. Leaves no trace."""
    import shutil
    import tempfile

    above = next((one for one in (folder, *folder.parents) if one.exists()), folder)
    try:
        with tempfile.TemporaryFile(dir=above):
            pass
        free = shutil.disk_usage(above).free / 1e6
    except OSError as error:
        return f"can't be written: {error.strerror}"
    return f"{free:,.0f} MB are free" if free < _FREE_MB else ""


def rules() -> Iterator[Check]:
    """The packaged language packs and rules."""
    from cx_audit.cli.rules import packaged_mistakes

    try:
        checked, mistakes = packaged_mistakes()
    except CxAuditError as error:
        checked, mistakes = 0, [str(error)]
    for said in mistakes:
        yield Check("rules", "packaged", State.FAIL, said, "install cx-audit again")
    if not mistakes:
        yield Check("rules", "packaged", State.OK, f"{checked} packs and folders, no mistake")


def _megabytes(path: Path) -> str:
    with contextlib.suppress(OSError):
        return f"{path.stat().st_size / 1e6:.1f} MB"
    return "?"

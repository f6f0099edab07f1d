"""The wheel: built from this checkout, installed beside nothing of it, and run."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest
from command import TIMEOUT, FirstDemo

from cx_audit import __version__
from cx_audit.resources import packaged

ROOT = Path(__file__).resolve().parent.parent.parent

pytestmark = pytest.mark.skipif(
    not (ROOT / "pyproject.toml").is_file(), reason="NOT TESTED: these tests don't stand in a checkout"
)


def _run(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [str(a) for a in arguments], cwd=cwd, env=environment, capture_output=True, timeout=TIMEOUT, check=False
    )
    assert done.returncode == 0, (done.stdout + done.stderr).decode("utf-8", "replace")
    return done


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("build")
    pytest.importorskip("hatchling")
    folder = tmp_path_factory.mktemp("wheel")
    _run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ``bin`` of an environment with the wheel, which sees this environment's other packages."""
    folder = tmp_path_factory.mktemp("venv")
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    paths = {"base": str(folder), "platbase": str(folder)}
    binaries = Path(sysconfig.get_path("scripts", "venv", vars=paths))
    packages = Path(sysconfig.get_path("purelib", "venv", vars=paths))
    _run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        binaries / "python",
        "install",
        "--no-deps",
        "--no-index",
        wheel,
        cwd=folder,
    )
    # A .pth line adds its folder behind the environment's own, so the wheel comes before an editable checkout.
    (packages / "borrowed.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    return binaries


def test_it_holds_all_data_and_nothing_else(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {
        "cx_audit/report/schema/report-1.json",
        "cx_audit/report/templates/report.html.j2",
        "cx_audit/report/templates/report.css",
        "cx_audit/report/templates/report.js",
        "cx_audit/py.typed",
    } <= names
    for name in ("models", "rules", "samples"):
        inside = {path.removeprefix(f"cx_audit/_{name}/") for path in names if path.startswith(f"cx_audit/_{name}/")}
        beside = {
            path.relative_to(ROOT / name).as_posix()
            for path in (ROOT / name).rglob("*")
            if path.is_file() and not path.name.startswith(".")
        }
        assert inside == beside
    assert {path.partition("/")[0] for path in names} == {"cx_audit", f"cx_audit-{__version__}.dist-info"}
    assert not [path for path in names if "__pycache__" in path or path.endswith((".pyc", ".tmp"))]


def test_what_runs_is_the_wheel(installed: Path, tmp_path: Path) -> None:
    code = "import cx_audit, cx_audit.resources as r; print(cx_audit.__file__); print(r.packaged('samples'))"
    package, samples = _run(installed / "python", "-c", code, cwd=tmp_path).stdout.decode().split()
    for path in (package, samples):
        assert Path(path).is_relative_to(installed.parent)
    assert samples.endswith("_samples")
    assert packaged("samples").is_dir()


@pytest.mark.model
def test_the_installed_command_finds_what_the_checkout_finds(
    installed: Path, tmp_path: Path, first_demo: FirstDemo
) -> None:
    script = installed / "cx-audit"
    assert _run(script, "--version", cwd=tmp_path).stdout.decode() == f"cx-audit {__version__}\n"
    page = _run(script, "demo", "-f", "html", "-o", "json:r.json", cwd=tmp_path).stdout
    assert b"</html>" in page
    assert _places_apart((tmp_path / "r.json").read_bytes()) == _places_apart(first_demo.run.out)


def _places_apart(report: bytes) -> list[str]:
    """The lines of a report that name no path: the samples lie elsewhere in the wheel."""
    return [line for line in report.decode("utf-8").splitlines() if "samples/" not in line]

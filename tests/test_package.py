"""The package as a whole: what it exports, what it imports, and how large its modules are."""

from __future__ import annotations

import importlib
import pkgutil
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import cx_audit
from cx_audit import errors
from cx_audit.errors import ConfigError, CxAuditError
from cx_audit.resources import packaged

ROOT = Path(cx_audit.__file__).parent
NAMES = [
    "cx_audit",
    *(m.name for m in pkgutil.walk_packages(cx_audit.__path__, "cx_audit.") if not m.name.endswith("__main__")),
]
HEAVY = (
    "torch",
    "pandas",
    "numpy",
    "scipy",
    "babel",
    "sentence_transformers",
    "transformers",
    "sklearn",
    "pyarrow",
    "openpyxl",
)
MOST_LINES = 450


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # our own interpreter, fixed arguments
        [sys.executable, "-X", "utf8", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def test_version() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+(?:(?:a|b|rc)\d+)?", cx_audit.__version__)


def _module(name: str) -> ModuleType:
    return importlib.import_module(name)


@pytest.mark.parametrize("name", NAMES)
def test_a_module_imports_and_exports_what_it_says(name: str) -> None:
    module = _module(name)
    assert module.__doc__, f"{name} has no docstring"
    exported = getattr(module, "__all__", [])
    assert len(exported) == len(set(exported))
    missing = [word for word in exported if not hasattr(module, word)]
    assert missing == []


def test_every_error_is_exported_and_drawn_in_the_tree() -> None:
    defined = {
        name for name, value in vars(errors).items() if isinstance(value, type) and issubclass(value, CxAuditError)
    }
    assert defined == set(errors.__all__)
    assert all(name in (errors.__doc__ or "") for name in defined)


@pytest.mark.parametrize("entry", ["cx_audit", "cx_audit.cli.main"])
def test_the_command_line_starts_without_the_heavy_libraries(entry: str) -> None:
    result = _run("-c", f"import sys, {entry}; print(*sorted(set(sys.modules) & {set(HEAVY)!r}))")
    assert result.returncode == 0, result.stderr
    assert result.stdout.split() == []


def test_help_and_version() -> None:
    shown = _run("-m", "cx_audit", "--help")
    assert shown.returncode == 0, shown.stderr
    assert "cx-audit" in shown.stdout
    assert "audit" in shown.stdout
    assert _run("-m", "cx_audit", "--version").stdout == f"cx-audit {cx_audit.__version__}\n"


def test_a_wrong_option_is_one_line_and_exit_2() -> None:
    result = _run("-m", "cx_audit", "audit", "--no-such-option")
    assert result.returncode == 2
    assert len(result.stderr.strip().splitlines()) == 1
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_is_too_long(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize(
    ("name", "inside"), [("rules", "text/phrases.yml"), ("samples", "expected.yml"), ("models", "manifest.json")]
)
def test_rules_and_samples_come_along(name: str, inside: str) -> None:
    assert packaged(name).joinpath(inside).is_file()


def test_a_missing_folder_is_told() -> None:
    with pytest.raises(ConfigError, match="lacks its nonsense folder"):
        packaged("nonsense")


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (CxAuditError("is wrong"), "is wrong"),
        (CxAuditError("is wrong", path="a.csv"), "a.csv: is wrong"),
        (CxAuditError("is wrong", path=Path("a.csv"), line=3, remedy="mend it"), "a.csv:3: is wrong (mend it)"),
        (CxAuditError("is\n  wrong", line=3), "is wrong"),
    ],
)
def test_an_error_is_one_line(error: CxAuditError, line: str) -> None:
    assert str(error) == line

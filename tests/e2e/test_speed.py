"""What a user feels: how long the command takes to answer, and what it loads to do so."""

from __future__ import annotations

import json
import shutil
import time
from importlib.resources import as_file
from pathlib import Path

import pytest
from command import FirstDemo, cx_audit, python

from cx_audit.resources import packaged

pytestmark = pytest.mark.timing

WARM_TIMES = 2.5
YARDSTICK = "import lxml.html, pandas, scipy.cluster.hierarchy, yaml"
"""Libraries that a table of answers and their grouping need anyway."""
HELP_SECONDS = 0.3

HEAVY = ("torch", "transformers", "sentence_transformers", "pandas", "numpy", "scipy", "sklearn", "pyarrow")
ENGINES = ("torch", "transformers", "sentence_transformers", "onnxruntime")
MODEL = (*ENGINES, "sklearn", "pandas")

WHICH_LOADED = """
import sys
from cx_audit.cli.main import main
watched, sys.argv = sys.argv[1].split(","), ["cx-audit", *sys.argv[2:]]
try:
    main()
finally:
    print("loaded:", *(name for name in watched if name in sys.modules), file=sys.stderr)
"""


def _loaded(watched: tuple[str, ...], *arguments: str, cwd: Path) -> list[str]:
    run = python("-c", WHICH_LOADED, ",".join(watched), *arguments, cwd=cwd)
    assert run.code == 0, run.err
    return run.err.removeprefix("loaded:").split()


def _best_of(times: int, *arguments: str, cwd: Path) -> float:
    best = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        run = cx_audit(*arguments, cwd=cwd)
        best = min(best, time.perf_counter() - start)
        assert run.code == 0, run.err
    return best


@pytest.mark.parametrize("arguments", [("--help",), ("audit", "--help"), ("config", "schema"), ("cache", "info")])
def test_small_commands_load_no_large_library(arguments: tuple[str, ...], tmp_path: Path) -> None:
    # The cache holds vectors, and its module can't do without the library for them: 0.07 s.
    needed = ["numpy"] if arguments[0] == "cache" else []
    assert _loaded(HEAVY, *arguments, cwd=tmp_path) == needed


@pytest.mark.parametrize("arguments", [("--help",), ("audit", "--help"), ("baseline", "--help")])
def test_help_reads_no_configuration(arguments: tuple[str, ...], tmp_path: Path) -> None:
    # What reads it takes longer to load than all else together.
    assert _loaded(("cx_audit.config",), *arguments, cwd=tmp_path) == []


@pytest.mark.model
@pytest.mark.parametrize("form", ["table", "json", "html", "markdown", "sarif", "junit", "github", "gitlab"])
def test_telling_a_saved_report_loads_no_large_library(form: str, first_demo: FirstDemo, tmp_path: Path) -> None:
    (tmp_path / "saved.json").write_bytes(first_demo.run.out)
    assert _loaded((*HEAVY, "onnxruntime"), "report", "saved.json", "-f", form, "-o", f"{form}:out", cwd=tmp_path) == []


@pytest.mark.model
def test_the_ledger_loads_no_large_library_and_explaining_no_model(first_demo: FirstDemo, tmp_path: Path) -> None:
    with as_file(packaged("samples")) as samples:
        shutil.copytree(samples, tmp_path / "samples")
    here = tmp_path / "samples"
    assert _loaded(ENGINES, "baseline", "create", ".", cwd=here) == []
    finding = json.loads(first_demo.run.out)["findings"][0]["id"]
    assert _loaded(ENGINES, "explain", finding, ".", cwd=here) == []
    assert _loaded((*HEAVY, "onnxruntime"), "baseline", "show", cwd=here) == []


@pytest.mark.model
def test_a_warm_run_loads_no_model(first_demo: FirstDemo, tmp_path: Path) -> None:
    assert _loaded((*MODEL, "scipy"), "demo", "-f", "json", cwd=tmp_path) == []


@pytest.mark.model
def test_another_setting_loads_no_model(first_demo: FirstDemo, tmp_path: Path) -> None:
    with as_file(packaged("samples")) as samples:
        shutil.copytree(samples, tmp_path / "samples")
    asked = ("audit", ".", "-f", "json", "--exit-zero", "--min-confidence", "0.77")
    assert _loaded(MODEL, *asked, cwd=tmp_path / "samples") == []


@pytest.mark.model
def test_a_warm_run_is_quick(first_demo: FirstDemo, tmp_path: Path) -> None:
    # A ratio, taken turn by turn: seconds alone tell how busy the machine is.
    run = yardstick = float("inf")
    for _ in range(4):
        run = min(run, _best_of(1, "demo", "-f", "json", cwd=tmp_path))
        start = time.perf_counter()
        python("-c", YARDSTICK, cwd=tmp_path)
        yardstick = min(yardstick, time.perf_counter() - start)
    assert run < WARM_TIMES * yardstick


def test_help_is_at_once(tmp_path: Path) -> None:
    assert _best_of(5, "--help", cwd=tmp_path) < HELP_SECONDS

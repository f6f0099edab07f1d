"""The steps of ``action.yml``, run as a runner would: its shell, its files, a repository with a contradiction."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from command import cx_audit

ROOT = Path(__file__).resolve().parents[2]
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
HOSTILE = "::add-mask::14 ##[set-env name=X]y %0A::error::z"

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")


@dataclass(frozen=True)
class Job:
    """What the action left behind."""

    code: int
    log: str
    outputs: dict[str, str]
    summary: str


class Runner:
    """As much of a runner as the action needs: expressions of inputs and outputs, and a shell that stops at errors."""

    def __init__(self, repository: Path) -> None:
        self.repository = repository
        self.temp = repository.parent / "runner"
        (self.temp / "bin").mkdir(parents=True)
        command = self.temp / "bin" / "cx-audit"
        command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m cx_audit "$@"\n', encoding="utf-8")
        command.chmod(0o755)

    def run(self, **given: str) -> Job:
        inputs = {name: told.get("default", "") for name, told in ACTION["inputs"].items()}
        inputs |= {"install": "false"} | {name.replace("_", "-"): value for name, value in given.items()}
        files = {name: self.temp / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        for file in files.values():
            file.write_text("", encoding="utf-8")
        code, log = 0, ""
        for step in STEPS:
            if code or not self._wanted(step, inputs):
                continue
            outputs = dict(line.partition("=")[::2] for line in files["GITHUB_OUTPUT"].read_text("utf-8").splitlines())
            told = {name: self._expanded(value, inputs, outputs) for name, value in step.get("env", {}).items()}
            script = self.temp / "step.sh"
            script.write_text(step["run"], encoding="utf-8")
            done = subprocess.run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", script],
                cwd=self.repository,
                env={
                    **os.environ,
                    "PATH": f"{self.temp / 'bin'}{os.pathsep}{os.environ['PATH']}",
                    "PYTHONPATH": str(ROOT),
                    **{name: str(file) for name, file in files.items()},
                    **told,
                },
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=180,
                check=False,
            )
            code, log = done.returncode, log + done.stdout.decode("utf-8")
        outputs = dict(line.partition("=")[::2] for line in files["GITHUB_OUTPUT"].read_text("utf-8").splitlines())
        return Job(code, log, outputs, files["GITHUB_STEP_SUMMARY"].read_text("utf-8"))

    @staticmethod
    def _wanted(step: dict[str, Any], inputs: dict[str, str]) -> bool:
        if "if" not in step:
            return True
        name, value = re.fullmatch(r"inputs\.([\w-]+) == '(\w+)'", step["if"]).groups()  # type: ignore[union-attr]
        return inputs[name] == value

    @staticmethod
    def _expanded(text: str, inputs: dict[str, str], outputs: dict[str, str]) -> str:
        def value(found: re.Match[str]) -> str:
            where, _, name = found[1].rpartition(".")
            return {"inputs": inputs, "steps.audit.outputs": outputs}[where].get(name, "")

        return re.sub(r"\$\{\{ ([\w.-]+) \}\}", value, text)


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    (tmp_path / "repository" / "exports").mkdir(parents=True)
    return Runner(tmp_path / "repository")


def _write(repository: Path, days: str) -> None:
    """Two answers to one question; the macro says ``days``."""
    with (repository / "exports" / "answers.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["id", "channel", "question", "answer", "intent"])
        for id, channel, said in (("f", "faq", "30"), ("m", "macro", days)):
            words = f"You can return your order within {said} days."
            table.writerow([id, channel, f"How long may I return it? {HOSTILE}", words, "r"])


INTENT = "--group-by\nintent\n--min-confidence\n0"


@pytest.mark.model
def test_the_action_fails_on_a_contradiction_and_passes_without(runner: Runner) -> None:
    _write(runner.repository, "14")
    failed = runner.run(paths="exports\n", arguments=INTENT)
    assert failed.code == 1
    assert {name: failed.outputs[name] for name in ("exit-code", "failures")} == {"exit-code": "1", "failures": "1"}
    for name in ("json", "html", "sarif", "junit", "markdown"):
        assert (runner.repository / failed.outputs[name]).is_file()
    assert failed.summary == (runner.repository / failed.outputs["markdown"]).read_text(encoding="utf-8")
    assert "30 days" in failed.summary
    _the_log_obeys_nobody(failed.log, annotations=1)

    before = runner.repository.parent / "before.json"
    shutil.copy(runner.repository / failed.outputs["json"], before)
    _write(runner.repository, "30")
    passed = runner.run(paths="exports", arguments=INTENT, compare=str(before), summary="false")
    assert (passed.code, passed.outputs["failures"], passed.summary) == (0, "0", "")
    told = (runner.repository / passed.outputs["markdown"]).read_text(encoding="utf-8")
    assert "0 new, 1 fixed, 0 still there" in told


@pytest.mark.model
def test_a_known_contradiction_passes_until_a_value_changes(runner: Runner) -> None:
    _write(runner.repository, "14")
    here = {"PYTHONPATH": str(ROOT)}
    made = cx_audit("baseline", "create", "exports", *INTENT.split(), cwd=runner.repository, env=here)
    assert made.code == 0, made.err
    known = runner.run(paths="exports", arguments=INTENT)
    assert (known.code, known.outputs["failures"]) == (0, "0")
    assert "::error" not in known.log
    assert "## cx-audit: 0 found, 1 known" in known.summary
    _write(runner.repository, "21")
    moved = runner.run(paths="exports", arguments=INTENT)
    assert (moved.code, moved.outputs["failures"]) == (1, "1")
    assert "::error file=exports/answers.csv,line=" in moved.log


def _the_log_obeys_nobody(log: str, annotations: int) -> None:
    """The runner takes lines for commands that begin with "::", but between the two lines of ``stop-commands``."""
    lines = log.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("::stop-commands::"))
    token = lines[start].removeprefix("::stop-commands::")
    assert re.fullmatch("[0-9a-f]{32}", token)
    end = lines.index(f"::{token}::")
    assert any("add-mask" in line for line in lines[start:end])
    commands = [line for line in (*lines[:start], *lines[end + 1 :]) if line.lstrip().startswith("::") or "##[" in line]
    assert len(commands) == annotations
    assert re.match(r"::error file=exports/answers\.csv,line=[23],title=", commands[0])


@pytest.mark.model
def test_a_job_that_can_not_audit_fails_with_what_the_command_said(runner: Runner) -> None:
    job = runner.run(paths="none; touch pwned\n$(touch pwned)", folder="a folder")
    assert (job.code, job.outputs) == (2, {"exit-code": "2"})
    assert "$(touch pwned): no such file" in job.log
    assert not (runner.repository / "pwned").exists()
    assert list((runner.repository / "a folder").iterdir()) == []


def test_no_step_pastes_an_input_into_its_shell() -> None:
    assert [step["name"] for step in STEPS if "${{" in step.get("run", "")] == []


def test_what_the_action_uses_is_pinned_to_a_commit() -> None:
    used = [step["uses"] for step in STEPS if "uses" in step]
    assert used
    assert [one for one in used if not re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", one)] == []


def test_every_output_comes_from_the_step_that_sets_it() -> None:
    audit = next(step for step in STEPS if step.get("id") == "audit")
    set_there = set(re.findall(r'echo "([\w-]+)=', audit["run"]))
    assert set_there == set(ACTION["outputs"])
    assert {f"${{{{ steps.audit.outputs.{name} }}}}" for name in ACTION["outputs"]} == {
        told["value"] for told in ACTION["outputs"].values()
    }


def test_the_hook_for_pre_commit_runs_a_command_that_there_is() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert hook["entry"].split()[:2] == ["cx-audit", "audit"]
    assert hook["pass_filenames"] is False
    help_ = subprocess.run(
        [sys.executable, "-m", "cx_audit", "audit", "--help"], capture_output=True, cwd=ROOT, check=True
    )
    assert all(option in help_.stdout.decode() for option in hook["entry"].split()[2:])

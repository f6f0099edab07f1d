"""Every finding of the samples can be followed back to the answers, through the command and through the library."""

from __future__ import annotations

import json
from importlib.resources import as_file
from pathlib import Path
from typing import Any

import pytest
from command import FirstDemo, cx_audit

from cx_audit.cli.progress import Silent
from cx_audit.cli.run import Request, examine
from cx_audit.compare.explain import explain
from cx_audit.compare.record import Seen
from cx_audit.config import Config
from cx_audit.report import trail, trail_json
from cx_audit.resources import packaged

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def report(first_demo: FirstDemo) -> dict[str, Any]:
    return first_demo.run.report


def test_every_finding_of_the_samples_can_be_explained(first_demo: FirstDemo) -> None:
    seen: list[Seen] = []
    with as_file(packaged("samples")) as folder:
        told = examine(Request(paths=(folder,)), Config(), folder, Silent(), seen.append)
    explained = 0
    for question in seen:
        for finding in question.findings:
            found = explain(finding, question)
            assert found.compared
            assert {told.answer.id for told in found.answers if told.quotes} == {
                quote.answer_id for position in finding.positions for quote in position.quotes
            }
            assert finding.id in trail.render(found)
            assert json.loads(trail_json.render(found))["finding"]["id"] == finding.id
            explained += 1
    assert explained == len(told.findings) > 20


def test_the_command_explains_what_the_demo_tells(report: dict[str, Any], tmp_path: Path) -> None:
    finding = report["findings"][0]
    run = cx_audit("explain", finding["id"], "--demo", cwd=tmp_path)
    assert (run.code, run.err) == (0, "")
    told = run.out.decode("utf-8")
    assert told.startswith(f"{finding['id']} · {finding['kind']} · {finding['severity']}")
    places = {answer["id"]: answer["source"] for answer in report["answers"]}
    for position in finding["positions"]:
        for quote in position["answers"]:
            assert f"{places[quote['id']]['path'].rpartition('/')[2]}:{places[quote['id']]['line']}" in told


def test_the_command_prints_json(report: dict[str, Any], tmp_path: Path) -> None:
    finding = report["findings"][-1]
    run = cx_audit("explain", finding["id"], "--demo", "-f", "json", cwd=tmp_path)
    assert (run.code, run.err) == (0, "")
    assert run.report["finding"] == finding


def test_an_id_of_nothing_is_an_error(tmp_path: Path, first_demo: FirstDemo) -> None:
    run = cx_audit("explain", "f-zzzz", "--demo", cwd=tmp_path)
    assert (run.code, run.out) == (2, b"")
    assert run.err.startswith("cx-audit: f-zzzz: none of the")

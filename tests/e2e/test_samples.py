"""The samples against their answer sheet: what must be found, and what must not be claimed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from command import FirstDemo, cx_audit
from sample_sheet import Pair, Sheet, claimed, read_sheet

LEAST_FOUND = 0.90
"""Share of the sheet's contradictions of which at least one pair of answers is claimed."""

MOST_WRONG = 0.10
"""Share of the claimed pairs that the sheet does not call contradictory."""

LANGUAGES = ("en", "nl", "es", "vi", "ar")

ROOT = Path(__file__).resolve().parent.parent.parent

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def report(first_demo: FirstDemo) -> dict[str, Any]:
    assert (first_demo.run.code, first_demo.run.err) == (0, "")
    return first_demo.run.report


@pytest.fixture(scope="module")
def sheet(report: dict[str, Any]) -> Sheet:
    return read_sheet(report["answers"])


def _told(pair: Pair, report: dict[str, Any], sheet: Sheet) -> str:
    answers = {answer["id"]: answer for answer in report["answers"]}
    lines = [
        f"    {answers[one]['channel']} {answers[one]['locale']} {one} ({sheet.question.get(one, 'set aside')}): "
        f"{' '.join(answers[one]['text'].split())[:150]}"
        for one in sorted(pair)
    ]
    return "\n".join(lines)


def test_the_sheet_is_about_these_answers(report: dict[str, Any], sheet: Sheet) -> None:
    assert {answer["id"] for answer in report["answers"]} == set(sheet.question) | sheet.set_aside
    assert len(sheet.contradictions) >= 15


def test_contradictions_are_found(report: dict[str, Any], sheet: Sheet) -> None:
    pairs = claimed(report)
    missed = [one for one in sheet.contradictions if not one.pairs & pairs]
    share = 1 - len(missed) / len(sheet.contradictions)
    told = "\n".join(
        f"  {one.question}: {one.about} ({one.kind})\n{_told(min(one.pairs, key=sorted), report, sheet)}"
        for one in missed
    )
    assert share >= LEAST_FOUND, f"found {share:.0%} of {len(sheet.contradictions)}; missed:\n{told}"


def test_what_is_claimed_is_right(report: dict[str, Any], sheet: Sheet) -> None:
    pairs = claimed(report)
    wrong = sorted(pairs - set(sheet.contradictory), key=sorted)
    assert pairs
    told = "\n".join(_told(pair, report, sheet) for pair in wrong)
    assert len(wrong) <= MOST_WRONG * len(pairs), f"{len(wrong)} of {len(pairs)} claimed pairs are wrong:\n{told}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_takes_part(report: dict[str, Any], sheet: Sheet, language: str) -> None:
    spoken = {answer["id"] for answer in report["answers"] if answer["locale"].partition("-")[0] == language}
    right = claimed(report) & set(sheet.contradictory)
    assert any(pair & spoken for pair in right), f"no answer in {language} is in a contradiction that was found"


def test_the_readme_shows_what_the_demo_prints(first_demo: FirstDemo) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"<!-- demo -->\n```\n(.*?)\n```\n<!-- /demo -->", readme, re.DOTALL)
    run = cx_audit("demo", "--top", "0", cwd=ROOT)
    assert (run.code, run.err) == (0, "")
    printed = run.out.decode("utf-8")
    assert [part for part in shown.split("\n[...]\n") if part.strip("\n") not in printed] == []

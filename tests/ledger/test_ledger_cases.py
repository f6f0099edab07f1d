"""Rewordings and moved values in each language, through the whole pipeline: ``tests/cases/ledger``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from ledger_kit import TODAY

from cx_audit.group.vectors import Matrix
from cx_audit.ledger import create, settle
from cx_audit.model import Answer, FindingKind, Report, Status
from cx_audit.pipeline import Settings, run

CASES = Path(__file__).parent.parent / "cases" / "ledger"
SETTINGS = Settings(by_intent=True, min_confidence=0.0)


def _cases() -> Iterator[Any]:
    for path in sorted(CASES.glob("*.yml")):
        for language, cases in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            for number, case in enumerate(cases, 1):
                yield pytest.param(language, case, id=f"{path.stem}-{language}-{number}")


def _one_direction(texts: Sequence[str]) -> Matrix:
    """Vectors that know no difference: the intents say what is one question."""
    return np.ones((len(texts), 1), np.float32)


def _audited(language: str, says: Mapping[str, str], prefix: str) -> Report:
    answers = [
        Answer(f"{prefix}-{channel}", channel, f"question to {channel}", text, locale=language, intent="one")
        for channel, text in says.items()
    ]
    report = run(answers, SETTINGS, _one_direction)
    told = tuple(finding for finding in report.findings if finding.kind is FindingKind.CONTRADICTION)
    return replace(report, findings=told)


@pytest.mark.parametrize(("language", "case"), list(_cases()))
def test_known_new_or_gone(language: str, case: dict[str, Any]) -> None:
    known = create(_audited(language, case["was"], "a"), TODAY)
    assert len(known) == 1
    done = settle(_audited(language, case["now"], "b"), known, (), TODAY)
    statuses = [finding.status for finding in done.report.findings]
    expected = {"known": ([Status.BASELINE], 0), "new": ([Status.NEW], 1), "gone": ([], 1)}
    assert (statuses, len(done.resolved)) == expected[case["then"]]

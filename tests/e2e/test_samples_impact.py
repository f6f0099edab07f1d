"""What the sample company's disagreements cost, against hand computation from samples/metrics."""

from __future__ import annotations

from typing import Any

import pytest
from command import FirstDemo

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def report(first_demo: FirstDemo) -> dict[str, Any]:
    return first_demo.run.report


def _of(report: dict[str, Any], role: str) -> dict[str, Any]:
    found: dict[str, Any] = next(f for f in report["findings"] if f["role"] == role)
    return found


def test_the_return_window_touches_what_its_rows_say(report: dict[str, Any]) -> None:
    impact = _of(report, "return_window")["impact"]
    # contacts.csv: 212, 198 and 231 in three months; 6.2 minutes and 9.1 hours in each
    assert impact["contacts"] == 641
    assert impact["contacts_a_month"] == pytest.approx(213.67)
    assert impact["handling"]["minutes"] == pytest.approx(6.2)
    assert impact["resolution"]["hours"] == pytest.approx(9.1)
    # surveys.csv, macro 7204518830011: 3 2 4 1 3 2 5 3 2 4 3 1 are 33 by 12
    assert (impact["csat"]["mean"], impact["csat"]["answers"], impact["csat"]["small_sample"]) == (2.75, 12, True)
    # the other macros' 51 answers add up to 176
    assert (impact["csat"]["rest"], impact["csat"]["rest_answers"]) == (pytest.approx(176 / 51, abs=0.005), 51)
    # NPS answers 6 4 7 2 8 3 9 5: one promoter, two passives, five detractors
    nps = impact["nps"]
    assert (nps["promoters"], nps["passives"], nps["detractors"], nps["score"]) == (1, 2, 5, -50)


def test_findings_are_ranked_by_contacts_a_month_times_severity(report: dict[str, Any]) -> None:
    told = [f for f in report["findings"] if f["kind"] == "contradiction"]
    weights = [f["impact"].get("weight") for f in told]
    known = [w for w in weights if w is not None]
    assert len(known) >= 8
    assert known == sorted(known, reverse=True)
    assert weights[: len(known)] == known
    # 1,234 contacts in three months, high: 1234 / 3 x 3; returns: 641 / 3 x 3; postage of returns, told as free or not:
    # 394 / 3 x 3; parcels: 364 / 3 x 3
    assert [f["role"] for f in told[:4]] == ["delivery_time", "return_window", None, "damage_report_window"]
    assert told[2]["message"].startswith("Included or charged")
    assert known[:4] == [1234, 641, 394, 364]


def test_findings_name_the_channels_that_depart_from_the_policy(report: dict[str, Any]) -> None:
    window, deposit = _of(report, "return_window"), _of(report, "deposit_amount")
    assert window["policy"]["departs"] == ["agent:Noor", "chatbot"]
    assert set(window["policy"]["backed"]) == {"faq", "knowledge", "macro"}
    assert deposit["policy"]["departs"] == ["agent:Noor"]


def test_what_customers_ask_and_no_channel_answers_is_listed(report: dict[str, Any]) -> None:
    asked = {row["said"]: row["contacts"] for row in report["metrics"]["unmatched"]}
    assert asked["Do you sell spare parts for the first Plover grinder?"] == 64 + 71 + 66
    assert asked["Can I book a barista course?"] == 38 + 45 + 52

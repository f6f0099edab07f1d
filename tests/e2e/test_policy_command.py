"""``cx-audit policy`` and ``--policy``, as a user types them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from command import FirstDemo, Run, cx_audit
from sample_sheet import read_sheet

from cx_audit.report import Format, render
from cx_audit.report.json import load
from cx_audit.resources import packaged

pytestmark = pytest.mark.model

SAMPLES = Path(str(packaged("samples")))
POLICY = SAMPLES / "policy.yml"


def _check(text: str, *options: str, cwd: Path) -> Run:
    done = subprocess.run(
        [sys.executable, "-m", "cx_audit", "policy", "check", "-", "--policy", str(POLICY), *options],
        cwd=cwd,
        input=text.encode(),
        capture_output=True,
        timeout=120,
        check=False,
    )
    return Run(done.returncode, done.stdout, done.stderr.decode())


def _sided(report: dict[str, Any]) -> dict[str, Any]:
    return {finding["role"]: finding for finding in report["findings"] if finding["policy"]}


def test_the_demo_names_who_departs(first_demo: FirstDemo) -> None:
    sided = _sided(first_demo.run.report)
    expected = {
        "return_window": ["agent:Noor", "chatbot"],
        "support_phone": ["knowledge"],
        "gift_card_validity": ["agent:Linh", "macro"],
        "student_discount": ["agent:Linh"],
        "cancel_notice": ["macro"],
    }
    assert {role: sided[role]["policy"]["departs"] for role in expected} == expected
    assert "policy" not in first_demo.run.report["summary"]["findings"]
    assert first_demo.run.report["settings"]["policy"]["not_found"] == []


def test_whoever_departs_contradicts_whoever_is_backed(first_demo: FirstDemo) -> None:
    """By the answer sheet, which was written without the tool: each finding that names a side names the right one."""
    contradictory = read_sheet(first_demo.run.report["answers"]).contradictory
    sided = [finding["policy"]["answers"] for finding in first_demo.run.report["findings"] if finding["policy"]]
    assert len(sided) == 14
    for answers in sided:
        assert answers["backed"]
        for backed in answers["backed"]:
            for departing in answers["departs"]:
                assert frozenset((backed, departing)) in contradictory


def test_suggest_then_audit_then_check(tmp_path: Path) -> None:
    drafted = tmp_path / "policy.yml"
    run = cx_audit("policy", "suggest", SAMPLES, "-q", "-o", drafted, cwd=tmp_path)
    assert run.code == 0, run.err
    assert b"lines that the channels agree on" in run.out
    text = drafted.read_text(encoding="utf-8")
    assert "refund_time: up to 5 business days  # 4 answers" in text
    assert "# return_window: the channels don't agree" in text

    plain = cx_audit("audit", SAMPLES, "-q", "-f", "json", cwd=tmp_path)
    held = cx_audit("audit", SAMPLES, "-q", "-f", "json", "--policy", drafted, cwd=tmp_path)
    ids = [[finding["id"] for finding in run.report["findings"]] for run in (plain, held)]
    assert ids[0] == ids[1]
    assert held.report["settings"]["policy"]["not_found"] == []

    checked = cx_audit("policy", "check", SAMPLES, "--policy", drafted, "-f", "json", cwd=tmp_path)
    assert (checked.code, checked.report["findings"]) == (0, [])

    kept = cx_audit("policy", "suggest", SAMPLES, "-q", "-o", drafted, cwd=tmp_path)
    assert (kept.code, drafted.read_text(encoding="utf-8")) == (2, text)


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        ("You can send it back within 14 days.", ["--question", "How long do I have to return something?"], 1),
        ("You can send it back within 30 days.", ["--question", "How long do I have to return something?"], 0),
        ("Je kunt artikelen tot 14 dagen na ontvangst retourneren.", [], 1),
        ("Livraison : 10 euros.", ["--question", "How long do I have to return something?"], 3),
        ("", [], 3),
    ],
)
def test_a_pasted_answer(text: str, options: list[str], code: int, tmp_path: Path) -> None:
    run = _check(text, *options, "-f", "json", cwd=tmp_path)
    assert run.code == code, run.err
    if code == 1:
        (finding,) = run.report["findings"]
        assert finding["kind"] == "policy"
        assert finding["policy"]["says"] == "30 days"
        assert finding["policy"]["source"].startswith("policy.yml:")


def test_every_format_tells_a_departure(tmp_path: Path) -> None:
    report = tmp_path / "r.json"
    run = _check("You can return items within 14 days of delivery.", "-o", f"json:{report}", cwd=tmp_path)
    assert run.code == 1
    assert "departs from the policy" in run.out.decode()
    saved = load(report.read_text(encoding="utf-8"))
    assert dict(saved.summary.findings) == {"policy": 1}
    for format in (one for one in Format if not one.binary):
        assert "30 days" in str(render(saved, format)), format


def test_one_channel_can_be_checked(tmp_path: Path) -> None:
    run = cx_audit("policy", "check", SAMPLES, "--policy", POLICY, "--channel", "macro", "-f", "json", cwd=tmp_path)
    assert run.code == 1
    assert {answer["channel"] for answer in run.report["answers"]} == {"macro"}
    assert "cancel_notice" in _sided(run.report)


def test_every_mistake_is_a_line_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "policy.yml").write_text("retun_window: 30 days\nreturn_fee: 30 days\n", encoding="utf-8")
    run = cx_audit("policy", "show", "policy.yml", cwd=tmp_path)
    assert (run.code, run.out) == (2, b"")
    lines = run.err.splitlines()
    assert [line.split(": ")[1] for line in lines] == ["policy.yml:1", "policy.yml:2"]
    assert "did you mean return_window?" in lines[0]


def test_a_line_that_has_passed_is_told_and_held_against_nobody(tmp_path: Path) -> None:
    text = "return_window: {value: 45 days, valid_to: 2020-01-31}\nrefund_time: 5 business days\n"
    (tmp_path / "policy.yml").write_text(text, encoding="utf-8")
    run = cx_audit("policy", "check", SAMPLES, "--policy", "policy.yml", "-f", "json", cwd=tmp_path)
    assert "policy.yml:1: return_window: ended on 2020-01-31" in run.err
    assert run.report["findings"] == []


def test_the_configuration_names_a_policy_and_authorities(tmp_path: Path) -> None:
    (tmp_path / "rules.yml").write_text("return_window: 30 days\n", encoding="utf-8")
    (tmp_path / "cx-audit.yml").write_text(
        f"sources: [{{path: {json.dumps(str(SAMPLES))}}}]\npolicy: rules.yml\nauthority: {{hours: faq}}\n",
        encoding="utf-8",
    )
    run = cx_audit("audit", "-q", "-f", "json", cwd=tmp_path)
    by_role = _sided(run.report)
    assert by_role["return_window"]["policy"]["source"] == "rules.yml:1"
    assert by_role["order_cutoff"]["policy"]["because"] == "the FAQ is the authority for hours"
    (tmp_path / "cx-audit.yml").write_text("authority: {retun_window: faq}\n", encoding="utf-8")
    wrong = cx_audit("audit", SAMPLES, "-q", "-c", "cx-audit.yml", cwd=tmp_path)
    assert wrong.code == 2
    assert "authority: retun_window: nothing of that name is known (did you mean return_window?)" in wrong.err


def test_explain_says_who_is_right(first_demo: FirstDemo, tmp_path: Path) -> None:
    id = _sided(first_demo.run.report)["return_window"]["id"]
    run = cx_audit("explain", id, "--demo", "-q", cwd=tmp_path)
    assert "The policy says: 30 days" in run.out.decode()

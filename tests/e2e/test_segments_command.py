"""Segments and coverage as a user types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import FirstDemo, Run, cx_audit

pytestmark = pytest.mark.model

CONFIG = """
sources:
  - path: shared.csv
  - path: nova
    audience: Nova
  - path: halo.csv
segments:
  region: [EU, US]
  brand:
    Nova:
    Halo: {where: [{field: {shop: H}}]}
"""
SHARED = """channel,question,answer
faq,What does delivery cost?,In the EU delivery costs €5. In the US it costs $9.
faq,How can I pay?,You can pay by card.
"""
NOVA = """channel,question,answer
faq,How long do I have to return an item?,You can return an item within 30 days.
faq,How can I track my order?,Use the link in the e-mail that we send you.
"""
HALO = """channel,question,answer,shop
chatbot,How long do I have to return an item?,You can return an item within 14 days.,H
macro,How long do I have to return an item?,You can return an item within 14 days.,H
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shop")
    (folder / "nova").mkdir()
    texts = {"cx-audit.yml": CONFIG, "shared.csv": SHARED, "nova/faq.csv": NOVA, "halo.csv": HALO}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def audited(shop: Path) -> Run:
    return cx_audit("audit", "-q", "-f", "json", "-o", "json:report.json", "-o", "html:page.html", cwd=shop)


def test_two_brands_in_one_run_contradict_nothing(audited: Run) -> None:
    assert (audited.code, audited.err) == (0, "")
    kinds = audited.report["summary"]["findings"]
    assert "contradiction" not in kinds
    assert kinds["scoped"] >= 1
    segments = {answer["source"]["path"]: answer.get("segments") for answer in audited.report["answers"]}
    assert segments["nova/faq.csv"] == ["brand=nova"]
    assert segments["halo.csv"] == ["brand=halo"]
    assert segments["shared.csv"] is None


def test_the_gap_is_told_and_fails_nothing(audited: Run) -> None:
    gaps = [finding["message"] for finding in audited.report["findings"] if finding["kind"] == "gap"]
    assert gaps == ["No answer for Halo (brand): the FAQ answers for Nova only"]


def test_the_page_and_the_table_show_who_is_told_what(audited: Run, shop: Path) -> None:
    assert audited.code == 0
    page = (shop / "page.html").read_text(encoding="utf-8")
    assert "Who is told what" in page
    assert "up to 30 days" in page
    shown = cx_audit("report", "report.json", "--show-skips", cwd=shop).out.decode()
    assert "Nova: up to 30 days; Halo: up to 14 days" in " ".join(shown.split())


def test_the_workbook_has_a_sheet(audited: Run, shop: Path) -> None:
    import openpyxl

    assert audited.code == 0
    assert cx_audit("report", "report.json", "-f", "csv", "-o", "xlsx:report.xlsx", cwd=shop).code == 0
    sheet = openpyxl.load_workbook(shop / "report.xlsx")["segments"]
    rows = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert rows[0] == ["question_id", "question", "dimension", "segment", "told", "display", "answer_ids"]
    assert ["brand", "Halo", "own", "up to 14 days"] in [row[2:6] for row in rows]


def test_coverage_of_paths_is_that_of_the_report(audited: Run, shop: Path) -> None:
    assert audited.code == 0
    saved = cx_audit("coverage", "report.json", "-f", "json", cwd=shop)
    fresh = cx_audit("coverage", "-q", "-f", "json", cwd=shop)
    assert (saved.code, saved.err, fresh.code) == (0, "", 0)
    assert saved.out == fresh.out
    told = json.loads(saved.out)
    assert told["unanswered"] is None
    assert {s["segment"]: (s["own"], s["nothing"]) for s in told["segments"]}["Halo"] == (1, 1)
    assert [gap["question"] for gap in told["gaps"]] == ["How can I track my order?"]


def test_coverage_of_the_samples(first_demo: FirstDemo, tmp_path: Path) -> None:
    (tmp_path / "report.json").write_bytes(first_demo.run.out)
    told = json.loads(cx_audit("coverage", "report.json", "-f", "json", cwd=tmp_path).out)
    assert [one["question"] for one in told["unanswered"]] == [
        row["said"] for row in first_demo.run.report["metrics"]["unmatched"]
    ]
    assert told["unanswered"][0]["contacts"] >= told["unanswered"][-1]["contacts"] > 0
    assert sum(stage["questions"] for stage in told["stages"]) == told["questions"]
    table = cx_audit("coverage", "report.json", cwd=tmp_path).out.decode()
    assert table.splitlines()[-1].startswith(f"{told['questions']} questions; answered by ")


def test_coverage_of_nothing(tmp_path: Path) -> None:
    (tmp_path / "report.json").write_text('{"schema_version": "1", "tool": {"name": "cx-audit"}}', encoding="utf-8")
    broken = cx_audit("coverage", "report.json", cwd=tmp_path)
    assert broken.code == 2
    assert broken.err.count("\n") == 1
    missing = cx_audit("coverage", "none.json", cwd=tmp_path)
    assert missing.code == 2
    assert "none.json" in missing.err


def test_a_wrong_declaration_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "cx-audit.yml").write_text("segments:\n  region: [UK, GB]\n", encoding="utf-8")
    (tmp_path / "a.csv").write_text(SHARED, encoding="utf-8")
    run = cx_audit("audit", "a.csv", cwd=tmp_path)
    assert run.code == 2
    assert run.err.count("\n") == 1
    assert "one and the same" in run.err

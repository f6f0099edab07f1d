"""Help desks and documents through the command: what a CX lead who has exports of several systems types."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from command import cx_audit

DATA = Path(__file__).parents[1] / "sources" / "data"


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    folder = tmp_path / "exports"
    for name in ("freshdesk", "helpscout", "guru_zip", "notion", "confluence", "documents", "website"):
        shutil.copytree(DATA / name, folder / name)
    return folder


def test_sources_names_each(exports: Path) -> None:
    told = cx_audit("sources", "exports", cwd=exports.parent)
    assert told.code == 0, told.err
    for name in ("freshdesk-replies", "desk-folders", "helpscout-articles", "guru-collection", "notion", "docx", "pdf"):
        assert name in told.out.decode()
    assert "page-list" in told.out.decode()


@pytest.mark.model
def test_a_word_file_against_a_macro(tmp_path: Path) -> None:
    shutil.copy(DATA / "documents/return-policy.docx", tmp_path / "policy.docx")
    macro = {
        "id": 7,
        "name": "Return window",
        "actions": [
            {"name": "setResponseText", "arguments": {"body_text": "Customers can return a lamp within 14 days."}}
        ],
    }
    (tmp_path / "macros.json").write_text(json.dumps({"data": [macro]}), "utf-8")
    told = cx_audit("audit", "policy.docx", "macros.json", "--format", "json", cwd=tmp_path)
    said = [
        {position["display"] for position in finding["positions"]}
        for finding in told.report["findings"]
        if finding["kind"] == "contradiction"
    ]
    assert {"up to 14 days", "up to 30 days"} in said


def test_a_broken_pdf_is_told(tmp_path: Path) -> None:
    (tmp_path / "policy.pdf").write_bytes(b"%PDF-1.4\n")
    told = cx_audit("audit", "policy.pdf", cwd=tmp_path)
    assert told.code == 2
    assert told.err.startswith("cx-audit: policy.pdf: a broken PDF")
    assert "Traceback" not in told.err


def test_a_sitemap_alone_says_that_nothing_is_fetched(tmp_path: Path) -> None:
    shutil.copy(DATA / "website/sitemap.xml", tmp_path / "sitemap.xml")
    told = cx_audit("audit", "sitemap.xml", cwd=tmp_path)
    assert told.code == 3
    assert "cx-audit pull" in told.err

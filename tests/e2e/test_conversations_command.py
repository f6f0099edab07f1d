"""Conversations through the command: personal details reach no report and no cache."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from command import cx_audit

pytestmark = pytest.mark.model

PRIVATE = ("Bakker", "Anna", "88123", "anna.b@mail.example", "4111", "Tom", "de Wit", "Eva", "Lund", "Kerkstraat")
REPS = ("tom.dewit", "eva.lund")
CHATS = """conversation_id,turn,role,agent_id,agent_name,customer_name,text
c1,1,customer,,,Anna Bakker,"Hi, I am Anna Bakker (anna.b@mail.example), Kerkstraat 12. How many days do I have to return order 88123?"
c1,2,agent,tom.dewit,Tom de Wit,,"Hi Anna, let me check that for you."
c1,3,agent,tom.dewit,Tom de Wit,,"Anna, you can return it within 30 days. Regards, Tom de Wit"
c2,1,customer,,,Bob,How many days do I have to return my order? I paid with 4111 1111 1111 1111.
c2,2,agent,eva.lund,Eva Lund,,"Hi Bob, you can return it within 14 days. Best, Eva"
"""  # noqa: E501


@pytest.fixture
def chats(tmp_path: Path) -> Path:
    (tmp_path / "chats.csv").write_text(CHATS, "utf-8")
    return tmp_path


def _holds(data: bytes, words: tuple[str, ...]) -> list[str]:
    return [word for word in words if re.search(rb"(?<![A-Za-z])" + re.escape(word.encode()) + rb"(?![A-Za-z])", data)]


def _unpacked(workbook: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def test_nothing_personal_in_any_report_nor_in_the_cache(chats: Path) -> None:
    names = ("html", "csv", "xlsx", "junit", "sarif", "markdown", "gitlab")
    outputs = [part for name in names for part in ("-o", f"{name}:report.{name}")]
    env = {"CX_AUDIT_CACHE_DIR": str(chats / "cache")}
    command = ("audit", "chats.csv", "-f", "json", "--anonymise", "--record", *outputs)
    run = cx_audit(*command, cwd=chats, env=env)
    assert run.code == 1, run.err
    (finding,) = run.report["findings"]
    assert finding["kind"] == "contradiction"
    assert {answer["agent"] for answer in run.report["answers"]} == {"1", "2"}
    assert "chats.csv: masked [name] " in run.err
    written = {path: path.read_bytes() for path in chats.rglob("*") if path.is_file() and path.name != "chats.csv"}
    assert len(written) > len(names)
    for path, data in (*written.items(), (Path("stdout"), run.out), (Path("stderr"), run.err.encode())):
        shown = _unpacked(data) if path.suffix == ".xlsx" else data
        assert _holds(shown, (*PRIVATE, *REPS)) == [], path.name


def test_reps_keep_their_ids_unless_asked_otherwise(chats: Path) -> None:
    run = cx_audit("audit", "chats.csv", "-f", "json", cwd=chats)
    assert {answer["agent"] for answer in run.report["answers"]} == set(REPS)
    (chats / "cx-audit.yml").write_text("anonymise: true\nmasking: false\n", "utf-8")
    told = cx_audit("audit", "chats.csv", "-f", "json", cwd=chats)
    assert {answer["agent"] for answer in told.report["answers"]} == {"1", "2"}
    assert any("88123" in answer["question"] for answer in told.report["answers"])
    asked = cx_audit("audit", "chats.csv", "-f", "json", "--mask", "--no-anonymise", cwd=chats)
    assert asked.report["answers"] == run.report["answers"]


def test_sources_counts_what_is_hidden_by_kind(chats: Path) -> None:
    run = cx_audit("sources", "chats.csv", cwd=chats, env={"COLUMNS": "300"})
    assert run.code == 0
    told = run.out.decode()
    assert "conversations  agent" in told
    assert "1 asks to wait" in told
    assert "[card number] 1" in told
    assert _holds(run.out, PRIVATE) == []


def test_limits_are_settings(chats: Path) -> None:
    (chats / "cx-audit.yml").write_text("limits:\n  field_characters: 1000\n", "utf-8")
    (chats / "long.csv").write_text("channel,question,answer\nfaq,Q," + "x" * 1_500 + "\n", "utf-8")
    run = cx_audit("audit", "long.csv", cwd=chats)
    assert run.code == 2
    assert "long.csv:2: a field of more than 1,000 characters" in run.err
    assert "limits: field_characters" in run.err

"""``cx-audit sources`` on a folder as a CX lead gathers it: exports of many systems side by side."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from command import cx_audit

DATA = Path(__file__).parents[1] / "sources" / "data"
WANTED = {
    "macros/macros.json": "zendesk-macros",
    "website/articles.json": "zendesk-articles",
    "website/page.html": "html-faq",
    "website/faq.md": "markdown-faq",
    "website/answers.csv": "table",
    "website/locales/en.json": "i18n",
    "website/locales/nl.json": "i18n",
    "chatbot/kb.tsv": "qnamaker",
    "chatbot/kb.xlsx": "qnamaker",
    "chatbot/shops.en-us.qna": "qnamaker",
    "chatbot/kb.json": "qnamaker",
    "chatbot/designer.json": "qnabot",
    "chatbot/designer.xlsx": "qnabot",
    "chatbot/qna.json": "botpress",
    "chatbot/skill.json": "watson",
    "chatbot/actions.json": "watson",
    "chatbot/agent.blob": "dialogflow-cx",
    "chatbot/cx.zip/": "dialogflow-cx",
    "chatbot/es/": "dialogflow-es",
    "chatbot/lex.zip/": "lex",
    "chatbot/rasa/": "rasa",
}
COPIED = {
    "macros/macros.json": "zendesk/macros.json",
    "website/articles.json": "zendesk/articles.json",
    "website/locales/en.json": "i18n/locales/en.json",
    "website/locales/nl.json": "i18n/locales/nl.json",
    "chatbot/kb.tsv": "qnamaker/larkspur.tsv",
    "chatbot/kb.xlsx": "qnamaker/export.xlsx",
    "chatbot/shops.en-us.qna": "qnamaker/shops.en-us.qna",
    "chatbot/kb.json": "qnamaker/export.json",
    "chatbot/designer.json": "qnabot/export.json",
    "chatbot/designer.xlsx": "qnabot/import.xlsx",
    "chatbot/qna.json": "botpress/qna_export.json",
    "chatbot/skill.json": "watson/skill-larkspur-dialog.json",
    "chatbot/actions.json": "watson/larkspur-action.json",
    "chatbot/agent.blob": "dialogflow_cx/exported_agent.blob",
}


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    folder = tmp_path / "exports"
    for name, origin in COPIED.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(DATA / origin, folder / name)
    shutil.copytree(DATA / "rasa", folder / "chatbot/rasa")
    shutil.copytree(DATA / "dialogflow", folder / "chatbot/es")
    shutil.make_archive(str(folder / "chatbot/cx"), "zip", DATA / "dialogflow_cx/agent")
    shutil.make_archive(str(folder / "chatbot/lex"), "zip", DATA / "lex")
    (folder / "website/page.html").write_text("<h2>How long can I return it?</h2><p>You have 30 days.</p>", "utf-8")
    (folder / "website/faq.md").write_text("## How long can I return it?\n\nYou have 28 days.\n", "utf-8")
    (folder / "website/answers.csv").write_text("question,answer\nHow long?,You have 14 days.\n", "utf-8")
    return folder


def told(exports: Path) -> tuple[dict[str, str], str]:
    """The format that the command prints for each file with answers, and its last line."""
    run = cx_audit("sources", "exports", cwd=exports.parent)
    assert (run.code, run.err) == (0, "")
    *rows, last = run.out.decode().splitlines()
    cells = [re.split(r"\s{2,}", row.strip()) for row in rows[1:]]
    return {row[0].removeprefix("exports/"): row[1] for row in cells if len(row) > 2 and row[-1] != "0"}, last


def test_a_folder_that_mixes_many_formats(exports: Path) -> None:
    formats, last = told(exports)
    for name, wanted in WANTED.items():
        found = {form for path, form in formats.items() if path == name or (name[-1] == "/" and path.startswith(name))}
        assert found == {wanted}, name
    assert len(set(WANTED.values())) > 10
    assert re.fullmatch(r"\d+ answers in \d+ files", last)


def test_a_zip_beside_its_unpacked_folder_is_not_read_twice(exports: Path) -> None:
    _, before = told(exports)
    shutil.unpack_archive(exports / "chatbot/lex.zip", exports / "chatbot/lex")
    shutil.unpack_archive(exports / "chatbot/cx.zip", exports / "chatbot/larkspur cx")
    formats, after = told(exports)
    assert after == before
    assert not [path for path in formats if ".zip/" in path]

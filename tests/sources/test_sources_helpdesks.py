"""What holds for the help desks together; what each gives is in ``expected/``."""

from __future__ import annotations

import json
import shutil
from typing import Any

import pytest
from sources_kit import DATA, World

from cx_audit.sources.jsontext import find_string

LISTS = {
    "gorgias/macros.json": ("data", "gorgias-macros"),
    "freshdesk/canned_responses.json": (None, "freshdesk-replies"),
    "freshdesk/articles.json": (None, "freshdesk-articles"),
    "helpscout/saved_replies.json": (None, "helpscout-replies"),
    "intercom/articles.json": ("data", "intercom-articles"),
    "intercom/macros.json": ("data", "intercom-macros"),
    "intercom/snippets.json": ("data", "intercom-snippets"),
    "front/message_templates.json": ("_results", "front-templates"),
    "chatwoot/canned_responses.json": (None, "chatwoot-replies"),
    "chatwoot/articles.json": ("payload", "chatwoot-articles"),
    "zammad/text_modules.json": (None, "zammad-text-modules"),
    "guru/cards.json": (None, "guru-cards"),
    "confluence/content.json": ("results", "confluence-content"),
}


def records(path: str) -> list[Any]:
    whole = json.loads((DATA / path).read_text("utf-8"))
    key = LISTS[path][0]
    return list(whole if key is None else whole[key])


@pytest.mark.parametrize("path", LISTS)
def test_a_page_a_bare_list_and_a_record_a_line_are_the_same(world: World, path: str) -> None:
    world.write("page.json", (DATA / path).read_bytes())
    world.write("bare.json", records(path))
    world.write("lines.jsonl", "".join(json.dumps(record) + "\n" for record in records(path)))
    assert set(world.formats().values()) == {LISTS[path][1]}
    page, bare, lines = (world.read(name) for name in ("page.json", "bare.json", "lines.jsonl"))
    assert page.ids
    assert page.ids == bare.ids == lines.ids
    assert page.reasons == bare.reasons == lines.reasons


@pytest.mark.parametrize("path", LISTS)
def test_the_same_export_twice_counts_once(world: World, path: str) -> None:
    world.write("a.json", (DATA / path).read_bytes())
    world.write("old/b.json", (DATA / path).read_bytes())
    assert world.read().ids == world.read("a.json").ids


def test_a_folder_that_mixes_formats(world: World) -> None:
    for number, (path, (_, _)) in enumerate(LISTS.items()):
        shutil.copy(DATA / path, world.root / f"export-{number}.json")
    shutil.copy(DATA / "zammad/knowledge_base.json", world.root / "kb.json")
    shutil.copy(DATA / "zendesk/macros.json", world.root / "zd.json")
    shutil.copy(DATA / "documents/return-policy.pdf", world.root / "policy.bin")
    shutil.copy(DATA / "documents/return-policy.docx", world.root / "policy.dat")
    shutil.copytree(DATA / "notion", world.root / "notion")
    world.write("rows.csv", "channel,question,answer\nfaq,Q?,A.\n")
    world.write("page.html", "<!doctype html><html><body><h2>Q?</h2><p>A.</p></body></html>")
    expected = {f"export-{number}.json": name for number, (_, name) in enumerate(LISTS.values())}
    assert world.formats() == expected | {
        "kb.json": "zammad-articles",
        "zd.json": "zendesk-macros",
        "policy.bin": "pdf",
        "policy.dat": "docx",
        "notion": "notion",
        "rows.csv": "table",
        "page.html": "html-faq",
    }


def test_a_table_of_answers_stays_a_table_whatever_else_it_holds(world: World) -> None:
    row = {"channel": "macro", "question": "Q?", "answer": "A.", "id": "rsp_1", "name": "n", "text": "t", "status": 2}
    world.write("snapshot.jsonl", json.dumps(row) + "\n" + json.dumps(row | {"id": "2"}) + "\n")
    assert world.formats() == {"snapshot.jsonl": "table"}


def test_a_first_article_longer_than_the_head_of_the_file(world: World) -> None:
    articles = records("intercom/articles.json")
    articles[0]["body"] = f"<p>You have 30 days.</p><!-- {'x' * 200_000} -->"
    world.write("articles.json", {"type": "list", "pages": {}, "data": articles})
    assert world.formats() == {"articles.json": "intercom-articles"}


def test_lines_are_found_however_the_text_is_escaped(world: World) -> None:
    text = json.dumps(records("zammad/text_modules.json"), indent=1).replace("<", "\\u003c").replace(">", "\\u003e")
    world.write("modules.json", text)
    answer = world.read().one("Return window")
    line = (world.root / "modules.json").read_text().splitlines()[(answer.place.line or 0) - 1]
    assert line.strip().startswith('"content":')
    assert find_string(r'["x", "a\/b"]', "a/b") == 6


def test_macros_keep_their_channel_and_articles_take_that_of_their_folder(world: World) -> None:
    for folder in ("internal", "website"):
        for path in ("front/message_templates.json", "freshdesk/solutions.json"):
            world.write(f"{folder}/{path}", (DATA / path).read_bytes())
    assert {answer.channel for answer in world.read("internal").answers} == {"macro", "knowledge"}
    channels = {answer.question: answer.channel for answer in world.read("website").answers}
    assert channels["Return window"] == "macro"
    assert channels["Members' returns"] == "faq"
    assert channels["Goodwill"] == "knowledge"  # only agents see it, wherever the file is


def test_what_the_user_says_overrules_all(world: World) -> None:
    world.write("solutions.json", (DATA / "freshdesk/solutions.json").read_bytes())
    assert {answer.channel for answer in world.read(channels={"solutions.json": "web"}).answers} == {"web"}


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("name,body_text,language", "gorgias-macros"),
        ("Macro Name;Response Text;Tags", "gorgias-macros"),
        ("Card Title\tContent\tCollection", "guru-cards"),
        ("name,keywords,content,active", "zammad-text-modules"),
    ],
)
def test_tables_by_their_columns(world: World, header: str, name: str) -> None:
    mark = next(mark for mark in ",;\t" if mark in header)
    world.write("export.csv", f"{header}\n{mark.join(('Returns', 'You have 30 days.', 'You have 30 days.'))}\n")
    assert world.formats() == {"export.csv": name}
    assert world.read().pairs == [("Returns", "You have 30 days.")]


def test_a_row_with_too_many_cells_is_told(world: World) -> None:
    world.write("export.csv", "name,body_text\nReturns,30 days.\nBroken,1,2,3\n")
    results = world.read()
    assert results.pairs == [("Returns", "30 days.")]
    assert results.reasons == ["broken row"]


def test_notion_ids_are_needed_in_the_names(world: World) -> None:
    world.write("Returns 1f0c2a9e8b7d4c6f9a0b1c2d3e4f5a6.md", "# Returns\n\n30 days.\n")
    assert set(world.formats().values()) == {"markdown-faq"}


def test_an_xml_backup_of_confluence_is_refused(world: World) -> None:
    world.write("entities.xml", '<?xml version="1.0" encoding="UTF-8"?>\n<hibernate-generic datetime="x">')
    with pytest.raises(Exception, match=r"entities\.xml: an XML backup .* choose HTML"):
        world.read("entities.xml")


def test_a_knowledge_base_longer_than_what_is_looked_at(world: World) -> None:
    whole = json.loads((DATA / "zammad/knowledge_base.json").read_text("utf-8"))
    whole["KnowledgeBaseAnswerTranslationContent"]["21"]["body"] += f"<!-- {'x' * 5_000_000} -->"
    world.write("kb.json", whole)
    assert world.formats() == {"kb.json": "zammad-articles"}


def test_folders_name_what_is_in_them_and_hide_what_agents_see(world: World) -> None:
    shutil.copytree(DATA / "freshdesk", world.root / "exports")
    lost = world.read().one("Lost parcels")
    assert (lost.channel, lost.metadata["folder"], lost.metadata["seen_by"]) == ("knowledge", "How we work", "agents")
    (world.root / "exports/folders.json").unlink()
    alone = world.read().one("Lost parcels")
    assert (alone.channel, alone.metadata["folder"]) == ("faq", "3000004")
    assert alone.id == lost.id


def test_a_collection_that_is_private_is_knowledge(world: World) -> None:
    shutil.copytree(DATA / "helpscout", world.root / "exports")
    answers = {answer.question: answer for answer in world.read().answers}
    assert (answers["Goodwill"].channel, answers["Returns"].channel) == ("knowledge", "faq")
    assert answers["Returns"].metadata["categories"] == "Orders"

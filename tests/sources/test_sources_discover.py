"""What is found under paths, and how channels and duplicate ids are settled."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from sources_kit import World, zipped

from cx_audit.errors import NothingToExamine, SourceError, UnknownFormat, UnsafeInput, UsageError
from cx_audit.model import Skipped
from cx_audit.sources import SOURCES, Found, Limits, discover, read, source_named
from cx_audit.sources.channels import folder_channel

FAQ = "channel,question,answer\nfaq,Q,A\n"


def test_every_format_is_named_once_and_works_like_a_source() -> None:
    for name, source in SOURCES.items():
        assert source.name == name
        assert source_named(name) is source
        assert source.default_channel in (None, "faq", "macro", "chatbot", "knowledge", "agent")
        assert source.__doc__


def test_every_source_module_is_registered() -> None:
    import ast

    import cx_audit.sources

    shared = {"Source", "EntrySource", "RecordSource", "TableRecordSource"}
    folder = Path(cx_audit.sources.__file__).parent
    named = set()
    for path in folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                methods = {part.name for part in node.body if isinstance(part, ast.FunctionDef)}
                bases = {base.id for base in node.bases if isinstance(base, ast.Name)}
                if {"detect", "read"} <= methods or bases & shared:
                    named.add(node.name)
    assert named - shared - {"FolderSource"} == {type(source).__name__ for source in SOURCES.values()}


def test_missing_path(world: World) -> None:
    with pytest.raises(SourceError, match=r"^nowhere/a\.csv: no such file or folder"):
        world.find("nowhere/a.csv")


def test_a_cut_export_is_an_error_even_where_nothing_tells_its_format(world: World) -> None:
    world.write("answers/a.csv", FAQ)
    world.write("answers/settings.json", '{"theme": "dark"}')
    assert [one.reason for one in world.find("answers") if isinstance(one, Skipped)] == ["not recognised"]
    world.write("answers/macros.json", '{"macros": [{"id": 1, "title": "Refund", "actions": [{"value": "Within')
    with pytest.raises(SourceError, match=r"^answers/macros\.json:1: broken JSON: .* the file ends too early"):
        world.find("answers")


def test_empty_folder(world: World) -> None:
    (world.root / "faq").mkdir()
    world.write("a.csv", FAQ)
    with pytest.raises(NothingToExamine, match=r"^faq: no answers here: the folder is empty"):
        world.find("faq", "a.csv")


def test_folder_in_which_nothing_is_recognised(world: World) -> None:
    world.write("faq/logo.png", b"\x89PNG\r\n\x1a\n\0\0\0")
    with pytest.raises(NothingToExamine, match=r"^faq: .*nothing recognises logo\.png"):
        world.find("faq")


def test_unknown_format_lists_what_there_is(world: World) -> None:
    world.write("notes.xyz", "just words")
    with pytest.raises(UnknownFormat) as error:
        world.find("notes.xyz")
    assert all(name in str(error.value) for name in SOURCES)
    assert "--format-of notes.xyz=NAME" in str(error.value)
    assert "\n" not in str(error.value)


def test_binary_junk_called_csv(world: World) -> None:
    junk = random.Random(7).randbytes(5000)
    world.write("a.csv", junk)
    with pytest.raises(SourceError, match=r"^a\.csv: is not text"):
        world.read("a.csv")


def test_format_said_by_the_user(world: World) -> None:
    world.write("faq/notes.xyz", "# Q\nA\n")
    world.write("faq/labels.jsonl", '{"a":"1","b":"2","relation":"agree"}\n')
    with pytest.raises(UsageError, match=r"no format called 'word'.*table"):
        world.find("faq", formats={"faq/notes.xyz": "word"})
    for pattern in ("faq/notes.xyz", "./faq/notes.xyz", "*.xyz", str(world.root / "faq/notes.xyz")):
        results = world.read("faq", formats={pattern: "markdown-faq"})
        assert results.pairs == [("Q", "A")]
        assert [(one.reason, one.detail) for one in results.skipped] == [("not recognised", "faq/labels.jsonl")]


def test_format_of_a_folder(world: World) -> None:
    world.write("bot/a.yml", "responses:\n  greet:\n  - text: Hi.\n")
    found = world.find("bot", formats={"bot/": "rasa"})
    assert [(one.item.path, one.format) for one in found if isinstance(one, Found)] == [("bot", "rasa")]


def test_what_is_no_answer_is_left_out_quietly(world: World) -> None:
    world.write("a.csv", FAQ)
    for name in (
        "README.md",
        ".hidden/b.csv",
        ".b.csv",
        "cx-audit.yml",
        "cx-audit-baseline.jsonl",
        "answers.expected.yml",
        "expected.yml",
        "node_modules/c.md",
        "FAQ_files/main.css",
        "FAQ-Dateien/img/logo.png",
    ):
        world.write(name, "## Q\nA\n")
    results = world.read()
    assert (results.pairs, results.skipped) == ([("Q", "A")], [])


def test_a_table_beside_a_saved_page_is_read_and_a_lone_picture_told(world: World) -> None:
    world.write("FAQ_files/a.csv", FAQ)
    world.write("logo.png", "x")
    results = world.read()
    assert (results.pairs, results.reasons) == ([("Q", "A")], ["not recognised"])


def test_readme_counts_when_named(world: World) -> None:
    world.write("README.md", "## Q\nA\n")
    assert world.read("README.md").pairs == [("Q", "A")]


def test_the_order_of_paths_and_rows_changes_nothing(world: World) -> None:
    world.write("b/faq.csv", "channel,question,answer,id\nfaq,Q,A,1\nfaq,Q2,B,1\n")
    world.write("a/faq.csv", "channel,question,answer,id\nfaq,Q2,B,1\nfaq,Q,C,1\n")
    first = world.read("a", "b")
    assert world.read("b", "a") == first
    assert world.read("b/faq.csv", "a/faq.csv", "a") == first


def test_a_file_named_twice_is_read_once(world: World) -> None:
    world.write("a/faq.csv", FAQ)
    results = world.read("a", "a/faq.csv", "./a", str(world.root / "a"))
    assert len(results.answers) == 1
    assert results.skipped == []


def test_place_is_relative_to_where_the_user_stands(world: World) -> None:
    world.write("a/faq.csv", FAQ)
    assert world.read(str(world.root / "a")).answers[0].place.path == "a/faq.csv"


@pytest.mark.parametrize(
    ("folders", "channel"),
    [
        (["company", "Website FAQ"], "faq"),
        (["HelpCenter"], "faq"),
        (["help_centre"], "faq"),
        (["our-bot"], "chatbot"),
        (["agent-macros"], "macro"),
        (["Reps"], "agent"),
        (["internal-faq"], "knowledge"),
        (["faq", "KB cards"], "knowledge"),
        (["chatbot", "2026"], "chatbot"),
        (["robot", "helpful", "reports"], None),
    ],
)
def test_channel_from_folders(folders: list[str], channel: str | None) -> None:
    assert folder_channel(folders) == channel


def test_said_by_the_user_wins_over_column_over_folder(world: World) -> None:
    world.write("macros/a.csv", "channel,question,answer\nbot,Q,A\n,R,B\n")
    assert {answer.question: answer.channel for answer in world.read().answers} == {"Q": "bot", "R": "macro"}
    for pattern in ("macros", "macros/", "macros/a.csv", "*.csv"):
        assert {answer.channel for answer in world.read(channels={pattern: "other"}).answers} == {"other"}


def test_usual_channels_are_one_however_they_are_written(world: World) -> None:
    world.write("a.csv", "channel,question,answer\nFAQ,Q,A\nChatbot ,R,B\nPartner Portal,S,C\n")
    assert {answer.channel for answer in world.read().answers} == {"faq", "chatbot", "Partner Portal"}


def test_only_the_folders_that_the_user_meant_count(world: World, tmp_path_factory: pytest.TempPathFactory) -> None:
    far = tmp_path_factory.mktemp("chatbot") / "answers"
    far.mkdir()
    (far / "a.md").write_text("## Q\nA\n", "utf-8")
    assert world.read(str(far)).answers[0].channel == "faq"
    assert world.read(str(far / "a.md")).answers[0].channel == "faq"


def test_markdown_in_a_knowledge_folder(world: World) -> None:
    world.write("Knowledge/a.md", "## Q\nA\n")
    assert world.read().answers[0].channel == "knowledge"


def test_different_answers_under_one_id_of_one_file_are_both_kept(world: World) -> None:
    world.write("a.csv", "id,channel,question,answer\nfaq-1,faq,Q,B\nfaq-1,faq,Q,A\nfaq-1,faq,Q,A\n")
    results = world.read("a.csv")
    assert [(answer.id, answer.text) for answer in results.answers] == [("faq-1", "A"), ("faq-1~2", "B")]
    assert [(one.reason, one.count) for one in results.skipped] == [
        ("duplicate answer", 1),
        ("duplicate id", 0),
        ("duplicate id", 0),
    ]
    assert str(results.skipped[0].detail) == "a.csv:4: faq-1 stands at a.csv:3 too"


def test_one_id_in_several_files_gets_the_name_of_the_file(world: World) -> None:
    for name, answer in (("faq.csv", "A"), ("macros.csv", "B"), ("old/macros.csv", "C")):
        world.write(name, f"id,channel,question,answer\n12,faq,Q,{answer}\n13,faq,R,same\n")
    results = world.read("faq.csv", "macros.csv")
    assert results.ids == ["13", "faq/12", "macros/12"]
    assert world.read().ids[0] == "13"
    assert len(set(world.read().ids)) == 4


def test_links_out_of_a_folder_are_not_followed(world: World) -> None:
    secret = world.write("secret.md", "## Key\nsecret\n")
    world.write("faq/a.md", "## Q\nA\n")
    os.symlink(secret, world.root / "faq/b.md")
    os.symlink(world.root, world.root / "faq/loop")
    os.symlink(world.root / "faq/a.md", world.root / "faq/inside.md")
    results = world.read("faq")
    assert results.pairs == [("Q", "A")]
    assert results.reasons == ["duplicate answer", "link out of the folder", "link out of the folder"]


def test_too_large_and_too_many(world: World) -> None:
    world.write("faq/a.csv", FAQ)
    world.write("faq/b.csv", FAQ)
    with pytest.raises(UnsafeInput, match=r"^faq/a\.csv: larger than 10 bytes"):
        world.find("faq", limits=Limits(max_bytes=10))
    with pytest.raises(UnsafeInput, match=r"^faq: more than 1 files"):
        world.find("faq", limits=Limits(max_files=1))
    world.write("faq/a.md", "## Question\nAnswer\n")
    with pytest.raises(UnsafeInput, match=r"^faq/a\.md: larger than 10 bytes"):
        world.read("faq/a.md", limits=Limits(max_whole=10))


def test_unreadable_file_is_named(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.write("a.csv", FAQ)
    (found,) = world.find("a.csv")
    (world.root / "a.csv").unlink()
    assert isinstance(found, Found)
    with pytest.raises(SourceError, match=r"^a\.csv: can't be read: No such file"):
        list(read(found))


def test_no_paths_find_nothing() -> None:
    assert discover([]) == []


def test_zip_of_pages_is_a_folder(world: World) -> None:
    world.write("site.zip", zipped({"knowledge/a.md": "## Q\nA\n", "__MACOSX/b.md": "## R\nB\n"}))
    results = world.read("site.zip")
    assert [(answer.question, answer.channel, answer.place.path) for answer in results.answers] == [
        ("Q", "knowledge", "site.zip/knowledge/a.md")
    ]

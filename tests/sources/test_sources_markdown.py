"""FAQs and articles in Markdown."""

from __future__ import annotations

import pytest
from sources_kit import World

from cx_audit.model import Markup


def test_headings_are_questions(world: World) -> None:
    world.write(
        "faq.md",
        "# Help\n\nWelcome.\n\n### How **long** do I have? {#window}\n\nYou have *30 days*.\n\n"
        "```sh\n# not a heading\n```\n\n---\n\nUnderlined\n----------\n\nToo.\n\n## Empty\n\n<!-- later -->\n",
    )
    results = world.read()
    first = results.one("How long do I have?")
    assert first.text == "You have *30 days*.\n\n```sh\n# not a heading\n```"
    assert (first.markup, first.channel, first.place.line) == (Markup.MARKDOWN, "faq", 7)
    assert first.metadata == {"anchor": "window", "page_title": "Help"}
    assert (results.one("Underlined").text, results.one("Underlined").place.line) == ("Too.", 18)
    assert len(results.answers) == 2
    assert results.reasons == ["heading with no text", "introduction"]


def test_front_matter(world: World) -> None:
    world.write(
        "faq.md",
        "---\ntitle: Returns\nlang: nl\nchannel: portal\naudience: EU\nupdated: 2026-01-02\nurl: https://x.example/r\n---\n"
        "30 dagen.\n",
    )
    (answer,) = world.read().answers
    assert (answer.question, answer.text, answer.place.line) == ("Returns", "30 dagen.", 9)
    assert (answer.locale, answer.channel, answer.audience) == ("nl", "portal", "EU")
    assert (answer.updated, answer.place.url) == ("2026-01-02", "https://x.example/r")


def test_title_alone_and_file_name_alone(world: World) -> None:
    world.write("one.md", "# Returns\n\n30 days.\n")
    world.write("shipping-costs.md", "Free above €50.\n")
    assert world.read().pairs == [("Returns", "30 days."), ("shipping costs", "Free above €50.")]


def test_every_title_a_question(world: World) -> None:
    world.write("faq.md", "# One?\n1\n\n# Two?\n2\n")
    assert world.read().pairs == [("One?", "1"), ("Two?", "2")]


def test_section_with_text_of_its_own_and_parts(world: World) -> None:
    world.write("faq.md", "# Help\n\n## Returns\n30 days.\n\n### Fee\nFree.\n\n## Category\n\n### Other\nYes.\n")
    results = world.read()
    assert results.pairs == [("Fee", "Free."), ("Other", "Yes."), ("Returns", "30 days.")]
    assert results.skipped == []


def test_accordions_and_bold_questions(world: World) -> None:
    world.write(
        "faq.md",
        "## Returns\n\n**Can I return?**\nYes.\n\n**Note** this\n\n"
        "<details>\n<summary>Is it <b>free</b>?</summary>\n\nNo, €5.\n\n</details>\n"
        "<details><summary>And in the EU?</summary>Yes.</details>\n",
    )
    assert world.read().pairs == [
        ("And in the EU?", "Yes."),
        ("Can I return?", "Yes.\n\n**Note** this"),
        ("Is it free?", "No, €5."),
    ]


def test_windows_line_ends_keep_lines(world: World) -> None:
    world.write("faq.md", "# Help\r\n\r\n## Q\r\n\r\nA\r\nB\r\n")
    answer = world.read().one("Q")
    assert (answer.text, answer.place.line) == ("A\nB", 5)


@pytest.mark.parametrize("line", ["draft: true", "published: false"])
def test_drafts_are_skipped(world: World, line: str) -> None:
    world.write("faq.md", f"---\n{line}\n---\n## Q\nA\n")
    world.write("b.md", "## R\nB\n")
    results = world.read()
    assert results.pairs == [("R", "B")]
    assert results.reasons == ["draft"]


def test_broken_front_matter_costs_no_answer(world: World) -> None:
    world.write("faq.md", "---\ntitle: Returns: the rules\n---\n## Q\nA\n")
    results = world.read()
    assert (results.one("Q").text, results.one("Q").place.line) == ("A", 5)
    assert [(skipped.reason, skipped.count) for skipped in results.skipped] == [("broken YAML", 0)]


def test_rule_at_the_top_is_no_front_matter(world: World) -> None:
    world.write("faq.md", "---\n\nSome text.\n\n---\n\n## Q\nA\n")
    assert world.read().one("Q").text == "A"


def test_text_files_only_with_headings(world: World) -> None:
    world.write("faq.txt", "# Q\nA\n")
    world.write("notes.txt", "no heading\n")
    world.write("app.yml", "# comment\nkey: value\n")
    assert world.formats() == {"faq.txt": "markdown-faq"}


def test_placeholder_at_the_end_of_a_question_stays(world: World) -> None:
    world.write("faq.md", "## What is {product}\nA\n")
    assert world.read().pairs == [("What is {product}", "A")]


def test_list_items_that_ask_and_answer_below(world: World) -> None:
    world.write("faq.md", "# FAQ\n\n- How long?\n\n    30 days.\n\n- Is it free?\n\n    Yes.\n- Sure?\n")
    results = world.read()
    assert results.pairs == [("How long?", "    30 days."), ("Is it free?", "    Yes.")]
    assert results.reasons == ["heading with no text"]


def test_a_list_of_questions_alone_is_text(world: World) -> None:
    world.write("faq.md", "# Topics\n\n- How long?\n- Is it free?\n")
    assert world.read().pairs == [("Topics", "- How long?\n- Is it free?")]

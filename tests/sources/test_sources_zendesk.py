"""Zendesk macros, dynamic content and help-center articles."""

from __future__ import annotations

import json
import shutil

import pytest
from sources_kit import DATA, World

from cx_audit.model import Markup

MACROS = json.loads((DATA / "zendesk/macros.json").read_text("utf-8"))["macros"]


@pytest.fixture
def zendesk(world: World) -> World:
    shutil.copytree(DATA / "zendesk", world.root / "zendesk")
    return world


def test_macros(zendesk: World) -> None:
    results = zendesk.read("zendesk/macros.json")
    window = results.one("Returns::Window - standard")
    assert window.id == "macro-360001"
    assert window.text == "Hi {{ticket.requester.first_name}},\n\nYou have 30 days."
    assert (window.channel, window.markup, window.uses) == ("macro", Markup.PLAIN, 412)
    assert (window.updated, window.place.line, window.place.record) == ("2026-01-12T09:30:00Z", 17, "360001")
    assert window.metadata == {"description": "Standard returns window", "restricted_to": "Group"}
    assert results.one("Refund ETA").markup is Markup.HTML
    assert {answer.id for answer in results.answers if answer.question == "Delay"} == {
        "macro-360004-chat",
        "macro-360004-web",
    }
    assert results.reasons == ["inactive", "internal note", "no reply text"]


def test_dynamic_content_gives_an_answer_per_language(zendesk: World) -> None:
    answers = [answer for answer in zendesk.read().answers if answer.question == "Shipping costs"]
    assert {(answer.id, answer.locale, answer.text) for answer in answers} == {
        ("macro-360003-en-US", "en-US", "Shipping is €5. Unknown: {{dc.nowhere}}"),
        ("macro-360003-nl", "nl", "Verzending kost €6. Unknown: {{dc.nowhere}}"),
    }


def test_dynamic_content_without_the_list_of_locales(zendesk: World) -> None:
    found = zendesk.read("zendesk/macros.json", "zendesk/dynamic_content.json").answers
    answers = [answer for answer in found if answer.question == "Shipping costs"]
    assert [answer.locale for answer in answers] == [None, None]
    assert len({answer.id for answer in answers}) == 2


def test_placeholders_stay_without_dynamic_content(zendesk: World) -> None:
    assert zendesk.read("zendesk/macros.json").one("Shipping costs").text.startswith("{{dc.shipping_costs}}")


@pytest.mark.parametrize("shape", ["list of pages", "bare list", "lines", "lines of pages", "one macro"])
def test_shapes_of_an_export(world: World, shape: str) -> None:
    first, second = MACROS[0], MACROS[1]
    contents = {
        "list of pages": [{"macros": [first], "meta": {"has_more": True}}, {"macros": [second]}],
        "bare list": [first, second],
        "lines": f"{json.dumps(first)}\n{json.dumps(second)}\n",
        "lines of pages": f"{json.dumps({'macros': [first]})}\n{json.dumps({'macros': [second]})}\n",
        "one macro": {"macro": first},
    }
    world.write("export.json", contents[shape])
    ids = ["macro-360001"] if shape == "one macro" else ["macro-360001", "macro-360002"]
    assert world.read().ids == ids


def test_macros_keep_their_channel_in_any_folder(world: World) -> None:
    world.write("knowledge/export.json", {"macros": MACROS[:1]})
    assert world.read().answers[0].channel == "macro"
    assert world.read(channels={"knowledge": "replies"}).answers[0].channel == "replies"


def test_articles_give_an_answer_per_heading(zendesk: World) -> None:
    results = zendesk.read("zendesk/articles.json")
    top = results.one("Returns")
    assert (top.id, top.text, top.channel) == ("article-900", "<p>You have 30 days.</p>", "faq")
    assert top.place.url == "https://help.larkspur.example/hc/en-us/articles/900-Returns"
    assert (top.place.line, top.place.record, top.updated, top.locale) == (11, "900", "2026-01-31T00:00:00Z", "en-us")
    assert top.metadata == {"user_segment_id": "5", "labels": "returns, money"}
    assert results.one("Refunds").id == "article-900-refunds"
    assert results.one("Refunds").metadata["page_title"] == "Returns"
    assert len({answer.id for answer in results.answers if answer.question == "Fee"}) == 2
    assert results.reasons == ["draft", "empty answer", "heading with no text", "outdated translation"]


def test_translations(zendesk: World) -> None:
    (answer,) = zendesk.read("zendesk/translations.json").answers
    assert (answer.id, answer.locale, answer.question) == ("article-900-nl", "nl", "Retourneren")


def test_articles_in_a_knowledge_folder_are_knowledge(world: World) -> None:
    shutil.copy(DATA / "zendesk/articles.json", world.root / "articles.json")
    world.write("Internal KB/articles.json", (DATA / "zendesk/articles.json").read_bytes())
    assert {answer.channel for answer in world.read("Internal KB").answers} == {"knowledge"}


def test_articles_one_a_line_are_not_taken_for_a_table(world: World) -> None:
    articles = json.loads((DATA / "zendesk/articles.json").read_text("utf-8"))["articles"]
    world.write("articles.jsonl", "".join(json.dumps(article) + "\n" for article in articles))
    assert world.formats() == {"articles.jsonl": "zendesk-articles"}

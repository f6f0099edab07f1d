"""Dialogflow ES agents."""

from __future__ import annotations

import json
import shutil

import pytest
from sources_kit import DATA, World, folder_as_members, zipped

AGENT = folder_as_members(DATA / "dialogflow")


@pytest.fixture
def agent(world: World) -> World:
    shutil.copytree(DATA / "dialogflow", world.root / "agent")
    return world


def test_an_agent_is_one_item(agent: World) -> None:
    assert agent.formats() == {"agent": "dialogflow-es"}
    assert agent.formats("agent/intents") == {"agent/intents": "dialogflow-es"}


def test_one_answer_per_language_and_wording(agent: World) -> None:
    answers = [answer for answer in agent.read("agent").answers if answer.intent == "Retour – venster"]
    assert {(answer.locale, answer.text, answer.question) for answer in answers} == {
        ("en", "You have 30 days.\n\nAnything else?", "can I return my coat"),
        ("en", "Within 28 days.\n\nAnything else?", "can I return my coat"),
        ("nl", "Je hebt 30 dagen.", "hoe lang mag ik retourneren"),
    }
    dutch = next(answer for answer in answers if answer.locale == "nl")
    assert (dutch.id, dutch.channel, dutch.updated) == ("retour-venster-nl", "chatbot", "2026-01-01")
    assert dutch.place.path == "agent/intents/Retour – venster.json"
    assert (dutch.place.line, dutch.place.record) == (13, "0a6f0e02-1111-4c59-9c33-000000000001")
    english = [answer for answer in answers if answer.locale == "en"]
    assert [answer.variants for answer in english] == [("return window",)] * 2
    assert all(answer.id.startswith("retour-venster-en-") for answer in english)


def test_phrases_of_another_language_and_follow_ups(agent: World) -> None:
    results = agent.read("agent")
    hours = results.one("opening hours")
    assert (hours.text, hours.locale, hours.metadata) == ("Van 9 tot 5.", "nl", {"reply_channel": "google"})
    assert results.one("Hours - yes").text == "Also on Sunday."


def test_what_answers_nothing_is_told(agent: World) -> None:
    results = agent.read("agent")
    assert results.reasons == [
        "broken JSON",
        "buttons or pictures only",
        "fallback intent",
        "no reply text",
        "small talk",
    ]
    assert {one.reason: one.count for one in results.skipped}["small talk"] == 2


def test_keys_in_the_export_are_never_kept(agent: World) -> None:
    assert "sk-do-not-keep" not in repr(agent.read("agent"))


@pytest.mark.parametrize("prefix", ["", "Larkspur/"])
def test_a_zip_gives_the_same_answers(agent: World, prefix: str) -> None:
    agent.write("agent.zip", zipped(folder_as_members(agent.root / "agent", prefix)))
    results = agent.read("agent.zip")
    assert results.ids == agent.read("agent").ids
    assert results.one("Hours - yes").place.path == f"agent.zip/{prefix}intents/Hours - yes.json"


def test_a_copy_in_a_zip_beside_the_folder_counts_once(agent: World) -> None:
    alone = agent.read("agent")
    agent.write("agent/old/copy.zip", zipped({"inner/Larkspur.zip": zipped(AGENT)}))
    both = agent.read("agent")
    assert both.ids == alone.ids
    assert all(str(answer.place.path).startswith("agent/intents/") for answer in both.answers)
    copies = [one for one in both.skipped if one.reason == "duplicate answer"]
    assert len(copies) == len(alone.answers)
    assert all("copy.zip/inner/Larkspur.zip/" in str(one.detail) for one in copies)


def test_an_agent_of_the_newer_kind_is_not_taken_for_this_one(world: World) -> None:
    world.write("cx/agent.json", {"displayName": "x", "defaultLanguageCode": "en", "startFlow": "f", "timeZone": "UTC"})
    world.write("cx/intents/N/N.json", {"name": "1", "displayName": "N", "priority": 500000})
    world.write("faq.md", "## Q\nA\n")
    assert world.formats() == {"cx": "dialogflow-cx", "faq.md": "markdown-faq"}


@pytest.mark.parametrize(("name", "events"), [("Default Welcome Intent", []), ("Hallo", [{"name": "WELCOME"}])])
def test_the_greeting_is_no_answer(agent: World, name: str, events: list[object]) -> None:
    said = {"name": name, "events": events, "responses": [{"messages": [{"type": "0", "speech": ["Hi! I am Bo."]}]}]}
    agent.write("agent/intents/greeting.json", json.dumps(said))
    results = agent.read("agent")
    assert "greeting" in results.reasons
    assert "Hi! I am Bo." not in {answer.text for answer in results.answers}

"""Rasa projects."""

from __future__ import annotations

import shutil

import pytest
from sources_kit import DATA, World

from cx_audit.errors import SourceError, UnsafeInput


@pytest.fixture
def bot(world: World) -> World:
    shutil.copytree(DATA / "rasa", world.root / "shop")
    return world


def test_a_project_is_one_item(bot: World) -> None:
    bot.write("shop/faq.md", "## Q\nA\n")
    assert bot.formats() == {"shop": "rasa", "shop/faq.md": "markdown-faq"}


def test_variants_have_the_question_of_their_intent(bot: World) -> None:
    answers = [answer for answer in bot.read("shop").answers if answer.place.record == "utter_return_window"]
    assert {(answer.text, answer.place.line) for answer in answers} == {
        ("Je hebt 30 dagen, {name}.", 15),
        ("Binnen 28 dagen\nna ontvangst.", 17),
    }
    assert len({answer.id for answer in answers}) == 2
    for answer in answers:
        assert answer.id.startswith("utter_return_window-")
        assert answer.question == "hoe lang mag ik de jas terugsturen"
        assert answer.variants == ("retour binnen dertig dagen?",)
        assert (answer.channel, answer.intent, answer.locale) == ("chatbot", "ask_return_window", "nl")
        assert answer.place.path == "shop/domain.yml"


def test_links_and_conditions(bot: World) -> None:
    results = bot.read("shop")
    by_id = {answer.id: answer for answer in results.answers}
    refund = by_id["utter_refund_time"]
    assert refund.question == "wanneer krijg ik mijn geld"
    assert refund.metadata == {"reply_channel": "whatsapp", "condition": "tier=gold"}
    assert by_id["utter_faq/shipping"].question == "wat kost verzenden"
    assert by_id["utter_faq/shipping"].text == "Verzenden kost\n€5."
    assert by_id["utter_no"].intent == "no"
    assert {own for own in by_id if own.startswith("utter_both")} == {
        "utter_both@ask_return_window",
        "utter_both@ask_refund_time",
    }


def test_unlinked_responses_have_the_words_of_their_name(bot: World) -> None:
    answer = bot.read("shop").one("opening hours")
    assert (answer.id, answer.metadata, answer.intent) == ("utter_opening_hours", {"linked": "false"}, None)


def test_what_answers_nothing_is_told(bot: World) -> None:
    assert all("domain.yml:" in str(one.detail) for one in bot.read("shop").skipped)
    skipped = {(one.reason, str(one.detail).rsplit(" ")[-1]) for one in bot.read("shop").skipped}
    assert skipped == {
        ("buttons or pictures only", "utter_menu"),
        ("question of a form", "utter_ask_order_number"),
        ("asks and does not answer", "utter_ask_anything"),
        ("fallback intent", "utter_rephrase"),
        ("fallback intent", "utter_default"),
    }


def test_several_languages_are_left_to_be_detected(bot: World) -> None:
    bot.write("shop/config.yml", "recipe: default.v1\nlanguage: xx\n")
    assert {answer.locale for answer in bot.read("shop").answers} == {None}


def test_two_bots_under_one_folder_stay_apart(world: World) -> None:
    for name in ("shop", "help"):
        shutil.copytree(DATA / "rasa", world.root / "bots" / name)
    assert world.formats("bots") == {"bots/help": "rasa", "bots/shop": "rasa"}


def test_files_named_one_by_one_are_joined(bot: World) -> None:
    results = bot.read("shop/domain.yml", "shop/data/nlu.yml", "shop/data/rules.yml")
    assert bot.formats("shop/domain.yml") == {"shop/domain.yml": "rasa"}
    assert "utter_return_window" in {answer.place.record for answer in results.answers}
    shutil.copy(bot.root / "shop/data/nlu.yml", bot.root / "shop/nlu.yml")
    shutil.copy(bot.root / "shop/data/rules.yml", bot.root / "shop/rules.yml")
    together = bot.read("shop/domain.yml", "shop/nlu.yml", "shop/rules.yml")
    assert {answer.question for answer in together.answers if answer.place.record == "utter_return_window"} == {
        "hoe lang mag ik de jas terugsturen"
    }


def test_at_most_fifty_examples(world: World) -> None:
    lines = "\n".join(f"      - example {number}" for number in range(80))
    world.write("nlu.yml", f"nlu:\n  - intent: a\n    examples: |\n{lines}\nresponses:\n  utter_a/b:\n    - text: x\n")
    world.write(
        "domain.yml",
        "responses:\n  utter_x:\n    - text: Yes.\nrules:\n- rule: r\n  steps:\n  - intent: a\n  - action: utter_x\n",
    )
    (answer,) = [one for one in world.read().answers if one.id == "utter_x"]
    assert (answer.question, len(answer.variants)) == ("example 0", 49)


def test_a_broken_file_of_a_project_is_told(bot: World) -> None:
    bot.write("shop/data/broken.yml", "responses:\n  utter_x:\n   - text: 'open\n")
    results = bot.read("shop")
    assert "broken YAML" in results.reasons
    assert "utter_no" in results.ids


def test_a_broken_file_alone_is_an_error(world: World) -> None:
    world.write("domain.yml", "responses:\n  utter_x:\n  - text: a: b\n")
    with pytest.raises(SourceError, match=r"^domain\.yml:3: broken YAML: "):
        world.read("domain.yml")


def test_yaml_bomb(world: World) -> None:
    levels = "\n".join(f"  l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 10)}]" for n in range(1, 9))
    world.write(
        "domain.yml", f"responses:\n  utter_x:\n  - text: Hi\nslots:\n  l0: &l0 [{', '.join('a' * 10)}]\n{levels}\n"
    )
    with pytest.raises(UnsafeInput, match=r"^domain\.yml:\d+: YAML of more than 2,000,000 values"):
        world.read()


@pytest.mark.parametrize("mark", ["[", "- ", "{a: "])
def test_yaml_nested_too_deep(world: World, mark: str) -> None:
    world.write("domain.yml", f"responses:\n  utter_x:\n  - text: Hi\nslots: \n  {mark * 20_000}")
    with pytest.raises(UnsafeInput, match="nested more than 100 deep"):
        world.read("domain.yml")


def test_tags_and_anchors_run_nothing(world: World) -> None:
    world.write(
        "domain.yml",
        "base: &base\n  - text: Yes.\nresponses:\n  utter_x: *base\n  utter_y:\n"
        "  - text: !!python/object/apply:os.getcwd []\n"
        "  utter_z:\n  - text: !include other.yml\n",
    )
    results = world.read("domain.yml")
    assert ("x", "Yes.") in results.pairs
    assert ("z", "other.yml") in results.pairs
    assert results.reasons == ["buttons or pictures only"]


def test_merge_keys_and_repeated_keys(world: World) -> None:
    world.write(
        "domain.yml",
        "d: &d {channel: web, text: No}\nresponses:\n"
        "  utter_x:\n  - <<: *d\n    text: Yes\n  utter_x:\n  - text: Maybe\n",
    )
    results = world.read("domain.yml")
    assert results.pairs == [("x", "Maybe"), ("x", "Yes")]
    assert {answer.metadata.get("reply_channel") for answer in results.answers} == {None, "web"}

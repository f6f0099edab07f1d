"""What the exports of bots hold besides plain answers: conditions, prompts, several languages, keys."""

from __future__ import annotations

import shutil

import pytest
from sources_kit import DATA, World

from cx_audit.errors import SourceError
from cx_audit.model import Answer, Markup
from cx_audit.sources.intents import audience_of, locale_of

BOTS = ["dialogflow_cx", "lex", "watson", "qnamaker", "qnabot", "botpress"]


def read(world: World, fixture: str) -> list[Answer]:
    shutil.copytree(DATA / fixture, world.root / fixture)
    return world.read(fixture).answers


def texts(answers: list[Answer], intent: str) -> set[tuple[str | None, str | None, str]]:
    return {(one.locale, one.audience, one.text) for one in answers if one.intent == intent}


@pytest.mark.parametrize(
    ("condition", "audience"),
    [
        ('$session.params.customer_type = "business"', "business"),
        ("[customerType] = 'members'", "members"),
        ('$country == "NL"', "NL"),
        ("@country:belgium", "belgium"),
        ("segment: private customers", "private customers"),
        ('$session.params.customer_type != "business"', None),
        ('NOT $session.params.tier = "gold"', None),
        ('$tier = "gold" OR $tier = "silver"', None),
        ('$tier = "gold" AND $country = "NL"', None),
        ("$order_number", None),
        ("$membership = true", "membership"),
        ("$membership == false", None),
        ("$tier = 2", "tier 2"),
        ('$session.params.product = "coat"', None),
        ("explain: yes", None),
        ("", None),
    ],
)
def test_the_audience_that_a_condition_names(condition: str, audience: str | None) -> None:
    assert audience_of(condition) == audience


@pytest.mark.parametrize(
    ("name", "locale"),
    [("en_US", "en-US"), ("nl", "nl"), ("zh_Hant_TW", "zh-Hant-TW"), ("README", ""), ("en US", ""), ("", "")],
)
def test_language_tags(name: str, locale: str) -> None:
    assert locale_of(name) == locale


@pytest.mark.parametrize("fixture", BOTS)
def test_bots_speak_for_the_chatbot_unless_the_user_says_otherwise(world: World, fixture: str) -> None:
    assert {answer.channel for answer in read(world, fixture)} == {"chatbot"}
    assert {one.channel for one in world.read(fixture, channels={fixture: "phone menu"}).answers} == {"phone menu"}


@pytest.mark.parametrize("fixture", BOTS)
def test_keys_in_exports_are_never_kept(world: World, fixture: str) -> None:
    answers = read(world, fixture)
    assert "sk-do-not-keep" not in repr(answers) + repr(world.read(fixture).skipped)


def test_dialogflow_cx_answers_of_a_page_and_of_conditions(world: World) -> None:
    answers = read(world, "dialogflow_cx")
    assert texts(answers, "shipping.cost") == {
        ("en", None, "Let me look.\n\nShipping is €4.95.\n\nDelivery takes two days."),
        ("en", "BE", "Shipping to Belgium is €6.95."),
        ("en", "gold", "Gold members pay no shipping."),
    }
    assert texts(answers, "returns.window") == {
        ("en", None, "You have 30 days.\n\nAnything else?"),
        ("en", None, "Within 28 days, $session.params.name.\n\nAnything else?"),
        ("en", "business", "Companies have 60 days."),
        ("nl", None, "Je hebt 30 dagen."),
    }
    assert {answer.question for answer in answers if answer.intent == "warranty.more"} == {"warranty.more"}


def test_dialogflow_cx_files_side_by_side_are_agents_of_their_own(world: World) -> None:
    blob = (DATA / "dialogflow_cx/exported_agent.blob").read_text("utf-8")
    alone = world.write("one/agent.blob", blob) and world.read("one").answers
    german = blob.replace('"nl"', '"de"').replace("binnen 2 dagen", "in 2 Tagen").replace("billing.", "rechnung.")
    world.write("two/a.blob", blob)
    world.write("two/b.blob", german)
    both = world.read("two").answers
    assert len(both) == 2 * len(alone)
    assert {answer.locale for answer in both} == {"en", "nl", "de"}


def test_dialogflow_cx_single_flow_named_alone(world: World) -> None:
    flow = DATA / "dialogflow_cx/agent/flows/Default Start Flow/Default Start Flow.json"
    world.write("flow.json", flow.read_bytes())
    with pytest.raises(SourceError, match=r"^flow\.json: nothing recognises this file"):
        world.read("flow.json")


def test_lex_reads_a_single_intent_too(world: World) -> None:
    world.write("Intent.json", (DATA / "lex/Larkspur/BotLocales/nl_NL/Intents/ReturnWindow/Intent.json").read_bytes())
    assert world.formats("Intent.json") == {"Intent.json": "lex"}
    (answer,) = world.read("Intent.json").answers
    assert (answer.question, answer.text, answer.locale) == ("hoe lang mag ik retourneren", "Je hebt 30 dagen.", None)


def test_lex_conditions_and_what_is_switched_off(world: World) -> None:
    answers = read(world, "lex")
    assert texts(answers, "ReturnWindow") == {
        ("en-US", None, "You have 30 days.\n\nKeep the receipt."),
        ("en-US", None, "Returns are open for 28 days.\n\nKeep the receipt."),
        ("en-US", "business", "Companies have 60 days."),
        ("nl-NL", None, "Je hebt 30 dagen."),
    }
    assert not [answer for answer in answers if "switched off" in answer.text]


def test_lex_an_intent_that_only_asks_says_nothing(world: World) -> None:
    prompt = {"messageGroupsList": [{"message": {"plainTextMessage": {"value": "Shall I book it?"}}}]}
    closing = {"isActive": True, "closingResponse": {"messageGroupsList": []}}
    world.write("Intent.json", {"name": "Book", "intentConfirmationSetting": {"promptSpecification": prompt}})
    world.write("x/Intent.json", {"name": "Shop", "sampleUtterances": None, "intentClosingSetting": closing})
    found = world.read(formats={"Intent.json": "lex", "x/Intent.json": "lex"})
    assert found.reasons == ["no reply text", "no reply text", "question of a form"]


def test_watson_conditional_responses_jumps_and_slots(world: World) -> None:
    answers = read(world, "watson")
    assert texts(answers, "shipping") == {
        ("en", "belgium", "Shipping to Belgium is €6.95."),
        ("en", None, "Shipping is €4.95.\nDelivery takes two days."),
    }
    assert {answer.intent for answer in answers if answer.text == "We mail it within 2 days."} == {"invoice", "bill"}
    assert texts(answers, "Change an address") == {
        ("en", None, "You can change it within {hours_left} hours."),
        ("en", "business", "Companies can change it until shipping."),
    }
    assert not [answer for answer in answers if "order number" in answer.text]


def test_watson_nodes_that_go_around_in_circles(world: World) -> None:
    nodes = [
        {"dialog_node": "a", "parent": "b", "conditions": "#x", "next_step": {"behavior": "skip_user_input"}},
        {"dialog_node": "b", "parent": "a", "output": {"text": "B"}, "next_step": {"behavior": "skip_user_input"}},
        {"dialog_node": "c", "parent": "c", "conditions": "#y", "output": {"text": "C"}, "type": "response_condition"},
    ]
    world.write("skill.json", {"intents": [{"intent": "x", "examples": []}], "dialog_nodes": nodes})
    assert [answer.text for answer in world.read("skill.json").answers] == ["B", "C"]


def test_watson_nodes_that_all_have_one_name(world: World) -> None:
    node = {"dialog_node": "a", "parent": "a", "type": "response_condition", "output": {"text": "A"}}
    root = {"dialog_node": "r", "conditions": "#x", "output": {"text": "R"}}
    world.write("skill.json", {"intents": [], "dialog_nodes": [root, *[node] * 2_000]})
    assert [answer.text for answer in world.read("skill.json").answers] == ["R"]


def test_qnamaker_alternative_questions_and_follow_ups(world: World) -> None:
    answers = read(world, "qnamaker")
    returns = next(answer for answer in answers if answer.question == "How long can I return it?")
    assert (returns.variants, returns.markup) == (("return window",), Markup.MARKDOWN)
    assert returns.text == "You have **30 days**.\n\nKeep the receipt."
    assert "How long can I return it? Abroad" in {answer.question for answer in answers}


def test_qnamaker_rows_without_ids(world: World) -> None:
    world.write(
        "kb.tsv", "Question\tAnswer\tSource\tMetadata\nQ1\tA\ts\t\nQ2\tA\ts\t\nQ3\tA\tother\t\nQ4\t\ts\t\nQ5\t\ts\t\n"
    )
    results = world.read("kb.tsv")
    assert sorted((one.question, one.variants) for one in results.answers) == [("Q1", ("Q2",)), ("Q3", ())]
    assert results.reasons == ["empty answer", "empty answer"]


def test_a_plain_table_is_not_a_knowledge_base(world: World) -> None:
    world.write("faq/a.tsv", "question\tanswer\tsource\tmetadata\nQ\tA\ts\tm\n")
    world.write("b.csv", "channel,question,answer,source,metadata\nmacro,Q,A,s,m\n")
    assert world.formats() == {"faq/a.tsv": "table", "b.csv": "table"}
    assert {answer.channel for answer in world.read().answers} == {"faq", "macro"}


def test_qnabot_languages_within_one_text(world: World) -> None:
    answers = read(world, "qnabot")
    assert texts(answers, "Shipping.001") == {
        (None, None, "Shipping is €4.95."),
        ("es", None, "El envío cuesta 4,95 €."),
        ("nl-NL", None, "Verzending kost € 5,95."),
    }


def test_botpress_content_elements_are_looked_up(world: World) -> None:
    answers = read(world, "botpress")
    assert texts(answers, "f6a7b8_invoice") == {("en", None, "We mail it within 2 days.")}
    assert texts(answers, "b2c3d4_shipping") == {
        ("en", None, "Shipping is **€4.95**."),
        ("en", None, "Delivery costs €4.95, {{event.state.user.name}}."),
    }


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("en.json", {"menu": {"question": "Ask", "reply": "Answer"}}),
        ("en.json", {"poll": {"questions": ["A?"], "answers": ["B"]}}),
        ("settings.json", {"faq": {"question": "Q", "answer": "A"}}),
        ("settings.json", {"en": {"question": "Q"}, "nl": {"answer": "A"}}),
        ("package.json", {"name": "en", "faq": {"q": {"a": "b"}}}),
    ],
)
def test_what_is_no_faq_in_a_language_file(world: World, name: str, content: object) -> None:
    world.write("faq/a.md", "## Q\nA\n")
    world.write(f"faq/{name}", content)
    assert world.formats() == {"faq/a.md": "markdown-faq"}


@pytest.mark.parametrize(
    ("name", "locale"),
    [
        ("nl.json", "nl"),
        ("faq.nl.json", "nl"),
        ("messages_pt_BR.json", "pt-BR"),
        ("app-de-CH.json", "de-CH"),
        ("locales/fr/faq.json", "fr"),
        ("fr/LC_MESSAGES/help.json", "fr"),
    ],
)
def test_the_language_that_a_file_is_named_after(world: World, name: str, locale: str) -> None:
    world.write(f"site/{name}", {"faq": {"returns": {"question": "Q", "answer": "A"}}})
    (answer,) = world.read("site").answers
    assert (answer.locale, answer.intent, answer.id) == (locale, "faq.returns", f"faq-returns-{locale}")


def test_a_hostile_file_that_only_may_be_a_language_file_stops_nothing(world: World) -> None:
    world.write("faq/a.md", "## Q\nA\n")
    world.write("faq/en.yml", "question: &a [x, x]\nb: " + "[" * 200)
    assert world.formats() == {"faq/a.md": "markdown-faq"}


def test_languages_share_the_key_and_not_the_id(world: World) -> None:
    answers = read(world, "i18n")
    returns = [answer for answer in answers if answer.intent == "faq.returns"]
    assert {answer.locale for answer in returns} == {"en", "nl"}
    assert {answer.id for answer in returns} == {"faq-returns-en", "faq-returns-nl"}


def test_a_cut_export_is_an_error_that_says_where(world: World) -> None:
    for fixture, name in (
        ("watson", "skill-larkspur-dialog.json"),
        ("qnamaker", "export.json"),
        ("qnabot", "export.json"),
        ("botpress", "qna_export.json"),
        ("dialogflow_cx", "exported_agent.blob"),
    ):
        whole = (DATA / fixture / name).read_bytes()
        world.write(name, whole[: len(whole) * 2 // 3])
        with pytest.raises(SourceError, match=rf"^{name}:\d+: broken JSON: .*(?:export it again)"):
            world.read(name)

"""The bots that come with cx-audit: their requests, as the vendors document them, and their replies."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from ask_kit import ask, call, live
from pytest_httpserver import HTTPServer

from cx_audit.ask.load import bot_names, load_bot, named_bot
from cx_audit.ask.plan import session_id
from cx_audit.ask.reading import Said, Unsaid, read_reply
from cx_audit.errors import AccessDenied, ConfigError, UsageError
from cx_audit.sources.interface import Reason

QUESTION = "How long can I return it?"
KEYS = {
    "DIALOGFLOW_TOKEN": "ya29.secret",
    "OPENAI_API_KEY": "sk-secret",
    "RASA_TOKEN": "rasa-secret",
    "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "aws-secret",
    "AWS_SESSION_TOKEN": "aws-session",
}


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)


def answered(server: HTTPServer, path: str, document: object) -> None:
    server.expect_ordered_request(path, method="POST").respond_with_json(document)


def sent(server: HTTPServer) -> tuple[Any, dict[str, str]]:
    request, _ = server.log[0]
    return json.loads(request.get_data()), {name.lower(): value for name, value in request.headers.items()}


@pytest.mark.parametrize("name", bot_names())
def test_every_bot_is_whole(name: str) -> None:
    found, bot = named_bot(name, None)  # type: ignore[arg-type]
    assert found == name
    assert bot.docs
    assert bot.docs.startswith("https://")


def test_rasa(httpserver: HTTPServer) -> None:
    answered(
        httpserver,
        "/webhooks/rest/webhook",
        [{"recipient_id": "x", "text": "30 days."}, {"image": "https://a/b.png"}, {"text": "From delivery."}],
    )
    bot = live("rasa", {"url": httpserver.url_for("")})
    assert ask(bot) == Said("30 days.\nFrom delivery.")
    body, headers = sent(httpserver)
    assert body == {"sender": session_id(call(), "rasa", ""), "message": QUESTION}
    assert headers["authorization"] == "Bearer rasa-secret"


def test_rasa_without_a_token(httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RASA_TOKEN")
    answered(httpserver, "/webhooks/rest/webhook", [{"recipient_id": "x", "buttons": [{"title": "Yes"}]}])
    assert ask(live("rasa", {"url": httpserver.url_for("")})) == Unsaid(Reason.MEDIA_ONLY)
    assert "authorization" not in sent(httpserver)[1]


def test_dialogflow_es(httpserver: HTTPServer) -> None:
    session = session_id(call(), "dialogflow-es", "")
    assert len(session) <= 36, "what Dialogflow takes"
    reply = {
        "responseId": "r",
        "queryResult": {
            "queryText": QUESTION,
            "allRequiredParamsPresent": True,
            "fulfillmentText": "30 days.",
            "fulfillmentMessages": [
                {"text": {"text": ["30 days."]}, "platform": "FACEBOOK"},
                {"text": {"text": ["30 days."]}},
                {"text": {"text": ["From delivery."]}},
            ],
            "intent": {"name": "projects/p/agent/intents/1", "displayName": "return.window"},
        },
    }
    answered(httpserver, f"/v2/projects/shop-1/agent/sessions/{session}:detectIntent", reply)
    bot = live("dialogflow-es", {"url": httpserver.url_for(""), "project": "shop-1"})
    assert ask(bot) == Said("30 days.\nFrom delivery.")
    body, headers = sent(httpserver)
    assert body == {"queryInput": {"text": {"text": QUESTION, "languageCode": "en"}}}
    assert headers["authorization"] == "Bearer ya29.secret"
    assert headers["x-goog-user-project"] == "shop-1"


def test_dialogflow_es_that_understood_nothing_or_asks_back() -> None:
    shape = named_bot("dialogflow-es", None)[1].reply  # type: ignore[arg-type]
    text = {"fulfillmentText": "Sorry, what was that?"}
    lost = {"queryResult": {**text, "intent": {"displayName": "Default Fallback Intent", "isFallback": True}}}
    assert read_reply(lost, shape) == Unsaid(Reason.NOT_UNDERSTOOD)
    asks = {"queryResult": {"fulfillmentText": "Which order?", "allRequiredParamsPresent": False, "intent": {}}}
    assert read_reply(asks, shape) == Unsaid(Reason.ASKS)


def test_dialogflow_cx(httpserver: HTTPServer) -> None:
    session = session_id(call(), "dialogflow-cx", "")
    path = f"/v3/projects/shop-1/locations/europe-west1/agents/a-1/environments/live/sessions/{session}:detectIntent"
    reply = {
        "queryResult": {
            "responseMessages": [{"text": {"text": ["30 days."]}}, {"payload": {"richContent": []}}],
            "match": {"matchType": "INTENT", "confidence": 0.9},
        }
    }
    answered(httpserver, path, reply)
    settings = {"project": "shop-1", "location": "europe-west1", "agent": "a-1", "environment": "live"}
    assert ask(live("dialogflow-cx", {"url": httpserver.url_for(""), **settings})) == Said("30 days.")
    assert sent(httpserver)[0] == {"queryInput": {"text": {"text": QUESTION}, "languageCode": "en"}}


def test_dialogflow_cx_speaks_to_the_region() -> None:
    bot = live("dialogflow-cx", {"project": "p", "location": "europe-west1", "agent": "a"})
    assert bot.outgoing(call()).url.startswith("https://europe-west1-dialogflow.googleapis.com/v3/projects/p/")
    shape = bot.bot.reply
    lost = {"queryResult": {"responseMessages": [{"text": {"text": ["Sorry?"]}}], "match": {"matchType": "NO_MATCH"}}}
    assert read_reply(lost, shape) == Unsaid(Reason.NOT_UNDERSTOOD)


def test_lex(httpserver: HTTPServer) -> None:
    session = session_id(call(), "lex", "")
    reply = {
        "sessionId": session,
        "messages": [
            {"content": "30 days.", "contentType": "PlainText"},
            {"contentType": "ImageResponseCard", "imageResponseCard": {"title": "More"}},
        ],
        "sessionState": {"intent": {"name": "ReturnWindow", "state": "Fulfilled"}, "dialogAction": {"type": "Close"}},
    }
    answered(httpserver, f"/bots/B1/botAliases/TSTALIASID/botLocales/en_US/sessions/{session}/text", reply)
    settings = {"bot": "B1", "alias": "TSTALIASID", "region": "eu-central-1"}
    assert ask(live("lex", {"url": httpserver.url_for(""), **settings})) == Said("30 days.")
    body, headers = sent(httpserver)
    assert body == {"text": QUESTION}
    assert headers["x-amz-security-token"] == "aws-session"
    credential, names, signature = headers["authorization"].removeprefix("AWS4-HMAC-SHA256 ").split(", ")
    assert credential.startswith("Credential=AKIDEXAMPLE/")
    assert credential.endswith("/eu-central-1/lex/aws4_request")
    assert names == "SignedHeaders=content-type;host;x-amz-date;x-amz-security-token"
    assert len(signature.removeprefix("Signature=")) == 64


def test_lex_that_understood_nothing_or_asks_back() -> None:
    bot = live("lex", {"bot": "B1", "alias": "A1", "region": "eu-central-1"})
    assert bot.outgoing(call()).url.startswith(
        "https://runtime-v2-lex.eu-central-1.amazonaws.com/bots/B1/botAliases/A1/"
    )
    message = {"messages": [{"content": "Which?", "contentType": "PlainText"}]}
    lost = {**message, "sessionState": {"intent": {"name": "FallbackIntent"}}}
    asks = {**message, "sessionState": {"intent": {"name": "Order"}, "dialogAction": {"type": "ElicitSlot"}}}
    assert read_reply(lost, bot.bot.reply) == Unsaid(Reason.NOT_UNDERSTOOD)
    assert read_reply(asks, bot.bot.reply) == Unsaid(Reason.ASKS)


def test_openai(httpserver: HTTPServer) -> None:
    message = {"role": "assistant", "content": "You have **30 days**.", "refusal": None}
    reply = {"id": "c", "choices": [{"index": 0, "message": message, "finish_reason": "stop"}], "usage": {}}
    answered(httpserver, "/v1/chat/completions", reply)
    settings = {"url": httpserver.url_for("/v1"), "model": "m-1", "temperature": 0.2, "system": "Be kind."}
    assert ask(live("openai", settings)) == Said("You have 30 days.")
    body, headers = sent(httpserver)
    assert body == {
        "model": "m-1",
        "temperature": 0.2,
        "messages": [{"role": "system", "content": "Be kind."}, {"role": "user", "content": QUESTION}],
    }
    assert headers["authorization"] == "Bearer sk-secret"


def test_openai_that_refuses() -> None:
    shape = named_bot("openai", None)[1].reply  # type: ignore[arg-type]
    refused = {"choices": [{"message": {"content": None, "refusal": "I can't."}, "finish_reason": "stop"}]}
    cut = {"choices": [{"message": {"content": ""}, "finish_reason": "content_filter"}]}
    assert read_reply(refused, shape) == read_reply(cut, shape) == Unsaid(Reason.NOT_UNDERSTOOD)
    assert read_reply({"error": {"message": "no such\nmodel"}}, shape) == Unsaid(Reason.BOT_ERROR, "no such model")


def test_a_needed_key_is_asked_for_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DIALOGFLOW_TOKEN")
    with pytest.raises(AccessDenied, match="DIALOGFLOW_TOKEN is not set"):
        ask(live("dialogflow-es", {"project": "p"}))


def test_a_refused_key_ends_the_run_and_is_not_told(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/v1/chat/completions").respond_with_data("no", status=401)
    with pytest.raises(AccessDenied, match="OPENAI_API_KEY") as caught:
        ask(live("openai", {"url": httpserver.url_for("/v1"), "model": "m"}))
    assert "sk-secret" not in str(caught.value)


MINE = """\
about: our own bot
settings:
  url:
    about: its address
auth:
  kind: header
  header: X-Api-Key
  env: RASA_TOKEN
request:
  url: "{url}/talk"
  json:
    input: {text: "{question}", user: "{session}", lang: "{language}"}
reply:
  text: output.parts[].markdown
  not_understood: ["I did not get that"]
  markup: markdown
"""


def test_a_bot_of_the_users_own(httpserver: HTTPServer) -> None:
    answered(httpserver, "/talk", {"output": {"parts": [{"markdown": "# Returns"}, {"markdown": "30 *days*."}]}})
    bot = load_bot(MINE, "mine.yml")
    mine = live("rasa", {"url": httpserver.url_for("")})
    mine = type(mine)("mine", bot, {"url": httpserver.url_for("")})
    assert ask(mine) == Said("Returns\n30 days.")
    assert sent(httpserver)[1]["x-api-key"] == "rasa-secret"


def test_all_that_is_wrong_with_a_file_is_told_with_its_lines() -> None:
    wrong = MINE.replace("{question}", "{qestion}").replace("output.parts[]", "output.[[").replace("kind:", "kynd:")
    with pytest.raises(ConfigError) as caught:
        load_bot(wrong, "mine.yml")
    told = str(caught.value)
    assert "line 6: auth.kynd: unknown key" in told
    assert "reply.text: is no JMESPath" in told
    with pytest.raises(ConfigError, match=r"\{qestion\}: no such setting"):
        load_bot(MINE.replace("{question}", "{question} {qestion}"), "mine.yml")
    with pytest.raises(ConfigError, match="stands nowhere"):
        load_bot(MINE.replace("{question}", "hello"), "mine.yml")


@pytest.mark.parametrize("text", ["", "a: &x 1\nb: *x", "[" * 50, "about: [", "- 1", "\tx"])
def test_what_is_no_bot_is_told(text: str) -> None:
    with pytest.raises(ConfigError):
        load_bot(text, "mine.yml")


def test_an_unknown_bot_names_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="dialogflow-cx, dialogflow-es, lex, openai, rasa"):
        named_bot("siri", tmp_path)

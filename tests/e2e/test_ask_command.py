"""``cx-audit ask`` as a user meets it: a real bot on this machine, the command, then an audit of what it said."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from asked_bot import Asked, live_bot
from command import TIMEOUT, Run, cx_audit

FAQ = """\
channel,question,answer,variants,locale
faq,Until when can I call you on Friday?,Our phone lines are open on Friday until 17:00.,Your hours on Friday?,en
faq,How long can I return an item?,You can return an item within 30 days of delivery.,What is the return window?,en
faq,How much is delivery?,Standard delivery costs 4.95 euros.,What do you charge for delivery?,en
faq,Wat kost de bezorging?,Bezorging kost 4.95 euro.,,nl
"""
pytestmark = pytest.mark.model

SECRET = "s3cret-token-of-the-bot"
FORMATS = ("table", "json", "csv", "html", "junit", "sarif", "github", "gitlab", "markdown")


def contradicting(request: Asked) -> tuple[int, Any]:
    """Says 17:00 to one wording of the Friday question, and 18:00 to the other."""
    text = request.body["message"].casefold()
    if "friday" in text:
        return 200, [{"text": f"Our phone lines are open on Friday until {'18' if 'hours' in text else '17'}:00."}]
    if "return" in text:
        return 200, [{"text": "Sure!"}, {"text": "You can return an item within 30 days of delivery."}]
    return 200, [{"image": "https://cdn.example/prices.png"}]


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "faq.csv").write_text(FAQ, encoding="utf-8")
    return tmp_path


def ask(folder: Path, url: str, *more: str, bot: str = "rasa", key: str = "RASA_TOKEN") -> Run:
    return cx_audit("ask", "exports", "--bot", bot, "--set", f"url={url}", *more, cwd=folder, env={key: SECRET})


def recorded(folder: Path, name: str = "chatbot-replies.jsonl") -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / name).read_text(encoding="utf-8").splitlines()]


def no_secret(run: Run, folder: Path) -> None:
    """Neither said nor written: not whole, and not its telling half."""
    for text in (run.out.decode(), run.err, *(p.read_text(errors="replace") for p in folder.rglob("*") if p.is_file())):
        assert SECRET not in text
        assert SECRET[6:] not in text


def test_a_bot_that_contradicts_itself_is_told_in_every_format(exports: Path) -> None:
    with live_bot(contradicting) as bot:
        run = ask(exports, bot.url, "--yes", "--times", "2", "--only", "en")
    assert run.code == 0, run.err
    assert b"2 of 3 questions answered, 1 of them in more than one way" in run.out
    assert "4 replies not recorded: buttons or pictures only" in run.err
    assert len(bot.requests) == 12
    assert len({request.body["sender"] for request in bot.requests}) == 12, "a conversation of its own for each"
    assert {request.headers["authorization"] for request in bot.requests} == {f"Bearer {SECRET}"}
    no_secret(run, exports)
    friday = [row for row in recorded(exports) if "Friday" in row["question"] or "Friday" in str(row["variants"])]
    assert [(row["answer"][-6:], row["uses"], row["times_asked"]) for row in friday] == [
        ("17:00.", 2, 4),
        ("18:00.", 2, 4),
    ]
    audited = cx_audit("audit", "exports", "chatbot-replies.jsonl", "-f", "json", cwd=exports)
    assert audited.code == 1
    (exports / "report.json").write_bytes(audited.out)
    for format in FORMATS:
        told = cx_audit("report", "report.json", "-f", format, cwd=exports)
        text = " ".join(told.out.decode().replace("&quot;", '"').split())
        assert "asked 4 times, the chatbot says both" in text, format
    report = audited.report
    (finding,) = [finding for finding in report["findings"] if finding["kind"] == "contradiction"]
    assert {position["display"] for position in finding["positions"]} == {"17:00", "18:00"}
    skips = {(skip["reason"], skip["count"]) for skip in report["skipped"]}
    assert ("buttons or pictures only", 1) in skips


def test_the_recording_alone_is_something_to_compare(exports: Path) -> None:
    """The bot against itself is a comparison, also where no other channel is read."""
    with live_bot(contradicting) as bot:
        assert ask(exports, bot.url, "--yes", "--only", "en").code == 0
    told = cx_audit("audit", "chatbot-replies.jsonl", "-f", "json", cwd=exports)
    assert told.code == 1
    (finding,) = told.report["findings"]
    assert finding["message"].endswith("the chatbot says both 17:00 and 18:00, asked twice")
    assert told.report["summary"]["compared"] == 1
    (exports / "report.json").write_bytes(told.out)
    again = cx_audit("report", "report.json", "-f", "junit", cwd=exports)
    assert again.out.count(b"only one speaker answers") == 1, "the question of returns, which it answers in one way"


def test_the_same_bot_gives_the_same_bytes(exports: Path) -> None:
    written = []
    for number, more in enumerate((["--concurrency", "1"], ["--concurrency", "8"])):
        with live_bot(contradicting) as bot:
            assert ask(exports, bot.url, "--yes", "--into", f"{number}.jsonl", *more).code == 0
        written.append((exports / f"{number}.jsonl").read_bytes())
    assert written[0] == written[1]


def test_an_openai_compatible_endpoint(exports: Path) -> None:
    def model(request: Asked) -> tuple[int, Any]:
        said = "You can return an item within **14 days**."
        return 200, {"choices": [{"message": {"role": "assistant", "content": said}, "finish_reason": "stop"}]}

    (exports / "prompt.md").write_text("You are the bot of a shop.", encoding="utf-8")
    settings = ["--set", "model=llama", "--set", "temperature=0", "--set", "system=prompt.md"]
    with live_bot(model) as bot:
        run = ask(exports, f"{bot.url}/v1", *settings, "--only", "en", "--yes", bot="openai", key="OPENAI_API_KEY")
    assert run.code == 0, run.err
    assert "an estimate: about" in run.err
    assert "what that costs is not known" in run.err
    request = bot.requests[0]
    assert request.path == "/v1/chat/completions"
    assert request.body["temperature"] == 0
    assert request.body["messages"][0] == {"role": "system", "content": "You are the bot of a shop."}
    assert {row["answer"] for row in recorded(exports)} == {"You can return an item within 14 days."}
    no_secret(run, exports)
    report = cx_audit("audit", "exports", "chatbot-replies.jsonl", "-f", "json", cwd=exports).report
    assert any("14 days" in finding["message"] for finding in report["findings"])


def test_your_prices_make_an_amount(exports: Path) -> None:
    (exports / "cx-audit.yml").write_text(
        "sources:\n  - path: exports\n  - path: chatbot-replies.jsonl\nask:\n  bot: openai\n  settings: {model: m, url: 'http://127.0.0.1:9/v1'}\n"
        "  price_in: 1000\n  price_out: 2000\n  currency: EUR\n",
        encoding="utf-8",
    )
    run = cx_audit("ask", "--dry-run", cwd=exports)
    assert run.code == 0, run.err
    assert b"at your prices about 2," in run.out
    assert b" EUR, an estimate too" in run.out


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_killed_in_the_middle_it_goes_on_where_it_was(exports: Path) -> None:
    """Killed without a warning while the fourth question is on its way: only that one is asked again."""
    arrived, release = threading.Event(), threading.Event()

    def slow(request: Asked) -> tuple[int, Any]:
        if len(bot.requests) == 4:
            arrived.set()
            release.wait(TIMEOUT)
        return contradicting(request)

    with live_bot(slow) as bot:
        command = [sys.executable, "-m", "cx_audit", "ask", "exports", "--bot", "rasa", "--set", f"url={bot.url}"]
        process = subprocess.Popen([*command, "--yes", "--concurrency", "1"], cwd=exports, stderr=subprocess.DEVNULL)
        assert arrived.wait(TIMEOUT)
        os.kill(process.pid, signal.SIGKILL)
        process.wait(TIMEOUT)
        release.set()
        assert not (exports / "chatbot-replies.jsonl").exists(), "no half of a recording"
        killed = Counter(bot.asked())
        run = ask(exports, bot.url, "--yes", "--concurrency", "1")
        asked = Counter(bot.asked())
    assert run.code == 0, run.err
    assert "3 were asked before; 4 are left" in run.err
    assert sum(killed.values()) == 4
    assert sum(asked.values()) == 8
    assert sorted(asked.values()) == [1, 1, 1, 1, 1, 1, 2], "the one in flight, twice"
    with live_bot(contradicting) as other:
        assert ask(exports, other.url, "--yes", "--into", "whole.jsonl").code == 0
    assert (exports / "whole.jsonl").read_bytes() == (exports / "chatbot-replies.jsonl").read_bytes()
    assert not list(exports.glob(".*")), "nothing is left beside the recording"


def test_nothing_is_sent_without_consent(exports: Path) -> None:
    bot_says = "channel,question,answer\nchatbot,What are you?,I am the bot.\n"
    (exports / "exports" / "bot.csv").write_text(bot_says, encoding="utf-8")
    with live_bot(contradicting) as bot:
        run = ask(exports, bot.url)
        assert run.code == 2
        assert "requests would go to a live bot (add --yes to send them" in run.err
        dry = ask(exports, bot.url, "--dry-run")
    assert dry.code == 0
    assert b"How long can I return an item?" in dry.out
    assert b'"message":"' in dry.out
    assert b"What are you?" not in dry.out, "what the bot's own export answers is no question of another channel"
    assert bot.requests == []
    assert sorted(path.name for path in exports.iterdir()) == ["exports"]
    no_secret(dry, exports)


def test_a_refused_key_is_one_line_without_the_key(exports: Path) -> None:
    def refuse(request: Asked) -> tuple[int, Any]:
        return 401, {"error": f"bad token {request.headers['authorization']}"}

    with live_bot(refuse) as bot:
        run = ask(exports, bot.url, "--yes", "--concurrency", "1")
    assert run.code == 2
    assert len(bot.requests) == 1
    assert "RASA_TOKEN" in run.err
    assert "Traceback" not in run.err
    no_secret(run, exports)


def test_a_bot_that_echoes_its_key_does_not_get_it_recorded(exports: Path) -> None:
    def echo(request: Asked) -> tuple[int, Any]:
        return 200, [{"text": f"Your token is {request.headers['authorization']}."}]

    with live_bot(echo) as bot:
        run = ask(exports, bot.url, "--yes")
    no_secret(run, exports)
    assert {row["answer"] for row in recorded(exports)} == {"Your token is ***."}


def test_a_bot_that_answers_nothing_is_not_recorded(exports: Path) -> None:
    with live_bot(lambda request: (200, [])) as bot:
        run = ask(exports, bot.url, "--yes")
    assert run.code == 3
    assert "the bot answered no question" in run.err
    assert not (exports / "chatbot-replies.jsonl").exists()


def test_an_export_is_not_written_over(exports: Path) -> None:
    (exports / "macros.jsonl").write_text('{"channel": "macro", "question": "Q?", "answer": "A"}\n', encoding="utf-8")
    with live_bot(contradicting) as bot:
        run = ask(exports, bot.url, "--yes", "--into", "macros.jsonl")
        other = ask(exports, bot.url, "--yes", "--into", "exports/faq.csv")
    assert (run.code, other.code) == (2, 2)
    assert "holds something else" in run.err
    assert bot.requests == []


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (["--bot", "siri"], "no bot siri"),
        (["--bot", "dialogflow-es"], "the bot needs project, the id of the Google Cloud project"),
        (["--bot", "rasa", "--set", "url=http://rasa.example"], "is not encrypted"),
        (["--bot", "openai", "--set", "model=m", "--set", "temperature=hot"], "temperature: hot is no number"),
        (["--bot", "rasa", "--into", "no/such/x.jsonl"], "there is no folder"),
        (["--bot", "rasa", "--only", "fr"], "no question to ask"),
        (["--bot", "rasa", "--from", "macros"], "no channel macros (there are faq)"),
        ([], "no bot named"),
    ],
)
def test_mistakes_are_one_line_that_says_what_to_do(exports: Path, more: list[str], told: str) -> None:
    run = cx_audit("ask", "exports", "--yes", *more, cwd=exports)
    assert run.code == (3 if "question" in told else 2)
    assert told in run.err
    assert "Traceback" not in run.err

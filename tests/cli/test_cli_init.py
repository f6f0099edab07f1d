"""``cx-audit init``: what it writes is right, says all there is, and changes nothing of what is audited."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import get_args

import pytest
import yaml
from cli_kit import BY_INTENT, ROWS, Cli, write_csv

from cx_audit.cli.config_text import config_text
from cx_audit.cli.survey import Entry, Survey
from cx_audit.config import Config, load_config
from cx_audit.config_words import WORDS
from cx_audit.resources import packaged


def _nested(name: str) -> type | None:
    """The model of a key that has keys of its own."""
    if name in WORDS and WORDS[name].example:  # keys of the user's own stand between
        return None
    left = [Config.model_fields[name].annotation]
    while left:
        one = left.pop()
        if hasattr(one, "model_fields"):
            return one
        left += get_args(one)
    return None


def _keys() -> list[str]:
    inner = [f"{name}: {key}" for name in Config.model_fields if (m := _nested(name)) for key in m.model_fields]
    return [*Config.model_fields, *inner]


FOUND = Survey((Entry("a.csv", "table", None, {"table": 1}, {"faq": 2, "chatbot": 2}),), ("en",), None, ())


def _blocks() -> dict[str, str]:
    """By key: what stands there once its # is taken away, as the head of the file says."""
    out = {}
    for block in config_text(FOUND).split("\n\n")[1:]:
        lines = block.splitlines()
        start = next(n for n, line in enumerate(lines) if re.match(r"(# )?[a-z_]+:( |$)", line))
        on = [line.removeprefix("# ") for line in lines[start:]]
        out[on[0].partition(":")[0]] = "\n".join(on) + "\n"
    return out


BLOCKS = _blocks()


@pytest.mark.parametrize("key", _keys())
def test_every_setting_has_a_plain_sentence(key: str) -> None:
    """A new key of the configuration fails here until somebody writes down what it does."""
    assert WORDS[key].says.endswith(".")
    assert len(WORDS[key].says) <= 120


def test_no_sentence_is_for_a_setting_that_there_is_not() -> None:
    assert set(WORDS) - set(_keys()) == set()


@pytest.mark.parametrize("key", Config.model_fields)
def test_every_setting_is_right_once_it_is_turned_on(key: str, own_place: Path) -> None:
    path = own_place / "cx-audit.yml"
    path.write_text(BLOCKS[key], encoding="utf-8")
    assert key in load_config(path).model_fields_set
    model = _nested(key)
    if model is not None and key != "sources":
        told = yaml.safe_load(BLOCKS[key])[key]
        assert set(told[0] if isinstance(told, list) else told) == set(getattr(model, "model_fields", {}))


def _exports(folder: Path) -> Path:
    for channel, rows in (("chatbot", ROWS[::2]), ("faq", ROWS[1::2])):
        (folder / channel).mkdir(parents=True)
        write_csv(folder / channel / "answers.csv", [{k: v for k, v in row.items() if k != "channel"} for row in rows])
    (folder / "notes.bin").write_bytes(b"\x00\x01")
    return folder


def test_what_it_writes_gives_the_same_audit(cli: Cli, own_place: Path) -> None:
    _exports(own_place / "exports")
    before = cli("audit", "exports", "-f", "json", *BY_INTENT).report
    done = cli("init", "exports")
    assert (done.code, done.out) == (0, "")
    after = cli("audit", "--config", "exports/cx-audit.yml", "-f", "json", *BY_INTENT).report
    assert before.pop("skipped") != after.pop("skipped")  # what isn't read is no source
    assert after == before
    told = yaml.safe_load(Path("exports/cx-audit.yml").read_text(encoding="utf-8"))
    assert told == {
        "sources": [{"path": "chatbot", "channel": "chatbot"}, {"path": "faq", "channel": "faq"}],
    }
    assert "not read: notes.bin: not recognised" in done.err
    assert "next: cx-audit audit exports -o html:report.html" in done.err


def test_the_samples_are_described(cli: Cli) -> None:
    done = cli("init", str(packaged("samples")), "--stdout")
    assert done.code == 0
    told = yaml.safe_load(done.out)["sources"]
    assert {entry["path"]: entry["channel"] for entry in told} == {
        "agents": "agent",
        "chatbot": "chatbot",
        "faq": "faq",
        "knowledge": "knowledge",
        "macros": "macro",
    }
    for line in ("# languages: [en, nl, es, vi, ar]", "# region: GB", "# policy: policy.yml"):
        assert f"\n{line}\n" in done.out
    assert "metrics/contacts.csv looks like what questions cost" in done.err


def test_a_file_of_several_channels_keeps_those_of_its_rows(cli: Cli, answers: Path) -> None:
    told = yaml.safe_load(cli("init", "--stdout").out)["sources"]
    assert told == [{"path": answers.name, "format": "table"}]


def test_a_configuration_is_never_lost_by_accident(cli: Cli, answers: Path) -> None:
    Path("cx-audit.yml").write_text("fail_on: high\n", encoding="utf-8")
    done = cli("init")
    assert (done.code, done.out) == (2, "")
    assert "cx-audit.yml: is there already (--force replaces it" in done.err
    assert Path("cx-audit.yml").read_text(encoding="utf-8") == "fail_on: high\n"
    assert cli("init", "--force").code == 0
    assert cli("config", "check").code == 0
    assert not [name for name in os.listdir() if name.endswith(".tmp")]


def test_printing_writes_nothing(cli: Cli, answers: Path) -> None:
    assert cli("init", "--stdout").out.startswith("# The settings of cx-audit")
    assert not Path("cx-audit.yml").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [(("gone",), 2, "gone: is no folder"), ((), 3, "put your exports there, a folder for each channel")],
)
def test_where_there_is_nothing_it_says_what_to_do(cli: Cli, arguments: tuple[str, ...], code: int, said: str) -> None:
    done = cli("init", *arguments)
    assert (done.code, done.out) == (code, "")
    assert said in done.err
    assert not Path("cx-audit.yml").exists()


def test_one_channel_alone_is_told(cli: Cli) -> None:
    write_csv(Path("a.csv"), ROWS[::2])
    assert "one channel alone can't disagree" in cli("init").err


def test_a_configuration_above_no_longer_counts_and_that_is_told(cli: Cli, own_place: Path) -> None:
    Path("cx-audit.yml").write_text("fail_on: high\n", encoding="utf-8")
    _exports(own_place / "exports")
    assert "cx-audit.yml counted here so far; the nearer one counts from now on" in cli("init", "exports").err


@pytest.mark.parametrize("name", ["no", "a: b", "- x", "#1", "ünïcode 📦", "1.0", "[x]", 'it\'s "so"', "x.csv #2"])
def test_any_name_comes_back_as_it_was(cli: Cli, name: str) -> None:
    Path(name).mkdir()
    write_csv(Path(name) / "a.csv", [{k: v for k, v in row.items() if k != "channel"} for row in ROWS[::2]])
    Path("faq").mkdir()
    write_csv(Path("faq/a.csv"), [{k: v for k, v in row.items() if k != "channel"} for row in ROWS[1::2]])
    assert cli("init", "--channel-of", f"{name}=chatbot").code == 0
    assert name in {source.path for source in load_config(Path("cx-audit.yml")).sources}


def test_a_name_that_would_steer_a_terminal_is_refused(cli: Cli) -> None:
    write_csv(Path("a\x1b[31m.csv"), ROWS)
    done = cli("init")
    assert done.code == 2
    assert "\x1b" not in done.err
    assert "rename it" in done.err

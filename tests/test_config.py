"""The configuration: found, read, and every mistake told at once with its line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from cx_audit.cli.main import app
from cx_audit.config import CONFIG_NAMES, Config, JudgeConfig, SourceConfig, SuppressionConfig, find_config, load_config
from cx_audit.errors import ConfigError

Write = Callable[[str | bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(text: str | bytes) -> Path:
        path = tmp_path / "cx-audit.yml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return written


def _error(path: Path) -> str:
    with pytest.raises(ConfigError) as caught:
        load_config(path)
    message = str(caught.value)
    assert message.startswith(str(path))
    assert "\n" not in message
    return message.removeprefix(str(path))


FULL = """
sources:
  - path: exports/*.json
    format: zendesk-macros
    channel: macro
  - path: faq.html
languages: [en, nl-BE, pt_BR]
report_language: en
region: NL
model: models/mine
group_by: intent
threshold: 0.3
min_confidence: 0
fail_on: high
judge:
  model: models/nli
  threshold: 0.9
  temperature: 1.5
  allow_download: true
baseline: known.jsonl
history: runs.sqlite3
suppressions:
  - {role: return_window, channels: [chatbot, faq], reason: members only, owner: Ann, until: 2026-12-31}
  - {finding: f-0123456789ab, reason: on purpose, owner: Luis}
  - {finding: 0123456789abcdef-2, reason: on purpose, owner: Luis, until: "2026-02-28"}
"""


def test_a_full_configuration(write: Write) -> None:
    config = load_config(write(FULL))
    assert config.sources == (
        SourceConfig(path="exports/*.json", format="zendesk-macros", channel="macro"),
        SourceConfig(path="faq.html"),
    )
    assert config.languages == ("en", "nl-BE", "pt_BR")
    assert (config.region, config.threshold, config.fail_on, config.group_by) == ("NL", 0.3, "high", "intent")
    assert config.judge == JudgeConfig(model="models/nli", threshold=0.9, temperature=1.5, allow_download=True)
    assert (config.baseline, config.history) == ("known.jsonl", "runs.sqlite3")
    ours = SuppressionConfig(
        role="return_window",
        channels=("chatbot", "faq"),
        reason="members only",
        owner="Ann",
        until=date(2026, 12, 31),
    )
    assert config.suppressions[0] == ours
    assert [one.until for one in config.suppressions[1:]] == [None, date(2026, 2, 28)]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("reason: r, owner: o", "suppressions.0: say what it is for: finding, role or channels"),
        ("role: x, owner: o", "reason: field required"),
        ("role: x, reason: r", "owner: field required"),
        ("role: x, reason: ' ', owner: o", "reason: string should match pattern"),
        ("role: '', reason: r, owner: o", "role: string should have at least 1 character"),
        ("channels: [faq], reason: r, owner: o", "channels.1: field required"),
        ("channels: [faq, bot, macro], reason: r, owner: o", "channels: tuple should have at most 2 items"),
        ("finding: F-1, reason: r, owner: o", "finding: should be the id of a finding (f-0123456789ab) or its"),
        ("role: x, reason: r, owner: o, until: 2026-02-30", "until: should be a day that exists, as YYYY-MM-DD"),
        ("role: x, reason: r, owner: o, until: 20261231", "until: should be a day that exists, as YYYY-MM-DD"),
        ("role: x, reason: r, owner: o, until: 2026-12-31 10:00:00", "until: should be a day that exists"),
        ("role: x, reason: r, owner: o, untill: 2026-12-31", "untill: unknown key, did you mean until?"),
    ],
)
def test_a_wrong_suppression_is_told_with_its_line(write: Write, entry: str, expected: str) -> None:
    message = _error(write(f"suppressions:\n  - {{{entry}}}\n"))
    assert "line 2: suppressions.0" in message
    assert expected in message


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "---\n", b"\xef\xbb\xbf", "\n\n"])
def test_an_empty_file_is_all_defaults(write: Write, text: str | bytes) -> None:
    assert load_config(write(text)) == Config()


def test_a_byte_order_mark_is_no_part_of_the_first_key(write: Write) -> None:
    assert load_config(write(b"\xef\xbb\xbffail_on: high\r\nregion: DE\r\n")).fail_on == "high"


def test_norway_and_norwegian_are_no_truth_values(write: Write) -> None:
    config = load_config(write("region: NO\nlanguages: [no, en]\n"))
    assert (config.region, config.languages) == ("NO", ("no", "en"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fail_om: high", "line 1: fail_om: unknown key, did you mean fail_on?"),
        ("sources:\n  - path: a\n    chanel: faq", "line 3: sources.0.chanel: unknown key, did you mean channel?"),
        ("\n\nzzzzz: 1", "line 3: zzzzz: unknown key; the keys are sources, languages,"),
        ("languages: nl", "line 1: languages: input should be a valid tuple"),
        ("languages: []", "line 1: languages: tuple should have at least 1 item"),
        ("languages:\n  - en\n  - dutch!", "line 3: languages.1: string should match pattern"),
        ("threshold: 2", "line 1: threshold: input should be less than 1"),
        ("threshold: .nan", "line 1: threshold: "),
        ("min_confidence: high", "line 1: min_confidence: input should be a valid number"),
        ("region: nl", "line 1: region: string should match pattern"),
        ("region: 12", "line 1: region: input should be a valid string"),
        ("fail_on: always", "line 1: fail_on: input should be 'high', 'medium', 'low' or 'never'"),
        ("group_by: x", "line 1: group_by: input should be 'meaning' or 'intent'"),
        ("sources: a.csv", "line 1: sources: "),
        ("sources:\n  - a.csv", "line 2: sources.0: should be keys with values, such as path: macros.json"),
        ("sources:\n  - channel: faq", "line 2: sources.0.path: field required"),
        ("sources:\n  - path: ''", "line 2: sources.0.path: string should have at least 1 character"),
        ("- en\n- nl", "line 1: the configuration: should be keys with values"),
        ("just words", "line 1: the configuration: should be keys with values"),
        ("false", "line 1: the configuration: should be keys with values"),
        ("1: 2", "line 1: 1: "),
        ("fail_on: high\nfail_on: low", "line 2: fail_on: is written twice"),
        ("judge: models/nli", "line 1: judge: should be keys with values, such as model: models/my-nli"),
        ("judge:\n  threshold: 0.9", "line 1: judge.model: field required"),
        ("judge:\n  model: a\n  threshold: 0.4", "line 3: judge.threshold: input should be greater than or equal"),
        ("judge:\n  model: a\n  temprature: 2", "line 3: judge.temprature: unknown key, did you mean temperature?"),
        ("judge:\n  model: a\n  temperature: 0", "line 3: judge.temperature: input should be greater than"),
        ("sources:\n  - path: a\n    path: b", "line 3: sources.0.path: is written twice"),
    ],
)
def test_a_mistake_is_told_with_line_and_key(write: Write, text: str, expected: str) -> None:
    message = _error(write(text))
    assert message.startswith(f": {expected}")
    assert message.endswith("(see docs/configuration.md)")


def test_all_mistakes_at_once_in_order_of_line(write: Write) -> None:
    message = _error(write("threshold: 7\nregion: xx\nfail_om: high\nthreshold: 8\nlanguages: nl\n"))
    assert re.findall(r"line (\d+): (\w+)", message) == [
        ("2", "region"),
        ("3", "fail_om"),
        ("4", "threshold"),
        ("4", "threshold"),
        ("5", "languages"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: [1, 2", ":1: not valid YAML: "),
        ("ok: 1\n\tb: 2", ":2: not valid YAML: "),
        ("a: 1\n---\nb: 2", ":2: not valid YAML: "),
        ("a: !!python/object/apply:os.system [ls]", ":1: not valid YAML: could not determine a constructor"),
        ("? [a]\n: b", ":1: not valid YAML: found unhashable key"),
        ("a: &x [1]\nb: *x", ":2: uses YAML aliases (write the value out in each place)"),
        ("[" * 30, ":1: is nested too deeply"),
        ("[" * 100_000, ":1: is nested too deeply"),
        (f"threshold: {'1' * 5000}", ": holds a value that can't be read: "),
        (b"a: \xff\xfe", ": is not UTF-8 (save it as UTF-8)"),
        ("a: \x07", ": not valid YAML: "),
        ("#" * 1_000_001, ": is larger than 1 MB (a configuration is a short text file)"),
    ],
)
def test_what_is_no_configuration_at_all(write: Write, text: str | bytes, expected: str) -> None:
    assert _error(write(text)).startswith(expected)


def test_an_alias_bomb_is_refused_at_once(write: Write) -> None:
    bomb = "a0: &a0 [x]\n" + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]\n" for i in range(1, 30))
    assert _error(write(bomb)).startswith(":2: uses YAML aliases")


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    assert "can't be read: No such file" in _error(tmp_path / "none.yml")
    assert "can't be read" in _error(tmp_path)


def test_terminal_codes_in_a_key_are_spelt_out(write: Write) -> None:
    message = _error(write('"\\e[31mred": 1'))
    assert "\x1b" not in message
    assert "\\x1b[31mred" in message


@given(st.one_of(st.text(max_size=60), st.text(alphabet="abc:-[]{}&*!|>'\"\n #%@`?,.0~", max_size=60)))
@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_a_configuration_or_a_config_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "cx-audit.yml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    message = ""
    try:
        load_config(path)
    except ConfigError as error:
        message = str(error)
    assert message == "" or message.startswith(str(path))


def test_found_in_the_folder_or_above(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    data = inner / "data.csv"
    data.touch()
    top = tmp_path / "cx-audit.yaml"
    top.touch()
    assert find_config(inner) == top.resolve()
    assert find_config(data) == top.resolve()
    near = inner / "cx-audit.yml"
    near.touch()
    (inner / "cx-audit.yaml").touch()
    assert find_config(data) == near
    assert CONFIG_NAMES[0] == near.name


def test_a_folder_of_that_name_is_none(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "cx-audit.yml").mkdir()
    (tmp_path / "cx-audit.yml").touch()
    assert find_config(tmp_path / "x") == (tmp_path / "cx-audit.yml").resolve()


def test_the_schema_prints_and_agrees(write: Write) -> None:
    result = CliRunner().invoke(app, ["config", "schema"])
    assert result.exit_code == 0
    schema = json.loads(result.stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    assert validator.is_valid({"sources": [{"path": "a.csv"}], "languages": ["en"], "fail_on": "low"})
    assert not validator.is_valid({"fail_om": "low"})
    assert not validator.is_valid({"languages": []})
    assert set(schema["properties"]) == set(Config.model_fields)


def test_check_says_fine(write: Write) -> None:
    result = CliRunner().invoke(app, ["config", "check", str(write(FULL))])
    assert result.exit_code == 0
    assert result.stdout.endswith("fine\n")


@pytest.mark.parametrize(
    "line",
    [
        "api_token: abc",
        "password: abc",
        "api-key: abc",
        "user: 9f86d081884c7d659a2feaa0c55ad015",
        "user: 6wiIBWbGkBMo1mRDMuVwkw1EPsNkeUj95PIz2akv",
        "user: sk-abcdefghijklmnop",
        "user: Bearer abcdefghijkl",
        "base_url: https://ann:pw@acme.example",
        "only: [/help, ghp_0123456789abcdef0123]",
    ],
)
def test_a_key_in_a_configuration_is_refused_and_not_repeated(tmp_path: Path, line: str) -> None:
    path = tmp_path / "cx-audit.yml"
    path.write_text(f"pull:\n  - vendor: zendesk\n    {line}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="looks like a key, and a configuration never holds one") as caught:
        load_config(path)
    assert line.partition(": ")[2] not in str(caught.value)


def test_what_is_pulled(tmp_path: Path) -> None:
    path = tmp_path / "cx-audit.yml"
    path.write_text(
        "pull:\n"
        "  - {vendor: zendesk, account: acme, user: ann@example.com, what: [macros], into: in}\n"
        "  - {vendor: freshdesk, name: the-second-help-desk-of-the-outdoor-shop-2, languages: [de, no]}\n"
        "  - {vendor: chatwoot, account: 12, keys: {CHATWOOT_API_TOKEN: OTHER_TOKEN}}\n"
        "  - {vendor: website, base_url: https://www.acme.example, only: [/help/*]}\n",
        encoding="utf-8",
    )
    first, second, third, fourth = load_config(path).pull
    assert (first.vendor, first.what, first.into) == ("zendesk", ("macros",), "in")
    assert first.settings == {"account": "acme", "user": "ann@example.com"}
    assert second.settings == {"languages": ("de", "no")}
    assert (third.settings, dict(third.keys)) == ({"account": "12"}, {"CHATWOOT_API_TOKEN": "OTHER_TOKEN"})
    assert fourth.settings == {"only": ("/help/*",)}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("pull: [{vendor: guru}, {vendor: guru}]", "pull: two entries are called guru"),
        ("pull: [{vendor: guru, user: {a: b}}]", "user: should be a text or a list of texts"),
        ("pull: [{vendor: guru, keys: {GURU_API_TOKEN: abc}}]", "pull.0.keys.GURU_API_TOKEN: string should match"),
        ("pull: [{name: x}]", "pull.0.vendor: field required"),
        ("pull: [guru]", "should be keys with values, such as vendor: zendesk"),
    ],
)
def test_mistakes_in_pull(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "cx-audit.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_config(path)
    assert message in str(caught.value)

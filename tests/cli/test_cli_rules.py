"""``cx-audit rules check``, and packs of the user's own in an audit."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_kit import BY_INTENT, Cli, write_csv

from cx_audit.cli.rule_rooms import check_rooms
from cx_audit.facts import languages

ROOMS = ("roles", "scope", "polarity", "methods", "text", "conversations", "compare", "policy", "connectors")

Write = Callable[[str, str], Path]

SWEDISH = """\
# Swedish, as a shop would begin it
comparators: {at_most: [inom, högst]}
free: [fri frakt, gratis]
units: {business_day: [arbetsdag, arbetsdagar]}
"""

WRONG = """\
to: [till]
units: {day: [dag], weeks: [vecka]}
without: [no, ingen]
spanz: {}
spans: {kvart: fifteen minutes}
weekdays: {mon: [må], tue: [må]}
phone_regions: [se]
locales: [sv_XX]
currencies: {KRN: [kronor]}
free: gratis
clock: {times: {lunch: 4000}, opn: [öppet]}
to: [a]
"""


@pytest.fixture
def write(own_place: Path) -> Write:
    def make(name: str, text: str) -> Path:
        path = own_place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return make


def test_all_packaged_packs_are_fine(cli: Cli) -> None:
    outcome = cli("rules", "check")
    assert (outcome.code, outcome.err) == (0, "")
    packs, rooms = outcome.out.split("\n\n")
    header, *rows = packs.splitlines()
    assert header.split() == ["language", "pack", "words", "result"]
    assert [row.split()[0] for row in rows] == list(languages())
    assert {row.split()[-1] for row in rows} == {"fine"}
    header, *rows = rooms.splitlines()
    assert header.split() == ["folder", "checked", "entries", "result"]
    assert [row.split()[0] for row in rows] == [f"rules/{room}" for room in ROOMS]
    assert {row.split()[-1] for row in rows} == {"fine"}
    assert all(int(row.split()[-2].replace(",", "")) > 100 for row in rows)


def _copied_rules(own_place: Path) -> Path:
    rules = own_place / "rules"
    shutil.copytree(Path(__file__).parents[2] / "rules", rules)
    return rules


def _spoilt(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_every_mistake_in_the_rules_is_told_at_once(cli: Cli, own_place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = _copied_rules(own_place)
    _spoilt(rules / "roles" / "return.yml", "severity: high", "severity: huge")
    _spoilt(rules / "roles" / "words" / "pl.yml", "  abroad:", "  return: [x]\n  abroad:")
    _spoilt(rules / "scope" / "dimensions.yml", "title: region", "titel: region")
    _spoilt(rules / "scope" / "nl.yml", "sets:", "sett:")
    _spoilt(rules / "polarity" / "de.yml", "negation:", "negation: sideways #")
    _spoilt(rules / "polarity" / "evidence.yml", "bias:", "bios:")
    _spoilt(rules / "methods" / "words-fr.yml", "negators:", "negator:")
    (rules / "methods" / "payment.yml").write_text("[", encoding="utf-8")
    _spoilt(rules / "text" / "phrases.yml", "greetings: [hi,", "greetings: [no,")
    _spoilt(rules / "compare" / "closed.yml", "en: [closed,", "en: [false,")
    _spoilt(rules / "compare" / "evidence.yml", "  near:", "  neer:")
    (rules / "compare" / "tax.yml").unlink()
    monkeypatch.setattr("cx_audit.cli.rule_rooms.check_rooms", lambda _: check_rooms(rules))
    outcome = cli("rules", "check")
    assert outcome.code == 2
    told = outcome.out.split("\n\n")[2]
    for wrong in (
        r"rules/roles/return\.yml: return_window: severity: Input should be",
        r"rules/roles/words/pl\.yml:\d+: lists\.return: is written twice",
        r"rules/scope/dimensions\.yml:\d+: region\.title: Field required",
        r"rules/scope/dimensions\.yml:\d+: region\.titel: Extra inputs",
        r"rules/scope/nl\.yml:1: sett: Extra inputs",
        r"rules/polarity/de\.yml:\d+: negation: Input should be 'before' or 'around'",
        r"rules/polarity/evidence\.yml: bias: should be a number",
        r"rules/methods/words-fr\.yml:\d+: negator: Extra inputs",
        r"rules/methods/payment\.yml: can't be read: ",
        r"rules/text/phrases\.yml:\d+: en\.greetings\.0: Input should be a valid string",
        r"rules/compare/closed\.yml:2: en\.0: should be a word \(put it in quotes\)",
        r"rules/compare/evidence\.yml:\d+: weights\.near: is missing",
        r"rules/compare/evidence\.yml:\d+: weights\.neer: unknown feature",
        r"rules/compare/tax\.yml: can't be read: ",
    ):
        assert re.search(f"^{wrong}", told, re.MULTILINE), wrong
    assert re.search(r"^cx-audit: \d+ mistakes in 6 rule folders \(", outcome.err)


@pytest.mark.parametrize("room", ["roles", "roles/words", "methods", "text"])
def test_a_missing_folder_is_told(own_place: Path, room: str) -> None:
    rules = _copied_rules(own_place)
    shutil.rmtree(rules / room)
    wrong = [problem.path for one in check_rooms(rules) for problem in one.problems]
    assert any(path.startswith(f"rules/{room}") for path in wrong)


def test_a_family_that_nobody_knows_or_that_stands_twice_is_told(own_place: Path) -> None:
    rules = _copied_rules(own_place)
    shutil.copy(rules / "methods" / "payment.yml", rules / "methods" / "zz.yml")
    _spoilt(rules / "methods" / "carriers.yml", "family:", "yields_to: [nobody]\nfamily:")
    told = {(p.path, p.what) for one in check_rooms(rules) for p in one.problems}
    assert ("rules/methods/zz.yml", "family: 'payment' stands in another file, too") in told
    assert ("rules/methods/carriers.yml", "yields_to: unknown family 'nobody'") in told


def test_one_pack_is_checked_alone(cli: Cli) -> None:
    assert "rules/roles" not in cli("rules", "check", "pt").out
    assert json.loads(cli("rules", "check", "pt", "-f", "json").out)["rules"] == []
    rooms = json.loads(cli("rules", "check", "-f", "json").out)["rules"]
    assert [room["folder"] for room in rooms] == [f"rules/{room}" for room in ROOMS]
    assert all(room["problems"] == [] and room["entries"] > 100 for room in rooms)


def test_what_a_language_reads(cli: Cli) -> None:
    outcome = cli("rules", "check", "pt", "--text", "Trocas em até 30 dias; frete grátis.")
    assert outcome.code == 0
    told = [row.split() for row in outcome.out.splitlines()[3:]]
    assert told == [
        ["said", "kind", "value"],
        ["30", "dias", "duration", "up", "to", "30", "days"],
        ["grátis", "amount", "free"],
    ]


def test_the_region_of_a_locale_counts(cli: Cli) -> None:
    assert "9.9 MXN" in cli("rules", "check", "es-MX", "--text", "Cuesta $9.90.").out.replace("9.90", "9.9")
    assert "MXN" not in cli("rules", "check", "es", "--text", "Cuesta $9.90.").out


def test_a_text_without_values(cli: Cli) -> None:
    assert cli("rules", "check", "it", "--text", "Grazie mille!").out.endswith("\n\nno values in this text\n")


def test_a_language_without_a_pack(cli: Cli) -> None:
    outcome = cli("rules", "check", "sv", "--text", "Inom 14 dagar.")
    assert outcome.code == 0
    assert outcome.out.startswith("no pack: read from CLDR alone\n")
    assert "14 days" in outcome.out


def test_a_pack_of_the_users_own(cli: Cli, write: Write) -> None:
    path = write("sv.yml", SWEDISH)
    outcome = cli("rules", "check", path, "--text", "Inom 14 arbetsdagar, fri frakt.")
    assert (outcome.code, outcome.err) == (0, "")
    assert "up to 14 business days" in outcome.out
    assert "free" in outcome.out
    assert "business" not in cli("rules", "check", "sv", "--text", "Inom 14 arbetsdagar.").out


def test_a_pack_of_the_users_own_adds_to_the_packaged_one(cli: Cli, write: Write) -> None:
    path = write("mine/pt.yml", "units: {day: [jornadas]}\n")
    told = cli("rules", "check", path, "--text", "Até 3 jornadas, ou 5 dias úteis.").out
    assert "up to 3 days" in told
    assert "5 business days" in told


def test_every_mistake_is_told_with_its_line(cli: Cli, write: Write) -> None:
    outcome = cli("rules", "check", write("sv.yml", WRONG), "--text", "Inom 14 dagar.")
    assert outcome.code == 2
    told = {line.split(":")[1]: line for line in outcome.out.splitlines() if ".yml:" in line}
    assert {line: told[line].partition(": ")[2] for line in told} == {
        "2": "units.weeks: unknown name 'weeks' (use second, minute, hour, day, business_day, week, month or year)",
        "3": "without.0: YAML reads false here and not a word (put it in quotes)",
        "4": "spanz: unknown entry (did you mean spans?)",
        "5": "spans.kvart: 'fifteen minutes' is no number and unit, such as '2 week' (see rules/languages/README.md)",
        "6": "weekdays.tue.0: 'må' is mon too (leave it where it is meant most often)",
        "7": "phone_regions.0: nothing is called 'se' (name a country by two capitals, such as PT)",
        "8": "locales.0: nothing is called 'sv_XX' (name a locale of CLDR, such as pt_PT)",
        "9": "currencies.KRN: nothing is called 'KRN' (use an ISO 4217 code such as EUR, or a shared sign such as $)",
        "10": "free: should be a list of words (write [word, other word])",
        "11": "clock.times.lunch: input should be less than or equal to 1440 (see rules/languages/README.md)",
        "12": "to: is written twice (keep one of the two)",
    }
    assert "clock.opn: unknown entry (did you mean open?)" in outcome.out
    assert outcome.err == "cx-audit: 12 mistakes in 1 language pack (what is printed says where)\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("to: [a, b", "not valid YAML"),
        ("a: &x [1]\nb: *x", "uses YAML aliases"),
        ("- to", "the pack: should be entries with words"),
        ("to: 2024-13-45", "holds a value that can't be read"),
        ("#" * 200_001, "is too large for a language pack"),
        ("[" * 500, "nested too deeply"),
        ("to: ['-']", "'-' is punctuation alone"),
        ("default_currency: euro", "'euro' is no currency code"),
    ],
)
def test_what_is_no_pack_at_all(cli: Cli, write: Write, text: str, told: str) -> None:
    outcome = cli("rules", "check", write("sv.yml", text))
    assert outcome.code == 2
    assert told in outcome.out
    assert outcome.err == "cx-audit: 1 mistake in 1 language pack (what is printed says where)\n"


def test_a_pack_that_is_not_utf8(cli: Cli, own_place: Path) -> None:
    (own_place / "sv.yml").write_bytes(b"to: [m\xe5]")
    assert "is not UTF-8 (save it as UTF-8)" in cli("rules", "check", "sv.yml").out


def test_json_is_alone_on_stdout(cli: Cli, write: Write) -> None:
    told = json.loads(cli("rules", "check", "pl", "--text", "W ciągu 14 dni.", "--format", "json").out)
    (pack,) = told["packs"]
    assert (pack["language"], pack["packaged"], pack["problems"]) == ("pl", True, [])
    assert pack["words"] > 500
    assert told["facts"] == [
        {
            "kind": "duration",
            "start": 8,
            "end": 14,
            "text": "14 dni",
            "unit": "day",
            "low": "14",
            "high": "14",
            "items": [],
            "comparator": "at_most",
            "per": None,
        }
    ]
    wrong = cli("rules", "check", write("sv.yml", "spanz: {}"), "-f", "json")
    assert wrong.code == 2
    assert json.loads(wrong.out)["packs"][0]["problems"] == [
        {"line": 1, "what": "spanz: unknown entry", "remedy": "did you mean spans?"}
    ]


def test_nothing_in_a_pack_steers_the_terminal(cli: Cli, write: Write) -> None:
    outcome = cli("rules", "check", write("sv.yml", '"\\e[31mred": 1\n'))
    assert outcome.code == 2
    assert "\x1b" not in outcome.out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--text", "14 days"), "--text needs a FILE or LANG to read it with"),
        (("missing.yml",), "there is no file missing.yml"),
        (("xq",), "no language is called xq (give an ISO 639 code such as pt, or a file)"),
        (("no folder/x",), "there is no file no folder/x"),
    ],
)
def test_what_makes_no_sense(cli: Cli, arguments: tuple[str, ...], told: str) -> None:
    outcome = cli("rules", "check", *arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert told in outcome.err


def test_a_pack_is_named_by_its_language(cli: Cli, write: Write) -> None:
    outcome = cli("rules", "check", write("swedish.yml", SWEDISH))
    assert outcome.code == 2
    assert "is not named by a language (name it by its ISO 639 code: pt.yml)" in outcome.err


ROWS = [
    {"id": "b", "channel": "chatbot", "question": "Retur?", "answer": "Inom {} arbetsdagar.", "intent": "r"},
    {"id": "f", "channel": "faq", "question": "Retur?", "answer": "Inom 30 arbetsdagar.", "intent": "r"},
]


def _audit(cli: Cli, own_place: Path, days: int, language: str) -> tuple[int, list[str]]:
    """The exit code, and the kinds of value of the findings."""
    rows = [{**row, "answer": row["answer"].format(days), "locale": language} for row in ROWS]
    outcome = cli("audit", write_csv(own_place / "answers.csv", rows), *BY_INTENT, "-f", "json")
    return outcome.code, [finding["fact_kind"] for finding in outcome.report["findings"]]


@pytest.mark.parametrize("language", ["sv", "pap"])  # the second is unknown to CLDR, too
def test_an_audit_reads_with_packs_of_the_users_own(cli: Cli, write: Write, own_place: Path, language: str) -> None:
    assert _audit(cli, own_place, 14, language) == (1, ["count"])  # of whatever "arbetsdagar" are
    write("cx-audit.yml", "rules: [words]\n")
    write(f"words/languages/{language}.yml", SWEDISH)
    assert _audit(cli, own_place, 14, language) == (1, ["duration"])
    assert _audit(cli, own_place, 30, language) == (0, [])
    # the readings that were kept are forgotten with the pack that gave them
    write(f"words/languages/{language}.yml", SWEDISH.replace("arbetsdagar", "arbetsdygn"))
    assert _audit(cli, own_place, 14, language) == (1, ["count"])
    assert language not in languages()


def test_rules_check_knows_the_packs_of_the_configuration(cli: Cli, write: Write) -> None:
    write("cx-audit.yml", "rules: [words]\n")
    write("words/languages/sv.yml", SWEDISH)
    assert "up to 14 business days" in cli("rules", "check", "sv", "--text", "Inom 14 arbetsdagar.").out
    packs = cli("rules", "check").out.split("\n\n")[0]
    assert packs.splitlines()[-1].split()[0] == "sv"


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("words/readme.txt", "", "words: holds no languages/CODE.yml, roles/NAME.yml, "),
        ("words/languages/swedish.yml", "", "swedish.yml: is not named by a language"),
        ("words/languages/sv.yml", WRONG, "sv.yml: line 2: units.weeks: unknown name 'weeks'"),
    ],
)
def test_wrong_rules_stop_an_audit(cli: Cli, write: Write, name: str, text: str, told: str, answers: Path) -> None:
    write("cx-audit.yml", "rules: [words]\n")
    write(name, text)
    outcome = cli("audit", answers)
    assert (outcome.code, outcome.out) == (2, "")
    assert told in outcome.err


def test_the_documentation_tells_what_is_printed(cli: Cli, write: Write) -> None:
    page = (Path(__file__).parents[2] / "docs" / "languages.md").read_text(encoding="utf-8")
    pack = re.search(r"```yaml\n(# Swedish.*?)```", page, re.DOTALL)
    assert pack is not None
    write("my-rules/languages/sv.yml", pack[1])
    examples = re.findall(r"```\n\$ cx-audit (.+)\n((?:.*\n)*?)```", page)
    assert len(examples) == 3
    for command, told in examples:
        assert cli(*shlex.split(command)).out == told
    write("my-rules/languages/sv.yml", pack[1].replace("units:", "unit:").replace("[inte,", "[no,"))
    (wrong,) = re.findall(r"```\n(my-rules/.*?)```", page, re.DOTALL)
    assert cli("rules", "check", "my-rules/languages/sv.yml").out.endswith(wrong)

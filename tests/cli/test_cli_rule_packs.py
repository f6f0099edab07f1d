"""``cx-audit rules list|show|test``, folders of the user's own, and packs that ``rules:`` selects."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_kit import BY_INTENT, Cli

from cx_audit.cli.rule_rooms import check_rooms
from cx_audit.model import FactKind
from cx_audit.roles import pack_names, packaged_roles

Write = Callable[[str, str], Path]

LOCKER = """\
stage: delivery
pack: lockers
roles:
  locker_hold_time:
    kinds: [duration]
    names: {en: Time in the locker}
    cues: {en: [parcel locker|locker + days|kept]}
    examples: {en: ["Your parcel is kept in the locker for 3 days.", "The locker holds it 3 days."]}
    counterexamples: {en: ["Delivery takes 3 days."]}
  return_window: {severity: low}
"""


@pytest.fixture
def write(own_place: Path) -> Write:
    def make(name: str, text: str) -> Path:
        path = own_place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return make


def test_all_packs_are_listed_and_in_use(cli: Cli) -> None:
    outcome = cli("rules", "list")
    assert (outcome.code, outcome.err) == (0, "")
    packs, languages = outcome.out.split("\n\n")
    rows = [line.split() for line in packs.splitlines()[1:]]
    assert [row[0] for row in rows] == list(pack_names())
    assert sum(int(row[1]) for row in rows) == len(packaged_roles())
    assert {row[2] for row in rows} == {"all"}
    assert languages == "languages: ar, de, en, es, fr, it, nl, pl, pt, vi\n"


def test_a_selection_and_a_folder_in_one_list(cli: Cli, write: Write) -> None:
    write("cx-audit.yml", "rules: [core, ecommerce, ./our]\n")
    write("our/roles/lockers.yml", LOCKER)
    rows = {row.split()[0]: row.split()[2] for row in cli("rules", "list").out.split("\n\n")[0].splitlines()[1:]}
    assert {name for name, used in rows.items() if used == "all"} == {"core", "ecommerce", "lockers"}
    assert rows["banking"] == "none"
    roles = json.loads(cli("rules", "list", "--format", "json").out)["roles"]
    used = {role["pack"] for role in roles if role["in_use"]}
    assert used == {"core", "ecommerce", "lockers"}
    assert len(roles) == len(packaged_roles()) + 1


def test_the_roles_of_a_pack(cli: Cli, write: Write) -> None:
    write("cx-audit.yml", "rules: [./our]\n")
    write("our/roles/lockers.yml", LOCKER)
    told = cli("rules", "list", "--pack", "ecommerce").out
    assert "return_window " in told
    assert "changed by yours" in told
    assert "interest_rate" not in told
    wrong = cli("rules", "list", "--pack", "bakery")
    assert wrong.code == 2
    assert "there is no pack bakery (packs are banking, core" in wrong.err


def test_a_role_is_shown_with_its_words_examples_and_files(cli: Cli, write: Write) -> None:
    write("cx-audit.yml", "rules: [./our]\n")
    mine = write("our/roles/lockers.yml", LOCKER)
    told = cli("rules", "show", "return_window", "--language", "nl").out
    rows = [line.split(maxsplit=1) for line in told.splitlines()]
    assert ["title", "Retourtermijn"] in rows
    assert ["severity", "low"] in rows
    assert ["policy", "key       return_window"] in rows
    assert any(row[0] == "deadline" and "uiterlijk" in row[1] for row in rows)
    assert "yes (nl)" in told
    assert str(mine) in told
    shown = json.loads(cli("rules", "show", "return_window", "-f", "json").out)
    assert shown["changed_by"] == [str(mine)]
    assert shown["severity"] == "low"
    assert set(shown["words"]) == {"ar", "de", "en", "es", "fr", "it", "nl", "pl", "pt", "vi"}


def test_a_language_is_shown(cli: Cli, write: Write) -> None:
    write("cx-audit.yml", "rules: [./our]\n")
    mine = write("our/languages/sv.yml", "free: [gratis]\n")
    assert cli("rules", "show", "pt").out.startswith("language  ")
    shown = json.loads(cli("rules", "show", "sv", "-f", "json").out)
    assert shown == {"id": "sv", "file": None, "changed_by": [str(mine)], "entries": {"free": ["gratis"]}}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("show", "retrun_window"), "there is no role and no language retrun_window (did you mean return_window?)"),
        (("show", "zzzzzz"), "`cx-audit rules list` names them"),
        (("show", "return_window", "--language", "xx"), "there is no pack of xx"),
        (("test", "nowhere"), "there is no folder, role or pack nowhere in use"),
        (("check", "our", "--text", "3 days"), "--text needs a FILE or LANG"),
        (("check", "empty"), "holds no languages/CODE.yml, roles/NAME.yml"),
    ],
)
def test_what_makes_no_sense(cli: Cli, write: Write, arguments: tuple[str, ...], told: str) -> None:
    write("our/roles/lockers.yml", LOCKER)
    write("empty/readme.txt", "")
    outcome = cli("rules", *arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert told in outcome.err


def test_examples_are_tried(cli: Cli, write: Write) -> None:
    write("our/roles/lockers.yml", LOCKER)
    assert cli("rules", "test", "insurance").out.startswith("6 roles of ")
    assert cli("rules", "test", "return_window").out.startswith("1 role of ")
    outcome = cli("rules", "test", "our")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.endswith("examples: all pass\n")
    assert outcome.out.startswith("2 roles of ")
    told = json.loads(cli("rules", "test", "our", "-f", "json").out)
    assert told["roles"] == ["locker_hold_time", "return_window"]
    assert all(one["passed"] for one in told["examples"])


def test_an_example_that_fails_says_what_was_read(cli: Cli, write: Write) -> None:
    text = LOCKER.replace("The locker holds it 3 days.", "We hold it 3 days.").replace(
        "Delivery takes", "The locker: kept"
    )
    write("our/roles/lockers.yml", text)
    outcome = cli("rules", "test", "our")
    assert outcome.code == 1
    yes, no, last = outcome.out.splitlines()
    assert yes == "FAILED locker_hold_time (en): should be in 'We hold it 3 days.'; 3 days is no role"
    assert no.startswith("FAILED locker_hold_time (en): should not be in 'The locker: kept 3 days.'; 3 days is locker_")
    assert last.endswith("2 failed")


def test_too_few_examples_are_told(cli: Cli, write: Write) -> None:
    text = LOCKER.replace(', "The locker holds it 3 days."', "")
    write("our/roles/lockers.yml", text)
    outcome = cli("rules", "test", "our")
    assert outcome.code == 0
    assert "locker_hold_time: has fewer than 2 examples" in outcome.out


def test_a_folder_is_checked_with_all_that_it_holds(cli: Cli, write: Write) -> None:
    write("our/roles/lockers.yml", LOCKER)
    write("our/languages/sv.yml", "free: [gratis]\n")
    assert cli("rules", "check", "our").code == 0
    write("our/roles/bad.yml", "roles: {return_window: {severity: huge}}\n")
    write("our/languages/sv.yml", "fre: [gratis]\n")
    write("our/connectors/desk.yml", "vendor: desk\n")
    write("our/bots/mine.yml", "nothing: 1\n")
    write("our/rolls/a.yml", "")
    outcome = cli("rules", "check", "our")
    assert outcome.code == 2
    for told in (
        "our/languages/sv.yml:1: fre: unknown entry",
        "our/roles/bad.yml:1: roles.return_window.severity: unknown name 'huge' (use high, medium or low)",
        "our/connectors/desk.yml: ",
        "our/bots/mine.yml: ",
        "our/rolls: nothing reads this folder (did you mean roles?)",
    ):
        assert told in outcome.out
    write("cx-audit.yml", "rules: [our]\n")
    assert "our/roles/bad.yml:1: roles.return_window.severity" in cli("rules", "check").out


def test_a_name_that_is_no_pack_and_no_folder(cli: Cli, write: Write, answers: Path) -> None:
    write("cx-audit.yml", "rules: [ecomerce]\n")
    outcome = cli("audit", answers)
    assert outcome.code == 2
    assert "is no pack and no folder (did you mean ecommerce? packs are banking" in outcome.err


def test_an_audit_goes_by_the_rules_in_use(cli: Cli, write: Write, answers: Path) -> None:
    def finding() -> tuple[str | None, str]:
        (one,) = cli("audit", answers, *BY_INTENT, "-f", "json").report["findings"]
        return one["role"], one["severity"]

    assert finding() == ("return_window", "high")
    write("cx-audit.yml", "rules: [our]\n")
    write("our/roles/a.yml", "roles: {return_window: {tolerance: {absolute: 1}, severity: low}}\n")
    assert finding() == ("return_window", "medium")  # a step up: customers read both, and they differ by half
    write("our/roles/a.yml", "roles: {return_window: {tolerance: {absolute: 30}}}\n")
    assert cli("audit", answers, *BY_INTENT, "-f", "json").report["findings"] == []
    write("cx-audit.yml", "rules: [core, banking]\n")
    assert finding()[0] != "return_window"


def test_a_policy_of_a_role_that_is_left_out(cli: Cli, write: Write) -> None:
    write("cx-audit.yml", "rules: [core]\n")
    write("policy.yml", "return_window: 30 days\n")
    outcome = cli("policy", "show", "policy.yml")
    assert outcome.code == 2
    told = "return_window: belongs to the pack ecommerce, which rules: leaves out (add ecommerce to rules:, or"
    assert told in outcome.err
    write("cx-audit.yml", "rules: [core, ecommerce]\n")
    assert cli("policy", "show", "policy.yml").code == 0


def test_the_page_tells_what_is_printed(cli: Cli, write: Write) -> None:
    page = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
    files = re.findall(r"```yaml\n((?:stage|roles):.*?)```", page, re.DOTALL)
    for number, text in enumerate(files):
        write(f"our-rules/roles/{number}.yml", text)
    assert len(files) == 2
    examples = re.findall(r"```\n\$ cx-audit (.+)\n((?:.*\n)*?)```", page)
    assert [cli(*command.split()).out for command, _ in examples] == [told for _, told in examples]
    write("our-rules/roles/0.yml", files[0].replace("The locker keeps it for 3 days.", "We hold it 3 days."))
    (failed,) = re.findall(r"```\n(FAILED .*\n)```", page)
    assert cli("rules", "test", "our-rules").out.startswith(failed)
    (listed,) = re.findall(r"^Kinds are (.*)\.$", page, re.MULTILINE)
    assert set(re.findall(r"`(\w+)`", listed)) == {kind.value for kind in FactKind}
    assert all(f"`{pack}`" in page for pack in pack_names())


def test_examples_of_ours_that_are_wrong_are_told(own_place: Path) -> None:
    rules = own_place / "rules"
    shutil.copytree(Path(__file__).parents[2] / "rules", rules)
    file = rules / "roles" / "examples" / "refund.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("refund_time:", "refund_tim:").replace("examples:", "exampels:", 1), encoding="utf-8")
    told = [(p.path, p.line, p.what) for one in check_rooms(rules) for p in one.problems]
    assert told[0][:2] == ("rules/roles/examples/refund.yml", 1)
    assert told[0][2] == "refund_tim: rules/roles/refund.yml has no such role"
    assert told[1][1:] == (2, "refund_tim.exampels: Extra inputs are not permitted")
    assert len(told) == 2

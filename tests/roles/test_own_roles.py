"""The user's own role files over the packaged ones, and packs of roles that are selected by name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cx_audit.errors import ConfigError
from cx_audit.model import FactKind, Severity
from cx_audit.roles import (
    Selection,
    left_out,
    name_values,
    pack_names,
    packaged_roles,
    question_stage,
    role_asked,
    role_examples,
    roles_in_use,
    try_role,
    use_roles,
)
from cx_audit.roles.load import own_role_problems

Write = Callable[[str, str], Path]

LOCKER = """\
stage: delivery
roles:
  locker_hold_time:
    kinds: [duration]
    names: {en: Time in the locker}
    cues: {all: [kluis + deadline], en: [parcel locker|locker + days|kept]}
    examples:
      en: ["Your parcel is kept in the locker for 3 days.", {question: "How long in the locker?", text: "3 days."}]
    counterexamples: {en: ["Delivery takes 3 days."]}
"""
KLUIS = "lists: {kluis: [kluis*, pakketautomaat]}\n"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def make(name: str, text: str) -> Path:
        path = tmp_path / "roles" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return make


def named(text: str, language: str = "en") -> list[str | None]:
    return [naming.role if naming else None for _, naming in name_values(text, language)]


def told(*files: Path) -> list[str]:
    return [f"{Path(p.path).name}:{p.line}: {p.what} ({p.remedy})" for p in own_role_problems(files)]


def test_a_new_role_is_named_and_its_examples_hold(write: Write) -> None:
    files = (write("words/nl.yml", KLUIS), write("lockers.yml", LOCKER))
    assert told(*files) == []
    assert named("The parcel stays in the locker for 3 days.") != ["locker_hold_time"]
    with use_roles(Selection(files=files)):
        assert named("The parcel stays in the locker for 3 days.") == ["locker_hold_time"]
        assert named("De pakketautomaat: uiterlijk 3 dagen.", "nl") == ["locker_hold_time"]
        role = roles_in_use()["locker_hold_time"]
        assert (role.pack, role.stage, role.severity, role.own) == ("own", "delivery", Severity.MEDIUM, ())
        assert role.file == str(files[1])
        assert [outcome.passed for outcome in try_role("locker_hold_time")] == [True, True, True]
    assert "locker_hold_time" not in roles_in_use()


def test_a_known_role_is_changed_by_id_and_keeps_the_rest(write: Write) -> None:
    file = write(
        "mine.yml",
        "roles:\n  return_window:\n    severity: low\n    tolerance: {absolute: 1}\n"
        "    names: {en: Time to send back}\n    cues: {en: [boomerang]}\n"
        "    examples: {en: ['Boomerang: 30 days.']}\n",
    )
    before = packaged_roles()["return_window"]
    with use_roles(Selection(files=(file,))):
        role = roles_in_use()["return_window"]
        assert (role.severity, role.name(), role.name("nl")) == (Severity.LOW, "Time to send back", before.name("nl"))
        assert (role.kinds, role.stage, role.pack) == (before.kinds, before.stage, before.pack)
        assert (role.file, role.own) == (before.file, (str(file),))
        assert named("Boomerang: 30 days.") == named("You can return it within 30 days.") == ["return_window"]
        assert "Boomerang: 30 days." in [one.text for one in role_examples("return_window").examples["en"]]
        assert all(outcome.passed for outcome in try_role("return_window"))
    assert roles_in_use()["return_window"] == before


def test_cues_can_stand_for_the_known_ones(write: Write) -> None:
    file = write("mine.yml", "roles: {return_window: {cues: {all: [return_label]}, replace_cues: true}}\n")
    words = write("words/en.yml", "lists: {return_label: [boomerang]}\n")
    with use_roles(Selection(files=(words, file))):
        assert named("Boomerang: 30 days.") == ["return_window"]
        assert named("You can return it within 30 days.") != ["return_window"]


def test_the_last_file_leads(write: Write) -> None:
    files = [write(f"{n}.yml", f"roles: {{return_window: {{severity: {n}}}}}\n") for n in ("medium", "low")]
    for order in (files, files[::-1]):
        with use_roles(Selection(files=tuple(order))):
            assert roles_in_use()["return_window"].severity.value == order[-1].stem


def test_a_role_can_be_switched_off(write: Write) -> None:
    file = write("off.yml", "roles: {delivery_fee: {enabled: false}}\n")
    with use_roles(Selection(files=(file,))):
        assert "delivery_fee" not in named("Delivery costs €4.95.")
        assert "delivery_fee" not in roles_in_use()
        assert "delivery_fee" in packaged_roles()


def test_packs_cover_all_roles_and_select_them() -> None:
    assert {"core", "ecommerce", "subscription", "telecom", "travel", "banking"} <= set(pack_names())
    assert list(roles_in_use()) == list(packaged_roles())
    with use_roles(Selection(frozenset({"core", "banking"}))):
        assert {role.pack for role in roles_in_use().values()} == {"core", "banking"}
        assert named("The interest rate is 2.5%.") == ["interest_rate"]
        assert "return_window" not in named("You can return it within 30 days.")
        assert role_asked("How much is the delivery fee?", "en", FactKind.MONEY) != "delivery_fee"
        assert left_out("return_window") == "ecommerce"
        assert left_out("interest_rate") is None
    assert named("You can return it within 30 days.") == ["return_window"]
    assert left_out("return_window") is None


def test_a_selection_leaves_the_stages_of_questions_alone() -> None:
    asked = [("How long can I send something back?", "en")]
    with use_roles(Selection(frozenset({"banking"}))):
        assert question_stage(asked) == "return"


def test_one_role_of_another_pack_can_be_switched_on(write: Write) -> None:
    file = write("on.yml", "roles: {return_window: {enabled: true}}\n")
    with use_roles(Selection(frozenset({"banking"}), (file,))):
        assert "return_window" in roles_in_use()
        assert "return_fee" not in roles_in_use()


def test_every_mistake_is_told_at_once_with_its_line_and_what_to_do(write: Write) -> None:
    file = write(
        "bad.yml",
        "roles:\n"
        "  retrun_window: {severity: low}\n"
        '  delivery_fee: {severty: low, severity: huge, cues: {en: ["a ! b ! c"]}}\n'
        "  order_cutoff: {cues: {all: [nolist]}}\n"
        "  new_one:\n"
        "    kinds: [durations]\n"
        "    names: {nl: Iets}\n"
        "cues: {all: [return]}\n",
    )
    said = told(file)
    for line, what in (
        (2, "roles.retrun_window: is new, and lacks kinds, names, cues, stage (at the head of the file) (did you mean"),
        (3, "roles.delivery_fee.severty: unknown entry (did you mean severity?)"),
        (3, "roles.delivery_fee.severity: unknown name 'huge' (use high, medium or low)"),
        (3, "roles.delivery_fee.cues: cue 'a ! b ! c' has more than one"),
        (4, "roles.order_cutoff.cue 'nolist': no words file holds a list 'nolist' (write the list into roles/words"),
        (5, "roles.new_one: is new, and lacks cues, names.en, stage (at the head"),
        (6, "roles.new_one.kinds.0: unknown name 'durations' (use duration, money"),
        (8, "cues: belong to no stage (write stage: at the head of the file)"),
    ):
        assert any(one.startswith(f"bad.yml:{line}: {what}") for one in said), what
    assert len(said) == 8


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("a: &x [1]\nb: *x\n", "uses YAML aliases"),
        ("[" * 50 + "]" * 50, "nested too deeply"),
        ("roles: [", "not valid YAML"),
        ("roles: {return_window: {severity: low}, return_window: {severity: high}}", "is written twice"),
        ("- a", "should be entries"),
        ("roles: {return_window: 1}", "should be entries"),
        ("", None),
    ],
)
def test_broken_and_hostile_files(write: Write, text: str, what: str | None) -> None:
    said = told(write("bad.yml", text))
    assert (what in said[0] and len(said) == 1) if what else said == []


def test_wrong_rules_are_not_used(write: Write) -> None:
    file = write("bad.yml", "roles: {return_window: {severity: huge}}\n")
    with (
        pytest.raises(ConfigError, match=r"line 1: roles\.return_window"),
        use_roles(Selection(files=(file,))),
    ):
        raise AssertionError
    assert named("You can return it within 30 days.") == ["return_window"]

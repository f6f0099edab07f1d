"""Wrong role files are told of with every error at once, and the packaged ones have none."""

from __future__ import annotations

import pytest

from cx_audit.roles import check_roles, packaged_roles
from cx_audit.roles.cues import parse_cue
from cx_audit.roles.load import packaged_files

_WORDS = "lists:\n  return: [return*]\n"
_ROLE = """stage: return
pack: core
cues: {}
roles:
  window:
    kinds: [duration]
    names: {en: Window}
    cues: {all: [return]}
"""


def told(**files: str) -> str:
    named = {name.replace("__", "/") + ".yml": text for name, text in files.items()}
    return "\n".join(map(str, check_roles(named)))


def test_the_packaged_files_are_right() -> None:
    assert packaged_files().problems == ()
    assert len(packaged_roles()) >= 100


def test_a_right_file_has_no_problems() -> None:
    assert told(a=_ROLE, words__en=_WORDS) == ""


def test_every_error_is_told_at_once_with_file_and_role() -> None:
    broken = _ROLE.replace("[duration]", "[distance]").replace("{en: Window}", "{nl: Termijn}")
    said = told(a=broken, b=_ROLE.replace("all: [return]", "all: [nowhere]"), words__en=_WORDS + "more: 1\n")
    assert "a.yml: window: kinds.0: " in said
    assert "a.yml: window: names: an English name is missing" in said
    assert "words/en.yml: more: " in said
    assert told(b=_ROLE.replace("all: [return]", "all: [nowhere]"), words__en=_WORDS) == (
        "b.yml: window: cue 'nowhere': no words file holds a list 'nowhere'"
    )


def test_a_role_may_stand_in_one_file_only() -> None:
    assert told(a=_ROLE, b=_ROLE, words__en=_WORDS) == "b.yml: window: stands in a.yml, too"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: &x [1]\nb: *x\n", "YAML aliases"),
        ("[" * 50 + "]" * 50, "nested too deeply"),
        ("stage: [", "not valid YAML in line"),
        ("x" * 500_000, "larger than"),
    ],
)
def test_hostile_files_are_refused(text: str, said: str) -> None:
    assert said in told(a=text, words__en=_WORDS)


@pytest.mark.parametrize("cue", ["", "a +", "a | ", "a ! b ! c", "a + b + c + d + e", "* + a"])
def test_a_cue_without_sense_is_refused(cue: str) -> None:
    with pytest.raises(ValueError, match="has "):
        parse_cue(cue)


def test_a_cue_is_groups_alternatives_and_exclusions() -> None:
    cue = parse_cue("return|send back + within ! refund")
    assert cue.groups == (frozenset({"return", "send back"}), frozenset({"within"}))
    assert cue.never == frozenset({"refund"})
    assert parse_cue("return", names=True).groups == (frozenset({"@return"}),)

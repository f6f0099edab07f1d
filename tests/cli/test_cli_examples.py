"""Every example that help or documentation shows is typed here, in a folder such as they speak of.

The vectors are not real ones, so a table with intents stands for the exports: what is tested is that the commands run.
"""

from __future__ import annotations

import io
import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from cli_kit import ROWS, Cli, write_csv

from cx_audit.cli.main import app

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = re.compile(r"Example: (cx-audit .+?)(?:\n\s*\n|\Z)", re.DOTALL)
BLOCK = re.compile(r"^ *```(\w*)\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
TYPED = re.compile(r"^ *(?:\$ )?(?:\S*/)?(cx-audit .*)$", re.MULTILINE)

# They need another machine, a model of the user's own, minutes, or the user's shell: tested where the command is.
ELSEWHERE = re.compile(
    r"cx-audit (?:ask|pull) (?!.*--dry-run)|--judge (?!none)|--model |--online|cx-audit demo|--demo|--install"
)


def _commands(name: str, command: object) -> Iterator[tuple[str, str]]:
    inner = getattr(command, "commands", {})
    if not inner:
        yield name, str(getattr(command, "help", ""))
    for word, sub in inner.items():
        yield from _commands(f"{name} {word}".strip(), sub)


HELP = dict(_commands("", typer.main.get_command(app)))


def _typed() -> Iterator[str]:
    for said in HELP.values():
        yield from (" ".join(line.split()) for line in EXAMPLE.findall(said))
    for page in [ROOT / "README.md", *sorted(ROOT.glob("docs/*.md"))]:
        blocks = BLOCK.findall(page.read_text(encoding="utf-8"))
        for block in (inside for kind, inside in blocks if kind in ("", "sh")):
            yield from (re.split(r"\s+#\s|\s+&&\s", line)[0].strip() for line in TYPED.findall(block))


OWN_ROLE = """\
stage: delivery
roles:
  locker_hold_time:
    kinds: [duration]
    names: {en: Time in the locker}
    cues:
      en: [parcel locker|locker + days|kept]
    examples:
      en: ["Your parcel is kept in the locker for 3 days."]
"""


@pytest.fixture
def folder(own_place: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the examples name: exports, reports of two runs, a baseline, a policy, a macro, a pack, a history."""
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(own_place / "summary.md"))
    for channel, rows in (("chatbot", ROWS[::2]), ("faq", ROWS[1::2])):
        (own_place / "exports" / channel).mkdir(parents=True)
        write_csv(own_place / "exports" / channel / "answers.csv", rows)
    write_csv(own_place / "chatbot-replies.jsonl", ROWS).write_text(
        '{"channel": "live", "question": "Returns?", "answer": "Within 14 days.", "intent": "returns"}\n',
        encoding="utf-8",
    )
    (own_place / "snapshots").mkdir()
    write_csv(own_place / "snapshots" / "answers.csv", ROWS)
    settings = "group_by: intent\nmin_confidence: 0\nsources: [{path: exports}]\n"
    (own_place / "cx-audit.yml").write_text(settings, encoding="utf-8")
    (own_place / "policy.yml").write_text("return_window: 30 days\n", encoding="utf-8")
    (own_place / "macro.txt").write_text("You can return it within 30 days.\n", encoding="utf-8")
    (own_place / "my-rules" / "languages").mkdir(parents=True)
    pack = "to: [till]\ncomparators:\n  at_most: [inom]\n"
    (own_place / "my-rules" / "languages" / "sv.yml").write_text(pack, encoding="utf-8")
    (own_place / "our-rules" / "roles").mkdir(parents=True)
    (own_place / "our-rules" / "roles" / "lockers.yml").write_text(OWN_ROLE, encoding="utf-8")
    cli("audit", "exports", "-o", "json:report.json", "-o", "json:main.json", "-o", "json:branch.json", "--record")
    cli("baseline", "create", "exports")
    return own_place


def test_every_command_has_an_example() -> None:
    lacking = [name for name, said in HELP.items() if not any(f"cx-audit {name}" in e for e in EXAMPLE.findall(said))]
    assert lacking == []


@pytest.mark.parametrize("line", sorted({line for line in _typed() if not ELSEWHERE.search(line)}))
def test_the_example_works(cli: Cli, folder: Path, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    words = shlex.split(line)[1:]
    if "|" in words:
        words = words[: words.index("|")]
    for sign in (">", "<"):
        if sign in words:
            at = words.index(sign)
            if sign == "<":
                text = Path(words[at + 1]).read_bytes()
                monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text), encoding="utf-8"))
            del words[at : at + 2]
    if words[:1] == ["explain"]:
        words[1] = _finding(cli)
    _make_room(words)
    outcome = cli(*words)
    assert outcome.code in (0, 1), outcome.err
    assert outcome.out or outcome.err or words[:1] == ["init"]


def _finding(cli: Cli) -> str:
    finding: str = cli("audit", "exports", "-f", "json").report["findings"][0]["id"]
    return finding


def _make_room(words: list[str]) -> None:
    """Take away what the example is to write, where it writes nothing over what is there."""
    if words[:2] == ["baseline", "create"]:
        for name in ("cx-audit-baseline.jsonl", "exports/cx-audit-baseline.jsonl"):
            Path(name).unlink(missing_ok=True)
    if words[:1] == ["ask"]:
        Path("chatbot-replies.jsonl").unlink()
    if words[:2] == ["policy", "suggest"]:
        Path("policy.yml").unlink()

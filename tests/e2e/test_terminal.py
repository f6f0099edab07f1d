"""What a user meets at the terminal beside the report: completion, plain pipes, --verbose."""

from __future__ import annotations

import re
from importlib.resources import as_file
from pathlib import Path

import pytest
from command import FirstDemo, cx_audit

from cx_audit.resources import packaged

PLAIN = re.compile(r"\x1b")
SHELLS = {
    "bash": lambda words: {"COMP_WORDS": words, "COMP_CWORD": str(len(words.split(" ")) - 1)},
    "zsh": lambda words: {"_TYPER_COMPLETE_ARGS": words},
    "fish": lambda words: {"_TYPER_COMPLETE_ARGS": words, "_TYPER_COMPLETE_FISH_ACTION": "get-args"},
}


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("cx-audit ba", {"baseline"}),
        ("cx-audit baseline ", {"create", "update", "show"}),
        ("cx-audit audit --fail-on ", {"high", "medium", "low", "never"}),
        ("cx-audit init --for", {"--force", "--format-of"}),
    ],
)
def test_the_tab_key_offers_what_there_is(tmp_path: Path, shell: str, words: str, offered: set[str]) -> None:
    run = cx_audit(cwd=tmp_path, env={"_CX_AUDIT_COMPLETE": f"complete_{shell}", **SHELLS[shell](words)})
    assert run.code == 0, run.err
    told = set(re.findall(r"[\w-]+", run.out.decode()))
    assert offered <= told
    assert "history" not in told


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_a_shell_is_shown(tmp_path: Path, shell: str) -> None:
    run = cx_audit("--show-completion", shell, cwd=tmp_path)
    assert (run.code, run.err) == (0, "")
    assert b"_CX_AUDIT_COMPLETE" in run.out


@pytest.mark.model
def test_verbose_tells_the_work_on_stderr_and_changes_no_byte_of_the_report(
    first_demo: FirstDemo, tmp_path: Path
) -> None:
    with as_file(packaged("samples")) as samples:
        asked = ("audit", samples, "--exit-zero", "--min-confidence", "0.4321")  # asked for by no other test
        told, quiet, again = (cx_audit(*asked, *more, cwd=tmp_path) for more in (("-v",), (), ("--verbose",)))
    assert told.out == quiet.out == again.out
    assert "result is told, from" in again.err
    for line in (
        r"recognised: html-faq 3, markdown-faq \d+, rasa 1, table 1, zendesk-macros 1; [\d.]+ s",
        r"read: \d+ answers \(agent \d+, chatbot \d+, faq \d+, knowledge \d+, macro \d+\), \d+ not examined; [\d.]+ s",
        r"embedded: [\d,]+ texts, 0 anew, [\d,]+ in .+vectors-1.sqlite3; cx-audit-encoder-1@\w+; 0.0 s",
        r"grouped: \d+ questions, \d+ compared, \d+ findings; [\d.]+ s",
        r"in all: [\d.]+ s",
    ):
        assert re.search(f"^cx-audit: {line}$", told.err, re.MULTILINE), told.err
    assert "embedded" not in quiet.err


@pytest.mark.model
@pytest.mark.parametrize(("env", "columns"), [({"TERM": "dumb"}, "80"), ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, "200")])
def test_a_pipe_gets_plain_lines_that_fit(tmp_path: Path, env: dict[str, str], columns: str) -> None:
    run = cx_audit("demo", cwd=tmp_path, env={**env, "COLUMNS": columns})
    text = run.out.decode()
    assert not PLAIN.search(text)
    assert max(map(len, text.splitlines()[:-1])) <= int(columns) + 4  # marks of direction take no column
    assert not [line for line in text.splitlines() if re.fullmatch(r" +\S{1,3}", line)]  # no stray word

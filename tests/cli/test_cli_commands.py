"""The smaller commands, the help, and the version."""

from __future__ import annotations

import json
import logging
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import typer
from cli_kit import BY_INTENT, ROWS, Cli, Outcome, write_csv
from jsonschema import Draft202012Validator

from cx_audit import __version__
from cx_audit.cli.main import app
from cx_audit.cli.progress import Silent, progress
from cx_audit.config import Config
from cx_audit.group import THRESHOLD


def _commands() -> Iterator[tuple[str, ...]]:
    command = typer.main.get_command(app)
    for name, sub in getattr(command, "commands", {}).items():
        yield (name,)
        for inner in getattr(sub, "commands", {}):
            yield (name, inner)


@pytest.mark.parametrize("command", [(), *_commands()], ids=" ".join)
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_every_command_has_help(cli: Cli, command: tuple[str, ...], option: str) -> None:
    outcome = cli(*command, option)
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith(f"Usage: cx-audit {' '.join(command)}".rstrip())
    assert "..." not in outcome.out.partition("Commands:")[2]  # no summary is cut short


def test_the_help_tells_the_defaults_that_hold(cli: Cli) -> None:
    told = " ".join(cli("audit", "--help").out.split())
    for option, default in (("--threshold", THRESHOLD), ("--min-confidence", Config().min_confidence)):
        assert re.search(rf"{option} N [^-]*; default {re.escape(str(default))}\.", told)
    assert f"from this severity on; default {Config().fail_on}." in told


@pytest.mark.parametrize("command", [(), ("cache",), ("config",)], ids=" ".join)
def test_a_command_of_commands_alone_shows_its_help_and_fails(cli: Cli, command: tuple[str, ...]) -> None:
    outcome = cli(*command)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("Usage: cx-audit")


def test_version(cli: Cli) -> None:
    assert cli("--version") == Outcome(0, f"cx-audit {__version__}\n".encode(), "")


@pytest.mark.parametrize(
    "command", [[sys.executable, "-m", "cx_audit"], [str(Path(sys.executable).parent / "cx-audit")]]
)
def test_the_program_itself(command: list[str]) -> None:
    done = subprocess.run([*command, "--version"], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == f"cx-audit {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("nope",), "No such command 'nope' (cx-audit --help shows what there is)"),
        (("audit", "--frmat", "x"), "No such option: --frmat"),
        (("audit", "-f", "pdf"), "Invalid value for '--format' / '-f'"),
        (("audit", "--top", "many"), "Invalid value for '--top'"),
        (("audit", "--min-confidence", "2"), "Invalid value for '--min-confidence'"),
        (("audit", "x", "--channel-of", "x"), "--channel-of x: say PATH=NAME"),
        (("audit",), "no answers named (give a folder or file, or list sources: in cx-audit.yml)"),
        (("sources",), "no answers named"),
    ],
)
def test_wrong_usage_is_one_line(cli: Cli, arguments: tuple[str, ...], told: str) -> None:
    outcome = cli(*arguments)
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1)
    assert outcome.err.startswith(f"cx-audit: {told}")


def test_sources_counts_what_each_file_gives(cli: Cli) -> None:
    folder = Path("a-folder-with-a-rather-long-name/and-another-one-of-some-length-within-it/faq")
    folder.mkdir(parents=True)
    write_csv(folder / "answers.csv", [*ROWS, ROWS[0] | {"id": "e", "answer": " "}])
    (folder / "notes.bin").write_bytes(b"\0\1\2")
    outcome = cli("sources", folder.parts[0])
    assert (outcome.code, outcome.err) == (0, "")
    header, *rows, total = outcome.out.splitlines()
    assert header.split() == ["file", "format", "channel", "answers", "skipped"]
    assert [row.split(maxsplit=2)[:2] for row in rows] == [
        [(folder / "answers.csv").as_posix(), "table"],
        [(folder / "notes.bin").as_posix(), "-"],
    ]
    assert rows[0].split(maxsplit=2)[2] == "chatbot, faq        4  1 empty answer"
    assert rows[1].split(maxsplit=2)[2] == "0  1 not recognised"
    assert total == "4 answers in 1 files"


def test_sources_heeds_what_the_user_says_of_a_file(cli: Cli, answers: Path) -> None:
    outcome = cli("sources", answers.name, "--channel-of", f"{answers.name}=voice")
    assert " voice " in outcome.out
    assert "chatbot" not in outcome.out
    unknown = cli("sources", answers.name, "--format-of", f"{answers.name}=nonsense")
    assert unknown.code == 2
    assert unknown.err.startswith("cx-audit: no format called 'nonsense' (there are ")


def test_sources_fits_a_narrow_screen(cli: Cli, answers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    long = answers.rename(f"{'long-' * 20}.csv")
    monkeypatch.setenv("COLUMNS", "70")
    *table, _total = cli("sources", long.name).out.splitlines()
    assert max(map(len, table)) <= 70
    assert "".join(line.split(" ")[0] for line in table[1:]) == long.name


def test_sources_without_an_answer_is_not_green(cli: Cli) -> None:
    write_csv(Path("empty.csv"), [ROWS[0] | {"answer": ""}])
    assert cli("sources", "empty.csv").code == 3


def test_names_of_files_can_not_steer_the_terminal(cli: Cli) -> None:
    evil = "red\x1b[31m\x07.csv"
    write_csv(Path(evil), ROWS)
    told = cli("sources", evil).out + cli("audit", f"no{evil}").err + cli("sources", evil, "--format-of", evil).err
    assert "red" in told
    assert not set(told) & {"\x1b", "\x07"}


def test_the_cache_is_counted_and_cleared(cli: Cli, audit: Callable[..., Outcome]) -> None:
    vectors, results, questions = cli("cache", "info").out.splitlines()
    assert vectors.endswith("vectors-1.sqlite3: 0 vectors, 0.0 MB")
    assert results.endswith("results-1: 0 results, 0.0 MB")
    assert questions.endswith("questions-1.sqlite3: 0 questions, 0.0 MB")
    assert cli("cache", "clear").out == "removed 0 vectors\n"
    audit("--no-cache")
    assert ": 0 vectors" in cli("cache", "info").out
    audit()
    total, read, fake, kept, asked = cli("cache", "info").out.splitlines()
    assert ": 1 result, " in kept
    assert " questions, " in asked
    assert ": 0 questions" not in asked
    number = int(total.split(": ")[1].split()[0])
    assert number >= len(ROWS)
    outcomes = int(read.split(": ")[1].split()[0])
    assert read.startswith("  cx-audit-outcomes-4 ")
    assert outcomes > 0
    assert fake.startswith(f"  fake fa4efa4efa4e: {number - outcomes} vectors")
    assert cli("cache", "clear").out == f"removed {number} vectors\n"
    left = cli("cache", "info").out
    assert ": 0 vectors" in left
    assert ": 0 results" in left
    assert ": 0 questions" in left


def test_a_broken_cache_is_told_on_one_line_and_costs_no_result(audit: Callable[..., Outcome]) -> None:
    whole = audit("-f", "json")
    cache = Path(".cache/vectors-1.sqlite3")
    cache.write_bytes(b"not a database" * 1000)
    shutil.rmtree(".cache/results-1")  # or nothing would be looked up
    again = audit("-f", "json")
    assert again.out == whole.out
    assert again.err == (
        f"cx-audit: warning: the vector cache {cache.absolute()} was damaged; "
        "it is now vectors-1.sqlite3.damaged, and a new one is made\n"
    )


def test_a_warning_of_any_room_is_one_line(audit: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch) -> None:
    def warn() -> Path:
        logging.getLogger("cx_audit.embed.cache").warning("two\nlines \x1b[31mof %s", "trouble")
        return Path("vectors")

    monkeypatch.setattr("cx_audit.embed.default_cache_path", warn)
    assert audit().err == "cx-audit: warning: two lines of trouble\n"


def test_config_check(cli: Cli) -> None:
    missing = cli("config", "check")
    assert (missing.code, missing.err) == (2, "cx-audit: no cx-audit.yml here or in a folder above (name the file)\n")
    Path("cx-audit.yml").write_text("fail_on: high\n", encoding="utf-8")
    assert cli("config", "check").out == f"{Path.cwd() / 'cx-audit.yml'}: fine\n"
    assert cli("config", "check", "cx-audit.yml").out == "cx-audit.yml: fine\n"
    Path("other.yml").write_text("fail_on: sometimes\n", encoding="utf-8")
    assert cli("config", "check", "other.yml").code == 2


def test_config_schema_judges_as_the_command_does(cli: Cli) -> None:
    schema = json.loads(cli("config", "schema").out)
    Draft202012Validator.check_schema(schema)
    judge = Draft202012Validator(schema)
    assert judge.is_valid({"sources": [{"path": "faq/", "channel": "faq"}], "fail_on": "high", "region": "NL"})
    wrong: list[object] = [{"fail_on": "maybe"}, {"colour": "red"}, {"sources": [{}]}, {"region": "nl"}, []]
    assert [one for one in wrong if judge.is_valid(one)] == []


def test_progress_is_for_people(monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(progress(), Silent)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    assert isinstance(progress(quiet=True), Silent)
    bar = progress()
    assert not isinstance(bar, Silent)
    bar.start(2, "reading meanings")
    bar.advance(2)
    bar.done()
    bar.done()


def test_an_error_of_our_own_is_told_on_one_line(
    audit: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("first\nsecond")

    monkeypatch.setattr("cx_audit.cli.audit.examine", broken)
    outcome = audit()
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == (
        "cx-audit: internal error: ValueError: first second (CX_AUDIT_DEBUG=1 shows more; please report it)\n"
    )
    monkeypatch.setenv("CX_AUDIT_DEBUG", "1")
    with pytest.raises(ValueError, match="second"):
        audit()


def test_sources_lists_all_that_is_broken_and_then_fails(cli: Cli) -> None:
    Path("exports/faq").mkdir(parents=True)
    Path("exports/faq/a.csv").write_text("question,answer\nHow long?,30 days.\n")
    for name in ("b.docx", "c.xlsx"):
        Path("exports/faq", name).write_bytes(b"no office file")
    done = cli("sources", "exports")
    assert done.code == 2
    assert [line.split()[-2:] for line in done.out.splitlines()[2:4]] == [["broken", "file"]] * 2
    assert done.out.endswith("1 answers in 1 files\n")
    assert [line.split(": ")[1] for line in done.err.splitlines()] == ["exports/faq/b.docx", "exports/faq/c.xlsx"]
    done = cli("sources", "exports", "--skip-broken")
    assert (done.code, done.err.count("cx-audit: left out: exports/faq/")) == (0, 2)


def test_an_audit_stops_at_a_broken_file_unless_told_otherwise(cli: Cli) -> None:
    Path("exports").mkdir()
    write_csv(Path("exports/answers.csv"), ROWS)
    Path("exports/b.docx").write_bytes(b"no Word file")
    done = cli("audit", "exports", *BY_INTENT)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("cx-audit: exports/b.docx: is no Word document")
    done = cli("audit", "exports", *BY_INTENT, "--skip-broken", "--show-skips")
    assert done.code == 1
    assert "left out: exports/b.docx: is no Word document" in done.err
    assert "broken file" in done.out

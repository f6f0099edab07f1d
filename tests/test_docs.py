"""The documentation against the program: nothing that a user can type is left unsaid, and what is said works."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from cx_audit.cli.exits import ExitCode
from cx_audit.cli.main import app
from cx_audit.config import (
    AskConfig,
    Config,
    EngineConfig,
    JudgeConfig,
    LimitsConfig,
    PullConfig,
    SourceConfig,
    SuppressionConfig,
)
from cx_audit.connect import find_connectors, load_connector
from cx_audit.embed.paths import CACHE_DIR_VARIABLE
from cx_audit.report import Format
from cx_audit.sources import SOURCES

ROOT = Path(__file__).resolve().parent.parent
MARKED = re.compile(r"<!-- ci: (\w+) -->\n```sh\n(.+?)\n```", re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```", re.DOTALL)


def _read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _walk(name: str, command: object) -> Iterator[tuple[str, set[str]]]:
    parameters = getattr(command, "params", [])
    yield name, {option for one in parameters for option in (*one.opts, *one.secondary_opts) if option.startswith("-")}
    for inner, sub in getattr(command, "commands", {}).items():
        yield from _walk(f"{name} {inner}", sub)


OPTIONS = dict(_walk("cx-audit", typer.main.get_command(app)))
"""The options of each command, by its full name."""

COMMANDS = [name for name in OPTIONS if not any(other.startswith(f"{name} ") for other in OPTIONS)]


@pytest.fixture(scope="module")
def configuration() -> str:
    return _read("docs/configuration.md")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_told(configuration: str, command: str) -> None:
    assert f"`{command}" in configuration


@pytest.mark.parametrize(("command", "option"), [(name, one) for name in OPTIONS for one in sorted(OPTIONS[name])])
def test_every_option_is_told(configuration: str, command: str, option: str) -> None:
    """A long one where its command is told; for a short one, any place will do."""
    sections = re.split(r"^### ", configuration, flags=re.MULTILINE)
    own = [section for section in sections if f"`{command}" in section.partition("\n")[0]]
    told = own if option.startswith("--") else [configuration]
    assert any(re.search(rf"[` ]{re.escape(option)}(?![\w-])", section) for section in told)


NESTED = {
    "sources": SourceConfig,
    "judge": JudgeConfig,
    "limits": LimitsConfig,
    "engine": EngineConfig,
    "pull": PullConfig,
    "ask": AskConfig,
    "suppressions": SuppressionConfig,
}
KEYS = [*Config.model_fields, *(f"{key}: {name}" for key, model in NESTED.items() for name in model.model_fields)]


@pytest.mark.parametrize("key", KEYS)
def test_every_setting_is_told_with_its_default(configuration: str, key: str) -> None:
    (row,) = re.findall(rf"^\| `{key}` \|(.*)\|.*\|$", configuration, re.MULTILINE)
    field = Config.model_fields.get(key)
    if field is not None and isinstance(field.default, str | float):
        assert str(field.default) in row


@pytest.mark.parametrize("code", ExitCode)
def test_every_exit_code_is_told(configuration: str, code: ExitCode) -> None:
    assert f"\n| {code.value} | " in configuration


@pytest.mark.parametrize(
    "variable", [CACHE_DIR_VARIABLE, "CX_AUDIT_DEBUG", "SOURCE_DATE_EPOCH", "NO_COLOR", "FORCE_COLOR", "COLUMNS"]
)
def test_every_variable_is_told(configuration: str, variable: str) -> None:
    assert f"`{variable}`" in configuration


@pytest.mark.parametrize("format", Format)
def test_every_report_is_told(configuration: str, format: Format) -> None:
    assert f"`{format.value}`" in configuration


@pytest.mark.parametrize("name", SOURCES)
def test_every_format_is_told(name: str) -> None:
    assert f"`{name}`" in _read("docs/sources.md")


def test_the_readme_holds_the_two_commands_that_ci_runs() -> None:
    found = MARKED.findall(_read("README.md"))
    assert [name for name, _ in found] == ["audit", "test"]
    assert all("\n" not in command for _, command in found)
    audit, tests = (command for _, command in found)
    assert "cx-audit " in audit
    assert "pytest" in tests


@pytest.mark.parametrize("name", find_connectors())
def test_every_vendor_is_told_with_its_keys_and_sources(name: str) -> None:
    """In one row of the table: what to set, and what it gives."""
    connector = load_connector(find_connectors()[name])
    (row,) = re.findall(rf"^\| `{name}` \|.*$", _read("docs/pull.md"), re.MULTILINE)
    for said in (*connector.keys, *connector.pulls):
        assert f"`{said}`" in row


PAGES = sorted(str(path.relative_to(ROOT)) for path in [ROOT / "README.md", *ROOT.glob("docs/*.md")])


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    broken = []
    for target in LINK.findall(CODE.sub("", _read(page))):
        path, _, anchor = target.partition("#")
        if re.match(r"[a-z]+:", path):
            continue
        file = (ROOT / page).parent / path if path else ROOT / page
        if not file.exists() or (anchor and file.suffix == ".md" and anchor not in _anchors(file)):
            broken.append(target)
    assert broken == []


def _anchors(file: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", CODE.sub("", file.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES)
def test_commands_in_examples_exist(page: str) -> None:
    """Each ``cx-audit`` line of an example names a command and options that there are."""
    for line in re.findall(r"^(?:\$ )?(?:\S*/)?cx-audit .*$", "\n".join(CODE.findall(_read(page))), re.MULTILINE):
        words = line.removeprefix("$ ").split("#")[0].split("&&")[0].split(">")[0].split("|")[0].split()
        name, rest = "cx-audit", words[1:]
        while rest and f"{name} {rest[0]}" in OPTIONS:
            name, rest = f"{name} {rest[0]}", rest[1:]
        used = {word.partition("=")[0] for word in rest if word.startswith("-") and word != "-"}
        assert used <= OPTIONS[name] | {"-h", "--help"}, line
        assert name != "cx-audit" or used, line

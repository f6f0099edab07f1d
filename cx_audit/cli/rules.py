"""``cx-audit rules``."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cx_audit.cli.asked import ConfigOption
from cx_audit.cli.help import help_if_alone
from cx_audit.cli.output import show
from cx_audit.cli.rules_list import list_rules
from cx_audit.cli.rules_show import show_rule
from cx_audit.cli.rules_table import counted, table
from cx_audit.cli.rules_try import try_rules
from cx_audit.cli.run import read_config
from cx_audit.errors import ConfigError, UsageError
from cx_audit.own_rules import OwnRules, folder_rules, own_rules, rule_folders

if TYPE_CHECKING:
    from cx_audit.cli.rule_rooms import CheckedRoom
    from cx_audit.model import Fact

__all__ = ["packaged_mistakes", "rules_app"]

rules_app = typer.Typer(help="Show, check and test the rules, ours and yours.")
rules_app.callback(invoke_without_command=True)(help_if_alone)
rules_app.command("list")(list_rules)
rules_app.command("show")(show_rule)
rules_app.command("test")(try_rules)

_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_LONGEST_TEXT = 100_000
_NO_PACK = "no pack: read from CLDR alone"


class CheckFormat(StrEnum):
    """What to print."""

    TABLE = "table"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class _Checked:
    """One pack, and what is wrong with it: line (None for the whole file), what, and what to do."""

    language: str
    path: str
    packaged: bool
    words: int
    problems: tuple[tuple[int | None, str, str], ...]


@rules_app.command("check")
def check(
    pack: Annotated[
        str | None,
        typer.Argument(metavar="FILE|LANG|FOLDER", help="A pack or folder of yours, or a language; default all."),
    ] = None,
    text: Annotated[
        str | None, typer.Option("--text", metavar="TEXT", help="Also show the values that are read from this text.")
    ] = None,
    format: Annotated[
        CheckFormat, typer.Option("--format", "-f", case_sensitive=False, help="What to print.")
    ] = CheckFormat.TABLE,
    config: ConfigOption = None,
) -> None:
    """Say all that is wrong with a language pack or rules.

    And what a pack reads in a text.

    Without an argument every packaged rule is checked (roles, scope, polarity, ...), and the folders of `rules:`.
    A FILE adds to the packaged pack of the language that it is named by, as in a folder of `rules:` in cx-audit.yml.

    Example: cx-audit rules check my-rules/languages/sv.yml --text "Inom 14 dagar."
    """
    if text is not None and pack is None:
        raise UsageError("--text needs a FILE or LANG to read it with", remedy='rules check pt --text "..."')
    if text is not None and len(text) > _LONGEST_TEXT:
        raise UsageError(f"--text is longer than {_LONGEST_TEXT:,} characters", remedy="give an answer or two")
    folder = _folder(pack, text)
    file = None if folder else _file(pack)
    settings, base = read_config(config, ())
    rules = own_rules(settings, base)
    own = rules.languages
    tag = file.stem if file else pack
    if folder:
        checked, rooms = _folder_checked(folder, rules)
    else:
        checked = [_checked(file.stem, file)] if file else _all_checked(tag, own)
        rooms = _rooms(rule_folders(settings, base)) if pack is None else ()
    wrong = any(one.problems for one in checked) or any(one.problems for one in rooms)
    facts = None
    if text is not None and tag is not None and not wrong:
        facts = _read(text, tag, settings.region, [*own, file] if file else own)
    as_told = _as_json if format is CheckFormat.JSON else _as_table
    show(as_told(checked, rooms, text, facts))
    if wrong:
        raise ConfigError(_sum(checked, rooms), remedy="what is printed says where")


def _folder(pack: str | None, text: str | None) -> Path | None:
    """The folder that ``pack`` names, if it is one.

    Raises:
        UsageError: a text can't be read with a folder.
    """
    from cx_audit.facts.locale_data import known_to_cldr
    from cx_audit.facts.packs import packaged_packs

    if pack is None or pack in packaged_packs() or known_to_cldr(pack) or not Path(pack).is_dir():
        return None
    if text is not None:
        raise UsageError("--text needs a FILE or LANG to read it with", remedy='rules check pt --text "..."')
    return Path(pack)


def _folder_checked(folder: Path, rules: OwnRules) -> tuple[list[_Checked], Sequence[CheckedRoom]]:
    """The language packs of one folder, and the rest of it, over those of the configuration."""
    from cx_audit.cli.rules_folder import check_own_rooms

    files = folder_rules([folder]).languages
    return [_checked(file.stem, file) for file in files], tuple(check_own_rooms([folder], rules.roles))


def packaged_mistakes() -> tuple[int, list[str]]:
    """How many packs and folders of rules come with cx-audit, and a line for each mistake in them."""
    checked, rooms = _all_checked(None, ()), _rooms(())
    return len(checked) + len(rooms), _mistakes(checked, rooms)


def _mistakes(checked: Sequence[_Checked], rooms: Sequence[CheckedRoom]) -> list[str]:
    from cx_audit.report.safe import one_line

    found = [
        one_line(f"{one.path}{f':{line}' if line else ''}: {what}{f' ({remedy})' if remedy else ''}")
        for one in checked
        for line, what, remedy in one.problems
    ]
    return found + [
        one_line(f"{p.path}{f':{p.line}' if p.line else ''}: {p.what}") for one in rooms for p in one.problems
    ]


def _rooms(folders: Sequence[Path]) -> Sequence[CheckedRoom]:
    from cx_audit.cli.rule_rooms import check_rooms
    from cx_audit.cli.rules_folder import check_own_rooms
    from cx_audit.resources import packaged

    return (*check_rooms(packaged("rules")), *check_own_rooms(folders))


def _sum(checked: Sequence[_Checked], rooms: Sequence[CheckedRoom]) -> str:
    """How many mistakes there are, and in what."""
    packs = [len(one.problems) for one in checked if one.problems]
    folders = [len(one.problems) for one in rooms if one.problems]
    counts = ((len(packs), "language pack"), (len(folders), "rule folder"))
    places = " and ".join(counted(number, noun) for number, noun in counts if number)
    return f"{counted(sum(packs) + sum(folders), 'mistake')} in {places}"


def _file(pack: str | None) -> Path | None:
    """The file that ``pack`` names, if it is no language.

    Raises:
        UsageError: it is neither, or not named by a language.
    """
    from cx_audit.facts.packs import is_pack_name

    if pack is None or _TAG.fullmatch(pack):
        return None
    path = Path(pack)
    if not path.is_file():
        raise UsageError(f"there is no file {pack}", remedy="name a file CODE.yml, or a language such as pt")
    if not is_pack_name(path.name):
        raise UsageError(f"{pack} is not named by a language", remedy="name it by its ISO 639 code: pt.yml")
    return path


def _checked(language: str, file: Traversable, *, packaged: bool = False) -> _Checked:
    from cx_audit.facts.packs import pack_text, read_pack

    try:
        pack, problems = read_pack(pack_text(file), str(file))
    except ConfigError as error:
        return _Checked(language, str(file), packaged, 0, ((error.line, error.what, error.remedy or ""),))
    words = sum(_words(value) for value in pack.model_dump().values()) if pack else 0
    return _Checked(language, str(file), packaged, words, tuple((p.line, p.what, p.remedy) for p in problems))


def _words(value: object) -> int:
    if isinstance(value, dict):
        return sum(max(1, _words(inner)) for inner in value.values())
    return len(value) if isinstance(value, tuple) else 0


def _all_checked(tag: str | None, own: Sequence[Path]) -> list[_Checked]:
    """The packaged packs and the user's own, of one language or all."""
    from cx_audit.facts.locale_data import known_to_cldr
    from cx_audit.facts.packs import packaged_packs

    code = re.split("[-_]", tag)[0].lower() if tag else None
    found = [_checked(name, file, packaged=True) for name, file in packaged_packs().items() if code in (None, name)]
    found += [_checked(file.stem, file) for file in own if code in (None, file.stem)]
    if not found and not known_to_cldr(code or ""):
        raise UsageError(f"no language is called {tag}", remedy="give an ISO 639 code such as pt, or a file")
    return found


def _read(text: str, tag: str, region: str | None, own: Sequence[Path]) -> tuple[Fact, ...]:
    from cx_audit.facts import extend_packs, extract

    with extend_packs(own):
        return extract(text, tag, region=region)


def _as_json(
    checked: Sequence[_Checked], rooms: Sequence[CheckedRoom], text: str | None, facts: Sequence[Fact] | None
) -> str:
    packs = [
        {
            "language": one.language,
            "path": one.path,
            "packaged": one.packaged,
            "words": one.words,
            "problems": [{"line": line, "what": what, "remedy": remedy} for line, what, remedy in one.problems],
        }
        for one in checked
    ]
    told: dict[str, Any] = {"packs": packs, "rules": _rooms_as_json(rooms), "text": text, "facts": None}
    if facts is not None:
        told["facts"] = [
            {
                "kind": fact.kind.value,
                "start": fact.start,
                "end": fact.end,
                "text": fact.text,
                "unit": fact.unit,
                "low": None if fact.low is None else str(fact.low),
                "high": None if fact.high is None else str(fact.high),
                "items": list(fact.items),
                "comparator": fact.comparator.value,
                "per": fact.per,
            }
            for fact in facts
        ]
    return json.dumps(told, ensure_ascii=False, indent=2)


def _rooms_as_json(rooms: Sequence[CheckedRoom]) -> list[dict[str, Any]]:
    return [
        {
            "folder": one.folder,
            "checked": one.checked,
            "entries": one.entries,
            "problems": [{"path": p.path, "line": p.line or None, "what": p.what} for p in one.problems],
        }
        for one in rooms
    ]


def _as_table(
    checked: Sequence[_Checked], rooms: Sequence[CheckedRoom], text: str | None, facts: Sequence[Fact] | None
) -> str:
    from cx_audit.compare.display import KIND_NAMES, display

    rows = [
        (one.language, "packaged" if one.packaged else one.path, f"{one.words:,}", _verdict(one)) for one in checked
    ]
    parts = [table(("language", "pack", "words", "result"), rows) if rows else _NO_PACK] if rows or not rooms else []
    if rooms:
        told = [(one.folder, one.checked, f"{one.entries:,}", _verdict(one)) for one in rooms]
        parts.append(table(("folder", "checked", "entries", "result"), told))
    mistakes = _mistakes(checked, rooms)
    if mistakes:
        parts.append("\n".join(mistakes))
    if facts is not None:
        values = [(fact.text, KIND_NAMES[fact.kind], display(fact)) for fact in facts]
        parts.append(table(("said", "kind", "value"), values) if values else "no values in this text")
    return "\n\n".join(parts)


def _verdict(one: _Checked | CheckedRoom) -> str:
    return counted(len(one.problems), "mistake") if one.problems else "fine"

"""``cx-audit rules show``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Annotated, Any

import typer

from cx_audit.cli.asked import ConfigOption
from cx_audit.cli.output import show
from cx_audit.cli.rules_list import ListFormat
from cx_audit.cli.run import read_config
from cx_audit.errors import UsageError
from cx_audit.own_rules import OwnRules, own_rules, use_rules

__all__ = ["show_rule"]

_PREVIEW = 6


def show_rule(
    id: Annotated[str, typer.Argument(metavar="ID", help="A role, such as return_window, or a language, such as nl.")],
    language: Annotated[
        str, typer.Option("--language", "-l", metavar="LANG", help="The language whose cue words are shown.")
    ] = "en",
    format: Annotated[
        ListFormat, typer.Option("--format", "-f", case_sensitive=False, help="What to print.")
    ] = ListFormat.TABLE,
    config: ConfigOption = None,
) -> None:
    """Show one role or language, and where it comes from.

    What it is, the words that tell, its examples, and which files say so.

    Example: cx-audit rules show return_window --language nl
    """
    from cx_audit.facts import languages
    from cx_audit.roles import packaged_roles, roles_in_use

    settings, base = read_config(config, ())
    rules = own_rules(settings, base)
    with use_rules(rules):
        known = {**packaged_roles(), **roles_in_use()}
        if id in known:
            told = _role(id)
        elif id in languages():
            told = _language(id, rules)
        else:
            near = get_close_matches(id, [*known, *languages()], n=1)
            remedy = f"did you mean {near[0]}?" if near else "`cx-audit rules list` names them"
            raise UsageError(f"there is no role and no language {id}", remedy=remedy)
        if language not in languages():
            raise UsageError(f"there is no pack of {language}", remedy=f"languages are {', '.join(languages())}")
    if format is ListFormat.JSON:
        show(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        show("\n".join(_lines(told, language)))


def _role(id: str) -> dict[str, Any]:
    from cx_audit.roles import packaged_roles, role_examples, roles_in_use
    from cx_audit.roles.load import extended_files

    role, files = roles_in_use().get(id) or packaged_roles()[id], extended_files()
    home = files.home(id)
    entry = files.stages[home or ""].roles[id]
    told = role_examples(id).model_dump()
    lists = set(_named(entry.cues))
    words = {
        one: {name: list(file.lists[name]) for name in sorted(lists) if name in file.lists}
        for one, file in sorted(files.words.items())
    }
    return {
        "id": id,
        "titles": dict(role.names),
        "pack": role.pack,
        "stage": role.stage,
        "severity": role.severity.value,
        "kinds": sorted(kind.value for kind in role.kinds),
        "amount": role.amount,
        "tolerance": {key: str(value) for key, value in role.tolerance.model_dump(exclude_none=True).items()},
        "policy": role.policy,
        "in_use": id in roles_in_use(),
        "file": role.file,
        "changed_by": list(role.own),
        "cues": {key: list(cues) for key, cues in entry.cues.items()},
        "words": words,
        **told,
    }


def _named(cues: Any) -> Iterator[str]:  # noqa: ANN401 - cues by language
    """The lists of words that cues name."""
    from cx_audit.roles.cues import parse_cue

    for key, written in cues.items():
        for cue in written:
            for group in parse_cue(cue, names=key == "all").groups:
                yield from (symbol[1:] for symbol in group if symbol[0] == "@")


def _language(code: str, rules: OwnRules) -> dict[str, Any]:
    from cx_audit.facts.packs import load_pack, packaged_packs

    own = [str(file) for file in rules.languages if file.stem == code]
    packaged = f"rules/languages/{code}.yml" if code in packaged_packs() else None
    pack = load_pack(code).model_dump(mode="json", exclude_defaults=True)
    return {"id": code, "file": packaged, "changed_by": own, "entries": pack}


def _preview(words: Any) -> str:  # noqa: ANN401 - what a pack holds
    if isinstance(words, dict):
        return ", ".join(map(str, list(words)[:_PREVIEW])) + (", ..." if len(words) > _PREVIEW else "")
    if isinstance(words, list):
        return ", ".join(map(str, words[:_PREVIEW])) + (", ..." if len(words) > _PREVIEW else "")
    return str(words)


def _lines(told: dict[str, Any], language: str) -> Iterator[str]:
    """One thing a line, its name before it; nothing in it steers a terminal."""
    from cx_audit.report.safe import one_line

    pairs = _language_pairs(told) if "entries" in told else _role_pairs(told, language)
    rows = [(name, one_line(value)) for name, value in pairs]
    width = max(len(name) for name, _ in rows)
    return (f"{name:<{width}}  {value}".rstrip() for name, value in rows)


def _source(told: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "file", f"{told['file']} of cx-audit" if (told["file"] or "").startswith("rules/") else str(told["file"])
    for path in told["changed_by"]:
        yield "changed by", path


def _language_pairs(told: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "language", told["id"]
    yield from _source({**told, "file": told["file"] or "none of cx-audit's"})
    for name, words in told["entries"].items():
        yield name, _preview(words)


def _role_pairs(told: dict[str, Any], language: str) -> Iterator[tuple[str, str]]:
    yield "role", told["id"] if told["in_use"] else f"{told['id']} (not in use)"
    yield "title", told["titles"].get(language) or told["titles"]["en"]
    yield "pack", f"{told['pack']} (stage {told['stage']})"
    yield "severity", told["severity"]
    yield "values", ", ".join(told["kinds"])
    slack = ", ".join(f"{key} {value}" for key, value in told["tolerance"].items())
    yield "tolerance", slack or "none"
    yield "policy key", told["policy"]
    yield from _source(told)
    for key in ("all", language):
        for cue in told["cues"].get(key, ()):
            yield f"cue ({key})", cue
    for name, words in told["words"].get(language, {}).items():
        yield f"  {name}", _preview(words)
    for kind, sign in (("examples", "yes"), ("counterexamples", "no")):
        for spoken, examples in told[kind].items():
            for example in examples if spoken in (language, "en") else ():
                asked = f"{example['question']} -> " if example["question"] else ""
                yield f"{sign} ({spoken})", f"{asked}{example['text']}"

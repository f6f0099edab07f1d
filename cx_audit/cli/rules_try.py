"""``cx-audit rules test``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cx_audit.cli.asked import ConfigOption
from cx_audit.cli.exits import ExitCode
from cx_audit.cli.output import show
from cx_audit.cli.rules_list import ListFormat
from cx_audit.cli.rules_table import counted
from cx_audit.cli.run import read_config
from cx_audit.errors import UsageError
from cx_audit.own_rules import OwnRules, folder_rules, own_rules, use_rules

if TYPE_CHECKING:
    from cx_audit.roles import Outcome

__all__ = ["try_rules"]

LEAST = 2
"""Examples that a role should have."""


def try_rules(
    what: Annotated[
        str | None,
        typer.Argument(metavar="FOLDER|ID", help="A folder of yours, a role or a pack; default all roles in use."),
    ] = None,
    format: Annotated[
        ListFormat, typer.Option("--format", "-f", case_sensitive=False, help="What to print.")
    ] = ListFormat.TABLE,
    config: ConfigOption = None,
) -> int:
    """Try the examples that roles come with.

    Is each value called what its example says?

    With a FOLDER the roles that it adds or changes, and it is used as if `rules:` named it. Exits with 1 where an
    example fails.

    Example: cx-audit rules test ./our-rules
    """
    from cx_audit.roles import role_examples, roles_in_use, try_role

    rules, only = _asked(what, config)
    with use_rules(rules):
        chosen = _roles(what, only)
        outcomes = [outcome for role in chosen for outcome in try_role(role)]
        few = [role for role in chosen if sum(map(len, role_examples(role).examples.values())) < LEAST]
        known = len(roles_in_use())
    failed = [outcome for outcome in outcomes if not outcome.passed]
    if format is ListFormat.JSON:
        show(json.dumps(_as_json(chosen, outcomes, few), ensure_ascii=False, indent=2))
    else:
        show("\n".join([*map(_told, failed), *_poor(few), _sum(len(chosen), known, len(outcomes), len(failed))]))
    if not outcomes:
        return ExitCode.NOTHING_EXAMINED
    return ExitCode.FINDINGS if failed else ExitCode.CLEAN


def _asked(what: str | None, config: Path | None) -> tuple[OwnRules, OwnRules | None]:
    """The rules to use, and those of the folder that was named."""
    settings, base = read_config(config, ())
    rules = own_rules(settings, base)
    if what is None or not Path(what).is_dir() or _is_name(what):
        return rules, None
    named = folder_rules([Path(what)])
    known = {file.resolve() for file in rules.files}
    more = [tuple(f for f in files if f.resolve() not in known) for files in (named.languages, named.roles)]
    return OwnRules(rules.packs, (*rules.languages, *more[0]), (*rules.roles, *more[1])), named


def _is_name(what: str) -> bool:
    from cx_audit.roles import pack_names

    return what in pack_names()


def _roles(what: str | None, only: OwnRules | None) -> list[str]:
    """The roles to try."""
    from cx_audit.roles import roles_in_use

    used = roles_in_use()
    if only is not None:
        inside = {str(file.resolve()) for file in only.roles}
        said = {id: {str(Path(one).resolve()) for one in (*role.own, role.file)} for id, role in used.items()}
        return [id for id in used if said[id] & inside]
    if what is None or what in used:
        return [what] if what else list(used)
    found = [id for id, role in used.items() if role.pack == what]
    if not found:
        raise UsageError(f"there is no folder, role or pack {what} in use", remedy="`cx-audit rules list` names them")
    return found


def _told(outcome: Outcome) -> str:
    from cx_audit.report.safe import one_line

    example = outcome.example
    asked = f"{example.question} -> " if example.question else ""
    read = ", ".join(f"{text} is {role or 'no role'}" for text, role in outcome.found) or "no value was read"
    wanted = "should be" if outcome.wanted else "should not be"
    return one_line(f"FAILED {outcome.role} ({outcome.language}): {wanted} in {asked}{example.text!r}; {read}")


def _poor(few: Sequence[str]) -> list[str]:
    return [f"{role}: has fewer than {LEAST} examples" for role in few]


def _sum(roles: int, known: int, tried: int, failed: int) -> str:
    of = "" if roles == known else f" of {known:,}"
    return (
        f"{counted(roles, 'role')}{of}, {counted(tried, 'example')}: {f'{failed:,} failed' if failed else 'all pass'}"
    )


def _as_json(roles: Sequence[str], outcomes: Sequence[Outcome], few: Sequence[str]) -> dict[str, Any]:
    return {
        "roles": list(roles),
        "few_examples": list(few),
        "examples": [
            {
                "role": one.role,
                "language": one.language,
                "question": one.example.question,
                "text": one.example.text,
                "wanted": one.wanted,
                "found": [{"text": text, "role": role} for text, role in one.found],
                "passed": one.passed,
            }
            for one in outcomes
        ],
    }

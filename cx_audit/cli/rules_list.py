"""``cx-audit rules list``."""

from __future__ import annotations

import json
from collections.abc import Container, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cx_audit.cli.asked import ConfigOption
from cx_audit.cli.output import show
from cx_audit.cli.rules_table import table
from cx_audit.cli.run import read_config
from cx_audit.errors import UsageError
from cx_audit.own_rules import own_rules, use_rules

if TYPE_CHECKING:
    from cx_audit.roles import Role

__all__ = ["ListFormat", "list_rules"]


class ListFormat(StrEnum):
    """What to print."""

    TABLE = "table"
    JSON = "json"


def list_rules(
    pack: Annotated[
        str | None, typer.Option("--pack", metavar="PACK", help="The roles of this pack, one a line.")
    ] = None,
    format: Annotated[
        ListFormat, typer.Option("--format", "-f", case_sensitive=False, help="What to print.")
    ] = ListFormat.TABLE,
    config: ConfigOption = None,
) -> None:
    """List the packs of roles and the languages.

    And whether `rules:` in cx-audit.yml selects them.

    With --pack the roles of one pack: what a value can be about, and how severe it is when channels differ on it.

    Example: cx-audit rules list --pack ecommerce
    """
    from cx_audit.facts import languages
    from cx_audit.roles import packaged_roles, roles_in_use

    settings, base = read_config(config, ())
    rules = own_rules(settings, base)
    with use_rules(rules):
        used = roles_in_use()
        every = {**packaged_roles(), **used}
        own_languages = {file.stem for file in rules.languages}
        spoken = languages()
    packs = sorted({role.pack for role in every.values()})
    if pack is not None and pack not in packs:
        raise UsageError(f"there is no pack {pack}", remedy=f"packs are {', '.join(packs)}")
    chosen = [role for role in sorted(every.values(), key=lambda r: (r.pack, r.id)) if pack in (None, role.pack)]
    if format is ListFormat.JSON:
        told = [_row(role, in_use=role.id in used) for role in chosen]
        tongues = [{"language": one, "own": one in own_languages} for one in spoken]
        show(json.dumps({"roles": told, "languages": tongues}, ensure_ascii=False, indent=2))
        return
    if pack is not None:
        rows = [(r.id, r.name(), r.severity.value, _state(used.get(r.id))) for r in chosen]
        show(table(("role", "title", "severity", "state"), rows))
        return
    counts = [(name, [role for role in chosen if role.pack == name]) for name in packs]
    rows = [
        (name, f"{len(roles):,}", _how_many(roles, used), ", ".join(sorted({r.stage for r in roles})))
        for name, roles in counts
    ]
    names = [f"{one} (own)" if one in own_languages else one for one in spoken]
    show(f"{table(('pack', 'roles', 'in use', 'of'), rows)}\n\nlanguages: {', '.join(names)}")


def _how_many(roles: Sequence[Role], used: Container[str]) -> str:
    count = sum(role.id in used for role in roles)
    return "all" if count == len(roles) else f"{count:,}" if count else "none"


def _state(role: Role | None) -> str:
    if role is None:
        return "not in use"
    return "changed by yours" if role.own else "in use"


def _row(role: Role, *, in_use: bool) -> dict[str, Any]:
    return {
        "id": role.id,
        "pack": role.pack,
        "stage": role.stage,
        "title": role.name(),
        "severity": role.severity.value,
        "kinds": sorted(kind.value for kind in role.kinds),
        "policy": role.policy,
        "in_use": in_use,
        "file": role.file,
        "changed_by": list(role.own),
    }

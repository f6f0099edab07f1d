"""From names, options and ``pull:`` to what is pulled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from cx_audit.errors import UsageError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from cx_audit.config import Config, PullConfig
    from cx_audit.connect import Circumstances, Outcome, Planned, Wish

__all__ = ["Asked", "Job", "make_jobs", "read_settings"]

_INTO = "snapshots"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the options say; they stand before the configuration."""

    settings: Mapping[str, str | tuple[str, ...]]
    base_url: str | None
    what: tuple[str, ...]
    into: Path | None
    trust: tuple[str, ...] = ()

    @property
    def speaks_of_one(self) -> bool:
        """Whether an option makes sense for one source only."""
        return bool(self.settings or self.base_url or self.what)


@dataclass(frozen=True, slots=True)
class Job:
    """One source to pull. ``file`` is its connector, None for a website; ``into`` the folder above its snapshot."""

    wish: Wish
    file: Traversable | None
    into: Path

    def planned(self) -> list[Planned]:
        """The requests that it would make.

        Raises:
            UsageError: the wish doesn't fit the vendor.
            ConfigError: the connector is wrong.
        """
        from cx_audit.connect import load_connector, make_plan, make_website, planned_pages, planned_requests

        if self.file is None:
            return list(planned_pages(make_website(self.wish)))
        return list(planned_requests(make_plan(self.wish, load_connector(self.file))))

    def run(self, here: Circumstances) -> Outcome:
        """Pull it; raises what ``planned`` raises, and what ``connect.pull`` does."""
        from cx_audit.connect import load_connector, make_plan, make_website, pull, pull_website

        if self.file is None:
            return pull_website(make_website(self.wish), here)
        return pull(make_plan(self.wish, load_connector(self.file)), here)


def read_settings(account: str | None, pairs: Sequence[str]) -> dict[str, str | tuple[str, ...]]:
    """``--account`` and ``--set NAME=VALUE``; a name that comes twice has two values.

    Raises:
        UsageError: one is no pair, or holds a key, which other programs of this machine could read there.
    """
    from pydantic_core import PydanticCustomError

    from cx_audit.no_secrets import refuse_secrets

    found: dict[str, list[str]] = {"account": [account]} if account else {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not (name and equals and value):
            raise UsageError(f"--set {name[:60]}: write NAME=VALUE", remedy="for example --set user=ann@example.com")
        found.setdefault(name, []).append(value)
    try:
        refuse_secrets(found)
    except PydanticCustomError as error:
        raise UsageError(f"--set {error.message()}") from None
    return {name: values[0] if len(values) == 1 else tuple(values) for name, values in found.items()}


def make_jobs(
    names: Sequence[str], asked: Asked, settings: Config, base: Path, connectors: Mapping[str, Traversable]
) -> list[Job]:
    """What is to be pulled, in the order of ``names`` or of ``pull:``.

    Raises:
        UsageError: a name that is neither an entry nor a vendor, or options that don't say for which source.
    """
    entries = {entry.name or entry.vendor: entry for entry in settings.pull}
    if not names and not entries:
        raise UsageError(
            "nothing to pull", remedy="name a vendor (cx-audit pull --list), or write pull: in cx-audit.yml"
        )
    chosen = list(dict.fromkeys(names)) or list(entries)
    if asked.speaks_of_one and len(chosen) != 1:
        raise UsageError("these options are for one source", remedy="name it: cx-audit pull zendesk --account acme")
    return [_job(name, entries, asked, base, connectors) for name in chosen]


def _job(
    name: str, entries: Mapping[str, PullConfig], asked: Asked, base: Path, connectors: Mapping[str, Traversable]
) -> Job:
    from cx_audit.connect import WEBSITE, Wish, own_file

    entry = entries.get(name)
    vendor = entry.vendor if entry else name
    if vendor != WEBSITE and vendor not in connectors:
        known = [*entries, *connectors, WEBSITE]
        near = get_close_matches(vendor, known, n=1)
        remedy = f"did you mean {near[0]}?" if near else "cx-audit pull --list shows the vendors"
        raise UsageError(f"{vendor!r} is no vendor and no entry of pull:", remedy=remedy)
    said: Mapping[str, str | tuple[str, ...]] = entry.settings if entry else {}
    file = None if vendor == WEBSITE else connectors[vendor]
    wish = Wish(
        vendor=vendor,
        name=name,
        settings={**said, **asked.settings},
        base_url=asked.base_url or (entry.base_url if entry else None),
        what=asked.what or (entry.what if entry else ()),
        keys=entry.keys if entry else {},
        trusted=asked.base_url is not None,
        own=own_file(file) if file else "",
        trust=asked.trust,
    )
    own = base / (entry.into or _INTO) if entry else Path(_INTO)
    return Job(wish, file, asked.into or own)

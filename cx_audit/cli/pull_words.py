"""What ``cx-audit pull`` says: vendors, requests, progress, and what was written."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from cx_audit.report.safe import one_line

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from rich.status import Status

    from cx_audit.connect import Outcome, Planned

__all__ = ["Pages", "connector_list", "planned_lines", "told"]


def connector_list(connectors: Mapping[str, Traversable]) -> str:
    """The vendors: what each gives, what it needs, and the variables of its keys; ConfigError where one is wrong."""
    from cx_audit.connect import load_connector, needed_settings

    out: list[str] = []
    for file in connectors.values():
        connector = load_connector(file)
        out.append(f"{connector.vendor}: {connector.title}, {connector.base_url}")
        for name, pull in connector.pulls.items():
            out.append(f"  {name}: {pull.about}" + ("" if pull.default else " (only if asked for with --what)"))
        for name, setting in connector.settings.items():
            held = f" (or the variable {setting.env})" if setting.env else ""
            usual = f" (else {setting.default})" if setting.default else ""
            needed = name in needed_settings(connector, tuple(connector.pulls)) and not setting.default
            out.append(f"  {'needs' if needed else 'may have'} {name}: {setting.about}{held}{usual}")
        out += [f"  key in {name}: {what}; {connector.renew}" for name, what in connector.keys.items()]
        out.append(f"  rights: {connector.rights}")
    out.append("website: the pages of a sitemap, or those named with --set urls=...; no key")
    return "\n".join(out)


def planned_lines(name: str, planned: Sequence[Planned]) -> list[str]:
    """The requests, one a line; never a key, only the variable that holds it."""
    lines = []
    for one in planned:
        then = f"  ({one.then})" if one.then else ""
        lines.append(one_line(f"{name}: {one.method} {one.url}  auth: {one.auth}{then}"))
    return lines


def told(outcome: Outcome) -> str:
    """What was written, in one line."""
    from cx_audit.sources.walk import shown_path

    answers = ", ".join(f"{name} {count:,}" for name, count in outcome.answers.items())
    left: dict[str, int] = {}
    for reasons in outcome.skipped.values():
        for reason, count in reasons.items():
            left[reason] = left.get(reason, 0) + count
    why = ", ".join(f"{reason} {count:,}" for reason, count in sorted(left.items()))
    out = f"; left out: {why}" if why else ""
    resumed = "; went on where it was cut" if outcome.resumed else ""
    notes = "".join(f"; {note}" for note in outcome.notes)
    return one_line(f"{shown_path(outcome.folder)}: {answers}{out}{resumed}{notes}")


class Pages:
    """The page that is being read, on stderr, for people only; silent elsewhere and with --quiet."""

    def __init__(self, name: str, *, quiet: bool) -> None:
        self._name = name
        self._shown = not quiet and sys.stderr is not None and sys.stderr.isatty()
        self._status: Status | None = None

    def __call__(self, source: str, pages: int) -> None:
        if not self._shown:
            return
        if self._status is None:
            from rich.console import Console

            self._status = Console(stderr=True).status("")
            self._status.start()
        self._status.update(f"{one_line(self._name)}: {one_line(source)}, {pages:,} pages read")

    def done(self) -> None:
        """Nothing more comes."""
        if self._status is not None:
            self._status.stop()
            self._status = None

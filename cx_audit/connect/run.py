"""One pull from beginning to end: the requests, the rows, the snapshot."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from cx_audit.connect.fetch import Fetcher
from cx_audit.connect.keys import authenticate
from cx_audit.connect.memory import Memory
from cx_audit.connect.plan import Plan
from cx_audit.connect.rows import Harvest, harvest, lines, snippets
from cx_audit.connect.schema import Connector
from cx_audit.connect.snapshot import check_target, manifest, stamped, write_snapshot
from cx_audit.connect.template import fill_text
from cx_audit.connect.walk import walk
from cx_audit.errors import AccessDenied, NothingToExamine
from cx_audit.web import Bounds, Clock, Origin, Pace, WebClient

__all__ = ["MEMORY", "Circumstances", "Outcome", "Planned", "planned_requests", "pull"]

MEMORY = ".cx-audit-pull"


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Where a pull writes, when it is, and whom it tells.

    ``folder`` is the snapshot's, ``into`` the one above it that holds the memory too. ``tell`` gets the name of the
    source and the pages read so far. ``version`` is that of cx-audit, told to the other side and in the manifest.
    """

    folder: Path
    into: Path
    now: datetime
    version: str = ""
    fresh: bool = False
    tell: Callable[[str, int], None] = lambda _name, _pages: None
    clock: Clock = field(default_factory=Clock)
    bounds: Bounds = field(default_factory=Bounds)

    @property
    def agent(self) -> str:
        """The name under which the requests are made."""
        return f"cx-audit/{self.version}" if self.version else "cx-audit"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was written: answers and left-out records by source. ``resumed``: an earlier pull was gone on with.

    ``notes`` say what the reader should know besides, one short line each.
    """

    folder: Path
    answers: Mapping[str, int]
    skipped: Mapping[str, Mapping[str, int]]
    resumed: bool
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Planned:
    """A request that would be made; ``then`` says what follows it."""

    method: str
    url: str
    auth: str
    then: str = ""


def pull(plan: Plan, here: Circumstances) -> Outcome:
    """Read what the plan names and write the snapshot.

    Raises:
        UsageError: the folder holds what pull did not write.
        AccessDenied: a key is missing, or is refused.
        ConnectError: the vendor can't be asked, or answers what it should not; nothing was written.
        NothingToExamine: there are no answers; nothing was written.
    """
    check_target(here.folder)
    connector = plan.connector
    auth = authenticate(plan, here.clock, here.bounds)
    memory = Memory(here.into / MEMORY / plan.name, plan.fingerprint, here.now, fresh=here.fresh)
    limits = connector.limits
    pace = Pace(limits.remaining, limits.used, limits.reset, limits.retry_after, limits.interval)
    harvests: dict[str, Harvest] = {}
    notes: list[str] = []
    with WebClient(
        plan.base_url,
        auth,
        headers=connector.headers,
        bounds=here.bounds,
        pace=pace,
        clock=here.clock,
        renew=f"{connector.renew}; it needs: {connector.rights}",
        user_agent=here.agent,
    ) as client:
        for name in _with_fills(plan):
            fetcher = Fetcher(client, memory, partial(here.tell, name))
            spec = connector.pulls[name]
            texts = snippets(harvests[spec.fill].rows) if spec.fill else None
            try:
                harvests[name] = harvest(walk(spec, plan.settings, fetcher), spec, f"{plan.name}-{name}", texts)
                fetcher.settle()
            except AccessDenied:
                if name in plan.what:
                    raise
                harvests[name] = Harvest()  # only a help for others, and not every key may read it
                notes.append(f"the key may not read {name}, so its placeholders stay as they are")
    found = {name: harvests[name] for name in plan.what}
    if not any(one.rows for one in found.values()):
        memory.end()  # else the next pull would go on from pages that hold nothing
        what = f"{connector.title} gave no answers for {', '.join(plan.what)}"
        raise NothingToExamine(what, remedy=f"the key must be allowed to see them: {connector.rights}")
    notes += [f"no {name}: may the key see them?" for name in found if _missed(plan, name) and not found[name].rows]
    _write(plan, here, found)
    memory.end()
    return Outcome(
        here.folder,
        {name: one.count for name, one in found.items()},
        {name: dict(sorted(one.skipped.items())) for name, one in found.items()},
        memory.resumed,
        tuple(notes),
    )


def _with_fills(plan: Plan) -> list[str]:
    """The sources in an order in which each has the texts that it is filled with."""
    pulls = plan.connector.pulls
    fills = [spec.fill for spec in (pulls[name] for name in plan.what) if spec.fill]
    return list(dict.fromkeys([*fills, *plan.what]))


def _missed(plan: Plan, name: str) -> bool:
    """Whether a source that gives nothing is worth a word: not if it was not told what to vary over."""
    return all(step.vary is None or step.vary in plan.settings for step in plan.connector.pulls[name].steps)


def _write(plan: Plan, here: Circumstances, found: Mapping[str, Harvest]) -> None:
    files = {f"{name}.jsonl": lines(one.rows) for name, one in found.items() if one.rows}
    counts: dict[str, dict[str, Any]] = {
        f"{name}.jsonl": {"answers": one.count, "left_out": dict(sorted(one.skipped.items()))}
        for name, one in found.items()
    }
    paths = sorted({step.path for name in _with_fills(plan) for step in plan.connector.pulls[name].steps if step.path})
    said = manifest(plan.name, plan.connector.vendor, Origin.of(plan.base_url).host, paths, counts)
    write_snapshot(here.folder, files, stamped(said, here.now, here.version))


def planned_requests(plan: Plan) -> Iterator[Planned]:
    """The requests that ``pull`` would make; holes that only replies can fill are left open. Needs no key."""
    connector = plan.connector
    auth = connector.auth.kind.replace("_", " ")
    with_keys = f"{auth} ({', '.join(plan.variables)})" if plan.variables else auth
    if connector.auth.token_path:
        yield Planned("POST", _shown(plan, connector.auth.token_path), with_keys, "gives the token for the others")
    for name in _with_fills(plan):
        yield from _planned(plan, connector, name, with_keys)


def _planned(plan: Plan, connector: Connector, name: str, auth: str) -> Iterator[Planned]:
    pull = connector.pulls[name]
    for lookup in pull.lookups.values():
        yield Planned("GET", _shown(plan, lookup.path, lookup.params), auth, "each page" if lookup.paging else "")
    for number, step in enumerate(pull.steps):
        if step.path is None or (step.vary and step.vary not in plan.settings):
            continue
        each = "for each record before it" if number else ""
        pages = "each page" if step.paging else ""
        varied = f"for each of {step.vary}" if step.vary else ""
        yield Planned("GET", _shown(plan, step.path, step.params), auth, ", ".join(filter(None, (each, varied, pages))))


def _shown(plan: Plan, path: str, params: Mapping[str, str] | None = None) -> str:
    said = {name: value for name, value in plan.settings.items() if isinstance(value, str)}
    said |= {f"_with.{name}": value for name, value in said.items()}
    query = "&".join(f"{name}={value}" for name, value in (params or {}).items())
    return f"{Origin.of(plan.base_url)}{fill_text(path, said)}" + (f"?{fill_text(query, said)}" if query else "")

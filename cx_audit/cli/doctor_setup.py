"""What ``cx-audit doctor`` looks at around the installation: configuration, terminal, and hosts asked for by name."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cx_audit.cli.doctor_parts import Check, State
from cx_audit.cli.output import colored, terminal_width
from cx_audit.errors import CxAuditError, UnsafeReply, UsageError
from cx_audit.own_rules import own_rules, rule_folders, use_rules

if TYPE_CHECKING:
    from cx_audit.config import Config

__all__ = ["configuration", "reached", "terminal"]

_NARROW = 60
_ASK = "ask"
_PATIENCE = 10.0
# Terminals that order right-to-left text themselves, by the variable that they set.
_ORDERING = {"VTE_VERSION": "", "KONSOLE_VERSION": "", "TERM_PROGRAM": "Apple_Terminal", "MLTERM": ""}


def configuration(given: Path | None) -> tuple[Config | None, Path, list[Check]]:
    """The configuration, the folder that its paths start from, and what there is to say of it and what it names."""
    from cx_audit.config import Config, find_config, load_config

    path = given or find_config(Path.cwd())
    if path is None:
        return Config(), Path.cwd(), [Check("configuration", "file", State.OK, _none_found(Path.cwd()))]
    try:
        config = load_config(path)
    except CxAuditError as error:
        return None, path.parent, [Check("configuration", "file", State.FAIL, str(error), "mend these lines")]
    checks = [Check("configuration", "file", State.OK, f"{path}, valid"), *_named(config, path.parent)]
    return config, path.parent, checks


def _none_found(here: Path) -> str:
    """That no configuration holds here; those in the folders below hold for who names them, as after `init`."""
    from cx_audit.config import CONFIG_NAMES

    below = sorted(path.relative_to(here) for name in CONFIG_NAMES for path in here.glob(f"*/{name}"))
    if not below:
        return "none here or above: all defaults; cx-audit init writes one"
    first = below[0].as_posix()
    more = f" and {len(below) - 1:,} more" if len(below) > 1 else ""
    return f"none here or above; {first}{more} below: look at it with --config {first}"


def _named(config: Config, base: Path) -> Iterator[Check]:
    """The files that the configuration names."""
    from cx_audit.cli.metrics import read_tables
    from cx_audit.cli.run import Request, discover_sources
    from cx_audit.cli.standards import read_standards
    from cx_audit.model import Skipped

    def rules() -> str:
        own = own_rules(config, base)
        with use_rules(own):
            return f"{len(own.files):,} files of your own"

    if config.rules:
        yield _tried("rules", rules)

    def sources() -> str:
        found = discover_sources(Request(paths=()), config, base)
        return f"{sum(not isinstance(one, Skipped) for one in found):,} recognised"

    def policy() -> str:
        with use_rules(own_rules(config, base)):
            held = read_standards(None, config, base).policy
        return f"{len(held.now) if held else 0:,} lines hold today"

    if config.sources:
        yield _tried("sources", sources)
    if config.policy or config.authority:
        yield _tried("policy", policy)
    if config.metrics:
        yield _tried("metrics", lambda: f"{sum(len(t.rows) for t in read_tables(config, base)):,} rows")


def _tried(name: str, look: Callable[[], str]) -> Check:
    try:
        return Check("configuration", name, State.OK, look())
    except CxAuditError as error:
        return Check("configuration", name, State.FAIL, str(error), "mend it, or take it out of the configuration")


def terminal() -> Iterator[Check]:
    """Width, colour, letters and the order of right-to-left text."""
    width = terminal_width()
    if width is None:
        yield Check("terminal", "width", State.OK, "not a terminal: reports are 100 columns wide")
    elif width < _NARROW:
        yield Check("terminal", "width", State.WARN, f"{width} columns", "make the window wider, 80 at least")
    else:
        yield Check("terminal", "width", State.OK, f"{width} columns")
    why = "NO_COLOR" if os.environ.get("NO_COLOR") else "no terminal"
    yield Check("terminal", "colour", State.OK, "on" if colored() else f"off ({why}); nothing depends on it")
    encoding = (getattr(sys.stdout, "encoding", None) or "none").lower().replace("-", "")
    if encoding == "utf8":
        yield Check("terminal", "letters", State.OK, "UTF-8")
    else:
        remedy = "set PYTHONUTF8=1, or read reports with -o html:report.html"
        yield Check("terminal", "letters", State.WARN, f"{encoding}, while reports are UTF-8", remedy)
    ordering = any(os.environ.get(name, "").startswith(v) and name in os.environ for name, v in _ORDERING.items())
    said = "this terminal orders it" if ordering else "not known; if Arabic reads backwards, use -o html:report.html"
    yield Check("terminal", "right to left", State.OK, said)


def reached(names: Sequence[str], config: Config | None, base: Path) -> Iterator[Check]:
    """Whether the hosts of these entries of ``pull:``, or of ``ask``, answer; nothing is sent to them, and no key."""
    for name in names:
        try:
            if config is None:
                raise UsageError("the configuration is not valid", remedy="mend it first")
            address = _ask_address(config, base) if name == _ASK else _pull_address(name, config, base)
            yield Check("online", name, State.OK, _answer(address))
        except CxAuditError as error:
            yield Check("online", name, State.FAIL, error.what, error.remedy or "check the network")


def _pull_address(name: str, config: Config, base: Path) -> str:
    from cx_audit.cli.pull_jobs import Asked, make_jobs
    from cx_audit.connect import find_connectors

    if name not in {entry.name or entry.vendor for entry in config.pull}:
        known = ", ".join([entry.name or entry.vendor for entry in config.pull] + ([_ASK] if config.ask else []))
        raise UsageError("no entry of pull: has this name", remedy=f"there is {known or 'none'}")
    connectors = find_connectors(rule_folders(config, base))
    # no key is sent, so any host may be asked whether it is there
    (job,) = make_jobs([name], Asked({}, None, (), None, trust=("*",)), config, base, connectors)
    return job.planned()[0].url


def _ask_address(config: Config, base: Path) -> str:
    from cx_audit.ask.template import fill_request
    from cx_audit.cli.ask_bot import make_live

    if config.ask is None:
        raise UsageError("there is none in the configuration", remedy="see docs/ask.md")
    live = make_live(config.ask, base, {}, from_config=True)
    return fill_request(live.bot, live.settings, "", "doctor", "en").url


def _answer(address: str) -> str:
    """How the host of an address answers to a request for its root, without a key; an error is an answer, too.

    Raises:
        ConnectError: nobody answers, or not safely.
    """
    from cx_audit.web import Bounds, WebClient

    bounds = Bounds(attempts=1, redirects=0, connect=_PATIENCE, read=_PATIENCE, whole=_PATIENCE)
    with WebClient(address, bounds=bounds) as client:
        try:
            return f"{client.origin} answers ({client.request('HEAD', '/', accept=range(200, 600)).status})"
        except UnsafeReply:  # it redirects, which is an answer
            return f"{client.origin} answers"

"""What is to be pulled, from which host, in whose name: all that is decided before the first request."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from os import environ
from urllib.parse import urlsplit

from cx_audit.connect.schema import Connector, Setting
from cx_audit.connect.template import fill_text, holes
from cx_audit.errors import UsageError
from cx_audit.web import Origin

__all__ = ["NAME", "Plan", "Wish", "make_plan", "needed_settings"]

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user asked for. ``trusted``: the address was typed, not read from a configuration.

    ``keys`` says which variable stands in for one that the connector names, for a second account. ``own`` is the file
    of a connector that doesn't come with cx-audit. ``trust`` are the hosts, or patterns such as ``*.acme.com``, that
    the user typed: keys may go there.
    """

    vendor: str
    name: str
    settings: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    base_url: str | None = None
    what: tuple[str, ...] = ()
    keys: Mapping[str, str] = field(default_factory=dict)
    trusted: bool = False
    own: str = ""
    trust: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A wish that fits its connector."""

    connector: Connector
    name: str
    base_url: str
    settings: Mapping[str, str | tuple[str, ...]]
    what: tuple[str, ...]
    keys: Mapping[str, str]

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables that hold the keys."""
        return tuple(self.keys.get(name, name) for name in self.connector.auth.variables)

    @property
    def fingerprint(self) -> str:
        """A hash of all that decides which requests are made and how they are read."""
        said = [self.connector.model_dump(mode="json"), self.base_url, dict(self.settings), self.what, self.variables]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:32]


def make_plan(wish: Wish, connector: Connector) -> Plan:
    """The plan for a wish.

    Raises:
        UsageError: it asks for what the vendor hasn't, lacks a setting, or names a host that isn't the vendor's.
    """
    if not NAME.fullmatch(wish.name):
        raise UsageError(f"{wish.name!r} is no name for a folder", remedy="use letters, digits, - and _")
    what = wish.what or tuple(name for name, pull in connector.pulls.items() if pull.default)
    _refuse_unknown("pull", what, connector.pulls, connector.vendor)
    _refuse_unknown("setting", wish.settings, connector.settings, connector.vendor)
    _refuse_unknown("key", wish.keys, connector.keys, connector.vendor)
    settings: dict[str, str | tuple[str, ...]] = {}
    for name, setting in connector.settings.items():
        value = wish.settings.get(name) or (environ.get(setting.env, "") if setting.env else "") or setting.default
        if value:
            settings[name] = _checked(name, setting, value, connector.vendor)
    for name in needed_settings(connector, what, own_address=wish.base_url is not None):
        if name not in settings:
            raise UsageError(
                f"{connector.vendor} needs {name}: {connector.settings[name].about}",
                remedy=f"give {_option(name)}, or {name}: under pull: in cx-audit.yml",
            )
    return Plan(connector, wish.name, _address(wish, connector, settings), settings, what, dict(wish.keys))


def _option(setting: str) -> str:
    """How a setting is given on the command line: the account has an option of its own."""
    return "--account NAME" if setting == "account" else f"--set {setting}=..."


def _refuse_unknown(
    kind: str, given: Sequence[str] | Mapping[str, object], known: Mapping[str, object], of: str
) -> None:
    for name in given:
        if name not in known:
            listed = ", ".join(known) or "none"
            raise UsageError(f"{of} has no {kind} {name!r}", remedy=f"there are: {listed}")


def _checked(name: str, setting: Setting, value: str | Sequence[str], vendor: str) -> str | tuple[str, ...]:
    values = (value,) if isinstance(value, str) else tuple(value)
    if not setting.many and len(values) > 1:
        raise UsageError(f"{vendor}: {name} is one value, not {len(values)}")
    for one in values:
        if not re.fullmatch(setting.pattern, one):
            raise UsageError(f"{vendor}: {one[:60]!r} is no {name}", remedy=f"it is {setting.about}")
    return values if setting.many else values[0]


def needed_settings(connector: Connector, what: Sequence[str], *, own_address: bool = False) -> list[str]:
    """The settings without which some request for ``what`` can't be written; with an address of its own, fewer."""
    steps = [step for name in what for step in connector.pulls[name].steps]
    texts = [text for step in steps for text in (step.path or "", *step.params.values())]
    texts += [connector.auth.user or "", "" if own_address else connector.base_url]
    varied = {step.vary for step in steps}
    asked = {hole.removeprefix("_with.") for text in texts for hole in holes(text)}
    return [name for name in connector.settings if name in asked and name not in varied]


def _address(wish: Wish, connector: Connector, settings: Mapping[str, str | tuple[str, ...]]) -> str:
    said = {name: value for name, value in settings.items() if isinstance(value, str)}
    usual = fill_text(connector.base_url, said)
    if wish.base_url is None:
        if holes(usual):
            raise UsageError(
                f"{connector.vendor} needs the address of your server", remedy="give --base-url https://..."
            )
        if wish.own:
            _refuse_stranger(Origin.of(usual), wish, connector)
        Origin.of(usual)
        return usual
    origin = Origin.of(wish.base_url)
    if wish.base_url.rstrip("/") != str(origin) and urlsplit(wish.base_url).path.strip("/"):
        raise UsageError(f"the address of {origin} has a path", remedy=f"write {origin}")
    known = any(fnmatchcase(origin.host, pattern) for pattern in connector.hosts)
    if not wish.trusted and (wish.own or not known):
        _refuse_stranger(origin, wish, connector)
    return wish.base_url


def _refuse_stranger(origin: Origin, wish: Wish, connector: Connector) -> None:
    """A configuration and its connectors may come with a repository: they must not send your key where they like.

    Raises:
        UsageError: a key would go to a host that neither cx-audit knows nor the user typed.
    """
    typed = any(fnmatchcase(origin.host, pattern.lower()) for pattern in wish.trust)
    if typed or origin.is_loopback or not connector.auth.variables:
        return
    why = "its connector does not come with cx-audit" if wish.own else f"it is no host of {connector.title}"
    keys = ", ".join(wish.keys.get(name, name) for name in connector.auth.variables)
    raise UsageError(
        f"the key in {keys} is not sent to {origin.host}: {why}",
        path=wish.own or None,
        remedy=f"if you know this host, type it yourself: --trust {origin.host}",
    )

"""The policy's files, read; and the authorities of the configuration, checked."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from cx_audit.cli.clock import today
from cx_audit.cli.output import complain
from cx_audit.errors import ConfigError

if TYPE_CHECKING:
    from cx_audit.backing import Authority
    from cx_audit.config import Config
    from cx_audit.pipeline import Standards
    from cx_audit.policy import Policy

__all__ = ["policy_path", "read_policy", "read_standards"]


def policy_path(given: Path | None, config: Config, base: Path) -> Path | None:
    """The policy: of the command line, or of the configuration, from its own folder."""
    if given is not None:
        return given
    return base / config.policy if config.policy else None


def read_policy(path: Path, config: Config, seen: set[str] | None = None) -> Policy:
    """Read a policy; lines whose time has passed are told on stderr. ``seen`` takes the files that were read.

    Raises:
        PolicyError: something is wrong with it; a line for each mistake.
        ConfigError: it can't be read.
    """
    from cx_audit.policy_file import read_policy_file

    policy = read_policy_file(path, today(), config.region, seen)
    for line in policy.past:
        complain(
            f"warning: {line.path}:{line.line}: {line.subject.key}: ended on {line.valid_to}, so nothing is held "
            "against it (renew valid_to, or take the line out)"
        )
    return policy


def _authority(config: Config) -> Authority | None:
    """The authorities of the configuration.

    Raises:
        ConfigError: one is for a role, kind or stage that there is not.
    """
    from cx_audit.backing import Authority
    from cx_audit.backing.vocabulary import authority_keys

    known = authority_keys()
    for name in config.authority:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            remedy = f"did you mean {near[0]}?" if near else "name a role, a kind of value, a stage, or default"
            raise ConfigError(f"authority: {name}: nothing of that name is known", remedy=remedy)
    return Authority(dict(config.authority))


def read_standards(given: Path | None, config: Config, base: Path, seen: set[str] | None = None) -> Standards:
    """The policy and the authorities of a run; ``seen`` takes the files that were read.

    Raises:
        ConfigError: either is wrong.
    """
    from cx_audit.pipeline import Standards

    path = policy_path(given, config, base)
    return Standards(read_policy(path, config, seen) if path else None, _authority(config))

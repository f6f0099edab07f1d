"""The policy's files, read; and the authorities of the configuration, checked."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from cx_audit.cli.clock import today
from cx_audit.cli.output import complain
from cx_audit.errors import ConfigError
from cx_audit.policy_file import policy_text, read_policy_file

if TYPE_CHECKING:
    from cx_audit.backing import Authority
    from cx_audit.config import Config
    from cx_audit.pipeline import Standards
    from cx_audit.policy import Policy

__all__ = ["Fetched", "policy_path", "read_policy", "read_standards"]


def policy_path(given: Path | None, config: Config, base: Path) -> Path | None:
    """The policy: of the command line, or of the configuration, from its own folder."""
    if given is not None:
        return given
    return base / config.policy if config.policy else None


class Fetched:
    """Reads the files of a policy; ``texts`` are those that were read, by path."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}

    def __call__(self, path: str) -> str:
        """The text of one.

        Raises:
            ConfigError: it can't be read.
        """
        self.texts[path] = policy_text(path)
        return self.texts[path]


def read_policy(path: Path, config: Config, fetch: Callable[[str], str] = policy_text) -> Policy:
    """Read a policy, its files by ``fetch``; lines whose time has passed are told on stderr.

    Raises:
        PolicyError: something is wrong with it; a line for each mistake.
        ConfigError: it can't be read.
    """
    policy = read_policy_file(path, today(), config.region, fetch)
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


def read_standards(
    given: Path | None, config: Config, base: Path, fetch: Callable[[str], str] = policy_text
) -> Standards:
    """The policy, its files read by ``fetch``, and the authorities of a run.

    Raises:
        ConfigError: either is wrong.
    """
    from cx_audit.pipeline import Standards

    path = policy_path(given, config, base)
    return Standards(read_policy(path, config, fetch) if path else None, _authority(config))

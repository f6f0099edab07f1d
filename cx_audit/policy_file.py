"""A policy from its file; the room of policies itself reads none."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from cx_audit.backing import policy_subjects
from cx_audit.errors import ConfigError
from cx_audit.policy import Policy, load_policy

__all__ = ["read_policy_file"]

_MAX_BYTES = 1_000_000


def read_policy_file(path: Path, today: date, region: str | None = None, seen: set[str] | None = None) -> Policy:
    """Read a policy and the files that it includes.

    Args:
        path: the YAML file.
        today: which lines hold is decided by this day.
        region: the home country, where the policy names none.
        seen: takes the paths of all files that were read.

    Raises:
        PolicyError: something is wrong with it; a line for each mistake.
        ConfigError: it can't be read.
    """

    def fetch(name: str) -> str:
        if seen is not None:
            seen.add(name)
        return _fetch(name)

    return load_policy(str(path), fetch, policy_subjects(), today, region=region)


def _fetch(path: str) -> str:
    """The text of a policy file.

    Raises:
        ConfigError: it can't be read.
    """
    try:
        with open(path, "rb") as file:
            data = file.read(_MAX_BYTES + 1)
        if len(data) > _MAX_BYTES:
            raise ConfigError("is larger than 1 MB", path=path, remedy="a policy is a short text file")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError("is not UTF-8", path=path, remedy="save it as UTF-8") from error
    except OSError as error:
        raise ConfigError(f"can't be read: {error.strerror}", path=path, remedy="name a file that is there") from error

"""A policy from its file; the room of policies itself reads none. To import this loads no policy."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cx_audit.errors import ConfigError

if TYPE_CHECKING:
    from cx_audit.policy import Policy

__all__ = ["policy_text", "read_policy_file"]

_MAX_BYTES = 1_000_000


def policy_text(path: str) -> str:
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


def read_policy_file(
    path: Path, today: date, region: str | None = None, fetch: Callable[[str], str] = policy_text
) -> Policy:
    """Read a policy and the files that it includes.

    Args:
        path: the YAML file.
        today: which lines hold is decided by this day.
        region: the home country, where the policy names none.
        fetch: gives the text of one of its files.

    Raises:
        PolicyError: something is wrong with it; a line for each mistake.
        ConfigError: it can't be read.
    """
    from cx_audit.backing import policy_subjects
    from cx_audit.policy import load_policy

    return load_policy(str(path), fetch, policy_subjects(), today, region=region)

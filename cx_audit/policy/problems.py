"""What is wrong with a policy: each mistake with its file, its line and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cx_audit.errors import PolicyError

__all__ = ["PolicyProblem", "Problems"]


@dataclass(frozen=True, slots=True, order=True)
class PolicyProblem:
    """One mistake; ``str`` is the line that the user sees."""

    path: str
    line: int
    what: str
    remedy: str

    def __str__(self) -> str:
        return " ".join(f"{self.path}:{self.line}: {self.what} ({self.remedy})".split())


class Problems:
    """Collects mistakes, so that all are told at once."""

    def __init__(self) -> None:
        self._found: list[PolicyProblem] = []

    def add(self, path: str, line: int, what: str, remedy: str) -> None:
        """Note one."""
        self._found.append(PolicyProblem(path, line, what, remedy))

    def extend(self, found: Iterable[PolicyProblem]) -> None:
        """Note several."""
        self._found += found

    def check(self) -> None:
        """Tell what was found.

        Raises:
            PolicyError: anything was; it names every mistake, in the order of files and lines.
        """
        if self._found:
            raise PolicyError(sorted(set(self._found)))

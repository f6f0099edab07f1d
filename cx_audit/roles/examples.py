"""Examples of roles, as tests: an answer, what it replies to, and the role that a value in it has, or has not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable
from types import MappingProxyType

from pydantic import Field, ValidationError

from cx_audit.errors import ConfigError
from cx_audit.facts import extract
from cx_audit.model import Fact
from cx_audit.resources import load_yaml, packaged
from cx_audit.roles.files import Example, Examples, Strict
from cx_audit.roles.load import extended_files
from cx_audit.roles.naming import Naming, name_roles
from cx_audit.text import Segment, sentences

__all__ = ["Outcome", "RoleExamples", "examples_in", "name_values", "role_examples", "try_role"]

EXAMPLES = "examples"


class RoleExamples(Strict):
    """The examples of one role, by language."""

    examples: Examples = Field(default_factory=dict)
    counterexamples: Examples = Field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(map(len, (*self.examples.values(), *self.counterexamples.values())))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one example: ``wanted`` says whether a value should have the role, ``found`` what each is called."""

    role: str
    language: str
    example: Example
    wanted: bool
    found: tuple[tuple[str, str | None], ...]

    @property
    def passed(self) -> bool:
        """Whether it is as the example says."""
        return self.wanted == any(role == self.role for _, role in self.found)


def name_values(text: str, language: str, question: str = "") -> list[tuple[Fact, Naming | None]]:
    """Each value of an answer, in order, with what it is about; None where no rule knows.

    Raises:
        ConfigError: a rule file is wrong.
    """
    facts = tuple(extract(text, language))
    pieces = sentences(text, language, [(fact.start, fact.end) for fact in facts])
    homes = [next((s for s in pieces if s.start <= f.start < s.end), Segment(f.start, f.end)) for f in facts]
    return list(zip(facts, name_roles(text, homes, facts, question, language), strict=True))


def examples_in(folder: Traversable) -> dict[str, RoleExamples]:
    """The examples that stand beside role files, in the ``examples/`` of their folder, by role.

    Raises:
        ConfigError: one is wrong.
    """
    out: dict[str, RoleExamples] = {}
    place = folder / EXAMPLES
    for entry in sorted(place.iterdir(), key=lambda entry: entry.name) if place.is_dir() else ():
        try:
            out |= {str(role): RoleExamples.model_validate(told) for role, told in (load_yaml(entry) or {}).items()}
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            said = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
            raise ConfigError(said, path=entry.name, remedy="see rules/roles/README.md") from error
    return out


@cache
def _packaged() -> Mapping[str, RoleExamples]:
    return MappingProxyType(examples_in(packaged("rules") / "roles"))


def role_examples(role: str) -> RoleExamples:
    """The examples of a role: those that come with cx-audit, and those in the user's own files.

    Raises:
        ConfigError: a rule file is wrong.
    """
    files = extended_files()
    home = files.home(role)
    own = files.stages[home].roles[role] if home else None
    beside = _packaged().get(role, RoleExamples())
    if own is None or not (own.examples or own.counterexamples):
        return beside
    return RoleExamples(
        examples=_together(beside.examples, own.examples),
        counterexamples=_together(beside.counterexamples, own.counterexamples),
    )


def _together(first: Examples, then: Examples) -> Examples:
    return {key: (*first.get(key, ()), *then.get(key, ())) for key in sorted({*first, *then})}


def try_role(role: str) -> Iterator[Outcome]:
    """What comes of each example of a role.

    Raises:
        ConfigError: a rule file is wrong.
    """
    told = role_examples(role)
    for wanted, by_language in ((True, told.examples), (False, told.counterexamples)):
        for language, examples in sorted(by_language.items()):
            for example in examples:
                values = name_values(example.text, language, example.question)
                found = tuple((fact.text, naming.role if naming else None) for fact, naming in values)
                yield Outcome(role, language, example, wanted, found)

"""The rules of a SARIF file: a kind of finding, and what it is about."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from cx_audit.model import Finding, FindingKind
from cx_audit.report.overview import NOUNS
from cx_audit.report.safe import one_line

__all__ = ["MEANINGS", "Rule", "Rules"]

MEANINGS = {
    FindingKind.CONTRADICTION: "Answers to one question can't all be true for the same customer.",
    FindingKind.POLICY: "A channel says something else than the stated policy.",
    FindingKind.UNVERIFIED: "Answers to one question are likely to disagree; not proven, so look before you act.",
    FindingKind.OMISSION: "One answer states something that another to the same question leaves out. It may be meant.",
    FindingKind.SCOPED: "The answers differ and say for whom, for what or when. Usually right as it is.",
    FindingKind.GAP: "A channel has no answer to a question that others answer.",
    FindingKind.STALE: "A date, price or name in an answer has passed.",
}
"""What each kind says, in a sentence or two."""

_ADVICE = "Read the quotes, decide which is true, and mend the others. The tool can't know which side is right."
_HELP = "https://github.com/cx-audit/cx-audit/blob/main/docs/findings.md"
_LEVELS = {
    FindingKind.CONTRADICTION: "error",
    FindingKind.POLICY: "error",
    FindingKind.UNVERIFIED: "none",
    FindingKind.OMISSION: "note",
    FindingKind.SCOPED: "none",
    FindingKind.GAP: "note",
    FindingKind.STALE: "warning",
}
_NOT_NAME = re.compile(r"[^a-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Rule:
    """``id`` as ``index`` in the file's list; ``about`` is "" where a finding says nothing more than its kind."""

    id: str
    index: int
    kind: FindingKind
    about: str

    def document(self) -> dict[str, Any]:
        """The rule as SARIF's ``reportingDescriptor``."""
        noun = NOUNS[self.kind][0].capitalize()
        text = f"{MEANINGS[self.kind]} {_ADVICE}"
        return {
            "id": self.id,
            "shortDescription": {"text": f"{noun}: {self.about}" if self.about else noun},
            "fullDescription": {"text": MEANINGS[self.kind]},
            "help": {"text": text, "markdown": f"{text} [How to read a finding]({_HELP})"},
            "helpUri": _HELP,
            "defaultConfiguration": {"level": _LEVELS[self.kind]},
            "properties": {"tags": ["customer-experience", self.kind.value]},
        }


@dataclass(slots=True)
class Rules:
    """The rules that the results of one file need, in the order of first need."""

    _known: dict[str, Rule] = field(default_factory=dict)

    def of(self, finding: Finding) -> Rule:
        """The rule of ``finding``; roles are names from rule files, and from saved reports anything."""
        name = _NOT_NAME.sub("-", one_line(finding.role or finding.fact_kind or "").lower()).strip("-")[:80]
        id = f"{finding.kind.value}/{name}" if name else finding.kind.value
        return self._known.setdefault(id, Rule(id, len(self._known), finding.kind, name.replace("_", " ")))

    def documents(self) -> list[dict[str, Any]]:
        """All rules as SARIF."""
        return [rule.document() for rule in self._known.values()]

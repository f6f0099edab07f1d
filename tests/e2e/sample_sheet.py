"""The samples' answer sheet, with its refs turned into the ids that the tool gives."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from pathlib import PurePosixPath
from typing import Any

import yaml

from cx_audit.resources import packaged

Pair = frozenset[str]


@dataclass(frozen=True)
class Contradiction:
    """One thing that the answers to a question disagree on, and all pairs of answers that do."""

    question: str
    about: str
    kind: str
    pairs: frozenset[Pair]


@dataclass(frozen=True)
class Sheet:
    """``question`` of each answer id; ``contradictory`` pairs with the kind of their disagreement; ids set aside."""

    question: dict[str, str]
    contradictions: tuple[Contradiction, ...]
    set_aside: frozenset[str]

    @property
    def contradictory(self) -> dict[Pair, str]:
        """Every pair that contradicts, with the kind of the disagreement."""
        return {pair: one.kind for one in self.contradictions for pair in one.pairs}


def _ref(answer: dict[str, Any]) -> str:
    source, channel = answer["source"], answer["channel"]
    name = PurePosixPath(source["path"]).name
    if channel in ("faq", "knowledge"):
        return f"{channel}:{name}#{answer['question']}"
    record = str(source["record"])
    return f"{channel}:{record.removeprefix('utter_') if record.startswith('utter_faq') else record}"


def _ids(answers: list[dict[str, Any]]) -> dict[str, str]:
    """Ref -> id; the second variant of one response is ``ref#2``."""
    by_ref: dict[str, list[dict[str, Any]]] = {}
    for answer in answers:
        by_ref.setdefault(_ref(answer), []).append(answer)
    out: dict[str, str] = {}
    for ref, found in by_ref.items():
        for n, answer in enumerate(sorted(found, key=lambda a: a["source"]["line"]), start=1):
            out[f"{ref}#{n}"] = answer["id"]
            out.setdefault(ref, answer["id"])
    return out


def read_sheet(answers: list[dict[str, Any]]) -> Sheet:
    """Read ``samples/expected.yml`` for the answers of a JSON report; KeyError for a ref that was not read."""
    raw = yaml.safe_load((packaged("samples") / "expected.yml").read_text(encoding="utf-8"))
    ids = _ids(answers)
    question = {ids[ref]: entry["key"] for entry in raw["questions"] for ref in entry["answers"]}
    contradictions = tuple(
        Contradiction(entry["key"], item["about"], item["kind"], _pairs(item["positions"], ids))
        for entry in raw["questions"]
        for item in entry.get("contradictions", [])
    )
    aside = frozenset(ids[entry["ref"]] for entry in raw["set_aside"] if entry["ref"] in ids)
    return Sheet(question, contradictions, aside)


def _pairs(positions: list[dict[str, Any]], ids: dict[str, str]) -> frozenset[Pair]:
    return frozenset(
        frozenset((ids[a], ids[b])) for p, q in combinations(positions, 2) for a in p["answers"] for b in q["answers"]
    )


def claimed(report: dict[str, Any]) -> set[Pair]:
    """Pairs in different positions of a contradiction."""
    return {
        frozenset((x["id"], y["id"]))
        for finding in report["findings"]
        if finding["kind"] == "contradiction"
        for p, q in combinations(finding["positions"], 2)
        for x in p["answers"]
        for y in q["answers"]
    }

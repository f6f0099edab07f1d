"""Facts as short texts for a cache, without the words they were read from."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cx_audit.facts.extract import read
from cx_audit.memo import Memo, reading_key, remembered
from cx_audit.model import Comparator, Fact, FactKind

__all__ = ["ReadAnswer", "dump_facts", "load_facts", "read_once"]


def _row(fact: Fact) -> list[object]:
    return [
        fact.kind.value,
        fact.start,
        fact.end,
        fact.unit,
        None if fact.low is None else str(fact.low),
        None if fact.high is None else str(fact.high),
        fact.items,
        fact.comparator.value,
        fact.per,
        fact.role,
        [_row(other) for other in fact.alternatives],
        fact.ahead,
    ]


def dump_facts(facts: tuple[Fact, ...]) -> str:
    """Kind, place and value of each fact."""
    return json.dumps([_row(fact) for fact in facts], ensure_ascii=False, separators=(",", ":"))


def _fact(row: list[Any], text: str) -> Fact:
    kind, start, end, unit, low, high, items, comparator, per, role, others, ahead = row
    return Fact(
        kind=FactKind(kind),
        start=start,
        end=end,
        text=text[start:end],
        unit=unit,
        low=None if low is None else Decimal(low),
        high=None if high is None else Decimal(high),
        items=tuple(items),
        comparator=Comparator(comparator),
        per=per,
        role=role,
        alternatives=tuple(_fact(other, text) for other in others),
        ahead=ahead,
    )


def load_facts(stored: str, text: str) -> tuple[Fact, ...]:
    """The facts of ``text`` that ``dump_facts`` stored; ValueError for anything else."""
    return tuple(_fact(row, text) for row in json.loads(stored))


def _moved(fact: Fact, by: int) -> Fact:
    if not by:
        return fact
    others = tuple(_moved(other, by) for other in fact.alternatives)
    return Fact(
        *(fact.kind, fact.start + by, fact.end + by, fact.text, fact.unit, fact.low, fact.high),
        *(fact.items, fact.comparator, fact.per, fact.role, others, fact.ahead),
    )


@dataclass(frozen=True, slots=True)
class ReadAnswer:
    """What an answer states (``facts``), what its question does (``asked``), and the loose numbers of either.

    Offsets of ``facts`` and ``loose`` count in the answer, those of ``asked`` and ``asked_loose`` in the
    question.
    """

    facts: tuple[Fact, ...]
    asked: tuple[Fact, ...]
    loose: tuple[Fact, ...]
    asked_loose: tuple[Fact, ...]


def _read(text: str, language: str, region: str | None, question: str) -> ReadAnswer:
    asked = f"{question}\n" if question.strip() else ""
    found = read(asked + text, language, region=region)
    return ReadAnswer(
        tuple(_moved(fact, -len(asked)) for fact in found.facts if fact.start >= len(asked)),
        tuple(fact for fact in found.facts if fact.end < len(asked)),
        tuple(_moved(fact, -len(asked)) for fact in found.loose if fact.start >= len(asked)),
        tuple(fact for fact in found.loose if fact.end < len(asked)),
    )


def _dump(found: ReadAnswer) -> str:
    all_ = found.facts, found.asked, found.loose, found.asked_loose
    return json.dumps([dump_facts(facts) for facts in all_], separators=(",", ":"))


def read_once(text: str, language: str, region: str | None, memo: Memo, question: str = "") -> ReadAnswer:
    """What an answer and its question state, remembered by content.

    The two are read as one text, since "Nothing." or "the 5th" say little without what was asked.
    """

    def load(stored: str) -> ReadAnswer:
        said, asked, loose, asked_loose = json.loads(stored)
        own = load_facts(said, text), load_facts(asked, question)
        return ReadAnswer(*own, load_facts(loose, text), load_facts(asked_loose, question))

    return remembered(
        memo,
        lambda: reading_key("answer", language, region or "", question, text),
        lambda: _read(text, language, region, question),
        _dump,
        load,
    )

"""Facts as short texts for a cache, without the words they were read from."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

from cx_audit.facts.extract import extract
from cx_audit.memo import Memo, reading_key
from cx_audit.model import Comparator, Fact, FactKind

__all__ = ["dump_facts", "extract_once", "load_facts"]


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
    ]


def dump_facts(facts: tuple[Fact, ...]) -> str:
    """Kind, place and value of each fact."""
    return json.dumps([_row(fact) for fact in facts], ensure_ascii=False, separators=(",", ":"))


def _fact(row: list[Any], text: str) -> Fact:
    kind, start, end, unit, low, high, items, comparator, per, role, others = row
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
    )


def load_facts(stored: str, text: str) -> tuple[Fact, ...]:
    """The facts of ``text`` that ``dump_facts`` stored; ValueError for anything else."""
    return tuple(_fact(row, text) for row in json.loads(stored))


def _moved(fact: Fact, by: int) -> Fact:
    others = tuple(_moved(other, by) for other in fact.alternatives)
    return replace(fact, start=fact.start + by, end=fact.end + by, alternatives=others) if by else fact


def extract_once(text: str, language: str, region: str | None, memo: Memo, question: str = "") -> tuple[Fact, ...]:
    """The facts of ``text``, remembered by content.

    ``question`` is read along, since "Nothing." or "the 5th" say little without it; its own facts are left out.
    """
    key = reading_key("facts", language, region or "", question, text)
    stored = memo.get(key)
    if stored is not None:
        return load_facts(stored, text)
    asked = f"{question}\n" if question.strip() else ""
    facts = tuple(
        _moved(fact, -len(asked)) for fact in extract(asked + text, language, region=region) if fact.start >= len(asked)
    )
    memo.put(key, dump_facts(facts))
    return facts

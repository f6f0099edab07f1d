"""Facts as short texts for a cache, without the words they were read from."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

from cx_audit.facts.extract import extract
from cx_audit.memo import Memo, reading_key
from cx_audit.model import Comparator, Fact, FactKind

__all__ = ["dump_facts", "extract_once", "load_facts"]


def dump_facts(facts: tuple[Fact, ...]) -> str:
    """Kind, place and value of each fact."""
    return json.dumps(
        [
            [
                f.kind.value,
                f.start,
                f.end,
                f.unit,
                None if f.low is None else str(f.low),
                None if f.high is None else str(f.high),
                f.items,
                f.comparator.value,
                f.per,
                f.role,
                [[str(low), str(high)] for low, high in f.alternatives],
            ]
            for f in facts
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    )


def load_facts(stored: str, text: str) -> tuple[Fact, ...]:
    """The facts of ``text`` that ``dump_facts`` stored; ValueError for anything else."""
    out: list[Fact] = []
    for kind, start, end, unit, low, high, items, comparator, per, role, others in json.loads(stored):
        out.append(
            Fact(
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
                alternatives=tuple((Decimal(low), Decimal(high)) for low, high in others),
            )
        )
    return tuple(out)


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
        replace(fact, start=fact.start - len(asked), end=fact.end - len(asked))
        for fact in extract(asked + text, language, region=region)
        if fact.start >= len(asked)
    )
    memo.put(key, dump_facts(facts))
    return facts

"""Question by segment: who is told what, as plain data for the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from cx_audit.compare.display import display
from cx_audit.compare.evidence import value_key
from cx_audit.compare.view import AnswerView
from cx_audit.memo import Memo
from cx_audit.model import Question
from cx_audit.segments.declare import Segments
from cx_audit.segments.heard import Heard, hear

__all__ = ["matrix"]

_MOST_VALUES = 6


def _values(heard: Heard, views: Sequence[AnswerView]) -> list[dict[str, Any]]:
    """Each value once: those of the segment's own answers first, then those of most answers."""
    own: set[str] = set()
    said: dict[str, set[str]] = {}
    shown: dict[str, str] = {}
    roles: dict[str, str | None] = {}
    for row, fact in heard.facts:
        key = f"{fact.fact.kind.value}:{value_key(fact.fact)}"
        own |= {key} if row in heard.own else set()
        said.setdefault(key, set()).add(views[row].answer.id)
        words = display(fact.fact)
        shown[key] = min(shown.get(key, words), words, key=lambda text: (len(text), text))
        roles[key] = roles.get(key) or fact.role
    ordered = sorted(said, key=lambda key: (key not in own, -len(said[key]), key))
    return [{"value": shown[key], "role": roles[key], "answers": sorted(said[key])} for key in ordered[:_MOST_VALUES]]


def _cell(heard: Heard, views: Sequence[AnswerView]) -> dict[str, Any]:
    told = "own" if heard.own else "general" if heard.general else "nothing"
    rows = heard.own or heard.general
    return {
        "segment": heard.value.name,
        "told": told,
        "answers": sorted(views[row].answer.id for row in rows),
        "values": _values(heard, views) if heard.told else [],
    }


def matrix(asked: Sequence[tuple[Question, Sequence[AnswerView]]], segments: Segments, memo: Memo) -> dict[str, Any]:
    """What each segment is told, of every question where some answer is for some segments only.

    Args:
        asked: the questions with their answers.
        segments: as declared.
        memo: what was read of the questions before.

    Returns:
        ``dimensions``: the declared ones, with the questions on which each value has an answer of its own;
        ``questions``: a row for each question and dimension, with a cell for each value.
    """
    rows: list[dict[str, Any]] = []
    own: Counter[tuple[str, str]] = Counter()
    missing: Counter[tuple[str, str]] = Counter()
    for question, views in asked:
        for dimension, values in segments.dimensions.items():
            heard = hear(views, values, memo)
            if heard is None:
                continue
            own.update((dimension, one.value.name) for one in heard if one.own)
            missing.update((dimension, one.value.name) for one in heard if not one.told)
            cells = [_cell(one, views) for one in heard]
            rows.append({"question_id": question.id, "dimension": dimension, "cells": cells})
    return {
        "dimensions": [
            {
                "name": dimension,
                "segments": [
                    {"name": v.name, "own": own[dimension, v.name], "nothing": missing[dimension, v.name]}
                    for v in values
                ],
            }
            for dimension, values in segments.dimensions.items()
        ],
        "questions": rows,
    }

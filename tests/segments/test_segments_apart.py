"""Differences between segments are never contradictions, however the segment is said."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cx_audit.group import Matrix
from cx_audit.model import Answer, Finding, FindingKind, Report
from cx_audit.pipeline import Settings, run
from cx_audit.segments import Spec, Where, declare

SEGMENTS = declare(
    {
        "region": {"EU": Spec(), "US": Spec()},
        "brand": {
            "Nova": Spec(where=(Where(channel="nova-chat"),)),
            "Halo": Spec(where=(Where(channel="halo-chat"), Where(fields={"shop": "H"}))),
        },
    }
)
SETTINGS = Settings(languages=("en",), by_intent=True, min_confidence=0, segments=SEGMENTS)
CLAIMS = frozenset({FindingKind.CONTRADICTION, FindingKind.UNVERIFIED, FindingKind.OMISSION})


def embed(texts: Sequence[str]) -> Matrix:
    """Texts that share words are alike."""
    rows = np.full((len(texts), 64), 1e-3)
    for row, text in zip(rows, texts, strict=True):
        for word in text.lower().split():
            digest = hashlib.sha256(word.encode()).digest()
            row += np.frombuffer(digest + digest[::-1], np.uint8) - 127.5
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def answer(name: str, text: str, **fields: object) -> Answer:
    made = Answer(name, name.rpartition("-")[0], "How long may I return an item?", text, locale="en", intent="returns")
    return replace(made, **fields)  # type: ignore[arg-type]


def audit(*answers: Answer) -> Report:
    return run(answers, SETTINGS, embed)


def claims(report: Report) -> list[Finding]:
    return [finding for finding in report.findings if finding.kind in CLAIMS]


def test_two_brands_say_two_things() -> None:
    report = audit(
        answer("nova-chat-1", "You can return it within 30 days."),
        answer("halo-chat-1", "You can return it within 14 days."),
    )
    assert [finding.kind for finding in report.findings] == [FindingKind.SCOPED]
    assert "for Nova" in report.findings[0].message
    assert "for Halo" in report.findings[0].message


def test_one_brand_in_two_channels_does_contradict_itself() -> None:
    report = audit(
        answer("halo-chat-1", "You can return it within 30 days."),
        answer("macro-1", "You can return it within 14 days.", metadata={"Shop": "h"}),
    )
    assert [finding.kind for finding in claims(report)] == [FindingKind.CONTRADICTION]


def test_a_brand_is_held_against_what_all_are_told() -> None:
    """A rule says for whom an answer is; that doesn't make it an exception to what everyone is told."""
    report = audit(
        answer("halo-chat-1", "You can return it within 30 days."),
        answer("faq-1", "You can return it within 14 days."),
    )
    assert [finding.kind for finding in claims(report)] == [FindingKind.CONTRADICTION]


def test_yes_and_no_of_two_brands() -> None:
    report = audit(
        answer("nova-chat-1", "Yes, you can return sale items."),
        answer("halo-chat-1", "No, you can't return sale items."),
        answer("faq-1", "Sale items can be returned."),
    )
    sides = [{q.answer_id for p in finding.positions for q in p.quotes} for finding in claims(report)]
    assert all(not {"nova-chat-1", "halo-chat-1"} <= side for side in sides)


def test_two_dimensions_don_t_exclude_each_other() -> None:
    report = audit(
        answer("nova-chat-1", "You can return it within 30 days."),
        answer("faq-1", "You can return it within 14 days.", audience="EU"),
        answer("macro-1", "You can return it within 21 days.", audience="US"),
    )
    pairs = {
        frozenset((x.answer_id, y.answer_id))
        for finding in report.findings
        if finding.kind is not FindingKind.SCOPED
        for p, q in combinations(finding.positions, 2)
        for x in p.quotes
        for y in q.quotes
    }
    assert frozenset(("faq-1", "macro-1")) not in pairs


REGION_TEXTS = {"EU": "For customers in the EU: ", "US": "For customers in the US: ", None: ""}
BODIES = (
    "you can return it within {n} days.",
    "returns are free of charge.",
    "returns are not free of charge, they cost €{n}.",
    "you can return opened items.",
    "you can't return opened items.",
)
SPEAKERS = st.sampled_from([("nova-chat", "Nova"), ("halo-chat", "Halo"), ("faq", None), ("macro", None)])
TOLD = st.tuples(
    SPEAKERS,
    st.sampled_from(["EU", "US", None]),
    st.sampled_from(["text", "column"]),
    st.sampled_from(BODIES),
    st.sampled_from([14, 30, 60]),
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TOLD, min_size=2, max_size=5))
def test_no_claim_sets_segments_against_each_other(
    told: list[tuple[tuple[str, str | None], str | None, str, str, int]],
) -> None:
    answers, brands, regions = [], {}, {}
    for number, ((channel, brand), region, how, body, amount) in enumerate(told):
        name = f"{channel}-{number}"
        said = (REGION_TEXTS[region] if how == "text" else "") + body.format(n=amount)
        answers.append(answer(name, said, audience=region if how == "column" else None))
        brands[name], regions[name] = brand, region
    for finding in claims(audit(*answers)):
        for p, q in combinations(finding.positions, 2):
            for x, y in ((x.answer_id, y.answer_id) for x in p.quotes for y in q.quotes):
                for segment in (brands, regions):
                    here, there = segment[x], segment[y]
                    assert here is None or there is None or here == there, (finding.kind, finding.message)


@pytest.mark.parametrize("order", [1, -1])
def test_order_of_answers_is_nothing(order: int) -> None:
    answers = [
        answer("nova-chat-1", "You can return it within 30 days."),
        answer("halo-chat-1", "You can return it within 14 days."),
        answer("faq-1", "In the EU you can return it within 60 days."),
    ]
    assert audit(*answers[::order]) == audit(*answers)

"""The JSON report, field by field: what `json.render` writes, `json.load` accepts and the published schema says."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from cx_audit.model import FindingKind, Markup, Severity, Status

__all__ = ["Document", "schema"]

Offset = Annotated[int, Field(ge=0)]
Count = Annotated[int, Field(ge=0)]
Share = Annotated[float, Field(ge=0, le=1)]


class _Part(BaseModel):
    # Later versions of schema "1" may add fields; a reader of today leaves them aside.
    model_config = ConfigDict(frozen=True, strict=True, extra="ignore", allow_inf_nan=False)


class ToolPart(_Part):
    """What wrote the report."""

    name: Literal["cx-audit"]
    version: str


class SummaryPart(_Part):
    """What was looked at, and what was not."""

    answers: Count
    questions: Count
    compared: Annotated[Count, Field(description="questions that two speakers answer, or a bot that was asked again")]
    not_compared: Count
    findings: Annotated[dict[str, Count], Field(description="how many findings of each kind")]
    coverage: Annotated[dict[str, Count], Field(description="per channel, how many questions it answers")]


class SourcePart(_Part):
    """Where an answer stands; `record` is the vendor's own id."""

    path: str | None
    line: int | None
    url: str | None
    record: str | None


class AnswerPart(_Part):
    """What one channel says to one question, in the channel's own words, markup and all."""

    id: str
    channel: str
    question: str
    text: str
    locale: str | None
    audience: str | None
    agent: str | None
    source: SourcePart
    markup: Annotated[Markup, Field(strict=False, description="how `text` is written; plain if left out")] = (
        Markup.PLAIN
    )
    variants: tuple[str, ...] = Field(default=(), strict=False)
    intent: str | None = None
    authority: str | None = None
    updated: str | None = None
    uses: int | None = None
    segments: Annotated[
        tuple[str, ...], Field(strict=False, description="for whom a rule of the configuration says it is")
    ] = ()
    asked: Annotated[str | None, Field(description="the question that was put to a live bot; see `cx-audit ask`")] = (
        None
    )


class QuestionPart(_Part):
    """Answers that one customer question would draw."""

    id: str
    title: str
    stage: str | None
    answers: tuple[str, ...] = Field(strict=False, description="ids")
    channels: tuple[str, ...] = Field(strict=False)
    locales: tuple[str, ...] = Field(strict=False)
    confidence: Share = 1.0


class QuotePart(_Part):
    """The words of one answer; `id` is the answer's."""

    id: str
    quote: Annotated[str, Field(description="clean text, without markup")]
    start: Annotated[Offset, Field(description="offset into the answer's text, in code points")]
    end: Offset
    marks: tuple[Annotated[tuple[Offset, Offset], Field(strict=False)], ...] = Field(
        strict=False, description="the spans inside `quote` that carry the disagreeing value"
    )


class PositionPart(_Part):
    """One of the things said; the answers of two positions of a contradiction can't both be true."""

    value: Annotated[str, Field(description="canonical, for programs")]
    display: Annotated[str, Field(description="for people")]
    answers: tuple[QuotePart, ...] = Field(strict=False)


class FindingPart(_Part):
    """A disagreement (or what else `kind` names) within one question."""

    id: str
    kind: Annotated[FindingKind, Field(strict=False)]
    severity: Annotated[Severity, Field(strict=False)]
    role: Annotated[str | None, Field(description="what the value is about, e.g. return_window")]
    fact_kind: str | None
    question_id: str
    message: str
    confidence: Share
    status: Annotated[Status, Field(strict=False)]
    positions: tuple[PositionPart, ...] = Field(strict=False)
    impact: dict[str, JsonValue]
    policy: dict[str, JsonValue]
    reasons: Annotated[tuple[str, ...], Field(strict=False, description="why the severity is what it is")] = ()


class SkippedPart(_Part):
    """Records that were not examined, and why."""

    source: str
    reason: str
    count: Count
    detail: str | None = None
    answer_id: str | None = None


class Document(_Part):
    """What cx-audit found. Every answer id that was read stands in exactly one question or in `skipped`."""

    schema_version: Literal["1"]
    tool: ToolPart
    settings: dict[str, JsonValue]
    summary: SummaryPart
    answers: tuple[AnswerPart, ...] = Field(strict=False)
    questions: tuple[QuestionPart, ...] = Field(strict=False)
    findings: tuple[FindingPart, ...] = Field(strict=False)
    skipped: tuple[SkippedPart, ...] = Field(strict=False)
    metrics: Annotated[
        dict[str, JsonValue], Field(description="tables of metrics that were joined, and their rows that were not")
    ] = Field(default_factory=dict)
    segments: Annotated[
        dict[str, JsonValue], Field(description="the declared segments, and what each is told on each question")
    ] = Field(default_factory=dict)


def schema() -> dict[str, JsonValue]:
    """The JSON Schema (2020-12) of the report, as published in ``schema/report-1.json``."""
    made = _tidied(Document.model_json_schema())
    assert isinstance(made, dict)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://raw.githubusercontent.com/cx-audit/cx-audit/main/cx_audit/report/schema/report-1.json",
        **made,
        "title": "cx-audit report, schema version 1",
    }


def _tidied(node: JsonValue) -> JsonValue:
    """``node`` without the titles that pydantic makes of the field names; "AnswerPart" becomes "Answer"."""
    if isinstance(node, dict):
        return {
            key.removesuffix("Part"): _tidied(value)
            for key, value in node.items()
            if not (key == "title" and isinstance(value, str))
        }
    if isinstance(node, list):
        return [_tidied(item) for item in node]
    return node.removesuffix("Part") if isinstance(node, str) and node.startswith("#/$defs/") else node

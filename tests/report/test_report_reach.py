"""Coverage: what is asked and who answers, by hand; and nothing made up where it can't be known."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from report_samples import make_report

from cx_audit.model import Answer, Question, Report
from cx_audit.report.reach import JOURNEY, reach, to_document
from cx_audit.report.reach_table import render
from cx_audit.roles.load import packaged_files


def _answer(name: str, channel: str, agent: str | None = None) -> Answer:
    return Answer(name, channel, name, "Yes.", locale="en", agent=agent)


def _question(name: str, stage: str | None, *answers: Answer) -> Question:
    channels = tuple(sorted({answer.channel for answer in answers}))
    return Question(f"q-{name}", f"Title of {name}", tuple(a.id for a in answers), channels, ("en",), stage)


FAQ, BOT, REP, CHAT = _answer("f", "faq"), _answer("b", "chatbot"), _answer("r", "agent"), _answer("c", "chat", "Sam")
REP2, FAQ2 = _answer("r2", "agent"), _answer("f2", "faq")
QUESTIONS = (
    _question("both", "return", FAQ, BOT),
    _question("rep", "order", REP),
    _question("chat", None, CHAT),
    _question("mixed", "return", REP2, FAQ2),
)
METRICS: dict[str, Any] = {
    "tables": [],
    "unmatched": [
        {"said": "Rare", "contacts": 2.0, "uses": 0.0, "rows": 1, "table": "m.csv", "line": 4, "how": "none"},
        {"said": "Often", "contacts": 50.0, "uses": 0.0, "rows": 3, "table": "m.csv", "line": 2, "how": "none"},
    ],
    "unmatched_rows": 4,
    "questions": {"q-rep": {"contacts": 9.0, "contacts_a_month": 3.0}, "q-chat": {"contacts": 30.0}},
}


def _report(**fields: object) -> Report:
    made = replace(
        make_report(),
        answers=(FAQ, BOT, REP, CHAT, REP2, FAQ2),
        questions=QUESTIONS,
        findings=(),
        skipped=(),
        metrics=METRICS,
    )
    return replace(made, **fields)  # type: ignore[arg-type]


def test_asked_and_unanswered_comes_by_contacts() -> None:
    told = to_document(reach(_report()))
    assert [(one["question"], one["contacts"], one["source"]) for one in told["unanswered"]] == [
        ("Often", 50.0, "m.csv:2"),
        ("Rare", 2.0, "m.csv:4"),
    ]
    assert told["unanswered_rows"] == 4


def test_only_reps_in_any_channel_of_theirs() -> None:
    told = to_document(reach(_report()))
    assert [one["question_id"] for one in told["only_reps"]] == ["q-chat", "q-rep"]
    assert told["only_reps"][1]["contacts_a_month"] == 3.0


def test_an_author_of_macros_is_no_rep_who_replies() -> None:
    macro = _answer("m", "macro", "Sam")
    report = _report(answers=(macro,), questions=(_question("m", "return", macro),))
    assert to_document(reach(report))["only_reps"] is None


def test_shares_by_stage() -> None:
    told = to_document(reach(_report()))
    assert [stage["stage"] for stage in told["stages"]] == ["order", "return", None]
    (returns,) = (stage for stage in told["stages"] if stage["stage"] == "return")
    shares = {one["channel"]: (one["answered"], one["share"]) for one in returns["channels"]}
    assert shares == {"faq": (2, 1.0), "chatbot": (1, 0.5), "agent": (1, 0.5), "chat": (0, 0.0)}
    assert [(stage["questions"], stage["one_channel"]) for stage in told["stages"]] == [(1, 1), (2, 0), (1, 1)]
    assert told["one_channel_by_channel"] == {"agent": 1, "chat": 1}


def test_what_can_t_be_known_is_null_and_said() -> None:
    told = to_document(reach(_report(metrics={}, answers=(FAQ, BOT), questions=QUESTIONS[:1])))
    assert told["unanswered"] is None
    assert told["unanswered_rows"] is None
    assert told["only_reps"] is None
    assert [one.partition(":")[0] for one in told["unknown"]] == [
        "what customers ask and nobody answers, and how often a question is asked",
        "which questions only reps can answer",
        "who is told nothing",
    ]
    shown = render(reach(_report(metrics={})))
    assert "no metrics were joined" in " ".join(shown.split())
    assert "no answer found" not in shown


def test_the_journey_names_stages_that_there_are() -> None:
    assert set(JOURNEY) <= {file.stage for file in packaged_files().stages.values()}


def test_the_table_is_bounded_and_harmless() -> None:
    nasty = _question("\x1b[31mred\x1b[0m", "return", FAQ)
    many = tuple(replace(nasty, id=f"q-{n}") for n in range(60))
    metrics = {**METRICS, "unmatched": [{**METRICS["unmatched"][0], "said": f"\x1b[2J{n}"} for n in range(60)]}
    shown = render(reach(_report(questions=many, metrics=metrics)), width=60, top=5)
    assert "\x1b" not in shown
    assert "and 55 more, all with --format json" in shown
    assert shown.rstrip().splitlines()[-1].startswith("60 questions; answered by faq 100 %")


def test_a_report_that_was_edited() -> None:
    odd: dict[str, Any] = {"unmatched": ["x", {"said": 3}], "unmatched_rows": "many", "questions": [1]}
    segments: dict[str, Any] = {"dimensions": [{"name": "a", "segments": [{"own": "x"}, 4]}], "questions": "no"}
    told = to_document(reach(_report(metrics=odd, segments=segments)))
    assert [one["question"] for one in told["unanswered"]] == ["3"]
    assert told["segments"] == [{"dimension": "a", "segment": "None", "own": 0, "nothing": 0}]

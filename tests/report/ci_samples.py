"""Reports with whatever words an attacker can put anywhere, and with more findings than any format should tell."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import strategies as st
from report_samples import make_report

from cx_audit.model import (
    Answer,
    Finding,
    FindingKind,
    Place,
    Position,
    Question,
    Quote,
    Report,
    Severity,
    Status,
)

SCHEMAS = Path(__file__).resolve().parent.parent / "schemas"

NASTY = (
    "]]> <b>&amp;</b> \x00\x08\x1b[31m\x9b2J\ud800\ufffe\uffff\u202e",
    "a\r\n::error file=x::pwned\n##[set-env name=PATH]x%0A::add-mask::1",
    "```\n</details><script>alert(1)</script> [x](javascript:alert(1)) ![i](https://evil.example/i.png)",
    "@everyone #1 https://evil.example www.evil.example :smile: $x$ *b* _i_ ~s~ `c` | {0} {{1}} [y](2)",
    "-->\n# title\n- item\n> quote\n\tcode \\",
    "../../etc/passwd:1,line=2",
    "```",
    "<img src=x onerror=alert(1)>",
)

# Half characters and what XML forbids included; JSON can hold them all.
words = st.one_of(st.sampled_from(NASTY), st.text(st.characters(exclude_categories=()), max_size=40))


def one_finding(
    text: str,
    *,
    kind: FindingKind = FindingKind.CONTRADICTION,
    severity: Severity = Severity.HIGH,
    status: Status = Status.NEW,
    path: str | None = None,
    line: int | None = 3,
    url: str | None = None,
) -> Report:
    """A finding with ``text`` wherever words of others can stand; by default in the path too."""
    place = Place(path=text if path is None else path, line=line, url=url, record=text)
    answers = tuple(Answer(id, text, text, f"{text}{id}", locale=text, agent=text, place=place) for id in ("a1", "a2"))
    positions = tuple(
        Position(text, text, (Quote(answer.id, text, 0, len(answer.text), marks),))
        for answer, marks in zip(answers, ((), ((0, len(text)),)), strict=True)
    )
    finding = Finding(
        text, kind, severity, "q", text, positions, role=text, fact_kind=text, confidence=0.5, status=status
    )
    question = Question("q", text, ("a1", "a2"), (text,), (text,), text)
    return make_report((finding,), answers=answers, questions=(question,), skipped=())


def many(count: int, words: str = "This is said, and said at length. " * 30) -> Report:
    """``count`` contradictions with long words, each with an id of its own."""
    finding = make_report().findings[0]
    return make_report(replace(finding, id=f"f-{n:05}", message=f"{n}: {words}") for n in range(count))


def shuffled(report: Report) -> Report:
    """The same report with its answers in another order, as if read from other files; the audit sorts the rest."""
    return replace(report, answers=report.answers[::-1])

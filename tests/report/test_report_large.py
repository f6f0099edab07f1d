"""Large reports are told in time and in memory, and the same bytes whatever order their parts came in.

The bar is 10,000 questions with 5,000 findings in 10 seconds and 1 GB; ``python -m benchmarks.speed.reports`` measures
that. Here a fifth of it must do with a fifth of the time, and a twentieth with a twentieth of the memory.
"""

from __future__ import annotations

import time
import tracemalloc
from functools import cache

import pytest

from benchmarks.speed.large_report import large_report
from cx_audit.model import Report
from cx_audit.report import Format, render

FULL_SIZE = 10_000
SECONDS = 10
MEGABYTES = 1_000


@cache
def sample(questions: int) -> Report:
    return large_report(questions, questions // 2)


def tell(report: Report, format: Format) -> str | bytes:
    return render(report, format, top=0, show_skips=True)


def test_the_generator_makes_what_it_says_and_the_same_again() -> None:
    report = sample(200)
    assert (len(report.questions), len(report.findings)) == (200, 100)
    assert large_report(200, 100) == report
    texts = {answer.id: answer.text for answer in report.answers}
    for quote in (q for f in report.findings for p in f.positions for q in p.quotes):
        assert texts[quote.answer_id][quote.start : quote.end] == quote.quote
        assert all(quote.quote[start:end].isdigit() for start, end in quote.marks)


@pytest.mark.timing
@pytest.mark.parametrize("format", Format)
def test_it_takes_its_share_of_ten_seconds(format: Format) -> None:
    questions = FULL_SIZE // 5
    report = sample(questions)
    tell(sample(20), format)  # loads the libraries
    start = time.process_time()
    tell(report, format)
    assert time.process_time() - start < SECONDS * questions / FULL_SIZE


@pytest.mark.parametrize("format", Format)
def test_it_takes_its_share_of_a_gigabyte(format: Format) -> None:
    questions = FULL_SIZE // 20
    report = sample(questions)
    tell(sample(20), format)
    tracemalloc.start()
    try:
        tell(report, format)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < MEGABYTES * 1e6 * questions / FULL_SIZE


@pytest.mark.parametrize("format", Format)
def test_the_same_report_gives_the_same_bytes(format: Format) -> None:
    assert tell(sample(250), format) == tell(large_report(250, 125), format)

"""What an attacker writes into an answer stays words, in every format that there is."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest
from lxml import etree, html
from markdown_it import MarkdownIt
from report_samples import make_report

from cx_audit.model import Place, Position, Quote, Report, Skipped
from cx_audit.report import Format, render

FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    '"=1',
    "'=1",
    '";=1+1',
    " =cmd|' /C calc'!A0",
    "\u200b=1",
    "\ufeff=1",
    "\u00a0=1",
)
SCRIPTS = ("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</noscript><script>alert(1)</script>")
STEERING = ("\x1b[31mred", "\x1b]0;title\x07", "\x9b2J", "\x1bP0;1|17/ab\x1b\\", "a\x08\x08b", "\u202ereversed", "\x00")
FORMULA_START = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e]")
MARKUP = re.compile(r"<\s*/?\s*(script|img|noscript)", re.IGNORECASE)


def poisoned(words: str) -> Report:
    """The sample with ``words`` wherever an export may write what it likes."""
    report = make_report()
    answers = tuple(
        replace(
            answer,
            channel=f"{words}{number}" if number % 2 else words,
            question=words,
            text=words,
            agent=words,
            audience=words,
            updated=words,
            place=Place(words, 3, words, words) if number % 3 else Place(None, None, None, words),
        )
        for number, answer in enumerate(report.answers)
    )
    channels = {answer.id: answer.channel for answer in answers}
    questions = tuple(
        replace(one, title=words, stage=words, channels=tuple(sorted({channels[i] for i in one.answer_ids})))
        for one in report.questions
    )
    position = (Position(words, words, (Quote("faq-1", words, 0, 0, ((0, len(words)),)),)),)
    findings = tuple(
        replace(
            finding,
            message=words,
            role=words,
            positions=position * len(finding.positions),
            reasons=(words,),
            policy={words: words},
            impact={"contacts": words},
        )
        for finding in report.findings
    )
    skipped = (Skipped(words, words, detail=words, answer_id="faq-1"),)
    coverage = dict.fromkeys(channels.values(), 1)
    return replace(
        report,
        answers=answers,
        questions=questions,
        findings=findings,
        skipped=skipped,
        settings={words: words},
        summary=replace(report.summary, coverage=coverage),
    )


def told(words: str, format: Format) -> str | bytes:
    return render(poisoned(words), format, top=0, show_skips=True)


def of_csv(out: str | bytes) -> Iterator[str]:
    assert isinstance(out, str)
    for row in csv.reader(io.StringIO(out.removeprefix("\ufeff"), newline=""), strict=True):
        yield from row


def of_xlsx(out: str | bytes) -> Iterator[str]:
    assert isinstance(out, bytes)
    for sheet in openpyxl.load_workbook(io.BytesIO(out)):
        for row in sheet.iter_rows():
            for place in row:
                assert place.data_type in ("s", "n")
                if isinstance(place.value, str):
                    yield place.value


def of_parquet(out: str | bytes) -> Iterator[str]:
    assert isinstance(out, bytes)
    frame = pd.read_parquet(io.BytesIO(out))
    for column in frame.select_dtypes("string"):
        yield from frame[column]


def of_json(out: str | bytes) -> Iterator[str]:
    """JSON keeps an answer's words as they are, but for codes: those it writes as "\\u001b"."""
    assert isinstance(out, str)
    json.loads(out)
    yield out.replace("\u202e", "")


def of_text(out: str | bytes) -> Iterator[str]:
    assert isinstance(out, str)
    yield out


READERS: dict[Format, Callable[[str | bytes], Iterator[str]]] = {
    Format.CSV: of_csv,
    Format.CSV_FINDINGS: of_csv,
    Format.XLSX: of_xlsx,
    Format.PARQUET: of_parquet,
    Format.JSON: of_json,
    Format.SARIF: of_json,
    Format.GITLAB: of_json,
    **dict.fromkeys((Format.TABLE, Format.HTML, Format.JUNIT, Format.GITHUB, Format.MARKDOWN), of_text),
}
OPENED_IN_A_SPREADSHEET = (Format.CSV, Format.CSV_FINDINGS, Format.XLSX)


def test_every_format_is_looked_at() -> None:
    assert set(READERS) == set(Format)


@pytest.mark.parametrize("format", OPENED_IN_A_SPREADSHEET)
@pytest.mark.parametrize("formula", FORMULAS, ids=ascii)
def test_no_cell_runs(format: Format, formula: str) -> None:
    seen = list(READERS[format](told(formula, format)))
    assert any("1" in text or "calc" in text for text in seen)
    for text in seen:
        # Excel and LibreOffice leave out what can't be seen and what is blank before they look for a formula.
        bare = text.lstrip(' "\u00a0\u200b\ufeff\u2060')
        assert not bare.startswith(FORMULA_START), text
        assert not re.search(r";[\s\"]*[=+\-@＝＋－＠]", text), text


@pytest.mark.parametrize("format", Format)
@pytest.mark.parametrize("words", STEERING, ids=ascii)
def test_nothing_steers_a_terminal(format: Format, words: str) -> None:
    for text in READERS[format](told(words, format)):
        assert not UNSEEN.search(text), ascii(text)


@pytest.mark.parametrize("script", SCRIPTS)
def test_no_markup_in_what_is_shown_as_a_page(script: str) -> None:
    page = told(script, Format.HTML)
    assert isinstance(page, str)
    tree = html.document_fromstring(page)
    assert len(tree.findall(".//script")) == 1
    assert not tree.findall(".//img")
    assert MARKUP.search(" ".join(tree.xpath("//article//text()")))  # still there to read
    many = poisoned(script)
    many = replace(many, findings=tuple(replace(many.findings[0], id=f"f{n}") for n in range(250)))
    kept = render(many, Format.HTML)
    assert isinstance(kept, str)
    assert kept.count("<noscript>") == kept.count("</noscript>") == 252
    assert kept.lower().count("<script") == 1


@pytest.mark.parametrize("script", SCRIPTS)
def test_no_markup_where_a_service_renders_markdown(script: str) -> None:
    out = told(script, Format.MARKDOWN)
    assert isinstance(out, str)
    tree = html.document_fromstring(MarkdownIt("commonmark", {"html": True}).render(out))
    assert not {"script", "img", "noscript"} & {element.tag for element in tree.iter()}
    assert script in tree.text_content()


@pytest.mark.parametrize("script", SCRIPTS)
def test_xml_holds_it_as_text(script: str) -> None:
    out = told(script, Format.JUNIT)
    assert isinstance(out, str)
    tree = etree.fromstring(out.encode())
    assert not MARKUP.search(" ".join(str(element.tag) for element in tree.iter()))
    assert any(script in value for element in tree.iter() for value in (element.text or "", *element.attrib.values()))

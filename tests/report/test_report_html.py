"""The page is one file that loads nothing, runs nothing but its own script, and says all that it should."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from importlib.resources import files

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from lxml import html
from report_samples import SCRIPT, make_report

from cx_audit.ledger import Row
from cx_audit.model import FindingKind, Position, Quote, Report
from cx_audit.report.html import render
from cx_audit.report.html_words import LABELS, language_name, letter, pairs

TEMPLATES = files("cx_audit.report") / "templates"


def page(report: Report | None = None) -> html.HtmlElement:
    return html.document_fromstring(render(report or make_report()))


def words(element: html.HtmlElement | None) -> str:
    assert element is not None
    return " ".join(" ".join(element.itertext()).split())


def parts(tree: html.HtmlElement) -> set[tuple[str, ...]]:
    """Every kind of element in the page, with the names of its attributes."""
    return {(str(element.tag), *sorted(map(str, element.attrib))) for element in tree.iter()}


def card(tree: html.HtmlElement, finding_id: str) -> html.HtmlElement:
    return tree.get_element_by_id(f"finding-{finding_id}")


def test_only_the_pages_own_script_and_style_are_in_it_and_the_policy_names_them() -> None:
    tree = page()
    (script,), (style,) = tree.findall(".//script"), tree.findall(".//style")
    assert script.text == (TEMPLATES / "report.js").read_text(encoding="utf-8").strip()
    assert style.text == (TEMPLATES / "report.css").read_text(encoding="utf-8").strip()
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    for name, text in (("script-src", script.text), ("style-src", style.text)):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{name} 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy


def test_nothing_is_fetched_and_nothing_is_handled_inline() -> None:
    tree = page()
    for element in tree.iter():
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert name not in ("style", "src", "srcset", "action", "ping")
            if name == "href":
                assert value == "data:," if element.tag == "link" else value.startswith(("#", "https://shop.example/"))
    assert not re.search(r"url\(|@import", (TEMPLATES / "report.css").read_text(encoding="utf-8"))


def test_a_script_in_an_answer_is_words() -> None:
    text = render(make_report())
    assert SCRIPT not in text
    assert SCRIPT in card(page(), "f-window").text_content()


def test_a_card_shows_both_sides_with_their_marks_places_and_languages() -> None:
    window = card(page(), "f-window")
    assert [words(h) for h in window.findall(".//h4")] == ["Position A 14 days", "Position B 30 days"]
    assert [mark.text for mark in window.xpath(".//blockquote/mark")] == [
        "14 يومًا",
        "14 days",
        "14 days",
        "30 dagen",
        "30 days",
    ]
    arabic, *_ = window.iter("blockquote")
    assert (arabic.get("lang"), arabic.get("dir")) == ("ar", "auto")
    assert "chatbot Dutch" in words(window)
    assert "site/help/returns.html:12" in words(window)
    assert "https://shop.example/help/returns" in window.xpath(".//a/@href")
    assert "Contacts 1,840 in the table" in words(window)
    assert "97 % sure" in words(window)
    assert "changed 2025-11-03 " in words(window) + " "


def test_the_full_answers_stand_without_their_markup_and_with_the_quote_set_apart() -> None:
    *_, faq = card(page(), "f-window").find_class("full")
    assert words(faq.find_class("text")[0]) == (
        "Changed your mind? You can return any item within 30 days of delivery, unworn & unwashed."
    )
    (quoted,) = faq.iter("b")
    assert quoted.text_content() == "You can return any item within 30 days of delivery, unworn & unwashed."
    assert [mark.text for mark in quoted.iter("mark")] == ["30 days"]


def test_long_quotes_are_cut_and_long_answers_bounded() -> None:
    report = make_report()
    text = "Filler words. " * 3_000 + "It takes 14 days. " + "Filler words. " * 3_000
    at = text.index("It takes")
    quote = Quote("mac-1", "It takes 14 days.", at, at + 17, ((9, 16),))
    answers = tuple(replace(a, text=text) if a.id == "mac-1" else a for a in report.answers)
    finding = replace(report.findings[0], positions=(Position("v", "14 days", (quote,)),))
    (full,) = card(page(replace(report, answers=answers, findings=(finding,))), "f-window").find_class("text")
    assert 3_900 < len(full.text_content()) < 4_100
    assert full.text_content().startswith("… ")
    assert full.text_content().endswith(" …")
    (quoted,) = full.iter("b")
    assert quoted.text_content() == "It takes 14 days."


def test_cards_carry_what_the_filters_ask_for() -> None:
    tree = page()
    window = card(tree, "f-window")
    for field, wanted in (
        ("channel", ["agent", "chatbot", "faq", "macro"]),
        ("language", ["Arabic", "Dutch", "English"]),
    ):
        names = {o.get("value"): o.text for o in tree.get_element_by_id(field).iter("option")}
        assert [names[value] for value in window.attrib[f"data-{field}"].split()] == wanted
    assert window.get("data-kind") == "contradiction"
    kinds = [option.get("value") for option in tree.get_element_by_id("kind").iter("option")]
    assert kinds == ["", *FindingKind]


def test_the_summary_counts_and_the_headline_says_it() -> None:
    tree = page()
    assert words(tree.find(".//h1")) == "Customers are told different things on 3 of 5 compared questions"
    assert "40 % 2 of 5 compared questions hold no contradiction." in words(tree)
    found = tree.find_class("found")[0]
    assert words(found.findall(".//tbody/tr")[0]) == "Contradiction 2 1 0 0"
    assert "faq 83 % 5 of 6" in words(tree)
    assert "faq and macro 33 % 3 2 0 0" in words(tree)
    assert "Return 0 % 3 2 1 0" in words(tree)
    assert "Vietnamese 0 % 1 1 0 0" in words(tree)
    assert "Return 3 100 % 3 67 % 2 67 % 2 33 % 1 33 % 1" in words(tree)


@pytest.mark.parametrize(
    ("report", "headline"),
    [
        (make_report(()), "No contradictions in 5 compared questions"),
        (make_report((), answers=(), questions=(), skipped=()), "No question could be compared"),
    ],
)
def test_headlines_where_nothing_was_found(report: Report, headline: str) -> None:
    assert words(page(report).find(".//h1")) == headline


def test_what_was_not_examined_is_listed() -> None:
    told = words(page())
    assert "Not examined (6)" in told
    assert "exports/zendesk/macros.json draft 4" in told


def test_every_label_and_reference_points_at_something() -> None:
    tree = page()
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for element in tree.iter():
        for name in ("aria-labelledby", "for"):
            assert element.get(name) is None or element.get(name) in ids
        if element.tag == "a" and (element.get("href") or "").startswith("#"):
            assert element.attrib["href"][1:] in ids
    for field in tree.xpath("//input | //select"):
        assert field.getparent().tag == "label"


def test_ids_from_a_file_can_not_clash_with_the_pages_own() -> None:
    report = make_report()
    odd = tuple(replace(f, id=name) for f, name in zip(report.findings, ("q", 'a" b', "filters"), strict=False))
    tree = page(replace(report, findings=odd))
    assert [article.get("id") for article in tree.iter("article")] == ["finding-q", "finding.2", "finding-filters"]


def test_the_worst_lead_to_their_cards_and_say_who_says_what() -> None:
    tree = page()
    (worst,) = tree.find_class("worst")
    assert [link.get("href") for link in worst.iter("a")] == [
        f"#finding-f-{name}" for name in ("window", "fee", "refund", "policy", "sale")
    ]
    assert "14 days agent, chatbot, macro 30 days chatbot, faq" in words(worst)


def test_a_policy_says_who_departs_and_the_reasons_stand_on_the_card() -> None:
    policy = {
        "departs": ["faq", "chatbot"],
        "says": "14 days",
        "source": "policy.yml:3",
        "since": {"year": 2026},
        "answers": {"backed": ["mac-1"], "departs": ["faq-1"]},
    }
    finding = replace(make_report().findings[0], policy=policy, reasons=("Return window counts as high",))
    window = card(page(make_report([finding])), "f-window")
    assert [words(stand) for stand in window.find_class("stand")] == ["as the policy says", "departs from the policy"]
    told = words(window)
    assert "Policy says 14 days source policy.yml:3 departs faq, chatbot since year: 2,026 Impact" in told
    assert "mac-1" not in told
    assert "Return window counts as high" in told


def runs(*counts: int) -> tuple[Row, ...]:
    return tuple(
        Row(f"2026-{month:02}-01T08:00:00+00:00", 50, 40, count, 1, 0, 0, 0, None, None)
        for month, count in enumerate(counts, start=1)
    )


def test_the_trend_shows_the_recorded_runs_and_this_one() -> None:
    tree = html.document_fromstring(render(make_report(), history=runs(9, 4)))
    (chart,) = tree.find_class("trend")
    assert [text.text for text in chart.iter("text")][:4] == [
        "contradictions",
        "of high severity",
        "2026-02-01",
        "this run",
    ]
    assert len(chart.findall(".//path")) == 2
    table = chart.getparent().getparent().findall(".//tbody/tr")
    assert [words(row) for row in table] == ["2026-01-01 40 10 9", "2026-02-01 40 5 4", "this run 5 3 2"]
    for element in chart.iter():
        assert not {"style", "id", "fill", "stroke"} & set(element.attrib)


def test_the_trend_bears_a_single_run_and_many_and_none_found() -> None:
    nothing = make_report(())
    assert "trend" not in {c for e in page(nothing).iter() for c in (e.get("class") or "").split()}
    for history in (runs(0), runs(*[3] * 12) * 9):
        tree = html.document_fromstring(render(nothing, history=history))
        (chart,) = tree.find_class("trend")
        assert "NaN" not in html.tostring(chart, encoding="unicode")
        assert len(chart.getparent().getparent().findall(".//tbody/tr")) == min(60, len(history) + 1)


def test_many_cards_are_kept_for_later_but_whole() -> None:
    report = make_report()
    many = make_report([replace(report.findings[n % 10], id=f"f{n}") for n in range(201)])
    text = render(many)
    kept = re.findall(r"<noscript>(.*?)</noscript>", text, flags=re.DOTALL)
    assert len(kept) == 201 + 2  # and the questions, and what was not examined
    few = render(make_report([replace(f, id=f"f{n}") for n, f in enumerate(report.findings)]))
    assert kept[0].strip() in few
    assert len(text) < 40 * len(few)


def test_every_kind_has_a_label() -> None:
    assert set(LABELS) == set(FindingKind)


@pytest.mark.parametrize(
    ("locale", "name"),
    [
        ("nl", "Dutch"),
        ("nl-BE", "Dutch (Belgium)"),
        ("pt_BR", "Portuguese (Brazil)"),
        ("xx", "xx"),
        ("no tag", "no tag"),
    ],
)
def test_languages_have_names(locale: str, name: str) -> None:
    assert language_name(locale) == name


def test_letters_and_pairs() -> None:
    assert [letter(0), letter(25), letter(26)] == ["A", "Z", "27"]
    values = {"b_c": 1234, "a": True, "n": None, "l": ["x", 2], "e": "", "h": "\x1b[1mbold"}
    assert pairs(values) == (("a", "yes"), ("b c", "1,234"), ("h", "bold"), ("l", "x, 2"))


HOSTILE = (
    "<img src=x onerror=alert(1)>",
    '" onclick="x',
    "' autofocus x='",
    "</p>",
    "<svg/onload=x>",
    "{{ 7 * 7 }}",
    "-->",
    "&lt;",
)
# A page takes too long to look for the smallest text that breaks it.
WITHOUT_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)
TEXT = st.lists(st.sampled_from(HOSTILE) | st.text(st.characters(), max_size=8), max_size=5).map("".join)


@given(TEXT, TEXT, TEXT, TEXT)
@settings(max_examples=60, deadline=None, phases=WITHOUT_SHRINKING)
def test_no_text_becomes_markup(title: str, message: str, quoted: str, channel: str) -> None:
    report = make_report()
    quote = Quote("faq-1", quoted, 0, 0, ((0, 3), (5, 9)))
    position = Position(quoted, title, (quote,))
    finding = replace(report.findings[0], message=message, positions=(position, position), role=title)
    answers = (replace(report.answers[0], channel=channel, agent=title, text=quoted + message), *report.answers[1:])
    changed = replace(
        report, findings=(finding,), answers=answers, questions=(replace(report.questions[0], title=title),)
    )
    plain = replace(
        changed,
        findings=(
            replace(finding, message="m", role="t", positions=(Position("p", "p", (replace(quote, quote="q"),)),) * 2),
        ),
        answers=(replace(report.answers[0], channel="c", agent="t", text="a"), *report.answers[1:]),
        questions=(replace(report.questions[0], title="t"),),
    )
    assert parts(page(changed)) <= parts(page(plain)) | {("mark",), ("b",)}

"""FAQ pages and articles in HTML."""

from __future__ import annotations

import json

import pytest
from sources_kit import World

from cx_audit.model import Markup


def page(body: str, head: str = "", lang: str = "en") -> str:
    return (
        f'<!doctype html>\n<html lang="{lang}"><head><title>Help</title>{head}</head>\n<body>\n{body}\n</body></html>'
    )


def ld(data: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def question(name: str, *answers: str) -> dict[str, object]:
    said: list[object] = [{"@type": "Answer", "text": text} for text in answers]
    return {"@type": "Question", "name": name, "acceptedAnswer": said[0] if len(said) == 1 else said}


PLAIN = {
    "@context": "https://schema.org",
    "@type": "FAQPage",
    "mainEntity": [question("Q1?", "A1"), question("Q2?", "A2")],
}
BY_ID = {
    "@graph": [
        {"@type": ["WebPage", "FAQPage"], "mainEntity": [{"@id": "#1"}, {"@id": "#2"}]},
        {"@id": "#1", **question("Q1?", "A1")},
        {"@id": "#2", **question("Q2?", "A2")},
    ]
}
LATER = {"@type": "WebSite", "hasPart": {"@type": "schema:FAQPage", "mainEntity": PLAIN["mainEntity"]}}


@pytest.mark.parametrize("data", [PLAIN, [{"@type": "BreadcrumbList"}, PLAIN], {"@graph": [PLAIN]}, BY_ID, LATER])
def test_json_ld_in_each_of_its_shapes(world: World, data: object) -> None:
    world.write("faq.html", page("<p></p>", ld({"@type": "WebSite"}) + ld(data)))
    assert world.read().pairs == [("Q1?", "A1"), ("Q2?", "A2")]


def test_json_ld_single_entity_several_answers_and_escapes(world: World) -> None:
    entity = question("Is it &lt;b&gt;free&lt;/b&gt;?", "&lt;p&gt;Yes, &euro;0&lt;/p&gt;", "Plain text")
    entity["suggestedAnswer"] = {"@type": "Answer", "text": "<p>Only above €50</p>"}
    data = {"@type": "FAQPage", "inLanguage": "nl", "dateModified": "2026-05-01", "mainEntity": entity}
    world.write("faq.html", page("", ld(data)))
    answers = world.read().answers
    assert {answer.question for answer in answers} == {"Is it free?"}
    assert {(answer.text, answer.markup) for answer in answers} == {
        ("<p>Yes, €0</p>", Markup.HTML),
        ("Plain text", Markup.PLAIN),
        ("<p>Only above €50</p>", Markup.HTML),
    }
    assert {(answer.locale, answer.updated) for answer in answers} == {("nl", "2026-05-01")}


def test_json_ld_with_raw_newlines_gives_the_line_of_the_answer(world: World) -> None:
    script = (
        '<script type="application/ld+json">\n{"@type":"FAQPage","mainEntity":[\n{"@type":"Question","name":"Q?",\n'
    )
    script += '"acceptedAnswer":{"@type":"Answer",\n"text":"one\ntwo"}}]}\n</script>'
    world.write("faq.html", page("", script))
    (answer,) = world.read().answers
    assert answer.text == "one\ntwo"
    assert answer.place.line == 6


def test_broken_or_foreign_json_ld(world: World) -> None:
    broken = '<script type="application/ld+json">{"@type":"FAQPage",</script>'
    product = ld({"@type": "Product", "name": "Coat", "review": question("Nice?", "Yes")})
    world.write("faq.html", page("<h2>Fee?</h2><p>€5</p>", broken + product))
    results = world.read()
    assert results.pairs == [("Fee?", "<p>€5</p>")]
    assert results.reasons == ["broken JSON"]


def test_microdata(world: World) -> None:
    body = """<section itemscope itemtype="https://schema.org/FAQPage">
      <div itemprop="mainEntity" itemscope itemtype="https://schema.org/Question">
        <h3 itemprop="name">How <b>long</b>?</h3>
        <div itemprop="acceptedAnswer" itemscope itemtype="https://schema.org/Answer">
          <div itemprop="text"><p>30 days</p></div><span itemprop="author">Ann</span></div></div></section>"""
    world.write("faq.html", page(body))
    assert world.read().pairs == [("How long?", "<p>30 days</p>")]


def test_declared_and_shown_counts_once(world: World) -> None:
    body = "<h1>Help</h1><div class=x>Q1?</div><div>A1 <b>here</b></div><div class=x>Q2?</div><p>A2</p><p>Useful?</p>"
    data = {"@type": "FAQPage", "mainEntity": [question("Q1?", "A1 here"), question("Q2?", "A2")]}
    world.write("faq.html", page(body, ld(data)))
    results = world.read()
    assert results.pairs == [("Q1?", "A1 here"), ("Q2?", "A2")]
    assert results.skipped == []


def test_what_customers_see_wins_over_stale_structured_data(world: World) -> None:
    data = {"@type": "FAQPage", "mainEntity": question("How long?", "14 days")}
    world.write("faq.html", page("<details><summary>How long?</summary><p>30 days</p></details>", ld(data)))
    results = world.read()
    assert results.pairs == [("How long?", "<p>30 days</p>")]
    assert results.reasons == ["structured data differs from the page"]


def test_accordions_of_several_kinds(world: World) -> None:
    body = """<h1>Questions</h1>
<details open><summary><h3>One?</h3></summary>
<p>1</p><details><summary>Inner?</summary>in</details></details>
<dl><dt>Two?</dt><dt>Two again?</dt><dd>2</dd><dd>and 2b</dd><div><dt>Three?</dt><dd><p>3</p></dd></div></dl>
<div class="accordion-item"><h2 class="accordion-header"><button aria-expanded="false">Four?</button></h2>
<div>4</div></div>
<button aria-expanded="false" aria-controls="p5">Five?</button><div id="p5" hidden>5 <button>Copy</button></div>
<div class="faq-question"><div>Six?</div></div><div class="faq-answer">6</div>
<p><strong>Seven?</strong><br>7</p>
<p><b>Eight?</b></p><p>8</p>"""
    world.write("faq.html", page(body))
    results = world.read()
    said = {question: "".join(text.split()) for question, text in results.pairs}
    assert said == {
        "One?": "<p>1</p>",
        "Inner?": "in",
        "Two?": "2and2b",
        "Three?": "<p>3</p>",
        "Four?": "<div>4</div>",
        "Five?": '<divid="p5"hidden>5<button>Copy</button></div>',
        "Six?": '<divclass="faq-answer">6</div>',
        "Seven?": "<br>7",
        "Eight?": "<p>8</p>",
    }
    assert results.one("Two?").variants == ("Two again?",)
    assert results.one("One?").place.line == 6
    assert results.skipped == []


def test_a_list_of_terms_inside_an_answer_stays_in_it(world: World) -> None:
    terms = "<dl><dt>NL</dt><dd>€5</dd><dt>BE</dt><dd>€7</dd></dl>"
    world.write("faq.html", page(f"<details><summary>Costs?</summary>{terms}</details><dl><dd>Only text</dd></dl>"))
    assert ("Costs?", terms) in world.read().pairs
    assert any("Only text" in text for _, text in world.read().pairs)


def test_a_block_with_a_question_class_around_both_loses_nothing(world: World) -> None:
    world.write("faq.html", page('<div class="question"><strong>How long?</strong><p>30 days.</p></div>'))
    assert world.read().pairs == [("How long?", "<p>30 days.</p>")]


def test_article_gives_an_answer_per_heading(world: World) -> None:
    head = '<link rel="canonical" href="https://shop.example/returns">'
    head += '<meta property="article:modified_time" content="2026-03-04T05:06:07Z">'
    body = """<nav><h2>Menu</h2>no</nav><header><h2>Shop</h2>no</header><div id="cookie-banner"><p>no</p></div>
<main><article><header><p>Home &gt; Help</p><h1>Returns</h1></header>
<p>You have 30 days.</p>
<h2>Refunds <a href="#refunds">#</a></h2>
<p>Within 5 days.</p><script>no()</script><ul><li>card</ul>
<h2>Exceptions</h2><h3>Sale</h3>Final &amp; closed.
<h2>Empty</h2></article><aside><h2>Related</h2><p>no</p></aside></main><footer><h3>Contact</h3><p>no</p></footer>"""
    world.write("returns.html", page(body, head))
    results = world.read()
    said = [(answer.question, answer.text, answer.place.line) for answer in results.answers]
    assert sorted(said) == [
        ("Refunds", "<p>Within 5 days.</p><ul><li>card</li></ul>", 8),
        ("Returns", "<p>You have 30 days.</p>", 6),
        ("Sale", "Final &amp; closed.", 9),
    ]
    sale = results.one("Sale")
    assert sale.metadata == {"page_title": "Help", "section": "Exceptions"}
    assert (sale.place.url, sale.updated, sale.locale) == ("https://shop.example/returns", "2026-03-04T05:06:07Z", "en")
    assert results.reasons == ["heading with no text", "introduction"]


def test_language_of_a_part_wins(world: World) -> None:
    world.write("faq.html", page('<h2>One?</h2><p>1</p><div lang="nl"><h2>Twee?</h2><p>2</p></div>'))
    results = world.read()
    assert (results.one("One?").locale, results.one("Twee?").locale) == ("en", "nl")


@pytest.mark.parametrize(("encoding", "declared"), [("utf-8", ""), ("cp1251", '<meta charset="windows-1251">')])
def test_declared_charset(world: World, encoding: str, declared: str) -> None:
    world.write("faq.html", page("<h2>Срок?</h2><p>30 дней</p>", declared).encode(encoding))
    assert world.read().pairs == [("Срок?", "<p>30 дней</p>")]


def test_recognised_by_content_and_not_by_name(world: World) -> None:
    world.write("export.txt", page("<h2>Fee?</h2><p>€5</p>"))
    world.write("broken.html", "no markup at all")
    assert world.formats() == {"export.txt": "html-faq"}


def test_nested_a_thousand_deep(world: World) -> None:
    world.write("faq.html", page("<h2>Fee?</h2><p>€5</p><h2>Deep?</h2>" + "<div>" * 5000 + "x"))
    assert world.read().one("Fee?").text == "<p>€5</p>"


def test_page_without_headings_answers_its_title(world: World) -> None:
    world.write("faq.html", page("<p>30 days.</p>"))
    assert world.read().pairs == [("Help", "<p>30 days.</p>")]


def test_related_articles_are_no_answer_but_a_link_that_answers_is(world: World) -> None:
    links = '<ul><li><a href="/a">How do I pay?</a></li><li><a href="/b">Who are you?</a></li></ul>'
    mixed = '<ul><li><a href="/a">Cards</a> and iDEAL</li></ul>'
    body = f"<h1>Help</h1><h2>Related articles</h2>{links}<h2>Where do I look?</h2>{links}<h2>Payment</h2>{mixed}"
    world.write("faq.html", page(body))
    results = world.read("faq.html")
    assert {answer.question for answer in results.answers} == {"Where do I look?", "Payment"}
    assert results.reasons == ["list of pages"]

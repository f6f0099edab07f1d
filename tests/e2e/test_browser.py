"""The HTML report in a real browser, from a file: it fits, filters, reads right to left, loads and runs nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browsing import SCREENS, Open, Scheme

if TYPE_CHECKING:
    from playwright.sync_api import FloatRect

pytestmark = pytest.mark.browser

# The contrast of every text with the colour behind it, by the formula of WCAG 2; what it lists is under 4.5.
PALE_TEXT = """() => {
  const parse = (color) => (color.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const color = parse(getComputedStyle(at).backgroundColor);
      if (color.length === 3 || color[3] === 1) return color;
    }
    return [255, 255, 255];
  };
  const pale = [];
  for (const node of document.querySelectorAll("body *")) {
    const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim());
    if (!own || !node.checkVisibility() || node.closest("script")) continue;
    const [a, b] = [light(parse(getComputedStyle(node).color)), light(behind(node))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) pale.push([node.className, node.textContent.slice(0, 30), contrast]);
  }
  return pale;
}"""


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_the_screen_and_can_be_read(visit: Open, tmp_path: Path, screen: str, scheme: Scheme) -> None:
    page = visit(screen, scheme=scheme).page
    width = SCREENS[screen][0]
    page.screenshot(path=tmp_path / f"{screen}-{scheme}.png", full_page=True)
    page.locator("#finding-f-window").screenshot(path=tmp_path / f"{screen}-{scheme}-arabic.png")
    page.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    beyond = page.evaluate(
        """width => [...document.querySelectorAll("body *")]
             .filter(node => !node.closest(".scroll, .hidden, .skip"))
             .map(node => [node.getBoundingClientRect(), node.outerHTML.slice(0, 80)])
             .filter(([box]) => box.right > width + 1 || box.left < -1)
             .map(([box, start]) => start)""",
        width,
    )
    assert beyond == []
    assert page.evaluate(PALE_TEXT) == []
    assert len(list(tmp_path.glob("*.png"))) == 2


def test_sides_stand_beside_each_other_on_a_desk_and_below_on_a_phone(visit: Open) -> None:
    def boxes(screen: str) -> list[FloatRect]:
        sides = visit(screen).page.locator("#finding-f-window .side").all()
        return [box for side in sides if (box := side.bounding_box())]

    wide, narrow = boxes("desktop"), boxes("phone")
    assert wide[0]["y"] == wide[1]["y"]
    assert wide[0]["x"] + wide[0]["width"] <= wide[1]["x"]
    assert narrow[0]["x"] == narrow[1]["x"]
    assert narrow[0]["y"] + narrow[0]["height"] <= narrow[1]["y"]


def test_arabic_runs_from_right_to_left_and_nothing_else_does(visit: Open) -> None:
    page = visit().page
    directions = page.eval_on_selector_all(
        "blockquote", "all => all.map(one => [one.lang, getComputedStyle(one).direction])"
    )
    assert {tuple(pair) for pair in directions} == {
        ("ar", "rtl"),
        ("en", "ltr"),
        ("es", "ltr"),
        ("nl", "ltr"),
        ("vi", "ltr"),
    }


@pytest.mark.parametrize(
    ("filters", "cards"),
    [
        ({"kind": "contradiction"}, ["window", "fee", "refund", "meant"]),
        ({"severity": "info"}, ["scoped"]),
        ({"channel": "knowledge"}, ["policy", "scoped"]),
        ({"language": "Vietnamese"}, ["refund"]),
        ({"language": "Arabic", "channel": "agent", "severity": "high"}, ["window"]),
        ({"kind": "contradiction", "language": "English", "severity": "medium"}, ["meant"]),
        ({"kind": "gap", "channel": "faq"}, []),
    ],
)
def test_filters_show_the_right_cards(visit: Open, filters: dict[str, str], cards: list[str]) -> None:
    seen = visit()
    page = seen.page
    everything = seen.shown()
    for name, value in filters.items():
        if name in ("kind", "severity"):
            page.select_option(f"#{name}", value)
        else:
            page.select_option(f"#{name}", label=value)
    assert seen.shown() == [f"finding-f-{card}" for card in cards]
    assert page.inner_text("#shown") == f"{len(cards)} of {len(everything)} shown"
    assert page.is_visible("#none") == (not cards)
    page.click("button[type=reset]")
    seen.wait_for_cards(10)
    assert seen.shown() == everything


@pytest.mark.parametrize(
    ("words", "cards"),
    [
        ("sale items", ["sale"]),
        ("SALE  Items", ["sale"]),
        ("hoan lai", ["refund"]),
        ("peninsula", ["fee", "policy"]),
        ("مدة الإرجاع", ["window"]),
        ("14 packing slip", ["window"]),
        ("<script>", ["window"]),
        ("no such words", []),
    ],
)
def test_search_finds_words_in_quotes_answers_and_questions(visit: Open, words: str, cards: list[str]) -> None:
    seen = visit()
    seen.page.fill("#q", words)
    seen.wait_for_cards(len(cards))
    assert seen.shown() == [f"finding-f-{card}" for card in cards]


def test_without_scripts_every_card_is_there_and_no_filter(visit: Open) -> None:
    page = visit(scripts=False).page
    assert page.locator("article.card:visible").count() == page.locator("article.card").count() == 10
    assert not page.is_visible("#filters")
    page.locator("#finding-f-window summary").click()
    assert page.locator("#finding-f-window .full").first.is_visible()


def test_it_can_be_used_with_the_keyboard_alone(visit: Open) -> None:
    seen = visit()
    page = seen.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "findings"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("retorno devolver")
    page.keyboard.press("Enter")
    seen.wait_for_cards(0)
    assert seen.shown() == []
    for wanted in ("severity", "kind", "channel", "language", "role", "stage", "status"):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.id") == wanted
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    seen.wait_for_cards(10)
    for _ in range(3):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.href") == "https://shop.example/help/returns"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator("#finding-f-window details").get_attribute("open") is not None


def test_a_link_to_a_hidden_card_shows_it(visit: Open) -> None:
    seen = visit()
    page = seen.page
    page.select_option("#kind", "gap")
    page.locator("summary", has_text="All questions").click()
    page.locator("#questions a[href='#finding-f-window']").click()
    seen.wait_for_cards(10)
    assert "finding-f-window" in seen.shown()
    assert page.locator("#finding-f-window").evaluate("card => card.getBoundingClientRect().top < innerHeight")


def test_print_leaves_out_what_paper_can_not_do(visit: Open) -> None:
    page = visit(scheme="dark").page
    page.emulate_media(media="print")
    assert not page.is_visible("#filters")
    assert not page.is_visible("#help")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate(PALE_TEXT) == []

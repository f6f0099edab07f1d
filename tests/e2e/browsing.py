"""A real browser for the tests of pages: it notes whatever a page does that it should not.

Needs Playwright and a Chromium: Debian's ``apt-get install chromium``, or another named by ``CX_AUDIT_BROWSER``.
Without them the tests are skipped, or fail where ``CX_AUDIT_REQUIRE_BROWSER=1`` says that they must run.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from cx_audit.report.html import render
from cx_audit.report.json import load

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Request

ARGUMENTS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "report.json"
SCREENS = {"desktop": (1280, 900), "phone": (390, 844)}


@dataclass
class Visit:
    """A page that was opened, and everything it did that it should not have."""

    page: Page
    misdeeds: list[str] = field(default_factory=list)

    def shown(self) -> list[str]:
        """The ids of the cards that can be seen."""
        seen: list[str] = self.page.eval_on_selector_all(
            "article.card", "cards => cards.filter(card => card.checkVisibility()).map(card => card.id)"
        )
        return seen

    def wait_for_cards(self, number: int) -> None:
        """Returns once the page says that so many are shown: it searches a moment after the last key."""
        from playwright.sync_api import expect

        said = "10 shown" if number == 10 else f"{number} of 10 shown"
        expect(self.page.locator("#shown")).to_have_text(said)


Open = Callable[..., Visit]
Scheme = Literal["light", "dark"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    def missing(what: str) -> None:
        if os.environ.get("CX_AUDIT_REQUIRE_BROWSER") == "1":
            pytest.fail(f"CX_AUDIT_REQUIRE_BROWSER=1, but {what}")
        pytest.skip(f"NOT TESTED IN A BROWSER: {what}")

    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("Playwright is not installed (pip install playwright)")
    program = os.environ.get("CX_AUDIT_BROWSER") or shutil.which("chromium") or "/usr/bin/chromium"
    if not Path(program).is_file():
        missing(f"there is no Chromium at {program} (apt-get install chromium, or set CX_AUDIT_BROWSER)")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        yield started
        started.close()


@pytest.fixture(scope="module")
def report_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the sample report."""
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(render(load(GOLDEN.read_text(encoding="utf-8"))), encoding="utf-8")
    return path


def _watch(page: Page, own: Path, misdeeds: list[str]) -> None:
    """Note every message, error, dialog and request, but for that of the page itself and its empty icon."""

    def dismiss(dialog: Dialog) -> None:
        misdeeds.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def note(request: Request) -> None:
        if request.url != "data:," and request.url.partition("#")[0] != own.as_uri():
            misdeeds.append(f"request: {request.url}")

    page.on("console", lambda message: misdeeds.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: misdeeds.append(f"error: {error}"))
    page.on("dialog", dismiss)
    page.on("request", note)


@pytest.fixture
def visit(browser: Browser, report_file: Path) -> Iterator[Open]:
    """Opens the sample's page, or another; when the test is over, whatever the page did wrong fails it."""
    opened: list[tuple[BrowserContext, Visit]] = []

    def open_page(
        screen: str = "desktop",
        *,
        path: Path = report_file,
        scheme: Scheme = "light",
        scripts: bool = True,
        fragment: str = "",
    ) -> Visit:
        width, height = SCREENS[screen]
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, java_script_enabled=scripts
        )
        page = context.new_page()
        page.set_default_timeout(20_000)
        seen = Visit(page)
        opened.append((context, seen))
        _watch(page, path, seen.misdeeds)
        page.goto(path.as_uri() + fragment)
        return seen

    yield open_page
    for context, seen in opened:
        seen.page.wait_for_timeout(50)
        context.close()
        assert seen.misdeeds == []

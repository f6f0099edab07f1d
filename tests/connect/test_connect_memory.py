"""Going on after a cut, and asking only whether a page is still right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from connect_kit import NOW, Puller, Vendor
from connect_sites import FRESHDESK, GORGIAS, ZENDESK, Site
from werkzeug import Response

from cx_audit.connect.memory import Memory, Page
from cx_audit.errors import ConnectError, NothingToExamine

Serve = Callable[[Site], Vendor]


def _cut_after(served: Vendor, requests: int) -> None:
    served.always = lambda _: Response("", 418) if len(served.asked) > requests else None


def test_a_second_run_goes_on_where_the_first_was_cut(vendor: Serve, puller: Puller) -> None:
    served = vendor(ZENDESK)
    _cut_after(served, 3)
    with pytest.raises(ConnectError):
        puller(served)
    done, served.always = served.asked[:3], None
    served.asked.clear()
    puller.now = NOW + timedelta(hours=1)
    outcome = puller(served)
    assert outcome.resumed
    assert not set(done) & set(served.asked)
    assert len(puller.rows("zendesk")) == len(ZENDESK.answers)
    assert [entry.name for entry in puller.into.iterdir()] == ["zendesk"]


def test_a_cut_is_forgotten_after_a_day(vendor: Serve, puller: Puller) -> None:
    served = vendor(GORGIAS)
    _cut_after(served, 1)
    with pytest.raises(ConnectError):
        puller(served)
    served.always = None
    served.asked.clear()
    puller.now = NOW + timedelta(hours=25)
    assert not puller(served).resumed
    assert len(served.asked) == 2


def test_a_page_that_could_not_be_read_is_asked_for_again(vendor: Serve, puller: Puller) -> None:
    """A login page of a proxy, for one, must not come back out of the memory."""
    served = vendor(ZENDESK)
    served.faults[3] = lambda _: Response("<html>Log in</html>")
    with pytest.raises(ConnectError, match="no readable JSON"):
        puller(served)
    assert puller(served).resumed
    assert len(puller.rows("zendesk")) == len(ZENDESK.answers)


def test_pages_without_answers_are_not_gone_on_with(vendor: Serve, puller: Puller) -> None:
    """The key may see more tomorrow."""
    served = vendor(GORGIAS)
    served.always = lambda _: Response('{"data": [], "meta": {}}')
    with pytest.raises(NothingToExamine):
        puller(served)
    served.always = None
    assert not puller(served).resumed
    assert len(puller.rows("gorgias")) == len(GORGIAS.answers)


def test_a_record_on_two_pages_is_there_and_counted_once(vendor: Serve, puller: Puller) -> None:
    """One that was added while the pages were read pushes another onto the next page."""
    first, last = GORGIAS.pages["/api/macros?limit=100"], GORGIAS.pages["/api/macros?limit=100&cursor=n/1="]
    again = {**last, "data": [first["data"][0], *last["data"]]}  # type: ignore[call-overload, dict-item]
    site = Site(**{**_fields(GORGIAS), "pages": {**GORGIAS.pages, "/api/macros?limit=100&cursor=n/1=": again}})  # type: ignore[arg-type]
    assert puller(vendor(site)).answers == {"macros": 2}
    assert puller.bytes("gorgias")["macros.jsonl"].count(b"\n") == 2


def test_fresh_asks_for_all_anew(vendor: Serve, puller: Puller) -> None:
    served = vendor(GORGIAS)
    _cut_after(served, 1)
    with pytest.raises(ConnectError):
        puller(served)
    served.always = None
    served.asked.clear()
    assert not puller(served, fresh=True).resumed
    assert len(served.asked) == 2


def test_other_settings_are_another_pull(vendor: Serve, puller: Puller) -> None:
    served = vendor(ZENDESK)
    _cut_after(served, 2)
    with pytest.raises(ConnectError):
        puller(served)
    served.always = None
    assert not puller(served, what=("articles",)).resumed


def test_an_unchanged_page_is_not_sent_again(vendor: Serve, puller: Puller) -> None:
    served = vendor(FRESHDESK)
    served.etags = True
    puller(served)
    before, first = puller.bytes("freshdesk"), len(served.asked)
    served.statuses.clear()
    puller.now = NOW + timedelta(days=3)
    puller(served)
    assert puller.bytes("freshdesk") == before
    assert set(served.statuses) == {304, 404}
    assert len(served.statuses) == first


def test_a_changed_page_replaces_the_kept_one(vendor: Serve, puller: Puller) -> None:
    served = vendor(GORGIAS)
    served.etags = True
    puller(served)
    body = GORGIAS.pages["/api/macros?limit=100&cursor=n/1="]
    changed = {**body, "data": [{**body["data"][0], "name": "Delivery costs"}]}  # type: ignore[call-overload, dict-item]
    site = Site(**{**_fields(GORGIAS), "pages": {**GORGIAS.pages, "/api/macros?limit=100&cursor=n/1=": changed}})
    later = Vendor(site, served.server, etags=True)
    puller(later)
    assert later.statuses == [304, 200]
    assert {row["question"] for row in puller.rows("gorgias").values()} == {"Returns", "Delivery costs"}


def _fields(site: Site) -> dict[str, object]:
    return {name: getattr(site, name) for name in site.__dataclass_fields__}


def test_a_304_for_nothing_is_an_error(vendor: Serve, puller: Puller) -> None:
    served = vendor(GORGIAS)
    served.always = lambda _: Response("", 304)
    with pytest.raises(ConnectError, match="304, and nothing was kept"):
        puller(served)


def test_broken_files_of_the_memory_are_asked_for_again(vendor: Serve, puller: Puller) -> None:
    served = vendor(GORGIAS)
    served.etags = True
    puller(served)
    for file in (puller.into / ".cx-audit-pull" / "gorgias").iterdir():
        file.write_text('{"url": "http://localhost/", "body": 7', encoding="utf-8")
    served.statuses.clear()
    puller(served)
    assert served.statuses == [200, 200]


def test_git_passes_the_memory_over(tmp_path: Path) -> None:
    memory = Memory(tmp_path / ".cx-audit-pull" / "acme", "plan", NOW)
    assert (tmp_path / ".cx-audit-pull" / ".gitignore").read_text() == "*\n"
    memory.keep(Page("http://localhost/", "body", etag="1"))
    memory.end()
    assert memory.known("http://localhost/") is not None
    assert memory.known("http://localhost/other") is None


def test_a_folder_that_takes_no_files_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConnectError, match="can't keep the pages"):
        Memory(tmp_path / "file" / "acme", "plan", NOW)

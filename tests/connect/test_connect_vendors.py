"""Each vendor over real HTTP on this machine: all pages read, and each way in which it can fail."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable

import pytest
from connect_kit import Puller, Vendor
from connect_sites import SITES, ZENDESK, Site
from werkzeug import Request, Response

from cx_audit.errors import AccessDenied, ConnectError, NothingToExamine, UnsafeReply
from cx_audit.sources import discover, read_all
from cx_audit.web import Bounds

Serve = Callable[[Site], Vendor]
each = pytest.mark.parametrize("site", SITES, ids=lambda site: site.vendor)


def _expected(site: Site, puller: Puller) -> None:
    rows = puller.rows(site.vendor)
    got = {name: (row["channel"], row["question"], row["answer"], row.get("locale")) for name, row in rows.items()}
    assert got == site.answers


def _nothing_written(puller: Puller, site: Site) -> None:
    assert not (puller.into / site.vendor).exists()
    assert [entry.name for entry in puller.into.iterdir()] == [".cx-audit-pull"]


@each
def test_all_pages_are_read(site: Site, vendor: Serve, puller: Puller) -> None:
    outcome = puller(vendor(site))
    _expected(site, puller)
    assert sum(outcome.answers.values()) == len(site.answers)
    left = sum((Counter(reasons) for reasons in outcome.skipped.values()), Counter())
    assert dict(left) == site.skipped
    assert [entry.name for entry in puller.into.iterdir()] == [site.vendor]


@each
def test_audit_reads_the_snapshot(site: Site, vendor: Serve, puller: Puller) -> None:
    puller(vendor(site))
    records = list(read_all(discover([puller.into])))
    assert {record.id.removeprefix(f"{site.vendor}-") for record in records} == set(site.answers)  # type: ignore[union-attr]


@each
def test_the_same_content_gives_the_same_bytes(site: Site, vendor: Serve, puller: Puller) -> None:
    served = vendor(site)
    puller(served)
    before = puller.bytes(site.vendor)
    for body in site.pages.values():
        for value in body.values() if isinstance(body, dict) else ():
            if isinstance(value, list):
                value.reverse()
    try:
        puller(Vendor(site, served.server), fresh=True)
    finally:
        for body in site.pages.values():
            for value in body.values() if isinstance(body, dict) else ():
                if isinstance(value, list):
                    value.reverse()
    assert puller.bytes(site.vendor) == before


@each
def test_a_429_is_waited_for(site: Site, vendor: Serve, puller: Puller) -> None:
    served = vendor(site)
    served.faults[2] = lambda _: Response("", 429, {"Retry-After": "13"})
    puller(served)
    assert 13 in puller.slept
    _expected(site, puller)


@each
def test_a_500_in_the_middle_is_tried_again(site: Site, vendor: Serve, puller: Puller) -> None:
    served = vendor(site)
    served.faults[2] = lambda _: Response("oh", 500)
    puller(served)
    _expected(site, puller)


@each
def test_a_server_that_stays_broken_leaves_nothing_behind(site: Site, vendor: Serve, puller: Puller) -> None:
    served = vendor(site)
    served.always = lambda _: Response("oh", 500) if len(served.asked) > 1 else None
    with pytest.raises(ConnectError, match="answered 500"):
        puller(served)
    _nothing_written(puller, site)


@each
def test_a_cut_reply_is_asked_for_again(site: Site, vendor: Serve, puller: Puller) -> None:
    served = vendor(site)

    def cut(request: Request) -> Response:
        whole = served.page(request.path, list(request.args.items(multi=True)))
        return Response(iter([whole.data[: len(whole.data) // 2]]), 200, {"Content-Length": str(len(whole.data))})

    served.faults[2] = cut
    puller(served)
    _expected(site, puller)


@each
@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_key_names_its_variable(site: Site, vendor: Serve, puller: Puller, status: int) -> None:
    served = vendor(site)
    served.always = lambda request: Response(json.dumps(dict(request.headers)), status)
    with pytest.raises(AccessDenied) as caught:
        puller(served)
    assert all(name in str(caught.value) for name in site.keys)
    assert not any(key in str(caught.value) for key in site.keys.values())


@each
def test_a_missing_key_is_asked_for_by_name(site: Site, vendor: Serve, puller: Puller) -> None:
    served = vendor(site)
    plan = puller.plan(served)
    name = plan.variables[0]
    puller.monkeypatch.setattr(Puller, "plan", lambda *_, **__: plan)
    puller.monkeypatch.delenv(name)
    with pytest.raises(AccessDenied, match=f"{name} is not set"):
        puller(served)
    assert served.asked == []


@each
def test_pages_that_go_round_are_refused(site: Site, vendor: Serve, puller: Puller) -> None:
    served = vendor(site)
    served.always = lambda request: served.first() if request.path == site.paged else None
    with pytest.raises(UnsafeReply, match=r"in a circle|the same page twice"):
        puller(served)
    assert len(served.asked) < 20


@each
def test_a_redirect_to_another_host_is_refused(site: Site, vendor: Serve, puller: Puller) -> None:
    served = vendor(site)
    served.faults[2] = lambda _: Response("", 302, {"Location": "https://evil.example/take"})
    with pytest.raises(UnsafeReply, match=r"leads to https://evil\.example"):
        puller(served)
    _nothing_written(puller, site)


@each
def test_a_next_link_to_another_host_is_not_followed(site: Site, vendor: Serve, puller: Puller) -> None:
    """Refused where links are followed; where cursors are, the host in the link means nothing."""
    served = vendor(site)

    def elsewhere(request: Request) -> Response | None:
        if request.path != site.paged:
            return None
        page = served.page(request.path, list(request.args.items(multi=True)))
        text = page.get_data(as_text=True).replace(served.base, "https://evil.example")
        link = page.headers.get("Link", "").replace(served.base, "https://evil.example")
        return Response(text, page.status_code, {"Link": link} if link else {}, content_type="application/json")

    served.always = elsewhere
    if site.follows_links:
        with pytest.raises(UnsafeReply, match=r"next page of .* leads to https://evil\.example"):
            puller(served)
        _nothing_written(puller, site)
    else:
        puller(served)
        _expected(site, puller)


@each
def test_a_reply_that_is_too_large_is_refused(site: Site, vendor: Serve, puller: Puller) -> None:
    served = vendor(site)
    served.always = lambda request: Response("[" + " " * 20_000 + "]") if request.path == site.paged else None
    puller.bounds = Bounds(max_bytes=10_000)
    with pytest.raises(UnsafeReply, match="more than 10,000 bytes"):
        puller(served)
    _nothing_written(puller, site)


@each
@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("<html>Log in</html>", "no readable JSON"),
        ('"a text"', r"no list of records|another shape"),
        ('{"macros": 7, "data": "x"}', r"no list of records|another shape|has no '|the same page twice"),
        ("[1, [2], null]", r"no list of records|another shape|has no '|the same page twice"),
    ],
)
def test_a_page_of_another_shape_is_told(site: Site, vendor: Serve, puller: Puller, body: str, message: str) -> None:
    served = vendor(site)
    served.always = lambda request: Response(body) if request.path != "/v2/oauth2/token" else None
    with pytest.raises((ConnectError, NothingToExamine), match=message):
        puller(served)
    _nothing_written(puller, site)


@each
def test_no_key_is_in_what_is_written_or_told(
    site: Site, vendor: Serve, puller: Puller, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """A server that echoes the request in a text that goes into the snapshot, and then fails."""
    caplog.set_level("DEBUG")
    served = vendor(site)
    hidden = [*site.keys.values(), *(["the-access-token-of-helpscout"] if site.vendor == "helpscout" else [])]

    def echo(request: Request) -> Response | None:
        header = request.headers.get(site.authorization[0], "")
        hidden.extend(filter(None, [header.partition(" ")[2] or header]))
        page = served.page(request.path, list(request.args.items(multi=True)), request)
        page.set_data(page.get_data(as_text=True).replace("30 days", f"30 days {' '.join(hidden)} {header}"))
        return page if request.path != "/v2/oauth2/token" else None

    served.always, served.etags = echo, True
    puller(served)
    held = b"".join(file.read_bytes() for file in puller.into.rglob("*") if file.is_file())
    assert b"30 days" in held
    assert b"***" in held
    served.always = lambda request: Response(" ".join(hidden), 418)
    with pytest.raises(ConnectError) as caught:
        puller(served, fresh=True)
    ours = " ".join(record.getMessage() for record in caplog.records if "werkzeug" not in record.name)
    out, err = capfd.readouterr()
    told = f"{caught.value} {caught.value!r} {ours} {out} {err}"
    for secret in hidden:
        assert secret.encode() not in held
        assert secret not in told


def test_the_last_page_of_zendesk_ends_the_walk(vendor: Serve, puller: Puller) -> None:
    served = vendor(ZENDESK)
    puller(served, what=("macros",))
    assert sum(path.startswith("/api/v2/macros") for path in served.asked) == 2


def test_macros_keep_their_placeholders_where_the_key_may_not_read_the_texts(vendor: Serve, puller: Puller) -> None:
    served = vendor(ZENDESK)
    served.always = lambda request: Response("", 403) if "dynamic_content" in request.path else None
    outcome = puller(served)
    assert puller.rows("zendesk")["macros-1"]["answer"] == "<p>You have {{dc.return_time}}.</p>"
    assert outcome.notes == ("the key may not read dynamic_content, so its placeholders stay as they are",)


def test_an_account_without_a_help_centre_has_macros_all_the_same(vendor: Serve, puller: Puller) -> None:
    served = vendor(ZENDESK)
    served.always = lambda request: Response("{}", 404) if "help_center" in request.path else None
    outcome = puller(served)
    assert outcome.answers == {"macros": 4, "articles": 0}
    assert outcome.notes == ("no articles: may the key see them?",)
    assert [file.name for file in (puller.into / "zendesk").iterdir() if file.suffix == ".jsonl"] == ["macros.jsonl"]


def test_dynamic_content_is_a_source_of_its_own_if_asked_for(vendor: Serve, puller: Puller) -> None:
    puller(vendor(ZENDESK), what=("dynamic_content",))
    rows = puller.rows("zendesk")
    assert {name: (row["question"], row["answer"], row["locale"]) for name, row in rows.items()} == {
        "dynamic_content-5-1": ("return_time", "30 days", "en-US"),
        "dynamic_content-5-8": ("return_time", "30 Tage", "de"),
    }

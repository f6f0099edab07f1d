"""Each finding's status, and what is to be said of a suppression."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from ledger_kit import BOT, FAQ, FEE, TODAY, WINDOW, Said, dispute, entries, make_report

from cx_audit.ledger import NEW_ONLY, Notice, Suppression, identities, new_only, settle
from cx_audit.ledger.suppressions import Trouble
from cx_audit.model import Report, Status

BY_ROLE = Suppression("the app is for members", "Ann", role="return_window")


def _statuses(report: Report) -> dict[str | None, Status]:
    return {finding.role: finding.status for finding in report.findings}


def _notices(one: Suppression, today: date = TODAY) -> list[tuple[Trouble, int]]:
    return [(notice.trouble, notice.days) for notice in settle(make_report(WINDOW), (), (one,), today).notices]


def test_new_known_and_meant() -> None:
    third = replace(FEE, said=tuple(replace(s, question="Deposit") for s in FEE.said), role="deposit")
    done = settle(make_report(WINDOW, FEE, third), entries(FEE, WINDOW), (BY_ROLE,), TODAY)
    assert _statuses(done.report) == {
        "return_window": Status.SUPPRESSED,
        "return_fee": Status.BASELINE,
        "deposit": Status.NEW,
    }
    assert done.report.summary.findings == {"contradiction": 2}
    assert [entry.role for entry in done.known] == ["return_fee"]
    assert done.resolved == ()


def test_what_is_suppressed_is_not_resolved() -> None:
    done = settle(make_report(WINDOW), entries(WINDOW, FEE), (BY_ROLE,), TODAY)
    assert [entry.role for entry in done.resolved] == ["return_fee"]


def test_only_the_new() -> None:
    done = settle(make_report(WINDOW, FEE), entries(WINDOW), (), TODAY)
    told = new_only(done.report)
    assert _statuses(told) == {"return_fee": Status.NEW}
    assert told.summary.findings == {"contradiction": 1}
    assert told.settings[NEW_ONLY] is True
    assert (told.answers, told.questions) == (done.report.answers, done.report.questions)


ID = make_report(WINDOW).findings[0].id
FINGERPRINT = identities(make_report(WINDOW))[0].fingerprint


@pytest.mark.parametrize(
    ("fits", "one"),
    [
        (True, Suppression("r", "o", finding=ID)),
        (True, Suppression("r", "o", finding=FINGERPRINT)),
        (False, Suppression("r", "o", finding="f-000000000000")),
        (True, Suppression("r", "o", role="return_window")),
        (False, Suppression("r", "o", role="return_fee")),
        (True, Suppression("r", "o", channels=("chatbot", "faq"))),
        (True, Suppression("r", "o", channels=("faq", "chatbot"))),
        (False, Suppression("r", "o", channels=("faq", "macro"))),
        (False, Suppression("r", "o", channels=("faq", "faq"))),
        (True, Suppression("r", "o", finding=ID, role="return_window", channels=("faq", "chatbot"))),
        (False, Suppression("r", "o", finding=ID, role="return_fee")),
        (False, Suppression("r", "o", role="return_window", channels=("faq", "macro"))),
        (False, Suppression("r", "o")),
    ],
)
def test_all_that_is_said_must_fit(fits: bool, one: Suppression) -> None:
    done = settle(make_report(WINDOW), (), (one,), TODAY)
    assert (done.report.findings[0].status is Status.SUPPRESSED) is fits
    assert [notice.trouble for notice in done.notices] == ([] if fits else [Trouble.UNUSED])


def test_a_third_channel_breaks_the_suppression_of_a_pair() -> None:
    pair = Suppression("r", "o", channels=("faq", "chatbot"))
    with_card = dispute(FAQ, BOT, Said("day:14", "knowledge"))
    assert settle(make_report(with_card), (), (pair,), TODAY).report.findings[0].status is Status.NEW


def test_one_channel_against_itself() -> None:
    within = dispute(FAQ, replace(FAQ, value="day:14", locale="nl"))
    same = Suppression("r", "o", channels=("faq", "faq"))
    assert settle(make_report(within), (), (same,), TODAY).report.findings[0].status is Status.SUPPRESSED


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (15, []),
        (14, [(Trouble.ENDS_SOON, 14)]),
        (1, [(Trouble.ENDS_SOON, 1)]),
        (0, [(Trouble.ENDS_SOON, 0)]),
        (-1, [(Trouble.ENDED, 1)]),
        (-400, [(Trouble.ENDED, 400)]),
    ],
)
def test_the_last_day_is_told_from_two_weeks_before(days: int, expected: list[tuple[Trouble, int]]) -> None:
    one = replace(BY_ROLE, until=TODAY + timedelta(days=days))
    assert _notices(one) == expected
    status = settle(make_report(WINDOW), (), (one,), TODAY).report.findings[0].status
    assert status is (Status.SUPPRESSED if days >= 0 else Status.NEW)


def test_of_two_that_fit_neither_is_unused_and_a_notice_knows_its_place() -> None:
    pair = Suppression("r", "o", channels=("faq", "chatbot"))
    idle = Suppression("r", "o", role="deposit")
    done = settle(make_report(WINDOW), (), (BY_ROLE, pair, idle), TODAY)
    assert done.notices == (Notice(2, idle, Trouble.UNUSED),)

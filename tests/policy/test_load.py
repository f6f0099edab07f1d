"""A policy read: its forms, and every mistake with file, line and remedy."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from datetime import date

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from cx_audit.backing import policy_subjects
from cx_audit.backing.words import value_of
from cx_audit.errors import ConfigError, PolicyError
from cx_audit.policy import Line, Policy, load_policy

DAY = date(2026, 3, 1)


def _load(text: str, others: Mapping[str, str] | None = None) -> Policy:
    files = {"policy.yml": text, **(others or {})}

    def fetch(path: str) -> str:
        if path not in files:
            raise ConfigError("can't be read: no such file", path=path)
        return files[path]

    return load_policy("policy.yml", fetch, policy_subjects(), DAY)


def _mistakes(text: str, others: Mapping[str, str] | None = None) -> tuple[str, ...]:
    with pytest.raises(PolicyError) as caught:
        _load(text, others)
    return caught.value.lines


def _said(line: Line) -> tuple[str, str | None, str]:
    return line.subject.key, line.segment, value_of(line)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("return_window: 30 days", ("return_window", None, "30 days")),
        ("Return window: 30 dagen", ("return_window", None, "30 days")),
        ("return_window: ٣٠ يومًا", ("return_window", None, "30 days")),
        ("return_window: 30 ngày", ("return_window", None, "30 days")),
        ("return_window: {value: 4 tygodnie, language: pl}", ("return_window", None, "4 weeks")),
        ("return_fee: gratis", ("return_fee", None, "free")),
        ("return_fee: {value: $5.95, for: US}", ("return_fee", "US", "5.95 $")),
        ("return_fee: {value: $5.95, for: [US, CA]}", ("return_fee", "US, CA", "5.95 $")),
        ("cancel_before_dispatch: allowed", ("cancel_before_dispatch", None, "allowed")),
        ("cancel_before_dispatch: niet toegestaan", ("cancel_before_dispatch", None, "not allowed")),
        ("cancel_before_dispatch: 1 hour", ("cancel_before_dispatch", None, "1 hour")),
        ("payment_methods: [visa, PayPal]", ("payment_methods", None, "PayPal, Visa")),
        ('own_thing: {value: "no", question: "May dogs come in?"}', ("own_thing", None, "not allowed")),
        ("support_hours: Mon-Fri 9:00-17:30, Sat 10-16", ("support_hours", None, "Mon-Fri 9:00-17:30, Sat 10-16")),
        ("support_phone: +44 28 9649 6142", ("support_phone", None, "+442896496142")),
    ],
)
def test_a_line(text: str, said: tuple[str, str | None, str]) -> None:
    (line,) = _load(text).lines
    assert _said(line) == said


def test_segments_each_know_their_line() -> None:
    policy = _load("return_fee:\n  EU: free\n  US: {value: $5.95, owner: Ann}\n  default: €9\nowner: Bo\n")
    assert [(one.segment, one.line, one.owner) for one in policy.lines] == [
        ("EU", 2, "Bo"),
        ("US", 3, "Ann"),
        (None, 4, "Bo"),
    ]


def test_a_list_of_long_forms() -> None:
    policy = _load("delivery_time:\n  - {value: 2 days, for: NL}\n  - {value: 5 days, for: ES, valid_to: 2026-12-31}\n")
    assert [(one.segment, one.line, one.valid_to) for one in policy.lines] == [
        ("NL", 2, None),
        ("ES", 3, date(2026, 12, 31)),
    ]


def test_a_price_that_changes_is_one_line_today() -> None:
    policy = _load(
        "return_fee:\n  - {value: €5, valid_to: 2026-02-28}\n"
        "  - {value: €6, valid_from: 2026-03-01, valid_to: 2026-06-30}\n  - {value: €7, valid_from: 2026-07-01}\n"
    )
    assert [value_of(line) for line in policy.now] == ["6 EUR"]
    assert (len(policy.past), len(policy.later)) == (1, 1)


def test_includes_are_read_from_their_own_folder() -> None:
    policy = _load(
        "include: shop/fees.yml\nreturn_window: 30 days\n",
        {"shop/fees.yml": "include: more.yml\nreturn_fee: free\n", "shop/more.yml": "exchange_window: 60 days\n"},
    )
    assert sorted(line.source for line in policy.lines) == ["policy.yml:2", "shop/fees.yml:2", "shop/more.yml:1"]


def test_free_text_is_counted_and_not_read() -> None:
    policy = _load("other:\n  tone: 30 days of kindness\n  gifts: none\n")
    assert (policy.lines, policy.remarks) == ((), 2)


def test_an_empty_policy_holds_nothing() -> None:
    assert _load("").lines == ()


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        (
            "retun_window: 30 days",
            "policy.yml:1: retun_window: nothing of that name is known (did you mean return_window?)",
        ),
        (
            "return_window: €30",
            'policy.yml:1: return_window: "€30" is an amount of money, where a duration or a date is',
        ),
        ("return_window: 30", 'policy.yml:1: return_window: "30" has no unit (write it as "30 days"'),
        ("return_window: soon", 'policy.yml:1: return_window: "soon" is not read as a duration or a date (write it as'),
        ("return_window: 30 days or 14 days", "policy.yml:1: return_window: holds two values"),
        ("\nreturn_window: 30 days\nreturn_window: 14 days", "policy.yml:3: return_window: is written twice, first in"),
        ("Return window: 30 days\nreturn_window: 14 days", "policy.yml:2: return_window: is written twice"),
        (
            "return_window:\n  - {value: 30 days}\n  - {value: 14 days}",
            "policy.yml:3: return_window: 14 days, where policy.yml:2 says 30 days (keep one",
        ),
        (
            "return_window: {value: 30 days, valid_from: 2026-05-01, valid_to: 2026-04-01}",
            "policy.yml:1: return_window: ends on 2026-04-01, before it begins on 2026-05-01 (swap",
        ),
        (
            "return_window: {value: 30 days, valid_to: 2026-02-30}",
            "valid_to: '2026-02-30' is no day (write it as 2026-12-31",
        ),
        ("return_window: {value: 30 days, ownr: x}", "return_window: unknown key ownr (did you mean owner?)"),
        ("return_window: {owner: x, valid_from: 2026-01-01}", "return_window: no value (add value:"),
        ("return_window: [[30 days]]", "should be a text"),
        ("return_window: []", "return_window: an empty list"),
        (
            "payment_methods: [Vissa]",
            'payment_methods: "Vissa" is not known as one of payment methods (did you mean visa?)',
        ),
        ("price_match: 14 days", 'price_match: "14 days" is neither yes nor no'),
        ("return_window: allowed", 'return_window: nothing tells which question "allowed" answers (add question:'),
        ("language: tlh", "language: tlh has no pack (one of en, "),
        ("region: Netherlands", "region: Netherlands is no country (two capitals"),
        ("- return_window", "should be keys with values"),
        ("a: {b: [", "not valid YAML"),
        ("a: &x 1\nb: *x", "policy.yml:2: uses YAML aliases (write the value out"),
        (
            "include: policy.yml",
            "policy.yml:1: includes go in a circle: policy.yml > policy.yml (take this include out)",
        ),
        (
            "return_fee: free\ninclude: gone.yml",
            "policy.yml:2: include gone.yml: can't be read: no such file (name a file",
        ),
    ],
)
def test_each_mistake_is_one_line_with_its_place_and_remedy(text: str, mistake: str) -> None:
    (line,) = _mistakes(text)
    assert mistake in line
    assert line.startswith("policy.yml:")
    assert line.endswith(")")
    assert "\n" not in line


def test_all_mistakes_are_told_at_once() -> None:
    lines = _mistakes("retun_window: 30 days\nreturn_fee: 30 days\nrefund_time: {value: €5}\n")
    assert [line.split(":")[1] for line in lines] == ["1", "2", "3"]


def test_two_files_that_say_two_values() -> None:
    (line,) = _mistakes("include: b.yml\nreturn_fee: €5", {"b.yml": "return_fee: €6"})
    assert line.startswith("policy.yml:2: return_fee: €5, where b.yml:1 says €6")


def test_the_same_value_twice_is_no_mistake() -> None:
    assert len(_load("include: b.yml\nreturn_window: 2 weeks", {"b.yml": "return_window: 14 dagen"}).lines) == 2


def test_a_circle_over_two_files() -> None:
    (line,) = _mistakes("include: b.yml", {"b.yml": "return_fee: free\ninclude: policy.yml"})
    assert line == "b.yml:2: includes go in a circle: policy.yml > b.yml > policy.yml (take this include out)"


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80) | st.text(alphabet="rf_: {}[]\n-#&*!?|>'\"%@,30days€", max_size=80))
def test_no_text_is_more_than_a_mistake(text: str) -> None:
    with contextlib.suppress(PolicyError):
        _load(text)


@given(st.text(max_size=80))
def test_a_mistake_is_one_line_whatever_is_in_it(text: str) -> None:
    with pytest.raises(PolicyError) as caught:
        _load(yaml.safe_dump({f"x{text}": text}, allow_unicode=True))
    assert all(line and "\n" not in line for line in caught.value.lines)

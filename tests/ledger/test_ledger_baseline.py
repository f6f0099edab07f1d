"""The baseline as a loan, and its file."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger_kit import BOT, FAQ, FEE, TODAY, WINDOW, Dispute, Said, dispute, entries, make_report

from cx_audit.errors import LedgerError
from cx_audit.ledger import Entry, ages, create, dump, parse, update
from cx_audit.ledger.identity import Identity
from cx_audit.model import FindingKind, Severity, Status

LATER = TODAY + timedelta(days=30)


def test_an_update_drops_what_is_resolved_and_lets_nothing_in() -> None:
    done = update(entries(WINDOW), make_report(FEE), LATER)
    assert done.entries == ()
    assert [e.role for e in done.dropped] == ["return_window"]
    assert [e.role for e in done.kept_out] == ["return_fee"]
    assert done.added == ()


def test_new_ones_come_in_when_asked_and_are_young() -> None:
    done = update(entries(WINDOW), make_report(WINDOW, FEE), LATER, add=True)
    assert {e.role: e.first_seen for e in done.entries} == {"return_window": TODAY, "return_fee": LATER}
    assert [e.role for e in done.added] == ["return_fee"]
    assert (done.kept_out, done.dropped) == ((), ())


def test_what_shrank_keeps_its_age_and_can_not_grow_back() -> None:
    both = dispute(FAQ, BOT, Said("day:14", "macro"))
    done = update(entries(both), make_report(WINDOW), LATER)
    assert [(e.first_seen, e.fingerprint) for e in done.entries] == [(TODAY, entries(WINDOW)[0].fingerprint)]
    assert done.dropped == ()
    assert len(update(done.entries, make_report(both), LATER).kept_out) == 1


def test_what_is_told_as_one_is_as_old_as_the_oldest_of_its_parts() -> None:
    card = Said("day:7", "knowledge")
    parts = (
        *entries(dispute(FAQ, BOT), day=LATER),
        *entries(dispute(FAQ, card)),
        *entries(dispute(BOT, card), day=LATER),
    )
    (entry,) = update(parts, make_report(dispute(FAQ, BOT, card)), LATER).entries
    assert entry.first_seen == TODAY


def test_an_update_keeps_the_old_words_and_tells_the_new_severity() -> None:
    now = replace(WINDOW, title="Retourneren", severity=Severity.LOW)
    (entry,) = update(entries(WINDOW), make_report(now), LATER).entries
    assert (entry.question, entry.severity) == (WINDOW.title, Severity.LOW)


def test_what_is_suppressed_is_no_loan() -> None:
    report = make_report(WINDOW, FEE)
    report = replace(report, findings=tuple(replace(f, status=Status.SUPPRESSED) for f in report.findings))
    assert create(report, TODAY) == ()
    done = update(entries(WINDOW), report, LATER, add=True)
    assert [e.role for e in done.entries] == ["return_window"]


def test_ages_are_worst_first_then_oldest() -> None:
    low = replace(FEE, severity=Severity.LOW)
    old = replace(WINDOW, said=(FAQ, replace(BOT, channel="macro")))
    known = (*entries(low, day=date(2020, 1, 1)), *entries(WINDOW), *entries(old, day=date(2026, 3, 1)))
    found = ages(known, date(2026, 3, 5))
    assert [(a.entry.severity, a.days) for a in found] == [
        (Severity.HIGH, 4),
        (Severity.HIGH, 1),
        (Severity.LOW, 2255),
    ]
    assert ages(known, date(2019, 1, 1))[0].days == 0


HASHES = st.integers(0, 2**64 - 1).map(lambda n: f"{n:016x}")
ENTRIES = st.builds(
    Entry,
    st.builds(
        Identity,
        HASHES,
        st.sampled_from(FindingKind),
        st.none() | st.text(max_size=10),
        st.dictionaries(st.text(max_size=10), st.lists(st.text(max_size=5), max_size=3).map(tuple), max_size=3),
        st.lists(st.sampled_from(["00000000", "0123abcd"]), min_size=1, max_size=3).map(tuple),
    ),
    st.dates(),
    st.sampled_from(Severity),
    st.text(max_size=20),
    st.text(max_size=20),
)


@given(st.lists(ENTRIES, max_size=8, unique_by=lambda e: e.fingerprint), st.randoms(use_true_random=False))
def test_a_file_is_read_as_it_was_written_in_any_order(known: list[Entry], random: object) -> None:
    text = dump(known)
    assert parse(text, "b") == tuple(sorted(known, key=lambda e: e.fingerprint))
    random.shuffle(known)  # type: ignore[attr-defined]
    assert dump(known) == text
    assert text.count("\n") == len(known) + 1


@given(st.lists(ENTRIES, max_size=6), st.lists(ENTRIES, max_size=6), st.randoms(use_true_random=False))
def test_the_lines_of_two_branches_in_any_order_are_both(
    ours: list[Entry], theirs: list[Entry], random: object
) -> None:
    lines = (dump(ours) + dump(theirs)).splitlines(keepends=True)
    random.shuffle(lines)  # type: ignore[attr-defined]
    merged = parse("".join(lines), "b")
    assert {e.fingerprint for e in merged} == {e.fingerprint for e in (*ours, *theirs)}
    for entry in merged:
        assert entry.first_seen == min(e.first_seen for e in (*ours, *theirs) if e.fingerprint == entry.fingerprint)


def test_a_line_holds_what_a_reader_of_a_change_needs() -> None:
    head, line = dump(entries(WINDOW)).splitlines()
    assert json.loads(head) == {"cx_audit_baseline": 1}
    told = json.loads(line)
    assert {"fingerprint", "first_seen", "severity", "kind", "role", "question", "message"} <= told.keys()
    assert (told["first_seen"], told["says"]) == ("2026-03-04", {"day:14": ["chatbot en"], "day:30": ["faq en"]})


def test_texts_of_others_are_short_and_steer_nothing() -> None:
    nasty = replace(WINDOW, title="\x1b[31mred\u202e " + "long " * 100)
    (entry,) = entries(nasty)
    assert len(entry.question) <= 160
    assert entry.question.isprintable()


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff", '{"cx_audit_baseline": 1}\n'])
def test_an_empty_baseline(text: str) -> None:
    assert parse(text, "b") == ()


LINE = dump(entries(WINDOW)).splitlines()[1]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("{", "is not an entry of a baseline: "),
        ("[" * 50_000, "is not an entry of a baseline: "),
        ("[1]", "is not an entry of a baseline: "),
        ('"x"', "is not an entry of a baseline: "),
        (LINE.replace('"high"', '"awful"'), "is not an entry of a baseline: severity "),
        (LINE.replace("2026-03-04", "2026-02-30"), "is not an entry of a baseline: first_seen "),
        (LINE.replace('"kind"', '"sort"'), "is not an entry of a baseline: kind "),
        ("<<<<<<< HEAD", "holds a git merge that is not settled"),
        (">>>>>>> branch", "holds a git merge that is not settled"),
        ('{"cx_audit_baseline": 2}', "is a baseline of version 2, this cx-audit reads version 1"),
        ("x" * 100_001, "is longer than any entry"),
    ],
)
def test_a_broken_line_is_told_with_its_place_and_a_remedy(line: str, expected: str) -> None:
    with pytest.raises(LedgerError) as caught:
        parse(f"{dump(entries(FEE))}{line}\n", "team/known.jsonl")
    message = str(caught.value)
    assert message.startswith(f"team/known.jsonl:3: {expected}")
    assert message.endswith(")")
    assert len(message) < 500


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_git_merges_two_branches(tmp_path: Path) -> None:
    """One branch mends a finding and takes one in, the other takes in another."""
    shared = entries(*(_about(f"matter {number}") for number in range(30)))
    ours = (*shared[1:], *entries(_about("ours")))
    theirs = (*shared, *entries(_about("theirs")))
    files = [tmp_path / name for name in ("ours", "base", "theirs")]
    for file, known in zip(files, (ours, shared, theirs), strict=True):
        file.write_text(dump(known), encoding="utf-8")
    done = subprocess.run(["git", "merge-file", "-p", *files], capture_output=True, check=False, timeout=30)
    assert done.returncode == 0
    wanted = {entry.fingerprint for entry in (*ours, *theirs)} - {shared[0].fingerprint}
    assert {entry.fingerprint for entry in parse(done.stdout.decode(), "b")} == wanted


def _about(question: str) -> Dispute:
    return dispute(*(replace(said, question=question) for said in WINDOW.said))

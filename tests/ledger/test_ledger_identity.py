"""What a finding is known by: content, never places, order or neighbours."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger_kit import BOT, FAQ, FEE, WINDOW, Dispute, Said, dispute, make_report

from cx_audit.ledger import identities
from cx_audit.model import FindingKind, Severity


def _fingerprints(*disputes: Dispute, row: int = 1, folder: str = "exports") -> list[str]:
    return [one.fingerprint for one in identities(make_report(*disputes, row=row, folder=folder))]


SAID = st.builds(
    Said,
    value=st.sampled_from(["day:14", "day:30", "said:0123"]),
    channel=st.sampled_from(["faq", "chatbot", "macro", "agent"]),
    question=st.sampled_from(["How long?", "Return window", "مدة الإرجاع", ""]),
    locale=st.sampled_from(["en", "nl", "nl-BE", ""]),
    agent=st.sampled_from([None, "Mia", "Noor"]),
)
DISPUTES = st.builds(
    Dispute, st.lists(SAID, min_size=2, max_size=5).map(tuple), st.sampled_from(FindingKind), role=st.none()
)


@given(st.lists(DISPUTES, min_size=1, max_size=5), st.randoms(use_true_random=False), st.integers(2, 10_000))
def test_order_rows_files_and_neighbours_play_no_part(disputes: list[Dispute], random: object, row: int) -> None:
    shuffled = list(disputes)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    shuffled = [replace(one, said=tuple(sorted(one.said, key=repr, reverse=True))) for one in shuffled]
    before = _fingerprints(*disputes)
    after = _fingerprints(FEE, *shuffled, row=row, folder="moved/elsewhere")
    assert sorted(after) == sorted([*before, *_fingerprints(FEE)])
    assert len(set(before)) == len(before)


@given(DISPUTES, st.text(min_size=1, max_size=40).map(lambda text: text.replace("{", "").replace("}", "")))
def test_other_words_with_the_same_values_are_the_same(one: Dispute, words: str) -> None:
    reworded = tuple(replace(said, words=words + " {value}") for said in one.said)
    assert _fingerprints(replace(one, said=reworded)) == _fingerprints(one)


@given(DISPUTES, st.integers(0, 4), st.sampled_from(["day:45", "day:31", "said:9999"]))
def test_a_value_that_moved_is_another(one: Dispute, place: int, value: str) -> None:
    place %= len(one.said)
    moved = tuple(replace(said, value=value) if i == place else said for i, said in enumerate(one.said))
    assert _fingerprints(replace(one, said=moved)) != _fingerprints(one)


@pytest.mark.parametrize(
    "other",
    [
        replace(WINDOW, said=(FAQ, replace(BOT, channel="macro"))),
        replace(WINDOW, said=(FAQ, BOT, replace(BOT, channel="macro"))),
        replace(WINDOW, said=(FAQ, replace(BOT, locale="nl"))),
        replace(WINDOW, said=(replace(FAQ, question="How long is the warranty?"), replace(BOT, question="warranty"))),
        replace(WINDOW, kind=FindingKind.UNVERIFIED),
    ],
    ids=["another voice", "a voice more", "another language", "another question", "another kind"],
)
def test_what_makes_another(other: Dispute) -> None:
    assert _fingerprints(other) != _fingerprints(WINDOW)


@pytest.mark.parametrize(
    "same",
    [
        replace(WINDOW, severity=Severity.LOW, role="refund_time", title="Retourneren"),
        replace(WINDOW, said=(FAQ, replace(BOT, locale="en-GB"))),
        replace(WINDOW, said=(replace(FAQ, question="<b>How LONG</b>  do I have, to return something"), BOT)),
        replace(WINDOW, said=(FAQ, BOT, replace(BOT, words="14 it is"))),
    ],
    ids=["severity, role and title", "a region", "markup, case and stops of a question", "an answer more of a voice"],
)
def test_what_makes_no_other(same: Dispute) -> None:
    assert _fingerprints(same) == _fingerprints(WINDOW)


def test_the_reps_are_one_voice_and_their_customers_words_are_none_of_the_question() -> None:
    mia = Said("day:20", "agent", "hiya whats the deadline", agent="Mia")
    noor = replace(mia, agent="Noor", question="till when can i", locale="ar")
    assert (
        _fingerprints(dispute(FAQ, mia)) == _fingerprints(dispute(FAQ, noor)) == _fingerprints(dispute(FAQ, mia, noor))
    )

    (only,) = identities(make_report(dispute(FAQ, mia)))
    assert only.asked == identities(make_report(dispute(FAQ)))[0].asked


def test_where_reps_disagree_the_question_is_that_of_the_others_in_the_group() -> None:
    mia, noor = Said("day:20", "agent", "till when", agent="Mia"), Said("day:30", "agent", "hiya", agent="Noor")
    later = dispute(replace(mia, question="hello there"), replace(noor, question="one more thing"))

    def within_group(reps: Dispute, card: Said) -> str:
        report = make_report(reps, dispute(card))
        own, others = report.questions
        joined = replace(own, answer_ids=own.answer_ids + others.answer_ids)
        return identities(replace(report, questions=(joined, others)))[0].fingerprint

    assert within_group(dispute(mia, noor), FAQ) == within_group(later, FAQ)
    assert within_group(dispute(mia, noor), FAQ) != within_group(later, replace(FAQ, question="Something else"))


def test_two_that_are_alike_are_counted_apart() -> None:
    """The window and the refund are both 30 and 14 days, in the same answers."""
    first, second = _fingerprints(WINDOW, replace(WINDOW, role="refund_time"))
    assert first != second
    assert sorted([first, second])[1] == f"{_fingerprints(WINDOW)[0]}-2"


def test_without_any_question_the_title_counts() -> None:
    bare = dispute(replace(FAQ, question=""), replace(BOT, question=""), title="Returns")
    assert _fingerprints(bare) != _fingerprints(replace(bare, title="Refunds"))

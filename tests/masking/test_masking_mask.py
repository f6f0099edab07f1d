"""What is hidden, and what must stay."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from cx_audit.masking import MASKS, Companys, Kind, contacts_in, mask
from cx_audit.text import PLACEHOLDER, clean

OURS = Companys(domains=frozenset({"tidewheel.example"}))

CASES = Path(__file__).parents[1] / "cases" / "masking"
HIDDEN = [tuple(case.values()) for case in yaml.safe_load((CASES / "hidden.yml").read_text("utf-8"))]
VALUES = [tuple(case.values()) for case in yaml.safe_load((CASES / "stays.yml").read_text("utf-8"))]


@pytest.mark.parametrize(("language", "text", "masked"), HIDDEN)
def test_hidden(language: str, text: str, masked: str) -> None:
    assert mask(text, (), language, OURS)[0] == masked


STAYS = [
    "Refunds up to $1,500.00 or € 1.500.000 take 3-5 business days.",
    "Mon-Fri 09:00-18:00, from 2026-01-03 to 2026-02-04, 01.02.2026 - 05.02.2026, 2025-2026.",
    "If you order 1000 pieces within 24 hours you pay 4,95.",
    "The box is 30 x 20 x 10 cm and holds 12.5 kg; 250000 miles, 1 000 000 points.",
    "Use code WELCOME2026 or SAVE10 for 10% off your next order.",
    "Write to help@tidewheel.example or help@mail.tidewheel.example, or see www.tidewheel.example/returns.",
    "You can pay in 3 terms of 1 200 000 VND; order before 22:00 and it ships the same day.",
    "La mise en place prend 3 jours, en route sous 2 jours.",
    "Il pacco arriva via email entro 24 ore, in corso da 3 giorni.",
    "Está en camino en 2 días, em até 5 dias. During 30 days and in Spring 2026 you get 5 boxes.",
    "Standard delivery takes 5 days, express 24 hours; we close on 31 December.",
]


@pytest.mark.parametrize("text", STAYS)
@pytest.mark.parametrize("language", ["en", ""])
def test_values_and_the_companys_own_stay(text: str, language: str) -> None:
    assert mask(text, (), language, OURS)[0] == text


@pytest.mark.parametrize(("language", "text"), VALUES)
def test_values_stay_in_every_language(language: str, text: str) -> None:
    assert mask(text, (), language, Companys())[0] == text


def test_the_records_names_anywhere_but_not_as_words() -> None:
    text = "Mark the box, then Rose will call. Ask mark stone."
    assert (
        mask(text, ["Rose Hill", "Mark Stone"], "en", OURS)[0] == "[name] the box, then [name] will call. Ask [name]."
    )
    assert mask("will you mark it?", ["Will Mark"], "en", OURS)[0] == "will you mark it?"


def test_what_several_customers_are_told_stays() -> None:
    text = "Call +31 20 555 0199 or pay to NL91 ABNA 0417 1643 00 with 4111 1111 1111 1111."
    values = frozenset(
        spot.value for spot in contacts_in("020-5550199 +31205550199 NL91ABNA0417164300 4111111111111111", "")
    )
    told = mask(text, (), "en", Companys(values=values))[0]
    assert told == "Call +31 20 555 0199 or pay to NL91 ABNA 0417 1643 00 with [card number]."


def test_a_customers_own_detail_never_stays() -> None:
    own = frozenset({"mail:anna@tidewheel.example"})
    text, counts = mask("Mail anna@tidewheel.example", (), "en", Companys(own, frozenset({"tidewheel.example"}), own))
    assert text == "Mail [e-mail]"
    assert counts == {Kind.EMAIL: 1}


def test_a_reps_personal_address_is_hidden_and_the_desks_stays() -> None:
    text = "Mail tom.dewit@tidewheel.example or help@tidewheel.example"
    assert mask(text, ["Tom de Wit"], "en", OURS)[0] == "Mail [e-mail] or help@tidewheel.example"


def test_the_companys_name_in_a_reps_name_stays() -> None:
    assert mask("Tidewheel is closed.", ["Tom from Tidewheel"], "en", OURS)[0] == "Tidewheel is closed."


def test_masks_are_no_values_but_placeholders() -> None:
    for known in MASKS:
        assert clean(f"Call {known} now").text == f"Call {PLACEHOLDER} now"


def test_masking_twice_changes_nothing() -> None:
    for language, text, masked in HIDDEN:
        assert mask(masked, (), language, OURS)[0] == masked, text


@given(st.text(alphabet="aZé +-./()0123456789@#:\n[]ñم", max_size=120))
@settings(max_examples=150, deadline=None)
def test_any_text_keeps_what_is_not_masked(text: str) -> None:
    masked, counts = mask(text, ["Zé"], "", OURS)
    assert sum(masked.count(kind.mask) for kind in Kind) >= sum(counts.values())
    if not counts:
        assert masked == text


@pytest.mark.timing
@pytest.mark.parametrize(
    "text",
    ["1 " * 5_000, "order " * 2_000, "a@" * 5_000, "NL91" * 3_000, "Calle " * 3_000, "A1" * 5_000, "http://" * 3_000,
     "x" * 20_000, "(" * 10_000, "Hi Anna, " * 1_000, "12 Baker " * 1_500, "1.1.1" * 3_000],
)  # fmt: skip
def test_hostile_texts_are_quick(text: str) -> None:
    start = time.process_time()
    mask(text, ["Anna"], "", OURS)
    assert time.process_time() - start < 2

"""The small benchmark of masking: what it counts, and that its figures do not get worse."""

from __future__ import annotations

from pathlib import Path

import yaml

from benchmarks.masking.__main__ import FOLDER, companys, wrong_in


def test_a_word_that_is_left_is_a_miss_and_a_lost_fact_too() -> None:
    counted, wrong, masked = wrong_in("Ring {phone:020 555 0142} or {name:zed}, it is {keep:gone}.", "en", companys())
    assert counted == {"phone": 1, "name": 1, "keep": 1}
    assert wrong == [("name", "zed")]
    assert masked == "Ring [phone number] or zed, it is gone."


def _rates(folder: Path) -> tuple[float, int]:
    marks = [wrong_in(text, f.stem, companys()) for f in folder.glob("*.yml") for text in yaml.safe_load(f.read_text())]
    hide = sum(counted.total() - counted["keep"] for counted, _, _ in marks)
    missed = sum(kind != "keep" for _, wrong, _ in marks for kind, _ in wrong)
    return missed / hide, sum(kind == "keep" for _, wrong, _ in marks for kind, _ in wrong)


def test_rates_hold() -> None:
    missed, hidden = _rates(FOLDER)
    assert missed < 0.055
    assert hidden == 0

"""The judge that ships with cx-audit: its files, its verdicts, and what is said when they are damaged."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from dataclasses import astuple
from pathlib import Path

import pytest

from cx_audit.compare.judge import Said, StatementPair, Verdict
from cx_audit.embed.shipped import shipped, size_on_disk
from cx_audit.errors import ModelError
from cx_audit.judging import DEFAULT, open_judge
from cx_audit.judging.shipped import CARD, OWN, PAIRS, SIDES, read_card
from cx_audit.judging.support_judge import SupportJudge

pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(size_on_disk(SIDES, PAIRS) is None, reason="the judge's files are not in models/"),
]


def said(text: str, language: str = "en", question: str = "Can I return sale items?") -> Said:
    return Said(text, language, question, text)


YES = said("Sale items can be sent back like any other item.")
NO = said("Items bought on sale can't be returned.")
YES_TOO = said("You may return anything you bought on sale.")
NO_IN_DUTCH = said("Afgeprijsde artikelen kun je niet terugsturen.", "nl", "Kan ik sale-artikelen retourneren?")
PAIRS_ASKED = [StatementPair.of(one, other) for one, other in ((YES, NO), (YES, YES_TOO), (YES, NO_IN_DUTCH))]


@pytest.fixture(scope="module")
def judge() -> SupportJudge:
    found = open_judge(DEFAULT)
    assert isinstance(found, SupportJudge)
    return found


@pytest.fixture(scope="module")
def verdicts(judge: SupportJudge) -> list[Verdict]:
    return judge.judge(PAIRS_ASKED)


def test_the_manifest_has_the_hashes_of_the_files() -> None:
    for name in (SIDES, PAIRS):
        file = shipped(name)
        assert hashlib.sha256(file.path.read_bytes()).hexdigest() == file.sha256


def test_it_is_small() -> None:
    assert sum(shipped(name).path.stat().st_size for name in (SIDES, PAIRS)) < 23_000_000


def test_it_is_known_without_being_loaded() -> None:
    judge = open_judge(OWN)
    assert (judge.name, len(judge.fingerprint)) == (OWN, 64)
    assert judge.fingerprint == open_judge(DEFAULT).fingerprint


def test_a_plain_contradiction_is_likelier_than_agreement(verdicts: list[Verdict]) -> None:
    against, agreed, across = verdicts
    assert against.contradicts > agreed.contradicts
    assert across.contradicts > agreed.contradicts
    assert agreed.agrees > against.agrees


def test_a_verdict_depends_on_its_pair_alone(judge: SupportJudge, verdicts: list[Verdict]) -> None:
    assert judge.judge(PAIRS_ASKED[::-1])[::-1] == verdicts
    for pair, verdict in zip(PAIRS_ASKED, verdicts, strict=True):
        assert open_judge(DEFAULT).judge([pair]) == [verdict]
        assert sum(astuple(verdict)) == pytest.approx(1)


def test_empty_long_and_odd_texts_are_judged(judge: SupportJudge) -> None:
    odd = [said(""), said("a \ud800"), said("返品は3～5日以内。", "ja", ""), said("word " * 5000)]
    assert len(judge.judge([StatementPair.of(YES, other) for other in odd])) == len(odd)


def test_it_runs_without_torch() -> None:
    program = (
        "import sys\n"
        "from cx_audit.compare.judge import Said, StatementPair\n"
        "from cx_audit.judging import open_judge\n"
        "pair = StatementPair.of(Said('Yes.', 'en'), Said('No.', 'en'))\n"
        "assert len(open_judge('default').judge([pair])) == 1\n"
        "print([name for name in ('torch', 'transformers', 'sentence_transformers') if name in sys.modules])\n"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert run.stdout.strip() == "[]"


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The judge's files, to be broken."""
    for name in (SIDES, PAIRS, CARD, "manifest.json"):
        shutil.copy(shipped(PAIRS).path.with_name(name), tmp_path / name)
    monkeypatch.setattr("cx_audit.embed.shipped.packaged", lambda _: tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", [SIDES, PAIRS])
def test_a_damaged_file_is_refused(copied: Path, name: str) -> None:
    content = bytearray((copied / name).read_bytes())
    content[len(content) // 2] ^= 1
    (copied / name).write_bytes(content)
    judge = open_judge(DEFAULT)
    with pytest.raises(ModelError, match=rf"{name}: not the model file that cx-audit knows.*install"):
        judge.judge(PAIRS_ASKED)


@pytest.mark.parametrize("content", [None, "", "[]", "{}", json.dumps({"languages": "en"})])
def test_a_broken_card_is_told_in_one_line(copied: Path, content: str | None) -> None:
    (copied / CARD).unlink()
    if content is not None:
        (copied / CARD).write_text(content)
    with pytest.raises(ModelError, match=r"judge.json: can't read the judge's card.*install") as caught:
        open_judge(DEFAULT)
    assert "\n" not in str(caught.value)


def test_other_weights_make_another_judge(copied: Path) -> None:
    before = open_judge(DEFAULT).fingerprint
    card = read_card()
    (copied / CARD).write_text(card.model_copy(update={"shift": card.shift + 1}).model_dump_json())
    assert open_judge(DEFAULT).fingerprint != before

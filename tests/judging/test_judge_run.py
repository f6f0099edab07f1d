"""An audit with a real, tiny judge, from the command line to the report."""

from __future__ import annotations

import csv
import json
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from judging_kit import ListedJudge
from typer.testing import CliRunner, Result

from cx_audit.cli.main import app
from cx_audit.embed import Progress, Prompt, Vectors
from cx_audit.errors import ModelError

# nothing that the rules read: only a judge can tell
DOOR, TREE = "The guide stands beside the blue door.", "The guide stands under the old tree."
ROWS = [("faq-1", "faq", DOOR), ("macro-1", "macro", TREE), ("bot-1", "chatbot", "We offer a walk with a guide.")]


class Encoder:
    """All texts are alike."""

    name, fingerprint, dimensions = "alike", "a" * 64, 4

    def encode(self, texts: Sequence[str], prompt: Prompt, progress: Progress) -> Vectors:
        return np.tile(np.array([1, 0, 0, 0], np.float32), (len(texts), 1))


@pytest.fixture(autouse=True)
def answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three answers to one question, in the folder where the test stands."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("cx_audit.embed.open_encoder", lambda model=None: Encoder())
    nothing = np.zeros(Encoder.dimensions, np.float32)
    monkeypatch.setattr("cx_audit.group.vectors._shrunk", lambda *_: nothing)  # or nothing would be left
    with Path("answers.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "channel", "question", "answer", "intent", "locale"])
        writer.writerows([(*row[:2], "Where is the guide?", row[2], "guide", "en") for row in ROWS])
    return tmp_path / "answers.csv"


def audit(*arguments: str | os.PathLike[str]) -> Result:
    asked = ["audit", "answers.csv", "--group-by", "intent", "-f", "json", *map(str, arguments)]
    return CliRunner().invoke(app, asked)


def test_a_second_audit_judges_nothing_and_says_the_same(nli: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = audit("--judge", nli)
    report = json.loads(first.stdout)
    assert report["settings"]["judge"].startswith("tiny-nli@")
    assert (Path(os.environ["CX_AUDIT_CACHE_DIR"]) / "verdicts-1.sqlite3").is_file()
    monkeypatch.setattr("sentence_transformers.CrossEncoder", None)
    assert audit("--judge", nli).stdout == first.stdout
    shutil.rmtree(Path(os.environ["CX_AUDIT_CACHE_DIR"]) / "results-1")  # the verdicts alone are enough, too
    assert audit("--judge", nli).stdout == first.stdout
    with pytest.raises(ModelError, match="can't load the judge"):
        raise audit("--judge", nli, "--no-cache").exception or AssertionError("was judged without a model")


def test_the_cache_of_verdicts_is_cleared(nli: Path) -> None:
    audit("--judge", nli)
    verdicts = Path(os.environ["CX_AUDIT_CACHE_DIR"]) / "verdicts-1.sqlite3"
    assert verdicts.is_file()
    CliRunner().invoke(app, ["cache", "clear"])
    assert not verdicts.exists()


def test_the_configuration_names_the_judge_from_its_own_folder(
    nli: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, dict[str, object]]] = []

    def opened(model: str, **settings: object) -> ListedJudge:
        asked.append((model, settings))
        return ListedJudge({frozenset((DOOR, TREE)): 0.85})

    monkeypatch.setattr("cx_audit.judging.open_judge", opened)
    (tmp_path / "models" / "mine").mkdir(parents=True)
    Path("cx-audit.yml").write_text(
        "judge:\n  model: models/mine\n  threshold: 0.9\n  temperature: 2\n  allow_download: true\n"
    )
    report = json.loads(audit().stdout)
    assert Path(asked[0][0]).resolve() == tmp_path / "models" / "mine"
    assert asked[0][1] == {"temperature": 2.0, "allow_download": True}
    assert (report["settings"]["judge_threshold"], report["summary"]["findings"]) == (0.9, {"unverified": 1})
    audit("--judge", "other/model")
    assert asked[1] == ("other/model", asked[0][1])


def test_the_two_sentences_are_quoted_and_the_judge_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    judge = ListedJudge({frozenset((DOOR, TREE)): 0.85})
    monkeypatch.setattr("cx_audit.judging.open_judge", lambda model, **_: judge)
    result = audit("--judge", "any")
    (found,) = json.loads(result.stdout)["findings"]
    assert (found["kind"], found["confidence"]) == ("contradiction", 0.85)
    assert {q["quote"] for p in found["positions"] for q in p["answers"]} == {DOOR, TREE}
    assert found["message"].endswith("(judged by listed)")


def test_without_a_judge_nothing_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cx_audit.judging.open_judge", None)
    report = json.loads(audit().stdout)
    assert "judge" not in report["settings"]
    assert report["findings"] == []


def test_a_judge_that_is_none_is_refused_before_anything_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cx_audit.embed.open_encoder", None)
    (tmp_path / "empty").mkdir()
    assert isinstance(audit("--judge", tmp_path / "empty").exception, ModelError)

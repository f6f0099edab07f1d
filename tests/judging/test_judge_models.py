"""What is refused as a judge, and what is said then."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path

import numpy as np
import pytest
from judging_kit import edit_config, pair

from cx_audit.errors import ModelError
from cx_audit.judging import open_judge


@pytest.fixture
def own_nli(nli: Path, tmp_path: Path) -> Path:
    """A copy to break."""
    return shutil.copytree(nli, tmp_path / "tiny-nli")


@pytest.fixture
def no_hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """No copies of hub models, and no network; what was tried nevertheless."""
    tried: list[str] = []

    def refuse(*_: object, **__: object) -> None:
        tried.append("network")
        raise OSError("no network in tests")

    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    return tried


def refusal(model: str | Path, **settings: bool) -> str:
    """The one line with which a judge is refused."""
    with pytest.raises(ModelError) as caught:
        open_judge(model, **settings)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_the_model_of_our_own_is_no_judge_to_name() -> None:
    told = refusal("default")
    assert "--no-outcomes" in told
    assert "leave it out, or name an NLI cross-encoder" in told


@pytest.mark.parametrize("name", ["nobody/has-this-nli", "not-here", "./no/such/folder"])
def test_a_name_that_is_not_here_is_not_fetched_unasked(name: str, no_hub: list[str]) -> None:
    told = refusal(name)
    assert f"no model folder {name} here" in told
    assert "allow_download" in told
    assert no_hub == []


def test_with_leave_the_hub_is_asked(no_hub: list[str]) -> None:
    told = refusal("nobody/has-this-nli", allow_download=True)
    assert "can't be had from the Hugging Face hub" in told
    assert "allow_download" not in told
    assert no_hub


@pytest.mark.usefixtures("no_hub")
def test_a_hub_model_that_is_on_this_machine_needs_no_leave(nli: Path, tmp_path: Path) -> None:
    repository = tmp_path / "hub" / "models--cross-encoder--tiny"
    (repository / "refs").mkdir(parents=True)
    (repository / "refs" / "main").write_text("0" * 40)
    shutil.copytree(nli, repository / "snapshots" / ("0" * 40))
    for name in ("cross-encoder/tiny", "tiny"):
        judge = open_judge(name)
        assert (judge.name, judge.fingerprint) == (name, open_judge(nli).fingerprint)


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "neither modules.json nor config.json" in refusal(tmp_path / "empty")


@pytest.mark.parametrize("pickled", [True, False])
def test_weights_that_are_not_safetensors_are_refused(own_nli: Path, pickled: bool) -> None:
    weights = own_nli / "model.safetensors"
    if pickled:
        weights.rename(own_nli / "pytorch_model.bin")
    else:
        weights.unlink()
    assert "no safetensors weights" in refusal(own_nli)


def test_code_of_its_own_is_refused(own_nli: Path) -> None:
    (own_nli / "modules.json").write_text('[{"type": "evil.Module", "path": ""}]')
    assert "code of its own" in refusal(own_nli)


def test_code_named_in_the_configuration_is_not_run(own_nli: Path, tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    (own_nli / "evil.py").write_text(f"open({str(mark)!r}, 'w')\nclass C: ...\n")
    edit_config(
        own_nli,
        lambda c: c.update(
            auto_map={"AutoModelForSequenceClassification": "evil.C"},
            sentence_transformers={"activation_fn": "evil.C"},
        ),
    )
    assert open_judge(own_nli).judge([pair("yes", "no")])
    assert not mark.exists()


@pytest.mark.parametrize("broken", ["model.safetensors", "tokenizer.json"])
def test_a_model_that_cannot_be_loaded_is_one_line(own_nli: Path, broken: str) -> None:
    (own_nli / broken).write_bytes(b"{}")
    with pytest.raises(ModelError, match="can't load the judge tiny-nli") as caught:
        open_judge(own_nli).judge([pair("yes", "no")])
    assert "\n" not in str(caught.value)


def test_weights_that_are_not_numbers_are_noticed(own_nli: Path) -> None:
    from safetensors.numpy import load_file, save_file

    weights = load_file(own_nli / "model.safetensors")
    weights["classifier.bias"] = np.full_like(weights["classifier.bias"], np.nan)
    save_file(weights, own_nli / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(ModelError, match="did not give three numbers for each pair"):
        open_judge(own_nli).judge([pair("yes", "no")])

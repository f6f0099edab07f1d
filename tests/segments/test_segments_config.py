"""``segments:`` as a CX lead writes it: short and long forms, and every mistake with its line."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest
import yaml

from cx_audit.cli.segments import read_segments
from cx_audit.config import Config, load_config
from cx_audit.errors import ConfigError

LONG = """
sources:
  - path: exports/nova
    audience: Nova
segments:
  region: [EU, US]
  tier:
    gold:
    silver: [silver members, zilver]
  brand:
    Nova: {words: {en: Nova Store, nl: [Nova-winkel]}}
    Halo:
      words: []
      where:
        - {channel: halo-chat, field: {shop: H}}
        - path: exports/halo
    DACH: {includes: [DE, AT]}
"""


def _load(tmp_path: Path, text: str) -> Config:
    path = tmp_path / "cx-audit.yml"
    path.write_text(text, encoding="utf-8")
    return load_config(path)


def test_all_forms_at_once(tmp_path: Path) -> None:
    config = _load(tmp_path, LONG)
    assert list(config.segments["region"]) == ["EU", "US"]
    assert config.segments["tier"]["gold"].words is None
    assert config.segments["tier"]["silver"].words == {"": ("silver members", "zilver")}
    assert config.segments["brand"]["Nova"].words == {"en": ("Nova Store",), "nl": ("Nova-winkel",)}
    assert config.segments["brand"]["Halo"].words == {"": ()}
    segments = read_segments(config, tmp_path)
    assert segments is not None
    assert [len(values) for values in segments.dimensions.values()] == [2, 2, 3]
    paths = [where.paths for where, _ in segments.rules if where.paths]
    assert [one[-1].rpartition("exports/")[2] for one in paths] == ["halo", "nova"]


def test_an_audience_without_segments(tmp_path: Path) -> None:
    segments = read_segments(_load(tmp_path, "sources: [{path: a, audience: 'EU, gold'}]"), tmp_path)
    assert segments is not None
    assert segments.rules[0][1] == {"region=EU", "tier=gold"}
    assert not segments.dimensions


def test_none_declared(tmp_path: Path) -> None:
    assert read_segments(_load(tmp_path, "region: NL"), tmp_path) is None


@pytest.mark.parametrize(
    ("text", "line", "wrong"),
    [
        ("segments:\n  region: [EU]\n", 2, "at least 2"),
        ("segments:\n  region: [EU, EU]\n", 2, "names a segment twice"),
        ("segments:\n  Region: [EU, US]\n", 2, "pattern"),
        ("segments:\n  region:\n    EU: {wrods: [x]}\n    US:\n", 3, "did you mean words"),
        ("segments:\n  region:\n    EU:\n      where:\n        - chanel: faq\n    US:\n", 5, "did you mean channel"),
        ("segments:\n  region:\n    EU:\n      where:\n        - {}\n    US:\n", 5, "say which answers"),
        ("segments:\n  region:\n    EU: {words: {english: [x]}}\n    US:\n", 3, "pattern"),
        ("sources:\n  - path: a\n    audience: ''\n", 3, "audience"),
    ],
)
def test_mistakes_with_their_lines(tmp_path: Path, text: str, line: int, wrong: str) -> None:
    with pytest.raises(ConfigError, match=wrong) as caught:
        _load(tmp_path, text)
    assert f"line {line}:" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_editor_takes_what_we_take() -> None:
    schema = Config.model_json_schema()
    jsonschema.validate(yaml.safe_load(LONG), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"segments": {"region": ["EU"]}}, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"segments": {"region": {"EU": {"wrods": "x"}, "US": None}}}, schema)

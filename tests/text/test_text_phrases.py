"""The phrase file: complete, without repeats, and loud when it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from text_samples import LANGUAGES

from cx_audit.errors import ConfigError
from cx_audit.resources import packaged
from cx_audit.text import phrases as module
from cx_audit.text.phrases import phrases

FILE = yaml.safe_load((packaged("rules") / "text" / "phrases.yml").read_text(encoding="utf-8"))


def test_all_languages_have_what_they_need() -> None:
    assert set(LANGUAGES) - {"xx"} <= set(FILE)
    for entry in FILE.values():
        assert {"greetings", "salutations", "addressees", "closings", "thanks", "abbreviations", "clauses"} <= set(
            entry
        )


@pytest.mark.parametrize("language", FILE)
def test_no_phrase_is_listed_twice(language: str) -> None:
    for name, words in FILE[language].items():
        assert len(words) == len(set(words)), f"{language}.{name}"


@pytest.mark.parametrize(
    ("language", "typed"),
    [("de", "VIELE GRÜSSE"), ("de", "Viele Grüße"), ("de", "viele gruesse"), ("fr", "A BIENTOT"), ("vi", "Tran trong"),
     ("vi", "Tra\u0302n tro\u0323ng"), ("ar", "مع التحيّة"), ("ar", "مع اطيب التحيات"), ("es", "Un  saludo")],
)  # fmt: skip
def test_phrases_match_as_people_type_them(language: str, typed: str) -> None:
    assert phrases(language).closing.fullmatch(typed)


def test_a_wrong_file_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "phrases.yml").write_text("en: {greetingz: [hi]}")
    monkeypatch.setattr(module, "packaged", lambda name: tmp_path)
    module._entries.cache_clear()
    try:
        with pytest.raises(ConfigError, match=r"phrases\.yml.*greetingz"):
            module._entries()
    finally:
        module._entries.cache_clear()

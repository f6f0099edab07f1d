"""Which language a text is in: what the record says, else what the configured languages suggest."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

__all__ = ["LanguageDetector", "base_language"]


def base_language(locale: str) -> str:
    """``nl-BE`` and ``nl_BE`` -> ``nl``."""
    return locale.replace("_", "-").split("-")[0].strip().lower()


@cache
def _identifier(languages: tuple[str, ...]) -> Any:
    # loads a 5 MB model: only when a text has no locale. The package's own npz file, no pickle.
    from py3langid.langid import LanguageIdentifier, MODEL_FILE

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    known = [name for name in languages if name in set(identifier.labels)]
    if known:
        identifier.set_languages(known)
    return identifier


class LanguageDetector:
    """Detects among ``languages`` (ISO 639-1); the first is the fallback for texts without words."""

    def __init__(self, languages: Sequence[str]) -> None:
        self.languages = tuple(dict.fromkeys(base_language(name) for name in languages)) or ("en",)

    def detect(self, text: str) -> str:
        """The likeliest configured language of ``text``."""
        if len(self.languages) == 1 or not any(c.isalpha() for c in text):
            return self.languages[0]
        language, _ = _identifier(self.languages).classify(text[:2000])
        return str(language)

"""Which language a text is in: what the record says, else what the configured languages suggest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Protocol

__all__ = ["LanguageDetector", "base_language"]

_NOT_WORDS = re.compile(r"(?<!\S)\S*?(?:@|://|www\.)\S*|[\d…]+")


def base_language(locale: str) -> str:
    """``nl-BE``, ``nl_BE`` and ``nl_BE.UTF-8`` -> ``nl``."""
    return re.split(r"[-_.@]", locale.strip(), maxsplit=1)[0].lower()


class _Identifier(Protocol):
    def classify(self, text: str) -> tuple[str, float]: ...


@cache
def _identifier(languages: tuple[str, ...]) -> _Identifier | None:
    # loads a 5 MB model: only when a text has no locale. The package's own npz file, no pickle.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    known = [name for name in languages if name in set(identifier.labels)]
    if not known:
        return None
    identifier.set_languages(known)
    found: _Identifier = identifier
    return found


class LanguageDetector:
    """Detects among ``languages`` (ISO 639-1); the first is the fallback for texts without words."""

    def __init__(self, languages: Sequence[str]) -> None:
        self.languages = tuple(dict.fromkeys(base_language(name) for name in languages)) or ("en",)

    def detect(self, text: str) -> str:
        """The likeliest configured language of ``text``; addresses and numbers don't count."""
        words = _NOT_WORDS.sub(" ", text[:2000])
        if len(self.languages) == 1 or not any(c.isalpha() for c in words):
            return self.languages[0]
        identifier = _identifier(self.languages)
        if identifier is None:
            return self.languages[0]
        language, _ = identifier.classify(words)
        return language

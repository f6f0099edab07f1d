"""Turn a channel's own text into clean text that remembers where each character came from."""

from cx_audit.text.boilerplate import Parts, split_boilerplate
from cx_audit.text.clean import PLACEHOLDER, Clean, clean, clean_question, has_words
from cx_audit.text.language import LanguageDetector, base_language
from cx_audit.text.segment import Segment, sentences, statements

__all__ = [
    "PLACEHOLDER",
    "Clean",
    "LanguageDetector",
    "Parts",
    "Segment",
    "base_language",
    "clean",
    "clean_question",
    "has_words",
    "sentences",
    "split_boilerplate",
    "statements",
]

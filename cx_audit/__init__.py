"""Find every question where a company's support channels tell customers different things.

from cx_audit import Answer, audit

report = audit([
    Answer("1", "faq", "How long may I return it?", "Within 30 days."),
    Answer("2", "macro", "Returns: window", "You have 14 days to return it."),
])
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cx_audit.errors import CxAuditError
from cx_audit.model import Answer, Finding, Report, Skipped

__all__ = ["Answer", "CxAuditError", "Finding", "Report", "Skipped", "__version__", "audit"]

__version__ = "0.1.0"


def audit(answers: Iterable[Answer | Skipped], *, languages: Sequence[str] = (), model: str | None = None) -> Report:
    """Group the answers by the question they answer, and tell where they disagree; ids must differ.

    Args:
        answers: what the channels say; ``cx_audit.sources.read_all`` reads them from files.
        languages: what an answer without a locale may be written in; all that have a pack unless given.
        model: a sentence-transformers model, by name or folder; the packaged one unless given.

    Raises:
        NothingToExamine: not one answer with words.
        ModelError: the model can't be loaded.
    """
    # late: a program that only wants the types should not wait for numpy and scipy
    from cx_audit.embed import NoProgress, VectorCache, default_cache_path, embed, open_encoder
    from cx_audit.pipeline import Settings, run
    from cx_audit.resources import pack_languages

    encoder = open_encoder(model)
    cache = VectorCache(default_cache_path())
    settings = Settings(
        languages=tuple(languages) or pack_languages(), model=f"{encoder.name}@{encoder.fingerprint[:12]}"
    )
    return run(answers, settings, lambda texts: embed(texts, "query", encoder, cache, NoProgress()))

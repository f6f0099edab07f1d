"""What the outputs of a model mean, by the names in its own configuration. Its files are not trusted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cx_audit.embed.model_folder import read_settings
from cx_audit.errors import ModelError

__all__ = ["Labels", "read_labels"]

_NAMES = frozenset({"contradiction", "entailment", "neutral"})
_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Labels:
    """Which output is which."""

    contradiction: int
    entailment: int
    neutral: int


def _named(settings: object) -> dict[int, str]:
    labels = settings.get("id2label") if isinstance(settings, dict) else None
    if not isinstance(labels, dict):
        return {}
    return {int(at): str(name) for at, name in labels.items() if str(at).isascii() and str(at).isdigit()}


def read_labels(folder: Path) -> Labels:
    """Read ``id2label`` of a model's config.json: contradiction, entailment and neutral, in any case and order.

    Raises:
        ModelError: other labels, or none.
    """
    named = _named(read_settings(folder / "config.json"))
    place = {name.strip().lower(): at for at, name in named.items()}
    if set(place) != _NAMES or set(named) != {0, 1, 2}:
        told = ascii(", ".join(name for _, name in sorted(named.items()))[:_SHOWN]).strip("'\"") or "none"
        raise ModelError(
            f"can't judge: its labels are {told}, not contradiction, entailment and neutral",
            path=folder / "config.json",
            remedy="name a cross-encoder trained on natural-language inference (NLI)",
        )
    return Labels(**place)

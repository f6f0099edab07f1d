"""``segments:`` and ``sources: audience:`` of the configuration, as the room of segments takes them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cx_audit.cli.spellings import spellings

if TYPE_CHECKING:
    from cx_audit.config import Config, SegmentConfig, WhereConfig
    from cx_audit.segments import Segments, Spec, Where

__all__ = ["read_segments"]


def read_segments(config: Config, base: Path) -> Segments | None:
    """The declared segments, whose paths start from ``base``; None where the configuration names no audience.

    Raises:
        ConfigError: two segments are the same, or a word can't be looked for.
    """
    audiences = [source for source in config.sources if source.audience]
    if not config.segments and not audiences:
        return None
    from cx_audit.segments import AudienceRule, Where, declare

    declared = {
        dimension: {name: _spec(told, base) for name, told in values.items()}
        for dimension, values in config.segments.items()
    }
    rules = [
        AudienceRule(Where(paths=spellings(base / source.path)), source.audience)
        for source in audiences
        if source.audience
    ]
    return declare(declared, rules)


def _spec(told: SegmentConfig, base: Path) -> Spec:
    from cx_audit.segments import Spec

    return Spec(told.words, tuple(_where(one, base) for one in told.where), told.includes)


def _where(told: WhereConfig, base: Path) -> Where:
    from cx_audit.segments import Where

    return Where(
        channel=told.channel,
        paths=spellings(base / told.path) if told.path else (),
        url=told.url,
        locale=told.locale,
        fields=dict(told.field),
    )

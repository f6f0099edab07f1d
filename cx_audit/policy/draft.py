"""A first policy as text: what the channels agree on, and as comments what they don't."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import yaml

__all__ = ["Agreed", "Disputed", "Drafted", "Voice", "draft"]

_HEAD = """\
# A first policy, drafted from what your channels say. Read each line before you rely on it: that all agree doesn't
# make it right. What they don't agree on stands below its key as a comment: keep the right line, without the #.
# docs/policy.md tells what else a policy can hold. Check it with: cx-audit policy show {name}
"""
_WIDTH = 10_000


@dataclass(frozen=True, slots=True)
class Voice:
    """How many answers of a channel say a value."""

    channel: str
    answers: int


@dataclass(frozen=True, slots=True)
class Agreed:
    """One value that two channels or more say, and nobody denies."""

    key: str
    title: str
    segment: str | None
    value: str
    voices: tuple[Voice, ...]


@dataclass(frozen=True, slots=True)
class Disputed:
    """Several values, each with who says it, the most said first."""

    key: str
    title: str
    segment: str | None
    said: tuple[tuple[str, tuple[Voice, ...]], ...]


Drafted = Agreed | Disputed


def _scalar(text: str) -> str:
    """A text as YAML, quoted only where it must be; one line."""
    return yaml.safe_dump(" ".join(text.split()), allow_unicode=True, width=_WIDTH).removesuffix("\n...\n").rstrip("\n")


def _comment(text: str) -> str:
    """Words of others within a comment: one line, nothing but what can be printed."""
    return "".join(character for character in " ".join(text.split()) if character.isprintable())[:200]


def _voices(voices: Sequence[Voice]) -> str:
    count = sum(voice.answers for voice in voices)
    told = ", ".join(f"{_comment(voice.channel)} {voice.answers}" for voice in voices)
    return f"{count} answer{'' if count == 1 else 's'}: {told}"


def _plain(items: Sequence[Drafted]) -> list[str]:
    """The lines of one key that has one value for everyone, or none."""
    (item,) = items
    if isinstance(item, Agreed):
        return [f"{item.key}: {_scalar(item.value)}  # {_voices(item.voices)}"]
    out = [f"# {item.key}: the channels don't agree"]
    return out + [f"# {item.key}: {_scalar(value)}  # {_voices(voices)}" for value, voices in item.said]


def _segments(key: str, items: Sequence[Drafted]) -> list[str]:
    """The lines of a key with values by segment."""
    agreed = [item for item in items if isinstance(item, Agreed)]
    out = [f"{key}:"] if agreed else [f"# {key}: the channels don't agree"]
    for item in items:
        whom = _scalar(item.segment or "default")
        if isinstance(item, Agreed):
            out.append(f"  {whom}: {_scalar(item.value)}  # {_voices(item.voices)}")
        else:
            out += [f"#  {whom}: {_scalar(value)}  # {_voices(voices)}" for value, voices in item.said]
    return out


def draft(items: Sequence[Drafted], name: str = "policy.yml") -> str:
    """The text of a policy file.

    Args:
        items: what was found, in the order of their keys.
        name: what the file will be called, for its own words.
    """
    out = [_HEAD.format(name=_comment(name))]
    for key, found in groupby(items, key=lambda item: item.key):
        several = list(found)
        alone = len(several) == 1 and several[0].segment is None
        out.append(
            "\n".join([f"# {_comment(several[0].title)}", *(_plain(several) if alone else _segments(key, several))])
        )
    return "\n".join(out) + "\n"

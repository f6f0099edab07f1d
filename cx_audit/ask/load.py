"""The bots that come with cx-audit (``rules/bots``), and those in a file of the user's."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml
from pydantic import ValidationError

from cx_audit.ask.bot import Bot
from cx_audit.errors import ConfigError, UsageError
from cx_audit.resources import packaged
from cx_audit.yaml_lines import Key, lines_of, named, refuse_hostile

__all__ = ["bot_names", "load_bot", "named_bot"]

_MAX_BYTES = 200_000
_REMEDY = "see docs/ask.md"


def bot_names() -> tuple[str, ...]:
    """The bots that come with cx-audit.

    Raises:
        ConfigError: the installation lacks its rules.
    """
    found = (entry.name for entry in (packaged("rules") / "bots").iterdir())
    return tuple(sorted(name.removesuffix(".yml") for name in found if name.endswith(".yml")))


def named_bot(name: str, base: Path) -> tuple[str, Bot]:
    """A bot of ours by name, or that of a YAML file; ``base`` is where the path starts. With its name for people.

    Raises:
        UsageError: neither.
        ConfigError: the file is broken; the message names every line.
    """
    if name in bot_names():
        path = packaged("rules") / "bots" / f"{name}.yml"
        return name, load_bot(path.read_text(encoding="utf-8"), f"{name}.yml")
    file = base / name
    if not file.is_file():
        raise UsageError(f"no bot {name}", remedy=f"one of {', '.join(bot_names())}, or a YAML file of yours")
    try:
        if file.stat().st_size > _MAX_BYTES:
            raise ConfigError("is larger than 200 kB", path=file, remedy="a bot is a short text file")
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError("is not UTF-8", path=file, remedy="save it as UTF-8") from error
    except OSError as error:
        raise ConfigError(f"can't be read: {error.strerror}", path=file) from error
    return file.stem, load_bot(text, file)


def load_bot(text: str, path: str | Path) -> Bot:
    """The bot that a YAML text describes.

    Raises:
        ConfigError: not YAML, or not a bot; all that is wrong, with its lines.
    """
    try:
        refuse_hostile(text, path, yaml.SafeLoader, remedy=_REMEDY)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        raw = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or error
        raise ConfigError(f"not valid YAML: {problem}", path=path, line=mark.line + 1 if mark else None) from error
    except ValueError as error:
        raise ConfigError(f"holds a value that can't be read: {error}", path=path, remedy=_REMEDY) from error
    lines, problems = lines_of(node)
    bot = None
    try:
        bot = Bot.model_validate(raw)
    except ValidationError as error:
        problems += _explain(error, lines)
    if bot is None or problems:
        listed = "; ".join(f"line {line}: {problem}" for line, problem in sorted(problems))
        raise ConfigError(listed, path=path, remedy=_REMEDY)
    return bot


def _explain(error: ValidationError, lines: Mapping[Key, int]) -> list[tuple[int, str]]:
    out = []
    for item in error.errors(include_url=False, include_input=False):
        where = tuple(item["loc"])
        known = next((where[:n] for n in range(len(where), -1, -1) if where[:n] in lines), ())
        what = "unknown key" if item["type"] == "extra_forbidden" else item["msg"][:1].lower() + item["msg"][1:]
        out.append((lines.get(known, 1), f"{named(where, 'the bot')}: {what}"))
    return out

"""From options and the configuration to a bot that can be asked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cx_audit.ask.asker import Live
from cx_audit.ask.bot import Bot, Setting, Value
from cx_audit.ask.load import bot_names, named_bot
from cx_audit.ask.template import settle
from cx_audit.config import AskConfig
from cx_audit.errors import UsageError

__all__ = ["make_live", "resolve"]

_MAX_FILE = 200_000


def resolve(told: AskConfig | None, **options: Any) -> AskConfig:  # noqa: ANN401 - the types of AskConfig's fields
    """The configuration with what was said on the command line; None leaves it as it is."""
    return (told or AskConfig()).model_copy(
        update={name: value for name, value in options.items() if value is not None}
    )


def make_live(chosen: AskConfig, base: Path, options: Mapping[str, str], *, from_config: bool) -> Live:
    """The bot, with its settings: those of the command line win.

    Args:
        chosen: what to ask and how.
        base: where paths of the configuration start.
        options: settings named on the command line; files among them start where the user stands.
        from_config: whether the configuration names the bot.

    Raises:
        UsageError: no bot named, none of that name, or a setting that is missing or wrong.
        ConfigError: its file is broken.
    """
    if not chosen.bot:
        names = ", ".join(bot_names())
        raise UsageError("no bot named", remedy=f"--bot with one of {names}, or a YAML file of yours; see docs/ask.md")
    name, bot = named_bot(chosen.bot, base if from_config else Path.cwd())
    given = {key: _value(key, value, bot, base) for key, value in chosen.settings.items()}
    given |= {key: _value(key, value, bot, Path.cwd()) for key, value in options.items()}
    bot = bot.model_copy(update={"locales": {**bot.locales, **chosen.locales}})
    return Live(name, bot, settle(bot, given), chosen.session, chosen.not_understood)


def _value(name: str, value: Value, bot: Bot, base: Path) -> Value:
    setting = bot.settings.get(name, Setting(about="unknown"))
    if setting.file:
        return _text(name, base / str(value))
    if not setting.number:
        return str(value)
    try:
        number = float(value)
    except ValueError:
        raise UsageError(f"{name}: {str(value)[:100]} is no number", remedy=setting.about) from None
    return int(number) if number.is_integer() else number


def _text(name: str, path: Path) -> str:
    try:
        if path.stat().st_size > _MAX_FILE:
            raise UsageError(f"{name}: is larger than 200 kB", path=path, remedy="shorten it")
        return path.read_text(encoding="utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise UsageError(f"{name}: is not UTF-8", path=path, remedy="save it as UTF-8") from error
    except OSError as error:
        raise UsageError(f"{name}: can't be read: {error.strerror}", path=path, remedy="name the file") from error

"""The options of ``cx-audit ask``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = [
    "BotOption",
    "ConcurrencyOption",
    "DryRunOption",
    "FreshOption",
    "FromOption",
    "IntoOption",
    "LimitOption",
    "OnlyOption",
    "PerMinuteOption",
    "SessionOption",
    "SetOption",
    "TimesOption",
    "WordingsOption",
    "YesOption",
]

BotOption = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="The bot: dialogflow-cx, dialogflow-es, lex, openai, rasa, or a YAML file."),
]
SetOption = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="A setting of the bot, such as url=https://...; repeatable."),
]
WordingsOption = Annotated[
    int | None, typer.Option(min=1, max=20, metavar="N", help="Ask each question in up to N wordings; default 2.")
]
TimesOption = Annotated[
    int | None, typer.Option(min=1, max=50, metavar="N", help="Ask each wording N times; default 1.")
]
OnlyOption = Annotated[str | None, typer.Option(metavar="LANG", help="Ask in this language only, such as nl.")]
FromOption = Annotated[
    list[str] | None,
    typer.Option("--from", metavar="CHANNEL", help="Ask only what this channel answers; repeatable."),
]
LimitOption = Annotated[int | None, typer.Option(min=1, metavar="N", help="Ask the first N questions.")]
IntoOption = Annotated[
    Path | None, typer.Option(metavar="FILE.jsonl", help="Where to record; default chatbot-replies.jsonl.")
]
ConcurrencyOption = Annotated[
    int | None, typer.Option(min=1, max=32, metavar="N", help="Ask N questions at a time; default 2.")
]
PerMinuteOption = Annotated[
    float | None, typer.Option(min=0.1, max=100_000, metavar="N", help="Send at most N requests a minute.")
]
SessionOption = Annotated[
    str | None, typer.Option(metavar="TEXT", help="Another text makes other conversations with the same bot.")
]
FreshOption = Annotated[bool, typer.Option("--fresh", help="Begin again, whatever a cut run has asked.")]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Show what would be asked; send nothing.")]
YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Ask the bot without asking you first.")]

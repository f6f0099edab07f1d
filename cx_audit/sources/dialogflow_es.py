"""Dialogflow ES agents, as the console exports them: a folder, or the zip itself.

Only intents and training phrases are kept. ``agent.json`` is read for its language and nothing else: old
exports hold secret keys there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import PurePosixPath

from cx_audit.errors import SourceError, UnsafeInput
from cx_audit.model import Answer, Place, Skipped
from cx_audit.sources.dialogflow_intent import has_media, replies, utterances
from cx_audit.sources.encoding import decode, peek
from cx_audit.sources.files import File
from cx_audit.sources.ids import squeeze
from cx_audit.sources.intents import Intent, intent_answers
from cx_audit.sources.interface import CERTAIN, Item, Reason, skip
from cx_audit.sources.jsontext import json_under, parse_json, string_line, text_of

__all__ = ["DialogflowES"]

_USERSAYS = re.compile(r"(?P<intent>.+)_usersays_(?P<locale>[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)\Z")
_INTENT = re.compile(r'"(?:responses|fallbackIntent|webhookUsed)"\s*:')
_AGENT = re.compile(r'"(?:defaultTimezone|supportedLanguages|enabledKnowledgeBaseNames)"\s*:')
_WELCOME = "Default Welcome Intent"
_LAST_SECOND = 253_402_300_800  # the year 10000
_SMALL_TALK = re.compile(r"customSmalltalkResponses_[\w-]+\Z")


@dataclass(slots=True)
class _Agent:
    """The default language ("" where unknown), the intents, and the phrases of each by language."""

    locale: str = ""
    intents: list[File] = field(default_factory=list)
    phrases: dict[str, dict[str, list[str]]] = field(default_factory=dict)


class DialogflowES:
    """The texts of a bot's intents, one per language and wording, with their training phrases."""

    name = "dialogflow-es"
    default_channel: str | None = "chatbot"

    def detect(self, item: Item) -> float:
        """By an agent's own file with intents, or intents with their training phrases."""
        folders = {above.as_posix() for file in item.files for above in PurePosixPath(file.path).parents}
        return CERTAIN if any(self.claim(folder, item.files) for folder in sorted(folders)) else 0.0

    def claim(self, folder: str, files: Sequence[File]) -> tuple[File, ...]:
        """The files of the agent whose ``intents`` stand in the folder, or of the ``intents`` folder itself."""
        inner = json_under(folder, files)
        intents = [file for path, file in inner.items() if path.parent.as_posix() == "intents"]
        agent = [file for path, file in inner.items() if path.as_posix() == "agent.json" and _AGENT.search(peek(file))]
        if any(map(_is_intent, intents)) and (agent or any(map(_is_phrases, intents))):
            return tuple(file for path, file in inner.items() if _belongs(path))
        direct = [file for path, file in inner.items() if len(path.parts) == 1]
        return tuple(direct) if any(map(_is_intent, direct)) and any(map(_is_phrases, direct)) else ()

    def read(self, item: Item) -> Iterator[Answer | Skipped]:
        """The answers by intent and language."""
        agent = _Agent()
        for file in (file for file in item.files if file.ending == "json"):
            try:
                yield from _take(item, agent, file)
            except UnsafeInput:
                raise
            except SourceError as error:
                yield skip(file.path, Reason.BROKEN_JSON, str(error))
        for file in agent.intents:
            try:
                yield from _intent(item, agent, file)
            except UnsafeInput:
                raise
            except SourceError as error:
                yield skip(file.path, Reason.BROKEN_JSON, str(error))


def _is_intent(file: File) -> bool:
    return not _is_phrases(file) and bool(_INTENT.search(peek(file)))


def _is_phrases(file: File) -> bool:
    return _USERSAYS.fullmatch(file.stem) is not None


def _belongs(path: PurePosixPath) -> bool:
    """Whether a path inside an agent's folder is part of its export."""
    if len(path.parts) == 1:
        return path.name in ("agent.json", "package.json") or bool(_SMALL_TALK.match(path.stem))
    return len(path.parts) == 2 and path.parts[0] in ("intents", "entities", "knowledgeBases")


def _take(item: Item, agent: _Agent, file: File) -> Iterator[Skipped]:
    """Sort a file into the agent."""
    folder = PurePosixPath(file.path).parent.name
    phrases = _USERSAYS.fullmatch(file.stem)
    if file.name == "package.json" or folder in ("entities", "knowledgeBases"):
        return
    if file.name == "agent.json":
        data = parse_json(decode(file, item.limits.max_whole), file.path)
        agent.locale = text_of(data.get("language")) if isinstance(data, dict) else ""
    elif _SMALL_TALK.match(file.stem):
        data = parse_json(decode(file, item.limits.max_whole), file.path)
        if isinstance(data, list) and data:
            yield skip(file.path, Reason.SMALL_TALK, file.path, count=len(data))
    elif phrases:
        said = utterances(parse_json(decode(file, item.limits.max_whole), file.path))
        intent = (PurePosixPath(file.path).parent / phrases["intent"]).as_posix()
        agent.phrases.setdefault(intent, {})[phrases["locale"]] = said
    else:
        agent.intents.append(file)


def _intent(item: Item, agent: _Agent, file: File) -> Iterator[Answer | Skipped]:
    text = decode(file, item.limits.max_whole)
    intent = parse_json(text, file.path)
    if not isinstance(intent, dict):
        raise SourceError("broken JSON: an intent must be an object", path=file.path, line=1)
    name = squeeze(text_of(intent.get("name"))) or file.stem
    where = f"{file.path}: {name}"
    said = list(replies(intent, agent.locale))
    if text_of(intent.get("fallbackIntent")) == "true":
        yield skip(file.path, Reason.FALLBACK, where)
    elif name == _WELCOME or "WELCOME" in _events(intent):
        yield skip(file.path, Reason.GREETING, where)
    elif not said:
        yield skip(file.path, Reason.MEDIA_ONLY if has_media(intent) else Reason.NO_REPLY, where)
    else:
        # A follow-up ("yes", "the second one") means nothing without what came before, so it has only its name.
        phrases = agent.phrases.get(PurePosixPath(file.path).with_suffix("").as_posix(), {})
        own = text_of(intent.get("id"))
        asked = Intent(
            name=name,
            phrases={} if text_of(intent.get("parentId")) else phrases,
            locale=agent.locale,
            updated=_updated(text_of(intent.get("lastUpdate"))),
        )
        yield from intent_answers(
            item, asked, said, lambda reply: Place(file.path, string_line(text, reply.said), record=own or None)
        )


def _events(intent: dict[str, object]) -> set[str]:
    """The names of the events that set an intent off; WELCOME stands for the start of a conversation."""
    events = intent.get("events")
    if not isinstance(events, list):
        return set()
    return {text_of(event.get("name")) for event in events if isinstance(event, dict)}


def _updated(seconds: str) -> str | None:
    """The date of a count of seconds since 1970; 0 stands for never."""
    if not seconds.isdecimal() or not 0 < int(seconds[:12]) < _LAST_SECOND:
        return None
    return datetime.fromtimestamp(int(seconds), tz=UTC).date().isoformat()

"""Rasa 2 and 3 projects: domain, training examples, rules and stories together, or any one of these files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from cx_audit.errors import SourceError, UnsafeInput
from cx_audit.model import Answer, Place, Skipped
from cx_audit.sources.encoding import decode, peek
from cx_audit.sources.files import File
from cx_audit.sources.ids import short_hash, slug
from cx_audit.sources.interface import CERTAIN, Item, Reason, skip
from cx_audit.sources.rasa_project import Link, Project, Response, take_file
from cx_audit.sources.yamltext import parse_yaml

__all__ = ["Rasa"]

_ENDINGS = ("yml", "yaml")
_ANSWERS = re.compile(r"^(?:responses|nlu|rules|stories)[ \t]*:|^(?:intents|actions)[ \t]*:", re.M)
_RESPONSE = re.compile(r"^[ \t]+[\"']?utter_[^\s:]+[ \t]*:", re.M)
_TRAINING = re.compile(r"^[ \t]*-[ \t]+(?:intent|rule|story)[ \t]*:", re.M)
_SETTINGS = re.compile(r"^(?:pipeline|policies|recipe)[ \t]*:", re.M)
_INNER = {"data", "domain", "nlu", "core", "responses", "rules", "stories"}
_FALLBACK_INTENTS = {"nlu_fallback"}
_FALLBACK_RESPONSES = {"utter_default", "utter_fallback"}
_SENTENCE_END = re.compile(r"[.!。！…](?:\s|$)")
_MARKS = ("?", "؟", "？")


class Rasa:
    """The responses of a bot, each with the examples of the intent that leads to it."""

    name = "rasa"
    default_channel: str | None = "chatbot"

    def detect(self, item: Item) -> float:
        """By the keys of its YAML."""
        return CERTAIN if any(_is_rasa(file) for file in item.files) else 0.0

    def claim(self, folder: str, files: Sequence[File]) -> tuple[File, ...]:
        """All YAML of the project, where some stands in the folder itself or in the parts of a project."""
        ours = [file for file in files if _is_rasa(file)]
        if not any(_is_root(folder, file) for file in ours):
            return ()
        return tuple(file for file in files if file in ours or _is_settings(file))

    def read(self, item: Item) -> Iterator[Answer | Skipped]:
        """The answers by the name of the response; SourceError where its only file is broken."""
        project = Project()
        files = [file for file in item.files if file.ending in _ENDINGS]
        for file in files:
            try:
                text = decode(file, item.limits.max_whole)
                take_file(project, parse_yaml(text, file.path, item.limits.max_nodes), file.path)
            except UnsafeInput:
                raise
            except SourceError as error:
                if len(files) == 1:
                    raise
                yield skip(file.path, Reason.BROKEN_YAML, str(error))
        for name in sorted(project.responses):
            yield from _response(item, project, name, project.responses[name])


def _is_rasa(file: File) -> bool:
    if file.ending not in _ENDINGS:
        return False
    text = peek(file)
    return bool(_ANSWERS.search(text)) and bool(_RESPONSE.search(text) or _TRAINING.search(text))


def _is_settings(file: File) -> bool:
    return file.ending in _ENDINGS and bool(_SETTINGS.search(peek(file)))


def _is_root(folder: str, file: File) -> bool:
    """Whether a file stands in the folder, or in one below it that every Rasa project has."""
    inner = PurePosixPath(file.path).relative_to(folder).parts[:-1]
    return not inner or inner[0] in _INNER


def _response(item: Item, project: Project, name: str, variants: list[Response]) -> Iterator[Answer | Skipped]:
    links = project.linked(name)
    asked: list[Link | None] = [link for link in links if link.intent not in _FALLBACK_INTENTS]
    for variant in variants:
        reason = _why_not(project, name, variant, links)
        if reason is not None:
            yield skip(variant.path, reason, f"{variant.path}:{variant.line}: {name}")
            continue
        for link in asked or [None]:
            own = f"{name}@{link.intent}" if link and len(asked) > 1 else name
            if len(variants) > 1:
                own += f"-{short_hash([variant.text, variant.channel, variant.condition], 6)}"
            yield _answer(item, project, name, variant, link, own)


def _why_not(project: Project, name: str, variant: Response, links: list[Link]) -> Reason | None:
    """Why a response answers no question."""
    if not variant.text:
        return Reason.MEDIA_ONLY
    if links:
        return Reason.FALLBACK if {link.intent for link in links} <= _FALLBACK_INTENTS else None
    if name in _FALLBACK_RESPONSES:
        return Reason.FALLBACK
    if name in project.prompts:
        return Reason.FORM_PROMPT
    asks = variant.text.endswith(_MARKS) and not _SENTENCE_END.search(variant.text)
    return Reason.ASKS if asks else None


def _answer(item: Item, project: Project, name: str, variant: Response, link: Link | None, own: str) -> Answer:
    readable = " ".join(slug(name.removeprefix("utter_"), 200).split("-"))
    examples = project.examples.get(link.intent, []) if link else []
    intent_words = " ".join(slug(link.intent, 200).split("-")) if link else readable
    conditions = ", ".join(dict.fromkeys(filter(None, (variant.condition, link.condition if link else ""))))
    kept = {"linked": "" if link else "false", "reply_channel": variant.channel, "condition": conditions}
    return Answer(
        id=own,
        channel=item.given_channel or "chatbot",
        question=examples[0] if examples else intent_words or readable or name,
        text=variant.text,
        variants=tuple(examples[1:]),
        locale=project.language,
        intent=link.intent if link else None,
        place=Place(variant.path, variant.line, record=name),
        metadata={key: value for key, value in kept.items() if value},
    )

"""Botpress 12: questions and answers as its Q&A module exports them, or as they stand in a bot's own folder.

Source: the schema of the Q&A module's import and export (``qnas`` and ``contentElements``) and the layout of a bot
(``qna/ID.json``, ``content-elements/builtin_text.json``). Answers like ``#!builtin_text-ab12`` are looked up there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from cx_audit.errors import SourceError, UnsafeInput
from cx_audit.model import Answer, Markup, Place, Skipped
from cx_audit.sources.bubbles import Reply, dicts, wordings
from cx_audit.sources.encoding import decode, peek
from cx_audit.sources.files import File
from cx_audit.sources.ids import squeeze
from cx_audit.sources.intents import Intent, intent_answers, is_small_talk, locale_of, unique_phrases
from cx_audit.sources.interface import CERTAIN, Item, Reason, skip
from cx_audit.sources.jsontext import is_json, json_under, parse_json, string_lines, text_of

__all__ = ["Botpress"]

_QUESTIONS = re.compile(r'"questions"\s*:\s*\{')
_ANSWERS = re.compile(r'"answers"\s*:\s*\{')
_MARKS = re.compile(r'"(?:qnas|redirectFlow|redirectNode|contexts|category|enabled)"\s*:')
_CONTENT = re.compile(r'"formData"\s*:')
_ELEMENT = re.compile(r"#!([\w-]{1,100})\Z")
_FIELDS = ("text", "title", "markdown")


@dataclass(slots=True)
class _Bot:
    """The items with their files, and the content elements by id and language."""

    items: list[tuple[str, dict[str, object]]] = field(default_factory=list)
    elements: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    lines: dict[str, dict[str, int]] = field(default_factory=dict)


class Botpress:
    """The answers of each item, per language and wording. Items that are switched off or only redirect are skipped."""

    name = "botpress"
    default_channel: str | None = "chatbot"

    def detect(self, item: Item) -> float:
        """By questions and answers that are keyed by language, beside fields of the module's own."""
        return CERTAIN if any(map(_is_qna, item.files)) else 0.0

    def claim(self, folder: str, files: Sequence[File]) -> tuple[File, ...]:
        """A bot's ``qna`` files with its content elements."""
        ours = json_under(folder, files)
        items = [
            path for path, file in ours.items() if len(path.parts) == 2 and path.parts[0] == "qna" and _is_qna(file)
        ]
        if not items:
            return ()
        return tuple(file for path, file in ours.items() if path.parts[0] in ("qna", "content-elements"))

    def read(self, item: Item) -> Iterator[Answer | Skipped]:
        """The answers in the order of the files; SourceError where the only one is broken."""
        bot = _Bot()
        for file in item.files:
            try:
                text = decode(file, item.limits.max_whole)
                _take(bot, file.path, parse_json(text, file.path), "content-elements" in file.path.split("/"))
                bot.lines[file.path] = string_lines(text)
            except UnsafeInput:
                raise
            except SourceError as error:
                if len(item.files) == 1:
                    raise
                yield skip(file.path, Reason.BROKEN_JSON, str(error))
        for path, entry in bot.items:
            yield from _entry(item, bot, path, entry)


def _is_qna(file: File) -> bool:
    head = peek(file)
    if not is_json(file):
        return False
    return all(pattern.search(head) for pattern in (_QUESTIONS, _ANSWERS, _MARKS))


def _take(bot: _Bot, path: str, data: object, content: bool) -> None:
    """Add an export, an item, or a file of content elements."""
    if isinstance(data, list):
        found, elements = (data, data) if content else (data, [])
    elif isinstance(data, dict) and "qnas" in data:
        found, elements = data.get("qnas"), data.get("contentElements")  # type: ignore[assignment]
    else:
        found, elements = [data], []
    bot.items += [(path, entry) for entry in dicts(found) if "data" in entry and not content]
    for element in dicts(elements):
        form = element.get("formData")
        if isinstance(form, dict):
            bot.elements[text_of(element.get("id"))] = _texts(form)


def _texts(form: dict[str, object]) -> dict[str, tuple[str, ...]]:
    """What a content element says by language: its text and its variations."""
    found: dict[str, list[str]] = {}
    for name, value in sorted(form.items()):
        key, _, locale = name.partition("$")
        texts = value if isinstance(value, list) else [value]
        if key in _FIELDS or key == "variations":
            found.setdefault(locale_of(locale), []).extend(text for text in texts if isinstance(text, str))
    return {locale: wordings(list(texts)) for locale, texts in found.items()}


def _entry(item: Item, bot: _Bot, path: str, entry: dict[str, object]) -> Iterator[Answer | Skipped]:
    held = entry.get("data")
    data = held if isinstance(held, dict) else {}
    own = squeeze(text_of(entry.get("id")))
    lines = bot.lines.get(path, {})
    where = f"{path}:{lines.get(own, 1)}: {own}"
    asked = {locale: unique_phrases(texts) for locale, texts in _by_language(data.get("questions")).items()}
    answers = _by_language(data.get("answers"))
    replies, shown = _replies(bot, answers)
    first = next((phrases[0] for phrases in asked.values() if phrases), "")
    reason: Reason | None = None
    if data.get("enabled") is False or text_of(data.get("enabled")).lower() == "false":
        reason = Reason.INACTIVE
    elif is_small_talk(own):
        reason = Reason.SMALL_TALK
    elif not replies:
        redirects = text_of(data.get("action")) == "redirect"
        reason = Reason.NO_REPLY if redirects else Reason.MEDIA_ONLY if shown else Reason.EMPTY
    elif not first and not own:
        reason = Reason.NO_QUESTION
    if reason is not None:
        yield skip(path, reason, where)
        return
    contexts = data.get("contexts")
    named = [context for context in map(text_of, contexts if isinstance(contexts, list) else []) if context != "global"]
    intent = Intent(own or first, asked, title=first, markup=Markup.MARKDOWN)
    for answer in intent_answers(
        item, intent, replies, lambda reply: Place(path, lines.get(reply.said, lines.get(own)), record=own or None)
    ):
        yield _with_contexts(answer, named)


def _with_contexts(answer: Answer, contexts: Sequence[str]) -> Answer:
    return replace(answer, metadata={**answer.metadata, "contexts": ", ".join(contexts)}) if contexts else answer


def _replies(bot: _Bot, answers: dict[str, list[str]]) -> tuple[list[Reply], bool]:
    """Each wording in each language; whether there is anything that could not be read as words."""
    found: dict[tuple[str, str], Reply] = {}
    shown = False
    for locale, texts in answers.items():
        for text in texts:
            element = _ELEMENT.match(text.strip())
            shown = shown or element is not None
            known = bot.elements.get(element.group(1), {}) if element else {}
            said = known.get(locale) or known.get("") or () if element else (text,)
            for words in said:
                found.setdefault((locale, words), Reply(locale, words, words))
    return list(found.values()), shown


def _by_language(value: object) -> dict[str, list[str]]:
    """Texts by language; a single text counts as one."""
    found: dict[str, list[str]] = {}
    for locale, texts in value.items() if isinstance(value, dict) else ():
        said = wordings(texts)
        if said:
            found[locale_of(str(locale))] = list(said)
    return found

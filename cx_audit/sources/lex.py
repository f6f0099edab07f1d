"""Amazon Lex V2 bots, as exported: the zip or the folder it unpacks to, one ``Intent.json`` per intent and locale.

Source: the Lex V2 developer guide ("JSON format for importing and exporting") and the V2 model building API, whose
names for messages (``messageGroups``) are taken too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from cx_audit.errors import SourceError, UnsafeInput
from cx_audit.model import Answer, Place, Skipped
from cx_audit.sources.bubbles import Bubble, Reply, dicts, replies_of, wordings
from cx_audit.sources.encoding import decode, peek
from cx_audit.sources.files import File
from cx_audit.sources.ids import squeeze
from cx_audit.sources.intents import Intent, intent_answers, is_small_talk, locale_of, unique_phrases
from cx_audit.sources.interface import CERTAIN, Item, Reason, skip
from cx_audit.sources.jsontext import json_under, parse_json, string_line, text_of

__all__ = ["LexV2"]

_INTENT = re.compile(r'"(?:sampleUtterances|intentClosingSetting|fulfillmentCodeHook|parentIntentSignature)"\s*:')
_TAG = re.compile(r"<[^<>]*>")
_BUILT_IN = {
    "AMAZON.FallbackIntent": Reason.FALLBACK,
    "AMAZON.QnAIntent": Reason.NO_REPLY,
    "AMAZON.KendraSearchIntent": Reason.NO_REPLY,
}
_STEERING = frozenset({"Cancel", "Help", "No", "Pause", "Repeat", "Resume", "Stop", "Yes"})


class LexV2:
    """What a bot says on each intent, per locale and wording, with its sample utterances."""

    name = "lex"
    default_channel: str | None = "chatbot"

    def detect(self, item: Item) -> float:
        """By an intent below ``BotLocales``, or by the fields of one."""
        folders = {above.as_posix() for file in item.files for above in PurePosixPath(file.path).parents}
        if any(self.claim(folder, item.files) for folder in sorted(folders)):
            return CERTAIN
        return CERTAIN if any(file.name == "Intent.json" and _INTENT.search(peek(file)) for file in item.files) else 0.0

    def claim(self, folder: str, files: Sequence[File]) -> tuple[File, ...]:
        """All JSON of the bot whose ``BotLocales`` stand in the folder."""
        ours = json_under(folder, files)
        if not any(_is_intent(path) and _INTENT.search(peek(file)) for path, file in ours.items()):
            outer = ours.get(PurePosixPath("Manifest.json"))  # the zip holds it beside the bot's own folder
            bots = {path.parts[0] for path in ours if len(path.parts) > 1 and path.parts[1] == "BotLocales"}
            if outer is None or len(bots) != 1 or "Lex" not in peek(outer):
                return ()
            inside = self.claim((PurePosixPath(folder) / bots.pop()).as_posix(), files)
            return (*inside, outer) if inside else ()
        names = ("Bot.json", "Manifest.json")
        return tuple(file for path, file in ours.items() if path.parts[0] == "BotLocales" or path.name in names)

    def read(self, item: Item) -> Iterator[Answer | Skipped]:
        """The answers by file; SourceError where the only file is broken."""
        for file in item.files:
            if file.name not in ("Intent.json", "Slot.json") and len(item.files) > 1:
                continue
            try:
                text = decode(file, item.limits.max_whole)
                data = parse_json(text, file.path)
                if not isinstance(data, dict):
                    raise SourceError("broken JSON: an intent must be an object", path=file.path, line=1)
                yield from _slot(file, data) if file.name == "Slot.json" else _intent(item, file, data, text)
            except UnsafeInput:
                raise
            except SourceError as error:
                if len(item.files) == 1:
                    raise
                yield skip(file.path, Reason.BROKEN_JSON, str(error))


def _is_intent(path: PurePosixPath) -> bool:
    return path.name == "Intent.json" and len(path.parts) == 5 and path.parts[0] == "BotLocales"


def _slot(file: File, slot: Mapping[str, object]) -> Iterator[Skipped]:
    """A slot is a question of the bot's own."""
    setting = _dict(slot.get("valueElicitationSetting"))
    if any(bubble.wordings for bubble in _messages(setting.get("promptSpecification"), "", "")):
        yield skip(file.path, Reason.FORM_PROMPT, f"{file.path}: {squeeze(text_of(slot.get('name')))}")


def _intent(item: Item, file: File, intent: Mapping[str, object], text: str) -> Iterator[Answer | Skipped]:
    folders = PurePosixPath(file.path).parts
    name = squeeze(text_of(intent.get("name"))) or (folders[-2] if len(folders) > 1 else file.stem)
    own = text_of(intent.get("identifier"))
    locale = locale_of(folders[folders.index("BotLocales") + 1]) if "BotLocales" in folders[:-2] else ""
    where = f"{file.path}: {name}"
    responses = _responses(intent)
    said = list(_replies(responses, locale))
    confirmation = _dict(intent.get("intentConfirmationSetting"))
    if any(bubble.wordings for bubble in _messages(confirmation.get("promptSpecification"), locale, "")):
        yield skip(file.path, Reason.FORM_PROMPT, f"{where}: confirmation")
    shows = any(True for response, _ in responses for _ in _messages(response, locale, ""))
    if reason := _why_not(name, text_of(intent.get("parentIntentSignature")), said, shows):
        yield skip(file.path, reason, where)
        return
    utterances = unique_phrases([text_of(one.get("utterance")) for one in dicts(intent.get("sampleUtterances"))])
    asked = Intent(name, {locale: utterances}, locale)
    yield from intent_answers(
        item, asked, said, lambda reply: Place(file.path, string_line(text, reply.said), record=own or name)
    )


def _why_not(name: str, built_in: str, said: Sequence[Reply], shows: bool) -> Reason | None:
    """Why an intent gives no answer."""
    if reason := _BUILT_IN.get(built_in):
        return reason
    if built_in.removeprefix("AMAZON.").removesuffix("Intent") in _STEERING or is_small_talk(name):
        return Reason.SMALL_TALK
    if said:
        return None
    return Reason.MEDIA_ONLY if shows else Reason.NO_REPLY


def _responses(intent: Mapping[str, object]) -> list[tuple[object, object]]:
    """What the bot says at once, once the intent is fulfilled, and on closing; each with its conditional branches."""
    opening, closing = _dict(intent.get("initialResponseSetting")), _dict(intent.get("intentClosingSetting"))
    hook = _dict(intent.get("fulfillmentCodeHook"))
    done = _dict(hook.get("postFulfillmentStatusSpecification"))
    parts = [(opening.get("initialResponse"), opening.get("conditional"))]
    if hook.get("isActive") is not False:
        parts.append((done.get("successResponse"), done.get("successConditional")))
    if closing.get("isActive") is not False:
        parts.append((closing.get("closingResponse"), closing.get("conditional")))
    return parts


def _replies(responses: Sequence[tuple[object, object]], locale: str) -> Iterator[Reply]:
    seen: set[tuple[str, str]] = set()
    for response, conditional in responses:
        for reply in replies_of([*_messages(response, locale, ""), *_branches(conditional, locale)]):
            if (reply.text, reply.condition) not in seen:
                seen.add((reply.text, reply.condition))
                yield reply


def _branches(conditional: object, locale: str) -> Iterator[Bubble]:
    """What is said only on a condition, if conditions are switched on."""
    branching = _dict(conditional)
    if text_of(branching.get("isActive", branching.get("active"))) == "false":
        return
    for branch in dicts(branching.get("conditionalBranches")):
        written = squeeze(text_of(_dict(branch.get("condition")).get("expressionString")))
        condition = written or squeeze(text_of(branch.get("name")))
        yield from _messages(branch.get("response"), locale, condition)
    yield from _messages(_dict(branching.get("defaultBranch")).get("response"), locale, "")


def _messages(response: object, locale: str, condition: str) -> Iterator[Bubble]:
    """The messages of a response, each with its variations; speech without its markup where there is no plain text."""
    held = _dict(response)
    for group in dicts(held.get("messageGroupsList") or held.get("messageGroups")):
        said = [_words(message) for message in (_dict(group.get("message")), *dicts(group.get("variations")))]
        yield Bubble(locale, wordings([words for words in said if words]), condition=condition)


def _words(message: Mapping[str, object]) -> str:
    plain = text_of(_dict(message.get("plainTextMessage")).get("value"))
    speech = text_of(_dict(message.get("ssmlMessage")).get("value"))
    card = _dict(message.get("imageResponseCard"))
    titled = "\n".join(filter(None, (text_of(card.get("title")), text_of(card.get("subtitle")))))
    return plain or squeeze(_TAG.sub(" ", speech)) or (titled if card.get("subtitle") else "")


def _dict(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}

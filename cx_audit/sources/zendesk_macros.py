"""Zendesk macros, as ``/api/v2/macros`` gives them: a page, a list of pages, or one record a line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cx_audit.model import Answer, Markup, Place, Skipped
from cx_audit.sources.ids import slug, squeeze, tidy
from cx_audit.sources.interface import CERTAIN, Item, Reason, skip
from cx_audit.sources.jsontext import Record, first_record, json_records, text_of
from cx_audit.sources.zendesk_snippets import fill

__all__ = ["ZendeskMacros"]

_CONTAINERS = ("macros", "macro")
_REPLIES = {"comment_value": Markup.PLAIN, "comment_value_html": Markup.HTML}


@dataclass(frozen=True, slots=True)
class _Reply:
    """A text that a macro writes; ``channel`` where it is for replies by one medium only."""

    text: str
    markup: Markup
    channel: str | None


class ZendeskMacros:
    """The replies that agents insert. Inactive macros, notes and macros without words are skipped."""

    name = "zendesk-macros"
    default_channel: str | None = "macro"

    def detect(self, item: Item) -> float:
        """By a record with a title and a list of actions on fields."""
        record = first_record(item.file, _CONTAINERS)
        if record is None or not isinstance(record.value, dict):
            return 0.0
        return CERTAIN if "title" in record.value and isinstance(record.value.get("actions"), list) else 0.0

    def read(self, item: Item) -> Iterator[Answer | Skipped]:
        """The macros in the order of the file."""
        for record in json_records(item.file, item.limits, _CONTAINERS):
            if isinstance(record, Skipped):
                yield record
            elif isinstance(record.value, dict):
                yield from _macro(item, record, record.value)


def _macro(item: Item, record: Record, macro: dict[str, object]) -> Iterator[Answer | Skipped]:
    path = item.file.path
    title = squeeze(text_of(macro.get("title")) or text_of(macro.get("raw_title")))
    where = f"{path}:{record.line}: macro {text_of(macro.get('id'))} {title!r}"
    actions = [action for action in _list(macro.get("actions")) if isinstance(action, dict)]
    replies = _replies(actions)
    if macro.get("active") is False:
        yield skip(path, Reason.INACTIVE, where)
    elif not replies:
        yield skip(path, Reason.NO_REPLY, where)
    elif _is_note(actions):
        yield skip(path, Reason.INTERNAL_NOTE, where)
    elif not title:
        yield skip(path, Reason.NO_QUESTION, where)
    else:
        for reply in replies:
            for locale, text in fill(reply.text, item.snippets):
                yield _answer(item, record, macro, title, reply, locale, tidy(text), alone=len(replies) == 1)


def _answer(
    item: Item,
    record: Record,
    macro: dict[str, object],
    title: str,
    reply: _Reply,
    locale: str | None,
    text: str,
    alone: bool,
) -> Answer:
    own = text_of(macro.get("id")) or slug(title)
    unlike = (None if alone else slug(reply.channel or reply.markup), locale)
    named = locale if locale and not locale.startswith("#") else None
    uses = text_of(macro.get("usage_30d"))
    return Answer(
        id="-".join(["macro", own, *filter(None, unlike)]),
        channel=item.given_channel or "macro",
        question=title,
        text=text,
        markup=reply.markup,
        locale=named,
        updated=text_of(macro.get("updated_at")) or None,
        uses=int(uses) if uses.isdecimal() else None,
        place=Place(item.file.path, record.line_of(reply.text), text_of(macro.get("url")) or None, own),
        metadata=_metadata(macro, reply),
    )


def _replies(actions: list[dict[str, object]]) -> list[_Reply]:
    """The texts of the actions, once each; a value is a text, or a medium and a text."""
    found: dict[tuple[str, str | None], _Reply] = {}
    for action in actions:
        markup = _REPLIES.get(text_of(action.get("field")))
        if markup is None:
            continue
        value = action.get("value")
        parts = [text_of(part) for part in value] if isinstance(value, list) else [text_of(value)]
        channel = parts[0].removeprefix("channel:") if len(parts) > 1 else "all"
        said = None if channel == "all" else channel
        if parts and parts[-1].strip():
            found.setdefault((parts[-1], said), _Reply(parts[-1], markup, said))
    return list(found.values())


def _is_note(actions: list[dict[str, object]]) -> bool:
    modes = [action.get("value") for action in actions if action.get("field") == "comment_mode_is_public"]
    return bool(modes) and text_of(modes[-1]).lower() == "false"


def _metadata(macro: dict[str, object], reply: _Reply) -> dict[str, str]:
    restriction = macro.get("restriction")
    kind = text_of(restriction.get("type")) if isinstance(restriction, dict) else ""
    kept = {
        "description": squeeze(text_of(macro.get("description"))),
        "reply_channel": reply.channel or "",
        "restricted_to": kind,
    }
    return {name: value for name, value in kept.items() if value}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []

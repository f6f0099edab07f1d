"""IBM Watson Assistant (watsonx Assistant) skills, as downloaded: a dialog skill or an actions skill, one JSON file.

Source: the v1 workspace API (intents, dialog nodes, generic responses) and IBM's published actions skills.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cx_audit.errors import SourceError
from cx_audit.model import Answer, Place, Skipped
from cx_audit.sources.bubbles import Bubble, Reply, dicts, replies_of
from cx_audit.sources.encoding import decode, peek
from cx_audit.sources.ids import squeeze
from cx_audit.sources.intents import Intent, intent_answers, is_small_talk, unique_phrases
from cx_audit.sources.interface import CERTAIN, Item, Reason, skip
from cx_audit.sources.jsontext import parse_json, string_lines, text_of
from cx_audit.sources.watson_actions import Action, actions_of
from cx_audit.sources.watson_dialog import Node, Unit, nodes_of, units_of

__all__ = ["Watson"]

_NODES = re.compile(r'"dialog_nodes"\s*:\s*\[')
_MARKS = re.compile(r'"(?:intents|entities|counterexamples|dialog_node|conditions|skill_id|workspace_id)"\s*:')
_ACTIONS = re.compile(r'"actions"\s*:\s*\[')
_STEPS = re.compile(r'"(?:text_expression|skill_variable|resolver|next_action)"\s*:')
_INTENTS = re.compile(r'"intents"\s*:\s*\[')
_EXAMPLES = re.compile(r'"examples"\s*:\s*\[')


class Watson:
    """What dialog nodes and actions say to each intent, per wording and condition, with the intent's examples."""

    name = "watson"
    default_channel: str | None = "chatbot"

    def detect(self, item: Item) -> float:
        """By dialog nodes, by actions with steps, or by intents with examples beside other parts of a skill."""
        head = peek(item.file)
        if not head.lstrip("\ufeff \t\r\n").startswith("{"):
            return 0.0
        dialog = _NODES.search(head) and _MARKS.search(head)
        actions = _ACTIONS.search(head) and _STEPS.search(head)
        # A skill with many intents has its nodes beyond what is looked at.
        intents = _INTENTS.search(head) and _EXAMPLES.search(head) and '"intent"' in head and '"text"' in head
        return CERTAIN if dialog or actions or intents else 0.0

    def read(self, item: Item) -> Iterator[Answer | Skipped]:
        """The answers in the order of the file; SourceError where it is broken."""
        path = item.file.path
        text = decode(item.file, item.limits.max_whole)
        data = parse_json(text, path)
        if not isinstance(data, dict):
            raise SourceError("broken JSON: a skill must be an object", path=path, line=1)
        held = data.get("workspace")
        skill = held if isinstance(held, dict) else data
        locale = text_of(data.get("language")) or text_of(skill.get("language"))
        examples = {text_of(intent.get("intent")): _examples(intent) for intent in dicts(skill.get("intents"))}
        reader = _Reader(item, locale, examples, string_lines(text))
        nodes = nodes_of(skill.get("dialog_nodes"))
        for unit in units_of(nodes):
            yield from reader.unit(unit)
        for action in actions_of(skill.get("actions")):
            yield from reader.action(action)
        yield from reader.unanswered()


class _Reader:
    def __init__(self, item: Item, locale: str, examples: dict[str, list[str]], lines: dict[str, int]) -> None:
        self._item, self._path = item, item.file.path
        self._locale, self._examples, self._lines = locale, examples, lines
        self._answered: set[str] = set()

    def unit(self, unit: Unit) -> Iterator[Answer | Skipped]:
        """A node with the conditional answers that hang on it."""
        node = unit.node
        where = self._where(node)
        self._answered |= set(node.intents)
        if unit.prompts:
            yield skip(self._path, Reason.FORM_PROMPT, where, count=unit.prompts)
        replies = list(replies_of([*unit.bubbles(self._locale)]))
        reason = _why_not(node, bool(replies))
        if reason is not None:
            if unit.counts:
                yield skip(self._path, reason, where)
            return
        for name in node.intents or ("",):
            if is_small_talk(name):
                yield skip(self._path, Reason.SMALL_TALK, f"{where}: {name}")
                continue
            title = node.title or node.condition
            intent = Intent(
                name or title,
                {self._locale: self._examples.get(name, [])},
                self._locale,
                title=title,
                key=f"{name} {title}" if name and node.condition else "",
            )
            yield from self._answers(intent, replies, node.own)

    def action(self, action: Action) -> Iterator[Answer | Skipped]:
        """An action with all that its steps say."""
        where = f"{self._path}:{self._line(action.own)}: {action.title or action.own}"
        self._answered |= set(action.intents)
        replies = list(replies_of([Bubble(self._locale, said, "", condition) for said, condition in action.said]))
        if action.built_in is not None:
            yield skip(self._path, action.built_in, where)
            return
        if action.prompts:
            yield skip(self._path, Reason.FORM_PROMPT, where, count=action.prompts)
        if not replies:
            yield skip(self._path, Reason.MEDIA_ONLY if action.shows else Reason.NO_REPLY, where)
            return
        examples = [example for intent in action.intents for example in self._examples.get(intent, [])]
        intent = Intent(action.title or action.own, {self._locale: examples}, self._locale)
        yield from self._answers(intent, replies, action.own)

    def unanswered(self) -> Iterator[Skipped]:
        """The intents that nothing answers."""
        for name in self._examples:
            if name and name not in self._answered:
                reason = Reason.SMALL_TALK if is_small_talk(name) else Reason.NO_REPLY
                yield skip(self._path, reason, f"{self._path}:{self._line(name)}: #{name}")

    def _answers(self, intent: Intent, replies: list[Reply], record: str) -> Iterator[Answer]:
        def place(reply: Reply) -> Place:
            line = self._lines.get(reply.said) or self._lines.get(reply.said.split("\n")[0]) or self._lines.get(record)
            return Place(self._path, line, record=record or None)

        yield from intent_answers(self._item, intent, replies, place)

    def _where(self, node: Node) -> str:
        return f"{self._path}:{self._line(node.own)}: {squeeze(node.title or node.condition or node.own)}"

    def _line(self, said: str) -> int:
        return self._lines.get(said, 1)


def _examples(intent: dict[str, object]) -> list[str]:
    return unique_phrases([text_of(one.get("text")) for one in dicts(intent.get("examples"))])


def _why_not(node: Node, says: bool) -> Reason | None:
    """Why a node answers no question."""
    if node.event is not None:
        return node.event
    if node.disabled:
        return Reason.INACTIVE
    if not says:
        return Reason.MEDIA_ONLY if node.shows else Reason.NO_REPLY
    return None if node.intents or node.title else Reason.NO_QUESTION

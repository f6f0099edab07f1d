"""Dialogflow CX (Conversational Agents), as exported: the JSON package as a zip or folder, or the single file ("blob").

Read are intents, flows, pages and route groups. Webhooks, tools and test cases are passed over: they hold addresses and
keys, and no answers.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from cx_audit.errors import SourceError, UnsafeInput
from cx_audit.model import Answer, Place, Skipped
from cx_audit.sources.bubbles import Bubble, Reply, dicts, replies_of
from cx_audit.sources.dialogflow_cx_agent import (
    Agent,
    CxIntent,
    Page,
    Route,
    conditional,
    inner,
    intent_of,
    page_of,
    phrases_of,
    routes_of,
    said_in,
)
from cx_audit.sources.encoding import decode, peek
from cx_audit.sources.files import File
from cx_audit.sources.intents import Intent, intent_answers, is_small_talk
from cx_audit.sources.interface import CERTAIN, Item, Reason, skip
from cx_audit.sources.jsontext import json_under, parse_json, string_lines, text_of

__all__ = ["DialogflowCX"]

_AGENT = re.compile(r'"(?:startFlow|startPlaybook|defaultLanguageCode)"\s*:')
_ROUTES = re.compile(r'"(?:transitionRoutes|triggerFulfillment|nluSettings)"\s*:')
_TOP = re.compile(r'"(?:flows?|intents)"\s*:\s*[\[{]')
_BLOB = re.compile(r'"(?:transitionEvents|triggerIntentId|transitionRoutes|timesAddedCount|repeatCount)"\s*:')
_PARTS = (
    *("flows", "intents", "agentTransitionRouteGroups", "entityTypes", "generativeSettings", "generators", "examples"),
    *("webhooks", "testCases", "playbooks", "tools", "customMetrics", "guardrails", "codeBlocks"),
)
_WELCOME, _NEGATIVE = "00000000-0000-0000-0000-000000000000", "00000000-0000-0000-0000-000000000001"
_FORM_DONE = re.compile(r"\$page\.params\.status\s*=\s*[\"']?FINAL", re.I)


_Pages = Mapping[str, Sequence[Page]]
"""The pages of a flow by each of their names."""


class DialogflowCX:
    """What flows and pages say to each intent, per language, wording and condition, with its training phrases."""

    name = "dialogflow-cx"
    default_channel: str | None = "chatbot"

    def detect(self, item: Item) -> float:
        """By the parts of a package, or by the routes of a blob beside its intents."""
        folders = {above.as_posix() for file in item.files for above in PurePosixPath(file.path).parents}
        if any(self.claim(folder, item.files) for folder in sorted(folders)):
            return CERTAIN
        head = peek(item.file)
        is_blob = head.lstrip("\ufeff \t\r\n").startswith("{") and _TOP.search(head) and _BLOB.search(head)
        return CERTAIN if len(item.files) == 1 and is_blob else 0.0

    def claim(self, folder: str, files: Sequence[File]) -> tuple[File, ...]:
        """All files of the package rooted in the folder: an agent's own file with flows, or flows with intents."""
        ours = json_under(folder, files)
        flows = [file for path, file in ours.items() if _is_flow(path) and _ROUTES.search(peek(file))]
        agent = [file for path, file in ours.items() if path.as_posix() == "agent.json" and _AGENT.search(peek(file))]
        intents = any(path.parts[0] == "intents" and len(path.parts) > 2 for path in ours)
        if not ((flows and (agent or intents)) or (agent and intents)):
            return ()
        return tuple(file for path, file in ours.items() if path.as_posix() == "agent.json" or path.parts[0] in _PARTS)

    def read(self, item: Item) -> Iterator[Answer | Skipped]:
        """The answers by the name of the intent; SourceError where the only file is broken."""
        package, lines = Agent(), _Lines(item)
        files = [file for file in item.files if file.ending in ("json", "blob") or len(item.files) == 1]
        for file in files:
            try:
                data = lines.parsed(file)
            except UnsafeInput:
                raise
            except SourceError as error:
                if len(files) == 1:
                    raise
                yield skip(file.path, Reason.BROKEN_JSON, str(error))
                continue
            if any(isinstance(data.get(key), list | dict) for key in ("flows", "flow", "intents")):
                yield from _all(item, _from_blob(data, file.path), lines)  # an agent of its own
            else:
                _take(package, file, data)
        yield from _all(item, package, lines)


def _all(item: Item, agent: Agent, lines: _Lines) -> Iterator[Answer | Skipped]:
    yield from _answers(item, agent, lines)
    yield from _besides(agent)


class _Lines:
    """The files of an item as JSON, and the lines on which their strings stand."""

    def __init__(self, item: Item) -> None:
        self._limit = item.limits.max_whole
        self._files = {file.path: file for file in item.files}
        self._lines: dict[str, dict[str, int]] = {}

    def parsed(self, file: File) -> dict[str, object]:
        """The object in a file that may hold answers; nothing for the others."""
        if not {"webhooks", "tools", "testCases"}.isdisjoint(PurePosixPath(file.path).parts[:-1]):
            return {}
        data = parse_json(decode(file, self._limit), file.path)
        return data if isinstance(data, dict) else {}

    def place(self, paths: Sequence[str], said: str) -> tuple[str, int | None]:
        """The first of the files that holds a string, and where."""
        for path in paths:
            if path not in self._lines:
                self._lines[path] = string_lines(decode(self._files[path], self._limit))
            for words in (said, said.split("\n")[0]):
                if words in self._lines[path]:
                    return path, self._lines[path][words]
        return paths[0], None


def _is_flow(path: PurePosixPath) -> bool:
    return len(path.parts) == 3 and path.parts[0] == "flows"


def _take(agent: Agent, file: File, data: dict[str, object]) -> None:
    """Sort a file of the package into the agent."""
    parts = PurePosixPath(file.path).parts
    kind = next((part for part in reversed(parts[:-1]) if part in (*_PARTS, "pages", "transitionRouteGroups")), "")
    if file.name == "agent.json" and not kind:
        agent.locale = text_of(data.get("defaultLanguageCode"))
    elif kind == "intents" and parts[-2] == "trainingPhrases":
        _intent(agent, parts[-3], file.path).phrases[file.stem] = phrases_of(data)
    elif kind == "intents":
        intent = _intent(agent, parts[-2], file.path)
        read = intent_of(data, parts[-2], file.path)
        intent.name, intent.own, intent.path = read.name, read.own, read.path
        intent.fallback, intent.follow_up = read.fallback, read.follow_up
    elif kind == "flows":
        agent.flows.setdefault(parts[-2], []).append(page_of(data, file.path))
    elif kind == "pages":
        agent.flows.setdefault(parts[-3], []).append(page_of(data, file.path))
    elif kind in ("transitionRouteGroups", "agentTransitionRouteGroups"):
        flow = parts[-3] if kind == "transitionRouteGroups" else ""
        agent.groups += [(flow, route) for route in routes_of(data, file.path)]


def _intent(agent: Agent, folder: str, path: str) -> CxIntent:
    """The intent of a folder, whose phrases may come before the file that names it."""
    return agent.intents.setdefault(folder, intent_of({}, folder, path))


def _from_blob(data: dict[str, object], path: str) -> Agent:
    """The agent that a single file holds, or the one flow of it."""
    about = data.get("agent")
    agent = Agent(locale=text_of((about if isinstance(about, dict) else data).get("defaultLanguageCode")))
    for number, intent in enumerate(dicts(data.get("intents"))):
        agent.intents[str(number)] = intent_of(inner(intent, "intent"), "", path)
    for number, entry in enumerate(
        [*dicts(data.get("flows")), *([data] if isinstance(data.get("flow"), dict) else [])]
    ):
        flow = inner(entry, "flow")
        pages = [page_of(inner(page, "page"), path) for page in dicts(flow.get("pages"))]
        agent.flows[str(number)] = [page_of(flow, path), *pages]
        for group in dicts(flow.get("transitionRouteGroups")):
            routes = routes_of(inner(group, "transitionRouteGroup"), path)
            agent.groups += [(str(number), route) for route in routes]
    return agent


def _answers(item: Item, agent: Agent, lines: _Lines) -> Iterator[Answer | Skipped]:
    """The answers of each intent, over all flows and pages that answer it."""
    found: defaultdict[str, list[tuple[Route, _Pages]]] = defaultdict(list)
    by_name = {key: _named(pages) for key, pages in agent.flows.items()}
    for key, pages in agent.flows.items():
        for page in pages:
            for route in page.routes:
                found[route.intent].append((route, by_name[key]))
    by_name[""] = _named([page for pages in agent.flows.values() for page in pages])
    for flow, route in agent.groups:
        found[route.intent].append((route, by_name.get(flow, {})))
    known = {name for intent in agent.intents.values() for name in (intent.name, intent.own)}
    loose = [intent_of({"displayName": name}, "", "") for name in found if name and name not in known]
    for intent in sorted([*agent.intents.values(), *loose], key=lambda intent: (intent.name, intent.own)):
        routes = [*found.get(intent.name, ()), *(found.get(intent.own, ()) if intent.own != intent.name else ())]
        yield from _intent_answers(item, agent, intent, routes, lines)


def _named(pages: Sequence[Page]) -> _Pages:
    found: defaultdict[str, list[Page]] = defaultdict(list)
    for page in pages:
        for name in page.names:
            found[name].append(page)
    return found


def _intent_answers(
    item: Item, agent: Agent, intent: CxIntent, routes: list[tuple[Route, _Pages]], lines: _Lines
) -> Iterator[Answer | Skipped]:
    path = intent.path or (routes[0][0].path if routes else item.path)
    said: dict[Reply, list[str]] = {}
    spoke = False
    for route, pages in routes:
        target = pages.get(route.target, []) if route.target else []
        for reply in replies_of(_bubbles(route, target, agent.locale)):
            said.setdefault(reply, [route.path, *(page.path for page in target)])
        spoke = spoke or any("messages" in one for one in (route.said, *(page.entry for page in target)))
    reason = _why_not(intent, bool(said), spoke)
    if reason is not None:
        yield skip(path, reason, f"{path}: {intent.name}")
        return

    def place(reply: Reply) -> Place:
        where, line = lines.place(said[reply], reply.said)
        return Place(where, line, record=intent.own or None)

    asked = Intent(intent.name, {} if intent.follow_up else intent.phrases, agent.locale)
    yield from intent_answers(item, asked, _once(said), place)


def _once(said: dict[Reply, list[str]]) -> list[Reply]:
    """The replies without those that say in one language what an earlier one said, wherever the flow stands."""
    first: dict[tuple[str, str, str], Reply] = {}
    for reply in said:
        first.setdefault((reply.locale, reply.text, reply.condition), reply)
    return list(first.values())


def _bubbles(route: Route, target: Sequence[Page], locale: str) -> list[Bubble]:
    """What is said on a route: its own words and those of the page it leads to, then what holds on a condition."""
    bubbles = said_in(route.said, locale, route.condition)
    more = conditional(route.said, locale)
    for page in target:
        bubbles += said_in(page.entry, locale, route.condition)
        more += conditional(page.entry, locale)
        for onward in page.routes:
            if not onward.intent and onward.condition and not _FORM_DONE.search(onward.condition):
                more += said_in(onward.said, locale, onward.condition)
    return [*bubbles, *more]


def _why_not(intent: CxIntent, said: bool, spoke: bool) -> Reason | None:
    """Why an intent gives no answer."""
    if intent.fallback or intent.own == _NEGATIVE:
        return Reason.FALLBACK
    if intent.own == _WELCOME or intent.name == "Default Welcome Intent":
        return Reason.GREETING
    if is_small_talk(intent.name):
        return Reason.SMALL_TALK
    if said:
        return None
    return Reason.MEDIA_ONLY if spoke else Reason.NO_REPLY


def _besides(agent: Agent) -> Iterator[Skipped]:
    """What flows and pages say that answers no intent: prompts, "I didn't get that", pages that no intent leads to."""
    led = {route.target for pages in agent.flows.values() for page in pages for route in page.routes if route.intent}
    led |= {route.target for _, route in agent.groups if route.intent}
    for pages in agent.flows.values():
        for page in pages:
            where = f"{page.path}: {page.names[0] if page.names else ''}"
            if page.prompts:
                yield skip(page.path, Reason.FORM_PROMPT, where, count=page.prompts)
            if page.handlers:
                yield skip(page.path, Reason.FALLBACK, where, count=page.handlers)
            loose = [route for route in page.routes if not route.intent]
            says = [page.entry, *(route.said for route in loose)]
            words = sum(any(bubble.wordings for bubble in said_in(one, "")) for one in says)
            if words and led.isdisjoint(page.names):
                yield skip(page.path, Reason.NOT_LINKED, where, count=words)

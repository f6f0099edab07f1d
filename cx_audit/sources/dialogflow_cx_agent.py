"""A Dialogflow CX agent as both of its exports write it: intents, and the routes by which flows and pages answer them.

Source: the v3 REST reference (Intent, Flow, Page, Fulfillment) and the "JSON package" reference for the package. The
single file ("blob") is not documented; it says the same under other names (``transitionEvents``, ``onLoad``, ...).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from cx_audit.sources.bubbles import Bubble, dicts, wordings
from cx_audit.sources.ids import squeeze
from cx_audit.sources.intents import unique_phrases
from cx_audit.sources.jsontext import text_of

__all__ = [
    "Agent",
    "CxIntent",
    "Page",
    "Route",
    "conditional",
    "inner",
    "intent_of",
    "page_of",
    "phrases_of",
    "said_in",
]

_RICH = frozenset({"accordion", "description", "info"})
_MAX_CASES = 8


@dataclass(slots=True)
class CxIntent:
    """An intent: ``own`` is the vendor's id; phrases by language; ``follow_up`` where they need what came before."""

    name: str
    own: str
    path: str
    fallback: bool = False
    follow_up: bool = False
    phrases: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Route:
    """What is said on an intent (its name or id; "" where only a condition leads here), and the page that follows."""

    intent: str
    condition: str
    said: Mapping[str, object]
    target: str
    path: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page or the start of a flow: what is said on entry, its routes, and how much it says besides answers."""

    names: tuple[str, ...]
    entry: Mapping[str, object]
    routes: tuple[Route, ...]
    prompts: int
    handlers: int
    path: str


@dataclass(slots=True)
class Agent:
    """The default language, intents by their folders, per flow its start and its pages, and the routes of groups.

    A group belongs to a flow, or with "" to the agent.
    """

    locale: str = ""
    intents: dict[str, CxIntent] = field(default_factory=dict)
    flows: dict[str, list[Page]] = field(default_factory=dict)
    groups: list[tuple[str, Route]] = field(default_factory=list)


def intent_of(data: Mapping[str, object], folder: str, path: str) -> CxIntent:
    """An intent from its object, or named by its folder. Phrases inside it (blob) are taken along."""
    meta = {**data, **_dict(data.get("meta"))}
    own = text_of(meta.get("name")) or text_of(meta.get("id"))
    labels = _dict(meta.get("labels"))
    intent = CxIntent(
        name=squeeze(text_of(meta.get("displayName"))) or squeeze(unquote(folder)),
        own=own.rsplit("/", 1)[-1],
        path=path,
        fallback=meta.get("isFallback") is True,
        follow_up="sys-contextual" in labels,
    )
    for phrase in dicts(data.get("trainingPhrases")):
        locale = text_of(phrase.get("languageCode")) or text_of(phrase.get("lang"))
        intent.phrases.setdefault(locale, []).append(_phrase(phrase))
    intent.phrases = {locale: unique_phrases(phrases) for locale, phrases in intent.phrases.items()}
    return intent


def phrases_of(data: Mapping[str, object]) -> list[str]:
    """The phrases of one language's file, parameters as the customer would say them."""
    return unique_phrases([_phrase(phrase) for phrase in dicts(data.get("trainingPhrases"))])


def inner(entry: Mapping[str, object], key: str) -> dict[str, object]:
    """A flow or page without what wraps it in a blob, its pages and groups kept."""
    wrapped = _dict(entry.get(key)) or _dict(entry.get("value"))
    return {**wrapped, **{name: value for name, value in entry.items() if name not in (key, "value")}}


def page_of(data: Mapping[str, object], path: str) -> Page:
    """A page, or a flow as the page on which it starts."""
    names = (text_of(data.get(name)) for name in ("displayName", "name", "id", "pageId", "flowId", "key"))
    form = _dict(data.get("form"))
    prompts = [_dict(one.get("fillBehavior")) for one in (*dicts(form.get("parameters")), *dicts(data.get("slots")))]
    return Page(
        names=tuple(dict.fromkeys(name.rsplit("/", 1)[-1] for name in names if name)),
        entry=_dict(data.get("entryFulfillment")) or _dict(data.get("onLoad")),
        routes=tuple(routes_of(data, path)),
        prompts=sum(_says(prompt.get("initialPromptFulfillment") or prompt.get("initialPrompt")) for prompt in prompts),
        handlers=sum(_says(_handled(handler)) for handler in dicts(data.get("eventHandlers"))),
        path=path,
    )


def routes_of(data: Mapping[str, object], path: str) -> Iterator[Route]:
    """The routes of a flow, a page or a route group."""
    for route in (*dicts(data.get("transitionRoutes")), *dicts(data.get("transitionEvents"))):
        handler = _dict(route.get("transitionEventHandler"))
        target = text_of(route.get("targetPage")) or text_of(handler.get("targetPageId") or handler.get("targetPage"))
        yield Route(
            intent=text_of(route.get("intent") or route.get("triggerIntentId")).rsplit("/", 1)[-1],
            condition=_condition(route.get("condition")),
            said=_dict(route.get("triggerFulfillment")) or handler,
            target=target.rsplit("/", 1)[-1],
            path=path,
        )


def said_in(fulfilment: Mapping[str, object], locale: str, condition: str = "") -> list[Bubble]:
    """What a fulfilment says in each language; ``locale`` where a message names none."""
    held = _dict(fulfilment.get("beforeTransition")) or fulfilment
    found = [_message(message, locale, condition) for message in dicts(held.get("messages"))]
    for candidate in dicts(_dict(held.get("staticUserResponse")).get("candidates")):
        lang = text_of(_dict(candidate.get("selector")).get("lang")) or locale
        found += [_message(response, lang, condition) for response in dicts(candidate.get("responses"))]
    return found


def conditional(fulfilment: Mapping[str, object], locale: str) -> list[Bubble]:
    """What a fulfilment says only under a condition of its own."""
    held = _dict(fulfilment.get("beforeTransition")) or fulfilment
    return list(_cases(held.get("conditionalCases"), locale, "", 0))


def _cases(value: object, locale: str, above: str, depth: int) -> Iterator[Bubble]:
    for group in dicts(value) if depth < _MAX_CASES else ():
        for case in dicts(group.get("cases")):
            condition = " AND ".join(filter(None, (above, _condition(case.get("condition")))))
            for content in dicts(case.get("caseContent")):
                if isinstance(content.get("message"), dict):
                    yield _message(_dict(content["message"]), locale, condition)
                yield from _cases([content.get("additionalCases")], locale, condition, depth + 1)


def _message(message: Mapping[str, object], locale: str, condition: str) -> Bubble:
    text = _dict(message.get("text"))
    said = wordings(text.get("text")) or wordings([one.get("text") for one in dicts(text.get("variants"))])
    spoken = _dict(message.get("outputAudioText"))
    if not said and spoken:
        said = wordings(spoken.get("text"))
    return Bubble(
        locale=text_of(message.get("languageCode")) or locale,
        wordings=said or tuple(_rich(_dict(message.get("payload")))),
        platform=text_of(message.get("channel")),
        condition=condition,
    )


def _rich(payload: Mapping[str, object]) -> Iterator[str]:
    """The words of the Dialogflow Messenger's cards that hold text; buttons and pictures have none."""
    content = payload.get("richContent")
    for column in content if isinstance(content, list) else []:
        for card in dicts(column):
            if text_of(card.get("type")) in _RICH:
                parts = [card.get("title"), card.get("subtitle"), *wordings(card.get("text"))]
                words = [part for part in map(text_of, parts) if part.strip()]
                if words:
                    yield "\n".join(words)


def _condition(value: object) -> str:
    """A condition as it is written, or as a blob takes it apart; "" where it always holds."""
    if isinstance(value, str):
        return "" if value.strip().lower() == "true" else squeeze(value)
    restriction = _dict(_dict(value).get("restriction"))
    if not restriction:
        return ""
    member = dicts(_dict(_dict(restriction.get("lhs")).get("member")).get("expressions"))
    right = _dict(restriction.get("rhs"))
    values = _dict(right.get("phrase")).get("values")
    said = values if isinstance(values, list) else [right.get("value")]
    equal = {"EQUALS": "=", "": "="}.get(text_of(restriction.get("comparator")), "!")
    left = ".".join(text_of(part.get("value")) for part in member)
    return squeeze(f'{left} {equal} "{" ".join(map(text_of, said))}"') if left else ""


def _handled(handler: Mapping[str, object]) -> object:
    return handler.get("triggerFulfillment") or handler.get("handler")


def _says(fulfilment: object) -> int:
    return int(any(bubble.wordings for bubble in said_in(_dict(fulfilment), "")))


def _phrase(phrase: Mapping[str, object]) -> str:
    return squeeze("".join(text_of(part.get("text")) for part in dicts(phrase.get("parts"))))


def _dict(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}

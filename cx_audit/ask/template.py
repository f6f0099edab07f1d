"""Fill in a request. What is put in stays what it is: text in the body's data, escaped in a URL, one line in a header.

The body is filled as data and written as JSON (or as a form) afterwards, so no question can break out of it; that is
why there is no template language here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from cx_audit.ask.bot import OWN, PLACEHOLDER, Bot, Value
from cx_audit.errors import UsageError

__all__ = ["Outgoing", "Values", "fill_request", "settle"]

Values = Mapping[str, Value]

_OPTIONAL = re.compile(r"\[([^\[\]]*\{[a-z][a-z0-9_]*\}[^\[\]]*)\]")
_MAX_VALUE = 200_000


class _Unset:
    """What a placeholder of an optional setting without a value becomes; whatever holds it is left out."""


_UNSET = _Unset()


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A request as it goes out, but for the keys."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes | None


def settle(bot: Bot, given: Values) -> dict[str, Value]:
    """The settings of a bot: those given, else its defaults, in which other settings may stand.

    Raises:
        UsageError: one is missing, unknown, or too large.
    """
    unknown = sorted(given.keys() - bot.settings.keys())
    if unknown:
        known = ", ".join(bot.settings) or "none"
        raise UsageError(f"this bot has no setting {', '.join(unknown)}", remedy=f"its settings: {known}")
    settled = dict(given)
    for name, setting in bot.settings.items():
        if name not in settled and setting.default is not None:
            filled = _text(setting.default, given) if isinstance(setting.default, str) else setting.default
            if not isinstance(filled, _Unset):
                settled[name] = filled
    missing = [name for name, setting in bot.settings.items() if name not in settled and not setting.optional]
    if missing:
        told = "; ".join(f"{name}, {bot.settings[name].about}" for name in missing)
        remedy = f"for example --set {missing[0]}=..., or settings: under ask: in cx-audit.yml"
        raise UsageError(f"the bot needs {told}", remedy=remedy)
    if any(isinstance(value, str) and len(value) > _MAX_VALUE for value in settled.values()):
        raise UsageError(f"a setting is longer than {_MAX_VALUE:,} characters", remedy="shorten it")
    return settled


def fill_request(bot: Bot, settings: Values, question: str, session: str, language: str) -> Outgoing:
    """The request that puts ``question`` to the bot.

    Raises:
        UsageError: a setting doesn't fit where it stands.
    """
    own = {"question": question, "session": session, "language": bot.locales.get(language, language)}
    values: Values = {**settings, **own}
    request = bot.request
    query = {name: text for name, raw in request.query.items() if isinstance(text := _written(raw, values), str)}
    url = _url(request.url, values)
    url += ("&" if "?" in url else "?") + urlencode(query, quote_via=quote) if query else ""
    headers = {name: _header(name, raw, settings) for name, raw in request.headers.items()}
    if request.form is not None:
        fields = {name: text for name, raw in request.form.items() if isinstance(text := _written(raw, values), str)}
        headers |= {"content-type": "application/x-www-form-urlencoded"}
        return Outgoing(request.method, url, headers, urlencode(fields).encode())
    if request.body is None:
        return Outgoing(request.method, url, headers, None)
    filled = _data(request.body, values)
    body = json.dumps({} if isinstance(filled, _Unset) else filled, ensure_ascii=False, separators=(",", ":"))
    return Outgoing(request.method, url, {"content-type": "application/json", **headers}, body.encode())


def _url(template: str, values: Values) -> str:
    """``[...]`` around a placeholder is left out where it has no value; a value is one segment, but for a first one."""

    def whole(match: re.Match[str]) -> str:
        return match[1] if all(name in values for name in PLACEHOLDER.findall(match[1])) else ""

    def fill(match: re.Match[str]) -> str:
        value = str(values.get(match[1], ""))
        if match.start() == 0 and match[1] not in OWN:
            return value.rstrip("/")
        if value in (".", ".."):
            raise UsageError(f"{match[1]}: {value} can't stand in an address", remedy="give its name or id")
        return quote(value, safe="")

    return PLACEHOLDER.sub(fill, _OPTIONAL.sub(whole, template))


def _header(name: str, template: str, settings: Values) -> str:
    value = _written(template, settings)
    text = "" if isinstance(value, _Unset) else value
    if not text.isascii() or not text.isprintable():
        raise UsageError(f"the header {name} would hold a character that no header can", remedy="mend the setting")
    return text


def _text(template: str, values: Values) -> Value | _Unset:
    """A text that is one placeholder takes its value with its type: a number stays a number."""
    alone = PLACEHOLDER.fullmatch(template)
    if alone:
        return values.get(alone[1], _UNSET)
    if any(name not in values for name in PLACEHOLDER.findall(template)):
        return _UNSET
    return PLACEHOLDER.sub(lambda match: str(values[match[1]]), template)


def _written(template: str, values: Values) -> str | _Unset:
    filled = _text(template, values)
    return filled if isinstance(filled, _Unset) else str(filled)


def _data(template: object, values: Values, *, listed: bool = False) -> object:
    """A mapping loses the keys without a value; one in a list, where a key is missing, goes as a whole."""
    if isinstance(template, str):
        return _text(template, values)
    if isinstance(template, dict):
        filled = {str(key): _data(value, values) for key, value in template.items()}
        kept = {key: value for key, value in filled.items() if not isinstance(value, _Unset)}
        return _UNSET if listed and len(kept) < len(filled) else kept
    if isinstance(template, list):
        items = [_data(item, values, listed=True) for item in template]
        return [item for item in items if not isinstance(item, _Unset)]
    return template

"""The segments of the configuration, tied to the rules of scope: what those know need not be spelled out."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cx_audit.compare.scope_audience import segment_of_name
from cx_audit.compare.scope_pack import Dimension, OwnScope, dimensions, extend_scope
from cx_audit.errors import ConfigError

__all__ = ["AudienceRule", "Segments", "Spec", "Value", "Where", "declare"]

_EVERY = ""
_UNKNOWN = "audience="
_REGION = "region"
_CAPITALS = re.compile(r"(?=.*[A-Z])[A-Z0-9&+-]{1,5}")
_NOT_PLAIN = re.compile(r"[/?~{}#^$_]|\*(?!(?:\s|\Z))|(?:\A|\s)\*")


@dataclass(frozen=True, slots=True)
class Where:
    """Which answers are meant; all that is said must fit. ``paths`` are spellings of one path, folder or glob."""

    channel: str | None = None
    paths: tuple[str, ...] = ()
    url: str | None = None
    locale: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class AudienceRule:
    """For whom the answers are that ``where`` fits, in words such as an audience column holds: "EU", "gold"."""

    where: Where
    audience: str


@dataclass(frozen=True, slots=True)
class Spec:
    """What the configuration says of one value: words by language ("" for all), answers that are for it, and parts.

    ``words`` None leaves it to the value's name and to the rules of cx-audit.
    """

    words: Mapping[str, Sequence[str]] | None = None
    where: tuple[Where, ...] = ()
    includes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Value:
    """One segment: ``name`` as declared, ``entry`` as the rules of scope have it ("region=EU")."""

    name: str
    entry: str


@dataclass(frozen=True, slots=True)
class Segments:
    """``dimensions`` with their values as declared; ``rules`` say which answers are for whom."""

    dimensions: Mapping[str, tuple[Value, ...]]
    rules: tuple[tuple[Where, frozenset[str]], ...]
    scope: OwnScope


def _id(name: str) -> str:
    return " ".join(re.split(r"[\s_-]+", name.strip().casefold()))


def _known(name: str) -> str | None:
    """The one thing that cx-audit's rules understand by a name: "UK" is ``region=GB``."""
    said = segment_of_name(name, "en")
    (entry,) = said if len(said) == 1 else ("",)
    return entry if "=" in entry and "!=" not in entry and not entry.startswith(_UNKNOWN) else None


def _home(dimension: str, known: Mapping[str, str | None]) -> str:
    """The dimension that the values belong to: a packaged one where most are known to be of it, else a new one."""
    homes = [entry.partition("=")[0] for entry in known.values() if entry]
    if len(set(homes)) == 1 and (homes[0] in (dimension, _REGION) or 2 * len(homes) > len(known)):
        return homes[0]
    return dimension if dimension not in dimensions() else f"own_{dimension}"


def _entries(dimension: str, specs: Mapping[str, Spec]) -> dict[str, str]:
    known = {name: None if spec.includes else _known(name) for name, spec in specs.items()}
    home = _home(dimension, known)
    out = {}
    for name, entry in known.items():
        out[name] = entry if entry and entry.startswith(f"{home}=") else f"{home}={_id(name)}"
    twice = sorted(name for name, entry in out.items() if list(out.values()).count(entry) > 1)
    if twice:
        raise ConfigError(
            f"segments: {dimension}: {' and '.join(twice)} are one and the same", remedy="declare it once"
        )
    return out


def _value_of(entry: str) -> str:
    return entry.partition("=")[2]


def _extended(dimension: str, home: str, specs: Mapping[str, Spec], entries: Mapping[str, str]) -> Dimension:
    """The home dimension with the declared values in it."""
    packaged = dimensions().get(home)
    values = {_value_of(entries[name]): name for name in specs}
    holds = {}
    for name, spec in specs.items():
        if spec.includes:
            parts = {entries.get(part) or _known(part) or f"{home}={_id(part)}" for part in spec.includes}
            holds[_value_of(entries[name])] = tuple(sorted(map(_value_of, parts)))
    if packaged is None:
        return Dimension(title=dimension, values=values, holds=holds, exception=True)
    new = {
        value: name for value, name in values.items() if value not in packaged.values and value not in packaged.holds
    }
    if home == _REGION:
        # its values are codes with names of their own, not words
        titles = {value: name for value, name in new.items() if not _is_code(value)}
        return packaged.model_copy(update={"titles": packaged.titles | titles, "holds": {**packaged.holds, **holds}})
    return packaged.model_copy(update={"values": {**packaged.values, **new}, "holds": {**packaged.holds, **holds}})


def _is_code(value: str) -> bool:
    return len(value) == 2 and value.isupper()


def _own_words(name: str, entry: str, spec: Spec) -> Mapping[str, Sequence[str]]:
    if spec.words is not None:
        return spec.words
    return {} if _known(name) == entry else {_EVERY: (name.replace("_", " ").replace("-", " "),)}


def _check(dimension: str, name: str, word: str) -> None:
    if _NOT_PLAIN.search(word) or not any(map(str.isalnum, word)):
        raise ConfigError(
            f"segments: {dimension}: {name}: {word!r} is no plain word",
            remedy="use words as customers read them; * at the end of one stands for any ending",
        )


def _homes(declared: Mapping[str, Mapping[str, Spec]]) -> dict[str, dict[str, str]]:
    """Value -> entry of each dimension; no two dimensions may come to the same."""
    out: dict[str, dict[str, str]] = {}
    taken: dict[str, str] = {}
    for dimension, specs in declared.items():
        out[dimension] = _entries(dimension, specs)
        for home in {entry.partition("=")[0] for entry in out[dimension].values()}:
            if home in taken:
                raise ConfigError(
                    f"segments: {taken[home]} and {dimension} divide customers by the same ({home})",
                    remedy="declare all its values under one of them",
                )
            taken[home] = dimension
    return out


def declare(declared: Mapping[str, Mapping[str, Spec]], rules: Sequence[AudienceRule] = ()) -> Segments:
    """Segments as the rules of scope have them.

    Args:
        declared: dimension -> value -> what is said of it, in the user's order.
        rules: answers that are for an audience, beside those that the values name themselves.

    Raises:
        ConfigError: two values or two dimensions are the same, or a word can't be looked for.
    """
    entries = _homes(declared)
    own: dict[str, Dimension] = {}
    words: dict[str, dict[str, dict[str, list[str]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    capitals: dict[str, dict[str, dict[str, list[str]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    like: dict[tuple[str, str], tuple[str, str]] = {}
    found: list[tuple[Where, frozenset[str]]] = []
    for dimension, specs in declared.items():
        for name, spec in specs.items():
            entry = entries[dimension][name]
            home, _, value = entry.partition("=")
            own[home] = _extended(dimension, home, specs, entries[dimension])
            for language, said in _own_words(name, entry, spec).items():
                for word in said:
                    _check(dimension, name, word)
                    (capitals if _CAPITALS.fullmatch(word) else words)[language][home][value].append(word)
            known = _known(name)
            if known and known != entry and spec.words is None:
                like[home, value] = (known.partition("=")[0], _value_of(known))
            found += [(where, frozenset({entry})) for where in spec.where]
    stamp = hashlib.sha256(repr((declared, [(r.audience, r.where) for r in rules])).encode()).hexdigest()
    scope = OwnScope(own, _plain(words), _plain(capitals), like, stamp)
    values = {d: tuple(Value(name, entries[d][name]) for name in specs) for d, specs in declared.items()}
    return Segments(values, (*found, *_named(rules, scope)), scope)


def _plain(
    words: Mapping[str, Mapping[str, Mapping[str, list[str]]]],
) -> dict[str, dict[str, dict[str, tuple[str, ...]]]]:
    return {
        language: {
            home: {v: tuple(dict.fromkeys(said)) for v, said in values.items()} for home, values in homes.items()
        }
        for language, homes in words.items()
    }


def _named(rules: Sequence[AudienceRule], scope: OwnScope) -> list[tuple[Where, frozenset[str]]]:
    """The rules with what their audiences mean, once the declared names are known."""
    with extend_scope(scope):
        return [(rule.where, segment_of_name(rule.audience, "en")) for rule in rules]

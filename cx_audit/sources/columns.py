"""The columns of a table of answers, and a row of them as an Answer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from cx_audit.errors import SourceError, UnsafeInput
from cx_audit.model import Answer, Place, Skipped
from cx_audit.sources.channels import canonical
from cx_audit.sources.ids import content_id, squeeze, tidy
from cx_audit.sources.interface import Item, Reason, skip
from cx_audit.sources.jsontext import text_of

__all__ = [
    "ANSWERS",
    "FIELDS",
    "Row",
    "Wanted",
    "field_names",
    "has_answers",
    "plain_name",
    "require_columns",
    "row_to_answer",
    "unique_names",
]

FIELDS: Mapping[str, tuple[str, ...]] = {
    "channel": (),
    "question": ("title", "query", "customer_question"),
    "answer": ("text", "reply", "response", "body"),
    "id": ("answer_id",),
    "locale": ("language", "lang"),
    "audience": ("segment",),
    "agent": ("rep", "agent_name"),
    "variants": ("alternative_questions", "examples"),
    "intent": (),
    "url": ("link",),
    "updated_at": ("updated", "last_updated", "modified"),
    "uses": ("usage", "usage_count"),
    "authority": (),
    "asked": (),
}
"""The columns that mean something, each with the other names under which exports hold it."""

_JOINS = re.compile(r"[\s_-]+")
_WHOLE = re.compile(r"\d{1,15}(?:\.0+)?")


@dataclass(frozen=True, slots=True)
class Row:
    """A record of a table: its values by column as they came, and where it stands."""

    values: Mapping[str, object]
    path: str
    line: int | None = None
    metadata: Mapping[str, str] | None = None

    @property
    def where(self) -> str:
        """The place for people."""
        return self.path if self.line is None else f"{self.path}:{self.line}"


def plain_name(name: str) -> str:
    """A column's name as it is compared: lower case, words joined by one underscore."""
    return _JOINS.sub("_", name.strip().strip("\ufeff").strip()).casefold()


def field_names(columns: Iterable[str]) -> Mapping[str, str]:
    """Which column holds which field. A field's own name wins over its other names."""
    return _field_names(tuple(columns))


@lru_cache(maxsize=64)  # the rows of a table have the same columns
def _field_names(columns: tuple[str, ...]) -> Mapping[str, str]:
    by_name: dict[str, str] = {}
    for column in columns:
        by_name.setdefault(plain_name(column), column)
    found: dict[str, str] = {}
    for name, others in FIELDS.items():
        held = [by_name[known] for known in (name, *others) if known in by_name]
        if held:
            found[name] = held[0]
    return found


def unique_names(columns: Sequence[str]) -> list[str]:
    """The names with the second and later of a kind numbered, so that no column hides another."""
    seen: Counter[str] = Counter()
    names = []
    for column in columns:
        seen[column] += 1
        names.append(column if seen[column] == 1 else f"{column} ({seen[column]})")
    return names


def has_answers(columns: Iterable[str]) -> bool:
    """Whether the columns are those of a table of answers."""
    return {"question", "answer"} <= field_names(columns).keys()


def require_columns(columns: Iterable[str], item: Item, path: str, line: int | None) -> None:
    """SourceError where a needed column is missing and nothing else says what it would."""
    columns = list(columns)
    needed = ["question", "answer"] if item.given_channel or item.folder_channel else ["channel", "question", "answer"]
    missing = [name for name in needed if name not in field_names(columns)]
    if not missing:
        return
    listed = ", ".join(repr(squeeze(column)[:40]) for column in columns[:20]) or "none"
    remedy = "name the channel with --channel-of PATH=NAME, or put the file in a folder such as faq/ or macros/"
    if missing != ["channel"]:
        remedy = "rename the columns; needed are channel, question and answer"
    word = "column" if len(missing) == 1 else "columns"
    raise SourceError(f"no {word} {', '.join(missing)}; found {listed}", path=path, line=line, remedy=remedy)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a table is to hold: which columns mean what, whether they are enough, and the error where they aren't."""

    names: Callable[[Iterable[str]], Mapping[str, str]]
    enough: Callable[[Iterable[str]], bool]
    require: Callable[[Iterable[str], Item, str, int | None], None]
    containers: tuple[str, ...]


ANSWERS = Wanted(field_names, has_answers, require_columns, ("answers",))


def row_to_answer(row: Row, item: Item) -> Answer | Skipped:
    """The answer that a row holds, or why it holds none."""
    names = field_names(row.values)
    cells = {name: text_of(row.values[column]) for name, column in names.items()}
    long = next((name for name, cell in cells.items() if len(cell) > item.limits.max_field), None)
    if long is not None:
        remedy = "a field may be longer with limits: field_characters in cx-audit.yml"
        what = f"a field of more than {item.limits.max_field:,} characters: {long}"
        raise UnsafeInput(what, path=row.path, line=row.line, remedy=remedy)
    question, text = squeeze(cells.get("question", "")), tidy(cells.get("answer", ""))
    channel = item.given_channel or canonical(squeeze(cells.get("channel", ""))) or item.folder_channel
    if not text.strip():
        return skip(row.path, _why_empty(row), row.where)
    if not question:
        return skip(row.path, Reason.NO_QUESTION, row.where)
    if not channel:
        return skip(row.path, Reason.NO_CHANNEL, row.where)
    locale, audience, agent, intent, url, updated, authority, own, asked = (
        squeeze(cells.get(name, "")) or None
        for name in ("locale", "audience", "agent", "intent", "url", "updated_at", "authority", "id", "asked")
    )
    return Answer(
        id=own or content_id(channel, question, text, locale, audience, agent),
        channel=channel,
        question=question,
        text=text,
        variants=_variants(row.values.get(names.get("variants", "")), question),
        locale=locale,
        audience=audience,
        agent=agent,
        intent=intent,
        authority=authority,
        updated=updated,
        uses=_count(cells.get("uses", "")),
        place=Place(path=row.path, line=row.line, url=url, record=own),
        metadata=_metadata(row, set(names.values()), cells.get("uses", "")),
        asked=asked,
    )


def _why_empty(row: Row) -> Reason:
    """What ``cx-audit ask`` wrote down of a question that drew no answer; else just that it is empty."""
    told = row.values.get("skipped")
    return Reason(told) if isinstance(told, str) and told in set(Reason) else Reason.EMPTY


def _variants(value: object, question: str) -> tuple[str, ...]:
    parts = [text_of(part) for part in value] if isinstance(value, list | tuple) else text_of(value).split(" | ")
    return tuple(dict.fromkeys(part for part in map(squeeze, parts) if part and part != question))


def _count(text: str) -> int | None:
    text = text.strip()
    return int(text.split(".")[0]) if _WHOLE.fullmatch(text) else None


def _metadata(row: Row, known: set[str], uses: str) -> dict[str, str]:
    """What the known columns don't hold; a count that isn't a whole number stays as it was written."""
    kept = {squeeze(column): tidy(text_of(value)) for column, value in row.values.items() if column not in known}
    nested = row.values.get("metadata")
    if isinstance(nested, dict) and "metadata" not in known:
        kept.pop("metadata", None)
        kept |= {squeeze(str(key)): tidy(text_of(value)) for key, value in nested.items()}
    if _count(uses) is None:
        kept["uses"] = uses
    kept |= row.metadata or {}
    return {name: value for name, value in sorted(kept.items()) if name and value.strip()}

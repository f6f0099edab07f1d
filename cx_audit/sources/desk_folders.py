"""Folders, categories and collections of help desks: no answers themselves, but what those in them are about.

Freshdesk, Help Scout and Intercom name the folder of a record by its number only; the list of folders, saved among the
exports, says what it is called and whether customers see it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cx_audit.model import Answer, Skipped
from cx_audit.sources.interface import CERTAIN, Item, Shelf
from cx_audit.sources.jsontext import first_record, json_records
from cx_audit.sources.records import Fields

__all__ = ["DeskFolders", "read_shelves"]

_CONTAINERS = ("data", "collections", "categories", "folders")
_REPLIES = ("responses_count", "personal")
_ARTICLES = ("articles_count", "sub_folders_count", "company_ids", "company_segment_ids")
_SEEN_BY = {"2": "logged-in users", "3": "agents", "4": "selected companies", "6": "selected contacts"}


class DeskFolders:
    """Lists of canned-response folders, solution folders and categories, collections."""

    name = "desk-folders"
    default_channel: str | None = None

    def detect(self, item: Item) -> float:
        """By records that have a name and what only folders have."""
        record = first_record(item.file, _CONTAINERS)
        if record is None:
            return 0.0
        return CERTAIN if any(_vendor(one) for one in _each(Fields(record.value))) else 0.0

    def read(self, item: Item) -> Iterator[Answer | Skipped]:
        """Nothing: see ``read_shelves``."""
        return iter(())


def read_shelves(items: Iterable[Item]) -> dict[tuple[str, str], Shelf]:
    """The folders of all lists, by vendor and number."""
    found: dict[tuple[str, str], Shelf] = {}
    for item in items:
        for record in json_records(item.file, item.limits, _CONTAINERS):
            if isinstance(record, Skipped):
                continue
            for one in _each(Fields(record.value)):
                if (vendor := _vendor(one)) and one.text("id"):
                    visibility = one.text("visibility")
                    personal = one.says("personal", True)
                    found[vendor, one.text("id")] = Shelf(
                        one.line("name"),
                        inside=visibility in ("3", "private"),
                        seen_by="personal" if personal else _SEEN_BY.get(visibility, ""),
                    )
    return found


def _each(record: Fields) -> list[Fields]:
    return record.many("items") or [record]


def _vendor(record: Fields) -> str:
    """Whose folder it is; "" where it is none."""
    held = record.values.keys()
    if not record.has("id", "name") or {"articles", "folders", "text", "content", "body", "status"} & held:
        return ""
    if record.has("slug", "visibility", "number"):
        return "helpscout"
    if record.has("workspace_id", "help_center_id") or record.text("type") == "collection":
        return "intercom"
    if set(_REPLIES) & held:
        return "freshdesk-replies"
    plain = record.has("visibility", "description") and record.text("visibility").isdecimal()
    return "freshdesk" if plain or set(_ARTICLES) & held else ""

"""The JSON Schema of ``policy.yml``, for editors."""

from __future__ import annotations

from typing import Any

from cx_audit.policy.entries import FIELDS
from cx_audit.policy.subjects import Kind, Subject, Subjects
from cx_audit.policy.values import EXAMPLES
from cx_audit.resources import pack_languages

__all__ = ["policy_schema"]

_DAY = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_WORDS = {
    "value": "what holds",
    "owner": "whom to ask about this line",
    "valid_from": "the first day on which it holds",
    "valid_to": "the last day on which it holds",
    "note": "anything worth knowing; nothing is held against it",
    "for": "for whom: a country, a plan, a group of customers, or a name of the audience column",
    "language": "the language of the value",
    "question": "the customer's question that a yes or no answers, in the words of any channel",
}


def _long() -> dict[str, Any]:
    text = {"type": "string", "minLength": 1}
    fields: dict[str, Any] = {name: {**text, "description": _WORDS[name]} for name in FIELDS}
    fields["value"] = {"$ref": "#/$defs/value_or_segments", "description": _WORDS["value"]}
    fields["for"] = {"anyOf": [text, {"type": "array", "items": text}], "description": _WORDS["for"]}
    fields["language"] = {"enum": list(pack_languages()), "description": _WORDS["language"]}
    for name in ("valid_from", "valid_to"):
        fields[name] = {**_DAY, "description": _WORDS[name]}
    return {"type": "object", "properties": fields, "required": ["value"], "additionalProperties": False}


def _described(subject: Subject) -> dict[str, Any]:
    if subject.kind is Kind.VALUE:
        like = " or ".join(EXAMPLES[kind] for kind in EXAMPLES if kind in subject.kinds)
    elif subject.kind is Kind.LIST:
        like = ", ".join(sorted(subject.titles.values())[:3])
    else:
        like = "allowed"
    return {"$ref": "#/$defs/line", "description": f"{subject.title}; such as: {like}"}


def policy_schema(subjects: Subjects) -> dict[str, Any]:
    """The schema: every subject by key; other keys are matters of yes or no with their question."""
    scalar = {"type": ["string", "number", "boolean"]}
    text = {"type": "string", "minLength": 1}
    value = {"anyOf": [scalar, {"type": "array", "items": scalar, "minItems": 1}]}
    either = {"anyOf": [{"$ref": "#/$defs/value"}, {"$ref": "#/$defs/long"}]}
    segments = {
        "type": "object",
        "additionalProperties": either,
        "minProperties": 1,
        "propertyNames": {"not": {"enum": list(FIELDS)}},
    }
    head = {
        "include": {"anyOf": [text, {"type": "array", "items": text}], "description": "other files, from this folder"},
        "language": {"enum": list(pack_languages()), "description": "the language of all values"},
        "region": {"type": "string", "pattern": "^[A-Z]{2}$", "description": "home country: which dollar $ is"},
        "owner": {**text, "description": "whom to ask about lines without an owner of their own"},
        "other": {"description": "free text; nothing is held against it"},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "policy.yml of cx-audit",
        "type": "object",
        "properties": {**head, **{key: _described(one) for key, one in subjects.by_key.items()}},
        "additionalProperties": {
            "allOf": [{"$ref": "#/$defs/long"}, {"required": ["question"]}],
            "description": "a yes or no of your own, with its question",
        },
        "$defs": {
            "value": value,
            "value_or_segments": {"anyOf": [{"$ref": "#/$defs/value"}, segments]},
            "long": _long(),
            "line": {
                "anyOf": [
                    {"$ref": "#/$defs/long"},
                    {"$ref": "#/$defs/value_or_segments"},
                    {"type": "array", "items": {"$ref": "#/$defs/long"}, "minItems": 1},
                ]
            },
        },
    }

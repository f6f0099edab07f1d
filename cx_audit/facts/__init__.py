"""What a text claims, as typed values: the kinds that are in ``cx_audit.model.FactKind``."""

from __future__ import annotations

from cx_audit.facts.extract import extract
from cx_audit.facts.nouns import same_noun
from cx_audit.facts.packs import extend_packs, languages, own_pack_files
from cx_audit.facts.stored import ReadAnswer, dump_facts, read_once
from cx_audit.facts.values import CLOSED, Relation, canonical, relation
from cx_audit.facts.weekdays import WEEK

__all__ = [
    "CLOSED",
    "WEEK",
    "ReadAnswer",
    "Relation",
    "canonical",
    "dump_facts",
    "extend_packs",
    "extract",
    "languages",
    "own_pack_files",
    "read_once",
    "relation",
    "same_noun",
]

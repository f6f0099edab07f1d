"""Put the answers to one question together, over channels and languages."""

from cx_audit.group.cluster import THRESHOLD, Grouping, group_answers, group_given
from cx_audit.group.labels import question_title
from cx_audit.group.texts import GroupText, group_texts
from cx_audit.group.vectors import Matrix, centre

__all__ = [
    "THRESHOLD",
    "GroupText",
    "Grouping",
    "Matrix",
    "centre",
    "group_answers",
    "group_given",
    "group_texts",
    "question_title",
]

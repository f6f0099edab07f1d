"""Put the answers to one question together, over channels and languages."""

from cx_audit.group.cluster import Grouping, group_answers
from cx_audit.group.labels import question_title
from cx_audit.group.texts import GroupText, group_texts

__all__ = ["GroupText", "Grouping", "group_answers", "group_texts", "question_title"]

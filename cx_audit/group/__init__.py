"""Put the answers to one question together, over channels and languages."""

from cx_audit.group.cluster import THRESHOLD, Grouping, group_answers, group_given
from cx_audit.group.fitted import LanguageMeans, SameQuestionWeights, language_means
from cx_audit.group.labels import question_title
from cx_audit.group.texts import GroupText, group_texts
from cx_audit.group.vectors import Centred, Matrix, Means, Stored, centre, centred_texts, means_of, sample_of

__all__ = [
    "THRESHOLD",
    "Centred",
    "GroupText",
    "Grouping",
    "LanguageMeans",
    "Matrix",
    "Means",
    "SameQuestionWeights",
    "Stored",
    "centre",
    "centred_texts",
    "group_answers",
    "group_given",
    "group_texts",
    "language_means",
    "means_of",
    "question_title",
    "sample_of",
]

"""Find where the answers to one question cannot all be true."""

from cx_audit.compare.align import Aligned, align
from cx_audit.compare.findings import compare_question
from cx_audit.compare.view import AnswerView, FactInContext, view_answer

__all__ = ["Aligned", "AnswerView", "FactInContext", "align", "compare_question", "view_answer"]

"""Find where the answers to one question cannot all be true."""

from cx_audit.compare.contexts import Contexts, contexts_to_embed
from cx_audit.compare.evidence import Weights
from cx_audit.compare.findings import compare_question
from cx_audit.compare.view import AnswerView, FactInContext, view_answer

__all__ = ["AnswerView", "Contexts", "FactInContext", "Weights", "compare_question", "contexts_to_embed", "view_answer"]

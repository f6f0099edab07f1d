"""Find every question where a company's support channels tell customers different things.

from cx_audit import Answer, audit

report = audit([
    Answer("1", "faq", "How long may I return it?", "Within 30 days."),
    Answer("2", "macro", "Returns: window", "You have 14 days to return it."),
])
"""

from cx_audit.api import audit
from cx_audit.errors import CxAuditError
from cx_audit.model import Answer, Finding, Report, Skipped

__all__ = ["Answer", "CxAuditError", "Finding", "Report", "Skipped", "__version__", "audit"]

__version__ = "0.1.0"

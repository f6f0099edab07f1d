"""What each question costs: contacts, satisfaction, effort, loyalty, churn and time, joined to the questions.

Pure: tables come in as rows of text, vectors from a function; what comes out is the report with each finding's
``impact`` filled in, and ranked by it.
"""

from cx_audit.impact.attach import attach_impact
from cx_audit.impact.columns import Layout, find_layout
from cx_audit.impact.match import Match
from cx_audit.impact.rows import MetricRow, Table, read_rows
from cx_audit.impact.tally import SMALL_SAMPLE, Tally

__all__ = [
    "SMALL_SAMPLE",
    "Layout",
    "Match",
    "MetricRow",
    "Table",
    "Tally",
    "attach_impact",
    "find_layout",
    "read_rows",
]

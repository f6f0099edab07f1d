"""What was known before this run: fingerprints, the baseline, suppressions, changes between runs, history.

Pure but for ``history``, which keeps a file; dates are always handed in.
"""

from cx_audit.ledger.baseline import Age, Update, ages, create, update
from cx_audit.ledger.baseline_text import BASELINE_NAME, dump, parse
from cx_audit.ledger.changes import Change, Changes, changes
from cx_audit.ledger.entry import Entry
from cx_audit.ledger.history import HISTORY_NAME, Row, record, rows
from cx_audit.ledger.identity import Identity, identities
from cx_audit.ledger.settle import NEW_ONLY, Settled, new_only, settle
from cx_audit.ledger.suppressions import Notice, Suppression

__all__ = [
    "BASELINE_NAME",
    "HISTORY_NAME",
    "NEW_ONLY",
    "Age",
    "Change",
    "Changes",
    "Entry",
    "Identity",
    "Notice",
    "Row",
    "Settled",
    "Suppression",
    "Update",
    "ages",
    "changes",
    "create",
    "dump",
    "identities",
    "new_only",
    "parse",
    "record",
    "rows",
    "settle",
    "update",
]

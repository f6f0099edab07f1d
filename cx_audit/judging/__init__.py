"""Judges of statements: NLI cross-encoders of the user's choice, and the memo that spares judging twice; and the reader
of what two answers come to, which is our own.

``RememberingJudge(open_judge("models/my-nli"), memo)`` is all that the command line needs. To import this loads no
model and no library that runs one.
"""

from __future__ import annotations

from cx_audit.judging.models import DEFAULT, open_judge
from cx_audit.judging.outcome_reader import OUTCOME_READER, OutcomeReader, open_outcome_reader
from cx_audit.judging.remember import EDITION, VERDICTS, RememberingJudge

__all__ = [
    "DEFAULT",
    "EDITION",
    "OUTCOME_READER",
    "VERDICTS",
    "OutcomeReader",
    "RememberingJudge",
    "open_judge",
    "open_outcome_reader",
]

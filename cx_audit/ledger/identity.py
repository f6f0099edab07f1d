"""What makes a finding the same finding in another run.

The fingerprint is a hash of

- the **kind**: what was a doubt and is now a contradiction is new;
- **who says what**: the canonical value of each position with the voices that say it. A voice is a channel and a
  language ("faq nl"), since a wrong translation is a mistake of its own; the reps are one voice ("agent"), since who is
  on duty changes from export to export. A value that moved, or a voice that joined, is new. A sentence in other
  words with the same value is not;
- the **question**: the words of one question among those that the quoted answers were written for, in lower case.
  That of the lowest hash is taken, so that further answers seldom change it. Customers' own words to reps count only
  where nothing else is quoted: they never come back.

Left out is all that moves without anybody having changed an answer: ids, row numbers, places, the group's title and
other members, confidence, severity, message, and the role, which is read from the words around a value. Two findings
that are alike in all of that are told apart by a number at the end, so that each is counted.

A statement without a value is known by its words alone: in other words it is another.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from cx_audit.model import Answer, Finding, FindingKind, Question, Report
from cx_audit.text import base_language, clean_question

__all__ = ["Identity", "identities"]

_WORD = re.compile(r"\w+")
_REPS = "agent"
_MOST_ASKED = 8
"""Of more, those of the lowest hash: two runs then still share most."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What a finding is known by: ``says`` holds the voices of each value, ``asked`` hashes of the questions."""

    fingerprint: str
    kind: FindingKind
    role: str | None
    says: Mapping[str, tuple[str, ...]] = field(hash=False)
    asked: tuple[str, ...]

    @property
    def base(self) -> str:
        """The fingerprint without the number that tells twins apart."""
        return self.fingerprint.partition("-")[0]


def identities(report: Report) -> tuple[Identity, ...]:
    """The identity of each finding of ``report``, in the order of its findings; no two have the same fingerprint."""
    answers = {answer.id: answer for answer in report.answers}
    questions = {question.id: question for question in report.questions}
    plain = [_identity(finding, answers, questions[finding.question_id]) for finding in report.findings]
    # Twins are numbered in the order of what they say, never in that of the report.
    order = sorted(range(len(plain)), key=lambda i: (plain[i].fingerprint, plain[i].role or "", report.findings[i].id))
    seen: Counter[str] = Counter()
    numbered: dict[int, Identity] = {}
    for i in order:
        one = plain[i]
        seen[one.fingerprint] += 1
        number = seen[one.fingerprint]
        name = one.fingerprint if number == 1 else f"{one.fingerprint}-{number}"
        numbered[i] = Identity(name, one.kind, one.role, one.says, one.asked)
    return tuple(numbered[i] for i in range(len(plain)))


def _identity(finding: Finding, answers: Mapping[str, Answer], question: Question) -> Identity:
    voices: dict[str, set[str]] = {}
    for position in finding.positions:
        heard = voices.setdefault(position.value, set())
        heard.update(_voice(answers[quote.answer_id]) for quote in position.quotes)
    says = {value: tuple(sorted(voices[value])) for value in sorted(voices)}
    quoted = [answers[quote.answer_id] for position in finding.positions for quote in position.quotes]
    asked = _asked(quoted, [answers[id] for id in question.answer_ids], question.title)
    # What quotes nobody has only its subject to be known by.
    subject = "" if says else finding.role or ""
    content = [finding.kind.value, list(says.items()), asked[0], subject]
    return Identity(_hash(json.dumps(content), 16), finding.kind, finding.role, says, asked)


def _voice(answer: Answer) -> str:
    if _by_rep(answer):
        return answer.channel
    return f"{answer.channel} {base_language(answer.locale or '')}".strip()


def _by_rep(answer: Answer) -> bool:
    return answer.agent is not None or answer.channel == _REPS


def _asked(quoted: Sequence[Answer], group: Sequence[Answer], title: str) -> tuple[str, ...]:
    """Hashes of the questions, lowest first: those written for the quoted answers, or the next best."""
    written = [a for a in quoted if not _by_rep(a)]
    around = [a for a in group if not _by_rep(a)]
    for chosen in (written, around, quoted):
        hashes = sorted({_hash(words, 8) for words in map(_words, _questions(chosen)) if words})
        if hashes:
            return tuple(hashes[:_MOST_ASKED])
    return (_hash(_words(title), 8),)


def _questions(answers: Iterable[Answer]) -> Iterable[str]:
    return (answer.question for answer in answers)


def _words(question: str) -> str:
    folded = unicodedata.normalize("NFKC", clean_question(question)).casefold()
    return " ".join(_WORD.findall(folded))


def _hash(text: str, length: int) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:length]

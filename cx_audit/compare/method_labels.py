"""Labels of buttons and menus, and addresses, in a sentence: what they say is no word of the sentence.

"Press "Stop renewing"" and "Account > Subscription > Don't renew" refuse nothing, and neither asks for help where the
button is called "I have a problem".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from cx_audit.compare.method_spans import Named
from cx_audit.facts.fold import MASK

__all__ = ["without_addresses", "without_labels"]

_WORDS = 5
"""A label has no more words; what is longer is a sentence that someone quotes."""
_PAIRS = (('"', '"'), ("“", "”"), ("„", "“"), ("„", "”"), ("«", "»"), ("»", "«"), ("‹", "›"), ("「", "」"))
_ENDS = re.escape("".join(sorted({mark for pair in _PAIRS for mark in pair} | set(">›→➜⇒▸,.;:!?()\n"))))
_LABEL = re.compile(
    "|".join(rf"(?<={re.escape(a)})[^{re.escape(a + b)}\n]{{1,60}}(?={re.escape(b)})" for a, b in _PAIRS)
    + rf"|(?<=[>›→➜⇒▸])[^{_ENDS}]{{1,60}}(?=[{_ENDS}]|\Z)"
)
_WORD = re.compile(r"\w+")
_ADDRESS = re.compile(r"[\w.%+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")


def without_labels(text: str, found: Sequence[Named]) -> str:
    """Folded text with its labels masked, length kept; a label that names a method stays.

    Args:
        text: a folded sentence.
        found: the methods named in it.
    """
    for match in _LABEL.finditer(text):
        words = list(_WORD.finditer(match.group()))
        if not 0 < len(words) <= _WORDS:
            continue
        # the sign before a label may be a name itself, with the space behind it
        start, end = match.start() + words[0].start(), match.start() + words[-1].end()
        if not any(one.start < end and start < one.end for one in found):
            text = text[:start] + MASK * (end - start) + text[end:]
    return text


def without_addresses(text: str, found: Sequence[Named]) -> str:
    """Folded text with e-mail addresses masked, length kept: "invoices@..." speaks of no invoice.

    Args:
        text: a folded sentence.
        found: the methods named in it, "@" among them, which stay.
    """
    named = [(one.start, one.end) for one in found]
    for match in _ADDRESS.finditer(text):
        kept = [at for start, end in named for at in range(max(start, match.start()), min(end, match.end()))]
        said = enumerate(match.group(), match.start())
        bare = "".join(MASK if char.isalnum() and at not in kept else char for at, char in said)
        text = text[: match.start()] + bare + text[match.end() :]
    return text

"""Where a message's sign-off begins."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cx_audit.text.clean import has_words
from cx_audit.text.names import EMOJI, NAME_WORDS, UNKNOWN_WORDS, are_names, bare, has_digit, is_caseless
from cx_audit.text.phrases import Phrases
from cx_audit.text.placeholders import PLACEHOLDER

__all__ = ["sign_off_start"]

_SIGN_OFF_LINES = 6
_SIGN_OFF_WORDS = 7
_CLOSING_LEAD = 3
_INLINE = 200
_PHONE_DIGITS = 7
_SENTENCE = re.compile(rf"(?:[.!?؟)]|[{EMOJI}])\s+")
_POSTSCRIPT = re.compile(r"p\.?\s?s\b", re.I)
_DASHED = re.compile(r"(?<![–—~^-])[–—~^-]++\s*(?=[^\W\d_])")


def _closes(line: str, known: Phrases) -> bool:
    """Whether a line is a closing phrase and no more than names besides."""
    line = bare(line)
    words = line.split()
    if not words or len(words) > _SIGN_OFF_WORDS or has_digit(line):
        return False
    if match := known.closing.match(line):
        rest = line[match.end() :]
        if are_names(rest.split(), known) or _closes_again(rest, known):
            return True
    if match := known.thanks.match(line):
        rest = line[match.end() :]
        if not rest.strip() or (rest.lstrip()[0] in ",!.–—-،" and are_names(rest.split(), known)):
            return True
        if are_names(rest.split(), known, most=UNKNOWN_WORDS) or _closes_again(rest, known):
            return True
    return _ends_in_closing(line, known)


def _closes_again(rest: str, known: Phrases) -> bool:
    """ "Merci beaucoup et bonne journée", "Thanks! Have a nice day"."""
    joined = re.match(r"[\s,!.،]*(?:\w{1,3}\s+)?", rest)
    return joined is not None and joined.end() > 0 and _closes(rest[joined.end() :], known)


def _ends_in_closing(line: str, known: Phrases) -> bool:
    """ "Sportieve groet", "Recibe un cordial saludo": a closing phrase led in by a few words."""
    starts = [m.end() for m in re.finditer(r"\s", line)][:_CLOSING_LEAD]
    return any(
        match.end() == len(line) and not re.search(r"[.!?,:]", line[:start])
        for start in starts
        if (match := known.closing.match(line, start))
    )


def _is_signature(line: str, known: Phrases) -> bool:
    return not line.rstrip().endswith((".", "!", "?", ":", ";", "؟")) and are_names(line.split(), known)


def _is_contact(line: str) -> bool:
    return "@" in line or "www." in line or "://" in line or sum(c.isdigit() for c in line) >= _PHONE_DIGITS


def _leads_out(line: str, known: Phrases) -> bool:
    """A short line that ends in a comma, in lower case: "Safe travels," "Nous restons à vos côtés,"."""
    words = line.split()
    return (
        line.rstrip().endswith((",", "،"))
        and 2 <= len(words) < _SIGN_OFF_WORDS
        and not has_digit(line)
        and any(word[0].islower() or is_caseless(word[0]) for word in words)
    )


def _sign_off_line(lines: Sequence[tuple[int, str]], known: Phrases) -> int | None:
    """Read the last lines upwards; the sign-off begins at the highest line that opens one."""
    found = None
    all_names = fits = True  # of the lines below, and of the one just below
    for below, (start, line) in enumerate(reversed(lines[1:][-_SIGN_OFF_LINES:])):
        words = line.split()
        ends = line.rstrip().endswith((".", "!", "?", "؟")) and len(words) > UNKNOWN_WORDS
        closes = _closes(line, known)
        # "Thanks!" may stand in the middle of a message, "Kind regards" and "Thanks," hardly
        if closes and (fits or line.rstrip().endswith((",", "،")) or known.closing.match(bare(line))):
            found = start
        elif closes or _POSTSCRIPT.match(line) or len(words) > _SIGN_OFF_WORDS or ends:
            break
        elif all_names and not has_words(line):
            found = start
        elif all_names and below and _leads_out(line, known):
            return start
        named = closes or not has_words(line) or _is_signature(line, known)
        fits = named or _is_contact(line)
        all_names = all_names and named
    return found


def _lone_name_start(lines: Sequence[tuple[int, str]], known: Phrases) -> int:
    """ "... within 5 days." and on a line of its own "Priya": a name after a finished sentence."""
    start, last = lines[-1]
    end = start + len(last)
    if len(lines) < 2 or not lines[-2][1].rstrip().endswith((".", "!", "؟", ")")):
        return end
    name = _DASHED.sub("", last, count=1)
    most = NAME_WORDS if PLACEHOLDER in name else UNKNOWN_WORDS
    named = has_words(name) and _is_signature(name, known) and are_names(name.split(), known, most, caseless=1)
    return start if named else end


def _inline_start(text: str, start: int, end: int, known: Phrases) -> int:
    """ "... lands in your inbox. Cheers, Priya" on one line: reps close like that."""
    found = end
    for match in reversed([*_SENTENCE.finditer(text, max(start, end - _INLINE), end)]):
        tail = text[match.end() : end].strip()
        dashed = _DASHED.match(tail)
        signed = dashed and len(tail.split()) <= _CLOSING_LEAD and _is_signature(tail[dashed.end() :], known)
        if signed or _closes(tail, known):
            found = match.end()
        elif has_words(tail) and not (len(tail.split()) <= UNKNOWN_WORDS and _is_signature(tail, known)):
            break  # a name alone may follow the closing: "Take care! Mo"
    return found


def sign_off_start(text: str, start: int, known: Phrases) -> int:
    """Where the body, which begins at ``start``, ends; the text's end where nothing closes it."""
    lines: list[tuple[int, str]] = []
    at = 0
    for line in text.split("\n"):
        lines.append((at, line))
        at += len(line) + 1
    found = _sign_off_line(lines, known)
    return _inline_start(text, start, _lone_name_start(lines, known) if found is None else found, known)

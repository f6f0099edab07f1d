"""Set greetings and sign-offs apart: they are shown, never compared.

Greeting words are common words too ("Best price", "Dag en nacht", "Merci de renvoyer"), so a phrase alone decides
nothing: what stands with it must be a name, a word of address, a placeholder, or nothing. What is in doubt stays in
the body, where it does less harm than a lost condition.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cx_audit.text.clean import PLACEHOLDER, has_words
from cx_audit.text.phrases import Phrases, phrases

__all__ = ["Parts", "split_boilerplate"]

_GREETINGS = 3
_NAME_WORDS = 5
_UNKNOWN_WORDS = 2
_SIGN_OFF_LINES = 6
_SIGN_OFF_WORDS = 7
_CLOSING_LEAD = 3
_INLINE = 200

_EMOJI = r"\U0001F1E6-\U0001F1FF\U0001F300-\U0001FAFF\u2600-\u27BF\ufe0f\u200d"
_OPENING = re.compile(r"[\s¡*_\"“«>-]*")
_STOP = re.compile(rf"[,!.:;،؛؟?\n{_EMOJI}]|\s[–—-]\s|$")
_AFTER_GREETING = re.compile(rf"(?:[\s,!.:;،؛~*_{_EMOJI}]|[:;]-?[)D](?!\w)|[–—-]\s)*")
_VOCATIVE_STOP = re.compile(r"!|[,:،]?\s?\n")
_SENTENCE = re.compile(rf"(?:[.!?؟)]|[{_EMOJI}])\s+")
_POSTSCRIPT = re.compile(r"p\.?\s?s\b", re.I)
_DASHED = re.compile(r"[–—~^-]+\s*(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Parts:
    """The body is ``text[start:end]``; before it the greeting, after it the sign-off."""

    start: int
    end: int


def _caseless(letter: str) -> bool:
    return letter.isalpha() and letter.lower() == letter.upper()


def _bare(text: str) -> str:
    """Without punctuation and emoji at its ends; a placeholder is a word."""
    start, end = 0, len(text)
    while start < end and not (text[start].isalnum() or text[start] == PLACEHOLDER):
        start += 1
    while end > start and not (text[end - 1].isalnum() or text[end - 1] == PLACEHOLDER):
        end -= 1
    return text[start:end]


def _has_digit(text: str) -> bool:
    return any(c.isdigit() for c in text)


def _are_names(words: Sequence[str], known: Phrases, most: int = _NAME_WORDS) -> bool:
    """Whether words can be whom a message is to or from: capitalised, words of address, placeholders.

    Where a script has no capitals, two words more may be names.
    """
    if len(words) > most or any(map(_has_digit, words)):
        return False
    bare = [word for word in map(_bare, words) if word and PLACEHOLDER not in word]
    unknown = [word for word in bare if not known.addressee.fullmatch(word)]
    caseless = [word for word in unknown if _caseless(word[0])]
    return len(caseless) <= _UNKNOWN_WORDS and all(_caseless(word[0]) or word[0].isupper() for word in unknown)


def _one_greeting(text: str, at: int, known: Phrases) -> int:
    """Where one greeting that begins at ``at`` ends; ``at`` itself if there is none."""
    opening = _OPENING.match(text, at)
    start = opening.end() if opening else at
    hello = known.greeting.match(text, start)
    match = hello or known.salutation.match(text, start)
    stop = _STOP.search(text, match.end()) if match else None
    if match is None or stop is None:
        return at
    words = text[match.end() : stop.start()].split()
    mark = stop.group()
    heading = mark == ":" and not text[stop.end() : stop.end() + 2].lstrip(" ").startswith("\n")
    if hello:
        fits = _are_names(words, known) or (len(words) <= _UNKNOWN_WORDS and mark not in ".:;?؟؛")
    else:  # "Welcome bonus: ...", "Best.": an address needs its name, or a mark of its own
        fits = _are_names(words, known) and not heading and (bool(words) or mark in ",،!\n")
    if not fits or any(map(_has_digit, words)):
        return at
    at = _past(text, stop.start())
    return _vocative_end(text, at, known) if mark in ",،" else at


def _past(text: str, at: int) -> int:
    after = _AFTER_GREETING.match(text, at)
    return after.end() if after else at


def _vocative_end(text: str, at: int, known: Phrases) -> int:
    """ "Hola, Ana:" and "¡Hola, Ana!": the name may follow a comma of its own."""
    stop = _VOCATIVE_STOP.search(text, at)
    words = text[at : stop.start()].split() if stop else []
    # "Hi, Sure! You can ..." answers
    named = words and _are_names(words, known, most=_UNKNOWN_WORDS) and not known.reply.match(words[0])
    return _past(text, stop.start()) if stop and named else at


def _greeting_end(text: str, known: Phrases) -> int:
    at = 0
    for _ in range(_GREETINGS):
        end = _one_greeting(text, at, known)
        if end == at:
            break
        at = end
    if at:
        return at
    # "Estimada clienta {{name}}," and its like in any words: a short first line with a name filled in
    first, newline, _ = text.partition("\n")
    short = len(first.split()) <= _NAME_WORDS and not _has_digit(first)
    return len(first) + 1 if newline and short and PLACEHOLDER in first and first.endswith((",", "،")) else 0


def _closes(line: str, known: Phrases) -> bool:
    """Whether a line is a closing phrase and no more than names besides."""
    line = _bare(line)
    words = line.split()
    if not words or len(words) > _SIGN_OFF_WORDS or _has_digit(line):
        return False
    if match := known.closing.match(line):
        rest = line[match.end() :]
        if _are_names(rest.split(), known) or _closes_again(rest, known):
            return True
    if match := known.thanks.match(line):
        rest = line[match.end() :]
        if not rest.strip() or (rest.lstrip()[0] in ",!.–—-،" and _are_names(rest.split(), known)):
            return True
        if _are_names(rest.split(), known, most=_UNKNOWN_WORDS) or _closes_again(rest, known):
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
    return not line.rstrip().endswith((".", "!", "?", ":", ";", "؟")) and _are_names(line.split(), known)


def _leads_out(line: str, known: Phrases) -> bool:
    """A short line that ends in a comma, in lower case: "Safe travels," "Nous restons à vos côtés,"."""
    words = line.split()
    return (
        line.rstrip().endswith((",", "،"))
        and 2 <= len(words) < _SIGN_OFF_WORDS
        and not _has_digit(line)
        and any(word[0].islower() or _caseless(word[0]) for word in words)
    )


def _sign_off_start(text: str, known: Phrases) -> int:
    """Read the last lines upwards; the sign-off begins at the highest line that opens one."""
    lines: list[tuple[int, str]] = []
    at = 0
    for line in text.split("\n"):
        lines.append((at, line))
        at += len(line) + 1
    found = len(text)
    below_is_signature = True
    for below, (start, line) in enumerate(reversed(lines[1:][-_SIGN_OFF_LINES:])):
        words = line.split()
        ends = line.rstrip().endswith((".", "!", "?", "؟")) and len(words) > _UNKNOWN_WORDS
        closes = _closes(line, known)
        if closes:
            found = start
        elif _POSTSCRIPT.match(line) or len(words) > _SIGN_OFF_WORDS or ends:
            break
        elif below_is_signature and not has_words(line):
            found = start
        elif below_is_signature and below and _leads_out(line, known):
            return start
        below_is_signature = below_is_signature and (closes or not has_words(line) or _is_signature(line, known))
    return _lone_name_start(lines, known) if found == len(text) else found


def _lone_name_start(lines: Sequence[tuple[int, str]], known: Phrases) -> int:
    """ "... within 5 days." and on a line of its own "Priya": a name after a finished sentence."""
    start, last = lines[-1]
    end = start + len(last)
    if len(lines) < 2 or not lines[-2][1].rstrip().endswith((".", "!", "؟", ")")):
        return end
    bare = _DASHED.sub("", last, count=1)
    most = _NAME_WORDS if PLACEHOLDER in bare else _UNKNOWN_WORDS
    named = 0 < len(bare.split()) <= most and has_words(bare) and _is_signature(bare, known)
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
        elif has_words(tail) and not (len(tail.split()) <= _UNKNOWN_WORDS and _is_signature(tail, known)):
            break  # a name alone may follow the closing: "Take care! Mo"
    return found


def split_boilerplate(text: str, language: str) -> Parts:
    """Where the body of a clean text begins and ends; the whole text where nothing would be left."""
    known = phrases(language)
    start = _greeting_end(text, known)
    end = _inline_start(text, start, _sign_off_start(text, known), known)
    body = text[start:end]
    if not has_words(body):
        return Parts(0, len(text))
    return Parts(start + len(body) - len(body.lstrip()), end - len(body) + len(body.rstrip()))

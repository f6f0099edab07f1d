"""Names of people: those that the record's own fields give, and those that stand where names stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from cx_audit.conversations.words import words_of
from cx_audit.masking.contacts import EMAIL
from cx_audit.masking.kinds import Kind, Spot
from cx_audit.text.greeting import greeting_end
from cx_audit.text.names import bare, is_caseless
from cx_audit.text.phrases import NO_LETTER, Phrases, addressees, any_of, phrases
from cx_audit.text.placeholders import PLACEHOLDER
from cx_audit.text.sign_off import sign_off_start

__all__ = ["find_names", "name_parts", "people_pattern"]

_WORD = re.compile(r"[^\W\d_][\w'’-]*(?:\.(?=\s?[^\W\d_]))?")
_NAME_AFTER = re.compile(r"[^\w\n]{1,3}((?:[^\W\d_][\w'’-]*\.?)(?: [^\W\d_][\w'’-]*){0,2})")
_BEFORE_MAIL = re.compile(
    r"(?<![\w'’.-])([^\W\d_][\w'’.-]{0,40}(?:[ ,]{1,2}[^\W\d_][\w'’.-]{0,40}){0,4})[\"”’]?\s?[(\[]?[<(\[](?:mailto:)?$"
)
_HOME = re.compile(r"(?:[A-Za-z]:\\Users\\|(?<![\w./])/(?:home|Users)/)([\w.-]{2,64})")
_LEAD = 120
_MOST_CASELESS = 3
_LEAST = 2
_MOST_PEOPLE = 20


def name_parts(name: str) -> tuple[str, ...]:
    """The words of a name that are long enough to be looked for; none of a mail address."""
    return () if "@" in name else tuple(part for part in _WORD.findall(name) if len(part) >= _LEAST)


def find_names(text: str, people: Iterable[str], language: str) -> Iterator[Spot]:
    """Where people are named: ``people`` anywhere, others in greetings, sign-offs and introductions.

    A single name out of several counts only with its capital: "Mark will help", but "mark the box".
    """
    known = phrases(language)
    pattern = people_pattern(tuple(sorted(set(people))[:_MOST_PEOPLE]))
    for match in pattern.finditer(text) if pattern else ():
        yield _spot(match.start(), match.end())
    start = greeting_end(text, known)
    yield from _strangers(text, 0, start, known, language)
    written = text[: _typed_end(text, language)]
    # With a line before it: a message may be a sign-off and no more.
    end = sign_off_start("\n" + written, start + 1, known) - 1
    yield from _strangers(text, max(start, end), len(written), known, language, cased=True)
    yield from _senders(text, language)
    for path in _HOME.finditer(text):
        yield _spot(path.start(1), path.end(1))
    for cue in _introduction(language).finditer(text):
        yield from _introduced(text, cue.end(), language)


def _typed_end(text: str, language: str) -> int:
    """Where a message ends without the lines that a telephone adds."""
    pattern, end = _added(language), len(text)
    while end:
        start = text.rfind("\n", 0, end) + 1
        line = text[start:end].strip()
        if line and not pattern.match(line):
            break
        end = max(start - 1, 0)
    return end or len(text)


@cache
def _added(language: str) -> re.Pattern[str]:
    return re.compile(any_of(words_of(language).sent_from), re.I)


def _senders(text: str, language: str) -> Iterator[Spot]:
    """ "Anna de Vries <anna@...>": the name before a mail address in brackets, as in quoted mails."""
    for mail in EMAIL.finditer(text) if "@" in text else ():
        lead = _BEFORE_MAIL.search(text, max(0, mail.start() - _LEAD), mail.start())
        if lead is None:
            continue
        words = list(_WORD.finditer(text, lead.start(1), lead.end(1)))
        caseless = [word for word in words if is_caseless(word.group()[0])]
        for word in caseless[-_MOST_CASELESS:] or words:
            if _is_name(word.group()) and word.group().casefold() not in addressees(language):
                yield _spot(word.start(), word.end())


def _introduced(text: str, at: int, language: str) -> Iterator[Spot]:
    """The names right after an introduction; one where the script has no capitals to tell how many.

    A full stop ends them, but for initials and titles: "this is Dr. J. Smith", "this is Sanne. Let me check".
    """
    match = _NAME_AFTER.match(text, at)
    for word in _WORD.finditer(text, match.start(1), match.end(1)) if match else ():
        if not _is_name(word.group()):
            return
        name = word.group().rstrip(".")
        if name == word.group() or len(name) < _LEAST or name.casefold() in addressees(language):
            yield _spot(word.start(), word.end())
        else:
            yield _spot(word.start(), word.start() + len(name))
            return
        if is_caseless(name[0]):
            return


def _spot(start: int, end: int) -> Spot:
    return Spot(start, end, Kind.NAME, "name")


def _is_name(word: str) -> bool:
    return word[0].isupper() or is_caseless(word[0])


def _strangers(
    text: str, start: int, end: int, known: Phrases, language: str, *, cased: bool = False
) -> Iterator[Spot]:
    """The words of a greeting or a sign-off that aren't its phrases and no words of address."""
    phrase_spans = [
        match.span()
        for pattern in (known.greeting, known.salutation, known.closing, known.thanks, known.reply)
        for match in _words_of(pattern).finditer(text, start, end)
    ]
    for word in _WORD.finditer(text, start, end):
        inside = any(a <= word.start() and word.end() <= b for a, b in phrase_spans)
        written = bare(word.group())
        masked = text[word.start() - 1 : word.start()] == "["
        known_word = PLACEHOLDER in written or written.casefold() in addressees(language)
        if inside or masked or known_word or len(written) < _LEAST:
            continue
        if _is_name(written) or (start == 0 and not cased):
            yield _spot(word.start(), word.start() + len(word.group().rstrip(".")))


@cache
def _words_of(pattern: re.Pattern[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'’]){pattern.pattern}", pattern.flags)


@lru_cache(maxsize=512)
def people_pattern(people: tuple[str, ...]) -> re.Pattern[str] | None:
    """The names, and each of their words with its capital; None where there are none."""
    forms: set[str] = set()
    for name in people:
        parts = name_parts(name)
        if len(parts) > 1:
            forms.add(r"(?i:" + r"[\s,.]{1,2}".join(map(re.escape, parts)) + ")")
        for part in parts:
            forms |= {re.escape(spelling) for spelling in (part[:1].upper() + part[1:], part.upper())}
    ordered = sorted(forms, key=lambda form: (-len(form), form))
    return re.compile(rf"(?<![\w@])(?:{'|'.join(ordered)})(?![\w@])") if ordered else None


@cache
def _introduction(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){any_of(words_of(language).introductions)}{NO_LETTER}", re.I)

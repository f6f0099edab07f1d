"""From the turns of an export to answers: personal details masked, questions paired with replies, repeats counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from cx_audit.conversations import Dropped, Exchange, Role, Turn, exchanges, pairing, says
from cx_audit.conversations.small_talk import asks
from cx_audit.conversations.words import shared_domains
from cx_audit.masking import MASKS, Companys, Kind, contacts_in, mask
from cx_audit.masking.contacts import domain_of
from cx_audit.model import Answer, Place, Skipped
from cx_audit.resources import pack_languages
from cx_audit.sources.collapse import Collapse
from cx_audit.sources.ids import short_hash, squeeze, tidy
from cx_audit.sources.interface import Item, Reason, skip
from cx_audit.sources.turn_store import TurnStore, turn_store
from cx_audit.text import LanguageDetector, base_language, clean, has_words
from cx_audit.text.html import looks_like_html

__all__ = ["answers_of", "masked_words", "message_text"]

_CUSTOMERS = 3
"""A contact detail that reps give to as many customers is the company's."""
_LONGEST_QUESTION = 400
_REPLY = re.compile(r"^(?:\s*(?:re|aw|antw|fw|fwd|wg|tr|sv|rv|rif|odp|enc|res|ynt)\s*(?:\[\d+\])?\s*[:：])+\s*", re.I)
_MASK = re.compile("|".join(map(re.escape, sorted(MASKS))))
_TELEPHONE = re.compile(r"(?:^|\D)(?:\+|00)\d{8,15}(?:\D|$)")
_WHY = {
    pairing.NOTE: Reason.INTERNAL_NOTE,
    pairing.SYSTEM: Reason.AUTOMATED,
    pairing.MANNERS: Reason.SMALL_TALK,
    pairing.HELD: Reason.HOLDING,
    pairing.ASKED_BACK: Reason.ASKS,
    pairing.DETAIL: Reason.DETAIL,
    pairing.NO_ASKER: Reason.NO_QUESTION,
    pairing.UNANSWERED: Reason.UNANSWERED,
}


def message_text(text: str) -> str:
    """A message as plain text: HTML read, what no format can hold taken away."""
    return tidy(clean(text).text if "<" in text and looks_like_html(text) else text).strip()


def answers_of(item: Item, turns: Iterable[Turn | Skipped]) -> Iterator[Answer | Skipped]:
    """The answers in the conversations of a file, then what was skipped, counted by reason.

    SourceError where there is no room for sorting them.
    """
    tally = _Tally(item.path)
    with turn_store(item.path) as store:
        domains: set[str] = set()
        for turn in turns:
            if isinstance(turn, Skipped):
                tally.add(turn.reason, turn.detail, turn.count)
            elif not turn.text.strip():
                tally.add(Reason.EMPTY, _where(item, turn))
            else:
                _keep(store, turn, domains, mask_it=item.handling.mask)
        companys = _companys(item, store, domains)
        collapse = Collapse()
        for conversation, more in store.conversations():
            if more:
                tally.add(Reason.ENDLESS, _where(item, conversation[0]), more)
            _Reader(item, companys, tally, collapse).read(conversation)
    yield from collapse.answers()
    yield from tally.told()


def _keep(store: TurnStore, turn: Turn, domains: set[str], *, mask_it: bool) -> None:
    said: list[str] = []
    if mask_it and turn.role.answers:
        said = [spot.value for spot in contacts_in(turn.text, base_language(turn.locale or ""))]
        if turn.email:
            domains.add(domain_of(turn.email))
    store.add(turn, said)


def _companys(item: Item, store: TurnStore, domains: set[str]) -> Companys:
    own = (domains | item.public.domains | item.handling.domains) - (shared_domains() - item.handling.domains)
    return Companys(store.said_to(_CUSTOMERS) | item.public.values, frozenset(own))


def _where(item: Item, turn: Turn) -> str:
    place = f"{item.path}:{turn.line}" if turn.line else item.path
    return f"{place}: conversation {_shown_id(turn.conversation, item)[:60]}"


def _shown_id(given: str, item: Item) -> str:
    """An id to look a conversation up by; a hash of it where it is a mail address or a telephone number."""
    written = squeeze(given)
    personal = item.handling.mask and ("@" in written or _TELEPHONE.search(written))
    return f"id-{short_hash([written])}" if personal else written


def masked_words(counts: Counter[Kind]) -> str:
    """How many details of each kind were masked, for people."""
    return ", ".join(f"{kind.mask} {counts[kind]:,}" for kind in Kind if counts[kind])


class _Tally:
    """Skipped turns by reason, each with the first place: a million notes would help nobody."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._counts: Counter[str] = Counter()
        self._first: dict[str, str] = {}
        self.masked: Counter[Kind] = Counter()

    def add(self, reason: str, where: str | None, count: int = 1) -> None:
        self._counts[str(reason)] += count
        if where:
            self._first.setdefault(str(reason), where)

    def told(self) -> Iterator[Skipped]:
        for reason in sorted(self._counts):
            count, first = self._counts[reason], self._first.get(reason, self._path)
            detail = first if count == 1 else f"{first} and {count - 1:,} more"
            yield skip(self._path, Reason(reason), detail, count)
        if self.masked:
            yield skip(self._path, Reason.MASKED, masked_words(self.masked), count=0)


@lru_cache(maxsize=1)
def _detector() -> LanguageDetector:
    return LanguageDetector(pack_languages())


class _Reader:
    """Reads one conversation."""

    def __init__(self, item: Item, companys: Companys, tally: _Tally, collapse: Collapse) -> None:
        self._item, self._companys, self._tally, self._collapse = item, companys, tally, collapse

    def read(self, turns: Sequence[Turn]) -> None:
        locale = next((turn.locale for turn in turns if turn.locale), None)
        text = "\n".join(turn.text for turn in turns if turn.role is not Role.NOTE)
        language = base_language(locale or "") or _detector().detect(text)
        people = {turn.name for turn in turns if turn.name and turn.role in (Role.CUSTOMER, Role.AGENT)}
        mails = {f"mail:{turn.email.lower()}" for turn in turns if turn.email and turn.role is Role.CUSTOMER}
        companys = Companys(self._companys.values, self._companys.domains, mails)
        masked = [
            self._masked(turn, people, language, companys) if self._item.handling.mask else turn for turn in turns
        ]
        for one in exchanges(masked, lambda turn: says(turn.text, language)):
            if isinstance(one, Dropped):
                self._tally.add(_WHY[one.why], _where(self._item, one.turn))
            else:
                self._take(one, locale, language)

    def _masked(self, turn: Turn, people: set[str], language: str, companys: Companys) -> Turn:
        if turn.role in (Role.NOTE, Role.SYSTEM):
            return turn
        text, counts = mask(turn.text, people, language, companys)
        subject = turn.subject
        if subject:
            subject, more = mask(subject, people, language, companys)
            counts += more
        self._tally.masked += counts
        return Turn(
            turn.conversation, turn.role, text, turn.author, turn.name, turn.email, turn.at, turn.day, turn.locale,
            subject, turn.record, turn.line,
        )  # fmt: skip

    def _take(self, exchange: Exchange, locale: str | None, language: str) -> None:
        first = exchange.answer[0]
        bot = first.role is Role.BOT
        text = "\n".join(turn.text for turn in exchange.answer)
        question = _question(exchange.asked)
        if not _says_something(question) or not _says_something(text):
            self._tally.add(Reason.EMPTY, _where(self._item, first))
            return
        subjects = {_REPLY.sub("", squeeze(turn.subject)) for turn in exchange.question if turn.subject}
        ids = (first.conversation, first.record or "")
        record = "/".join(filter(None, (_shown_id(one, self._item) for one in ids if one)))
        answer = Answer(
            id="",
            channel="chatbot" if bot else self._item.given_channel or "agent",
            question=question,
            text=text,
            variants=tuple(sorted(subject for subject in subjects if _says_something(subject))),
            locale=locale,
            agent=None if bot else first.author or first.name or first.email,
            updated=first.day,
            place=Place(self._item.path, first.line, record=record or None),
            metadata={},
        )
        self._collapse.add(answer, language)


def _says_something(text: str) -> bool:
    """Whether more than masks is left."""
    return has_words(_MASK.sub("", text))


def _question(sentences: Sequence[str]) -> str:
    """What was asked on one line; of a long story the sentences that ask."""
    text = squeeze(" ".join(sentences))
    if len(text) > _LONGEST_QUESTION:
        asking = squeeze(" ".join(sentence for sentence in sentences if asks(sentence[-3:])))
        text = asking or text
    if len(text) > _LONGEST_QUESTION:
        text = text[:_LONGEST_QUESTION].rsplit(" ", 1)[0] + " …"
    return text

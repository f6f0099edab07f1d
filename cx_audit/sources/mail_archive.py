"""A company's mailbox as conversations: who of those who write is the company, and what it answered."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from cx_audit.conversations import Role, Turn
from cx_audit.conversations.words import shared_domains
from cx_audit.masking.contacts import domain_of
from cx_audit.model import Answer, Skipped
from cx_audit.sources.conversations import answers_of
from cx_audit.sources.encoding import peek
from cx_audit.sources.interface import CERTAIN, Item, Reason, skip
from cx_audit.sources.mbox import Mail, mails

__all__ = ["MailArchive"]

_HEADER = re.compile(r"^(?:From|To|Date|Subject|Message-ID|Received|Return-Path|MIME-Version|X-GM-THRID):", re.I | re.M)


class MailArchive:
    """Mails of a support mailbox. Automatic mails and newsletters are skipped."""

    name = "mbox"
    default_channel: str | None = "agent"

    def detect(self, item: Item) -> float:
        """By the "From " line and the headers after it."""
        text = peek(item.file)
        return CERTAIN if text.startswith("From ") and len(_HEADER.findall(text[:20_000])) >= 2 else 0.0

    def read(self, item: Item) -> Iterator[Answer | Skipped]:
        """What the company answered."""
        return answers_of(item, _turns(item))


@dataclass(frozen=True, slots=True)
class _Company:
    """``desk`` is the mailbox itself, ``domains`` whose addresses are all the company's."""

    desk: str
    domains: frozenset[str]

    def writes(self, mail: Mail) -> bool:
        return mail.sender == self.desk or domain_of(mail.sender) in self.domains


def _company(item: Item) -> _Company:
    """The company's address is the one that takes part in the most threads, and is written to first."""
    threads: defaultdict[str, set[str]] = defaultdict(set)
    opened: Counter[str] = Counter()
    for mail in mails(item.file, with_text=False):
        if isinstance(mail, Mail) and not mail.automatic:
            for address in {mail.sender, *mail.others}:
                threads[address].add(mail.thread)
            if not mail.reply:
                opened.update(set(mail.others))
    known = item.handling.domains | item.public.domains
    ours = [address for address in threads if domain_of(address) in known] or list(threads)
    desk = max(ours, key=lambda address: (len(threads[address]), opened[address], address), default="")
    domains = {domain_of(desk)} - shared_domains()
    return _Company(desk, frozenset(domains | item.handling.domains))


def _turns(item: Item) -> Iterator[Turn | Skipped]:
    company = _company(item)
    for mail in mails(item.file, with_text=True):
        if isinstance(mail, int):
            yield skip(item.path, Reason.BROKEN_MAIL, f"{item.path}:{mail}: a mail that can't be read, or is too large")
            continue
        ours = company.writes(mail)
        role = Role.AGENT if ours else Role.CUSTOMER
        yield Turn(
            conversation=mail.thread,
            role=Role.SYSTEM if mail.automatic else role,
            text=mail.text,
            author=(mail.name or mail.sender) if mail.sender == company.desk else mail.sender,
            name=mail.name or None,
            email=mail.sender,
            at=mail.seconds,
            day=mail.day,
            subject=mail.subject or None,
            record=mail.id,
            line=mail.line,
        )

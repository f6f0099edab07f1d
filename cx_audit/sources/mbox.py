"""Mail archives (mbox): which mails a folder holds, one after the other.

The standard library's ``mailbox`` wants a file on disk and reads a mail of any size whole; here a mail comes from any
stream, and one that is too large is passed over. RFC 4155 describes the format.
"""

from __future__ import annotations

import email
import email.header
import email.message
import email.utils
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC

from cx_audit.model import Markup
from cx_audit.sources.files import File, told
from cx_audit.sources.ids import squeeze, tidy
from cx_audit.sources.mail_text import is_automatic_subject, newest_text
from cx_audit.text import clean

__all__ = ["Mail", "mails"]

_LARGEST = 5 << 20
_LONGEST_HEADER = 20_000
_MOST_PARTS = 200
_MOST_TEXT = 200_000
_AUTOMATIC_FROM = re.compile(r"(?:mailer-daemon|postmaster|no-?_?\.?reply|do-?not-?reply|bounces?)\b", re.I)
_PRECEDENCE = {"bulk", "list", "junk", "auto_reply", "auto-reply"}
_MARKS = ("List-Id", "List-Unsubscribe", "X-Autoreply", "X-Autorespond", "X-Auto-Reply")
_ID = re.compile(r"<[^<>\s]{1,300}>")
_FAILS = (LookupError, ValueError, AttributeError, TypeError, RecursionError, email.errors.MessageError)


@dataclass(frozen=True, slots=True)
class Mail:
    """What is needed of one mail; addresses in lower case. ``text`` is its newest part, ``line`` where it begins."""

    line: int
    id: str
    thread: str
    sender: str
    name: str
    others: tuple[str, ...]
    subject: str
    seconds: float | None
    day: str | None
    automatic: bool
    text: str
    reply: bool


def mails(file: File, *, with_text: bool) -> Iterator[Mail | int]:
    """The mails in their order; of one that is broken or too large the line on which it begins.

    ``with_text`` False spares reading the bodies.
    """
    roots: dict[str, str] = {}
    for line, raw in _raw(file):
        try:
            yield line if raw is None else _mail(line, raw, roots, with_text=with_text)
        except _FAILS:
            yield line


def _raw(file: File) -> Iterator[tuple[int, bytes | None]]:
    """The bytes of each mail with its first line; None for one that is too large."""
    with told(file.path), file.opener() as stream:
        held: list[bytes] = []
        size = number = start = 0
        blank = True
        while line := stream.readline(1 << 16):
            number += line.endswith(b"\n") or not start
            if blank and line.startswith(b"From "):
                if start:
                    yield start, b"".join(held) if size <= _LARGEST else None
                held, size, start = [], 0, number
                continue
            blank = line in (b"\n", b"\r\n")
            size += len(line)
            if size <= _LARGEST:
                held.append(line[1:] if line.startswith(b">From ") else line)
        if start:
            yield start, b"".join(held) if size <= _LARGEST else None


def _header(message: email.message.Message, name: str) -> str:
    raw = str(message.get(name, ""))[:_LONGEST_HEADER]
    try:
        return squeeze(str(email.header.make_header(email.header.decode_header(raw))))
    except _FAILS:
        return squeeze(raw)


def _mail(line: int, raw: bytes, roots: dict[str, str], *, with_text: bool) -> Mail:
    message = email.message_from_bytes(raw)
    name, sender = email.utils.parseaddr(_header(message, "From"))
    if not sender or not message.get("From"):
        raise ValueError("a mail without a sender")
    receivers = [_header(message, field) for field in ("To", "Cc", "Delivered-To")]
    others = tuple(address.lower() for _, address in email.utils.getaddresses(receivers) if "@" in address)
    own = (_ID.findall(_header(message, "Message-ID")) or [f"line {line}"])[0]
    above = _ID.findall(_header(message, "References")) or _ID.findall(_header(message, "In-Reply-To"))
    root = roots.get(above[0], above[0]) if above else own
    root = squeeze(_header(message, "X-GM-THRID")) or root
    roots[own] = root
    seconds, day = _when(_header(message, "Date"))
    subject = tidy(_header(message, "Subject"))
    return Mail(
        line=line,
        id=own.strip("<>"),
        thread=root.strip("<>"),
        sender=sender.lower(),
        name=name,
        others=others,
        subject=subject,
        seconds=seconds,
        day=day,
        automatic=_is_automatic(message, sender, subject),
        text=_text(message) if with_text else "",
        reply=bool(above),
    )


def _when(date: str) -> tuple[float | None, str | None]:
    try:
        moment = email.utils.parsedate_to_datetime(date)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return moment.timestamp(), moment.date().isoformat()
    except (ValueError, TypeError, OverflowError, IndexError):
        return None, None


def _is_automatic(message: email.message.Message, sender: str, subject: str) -> bool:
    """By the headers that RFC 3834 and common use give to automatic mail, its sender, its subject."""
    submitted = _header(message, "Auto-Submitted").lower()
    return (
        (bool(submitted) and not submitted.startswith("no"))
        or _header(message, "Precedence").lower() in _PRECEDENCE
        or any(message.get(name) for name in _MARKS)
        or _header(message, "Return-Path") == "<>"
        or message.get_content_type() == "multipart/report"
        or _AUTOMATIC_FROM.match(sender) is not None
        or is_automatic_subject(subject)
    )


def _text(message: email.message.Message) -> str:
    """The newest text of the first plain part, or of the first HTML part."""
    found: dict[str, str] = {}
    for number, part in enumerate(message.walk()):
        kind = part.get_content_type()
        if number > _MOST_PARTS or part.get_filename() or kind in found or kind not in ("text/plain", "text/html"):
            continue
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes):
            found[kind] = _decoded(payload[:_MOST_TEXT], part.get_content_charset())
    plain = found.get("text/plain", "")
    if not plain.strip() and "text/html" in found:
        plain = clean(found["text/html"], Markup.HTML).text
    return tidy(newest_text(plain))


def _decoded(payload: bytes, charset: str | None) -> str:
    try:
        return payload.decode(charset or "utf-8")
    except (LookupError, UnicodeDecodeError, ValueError):
        return payload.decode("utf-8" if payload.isascii() else "cp1252", "replace")

"""Web addresses, with or without a scheme."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cx_audit.model import Fact, FactKind

__all__ = ["canonical_url", "find_urls"]

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_REST = r"[^\s<>\"'«»“”{}|\\^`\ufffc]{0,400}"
_URL = re.compile(
    rf"https?://(?:{_LABEL}\.){{1,8}}[A-Za-z]{{2,24}}(?::\d{{1,5}})?(?:[/?#]{_REST})?"
    rf"|(?<![\w@./-])www\.(?:{_LABEL}\.){{1,8}}[A-Za-z]{{2,24}}(?:[/?#]{_REST})?"
    rf"|(?<![\w@./-])(?P<bare>(?:{_LABEL}\.){{1,4}}(?P<top>[A-Za-z]{{2,24}}))(?![\w@-])(?P<path>/{_REST})?",
    re.IGNORECASE,
)
# Each of them ends in one; most texts hold none.
_ENDING = re.compile(r"\.[A-Za-z]{2}")
# A bare "word.word" is most often a missing space; only endings that companies use count as addresses.
_TOP = frozenset(
    {
        *("com", "net", "org", "info", "biz", "shop", "store", "app", "io", "co", "eu", "dev", "help", "support"),
        *("online", "site", "cloud", "bank", "travel", "example", "test", "nl", "be", "de", "at", "ch", "fr"),
        *("es", "mx", "ar", "cl", "pe", "us", "uk", "ie", "ca", "au", "nz", "vn", "sa", "ae", "eg", "ma"),
        *("jo", "kw", "qa", "tn", "dz", "it", "pt", "br", "pl", "se", "dk", "fi", "no", "jp", "cn"),
    }
)


def _trim(written: str) -> str:
    """Without the punctuation of the sentence around it."""
    trimmed = written.rstrip(".,;:!?…،؛؟*_'")
    for opening, closing in ("()", "[]"):
        while trimmed.endswith(closing) and trimmed.count(opening) < trimmed.count(closing):
            trimmed = trimmed[:-1].rstrip(".,;:!?")
    return trimmed


def canonical_url(written: str) -> str:
    """Host in lower case without "www.", then the path without its last slash; no scheme, no fragment."""
    address = re.sub(r"^https?://", "", written, flags=re.IGNORECASE).partition("#")[0]
    host, slash, path = address.partition("/")
    if not slash and "?" in host:
        host, mark, query = host.partition("?")
        slash, path = mark, query
    host = host.lower().removeprefix("www.")
    return (host + slash + path).rstrip("/")


def find_urls(text: str) -> Iterator[Fact]:
    """Every web address of a text, with its canonical form in ``items``."""
    for match in _URL.finditer(text) if _ENDING.search(text) else ():
        bare = match["bare"]
        if bare and not (match["top"].lower() in _TOP and (bare.islower() or match["path"])):
            continue
        if bare and any(len(label) < 2 for label in bare.split(".")):
            continue
        written = _trim(match.group())
        yield Fact(
            FactKind.URL, match.start(), match.start() + len(written), written, "url", items=(canonical_url(written),)
        )

"""The one host that a client talks to, and the refusal of all others."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

from cx_audit.errors import UnsafeReply, UsageError

__all__ = ["Origin"]

_PORTS = {"https": 443, "http": 80}
_MAX_URL = 8_000
_USERINFO = re.compile(r"(?<=//)[^/]{0,8000}@|\A[^/]{0,8000}@")


@dataclass(frozen=True, slots=True)
class Origin:
    """Scheme, host (lower case, as ASCII) and port; a URL belongs to it only where all three are the same."""

    scheme: str
    host: str
    port: int

    @classmethod
    def of(cls, base_url: str) -> Origin:
        """The origin of a URL that the user configured.

        Raises:
            UsageError: not https (http is for this machine only), no host, or a key inside the URL.
        """
        parts = _split(base_url)
        if parts is None or parts.scheme not in _PORTS:
            raise UsageError(f"{_shown(base_url)} is no web address", remedy="write it as https://HOST")
        if parts.username is not None or parts.password is not None:
            raise UsageError("an address with a name or key inside it", remedy="write it without; keys have variables")
        origin = cls._from(parts)
        if origin.scheme == "http" and not origin.is_loopback:
            raise UsageError(f"http://{origin.host} is not encrypted", remedy="write https://")
        return origin

    @classmethod
    def _from(cls, parts: SplitResult) -> Origin:
        return cls(parts.scheme, parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0))

    @property
    def is_loopback(self) -> bool:
        """Whether it is this machine."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == _PORTS.get(self.scheme) else f":{self.port}")

    def resolve(self, url: str, base: str = "", what: str = "a link") -> str:
        """``url`` made absolute from ``base`` (or the origin's root), if it stays on this origin.

        ``what`` is what holds it, for the message: "a redirect", "the next page".

        Raises:
            UnsafeReply: another host, port or scheme, a name or key in it, or no address at all.
        """
        parts = _split(_joined(base or f"{self}/", url))
        if parts is None:
            raise UnsafeReply(f"{what} of {self.host} is no web address", remedy="it was not followed")
        there = self._from(parts)
        if there != self:
            # Only the origin is told: the rest of a link may hold what it was given.
            raise UnsafeReply(f"{what} of {self} leads to {_shown(str(there))}", remedy="it was not followed")
        if parts.username is not None or parts.password is not None:
            raise UnsafeReply(f"{what} of {self} has a name or key in it", remedy="it was not followed")
        return parts._replace(fragment="").geturl()


def _joined(base: str, url: str) -> str:
    try:
        return urljoin(base, url) if len(url) <= _MAX_URL else ""
    except ValueError:  # brackets of an IPv6 address that never close
        return ""


def _split(url: str) -> SplitResult | None:
    """The parts of an absolute URL with an ASCII host; None where it is none."""
    if len(url) > _MAX_URL or not url.isprintable() or "\\" in url or " " in url:
        return None
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
        _ = parts.port
        if not host.isascii():
            import idna

            host = idna.encode(host, uts46=True).decode("ascii")
    except (ValueError, UnicodeError):
        return None
    if not host or "%" in host:
        return None
    userinfo, at, _ = parts.netloc.rpartition("@")
    port = f":{parts.port}" if parts.port is not None else ""
    host = f"[{host}]" if ":" in host else host
    return parts._replace(netloc=f"{userinfo}{at}{host}{port}")


def _shown(url: str) -> str:
    """The address for a message: without a name and key before its host, and without its query."""
    return ascii(re.split(r"[?#]", _USERINFO.sub("", url, count=1), maxsplit=1)[0][:100])[1:-1]

"""How a request says who it is from: the headers, and what of them must never be shown."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from cx_audit.web.secret import Secret

__all__ = ["NO_AUTH", "Auth", "Signer", "basic", "bearer", "in_header"]


Signer = Callable[[str, str, Mapping[str, str], bytes], Mapping[str, str]]
"""Headers that sign one try: from its method, URL, headers and body."""


@dataclass(frozen=True, slots=True)
class Auth:
    """``kind`` for people, ``names`` of the variables that hold the keys, and the headers, which are never shown.

    ``sign`` makes more of them anew for each try.
    """

    kind: str
    names: tuple[str, ...] = ()
    headers: Mapping[str, Secret] = field(default_factory=dict)
    secrets: tuple[Secret, ...] = ()
    sign: Signer | None = None

    def hidden(self) -> tuple[str, ...]:
        """All texts that no output may hold: the secrets, the headers, and these without their first word."""
        headers = [value.reveal() for value in self.headers.values()]
        return (*(one.reveal() for one in self.secrets), *headers, *(one.partition(" ")[2] for one in headers))


NO_AUTH = Auth("none")


def basic(user: str | Secret, password: str | Secret) -> Auth:
    """Basic authentication, RFC 7617; either side may be the secret."""
    secrets = tuple(side for side in (user, password) if isinstance(side, Secret))
    pair = ":".join(side.reveal() if isinstance(side, Secret) else side for side in (user, password))
    return _made("basic", secrets, "Authorization", f"Basic {b64encode(pair.encode()).decode()}")


def bearer(token: Secret) -> Auth:
    """A bearer token, RFC 6750."""
    return _made("bearer", (token,), "Authorization", f"Bearer {token.reveal()}")


def in_header(header: str, token: Secret, prefix: str = "") -> Auth:
    """A token in a header of the vendor's own, after ``prefix`` ("Token token=")."""
    return _made(f"header {header}", (token,), header, f"{prefix}{token.reveal()}")


def _made(kind: str, secrets: tuple[Secret, ...], header: str, value: str) -> Auth:
    names = tuple(dict.fromkeys(secret.name for secret in secrets if secret.name))
    return Auth(kind, names, {header: Secret(value, header)}, secrets)

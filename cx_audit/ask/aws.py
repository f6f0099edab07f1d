"""Sign a request for Amazon Web Services: Signature Version 4.

Written from https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html and tested with
the requests that AWS publishes. No library fits: botocore is 16 MB and holds python-dateutil under 3, aws-sdk-signers
needs Python 3.12, the small ones are not kept up.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from urllib.parse import parse_qsl, quote, urlsplit

from cx_audit.web import Secret

__all__ = ["Signer"]

_ALGORITHM = "AWS4-HMAC-SHA256"
_UNRESERVED = "-_.~"


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


class Signer:
    """Makes the headers that sign a request with these keys; ``token`` is that of temporary ones."""

    def __init__(
        self,
        access_key: Secret,
        secret_key: Secret,
        token: Secret | None,
        region: str,
        service: str,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._access, self._secret, self._token = access_key, secret_key, token
        self._region, self._service, self._now = region, service, now

    def __call__(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> dict[str, str]:
        """The headers to add; of those given, only the kind of the content is signed."""
        parts = urlsplit(url)
        stamp = self._now().strftime("%Y%m%dT%H%M%SZ")
        added = {"x-amz-date": stamp}
        if self._token is not None:
            added["x-amz-security-token"] = self._token.reveal()
        kind = {name: value for name, value in headers.items() if name == "content-type"}
        signed = sorted({"host": parts.netloc, **kind, **added}.items())
        names = ";".join(name for name, _ in signed)
        canonical = "\n".join(
            [
                method,
                quote(parts.path or "/", safe=f"/{_UNRESERVED}"),
                _query(parts.query),
                *(f"{name}:{' '.join(value.split())}" for name, value in signed),
                "",
                names,
                hashlib.sha256(body).hexdigest(),
            ]
        )
        scope = f"{stamp[:8]}/{self._region}/{self._service}/aws4_request"
        text = "\n".join([_ALGORITHM, stamp, scope, hashlib.sha256(canonical.encode()).hexdigest()])
        signature = hmac.new(self._key(stamp[:8]), text.encode(), hashlib.sha256).hexdigest()
        credential = f"Credential={self._access.reveal()}/{scope}"
        return {**added, "authorization": f"{_ALGORITHM} {credential}, SignedHeaders={names}, Signature={signature}"}

    def _key(self, day: str) -> bytes:
        key = _hmac(f"AWS4{self._secret.reveal()}".encode(), day)
        for part in (self._region, self._service, "aws4_request"):
            key = _hmac(key, part)
        return key


def _query(query: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True)
    escaped = sorted((quote(name, safe=_UNRESERVED), quote(value, safe=_UNRESERVED)) for name, value in pairs)
    return "&".join(f"{name}={value}" for name, value in escaped)

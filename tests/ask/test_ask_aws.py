"""Signatures, against those that AWS publishes in its Signature Version 4 test suite."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cx_audit.ask.aws import Signer
from cx_audit.web import Secret

KEY, SECRET = Secret("AKIDEXAMPLE"), Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
THEN = datetime(2015, 8, 30, 12, 36, tzinfo=UTC)


@pytest.mark.parametrize(
    ("method", "url", "signature"),
    [
        ("GET", "https://example.amazonaws.com/", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
        ("POST", "https://example.amazonaws.com/", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
        (
            "GET",
            "https://example.amazonaws.com/?Param2=value2&Param1=value1",
            "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
        ),
    ],
)
def test_the_published_requests(method: str, url: str, signature: str) -> None:
    signed = Signer(KEY, SECRET, None, "us-east-1", "service", lambda: THEN)(method, url, {}, b"")
    scope = "20150830/us-east-1/service/aws4_request"
    assert signed["x-amz-date"] == "20150830T123600Z"
    assert signed["authorization"] == (
        f"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/{scope}, SignedHeaders=host;x-amz-date, Signature={signature}"
    )


def test_body_path_and_token_count() -> None:
    sign = Signer(KEY, SECRET, Secret("session"), "eu-central-1", "lex", lambda: THEN)
    url = "https://runtime-v2-lex.eu-central-1.amazonaws.com/bots/A%20B/text"
    base = sign("POST", url, {"content-type": "application/json", "user-agent": "x"}, b"{}")
    assert "SignedHeaders=content-type;host;x-amz-date;x-amz-security-token" in base["authorization"]
    others = [
        sign("POST", url, {"content-type": "application/json"}, b"[]"),
        sign("POST", url.replace("A%20B", "AB"), {"content-type": "application/json"}, b"{}"),
        sign("POST", url, {"content-type": "text/plain"}, b"{}"),
    ]
    assert len({one["authorization"] for one in (base, *others)}) == 4
    assert sign("POST", url, {"content-type": "application/json", "user-agent": "y"}, b"{}") == base

"""No text leads a client away from its origin."""

from __future__ import annotations

from urllib.parse import urlsplit

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_audit.errors import UnsafeReply, UsageError
from cx_audit.web import Origin

ORIGIN = Origin.of("https://acme.example")
HOSTS = ("acme.example", "evil.example", "[", "]", "@", ":443", ":8443", "xn--", "é", "。", ".", "%00")
MARKS = ("https:", "http:", "javascript:", "//", "/", "\\", "?", "#", "..", "%2e", ";", "a", " ", "\t", "\n")
PIECES = st.sampled_from((*HOSTS, *MARKS))


@given(st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=60))
def test_what_is_let_through_is_asked_of_the_origin_alone(link: str) -> None:
    """Also as the library reads it, which is what counts."""
    try:
        url = ORIGIN.resolve(link)
    except UnsafeReply:
        return
    assert (urlsplit(url).scheme, urlsplit(url).hostname) == ("https", "acme.example")
    read = httpx2.URL(url)
    assert (read.scheme, read.host, read.port, read.userinfo) == ("https", "acme.example", None, b"")


@pytest.mark.parametrize(
    "address",
    ["ann:s3cret@host.example", "https://ann:s3 cret@host.example/", "ftp://ann:s3cret@h/", "s3 cret/?s3cret=s3cret@h"],
)
def test_a_password_in_a_wrong_address_is_not_repeated(address: str) -> None:
    with pytest.raises(UsageError) as caught:
        Origin.of(address)
    assert "cret@" not in str(caught.value)
    assert "s3cret" not in str(caught.value)

"""Keys: where they come from, and that they are never shown."""

from __future__ import annotations

import html
import json
import pickle
from base64 import b64encode
from collections.abc import Callable
from urllib.parse import quote

import pytest

from cx_audit.errors import AccessDenied
from cx_audit.web import Scrubber, Secret, basic, bearer, find_secret


def test_a_secret_is_masked_however_it_is_shown() -> None:
    secret = Secret("abc123", "THE_KEY")
    assert "abc123" not in f"{secret} {secret!r} {secret!s:>10} {[secret]} {bearer(secret)} {basic('u', secret)}"
    assert secret.reveal() == "abc123"
    with pytest.raises(TypeError):
        pickle.dumps(secret)


def test_the_environment_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THE_KEY", "  abc123\n")
    monkeypatch.setattr("keyring.get_password", lambda *_: "other")
    assert find_secret("THE_KEY").reveal() == "abc123"


def test_then_the_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("THE_KEY", raising=False)
    kept = {("cx-audit", "THE_KEY"): "from the ring"}
    monkeypatch.setattr("keyring.get_password", lambda *asked: kept.get(asked))
    assert find_secret("THE_KEY").reveal() == "from the ring"
    with pytest.raises(AccessDenied, match="OTHER_KEY is not set: it holds the API token"):
        find_secret("OTHER_KEY", "the API token")


def test_a_locked_keyring_is_told_without_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    from keyring.errors import KeyringLocked

    def locked(*_: str) -> None:
        raise KeyringLocked("/home/ann/secret place")

    monkeypatch.delenv("THE_KEY", raising=False)
    monkeypatch.setattr("keyring.get_password", locked)
    with pytest.raises(AccessDenied, match="the keyring can't be opened: KeyringLocked") as caught:
        find_secret("THE_KEY")
    assert "ann" not in str(caught.value)


@pytest.mark.parametrize("value", ["a\r\nX-Evil: 1", "kéy", "a\x00b"])
def test_a_value_that_would_break_out_of_a_header_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setattr("os.environ", {"THE_KEY": value})
    with pytest.raises(AccessDenied, match="no key has") as caught:
        find_secret("THE_KEY")
    assert value not in str(caught.value)


def test_the_scrubber_finds_a_key_in_urls_and_headers() -> None:
    key = "a/b+c d"
    hidden = basic("ann", Secret(key, "K")).hidden()
    scrub = Scrubber(hidden)
    pair = b64encode(f"ann:{key}".encode()).decode()
    for spelling in (key, "a%2Fb%2Bc%20d", "a%2Fb%2Bc+d", pair, f"Basic {pair}"):
        assert scrub(f"x={spelling}&y") == "x=***&y"


@pytest.mark.parametrize(
    "echo",
    [
        lambda key: json.dumps(key),
        lambda key: json.dumps(key).replace("/", "\\/"),
        lambda key: json.dumps(key).replace("+", "\\u002B").replace("<", "\\u003c"),
        html.escape,
        lambda key: quote(key).lower(),
        lambda key: "".join(f"&#{ord(sign)};" if not sign.isalnum() else sign for sign in key),
    ],
)
def test_the_scrubber_finds_a_key_as_servers_write_it(echo: Callable[[str], str]) -> None:
    key = 'k3y/b+c="d&\\x<y>'
    told = Scrubber([key])(f"you sent {echo(key)}!")
    assert told.replace('"', "") == "you sent ***!"

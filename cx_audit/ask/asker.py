"""Ask: several requests at a time, each reply kept before it counts, and an end where the bot is not to be had."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

from cx_audit.ask.aws import Signer
from cx_audit.ask.bot import Bot, BotAuth
from cx_audit.ask.journal import Journal
from cx_audit.ask.plan import Call, session_id
from cx_audit.ask.reading import Said, Unsaid, read_reply
from cx_audit.ask.template import Outgoing, Values, fill_request
from cx_audit.errors import AccessDenied, ConnectError
from cx_audit.sources.interface import Reason
from cx_audit.web import NO_AUTH, Auth, Bounds, Clock, Pace, Secret, WebClient, basic, bearer, find_secret, in_header

__all__ = ["Live", "Patience", "ask_all", "find_auth", "open_client"]

_IN_A_ROW = 5
"""After so many errors without a reply between them, the bot is not there."""
_BOUNDS = Bounds(max_bytes=2_000_000, attempts=4, total_wait=600.0)
_AWS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")

Ask = Callable[[Call], Said | Unsaid]


@dataclass(frozen=True, slots=True)
class Live:
    """A bot with its settings: what a request is made from."""

    name: str
    bot: Bot
    settings: Values
    session: str = ""
    not_understood: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        """The same for the same bot with the same settings: replies of another one are not its own."""
        told = [self.name, self.bot.model_dump(mode="json"), dict(self.settings), self.session, self.not_understood]
        return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()[:24]

    def outgoing(self, call: Call) -> Outgoing:
        """The request of a call, without keys.

        Raises:
            UsageError: a setting doesn't fit where it stands.
        """
        session = session_id(call, self.name, self.session)
        return fill_request(self.bot, self.settings, call.wording, session, call.asking.language)

    def ask(self, call: Call, client: WebClient) -> Said | Unsaid:
        """Put a question to the bot; an error of it is a reply too.

        Raises:
            AccessDenied: the bot wants another key.
            UsageError: a setting doesn't fit where it stands.
        """
        sent = self.outgoing(call)
        try:
            reply = client.request(sent.method, sent.url, headers=sent.headers, body=sent.body)
            return _scrubbed(read_reply(reply.json(), self.bot.reply, self.not_understood), client)
        except AccessDenied:
            raise
        except ConnectError as error:
            return Unsaid(Reason.BOT_ERROR, str(error)[:300])


def _scrubbed(reply: Said | Unsaid, client: WebClient) -> Said | Unsaid:
    """A bot may repeat what it was sent; a key is not recorded all the same."""
    if isinstance(reply, Said):
        return Said(client.scrub(reply.text))
    return Unsaid(reply.reason, client.scrub(reply.detail))


def find_auth(auth: BotAuth, settings: Values) -> Auth:
    """The keys, from the environment or the keyring.

    Raises:
        AccessDenied: a key that is needed is not there.
    """
    if auth.kind == "none":
        return NO_AUTH
    try:
        if auth.kind == "aws":
            return _aws(auth, settings)
        token = find_secret(auth.env or "", "the key of the bot")
        if auth.kind == "basic":
            # A user's name is no secret: to blot it out would blot out words of answers.
            return basic(find_secret(auth.user_env or "", "the user of the bot").reveal(), token)
        if auth.kind == "header":
            return in_header(auth.header or "", token, auth.prefix)
        return bearer(token)
    except AccessDenied:
        if auth.optional:
            return NO_AUTH
        raise


def _aws(auth: BotAuth, settings: Values) -> Auth:
    access, secret = (find_secret(name, "a key of AWS") for name in _AWS[:2])
    token: Secret | None
    try:
        token = find_secret(_AWS[2])
    except AccessDenied:  # only temporary keys have one
        token = None
    region = (auth.region or "").format_map({name: str(value) for name, value in settings.items()})
    secrets = tuple(one for one in (access, secret, token) if one is not None)
    return Auth("aws", _AWS[:2], {}, secrets, Signer(access, secret, token, region, auth.service or ""))


def open_client(live: Live, first: Call, per_minute: float | None = None, clock: Clock | None = None) -> WebClient:
    """A client for the one host that the request of ``first`` goes to.

    Raises:
        AccessDenied: a key is missing.
        UsageError: the address is none, or is not encrypted and not on this machine.
    """
    auth = find_auth(live.bot.auth, live.settings)
    pace = Pace(interval=60 / per_minute if per_minute else 0.0)
    url = live.outgoing(first).url
    return WebClient(url, auth, bounds=_BOUNDS, pace=pace, clock=clock, renew=live.bot.auth.renew)


class Patience:
    """Waits between tries that end with the run: nobody sits out a backoff after Ctrl-C."""

    def __init__(self) -> None:
        self._over = threading.Event()

    def sleep(self, seconds: float) -> None:
        """Wait, unless the run is over.

        Raises:
            ConnectError: it is.
        """
        if self._over.wait(seconds):
            raise ConnectError("stopped")

    def end(self) -> None:
        """The run is over."""
        self._over.set()


def ask_all(
    calls: Sequence[Call],
    ask: Ask,
    journal: Journal,
    *,
    concurrency: int,
    told: Callable[[int], None],
    patience: Patience | None = None,
) -> None:
    """Ask what the journal doesn't know, ``concurrency`` at a time; ``told`` hears of each reply.

    Raises:
        AccessDenied: the bot wants another key; what was replied is kept.
        ConnectError: five errors without a reply between them; the same.
        SourceError: the journal can't be written.
    """
    todo = iter([call for call in calls if not journal.done(call.key)])
    errors = 0
    pool = ThreadPoolExecutor(max_workers=concurrency, thread_name_prefix="ask")
    try:
        for call, reply in _replies(todo, ask, pool, concurrency):
            journal.add(call.key, reply)
            told(1)
            failed = isinstance(reply, Unsaid) and reply.reason is Reason.BOT_ERROR
            errors = errors + 1 if failed else 0
            if isinstance(reply, Unsaid) and errors >= _IN_A_ROW:
                what = f"{errors} questions in a row drew an error, the last: {reply.detail or 'none told'}"
                raise ConnectError(what, remedy="what was replied is kept; the same command goes on")
    finally:
        if patience is not None:
            patience.end()
        pool.shutdown(cancel_futures=True)


def _replies(
    todo: Iterator[Call], ask: Ask, pool: ThreadPoolExecutor, concurrency: int
) -> Iterator[tuple[Call, Said | Unsaid]]:
    """Replies as they come; no question is sent before there is room, so that an end comes soon."""
    running: dict[Future[Said | Unsaid], Call] = {}

    def fill() -> None:
        while len(running) < concurrency and (call := next(todo, None)) is not None:
            running[pool.submit(ask, call)] = call

    fill()
    while running:
        finished, _ = wait(running, return_when=FIRST_COMPLETED)
        failure: BaseException | None = None
        for future in finished:
            call = running.pop(future)
            failure = failure or future.exception()
            if future.exception() is None:
                yield call, future.result()
        if failure is not None:
            raise failure
        fill()

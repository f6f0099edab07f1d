"""From a connector's words on authentication to the headers, with keys from the environment or a keyring."""

from __future__ import annotations

from collections.abc import Mapping

from cx_audit.connect.plan import Plan
from cx_audit.connect.template import fill_text
from cx_audit.errors import ConnectError
from cx_audit.web import NO_AUTH, Auth, Bounds, Clock, Secret, WebClient, basic, bearer, find_secret, in_header

__all__ = ["authenticate"]


def authenticate(plan: Plan, clock: Clock | None = None, bounds: Bounds | None = None) -> Auth:
    """The headers for a plan; for OAuth client credentials (RFC 6749, 4.4) one request to the plan's own host.

    Raises:
        AccessDenied: a key is not set, or not accepted.
        ConnectError: the token can't be got.
    """
    spec, connector = plan.connector.auth, plan.connector

    def key(name: str | None) -> Secret:
        assert name is not None
        return find_secret(plan.keys.get(name, name), connector.keys[name])

    match spec.kind:
        case "none":
            return NO_AUTH
        case "bearer":
            return bearer(key(spec.token_env))
        case "header":
            return in_header(spec.header or "", key(spec.token_env), spec.prefix)
        case "basic":
            said = {name: value for name, value in plan.settings.items() if isinstance(value, str)}
            user = key(spec.user_env) if spec.user_env else fill_text(spec.user or "", said)
            return basic(user, key(spec.password_env) if spec.password_env else spec.password or "")
    client_id, secret = key(spec.id_env), key(spec.secret_env)
    return _exchanged(plan, client_id, secret, clock, bounds)


def _exchanged(plan: Plan, client_id: Secret, secret: Secret, clock: Clock | None, bounds: Bounds | None) -> Auth:
    asking = Auth("client credentials", plan.variables, {}, (client_id, secret))
    form = {"grant_type": "client_credentials", "client_id": client_id.reveal(), "client_secret": secret.reveal()}
    with WebClient(plan.base_url, asking, clock=clock, bounds=bounds, renew=plan.connector.renew) as client:
        reply = client.request("POST", plan.connector.auth.token_path or "", form=form)
        body = reply.json()
    token = body.get("access_token") if isinstance(body, Mapping) else None
    if not isinstance(token, str) or not token.isascii() or not token.isprintable() or not token:
        raise ConnectError(f"{reply.place} gave no access_token", remedy=plan.connector.renew)
    made = bearer(Secret(token, ""))
    return Auth("bearer (client credentials)", plan.variables, made.headers, (client_id, secret, *made.secrets))

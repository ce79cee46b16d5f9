"""Who may ask: host, origin, credential, cross-site forgery and permission, before any handler runs.

The notebook server's own identity opens everything here, an access key what its scope says. What is
refused is refused with a JSON body that says how to pass a credential, never with a redirect and
never with Jupyter's XSRF page.
The order is: Host, Origin, credential, XSRF, authorizer (reasons in docs/security.md).
"""

from __future__ import annotations

import hashlib
import hmac
import inspect
import json
import re
from typing import Any, ClassVar
from urllib.parse import urlsplit

from jupyter_core.utils import ensure_async
from jupyter_server.auth import IdentityProvider, PasswordIdentityProvider, User
from jupyter_server.base.handlers import JupyterHandler
from tornado import web

from .. import errors
from .caller import Caller, client_name
from .catalog import App
from .credentials import credentials
from .keys import Key, looks_like_key
from .scope import Identity, credential_of_key
from .service import Service

HOW_TO_AUTHENTICATE = (
    "Send an access key, or the notebook server's token, as 'Authorization: Bearer TOKEN'. "
    "`jupyter gradio-mcp keys create NAME` makes a key; `jupyter server list` shows the token."
)

KEY_COOKIE = "jupyter_gradio_mcp_key"
"""Holds the access key of a person who logged in to a page of ours."""

RESOURCE = "jupyter_gradio_mcp"
"""What Jupyter's authorizer is asked about; actions are `read` and `execute`."""

MAX_VALUES = 2_000_000
"""Commas in a request. JSON is read in one go, which takes a second for as many values, and all wait meanwhile."""

_ONE_TOKEN_FOR_ALL = (IdentityProvider, PasswordIdentityProvider)
_TOKEN_USER = User(username="token", display_name="Whoever has the server's token")


class GradioHandler(JupyterHandler):
    """Base of every handler of ours. `app` is the notebook of the address, None for the union."""

    refusal: ClassVar[type[errors.CallError]] = errors.Unauthenticated
    """What a request without a valid credential gets: 401, but 403 where clients read a 401 as an
    invitation to OAuth."""

    action_of: ClassVar[dict[str, str]] = {"GET": "read", "HEAD": "read", "POST": "execute", "DELETE": "execute"}

    def initialize(self, service: Service) -> None:
        """Take the service that all handlers share."""
        self.service = service
        self.app: App | None = None
        self.no_credential = False
        self.by_cookie = False
        self.opened_by: str | None = None
        self.key_url: str = getattr(self.request, "gradio_key", "")

    def check_xsrf_cookie(self) -> None:
        """Nothing: tornado asks before anyone knows who is there; `prepare` asks after."""

    async def prepare(self) -> None:  # type: ignore[override]
        """Admit the request, or refuse it.

        Raises:
            CallError: It is refused.
        """
        kernel = self.path_kwargs.pop("kernel", None)
        if kernel is not None:
            self.app = self.service.catalog.app(str(kernel))
        if not self.check_host():
            raise errors.Forbidden(
                f"This server does not answer to the host name '{self.request.host_name}'. "
                "ServerApp.local_hostnames or ServerApp.allow_remote_access admit others."
            )
        self._check_origin()
        if self.request.method == "OPTIONS":
            return
        if self.key_url:
            self.set_header("Referrer-Policy", "no-referrer")
        await self._admit()
        self._check_size()

    async def _admit(self) -> None:
        """Find out who asks, and whether that opens this address."""
        identity = self._identity_of_key()
        if identity is None and not self._brings_key:
            identity = await self._identity_of_jupyter()
        if identity is None:
            self.no_credential = True
            raise self.refusal(f"No valid credential. {HOW_TO_AUTHENTICATE}")
        self.identity = identity
        if identity.key is not None:
            self.service.visits.enter(identity.key, self, self._break_off)
        self.set_cors_headers()
        self._check_forgery()
        if identity.key is not None:
            # Jupyter's authorizer knows users, not keys; what a key opens is its scope.
            scope = identity.scope
            if self.app is not None and not scope.admits_app(self.app.kernel, self.app.paths):
                raise errors.Forbidden(f"The access key '{identity.name}' does not open this notebook.")
            return
        user = self.current_user
        action = self.action_of.get(self.request.method or "", "execute")
        allowed = self.authorizer.is_authorized(self, user, action, RESOURCE)
        if not (await allowed if inspect.isawaitable(allowed) else allowed):
            raise errors.Forbidden(f"'{user.username}' may not {action} {RESOURCE} on this server.")

    def on_finish(self) -> None:
        """The request is answered."""
        self._leave()
        super().on_finish()

    def on_connection_close(self) -> None:
        """The client left."""
        self._leave()
        super().on_connection_close()

    def _leave(self) -> None:
        identity: Identity | None = getattr(self, "identity", None)
        if identity is not None and identity.key is not None:
            self.service.visits.leave(identity.key, self)

    def _break_off(self) -> None:
        """The key that opened this request was revoked while it was answered."""
        stream = getattr(self.request.connection, "stream", None)
        if stream is not None:
            stream.close()

    def owner_only(self) -> None:
        """Refuse whoever has an access key and not the server itself.

        Raises:
            Forbidden: It is one.
        """
        if self.identity.key is not None:
            raise errors.Forbidden("An access key does not open this; it is for the notebook server's owner.")

    def _check_size(self) -> None:
        body, limit = self.request.body, self.service.max_request_bytes
        if len(body) > limit:
            raise errors.PayloadTooLarge(
                f"The request has {len(body)} bytes; at most {limit} are admitted (GradioMcp.max_request_bytes)."
            )
        if body.count(b",") > MAX_VALUES:
            raise errors.PayloadTooLarge(
                f"The request has more than {MAX_VALUES} commas, so about as many values. Send a file instead."
            )

    def options(self, *args: str, **kwargs: str) -> None:
        """Answer a browser's CORS preflight, which carries no credential."""
        self.set_header("Access-Control-Allow-Origin", self.request.headers.get("Origin", ""))
        self.set_header("Access-Control-Allow-Methods", "GET, HEAD, POST, DELETE, OPTIONS")
        self.set_header(
            "Access-Control-Allow-Headers",
            "authorization, content-type, last-event-id, mcp-method, mcp-name, mcp-protocol-version, mcp-session-id",
        )
        self.set_header("Access-Control-Expose-Headers", "mcp-session-id")
        self.set_header("Vary", "Origin")
        self.set_status(204)

    # Jupyter's own mark for methods that answer without a credential; `options` alone does.
    options.__allow_unauthenticated = True  # type: ignore[attr-defined]

    def json_body(self) -> Any:
        """The request's body as JSON.

        Raises:
            InvalidRequest: It is none.
        """
        try:
            return json.loads(self.request.body or b"null")
        except (ValueError, RecursionError) as error:
            raise errors.InvalidRequest(f"The body is no JSON: {error}") from error

    def json_object(self) -> dict[str, Any]:
        """The request's body, which must be an object.

        Raises:
            InvalidRequest: It is none.
        """
        body = self.json_body()
        if not isinstance(body, dict):
            raise errors.InvalidRequest("The body must be a JSON object.")
        return body

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Answer with the error, whatever it is."""
        error = kwargs.get("exc_info", (None, None, None))[1]
        if isinstance(error, errors.CallError):
            self.set_status(error.http_status)
        elif isinstance(error, web.HTTPError) and error.status_code < 500:
            error = _as_call_error(error)
            self.set_status(status_code)
        else:
            error = errors.CallError("The notebook server failed to handle this request; its log says why.")
            self.set_status(500)
        if self.get_status() == 401:
            self.set_header("WWW-Authenticate", 'Bearer realm="jupyter"')
        elif self.get_status() == 405:
            self.set_header("Allow", ", ".join(self._served_methods()))
        self.set_header("X-Content-Type-Options", "nosniff")
        self.finish_error(error)

    def finish_error(self, error: errors.CallError) -> None:
        """Tell an error, as JSON; the status is set."""
        self.set_header("Content-Type", "application/json")
        self.finish(json.dumps(self.error_body(error)))

    def error_body(self, error: errors.CallError) -> dict[str, Any]:
        """How an error looks here: `error` and `code`, and `detail` as FastAPI and Gradio have it."""
        finding = {"loc": [], "msg": error.message, "type": error.code}
        detail: Any = error.details or ([finding] if error.http_status == 422 else error.message)
        return {"error": error.message, "code": error.code, "detail": detail}

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """Log faults of the server, without the query, which may hold a credential. Refusals are
        answers, and the log of requests has them."""
        if not isinstance(value, (errors.CallError, web.HTTPError)):
            request = self.request
            self.log.error("Uncaught exception in %s %s", request.method, request.path, exc_info=(typ, value, tb))

    def send_error(self, status_code: int = 500, **kwargs: Any) -> None:
        """As tornado's, without the user's text in the HTTP reason line."""
        error = kwargs.get("exc_info", (None, None, None))[1]
        super().send_error(error.http_status if isinstance(error, errors.CallError) else status_code, **kwargs)

    @property
    def caller(self) -> Caller:
        """Who asks, as a call needs to know."""
        host = f"{self.request.protocol}://{self.request.host}"
        address = f"{host}{self.base_url}{self.service.place(self.app)}"
        return Caller(self.identity, client_name(self.request.headers.get("User-Agent")), address, None, self)

    @property
    def private_values(self) -> frozenset[str]:
        """What opens this server, as far as it is known; whatever could be, where it is not known what did."""
        provider = self.identity_provider
        token = provider.token if isinstance(provider, IdentityProvider) else ""
        known = [self.opened_by] if self.opened_by is not None else self._credentials()
        return frozenset(value for value in (*known, token) if value)

    @property
    def private_cookies(self) -> frozenset[str]:
        """Names of the cookies that open this server."""
        provider = self.identity_provider
        names = {KEY_COOKIE, "_xsrf"}
        if isinstance(provider, IdentityProvider):
            names.add(provider.get_cookie_name(self))
        return frozenset(names)

    @property
    def reachable(self) -> list[App]:
        """The live notebooks that this request reaches."""
        return self.service.catalog.reachable(self.app, self.identity.scope)

    @property
    def address(self) -> str:
        """The address of the app, or of the union, as the client sees it: absolute, with a slash."""
        return f"{self.request.protocol}://{self.request.host}{self.root_path}"

    @property
    def root_path(self) -> str:
        """The path of the app, or of the union, with the key if the client has it there; between slashes."""
        key = f"gradio_key/{self.key_url}/" if self.key_url else ""
        return f"{self.base_url}{key}{self.service.place(self.app)}"

    def _served_methods(self) -> list[str]:
        """The methods that are served at this address."""
        own, none = type(self), web.RequestHandler
        return [m for m in self.SUPPORTED_METHODS if getattr(own, m.lower()) is not getattr(none, m.lower())]

    # -- who asks --

    def _credentials(self) -> list[str]:
        """Whatever the request brings that could be a credential of ours, best first."""
        found = [self.key_url, *credentials(self.request.headers), self.get_query_argument("token", "")]
        return [credential for credential in found if credential]

    def _identity_of_key(self) -> Identity | None:
        """The access key that the request brings."""
        keys = self.service.keys
        self._brings_key = False
        if self.key_url and not self.service.key_urls:
            self._brings_key = True
            return None
        for credential in self._credentials():
            if looks_like_key(credential):
                # Whoever brings a key is not to be let in by something else that comes with it.
                self._brings_key = True
                key = keys.find(credential)
                if key is not None:
                    self.opened_by = credential
                    return self._with_key(key)
        if not self._brings_key and (cookie := self.get_cookie(KEY_COOKIE)) is not None:
            key = keys.find(cookie)
            if key is not None:
                self.by_cookie, self.opened_by = True, cookie
                return self._with_key(key)
        return None

    def _with_key(self, key: Key) -> Identity:
        self.current_user = self._jupyter_current_user = User(username=f"key:{key.id}", display_name=key.name)
        return Identity(key.name, credential_of_key(key.id), key.scope, key.id)

    async def _identity_of_jupyter(self) -> Identity | None:
        """The server's own identity, which opens everything."""
        user = await self._authenticate()
        # The names under which Jupyter's and tornado's own code look for the user.
        self.current_user = self._jupyter_current_user = user
        if user is None:
            return None
        # Sessions do not belong to the user: Jupyter makes up a new one for every request that
        # brings the token and no cookie.
        provider = self.identity_provider
        if not provider.auth_enabled:
            self.opened_by = ""
            return Identity(user.display_name, "anybody")
        if type(provider) in _ONE_TOKEN_FOR_ALL and not self.token_authenticated:
            self.opened_by = self.get_cookie(provider.get_cookie_name(self))
        token = (self.opened_by or provider.get_token(self)) if self.token_authenticated else None
        if token:
            return Identity("the server's token", f"token:{hashlib.sha256(token.encode()).hexdigest()}")
        return Identity(user.display_name or user.username, f"user:{user.username}")

    async def _authenticate(self) -> User | None:
        provider = self.identity_provider
        # Jupyter's own answer to its token is a login cookie, which opens the whole server, and a
        # made-up user, anew for each request. A program that calls functions should get neither.
        if type(provider) in _ONE_TOKEN_FOR_ALL and provider.token:
            token = provider.get_token(self)
            for given in (token, *self._credentials()):
                if given and hmac.compare_digest(given.encode(), provider.token.encode()):
                    self._token_authenticated, self.opened_by = True, given
                    return _TOKEN_USER
        user: User | None = await ensure_async(provider.get_user(self))
        return user

    def _check_origin(self) -> None:
        origin = self.request.headers.get("Origin")
        if origin is None:
            return
        # Jupyter's own `check_origin` admits any origin that comes with a token; a page that got
        # hold of a token is what this is to stop.
        if _netloc(origin.lower()) == self.request.host.lower() or self.allow_origin == "*":
            return
        if self.allow_origin and self.allow_origin.lower() == origin.lower():
            return
        if self.allow_origin_pat and re.fullmatch(self.allow_origin_pat, origin):
            return
        raise errors.Forbidden(
            f"Requests from the origin '{origin[:200]}' are not admitted. "
            "ServerApp.allow_origin or ServerApp.allow_origin_pat admit others."
        )

    def _check_forgery(self) -> None:
        if self.token_authenticated or self.request.method in {"GET", "HEAD"}:
            return
        if self.identity.key is not None:
            # The cookie of a key is never sent across sites; that this browser obeys is seen by
            # the origin that it names, which has been compared above.
            if self.by_cookie and "Origin" not in self.request.headers:
                raise errors.Forbidden("A browser's cookie alone does not do for this: the request names no origin.")
            return
        if self.settings.get("disable_check_xsrf", False) or not self.settings.get("xsrf_cookies", False):
            return
        try:
            web.RequestHandler.check_xsrf_cookie(self)
        except web.HTTPError as error:
            raise errors.Forbidden(
                "A browser's cookie alone does not do for this: the X-XSRFToken header is missing or wrong. "
                f"Programs: {HOW_TO_AUTHENTICATE}"
            ) from error


def _netloc(origin: str) -> str:
    """Host and port of an origin; "" where there are none."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def _as_call_error(error: web.HTTPError) -> errors.CallError:
    kind = {403: errors.Forbidden, 404: errors.UnknownEndpoint, 413: errors.PayloadTooLarge}.get(
        error.status_code, errors.InvalidRequest
    )
    if error.status_code == 405 and not error.log_message:
        return kind("This address takes another method; the Allow header and docs/reference.md say which.")
    return kind(str(error.log_message or error.reason or f"HTTP {error.status_code}"))

"""The bridge's side towards the notebook server: one connection at a time, which comes back by itself.

It is the official SDK's transport for streamable HTTP under the SDK's dispatcher, so requests,
answers and notifications pass as they are. What this module adds is to notice that the server is
gone, to tell whether a request had reached it, and to look for it anew: also at another port, with
another token. Importing this imports the SDK.
"""

from __future__ import annotations

import json
import logging
import secrets
import socket
import sys
import urllib.request
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import anyio
import httpx2
from anyio.to_thread import run_sync
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.dispatcher import CallOptions, OnNotify, OnRequest
from mcp.shared.exceptions import MCPError
from mcp.shared.jsonrpc_dispatcher import JSONRPCDispatcher
from mcp_types import CONNECTION_CLOSED, METHOD_NOT_FOUND

from .servers import KEY_HINT, NoServerFound, is_local

ATTEMPT_SECONDS = 15.0
"""How long one attempt to connect may take."""

PATIENCE = (0.3, 3.0)
"""Seconds between two looks for a server that is not there: at first, and at most."""

MAX_ERROR_BODY = 1 << 20
"""Bytes of an answer that is an error which are looked at."""

_MARK = f"bridge-{secrets.token_hex(8)}"
"""Marks errors that the server did not send. Nobody else knows it."""

Fate = Literal["unreachable", "broken", "no session", "refused", "absent"]

_ADVICE: dict[Fate, str] = {
    "unreachable": " Start it again, or name another one by --url.",
    "refused": f" For another key, {KEY_HINT} VARIABLE.",
    "absent": " Open the notebook, and run its cells with %%mcp_tool.",
}

Log = Callable[[str], object]


@dataclass(frozen=True)
class Target:
    """Where to connect, and what opens it."""

    url: str
    headers: Mapping[str, str] = field(repr=False)
    base: str
    """The app's base address, for uploads; "" if there is none."""

    def __str__(self) -> str:
        return self.url.partition("?")[0]


class LineLost(Exception):
    """A request has no answer, because of what is between here and there.

    Attributes:
        fate: What came between.
        delivered: Whether the server may have got the request.
    """

    def __init__(self, fate: Fate, detail: str) -> None:
        super().__init__(detail)
        self.fate = fate
        self.delivered = fate == "broken"


def _advised(failure: Exception) -> str:
    """Why there is no connection, and what to do."""
    if isinstance(failure, LineLost):
        return f"{str(failure).rstrip('.')}.{_ADVICE.get(failure.fate, '')}"
    if isinstance(failure, TimeoutError):
        return "The notebook server does not answer in time. Is something in it holding it up?"
    return f"The notebook server refuses: {failure}"


class Line:
    """One connection to the server.

    Args:
        target: Where it leads.
    """

    def __init__(self, target: Target, dispatcher: JSONRPCDispatcher[Any], lost: _Lost) -> None:
        self.target = target
        self.version = ""
        """Revision of the protocol, once it is agreed; of the handshake era only."""
        self.welcome: dict[str, Any] = {}
        """What the server said of itself."""
        self._dispatcher = dispatcher
        self._lost = lost

    async def request(
        self,
        method: str,
        params: Mapping[str, Any] | None,
        *,
        id: str | int | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = None,
    ) -> dict[str, Any]:
        """Send a request as it is and return the result as it is.

        Raises:
            MCPError: The server's own error, as it is.
            LineLost: There will be no answer.
        """
        options: CallOptions = {"request_id": f"bridge-{secrets.token_hex(6)}" if id is None else id}
        if headers:
            options["headers"] = dict(headers)
        if timeout is not None:
            options["timeout"] = timeout
        if method in ("initialize", "server/discover"):
            options["cancel_on_abandon"] = False
        try:
            return await self._dispatcher.send_raw_request(method, params, options)
        except MCPError as error:
            if isinstance(error.data, dict) and _MARK in error.data:
                raise LineLost(error.data[_MARK], error.message) from None
            if error.code == CONNECTION_CLOSED and not self.sound:
                raise LineLost("broken", "the connection to the notebook server broke") from None
            raise

    async def notify(
        self, method: str, params: Mapping[str, Any] | None, *, headers: Mapping[str, str] | None = None
    ) -> None:
        """Send a notification as it is."""
        await self._dispatcher.notify(method, params, {"headers": dict(headers)} if headers else None)

    @property
    def sound(self) -> bool:
        """Whether nothing speaks against it."""
        return not (self._lost.happened or self._lost.closed)

    def doubt(self) -> None:
        """Have it looked whether the server is still there."""
        self._lost.happen()


class Uplink:
    """The connection, as long as there is a server, and the way to the next one.

    Args:
        find: Where the server is now; may block. Raises `NoServerFound`.
        greet: Introduces the client on a new line and fills in its `welcome`; raises if that fails.
        check: Asks something small on a line, to see whether the server is there.
        settled: Told of each line that was greeted.
        on_request: The server's requests.
        on_notify: The server's notifications.
        log: Told, for people, what happens.
    """

    def __init__(
        self,
        find: Callable[[], Target],
        greet: Callable[[Line], Awaitable[None]],
        check: Callable[[Line], Awaitable[None]],
        settled: Callable[[Line], Awaitable[None]],
        on_request: OnRequest,
        on_notify: OnNotify,
        log: Log,
    ) -> None:
        self._find = find
        self._greet = greet
        self._check = check
        self._settled = settled
        self._on_request = on_request
        self._on_notify = on_notify
        self._log = log
        self._line: Line | None = None
        self._lost: _Lost | None = None
        self._wanted = anyio.Event()
        self._outcome = anyio.Event()
        self._up = anyio.Event()
        self._leave = self._stopping = False
        self.problem = "The notebook server was not looked for yet."

    async def line(self) -> Line | None:
        """The connection, after one more attempt if there is none now; None if that failed, and `problem` says why."""
        if self._line is not None and self._line.sound:
            return self._line
        outcome = self._outcome
        self._wanted.set()
        with anyio.move_on_after(ATTEMPT_SECONDS * 2):
            await outcome.wait()
        return self._line

    @property
    def current(self) -> Line | None:
        """The connection that there is, without a look whether it is sound."""
        return self._line

    async def back(self) -> None:
        """Wait until there is a connection."""
        await self._up.wait()

    async def run(self) -> None:
        """Keep connected, until `stop` or cancelled."""
        patience = PATIENCE[0]
        while not self._stopping:
            self._wanted = anyio.Event()
            try:
                target = await run_sync(self._find, abandon_on_cancel=True)
                failure = await self._serve(target)
                if failure is None:
                    patience = PATIENCE[0]
                    continue
                self._fail(_advised(failure))
            except NoServerFound as error:
                self._fail(str(error))
            except Exception as error:
                logging.getLogger(__name__).debug("an attempt failed", exc_info=True)
                self._fail(f"Connecting to the notebook server failed: {type(error).__name__}.")
            with anyio.move_on_after(patience):
                await self._wanted.wait()
            patience = min(patience * 1.5, PATIENCE[1])

    def renew(self) -> None:
        """Greet anew, on a new connection."""
        self._leave = True
        if self._lost is not None:
            self._lost.happen()

    def stop(self) -> None:
        """Take leave of the server."""
        self._stopping = True
        self._wanted.set()
        self.renew()

    async def _serve(self, target: Target) -> Exception | None:
        """Be connected until the server is gone; what went wrong if it did not come to that."""
        lost = _Lost()
        failure: Exception | None = None
        async with (
            _client(target, lost) as http,
            # A result may be larger than the SDK thinks an event should be.
            streamable_http_client(target.url, http_client=http, max_sse_event_size=None) as (reader, writer),
            anyio.create_task_group() as tasks,
        ):
            dispatcher: JSONRPCDispatcher[Any] = JSONRPCDispatcher(reader, writer)
            await tasks.start(self._pump, dispatcher, lost)
            line = Line(target, dispatcher, lost)
            self._leave = self._stopping
            try:
                with anyio.fail_after(ATTEMPT_SECONDS):
                    await self._greet(line)
            except (LineLost, MCPError, TimeoutError) as error:
                failure = error
            else:
                self._log(f"connected to {target}")
                # What happened while they greeted each other is over.
                lost.forget()
                self._line, self._lost, self.problem = line, lost, ""
                self._up.set()
                self._told()
                await self._settled(line)
                await self._watch(line, lost)
            finally:
                lost.closed = True
                self._line = self._lost = None
                self._up = anyio.Event()
                tasks.cancel_scope.cancel()
        return failure

    async def _pump(self, dispatcher: JSONRPCDispatcher[Any], lost: _Lost, *, task_status: Any) -> None:
        await dispatcher.run(self._on_request, self._on_notify, task_status=task_status)
        lost.closed = True
        lost.happen()

    async def _watch(self, line: Line, lost: _Lost) -> None:
        """Return when the server is gone. Not each connection that breaks means that."""
        while not self._leave:
            await lost.wait()
            if self._leave:
                return
            try:
                with anyio.fail_after(ATTEMPT_SECONDS):
                    await self._check(line)
            except MCPError:
                pass  # an answer, if no kind one
            except (LineLost, TimeoutError) as error:
                self._log(f"the notebook server is gone: {error or 'no answer'}")
                return
            lost.forget()
            self._told()

    def _fail(self, problem: str) -> None:
        if problem != self.problem:
            self._log(problem)
        self.problem = problem
        self._told()

    def _told(self) -> None:
        self._outcome.set()
        self._outcome = anyio.Event()


class _Lost:
    """That something happened to a connection which may mean that the server is gone."""

    def __init__(self) -> None:
        self._event = anyio.Event()
        self.closed = False

    @property
    def happened(self) -> bool:
        return self._event.is_set()

    def happen(self) -> None:
        self._event.set()

    def forget(self) -> None:
        self._event = anyio.Event()

    async def wait(self) -> None:
        await self._event.wait()


def _client(target: Target, lost: _Lost) -> _Client:
    options: dict[str, Any] = {}
    local = is_local(target.url)
    if local or not urllib.request.getproxies():
        # Who waits for a machine that vanished without a word hears nothing, unless the system asks now and then.
        options["transport"] = httpx2.AsyncHTTPTransport(
            limits=httpx2.Limits(max_connections=None, max_keepalive_connections=20),
            socket_options=_keepalive(),
            trust_env=not local,
        )
    else:
        options["limits"] = httpx2.Limits(max_connections=None, max_keepalive_connections=20)
    # A function may think for as long as it likes.
    timeout = httpx2.Timeout(None, connect=10)
    return _Client(lost, headers=dict(target.headers), timeout=timeout, trust_env=not local, **options)


def _keepalive() -> list[tuple[int, int, int]]:
    chosen = [(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)]
    for name, value in (("TCP_KEEPIDLE", 30), ("TCP_KEEPINTVL", 10), ("TCP_KEEPCNT", 3)):
        if hasattr(socket, name) and sys.platform != "win32":
            chosen.append((socket.IPPROTO_TCP, getattr(socket, name), value))
    return chosen


class _Client(httpx2.AsyncClient):
    """Makes marked answers of what goes wrong on the way; otherwise one broken request ends the transport."""

    def __init__(self, lost: _Lost, **options: Any) -> None:
        super().__init__(**options)
        self._lost_ = lost

    async def send(self, request: httpx2.Request, **options: Any) -> httpx2.Response:
        """As the client's own, without its errors."""
        if request.method == "DELETE":
            # Who takes leave does not wait for an answer.
            request.extensions = {**request.extensions, "timeout": httpx2.Timeout(2).as_dict()}
        try:
            response = await super().send(request, **options)
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.ProxyError, httpx2.PoolTimeout) as error:
            return self._marked(request, "unreachable", f"{_origin(request)} does not answer ({error})")
        except httpx2.TransportError as error:
            return self._marked(request, "broken", f"the connection to the notebook server broke ({error})")
        if response.status_code >= 400:
            return await self._looked_at(request, response)
        if isinstance(response.stream, httpx2.AsyncByteStream) and not response.is_closed:
            standing = request.method == "GET"
            response.stream = _Quiet(response.stream, self._lost_, standing)
        return response

    async def _looked_at(self, request: httpx2.Request, response: httpx2.Response) -> httpx2.Response:
        """An error: as it is if it is one of the protocol, marked if it is of what is in front of it."""
        status, in_session = response.status_code, "mcp-session-id" in request.headers
        body = b""
        try:
            async for piece in response.aiter_bytes():
                body += piece
                if len(body) > MAX_ERROR_BODY:
                    break
        except httpx2.TransportError:
            body = b""
        finally:
            await response.aclose()
        told = _object(body)
        of_protocol = told.get("jsonrpc") == "2.0"
        if status in (401, 403):
            reason = _said(told) or "it gives no reason"
            return self._marked(request, "refused", f"{_origin(request)} refuses ({status}): {reason}")
        error = told.get("error")
        no_method = of_protocol and isinstance(error, dict) and error.get("code") == METHOD_NOT_FOUND
        if status == 404 and in_session and not no_method:
            return self._marked(request, "no session", "the notebook server has been started anew")
        if not of_protocol and status == 404:
            return self._marked(request, "absent", f"nothing is served at {request.url.copy_with(query=None)}")
        if not of_protocol and status in (424, 502, 503, 504):
            fate: Fate = "broken" if status in (502, 504) else "unreachable"
            return self._marked(request, fate, f"what is in front of the notebook server answers {status}")
        headers = {"content-type": response.headers.get("content-type", "")}
        return httpx2.Response(status, content=body, headers=headers, request=request)

    def _marked(self, request: httpx2.Request, fate: Fate, detail: str) -> httpx2.Response:
        self._lost_.happen()
        error = {"code": CONNECTION_CLOSED, "message": detail, "data": {_MARK: fate}}
        return httpx2.Response(503, json={"jsonrpc": "2.0", "id": None, "error": error}, request=request)


class _Quiet(httpx2.AsyncByteStream):
    """An answer that ends where it breaks; the SDK then says that it has no end."""

    def __init__(self, inner: httpx2.AsyncByteStream, lost: _Lost, standing: bool) -> None:
        self._inner = inner
        self._lost = lost
        self._standing = standing

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for piece in self._inner:
                yield piece
        except httpx2.TransportError:
            self._lost.happen()
        else:
            if self._standing:
                self._lost.happen()

    async def aclose(self) -> None:
        await self._inner.aclose()


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _said(told: dict[str, Any]) -> str:
    error = told.get("error")
    message = error.get("message") if isinstance(error, dict) else error or told.get("message")
    return message if isinstance(message, str) else ""


def _origin(request: httpx2.Request) -> str:
    return str(request.url.copy_with(path="/", query=None, fragment=None, userinfo=b""))

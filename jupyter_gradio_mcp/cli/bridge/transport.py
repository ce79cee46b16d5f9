"""The bridge's HTTP client, which never raises: what goes wrong on the way becomes a marked answer.

Otherwise one request that breaks would end the SDK's transport as a whole.
"""

from __future__ import annotations

import json
import secrets
import socket
import sys
import urllib.request
from collections.abc import AsyncIterator
from typing import Any, Literal

import anyio
import httpx2
from mcp.shared.exceptions import MCPError
from mcp_types import CONNECTION_CLOSED, METHOD_NOT_FOUND

from ..app import CLIENT
from ..servers import is_local
from .target import Target

MAX_ERROR_BODY = 1 << 20
"""Bytes of an answer that is an error which are looked at."""

_MARK = f"bridge-{secrets.token_hex(8)}"
"""Marks errors that the server did not send. Nobody else knows it."""

Fate = Literal["unreachable", "broken", "no session", "refused", "absent"]
"""What came between a request and its answer."""


class Lost:
    """That something happened to a connection which may mean that the server is gone.

    Attributes:
        closed: Whether the connection has ended.
    """

    def __init__(self) -> None:
        self._event = anyio.Event()
        self.closed = False

    @property
    def happened(self) -> bool:
        """Whether something did, and was not found to be harmless."""
        return self._event.is_set()

    def happen(self) -> None:
        """Something happened."""
        self._event.set()

    def forget(self) -> None:
        """The server is there in spite of it."""
        self._event = anyio.Event()

    async def wait(self) -> None:
        """Wait until something happens."""
        await self._event.wait()


def fate_of(error: MCPError) -> Fate | None:
    """What came between, if the server did not send the error itself."""
    fate: Fate | None = error.data.get(_MARK) if isinstance(error.data, dict) else None
    return fate


def http_client(target: Target, lost: Lost) -> httpx2.AsyncClient:
    """The client for one connection.

    Args:
        target: Where it leads.
        lost: Hears of what may mean that the server is gone.
    """
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
    return _Client(lost, headers={**CLIENT, **target.headers}, timeout=timeout, trust_env=not local, **options)


def _keepalive() -> list[tuple[int, int, int]]:
    chosen = [(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)]
    for name, value in (("TCP_KEEPIDLE", 30), ("TCP_KEEPINTVL", 10), ("TCP_KEEPCNT", 3)):
        if hasattr(socket, name) and sys.platform != "win32":
            chosen.append((socket.IPPROTO_TCP, getattr(socket, name), value))
    return chosen


class _Client(httpx2.AsyncClient):
    """Makes marked answers of what goes wrong on the way; otherwise one broken request ends the transport."""

    def __init__(self, lost: Lost, **options: Any) -> None:
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

    def __init__(self, inner: httpx2.AsyncByteStream, lost: Lost, standing: bool) -> None:
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

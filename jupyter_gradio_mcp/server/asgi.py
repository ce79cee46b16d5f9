"""An ASGI application inside a tornado handler.

Generic: it knows nothing of MCP. A body that is written is drained before the application goes on
(backpressure); a client that leaves is an `http.disconnect`; what is sent after that is dropped.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import unquote

from tornado import iostream, web

Message = MutableMapping[str, Any]
Application = Callable[
    [MutableMapping[str, Any], Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]
]

_TORNADO_OWNS = frozenset(("connection", "transfer-encoding", "date", "server"))


class AsgiHandler(web.RequestHandler):
    """Mix-in for a tornado handler that lets an ASGI application answer."""

    _client_left: asyncio.Event

    def asgi_scope(self, root_path: str, state: dict[str, Any]) -> dict[str, Any]:
        """The ASGI scope of this request.

        Args:
            root_path: Path that the application is mounted at, percent-encoded as in a URL.
            state: What the application is told beside the request.
        """
        request = self.request
        return {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": request.version.split("/")[-1],
            "method": request.method,
            "scheme": request.protocol,
            "path": request.path,
            "raw_path": request.path.encode("latin-1"),
            "query_string": request.query.encode("latin-1"),
            "root_path": unquote(root_path),
            "headers": [(k.lower().encode("latin-1"), v.encode("latin-1")) for k, v in request.headers.get_all()],
            "client": (request.remote_ip, 0),
            "server": (request.host_name, None),
            "state": state,
            "extensions": {},
        }

    async def run_asgi(self, application: Application, scope: MutableMapping[str, Any]) -> None:
        """Let `application` answer this request."""
        left = self._client_left = asyncio.Event()
        # Without it the kernel of the system holds each event back until the former is confirmed.
        set_nodelay = getattr(self.request.connection.stream, "set_nodelay", None)  # type: ignore[union-attr]
        if set_nodelay is not None:
            set_nodelay(True)
        body_sent = False

        async def receive() -> Message:
            nonlocal body_sent
            if not body_sent:
                body_sent = True
                return {"type": "http.request", "body": self.request.body, "more_body": False}
            await left.wait()
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            if left.is_set():
                return
            if message["type"] == "http.response.start":
                self._start(message)
            elif message["type"] == "http.response.body":
                try:
                    await self._body(message)
                except iostream.StreamClosedError:
                    left.set()

        await application(scope, receive, send)

    def on_connection_close(self) -> None:
        """The client left."""
        if hasattr(self, "_client_left"):
            self._client_left.set()
        super().on_connection_close()

    def compute_etag(self) -> str | None:
        """None: answers of an application are not tornado's to hash."""
        return None

    def _start(self, message: Message) -> None:
        self.set_status(message["status"])
        self.clear_header("Content-Type")
        for raw_name, raw_value in message.get("headers", ()):
            name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
            if name.lower() == "set-cookie":
                self.add_header(name, value)
            elif name.lower() not in _TORNADO_OWNS:
                self.set_header(name, value)

    async def _body(self, message: Message) -> None:
        if message.get("body"):
            self.write(message["body"])
        if message.get("more_body"):
            await self.flush()
        else:
            await self.finish()

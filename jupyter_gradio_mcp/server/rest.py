"""The REST routes: `run`, `call`, `call/v2`, as Gradio's simple API has them, and `about`.

`POST call/v2/NAME` with an object of named arguments, or `POST call/NAME` with `{"data": [...]}`,
answers `{"event_id"}`; `GET call/NAME/EVENT_ID` is then a stream of server-sent events with full
values. `POST run/NAME` answers in one go.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tornado import iostream, web

from .._version import __version__
from ..descriptions import EndpointInfo, Visibility
from ..errors import InvalidArguments, InvalidRequest, from_wire
from ..protocol import PROTOCOL
from . import own_names
from .auth import GradioHandler
from .caller import Caller
from .calls import Call
from .catalog import Offer
from .events import Events
from .files import Files
from .results import outputs
from .service import Service
from .streams import HEARTBEAT_SECONDS, StreamingHandler

CALLABLE: tuple[Visibility, ...] = ("public", "undocumented")
"""What REST callers can call: also what is listed nowhere, if they know its name."""


class CallHandler(GradioHandler):
    """What the routes that call a function have in common."""

    def initialize(self, service: Service, events: Events) -> None:  # type: ignore[override]
        """Take what the routes share."""
        super().initialize(service)
        self.events = events

    def offer(self, name: str) -> Offer:
        """The endpoint of that name, a leading slash aside; `UnknownEndpoint` if there is none."""
        return own_names.find(self.service.catalog, self.app, name.strip("/"), CALLABLE, self.identity.scope)

    async def begin(self, offer: Offer, arguments: dict[str, Any], session: str | None = None) -> Call:
        """Begin a call, within a session if there is one; errors as of `Service.begin`."""
        return await self.service.begin(offer, arguments, replace(self.caller, session=session), "rest")


class RunHandler(CallHandler):
    """`POST run/NAME`: call and answer in one go."""

    _client_left = False

    @web.authenticated
    async def post(self, name: str) -> None:
        """Body `{"data": [...], "session_hash"?}` → `{"data": [result], "is_generating", …}`."""
        offer = self.offer(name)
        body = self.json_body()
        arguments = by_position(offer.endpoint, body)
        started = time.monotonic()
        with await self.begin(offer, arguments, session_in(body)) as call:
            self._call = call
            if self._client_left:
                call.release()
            head = await call.result()
        duration = time.monotonic() - started
        self.set_header("X-Content-Type-Options", "nosniff")
        self.finish(
            {
                "data": outputs(offer.endpoint, head, self.service.files, self.caller),
                "is_generating": False,
                "duration": duration,
                "average_duration": duration,
            }
        )

    def on_connection_close(self) -> None:
        """Nobody waits any more: let the function go."""
        self._client_left = True
        if hasattr(self, "_call"):
            self._call.release()
        super().on_connection_close()


class BeginHandler(CallHandler):
    """`POST call/NAME` and `POST call/v2/NAME`: begin a call, answer with its event id."""

    @web.authenticated
    async def post(self, version: str | None, name: str) -> None:
        """Body `{"data": [...], "session_hash"?}`, or for v2 an object of named arguments → `{"event_id"}`."""
        offer = self.offer(name)
        body = self.json_body()
        arguments = by_name(body) if version else by_position(offer.endpoint, body)
        call = await self.begin(offer, arguments, None if version else session_in(body))
        event = self.events.hold(call, self.app, offer.name, self.identity.credential)
        self.finish({"event_id": event.id})


class StreamHandler(StreamingHandler):
    """`GET call/NAME/EVENT_ID`: what a call gives, as server-sent events. A reader that leaves can come back."""

    def initialize(self, service: Service, events: Events) -> None:  # type: ignore[override]
        """Take what the routes share."""
        super().initialize(service)
        self.events = events

    @web.authenticated
    async def get(self, name: str, event_id: str) -> None:
        """Events `generating`, `progress`, `log`, `heartbeat`, and last `complete` or `error`."""
        event = self.events.open(event_id, self.app, name.strip("/"), self.identity.credential)
        self.begin_stream()
        read = False
        try:
            while not read:
                try:
                    head = await asyncio.wait_for(event.call.next(), HEARTBEAT_SECONDS)
                except asyncio.TimeoutError:
                    head = {"op": "heartbeat"}
                text = sse(head, event.call.endpoint, self.service.files, self.caller)
                if text:
                    self.write(text)
                    await self.flush()
                read = head["op"] in ("result", "error")
        except (asyncio.CancelledError, iostream.StreamClosedError):
            return
        finally:
            self.events.leave(event, read=read)


class AboutHandler(GradioHandler):
    """`GET about`: which extension this is, for `doctor` and for people who look."""

    def initialize(self, service: Service, mcp: bool) -> None:  # type: ignore[override]
        """Take what is told."""
        super().initialize(service)
        self.mcp = mcp

    @web.authenticated
    def get(self) -> None:
        """`{"name", "version", "protocol", "mcp", "apps", "endpoints"}`."""
        catalog = self.service.catalog
        self.finish(
            {
                "name": "jupyter_gradio_mcp",
                "version": __version__,
                "protocol": PROTOCOL,
                "mcp": self.mcp,
                "apps": len(self.reachable),
                "endpoints": len(catalog.offers(self.app, scope=self.identity.scope)),
            }
        )


def by_position(endpoint: EndpointInfo, body: Any) -> dict[str, Any]:
    """Named arguments from Gradio's `{"data": [...]}`, in the order of the parameters.

    Raises:
        InvalidRequest: The body has no list `data`, or one that is too long.
    """
    values = body.get("data") if isinstance(body, Mapping) else None
    if not isinstance(values, list):
        raise InvalidRequest(
            'The body must be {"data": [arguments in order]}. For named arguments POST an object to call/v2/NAME.'
        )
    names = [parameter["name"] for parameter in endpoint["parameters"]]
    if len(values) > len(names):
        raise InvalidArguments(
            f"'{endpoint['name']}' takes {len(names)} argument{'' if len(names) == 1 else 's'} "
            f"({', '.join(names) or 'none'}), and 'data' has {len(values)}."
        )
    return dict(zip(names, values, strict=False))


def session_in(body: Mapping[str, Any]) -> str | None:
    """The session that a body names by its `session_hash`; None if it names none.

    Raises:
        InvalidRequest: It is no text, or too long a one.
    """
    hash = body.get("session_hash")
    if hash is None:
        return None
    if not isinstance(hash, str) or not 0 < len(hash) <= 256:
        raise InvalidRequest("'session_hash' must be text of 1 to 256 characters that the client makes up.")
    # Not to be taken for a session of MCP.
    return f"hash:{hash}"


def by_name(body: Any) -> dict[str, Any]:
    """Named arguments from a JSON object; no body at all stands for none.

    Raises:
        InvalidRequest: The body is something else.
    """
    if body is None:
        return {}
    if not isinstance(body, dict):
        raise InvalidRequest("The body must be a JSON object with the arguments by name.")
    return body


def sse(head: dict[str, Any], endpoint: EndpointInfo, files: Files, caller: Caller) -> str:
    """One frame of a call as a server-sent event; "" for a frame that this API does not show."""
    op = head["op"]
    data: Any
    if op == "result":
        name, data = "complete", outputs(endpoint, head, files, caller)
    elif op == "partial":
        name, data = "generating", outputs(endpoint, head, files, caller)
    elif op == "error":
        error = from_wire(head["error"])
        name, data = "error", {"error": error.message, "code": error.code}
        if error.details:
            data["detail"] = error.details
    elif op == "progress":
        data = {key: head[key] for key in ("progress", "total", "message", "unit")}
        name, data["progress_data"] = "progress", head["bars"]
    elif op == "log":
        told = ("level", "stream", "text", "kind", "title", "duration", "visible")
        name, data = "log", {key: head[key] for key in told if key in head}
    elif op == "heartbeat":
        name, data = "heartbeat", None
    else:
        return ""
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"

"""The routes of Gradio's contract beside the simple calls: `config`, `info`, and the queue."""

from __future__ import annotations

import asyncio
import hashlib
import json
from dataclasses import replace
from typing import Any

from tornado import iostream, web

from .. import errors
from .._version import __version__
from ..protocol import event_info
from . import gradio, openapi, own_names
from .auth import GradioHandler
from .events import Events
from .memo import Memo
from .narrator import Narrator, failed
from .rest import CALLABLE, by_position, session_in
from .results import outputs
from .service import Service
from .sessions import Sessions, new_event
from .streams import HEARTBEAT_SECONDS, StreamingHandler, data_line


class ConfigHandler(GradioHandler):
    """`GET config`: what a client reads first."""

    @web.authenticated
    def get(self) -> None:
        """The app as Gradio's clients see it."""
        catalog = self.service.catalog
        offers = own_names.listed(catalog, self.app, self.identity.scope)
        limit = self.service.inputs.stated_limit(*self.reachable)
        made = gradio.config(
            [(catalog.number(offer), offer) for offer in offers],
            title=self.app.path if self.app is not None else "Jupyter notebooks",
            app_id=app_id(self),
            max_file_size=limit,
        )
        # No `root`: clients then keep to the address that they came by, which no proxy can spoil.
        finish_json(self, json_bytes(made))


class InfoHandler(GradioHandler):
    """`GET info`: the functions, their parameters and results."""

    @web.authenticated
    def get(self) -> None:
        """`{"named_endpoints", "unnamed_endpoints"}`."""
        offers = own_names.listed(self.service.catalog, self.app, self.identity.scope)
        caller = self.caller
        made = gradio.info(offers, lambda path: self.service.files.address(path, caller))
        finish_json(self, json_bytes(made))


class OpenApiHandler(GradioHandler):
    """`GET openapi.json`: the functions and the routes around them, for people and generators."""

    def initialize(self, service: Service, memo: Memo) -> None:  # type: ignore[override]
        """Take what is shared."""
        super().initialize(service)
        self.memo = memo

    @web.authenticated
    def get(self) -> None:
        """An OpenAPI 3.1 document."""
        app, scope, address = self.app, self.identity.scope, self.address

        def document() -> bytes:
            made = openapi.document(
                own_names.offers(self.service.catalog, app, scope),
                address,
                title=app.path if app is not None else "Jupyter notebooks",
                version=__version__,
                max_file_size=self.service.inputs.stated_limit(*self.reachable),
            )
            return json_bytes(made)

        # A thousand functions take long enough to be felt by others.
        finish_json(self, self.memo.get((app, scope, address), document))


class AppIdHandler(GradioHandler):
    """`GET app_id`: changes when the app does."""

    @web.authenticated
    def get(self) -> None:
        """`{"app_id"}`."""
        self.finish({"app_id": app_id(self)})


class QueueHandler(GradioHandler):
    """What the routes of the queue have in common."""

    def initialize(self, service: Service, sessions: Sessions) -> None:  # type: ignore[override]
        """Take what they share."""
        super().initialize(service)
        self.sessions = sessions

    def error_body(self, error: errors.CallError) -> dict[str, Any]:
        """As everywhere; and for refused arguments in the words in which Gradio's client reads them."""
        body = super().error_body(error)
        if error.http_status == 422:
            body["detail"] = [
                {
                    **detail,
                    "__type__": "validate",
                    "is_valid": False,
                    "parameter_name": str((detail.get("loc") or ["request"])[0]),
                    "message": detail.get("msg", ""),
                }
                for detail in body["detail"]
            ]
        return body


class JoinHandler(QueueHandler):
    """`POST queue/join`: begin a call within a session."""

    @web.authenticated
    async def post(self) -> None:
        """Body `{"data": [...], "fn_index", "session_hash", "event_data"?, "trigger_id"?}` → `{"event_id"}`."""
        body = self.json_object()
        number, hash, named = body.get("fn_index"), body.get("session_hash"), session_in(body)
        if isinstance(number, bool) or not isinstance(number, int):
            raise errors.InvalidRequest("'fn_index' must be the 'id' of one of the 'dependencies' of the config.")
        if named is None or not isinstance(hash, str):
            raise errors.InvalidRequest("'session_hash' must be text of 1 to 256 characters that the client makes up.")
        service, caller = self.service, replace(self.caller, session=named)
        offer = service.catalog.numbered(self.app, number, CALLABLE, self.identity.scope)
        arguments, told = by_position(offer.endpoint, body), event_info(body.get("trigger_id"), body.get("event_data"))
        session = self.sessions.join(hash, self.app, self.identity.credential)
        event, endpoint = new_event(), offer.endpoint
        try:
            call = await service.begin(offer, arguments, caller, "queue", watched=True, event=told)
        except errors.Paused as paused:
            # As 503 the clients take it for a full queue, whatever is said.
            session.tell(failed(event, paused.message))
            self.finish({"event_id": event})
            return
        usual = service.record.usual_seconds(offer.app.path, endpoint["name"])
        narrator = Narrator(
            event, lambda head: outputs(endpoint, head, service.files, caller), usual, endpoint["concurrency"]
        )
        # The session may have ended while a file was fetched.
        session = self.sessions.join(hash, self.app, self.identity.credential)
        session.add(event, call, narrator, [narrator.estimation(0, 1)])
        self.finish({"event_id": event})


class DataHandler(StreamingHandler):
    """`GET queue/data`: the stream of a session. Its calls wait for a client that leaves, for a while."""

    def initialize(self, service: Service, sessions: Sessions) -> None:  # type: ignore[override]
        """Take what the routes of the queue share."""
        super().initialize(service)
        self.sessions = sessions

    @web.authenticated
    async def get(self) -> None:
        """Server-sent events with only `data:` lines, for a comment would break a client."""
        hash = self.get_query_argument("session_hash", "")
        session = self.sessions.find(hash, self.app, self.identity.credential)
        self.begin_stream()
        reader = session.open()
        finished = False
        try:
            while (messages := await session.next(reader, HEARTBEAT_SECONDS)) is not None:
                lines = [data_line(message) for message in messages or [{"msg": "heartbeat"}]]
                for line in lines:
                    self.write(line)
                await self.flush()
                session.told(reader, [len(line) for line in lines[: len(messages)]])
            self.write(data_line({"msg": "close_stream", "event_id": None}))
            await self.flush()
            finished = True
        except (asyncio.CancelledError, iostream.StreamClosedError):
            return
        finally:
            session.leave(reader, finished=finished)


class CancelHandler(QueueHandler):
    """`POST cancel`: stop a call, of the queue or of `call`."""

    def initialize(self, service: Service, sessions: Sessions, events: Events) -> None:  # type: ignore[override]
        """Take where calls are."""
        super().initialize(service, sessions)
        self.events = events

    @web.authenticated
    def post(self) -> None:
        """Body `{"session_hash", "fn_index", "event_id"}` → `{"success": true}`, also for a call that is over."""
        event = self.json_object().get("event_id")
        # A client that cancels before it knows the id of its call sends null.
        if event is not None and not isinstance(event, str):
            raise errors.InvalidRequest("'event_id' must be what queue/join or call answered.")
        if event is not None:
            mine = self.app, self.identity.credential
            if not self.sessions.cancel(event, *mine):
                self.events.cancel(event, *mine)
        self.finish({"success": True})


class HeartbeatHandler(StreamingHandler):
    """`GET heartbeat/{session}`: a stream that lives as long as its client does."""

    @web.authenticated
    async def get(self, session: str) -> None:
        """`data: ALIVE` every 15 seconds."""
        self.begin_stream()
        try:
            while True:
                self.write("data: ALIVE\n\n")
                await self.flush()
                await asyncio.sleep(HEARTBEAT_SECONDS)
        except (asyncio.CancelledError, iostream.StreamClosedError):
            return


def app_id(handler: GradioHandler) -> int:
    """A number for what is served at an address: the notebook's kernel, or the server."""
    kernel = "" if handler.app is None else handler.app.kernel
    return int.from_bytes(hashlib.sha256(f"{handler.settings['cookie_secret']!r}{kernel}".encode()).digest()[:6], "big")


def json_bytes(value: Any) -> bytes:
    """JSON that may be large."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "replace")


def finish_json(handler: GradioHandler, body: bytes) -> None:
    """Answer with JSON."""
    handler.set_header("Content-Type", "application/json")
    handler.set_header("X-Content-Type-Options", "nosniff")
    handler.finish(body)

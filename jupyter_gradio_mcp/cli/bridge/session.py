"""The session with the client: which message goes where, from its first to its last."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import anyio
from mcp.shared.exceptions import MCPError
from mcp.shared.inbound import InboundLadderRejection, classify_inbound_request
from mcp.shared.jsonrpc_dispatcher import JSONRPCDispatcher
from mcp.shared.transport_context import TransportContext
from mcp_types import INTERNAL_ERROR, INVALID_PARAMS, INVALID_REQUEST, METHOD_NOT_FOUND

from ..outbox import Outbox
from .era import Context, Era, Params, enveloped, meta_of
from .greeting import Greeting
from .line import Line, LineLost
from .lists import LISTS, Lists
from .passage import Away, Passage
from .subscriptions import ACKNOWLEDGED, REMEMBERED, Subscriptions
from .target import Target
from .tools import Tools
from .uplink import Uplink
from .upload_tool import UploadTool

_LEAVE_SECONDS = 8.0
"""How long the bridge may take to end what it has open."""


class Session:
    """One client, and whatever server there is.

    Args:
        find: Where the server is now; may block. Raises `NoServerFound`.
        reader: Messages of the client, as the SDK's stdio transport has them.
        writer: Messages to it.
        tools: The only tools to offer; None for all.
        outbox: The files that may be sent; None for none.
        log: Told, for people, what happens.
    """

    def __init__(
        self,
        find: Callable[[], Target],
        reader: Any,
        writer: Any,
        *,
        tools: frozenset[str] | None = None,
        outbox: Outbox | None = None,
        log: Callable[[str], object] = lambda line: None,
    ) -> None:
        # Until the greeting is answered nothing else is looked at, so that what was sent right after it waits.
        self._front: JSONRPCDispatcher[TransportContext] = JSONRPCDispatcher(
            reader, writer, inline_methods=frozenset({"initialize"})
        )
        self._uplink = Uplink(
            find, self._greet, self._check, self._settled, self._on_server_request, self._on_server_notify, log
        )
        self._era = Era()
        self._tools = Tools(tools, self._era, log)
        self._upload = None if outbox is None else UploadTool(outbox, self._era, self._uplink)
        self._passage = Passage(self._uplink, self._era, self._tools)
        self._greeting = Greeting(self._era, self._uplink, self._passage, own_tool=self._upload is not None)
        self._lists = Lists(self._era, self._passage, self._greeting, self._tools, self._upload)
        self._subscriptions = Subscriptions(self._uplink, self._passage, self._front.notify)

    async def run(self, leave: anyio.Event) -> None:
        """Serve the client until it closes its side, or `leave` is set."""
        done = anyio.Event()

        async def up() -> None:
            await self._era.begun.wait()
            await self._uplink.run()
            done.set()

        async def front() -> None:
            await self._front.run(self._on_request, self._on_notify)
            leave.set()

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(up)
            async with anyio.create_task_group() as clients:
                clients.start_soon(front)
                await leave.wait()
                # Whoever still waits for an answer cancels what he asked for.
                clients.cancel_scope.cancel()
            self._uplink.stop()
            if self._era.begun.is_set():
                with anyio.move_on_after(_LEAVE_SECONDS):
                    await done.wait()
            tasks.cancel_scope.cancel()

    # -- the client's messages --

    async def _on_request(self, context: Context, method: str, params: Params) -> dict[str, Any]:
        if method == "initialize":
            return await self._greeting.initialize(dict(params or {}))
        modern = enveloped(params)
        if not self._era.name:
            if method == "ping" and not modern:
                return {}  # may come before the greeting
            self._era.begin("modern" if modern else "handshake", meta_of(params))
        if self._era.handshake and modern:
            raise MCPError(INVALID_REQUEST, "This connection began with the handshake; requests must have no envelope.")
        if self._era.modern:
            route = classify_inbound_request({"method": method, "params": params})
            if isinstance(route, InboundLadderRejection):
                raise MCPError(route.code, route.message, route.data)
        try:
            return await self._answer(context, method, params)
        except Away as away:
            if method == "tools/call":
                return self._era.failure(str(away))
            raise MCPError(INTERNAL_ERROR, str(away)) from None

    async def _answer(self, context: Context, method: str, params: Params) -> dict[str, Any]:
        id = context.request_id
        if method == "ping":
            return {}  # whether the bridge is there; the server comes and goes
        if method == "server/discover":
            return await self._greeting.discover(params, id)
        if method in LISTS:
            return await self._lists.page(method, params, id)
        if method == "tools/call":
            return await self._call_tool(context, params)
        if method == "subscriptions/listen" and self._era.modern:
            assert id is not None
            return await self._subscriptions.listen(params, id)
        if method in REMEMBERED:
            return await self._subscriptions.remember(method, params, id)
        return await self._passage.send(method, params, id)

    async def _call_tool(self, context: Context, params: Params) -> dict[str, Any]:
        name = (params or {}).get("name")
        if self._upload is not None and self._upload.may_be(name):
            line = await self._uplink.line()
            if line is not None:
                # A function may have got our name since the client asked.
                with suppress(MCPError, LineLost):
                    await self._passage.read_tools(line)
            if name == self._upload.name(self._tools.names):
                return await self._upload.call(context, params)
        if not self._tools.offers(name):
            raise MCPError(INVALID_PARAMS, f"There is no tool '{name}' here; the bridge offers: {self._tools.offered}")
        return await self._passage.send("tools/call", params, context.request_id)

    async def _on_notify(self, context: Context, method: str, params: Params) -> None:
        # A cancelled request has been cancelled by the dispatcher, which tells the other side so.
        if method == "notifications/cancelled" or not self._era.handshake:
            return
        if method == "notifications/initialized":
            self._greeting.ready = True
        line = self._uplink.current
        if line is not None:
            await self._passage.notify(line, method, params)

    # -- the server's messages --

    async def _on_server_request(self, context: Context, method: str, params: Params) -> dict[str, Any]:
        if not self._era.handshake:
            raise MCPError(METHOD_NOT_FOUND, "Method not found", method)
        return await self._front.send_raw_request(method, params)

    async def _on_server_notify(self, context: Context, method: str, params: Params) -> None:
        if method == ACKNOWLEDGED:
            await self._subscriptions.on_acknowledged(params)
        elif method != "notifications/cancelled":
            await self._front.notify(method, params)

    # -- a new server --

    async def _greet(self, line: Line) -> None:
        await self._greeting.introduce(line)
        if self._greeting.ready:
            await self._subscriptions.resume(line)

    async def _check(self, line: Line) -> None:
        """Ask something small, to see whether the server is there."""
        await self._passage.ask(line, "ping" if self._era.handshake else "server/discover", {})

    async def _settled(self, line: Line) -> None:
        """A server is there: tell the client what may be different."""
        # Where subscriptions are requests, each one hears it for itself.
        if self._greeting.another() and self._era.handshake:
            await self._subscriptions.tell_all_changed(self._greeting.capabilities)

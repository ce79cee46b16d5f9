"""The MCP routes: the endpoint of both eras, the legacy SSE transport, `schema`, and a page for people."""

from __future__ import annotations

import json
from typing import Any, ClassVar
from urllib.parse import urlencode

from tornado import web

from .. import errors
from . import pages, tools
from .asgi import AsgiHandler
from .calls import Call
from .gate import McpGate
from .page_handler import PageHandler
from .reach import Reach
from .service import Service


class McpHandler(AsgiHandler, PageHandler):
    """`mcp/` and `mcp/http`: streamable HTTP, in both protocol eras.

    On 401 some clients begin an OAuth registration and report that it failed; so 403.
    """

    refusal: ClassVar[type[errors.CallError]] = errors.Forbidden

    def initialize(self, service: Service, gate: McpGate) -> None:  # type: ignore[override]
        """Take what the routes share."""
        super().initialize(service)
        self.gate = gate
        self._call: Call | None = None

    def error_body(self, error: errors.CallError) -> dict[str, Any]:
        """JSON-RPC's form, and the words of the other routes beside it for people."""
        return {
            "jsonrpc": "2.0",
            "id": None,
            "error": {"code": error.jsonrpc_code, "message": error.message, "data": {"code": error.code}},
        }

    async def answer(self) -> None:
        """Let the SDK answer."""
        server = await self.gate.server()
        await self.run_asgi(server.streamable_http, self._scope(server))

    @web.authenticated
    async def get(self) -> None:
        """A page for a browser; for an MCP client the stream of its session."""
        if not self.wants_page or "Mcp-Session-Id" in self.request.headers:
            await self.answer()
            return
        await self.gate.server()
        offers = Reach.of(self.app, self.identity, self.request.query).offers(self.service.catalog)
        apps = {offer.app for offer in offers}
        only = self.app or (apps.pop() if len(apps) == 1 else None)
        forms = f"{self.base_from_here}{self.service.place(only)}?view=mcp" if only is not None else None
        notebook = self.app.path if self.app else None
        url = f"{self.address}gradio_api/mcp/"
        page = pages.mcp_page(
            url, offers, notebook, forms, is_open=not self.identity_provider.auth_enabled, with_key=bool(self.key_url)
        )
        self.finish_page(page)

    @web.authenticated
    async def post(self) -> None:
        """One JSON-RPC message."""
        server = await self.gate.server()
        begun = server.begin(self.app, self.caller, self.request)
        if begun is None:
            await self.answer()
            return
        self._call = begun.call
        try:
            answer = await server.finish(begun)
            if answer is None:
                scope = self._scope(server)
                scope["state"]["begun"] = self._hand_over
                await self.run_asgi(server.streamable_http, scope)
                return
        finally:
            self._let_go()
        self.set_header("Content-Type", "application/json")
        self.finish(answer)

    def _hand_over(self) -> Call | None:
        """The call that was begun here. From now on it is the taker's to end: it may outlive this request."""
        call, self._call = self._call, None
        return call

    def _let_go(self) -> None:
        call = self._hand_over()
        if call is not None:
            call.release()

    def on_connection_close(self) -> None:
        """The client left: let the function go."""
        self._let_go()
        super().on_connection_close()

    @web.authenticated
    async def delete(self) -> None:
        """End the session."""
        await self.answer()

    def _scope(self, server: Any) -> dict[str, Any]:
        scope = self.asgi_scope(self.root_path, {})
        server.enter(scope, self.app, self.caller)
        return scope


class SseHandler(McpHandler):
    """`mcp/sse`: the stream of the legacy transport."""

    @web.authenticated
    async def get(self) -> None:
        """The stream. Its first event names the address to post to."""
        server = await self.gate.server()
        # A client that can pass its credential only in the URL must find it in the URL to post to, too; and what the
        # address leaves out, it leaves out there.
        kept = [(name, value) for name in ("token", "tools", "finder") for value in self.get_query_arguments(name)]
        query = f"&{urlencode(kept)}".encode() if kept else b""

        async def application(scope: Any, receive: Any, send: Any) -> None:
            async def with_query(message: Any) -> None:
                body = message.get("body", b"")
                if query and body.startswith(b"event: endpoint"):
                    head, _, rest = body.partition(b"session_id=")
                    message = {**message, "body": head + b"session_id=" + rest[:32] + query + rest[32:]}
                await send(message)

            await server.sse(scope, receive, with_query)

        await self.run_asgi(application, self._scope(server))

    @web.authenticated
    async def post(self) -> None:
        """Clients try streamable HTTP first and fall back to SSE on this answer."""
        raise web.HTTPError(405, "This is the legacy SSE transport: GET it. Streamable HTTP is at mcp/.")

    delete = post


class MessagesHandler(McpHandler):
    """`mcp/messages/`: where a client of the legacy transport posts."""

    @web.authenticated
    async def post(self) -> None:
        """One message."""
        server = await self.gate.server()
        await self.run_asgi(server.messages, self._scope(server))

    @web.authenticated
    async def get(self) -> None:
        """Nothing to get."""
        raise web.HTTPError(405, "POST messages here; the stream is at mcp/sse.")

    delete = get


class SchemaHandler(McpHandler):
    """`mcp/schema`: the tools as JSON, for people and for Gradio's page."""

    @web.authenticated
    async def get(self) -> None:
        """A list of `{"name", "description", "inputSchema", "meta"}`."""
        if not self.gate.enabled:
            await self.gate.server()
        self.set_header("Content-Type", "application/json")
        offers = Reach.of(self.app, self.identity, self.request.query).offers(self.service.catalog)
        self.finish(json.dumps([tools.schema_entry(offer) for offer in offers], ensure_ascii=False))

    @web.authenticated
    async def post(self) -> None:
        """Nothing to post."""
        raise web.HTTPError(405, "GET the schema.")

    delete = post

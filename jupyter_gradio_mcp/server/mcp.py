"""The tools over MCP: the official SDK's server, fed from the catalogue.

One SDK server and one session manager serve the union and every app, in both protocol eras. Which
of them a request is for travels with it (`Reach`), and so do list changes: nothing of one notebook
reaches a client of another's address. Importing this module imports the SDK, about half a second;
`gate` does so when the first client comes.
"""

from __future__ import annotations

import asyncio
import math
import warnings
import weakref
from collections import OrderedDict
from collections.abc import MutableMapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, get_args

import mcp_types as types
from mcp.server.auth.middleware.bearer_auth import AuthenticatedUser
from mcp.server.auth.provider import AccessToken
from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp.server.lowlevel import NotificationOptions, Server
from mcp.server.models import InitializationOptions
from mcp.server.sse import SseServerTransport
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.subscriptions import InMemorySubscriptionBus, ListenHandler
from mcp.shared.exceptions import MCPError
from mcp.shared.subscriptions import ToolsListChanged
from mcp_types.version import MODERN_PROTOCOL_VERSIONS
from tornado.httputil import HTTPServerRequest

from .._version import __version__
from ..errors import CallError, UnknownEndpoint
from . import quick, results, tools
from .asgi import Application
from .caller import Caller
from .catalog import App
from .scope import Identity, Scope
from .service import Service

INSTRUCTIONS = (
    "The tools are functions in Jupyter notebooks that are open now. They run in the notebooks' live kernels and share "
    "their variables. The list changes as people work."
)

Context = ServerRequestContext[Any, Any]


@dataclass(frozen=True)
class Reach:
    """What one request may see: the app of its address (None for the union), and who asks."""

    app: App | None
    identity: Identity

    @property
    def place(self) -> Place:
        """What it shares with all requests that see the same."""
        return Place(self.app, self.identity.scope)


class Place(NamedTuple):
    """What somebody may see: whoever sees the same hears of the same changes."""

    app: App | None
    scope: Scope

    def shows(self, app: App) -> bool:
        """Whether a change of `app` can be seen from here."""
        return self.app in (app, None) and self.scope.admits_app(app.kernel, app.paths)


class McpServer:
    """MCP for the union and every app.

    Args:
        service: The functions.
        messages: Path below a base to which clients of the legacy SSE transport post.
    """

    def __init__(self, service: Service, messages: str) -> None:
        self._service = service
        self._listed: dict[Place, tuple[int, types.ListToolsResult]] = {}
        self._buses: dict[Place, InMemorySubscriptionBus] = {}
        self._listeners: dict[Place, ListenHandler] = {}
        self._clients: dict[Place, weakref.WeakSet[Any]] = {}
        self._levels: OrderedDict[str, str] = OrderedDict()
        self._users: dict[Reach, AuthenticatedUser] = {}
        self._server = self._make_server()
        self._manager = StreamableHTTPSessionManager(
            self._server, security_settings=None, max_request_body_size=service.max_request_bytes
        )
        self._sse = SseServerTransport(messages, max_request_body_size=service.max_request_bytes)
        self._stop = asyncio.Event()
        self._life: asyncio.Task[None] | None = None

    # -- life --

    async def start(self) -> None:
        """Be ready for requests."""
        ready = asyncio.Event()

        async def live() -> None:
            # The SDK wants its manager entered and left in one task.
            async with self._manager.run():
                ready.set()
                await self._stop.wait()

        self._life = asyncio.create_task(live())
        await ready.wait()

    async def stop(self) -> None:
        """End all sessions."""
        self._stop.set()
        for listener in self._listeners.values():
            listener.close()
        if self._life is not None:
            await asyncio.wait([self._life], timeout=5)

    async def changed(self, app: App) -> None:
        """Tell the clients of `app`, and those of the union, that the list of tools changed."""
        for place, bus in list(self._buses.items()):
            if place.shows(app):
                await bus.publish(ToolsListChanged())
        for place, clients in list(self._clients.items()):
            for client in list(clients) if place.shows(app) else ():
                await client.send_tool_list_changed()

    def forget(self, app: App) -> None:
        """The app is gone for good."""
        for held in (self._listed, self._buses, self._clients):
            for place in [place for place in held if place.app is app]:
                del held[place]
        self._users = {reach: user for reach, user in self._users.items() if reach.app is not app}
        for place in [place for place in self._listeners if place.app is app]:
            self._listeners.pop(place).close()

    # -- ASGI --

    def enter(self, scope: MutableMapping[str, Any], app: App | None, caller: Caller) -> None:
        """Tell the SDK who sent a request and what it may see; sessions belong to that."""
        reach = Reach(app, caller.identity)
        if reach not in self._users:
            where = reach.app.kernel if reach.app is not None else "*"
            token = AccessToken(token="", client_id=where, subject=reach.identity.credential, scopes=[])
            self._users[reach] = AuthenticatedUser(token)
        scope["user"] = self._users[reach]
        scope["state"]["reach"] = reach
        scope["state"]["caller"] = caller

    def begin(self, app: App | None, caller: Caller, request: HTTPServerRequest) -> quick.Begun | None:
        """Begin a call on the fast path; None leaves the request to `streamable_http`."""
        return quick.begin(self._service, app, caller, request.headers, request.body)

    async def finish(self, begun: quick.Begun) -> bytes | None:
        """The answer of the fast path; None hands the running call on to `streamable_http`."""
        return await quick.finish(begun, self._service.files, self._server.server_info_stamp)

    @property
    def streamable_http(self) -> Application:
        """The endpoint of both eras."""
        return self._manager.asgi_app

    async def sse(self, scope: Any, receive: Any, send: Any) -> None:
        """The legacy SSE transport: the stream."""
        async with self._sse.connect_sse(scope, receive, send) as (reader, writer):
            await self._server.run(reader, writer, self._server.create_initialization_options())

    async def messages(self, scope: Any, receive: Any, send: Any) -> None:
        """The legacy SSE transport: where its client posts."""
        await self._sse.handle_post_message(scope, receive, send)

    # -- handlers of the SDK's server --

    def _make_server(self) -> _Server:
        with warnings.catch_warnings():
            # Deprecated as of 2026-07-28, and what clients of the former era set the level with.
            warnings.simplefilter("ignore")
            server = _Server(
                "jupyter-gradio-mcp",
                version=__version__,
                title="Jupyter notebooks",
                instructions=INSTRUCTIONS,
                get_tool_input_schema=lambda name: None,
                on_list_tools=self._list_tools,
                on_call_tool=self._call_tool,
                on_subscriptions_listen=self._listen,
                on_set_logging_level=self._set_level,
            )
        # The SDK's tracing middleware costs time on each call, and nobody here listens to it.
        server.middleware[:] = [self._remember_client]
        return server

    async def _remember_client(self, ctx: Context, call_next: CallNext) -> HandlerResult:
        if ctx.protocol_version not in MODERN_PROTOCOL_VERSIONS and ctx.method != "initialize":
            # The SDK has no public way to the connection, and no broadcast of its own.
            connection = getattr(ctx.session, "_connection", None)
            if connection is not None:
                self._clients.setdefault(_reach(ctx).place, weakref.WeakSet()).add(connection)
        return await call_next(ctx)

    async def _list_tools(self, context: Context, params: Any) -> types.ListToolsResult:
        place = _reach(context).place
        revision, listed = self._listed.get(place, (-1, None))
        if listed is None or revision != self._service.catalog.revision:
            offers = self._service.catalog.offers(place.app, scope=place.scope)
            listed = types.ListToolsResult(tools=[types.Tool.model_validate(tools.tool(offer)) for offer in offers])
            self._listed[place] = (self._service.catalog.revision, listed)
        return listed

    async def _call_tool(self, context: Context, params: types.CallToolRequestParams) -> types.CallToolResult:
        try:
            place = _reach(context).place
            offer = self._service.catalog.find(place.app, params.name, scope=place.scope)
        except UnknownEndpoint as error:
            raise MCPError(error.jsonrpc_code, error.message) from error
        caller = _caller(context)
        call = _state(context).pop("call", None)
        try:
            if call is None:
                call = await self._service.begin(offer, params.arguments or {}, caller, "mcp")
            with call:
                teller = _Teller(context, offer.name, self._levels.get(_session(context), "debug"))
                while (head := await call.next())["op"] not in ("result", "error"):
                    await teller.tell(head)
                answer = await results.result(offer, head, self._service.files, caller)
        except CallError as error:
            answer = tools.failure(error.message)
        return types.CallToolResult.model_validate(answer)

    async def _listen(self, context: Context, params: types.SubscriptionsListenRequestParams) -> Any:
        place = _reach(context).place
        if place not in self._listeners:
            self._buses[place] = InMemorySubscriptionBus()
            self._listeners[place] = ListenHandler(self._buses[place])
        return await self._listeners[place](context, params)

    async def _set_level(self, context: Context, params: types.SetLevelRequestParams) -> types.EmptyResult:
        self._levels[_session(context)] = params.level
        while len(self._levels) > 10_000:
            self._levels.popitem(last=False)
        return types.EmptyResult()


class _Server(Server[Any]):
    """The SDK's server, which says to clients of the handshake era too that its list changes."""

    def create_initialization_options(
        self, notification_options: NotificationOptions | None = None, *args: Any, **kwargs: Any
    ) -> InitializationOptions:
        """As the SDK's, with `tools.listChanged`."""
        return super().create_initialization_options(
            notification_options or NotificationOptions(tools_changed=True), *args, **kwargs
        )


class _Teller:
    """Tells an MCP client what a running call says: progress, partial results, log lines."""

    _LEVELS = get_args(types.LoggingLevel)

    def __init__(self, context: Context, name: str, level: str) -> None:
        self._context = context
        self._name = name
        self._level = level
        self._told = -math.inf
        self._partials = 0

    async def tell(self, head: dict[str, Any]) -> None:
        """Pass on one frame."""
        op = head["op"]
        if op == "progress":
            await self._progress(head["progress"], head["total"], head["message"])
        elif op == "partial":
            self._partials += 1
            await self._progress(self._partials, None, tools.text(head["value"]))
        elif op == "queued":
            await self._progress(0, None, f"Waiting: {head['position']} calls are ahead")
        elif op == "started":
            await self._progress(0, None, "Running")
        elif op == "log":
            await self._log(head)

    async def _progress(self, done: float, total: float | None, message: str | None) -> None:
        # The protocol demands that each notification's progress is above the one before.
        if done <= self._told:
            done = math.nextafter(self._told, math.inf)
        self._told = done
        await self._context.session.report_progress(done, total, message)

    async def _log(self, head: dict[str, Any]) -> None:
        level = head["level"]
        if self._LEVELS.index(level) < self._LEVELS.index(self._level):
            return
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            sending = self._context.session.send_log_message(
                level=level, data=head["text"], logger=self._name, related_request_id=self._context.request_id
            )
        await sending


def _state(context: Context) -> dict[str, Any]:
    request = context.request
    assert request is not None, "every request comes over HTTP"
    state = request.scope["state"]
    assert isinstance(state, dict)
    return state


def _reach(context: Context) -> Reach:
    reach = _state(context)["reach"]
    assert isinstance(reach, Reach)
    return reach


def _caller(context: Context) -> Caller:
    """Who asks, with the program's own name for itself where the protocol told it."""
    caller = _state(context)["caller"]
    assert isinstance(caller, Caller)
    params = getattr(context.session, "client_params", None)
    info = getattr(params, "client_info", None)
    return caller if info is None else replace(caller, client=f"{info.name} {info.version}"[:200])


def _session(context: Context) -> str:
    request = context.request
    assert request is not None, "every request comes over HTTP"
    return str(request.headers.get("mcp-session-id") or request.query_params.get("session_id") or "")

"""MCP for every notebook: the official SDK's server, fed from the catalogue.

One SDK server and one session manager serve the union and every app, in both protocol eras. Which
of them a request is for travels with it (`Reach`), and so do list changes: nothing of one notebook
reaches a client of another's address. Importing this module imports the SDK, about half a second;
`gate` does so when the first client comes.
"""

from __future__ import annotations

import asyncio
import contextlib
import warnings
import weakref
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from contextvars import ContextVar
from typing import Any, TypeVar

import mcp_types as types
from mcp.server.auth.middleware.bearer_auth import AuthenticatedUser
from mcp.server.auth.provider import AccessToken
from mcp.server.context import CallNext, HandlerResult
from mcp.server.lowlevel import NotificationOptions, Server
from mcp.server.models import InitializationOptions
from mcp.server.sse import SseServerTransport
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.subscriptions import InMemorySubscriptionBus, ListenHandler
from mcp.shared.exceptions import MCPError
from mcp.shared.subscriptions import PromptsListChanged, ResourcesListChanged, ResourceUpdated, ToolsListChanged
from mcp_types.version import MODERN_PROTOCOL_VERSIONS
from tornado.httputil import HTTPServerRequest

from .._version import __version__
from ..descriptions import Kind
from ..errors import UnknownEndpoint
from ..uris import MAX_URI
from . import quick, resources
from .asgi import Application
from .caller import Caller
from .catalog import App
from .mcp_handlers import Context, Handlers, caller_of, reach_of, state_of
from .reach import Place, Reach
from .scope import Scope
from .service import Service

Params = TypeVar("Params")
Answer = TypeVar("Answer")

INSTRUCTIONS = (
    "The tools are functions in Jupyter notebooks that are open now. They run in the notebooks' live kernels and share "
    "their variables. The list changes as people work."
)

MAX_USERS = 10_000
"""Credentials, each at each address, whose SDK user is kept."""

MAX_WATCHED = 1000
"""Resources that one session may subscribe to."""

_ENTERED: ContextVar[Reach] = ContextVar("jupyter_gradio_mcp_reach")
"""What the request that is being handled may see, for the one place where the SDK tells only a tool's name."""

_NOTED = "noted"
"""Marks the state of a request whose program has been noted."""

_CHANGES: dict[Kind, tuple[Any, str]] = {
    "tool": (ToolsListChanged, "send_tool_list_changed"),
    "resource": (ResourcesListChanged, "send_resource_list_changed"),
    "prompt": (PromptsListChanged, "send_prompt_list_changed"),
}
"""How a change of a kind is told: an event of the modern era, a method of a connection of the former."""


class McpServer:
    """MCP for the union and every app.

    Args:
        service: The functions.
        messages: Path below a base to which clients of the legacy SSE transport post.
        answer_seconds: How long a caller has to answer what a function asks.
    """

    def __init__(self, service: Service, messages: str, answer_seconds: float) -> None:
        self._service = service
        self._handlers = Handlers(service, answer_seconds)
        self._buses: dict[Place, InMemorySubscriptionBus] = {}
        self._listeners: dict[Place, ListenHandler] = {}
        self._clients: dict[Place, weakref.WeakSet[Any]] = {}
        self._watched: weakref.WeakKeyDictionary[Any, set[str]] = weakref.WeakKeyDictionary()
        self._listening: Counter[Place] = Counter()
        self._untold: dict[Any, dict[tuple[str, ...], None]] = {}
        self._telling: set[asyncio.Future[None]] = set()
        self._users: dict[tuple[str, str], AuthenticatedUser] = {}
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
        self._handlers.held.close()
        for telling in self._telling:
            telling.cancel()
        for listener in self._listeners.values():
            listener.close()
        if self._life is not None:
            await asyncio.wait([self._life], timeout=5)

    async def changed(self, app: App, kinds: Callable[[Scope], Iterable[Kind]]) -> None:
        """Tell the clients of `app`, and those of the union, which of the lists that they see changed."""

        def changes(place: Place) -> list[tuple[Any, str]]:
            return [_CHANGES[kind] for kind in sorted(kinds(place.scope))] if place.shows(app) else []

        for place, bus in list(self._buses.items()):
            for event, _ in changes(place):
                await bus.publish(event())
        for place, clients in list(self._clients.items()):
            told = changes(place)
            for client in list(clients):
                for _, send in told:
                    self._tell(client, send)
            if not clients:
                del self._clients[place]

    async def updated(self, app: App, uri: str) -> None:
        """Tell those who subscribed to a resource of `app`, and may read it, that it gives something else now."""
        for place, bus in list(self._buses.items()):
            if self._reads(place, app, uri):
                await bus.publish(ResourceUpdated(uri=uri))
        for place, clients in list(self._clients.items()):
            watching = [client for client in clients if uri in self._watched.get(client, ())]
            for client in watching if self._reads(place, app, uri) else ():
                self._tell(client, "send_resource_updated", uri)

    def _reads(self, place: Place, app: App, uri: str) -> bool:
        """Whether that URI is a resource of `app` there."""
        if not place.shows(app):
            return False
        found = resources.match(self._service.catalog.offers(place.app, scope=place.scope), uri)
        return found is not None and found.offer.app is app

    def _tell(self, client: Any, *notification: str) -> None:
        """Send a notification to a client of the handshake era, without waiting for it.

        A client that does not read must not keep a notebook waiting. What it has not been told yet it is told once.
        """
        if (untold := self._untold.get(client)) is not None:
            untold[notification] = None
            return
        self._untold[client] = {notification: None}
        telling = asyncio.ensure_future(self._drain(client))
        self._telling.add(telling)
        telling.add_done_callback(self._telling.discard)

    async def _drain(self, client: Any) -> None:
        untold = self._untold[client]
        try:
            while untold:
                notification = next(iter(untold))
                del untold[notification]
                send, *arguments = notification
                await getattr(client, send)(*arguments)
        finally:
            del self._untold[client]

    def forget(self, app: App) -> None:
        """The app is gone for good."""
        self._handlers.forget(app.kernel)
        for held in (self._buses, self._clients):
            for place in [place for place in held if place.app is app]:
                del held[place]
        self._users = {at: user for at, user in self._users.items() if at[0] != app.kernel}
        for place in [place for place in self._listeners if place.app is app]:
            self._listeners.pop(place).close()

    # -- ASGI --

    def enter(self, scope: MutableMapping[str, Any], app: App | None, caller: Caller) -> None:
        """Tell the SDK who sent a request and what it may see; sessions belong to that."""
        where = app.kernel if app is not None else "*"
        at = where, caller.identity.credential
        if at not in self._users:
            if len(self._users) >= MAX_USERS:
                self._users.clear()
            self._users[at] = AuthenticatedUser(AccessToken(token="", client_id=where, subject=at[1], scopes=[]))
        scope["user"] = self._users[at]
        scope["state"]["reach"] = reach = Reach.of(app, caller.identity, caller.query)
        _ENTERED.set(reach)
        scope["state"]["caller"] = caller

    def begin(self, app: App | None, caller: Caller, request: HTTPServerRequest) -> quick.Begun | None:
        """Begin a call on the fast path; None leaves the request to `streamable_http`."""
        begun = quick.begin(self._service, app, caller, request.headers, request.body)
        if begun is not None:
            self._service.agents.note(begun.caller.identity, begun.caller.client, app)
        return begun

    async def finish(self, begun: quick.Begun) -> bytes | None:
        """The answer of the fast path; None hands the running call on to `streamable_http`."""
        return await quick.finish(begun, self._service, self._server.server_info_stamp)

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
        handlers = self._handlers
        with warnings.catch_warnings():
            # Deprecated as of 2026-07-28, and what clients of the former era set the level with.
            warnings.simplefilter("ignore")
            server = _Server(
                "jupyter-gradio-mcp",
                version=__version__,
                title="Jupyter notebooks",
                instructions=INSTRUCTIONS,
                get_tool_input_schema=self._input_schema,
                on_list_tools=handlers.list_tools,
                on_call_tool=self._noted(handlers.call_tool),
                on_list_resources=handlers.list_resources,
                on_list_resource_templates=handlers.list_templates,
                on_read_resource=self._noted(handlers.read_resource),
                on_subscribe_resource=self._subscribe,
                on_unsubscribe_resource=self._unsubscribe,
                on_list_prompts=handlers.list_prompts,
                on_get_prompt=self._noted(handlers.get_prompt),
                on_completion=handlers.complete,
                on_subscriptions_listen=self._noted(self._listen),
                on_set_logging_level=handlers.set_level,
            )
        # The SDK's tracing middleware costs time on each call, and nobody here listens to it.
        server.middleware[:] = [self._note_agent, self._remember_client]
        return server

    def _input_schema(self, name: str) -> Mapping[str, Any] | None:
        """Where the SDK reads which arguments a client has to mirror in headers (`x-mcp-header`)."""
        reach = _ENTERED.get()
        with contextlib.suppress(UnknownEndpoint):
            offer = self._service.catalog.find(reach.app, name, scope=reach.identity.scope, kind="tool")
            return offer.endpoint["input_schema"]
        return None

    async def _note_agent(self, ctx: Context, call_next: CallNext) -> HandlerResult:
        # What the fast path begins, and hands on, it has noted.
        told = ctx.request_id is None or "begun" in state_of(ctx)
        answer = await call_next(ctx)
        # A program that was refused, such as for what it calls itself, did not come.
        if not told and _NOTED not in state_of(ctx):
            self._note(ctx)
        return answer

    def _noted(
        self, handler: Callable[[Context, Params], Awaitable[Answer]]
    ) -> Callable[[Context, Params], Awaitable[Answer]]:
        """A handler that may take long: its request is noted as it is accepted, and not when it is answered."""

        async def handle(context: Context, params: Params) -> Answer:
            if "begun" not in state_of(context):
                self._note(context)
            state_of(context)[_NOTED] = True
            return await handler(context, params)

        return handle

    def _note(self, ctx: Context) -> None:
        caller = caller_of(ctx)
        self._service.agents.note(caller.identity, caller.client, reach_of(ctx).app)

    async def _remember_client(self, ctx: Context, call_next: CallNext) -> HandlerResult:
        if ctx.protocol_version not in MODERN_PROTOCOL_VERSIONS and ctx.method != "initialize":
            connection = _connection(ctx)
            if connection is not None:
                self._clients.setdefault(reach_of(ctx).place, weakref.WeakSet()).add(connection)
        return await call_next(ctx)

    async def _subscribe(self, context: Context, params: types.SubscribeRequestParams) -> types.EmptyResult:
        connection = _connection(context)
        if len(str(params.uri)) > MAX_URI:
            raise MCPError(types.INVALID_PARAMS, f"No resource has a URI of more than {MAX_URI} characters.")
        if connection is not None:
            watched = self._watched.setdefault(connection, set())
            if len(watched) >= MAX_WATCHED:
                raise MCPError(types.INVALID_REQUEST, f"A session watches {MAX_WATCHED} resources at most.")
            watched.add(str(params.uri))
        return types.EmptyResult()

    async def _unsubscribe(self, context: Context, params: types.UnsubscribeRequestParams) -> types.EmptyResult:
        self._watched.get(_connection(context), set()).discard(str(params.uri))
        return types.EmptyResult()

    async def _listen(self, context: Context, params: types.SubscriptionsListenRequestParams) -> Any:
        place = reach_of(context).place
        if place not in self._listeners:
            self._buses[place] = InMemorySubscriptionBus()
            self._listeners[place] = ListenHandler(self._buses[place])
        self._listening[place] += 1
        try:
            return await self._listeners[place](context, params)
        finally:
            self._listening[place] -= 1
            if self._listening[place] <= 0:
                # Each key may make places of its own.
                for held in (self._listening, self._listeners, self._buses):
                    held.pop(place, None)


class _Server(Server[Any]):
    """The SDK's server, which says to clients of the handshake era too that its lists change."""

    def create_initialization_options(
        self, notification_options: NotificationOptions | None = None, *args: Any, **kwargs: Any
    ) -> InitializationOptions:
        """As the SDK's, with `listChanged` for all three lists."""
        return super().create_initialization_options(
            notification_options or NotificationOptions(True, True, True), *args, **kwargs
        )


def _connection(context: Context) -> Any:
    """The connection of a client: the SDK has no public way to it, and no broadcast of its own."""
    return getattr(context.session, "_connection", None)

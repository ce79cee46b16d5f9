"""`jupyter gradio-mcp bridge`: MCP on stdio for clients that speak nothing else, and the notebooks behind it.

Two of the SDK's dispatchers back to back: what one side says goes to the other as it came, in
whichever protocol era the client speaks, with the client's own ids. This module knows what is not
simply handed on: the greeting, what is answered while there is no server, what a client is told
when there is one again, and the tool that sends files. Importing it imports the SDK.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import re
import signal
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import anyio
from anyio.to_thread import run_sync
from mcp.server.stdio import stdio_server
from mcp.shared.dispatcher import DispatchContext
from mcp.shared.exceptions import MCPError
from mcp.shared.inbound import (
    MCP_METHOD_HEADER,
    MCP_NAME_HEADER,
    MCP_PROTOCOL_VERSION_HEADER,
    NAME_BEARING_METHODS,
    InboundLadderRejection,
    classify_inbound_request,
    encode_header_value,
    find_invalid_x_mcp_header,
    mcp_param_headers,
    x_mcp_header_map,
)
from mcp.shared.jsonrpc_dispatcher import JSONRPCDispatcher
from mcp.shared.subscriptions import SUBSCRIPTION_ID_META_KEY
from mcp.shared.transport_context import TransportContext
from mcp_types import (
    CLIENT_CAPABILITIES_META_KEY,
    CLIENT_INFO_META_KEY,
    HEADER_MISMATCH,
    INTERNAL_ERROR,
    INVALID_PARAMS,
    INVALID_REQUEST,
    METHOD_NOT_FOUND,
    PROTOCOL_VERSION_META_KEY,
    SERVER_INFO_META_KEY,
    UNSUPPORTED_PROTOCOL_VERSION,
)
from mcp_types.version import HANDSHAKE_PROTOCOL_VERSIONS, LATEST_HANDSHAKE_VERSION, MODERN_PROTOCOL_VERSIONS

from .._version import __version__
from . import access
from .app import AppError, opened
from .outbox import NotAdmitted, Outbox
from .servers import find, named
from .uplink import Line, LineLost, Target, Uplink

Params = Mapping[str, Any] | None
Context = DispatchContext[TransportContext]

INSTRUCTIONS = (
    "The tools are functions in Jupyter notebooks that are open now. The notebook server was not there when this "
    "connection began; the list of tools changes when it is."
)

_LISTS = {
    "tools/list": "tools",
    "resources/list": "resources",
    "resources/templates/list": "resourceTemplates",
    "prompts/list": "prompts",
}

_CAPABILITIES: dict[str, Any] = {
    "tools": {"listChanged": True},
    "resources": {"subscribe": True, "listChanged": True},
    "prompts": {"listChanged": True},
    "completions": {},
    "logging": {},
}
"""What a client is told that begins while there is no server: all that one may have."""

_UPLOAD = "upload_file"

_PROGRESS_SECONDS = 0.2
"""Time between two notifications of how far an upload is."""

_LISTEN_SECONDS = (0.1, 3.0)
"""Time before a subscription that the server ended is made again: at first, and at most."""

_LEAVE_SECONDS = 8.0
"""How long the bridge may take to end what it has open."""


class Away(Exception):
    """There is no answer of the server, and this is what to say instead."""


class Bridge:
    """One client on stdio, and whatever server there is.

    Args:
        find: Where the server is now; may block. Raises `NoServerFound`.
        tools: The only tools to offer; None for all.
        outbox: The files that may be sent; None for none.
        log: Told, for people, what happens.
    """

    def __init__(
        self,
        find: Callable[[], Target],
        *,
        tools: frozenset[str] | None = None,
        outbox: Outbox | None = None,
        log: Callable[[str], object] = lambda line: None,
    ) -> None:
        self._tools = tools
        self._outbox = outbox
        self._log = log
        self._uplink = Uplink(
            find, self._greet, self._check, self._settled, self._on_server_request, self._on_server_notify, log
        )
        self._era: Literal["", "handshake", "modern"] = ""
        self._known_era = anyio.Event()
        self._envelope: dict[str, Any] = {}
        self._greeting: dict[str, Any] = {}
        self._agreed = ""
        self._capabilities: dict[str, Any] = {}
        self._ready = False
        self._made_up = False
        self._level: Params = None
        self._subscribed: set[str] = set()
        self._listening: dict[str | int, bool] = {}
        self._known: dict[tuple[str, str | None], dict[str, Any]] = {}
        self._made_up_lists: set[str] = set()
        self._names: set[str] = set()
        self._param_headers: dict[str, dict[tuple[str, ...], str]] = {}

    async def run(self, reader: Any, writer: Any, leave: anyio.Event) -> None:
        """Serve the client until it closes its side, or `leave` is set.

        Args:
            reader: Messages of the client, as the SDK's stdio transport has them.
            writer: Messages to it.
            leave: Set to end.
        """
        # Until the greeting is answered nothing else is looked at, so that what was sent right after it waits.
        self._front: JSONRPCDispatcher[TransportContext] = JSONRPCDispatcher(
            reader, writer, inline_methods=frozenset({"initialize"})
        )
        done = anyio.Event()

        async def up() -> None:
            await self._known_era.wait()
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
            if self._known_era.is_set():
                with anyio.move_on_after(_LEAVE_SECONDS):
                    await done.wait()
            tasks.cancel_scope.cancel()

    # -- the client's messages --

    async def _on_request(self, context: Context, method: str, params: Params) -> dict[str, Any]:
        if method == "initialize":
            return await self._initialize(dict(params or {}))
        enveloped = _enveloped(params)
        if not self._era:
            self._begin("modern" if enveloped else "handshake", _meta(params))
        if self._era == "handshake" and enveloped:
            raise MCPError(INVALID_REQUEST, "This connection began with the handshake; requests must have no envelope.")
        if self._era == "modern":
            route = classify_inbound_request({"method": method, "params": params})
            if isinstance(route, InboundLadderRejection):
                raise MCPError(route.code, route.message, route.data)
        try:
            return await self._answer(context, method, params)
        except Away as away:
            if method == "tools/call":
                return self._failure(str(away))
            raise MCPError(INTERNAL_ERROR, str(away)) from None

    async def _answer(self, context: Context, method: str, params: Params) -> dict[str, Any]:
        if method == "ping":
            return {}  # whether the bridge is there; the server comes and goes
        if method == "server/discover":
            return await self._discover(context, params)
        if method in _LISTS:
            return await self._list(context, method, params)
        if method == "tools/call":
            return await self._call_tool(context, params)
        if method == "subscriptions/listen" and self._era == "modern":
            return await self._listen(context, params)
        if method in ("logging/setLevel", "resources/subscribe", "resources/unsubscribe"):
            return await self._remembered(context, method, params)
        return await self._send(method, params, context.request_id)

    async def _on_notify(self, context: Context, method: str, params: Params) -> None:
        # A cancelled request has been cancelled by the dispatcher, which tells the other side so.
        if method == "notifications/cancelled" or self._era != "handshake":
            return
        if method == "notifications/initialized":
            self._ready = True
        line = self._uplink.current
        if line is not None:
            await line.notify(method, params, headers=self._headers(line, method, params))

    # -- the server's messages --

    async def _on_server_request(self, context: Context, method: str, params: Params) -> dict[str, Any]:
        if self._era != "handshake":
            raise MCPError(METHOD_NOT_FOUND, "Method not found", method)
        return await self._front.send_raw_request(method, params)

    async def _on_server_notify(self, context: Context, method: str, params: Params) -> None:
        if method == "notifications/cancelled":
            return
        if method == "notifications/subscriptions/acknowledged":
            subscription: Any = _meta(params).get(SUBSCRIPTION_ID_META_KEY)
            if self._listening.get(subscription, False):
                # The client has an acknowledgement, from before the server was away.
                await self._tell_changes(_object_of(params, "notifications"), {SUBSCRIPTION_ID_META_KEY: subscription})
                return
            if subscription in self._listening:
                self._listening[subscription] = True
        await self._front.notify(method, params)

    # -- greetings --

    def _begin(self, era: Literal["handshake", "modern"], envelope: dict[str, Any]) -> None:
        self._era = era
        keys = (PROTOCOL_VERSION_META_KEY, CLIENT_INFO_META_KEY, CLIENT_CAPABILITIES_META_KEY)
        self._envelope = {key: envelope[key] for key in keys if key in envelope}
        self._known_era.set()

    async def _initialize(self, params: dict[str, Any]) -> dict[str, Any]:
        if self._era == "modern":
            line = self._uplink.current
            if line is None or line.welcome:
                requested = params.get("protocolVersion")
                data = {"supported": list(MODERN_PROTOCOL_VERSIONS), "requested": requested}
                raise MCPError(UNSUPPORTED_PROTOCOL_VERSION, "This connection began without a handshake.", data)
            # The server refused the client's first try, and now the client tries the handshake.
        self._greeting = params
        again = self._era == "modern"
        self._begin("handshake", {})
        if again:
            self._uplink.renew()
        line = await self._uplink.line()
        if line is not None and line.welcome:
            result = {**line.welcome, "capabilities": self._promised(line.welcome.get("capabilities"))}
        else:
            self._made_up = True
            requested = params.get("protocolVersion")
            result = {
                "protocolVersion": requested if requested in HANDSHAKE_PROTOCOL_VERSIONS else LATEST_HANDSHAKE_VERSION,
                "capabilities": _CAPABILITIES,
                "serverInfo": _server_info(),
                "instructions": INSTRUCTIONS,
            }
        self._agreed = str(result.get("protocolVersion", ""))
        self._capabilities = result["capabilities"]
        return result

    async def _discover(self, context: Context, params: Params) -> dict[str, Any]:
        try:
            result = await self._send("server/discover", params, context.request_id)
            self._capabilities = self._promised(result.get("capabilities"))
            return {**result, "capabilities": self._capabilities}
        except Away:
            self._made_up = True
            self._capabilities = _CAPABILITIES
            return {
                "resultType": "complete",
                "supportedVersions": list(MODERN_PROTOCOL_VERSIONS),
                "capabilities": _CAPABILITIES,
                "instructions": INSTRUCTIONS,
                "ttlMs": 0,
                "cacheScope": "private",
                "_meta": {SERVER_INFO_META_KEY: _server_info()},
            }

    def _promised(self, capabilities: Any) -> dict[str, Any]:
        """What the server can, and what the bridge adds: it tells of changes when a server comes back."""
        found = dict(capabilities) if isinstance(capabilities, dict) else {}
        if self._outbox is not None:
            found.setdefault("tools", {})
        for kind in ("tools", "prompts", "resources"):
            if isinstance(found.get(kind), dict):
                found[kind] = {**found[kind], "listChanged": True}
        return found

    async def _greet(self, line: Line) -> None:
        """Introduce the client on a new line."""
        if self._era == "modern":
            try:
                line.welcome = await self._ask(line, "server/discover", {})
            except MCPError:
                line.welcome = {}  # a server of the former era; the client will hear it itself
            return
        params = {**self._greeting, **({"protocolVersion": self._agreed} if self._agreed else {})}
        line.welcome = await line.request("initialize", params)
        line.version = str(line.welcome.get("protocolVersion", ""))
        if not self._ready:
            return
        await line.notify(
            "notifications/initialized", None, headers=self._headers(line, "notifications/initialized", None)
        )
        with suppress(MCPError):
            if self._level is not None:
                await self._ask(line, "logging/setLevel", self._level)
        for uri in sorted(self._subscribed):
            with suppress(MCPError):
                await self._ask(line, "resources/subscribe", {"uri": uri})

    async def _check(self, line: Line) -> None:
        """Ask something small, to see whether the server is there."""
        await self._ask(line, "ping" if self._era == "handshake" else "server/discover", {})

    async def _settled(self, line: Line) -> None:
        """A server is there: tell the client what may be different."""
        before, self._made_up = self._made_up, True
        if not before or self._era != "handshake":
            return  # where subscriptions are requests, each one hears it for itself
        kinds = {
            f"{kind}ListChanged": True
            for kind in ("tools", "prompts", "resources")
            if _object_of(self._capabilities, kind).get("listChanged")
        }
        await self._tell_changes({**kinds, "resourceSubscriptions": sorted(self._subscribed)}, {})

    async def _tell_changes(self, wanted: Mapping[str, Any], meta: dict[str, Any]) -> None:
        """Tell the client that what it wants to hear of may have changed."""
        params: dict[str, Any] = {"_meta": meta} if meta else {}
        for kind in ("tools", "prompts", "resources"):
            if wanted.get(f"{kind}ListChanged"):
                await self._front.notify(f"notifications/{kind}/list_changed", params or None)
        for uri in wanted.get("resourceSubscriptions") or ():
            await self._front.notify("notifications/resources/updated", {**params, "uri": uri})

    # -- handing on --

    async def _send(self, method: str, params: Params, id: str | int | None) -> dict[str, Any]:
        """A request of the client, and the server's answer. What surely did not arrive is sent again, once.

        Raises:
            MCPError: The server's own error.
            Away: There is no server, or it ended meanwhile.
        """
        detail = ""
        for _ in range(2):
            line = await self._uplink.line()
            if line is None:
                raise Away(f"{self._uplink.problem} It is looked for, and what it offers comes back by itself.")
            try:
                return await self._on(line, method, params, id)
            except LineLost as lost:
                line.doubt()
                detail = str(lost)
                if lost.delivered:
                    break
        raise Away(f"{detail[:1].upper()}{detail[1:]}. This has no answer; look whether it was done, and try again.")

    async def _on(self, line: Line, method: str, params: Params, id: str | int | None) -> dict[str, Any]:
        try:
            return await line.request(method, params, id=id, headers=self._headers(line, method, params))
        except MCPError as error:
            if error.code != HEADER_MISMATCH or method != "tools/call" or self._era != "modern":
                raise
        # Which arguments go into headers is said in the list of tools, which has changed or was never asked for.
        await self._all_tools(line)
        return await line.request(method, params, id=id, headers=self._headers(line, method, params))

    async def _ask(self, line: Line, method: str, params: Mapping[str, Any]) -> dict[str, Any]:
        """A request of the bridge's own."""
        asked = dict(params)
        if self._era == "modern":
            asked["_meta"] = self._envelope
        return await line.request(method, asked or None, headers=self._headers(line, method, asked))

    def _headers(self, line: Line, method: str, params: Params) -> dict[str, str]:
        if self._era == "handshake":
            return {MCP_PROTOCOL_VERSION_HEADER: line.version} if line.version else {}
        params = params or {}
        headers = {MCP_PROTOCOL_VERSION_HEADER: str(_meta(params).get(PROTOCOL_VERSION_META_KEY, ""))}
        headers[MCP_METHOD_HEADER] = method
        name = params.get(NAME_BEARING_METHODS.get(method, ""))
        if isinstance(name, str):
            headers[MCP_NAME_HEADER] = encode_header_value(name)
            if method == "tools/call":
                arguments = _object_of(params, "arguments")
                headers |= mcp_param_headers(self._param_headers.get(name, {}), arguments)
        return headers

    async def _remembered(self, context: Context, method: str, params: Params) -> dict[str, Any]:
        """What belongs to a session, so that the next one begins with it."""
        uri = (params or {}).get("uri")
        if method == "logging/setLevel":
            self._level = {"level": (params or {}).get("level")}
        elif isinstance(uri, str):
            (self._subscribed.add if method == "resources/subscribe" else self._subscribed.discard)(uri)
        try:
            return await self._send(method, params, context.request_id)
        except Away:
            return {}
        except MCPError:
            if isinstance(uri, str):
                self._subscribed.discard(uri)
            raise

    # -- lists --

    async def _list(self, context: Context, method: str, params: Params) -> dict[str, Any]:
        cursor = (params or {}).get("cursor")
        try:
            result = await self._send(method, params, context.request_id)
        except Away:
            if (method, cursor) not in self._known:
                self._made_up_lists.add(method)
            result = {**self._known.get((method, cursor), self._empty(method))}
            if "ttlMs" in result:
                result["ttlMs"] = 0
        except MCPError as error:
            ours = method == "tools/list" and self._outbox is not None
            # Who began without a server was promised all that one may have.
            made_up = self._capabilities is _CAPABILITIES or method in self._made_up_lists
            if error.code != METHOD_NOT_FOUND or not (ours or made_up):
                raise
            result = self._empty(method)
        else:
            if method == "tools/list":
                result = self._admitted(result)
            if cursor is None:
                self._known = {at: known for at, known in self._known.items() if at[0] != method}
            self._known[method, cursor] = result
        return self._with_ours(result, cursor) if method == "tools/list" else result

    def _empty(self, method: str) -> dict[str, Any]:
        rest = {"resultType": "complete", "ttlMs": 0, "cacheScope": "private"} if self._era == "modern" else {}
        return {_LISTS[method]: [], **rest}

    def _admitted(self, result: dict[str, Any]) -> dict[str, Any]:
        """A page of tools without those that were not asked for, or whose headers cannot be sent."""
        tools = []
        for tool in result.get("tools") or ():
            name, schema = tool.get("name"), tool.get("inputSchema")
            if self._tools is not None and name not in self._tools:
                continue
            if self._era == "modern":
                reason = find_invalid_x_mcp_header(schema)
                if reason is not None:
                    self._log(f"the tool '{name}' is left out: {reason}")
                    continue
                self._param_headers[name] = x_mcp_header_map(schema)
            tools.append(tool)
        return {**result, "tools": tools}

    def _with_ours(self, result: dict[str, Any], cursor: Any) -> dict[str, Any]:
        """A page of tools; the last one has the bridge's own."""
        if cursor is None:
            self._names = set()
        self._names |= {tool.get("name") for tool in result["tools"]}
        if self._outbox is None or result.get("nextCursor") is not None:
            return result
        return {**result, "tools": [*result["tools"], _upload_tool(_free(self._names), self._outbox.folder)]}

    async def _all_tools(self, line: Line) -> None:
        """Read the server's whole list of tools."""
        names: set[str] = set()
        cursor: Any = None
        for _ in range(100):
            page = self._admitted(await self._ask(line, "tools/list", {} if cursor is None else {"cursor": cursor}))
            names |= {tool.get("name") for tool in page["tools"]}
            cursor = page.get("nextCursor")
            if cursor is None:
                break
        self._names = names

    # -- tools --

    async def _call_tool(self, context: Context, params: Params) -> dict[str, Any]:
        name = (params or {}).get("name")
        if self._outbox is not None and isinstance(name, str) and name.rstrip("_") == _UPLOAD:
            line = await self._uplink.line()
            if line is not None:
                # A function may have got our name since the client asked.
                with suppress(MCPError, LineLost):
                    await self._all_tools(line)
            if name == _free(self._names):
                return await self._upload(context, params, self._outbox)
        if self._tools is not None and name not in self._tools:
            raise MCPError(INVALID_PARAMS, f"There is no tool '{name}' here; the bridge offers: {_listed(self._tools)}")
        return await self._send("tools/call", params, context.request_id)

    async def _upload(self, context: Context, params: Params, outbox: Outbox) -> dict[str, Any]:
        arguments = _object_of(params, "arguments")
        path = arguments.get("path")
        if not isinstance(path, str) or set(arguments) != {"path"}:
            return self._failure("This takes one argument: path, the path of a file as text.")
        line = await self._uplink.line()
        if line is None:
            raise Away(self._uplink.problem)
        if not line.target.base:
            raise Away(f"{line.target} is no app of Gradio's, so files cannot be sent to it.")
        told = 0.0

        async def tell(sent: int, size: int) -> None:
            nonlocal told
            if sent == size or time.monotonic() - told >= _PROGRESS_SECONDS:
                told = time.monotonic()
                await context.progress(sent, size)

        try:
            with await run_sync(outbox.open, path) as file:
                async with opened(line.target.base, line.target.headers) as app:
                    url = await app.upload(file, Path(path).name, tell)
        except (NotAdmitted, AppError) as error:
            return self._failure(str(error))
        rest = {"resultType": "complete"} if self._era == "modern" else {}
        content = [{"type": "text", "text": url}]
        return {"content": content, "structuredContent": {"url": url}, "isError": False, **rest}

    def _failure(self, message: str) -> dict[str, Any]:
        rest = {"resultType": "complete"} if self._era == "modern" else {}
        return {"content": [{"type": "text", "text": message}], "isError": True, **rest}

    # -- subscriptions --

    async def _listen(self, context: Context, params: Params) -> dict[str, Any]:
        """A subscription, which goes on with the next server when one is gone."""
        id = context.request_id
        assert id is not None
        wanted = _object_of(params, "notifications")
        self._listening[id] = False
        pause = _LISTEN_SECONDS[0]
        try:
            while True:
                line = await self._uplink.line()
                if line is None:
                    await self._acknowledge(id, wanted)
                    await self._uplink.back()
                    continue
                try:
                    await self._on(line, "subscriptions/listen", params, id)
                except LineLost:
                    pause = _LISTEN_SECONDS[0]
                except MCPError as error:
                    if not self._listening[id] and error.code != METHOD_NOT_FOUND:
                        raise
                    await self._acknowledge(id, wanted)
                line.doubt()
                await anyio.sleep(pause)
                pause = min(pause * 2, _LISTEN_SECONDS[1])
        finally:
            del self._listening[id]

    async def _acknowledge(self, id: str | int, wanted: Mapping[str, Any]) -> None:
        if not self._listening[id]:
            self._listening[id] = True
            params = {"notifications": dict(wanted), "_meta": {SUBSCRIPTION_ID_META_KEY: id}}
            await self._front.notify("notifications/subscriptions/acknowledged", params)


# -- the command --


def bridge(given: argparse.Namespace) -> int:
    """Serve the client on stdin and stdout until it leaves; the exit status."""
    try:
        key, headers = access.key_of(given.key_env), access.headers_of(given.header)
        tools = _names_of(given.tools)
        outbox = Outbox(given.upload_dir) if given.upload_dir is not None else None
    except access.NoCredential as error:
        _log(str(error))
        return 2
    except OSError as error:
        _log(f"--upload-dir: {given.upload_dir}: {error.strerror}")
        return 2
    # What the SDK tells of its own work is of no use to who reads this.
    logging.getLogger("mcp").setLevel(logging.CRITICAL)
    logging.getLogger("client").setLevel(logging.CRITICAL)

    def where() -> Target:
        return target(given.url, given.notebook, key, headers, tools)

    asyncio.run(_serve(Bridge(where, tools=tools, outbox=outbox, log=_log)))
    return 0


async def _serve(served: Bridge) -> None:
    leave = anyio.Event()
    loop = asyncio.get_running_loop()

    def told_to_leave() -> None:
        leave.set()
        signalled.set()

    signalled = anyio.Event()
    with suppress(NotImplementedError):  # Windows
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, told_to_leave)
    async with stdio_server() as (reader, writer):
        await served.run(reader, writer, leave)
        if signalled.is_set():
            # The thread that reads stdin cannot be woken.
            sys.stderr.flush()
            os._exit(0)


def target(
    url: str | None, notebook: str | None, key: str, headers: Mapping[str, str], tools: frozenset[str] | None
) -> Target:
    """Where the server is now.

    Raises:
        NoServerFound: There is none that can be used.
    """
    query: list[tuple[str, str]] = []
    if url is not None and _is_endpoint(url):
        # An address of MCP itself, of whatever server, is taken as it is.
        parts = urlsplit(url if "://" in url else f"http://{url}")
        query = [(name, value) for name, value in parse_qsl(parts.query) if name != "token"]
        server = named(url, key)
        if "/gradio_api/" in parts.path:
            base = server.app(notebook)
            endpoint = f"{base}gradio_api/mcp/"
        else:
            base = ""
            endpoint = server.url if parts.path.endswith("/") else server.url.rstrip("/")
    else:
        server = find(url, None, key)
        base = server.app(notebook)
        endpoint = f"{base}gradio_api/mcp/"
    if tools is not None:
        query.append(("tools", ",".join(sorted(tools))))
    if query:
        endpoint += "?" + urlencode(query, quote_via=quote)
    return Target(endpoint, {**server.headers, **headers}, base)


def _is_endpoint(url: str) -> bool:
    return re.search(r"/mcp(?:/http)?/?$", urlsplit(url if "://" in url else f"http://{url}").path) is not None


def _names_of(text: str | None) -> frozenset[str] | None:
    if text is None:
        return None
    return frozenset(name for name in re.split(r"[\s,]+", text) if name)


def _listed(names: frozenset[str]) -> str:
    return ", ".join(sorted(names)) or "none"


def _log(line: str) -> None:
    print(f"jupyter gradio-mcp bridge: {line}", file=sys.stderr, flush=True)


def _server_info() -> dict[str, Any]:
    return {"name": "jupyter-gradio-mcp", "title": "Jupyter notebooks", "version": __version__}


def _free(names: set[str]) -> str:
    name = _UPLOAD
    while name in names:
        name += "_"
    return name


def _upload_tool(name: str, folder: Path) -> dict[str, Any]:
    url = {"type": "string", "description": "The address to give to other tools."}
    path = {"type": "string", "description": f"Path of the file; may be relative to {folder}."}
    return {
        "name": name,
        "title": "Upload a file",
        "description": (
            f"Send a file of this computer to the notebook server and get its address, which the other tools accept as "
            f"an argument that is a file or an image. Files of {folder} can be sent, and of no other folder."
        ),
        "inputSchema": {
            "type": "object",
            "properties": {"path": path},
            "required": ["path"],
            "additionalProperties": False,
        },
        "outputSchema": {"type": "object", "properties": {"url": url}, "required": ["url"]},
        "annotations": {"readOnlyHint": False, "destructiveHint": False, "openWorldHint": False},
    }


def _enveloped(params: Params) -> bool:
    return PROTOCOL_VERSION_META_KEY in _meta(params)


def _meta(params: Params) -> dict[str, Any]:
    return dict(_object_of(params, "_meta"))


def _object_of(params: Params, name: str) -> Mapping[str, Any]:
    found = (params or {}).get(name)
    return found if isinstance(found, Mapping) else {}

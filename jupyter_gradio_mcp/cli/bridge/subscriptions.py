"""What the client wants to be told of, also by the next server: subscriptions of both eras, and the log level."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any

import anyio
from mcp.shared.exceptions import MCPError
from mcp.shared.subscriptions import SUBSCRIPTION_ID_META_KEY
from mcp_types import METHOD_NOT_FOUND

from .era import Params, meta_of, object_of
from .greeting import KINDS
from .line import Line, LineLost
from .passage import Away, Passage
from .uplink import Uplink

REMEMBERED = ("logging/setLevel", "resources/subscribe", "resources/unsubscribe")
"""Requests that say it in the handshake era."""

ACKNOWLEDGED = "notifications/subscriptions/acknowledged"

_PAUSE_SECONDS = (0.1, 3.0)
"""Time before a subscription that the server ended is made again: at first, and at most."""


class Subscriptions:
    """The subscriptions.

    Args:
        uplink: The connection.
        passage: The way to the server.
        tell: Sends a notification to the client.
    """

    def __init__(self, uplink: Uplink, passage: Passage, tell: Callable[[str, Params], Awaitable[None]]) -> None:
        self._uplink = uplink
        self._passage = passage
        self._tell = tell
        self._level: Params = None
        self._resources: set[str] = set()
        self._acknowledged: dict[str | int, bool] = {}

    # -- of the handshake era: they belong to a session --

    async def remember(self, method: str, params: Params, id: str | int | None) -> dict[str, Any]:
        """One of the requests that are `REMEMBERED`, so that the next session begins with it; its answer."""
        uri = (params or {}).get("uri")
        if method == "logging/setLevel":
            self._level = {"level": (params or {}).get("level")}
        elif isinstance(uri, str):
            (self._resources.add if method == "resources/subscribe" else self._resources.discard)(uri)
        try:
            return await self._passage.send(method, params, id)
        except Away:
            return {}
        except MCPError:
            if isinstance(uri, str):
                self._resources.discard(uri)
            raise

    async def resume(self, line: Line) -> None:
        """Begin a new session with what the last one had."""
        with suppress(MCPError):
            if self._level is not None:
                await self._passage.ask(line, "logging/setLevel", self._level)
        for uri in sorted(self._resources):
            with suppress(MCPError):
                await self._passage.ask(line, "resources/subscribe", {"uri": uri})

    async def tell_all_changed(self, capabilities: Mapping[str, Any]) -> None:
        """Tell the client that a new server may have all that it was promised to hear of otherwise."""
        kinds = {f"{kind}ListChanged": True for kind in KINDS if object_of(capabilities, kind).get("listChanged")}
        await self._tell_changes({**kinds, "resourceSubscriptions": sorted(self._resources)}, {})

    # -- of the modern era: each is a request --

    async def listen(self, params: Params, id: str | int) -> dict[str, Any]:
        """A subscription, which goes on with the next server when one is gone.

        Raises:
            MCPError: The server refused it.
        """
        wanted = object_of(params, "notifications")
        self._acknowledged[id] = False
        pause = _PAUSE_SECONDS[0]
        try:
            while True:
                line = await self._uplink.line()
                if line is None:
                    await self._acknowledge(id, wanted)
                    await self._uplink.back()
                    continue
                try:
                    await self._passage.send_on(line, "subscriptions/listen", params, id)
                except LineLost:
                    pause = _PAUSE_SECONDS[0]
                except MCPError as error:
                    if not self._acknowledged[id] and error.code != METHOD_NOT_FOUND:
                        raise
                    await self._acknowledge(id, wanted)
                line.doubt()
                await anyio.sleep(pause)
                pause = min(pause * 2, _PAUSE_SECONDS[1])
        finally:
            del self._acknowledged[id]

    async def on_acknowledged(self, params: Params) -> None:
        """The server acknowledges a subscription; the client, which hears it once, then hears that all may differ."""
        id: Any = meta_of(params).get(SUBSCRIPTION_ID_META_KEY)
        if self._acknowledged.get(id, False):
            await self._tell_changes(object_of(params, "notifications"), {SUBSCRIPTION_ID_META_KEY: id})
            return
        if id in self._acknowledged:
            self._acknowledged[id] = True
        await self._tell(ACKNOWLEDGED, params)

    async def _acknowledge(self, id: str | int, wanted: Mapping[str, Any]) -> None:
        if not self._acknowledged[id]:
            self._acknowledged[id] = True
            await self._tell(ACKNOWLEDGED, {"notifications": dict(wanted), "_meta": {SUBSCRIPTION_ID_META_KEY: id}})

    async def _tell_changes(self, wanted: Mapping[str, Any], meta: dict[str, Any]) -> None:
        """Tell the client that what it wants to hear of may have changed."""
        params: dict[str, Any] = {"_meta": meta} if meta else {}
        for kind in KINDS:
            if wanted.get(f"{kind}ListChanged"):
                await self._tell(f"notifications/{kind}/list_changed", params or None)
        for uri in wanted.get("resourceSubscriptions") or ():
            await self._tell("notifications/resources/updated", {**params, "uri": uri})

"""The way to MCP: off or on, and not paid for before somebody comes.

The SDK takes about half a second to import, so it is imported in a thread, once, when the first
notebook publishes or the first client knocks.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import TYPE_CHECKING

from ..descriptions import Kind
from ..errors import UnknownEndpoint
from .catalog import App
from .scope import Scope
from .service import Service

if TYPE_CHECKING:
    from .mcp import McpServer

MESSAGES = "gradio_api/mcp/messages/"


class McpGate:
    """Hands out the MCP server.

    Args:
        service: The functions.
        enabled: Whether MCP is on. Off, every MCP route says so.
        answer_seconds: How long a caller has to answer what a function asks.
    """

    def __init__(self, service: Service, enabled: bool, answer_seconds: float) -> None:
        self._answer_seconds = answer_seconds
        self.enabled = enabled
        self._service = service
        self._opening: asyncio.Task[McpServer] | None = None

    async def server(self) -> McpServer:
        """The MCP server, started.

        Raises:
            UnknownEndpoint: MCP is switched off here.
        """
        self.check_enabled()
        # A client that leaves meanwhile must not take the opening away from the others.
        return await asyncio.shield(self._open())

    def check_enabled(self) -> None:
        """See whether MCP is on.

        Raises:
            UnknownEndpoint: It is not.
        """
        if not self.enabled:
            raise UnknownEndpoint(
                "MCP is switched off on this notebook server, by GradioMcp.mcp_enabled or by the environment variable "
                "GRADIO_MCP_SERVER=False. The REST API goes on working."
            )

    def warm(self) -> None:
        """Begin to open, so that the first client does not wait."""
        if self.enabled:
            self._open()

    async def changed(self, app: App, kinds: Callable[[Scope], Iterable[Kind]]) -> None:
        """Tell clients, if there can be any, which lists changed; `kinds` says it for what one may see."""
        server = self._opened()
        if server is not None:
            await server.changed(app, kinds)

    async def updated(self, app: App, uri: str) -> None:
        """Tell those who subscribed to a resource that it gives something else now."""
        server = self._opened()
        if server is not None:
            await server.updated(app, uri)

    def forget(self, app: App) -> None:
        """The app is gone for good."""
        server = self._opened()
        if server is not None:
            server.forget(app)

    async def close(self) -> None:
        """End all sessions."""
        if self._opening is not None:
            await asyncio.wait([self._opening])
        server = self._opened()
        if server is not None:
            await server.stop()

    def _opened(self) -> McpServer | None:
        """The server, if it is there; an opening that failed is told to whoever asks for it."""
        opening = self._opening
        if opening is None or not opening.done() or opening.exception() is not None:
            return None
        return opening.result()

    def _open(self) -> asyncio.Task[McpServer]:
        if self._opening is None:
            self._opening = asyncio.ensure_future(self._start())
        return self._opening

    async def _start(self) -> McpServer:
        loop = asyncio.get_running_loop()
        try:
            module = await loop.run_in_executor(None, import_module, f"{__package__}.mcp")
        except ImportError as error:
            raise UnknownEndpoint(
                f"MCP cannot be served: {error}. In the notebook server's environment run "
                'pip install -U "jupyter-gradio-mcp[server]" and restart the server.'
            ) from error
        server: McpServer = module.McpServer(self._service, MESSAGES, self._answer_seconds)
        await server.start()
        return server

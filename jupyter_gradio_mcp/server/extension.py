"""The server extension: settings, and the wiring of everything else. Light to import."""

from __future__ import annotations

import asyncio
import os
import time
from typing import Any

from jupyter_core.utils import ensure_async
from jupyter_server._tz import utcnow
from jupyter_server.extension.application import ExtensionApp
from traitlets import Bool, Enum, Float, Integer, default

from .. import protocol
from .._version import __version__
from ..protocol import EndpointInfo, Published
from .catalog import Catalog
from .events import Events
from .gate import McpGate
from .kernels import Kernels
from .routes import Route, rules
from .service import Service

_CONTENTS_EVENTS = "https://events.jupyter.org/jupyter_server/contents_service/v1"
"""Jupyter's own events of the files that its users rename."""


class GradioMcp(ExtensionApp):
    """Functions of live notebooks as MCP tools and REST endpoints."""

    name = "jupyter_gradio_mcp"
    version = __version__
    description = "Functions of live notebooks as MCP tools and REST endpoints."

    mcp_enabled = Bool(
        help="Serve the functions over MCP. The environment variable GRADIO_MCP_SERVER=False switches it off."
    ).tag(config=True)
    call_timeout = Float(0, min=0, help="Seconds that any function may run; 0 is no limit.").tag(config=True)
    max_request_bytes = Integer(
        256 << 20,
        min=1,
        help="Size in bytes of the largest request that is admitted. ServerApp.max_body_size bounds it.",
    ).tag(config=True)
    link_transport = Enum(
        ["auto", "unix", "tcp"],
        "auto",
        help="How kernels on this machine reach the server: a unix socket, TCP on the loopback address, or what fits.",
    ).tag(config=True)

    @default("mcp_enabled")
    def _default_mcp_enabled(self) -> bool:
        return os.environ.get("GRADIO_MCP_SERVER", "").strip().lower() not in ("false", "0", "no", "off")

    @property
    def jupyter(self) -> Any:
        """The notebook server; there is one as soon as the extension is loaded."""
        return self.serverapp

    # -- Jupyter's hooks --

    def initialize_settings(self) -> None:
        """Build the parts."""
        self.catalog = Catalog(time.monotonic)
        self.kernels = Kernels(self, self.log)
        self.events = Events()
        self.service = Service(
            self.catalog,
            self.kernels,
            call_timeout=self.call_timeout,
            max_request_bytes=self.max_request_bytes,
        )
        self.gate = McpGate(self.service, self.mcp_enabled)
        self._telling: set[asyncio.Future[None]] = set()
        # `jupyter gradio-mcp serve` and other extensions find the parts here.
        self.settings["jupyter_gradio_mcp"] = self

    def initialize_handlers(self) -> None:
        """Add the routes."""
        base_url, web_app = self.jupyter.base_url, self.jupyter.web_app
        web_app.add_handlers(".*$", rules(base_url, self._routes(), self._nothing(), self.catalog))

    async def _start_jupyter_server_extension(self, serverapp: Any) -> None:
        os.environ[protocol.ADDRESS_VARIABLE] = await self.kernels.listen(self.link_transport)
        serverapp.event_logger.add_listener(schema_id=_CONTENTS_EVENTS, listener=self._contents_changed)

    async def stop_extension(self) -> None:
        """Hang up and let everything go."""
        os.environ.pop(protocol.ADDRESS_VARIABLE, None)
        self.events.close()
        await self.gate.close()
        await self.kernels.close()

    def _routes(self) -> list[Route]:
        from .mcp_routes import McpHandler, MessagesHandler, SchemaHandler, SseHandler
        from .rest import AboutHandler, BeginHandler, RunHandler, StreamHandler

        shared: dict[str, Any] = {"service": self.service}
        calls = {**shared, "events": self.events}
        mcp = {**shared, "gate": self.gate}
        name = r"(?P<name>/?[^/]+)"
        return [
            Route(r"gradio_api/mcp/?", McpHandler, mcp),
            Route(r"gradio_api/mcp/http/?", McpHandler, mcp),
            Route(r"gradio_api/mcp/sse/?", SseHandler, mcp),
            Route(r"gradio_api/mcp/messages/?", MessagesHandler, mcp),
            Route(r"gradio_api/mcp/schema/?", SchemaHandler, mcp),
            Route(rf"gradio_api/run/{name}/?", RunHandler, calls),
            Route(rf"gradio_api/call(?P<version>/v2)?/{name}/?", BeginHandler, calls),
            Route(rf"gradio_api/call(?:/v2)?/{name}/(?P<event_id>[^/]+)/?", StreamHandler, calls),
            Route(r"gradio_api/about/?", AboutHandler, {**shared, "mcp": self.mcp_enabled}),
        ]

    def _nothing(self) -> Route:
        from .rest import NothingHereHandler

        return Route(r"gradio(?:_api)?/.*", NothingHereHandler, {"service": self.service})

    # -- what the links ask (`kernels.Switchboard`) --

    def session_key(self, kernel: str) -> bytes | None:
        """The Jupyter session key of a kernel that this server runs."""
        manager = self.jupyter.kernel_manager
        return bytes(manager.get_kernel(kernel).session.key) if kernel in manager else None

    async def publish(self, kernel: str, endpoints: list[EndpointInfo]) -> Published:
        """Take what a kernel offers now."""
        path = (await self._paths()).get(kernel, kernel)
        app = self.catalog.publish(kernel, path, endpoints)
        self._forget_dead()
        self.gate.warm()
        await self.gate.changed(app)
        url = self.public_url
        return {
            "op": "published",
            "id": 0,
            "url": url,
            "app_url": url + Service.place(app),
            "mcp": self.mcp_enabled,
            "endpoints": self.catalog.offered(app),
        }

    def lost(self, kernel: str) -> None:
        """A kernel restarted or died."""
        app = self.catalog.lose(kernel)
        if app is not None:
            telling = asyncio.ensure_future(self.gate.changed(app))
            self._telling.add(telling)
            telling.add_done_callback(self._telling.discard)

    def active(self, kernel: str) -> None:
        """Keep cullers from stopping what works for a caller."""
        now = utcnow()
        self.jupyter.web_app.settings["api_last_activity"] = now
        manager = self.jupyter.kernel_manager
        if kernel in manager:
            manager.get_kernel(kernel).last_activity = now

    # -- where notebooks are --

    async def _contents_changed(self, logger: Any, schema_id: str, data: dict[str, Any]) -> None:
        """Follow a notebook, or the folder it is in, to its new name."""
        if data.get("action") != "rename":
            return
        old, new = str(data["source_path"]).strip("/"), str(data["path"]).strip("/")
        for app in self.catalog.apps():
            if app.path == old or app.path.startswith(f"{old}/"):
                self.catalog.move(app.kernel, new + app.path[len(old) :])

    async def _paths(self) -> dict[str, str]:
        """The path of each kernel's notebook. Of several sessions on a kernel the notebook's counts."""
        sessions = await ensure_async(self.jupyter.session_manager.list_sessions())
        sessions.sort(key=lambda session: session["type"] == "notebook")
        return {
            session["kernel"]["id"]: session["path"]
            for session in sessions
            if session.get("kernel") and session["type"] == "notebook"
        }

    def _forget_dead(self) -> None:
        for app in self.catalog.apps():
            if not app.live and app.kernel not in self.jupyter.kernel_manager:
                self.catalog.forget(app.kernel)
                self.gate.forget(app)

    @property
    def public_url(self) -> str:
        """The server's base as a person reaches it, ending in a slash."""
        if self.jupyter.custom_display_url:
            return str(self.jupyter.custom_display_url).partition("?")[0].rstrip("/") + "/"
        return str(self.jupyter.connection_url).rstrip("/") + "/"

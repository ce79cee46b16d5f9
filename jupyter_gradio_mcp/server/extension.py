"""The server extension: settings, and the wiring of everything else. Light to import."""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from pathlib import Path
from typing import Any

from jupyter_core.paths import jupyter_runtime_dir
from jupyter_core.utils import ensure_async
from jupyter_server._tz import utcnow
from jupyter_server.extension.application import ExtensionApp
from traitlets import Bool, Enum, Float, Integer, List, Unicode, default

from .. import protocol
from .._version import __version__
from ..descriptions import EndpointInfo, FileSettings
from ..errors import UnknownEndpoint
from ..panels import PanelInfo
from ..paths import resolved
from ..protocol import Published
from . import owner
from .agents import Agents
from .bulletin import Bulletin
from .cache import Cache
from .call_events import SCHEMA, CallEvents
from .catalog import Catalog, changes_seen
from .events import Events
from .fetch import Fetcher
from .files import Files
from .gate import McpGate
from .inputs import Inputs
from .kernels import Kernels
from .keys import Keys, default_file, without_keys
from .panel_calls import PanelCalls
from .record import CallRecord
from .routes import rules
from .scope import credential_of_key
from .service import Limits, Service
from .sessions import Sessions
from .signing import Signer
from .visits import Visits

TIDY_SECONDS = 60.0
"""How often old files and dead notebooks are looked for."""

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

    max_file_size = Integer(
        0, min=0, help="Bytes that one uploaded or fetched file may have; 0 is no limit. A notebook may say less."
    ).tag(config=True)
    allowed_paths = List(
        Unicode(), help="Files and folders that callers may read, and that results may name, in every notebook."
    ).tag(config=True)
    blocked_paths = List(Unicode(), help="Files and folders that no caller reads, whatever a notebook allows.").tag(
        config=True
    )
    notebook_paths = List(
        Unicode(),
        help="Folders within which notebooks may open paths by gr.set_static_paths and allowed_paths; none: anywhere.",
    ).tag(config=True)
    cache_dir = Unicode(
        help="Folder for uploads and results. Default: JUPYTER_GRADIO_TEMP_DIR, GRADIO_TEMP_DIR, or the temporary one."
    ).tag(config=True)
    cache_max_bytes = Integer(
        10 << 30, min=0, help="Bytes that uploads and results may take; the oldest go first. 0 is no limit."
    ).tag(config=True)
    cache_max_age = Float(
        7 * 24 * 3600, min=0, help="Seconds after which uploads and results are deleted; 0 is never."
    ).tag(config=True)
    file_url_seconds = Float(
        3600, min=60, help="Seconds for which the address of a file opens without any other credential."
    ).tag(config=True)
    allowed_hosts = List(
        Unicode(), help="Hosts (or host:port) with private addresses that files may be fetched from."
    ).tag(config=True)
    fetch_timeout = Float(30, min=0.1, help="Seconds that fetching a file from elsewhere may take.").tag(config=True)
    key_file = Unicode(
        help="Where access keys are stored. Default: gradio_mcp/keys.json in Jupyter's data folder."
    ).tag(config=True)
    key_urls = Bool(True, help="Admit access keys as part of an address, for clients that can send nothing else.").tag(
        config=True
    )
    max_result_text = Integer(
        100_000,
        min=0,
        help="Bytes of text that an MCP result has; a longer one is cut, with a link to the whole. 0 is no limit.",
    ).tag(config=True)
    max_inline_bytes = Integer(
        3 << 20,
        min=0,
        help="Bytes of an image or a sound that is sent within an MCP result; of a larger image a smaller copy is.",
    ).tag(config=True)
    record_arguments = Bool(False, help="Keep the arguments of calls in the record of calls.").tag(config=True)
    answer_timeout = Float(
        600, min=0.1, help="Seconds that a function which asks its caller (gr.ask) waits for the answer."
    ).tag(config=True)
    session_grace = Float(
        10, min=0, help="Seconds that the calls of a queue's session go on after its client has left."
    ).tag(config=True)

    panel_grace = Float(
        600, min=0, help="Seconds that the calls of a panel's page go on after the page was closed or cut off."
    ).tag(config=True)

    @default("mcp_enabled")
    def _default_mcp_enabled(self) -> bool:
        return os.environ.get("GRADIO_MCP_SERVER", "").strip().lower() not in ("false", "0", "no", "off")

    @default("allowed_paths")
    def _default_allowed_paths(self) -> list[str]:
        return _from_environment("ALLOWED_PATHS")

    @default("blocked_paths")
    def _default_blocked_paths(self) -> list[str]:
        return _from_environment("BLOCKED_PATHS")

    @default("cache_dir")
    def _default_cache_dir(self) -> str:
        return os.environ.get("JUPYTER_GRADIO_TEMP_DIR") or os.environ.get("GRADIO_TEMP_DIR") or ""

    @property
    def jupyter(self) -> Any:
        """The notebook server; there is one as soon as the extension is loaded."""
        return self.serverapp

    # -- Jupyter's hooks --

    def initialize_settings(self) -> None:
        """Build the parts."""
        self.catalog = Catalog(time.monotonic)
        self.kernels = Kernels(self, self.log)
        self.programs: dict[str, tuple[bytes, str]] = {}
        self.events = Events()
        self.sessions = Sessions(self.session_grace)
        self.panel_calls = PanelCalls(self.panel_grace)
        self.bulletin = Bulletin(self.panel_calls.look_again)
        self.cache_folders = Cache(self._temporary(), max_bytes=self.cache_max_bytes, max_age=self.cache_max_age)
        keys = Keys(Path(self.key_file).expanduser() if self.key_file else default_file())
        files = Files(
            self.cache_folders,
            Signer(time.time, self.file_url_seconds),
            allowed=self._paths(self.allowed_paths),
            # Whatever is allowed: the keys, and what proves to a kernel who one is.
            blocked=self._paths([*self.blocked_paths, str(keys.file.parent), jupyter_runtime_dir()]),
            bounds=self._paths(self.notebook_paths) if self.notebook_paths else None,
        )
        logger = self.jupyter.event_logger
        logger.register_event_schema(SCHEMA)
        self.call_events = CallEvents(logger)
        self.service = Service(
            catalog=self.catalog,
            kernels=self.kernels,
            files=files,
            inputs=Inputs(
                files,
                Fetcher(allowed_hosts=[host.lower() for host in self.allowed_hosts], timeout=self.fetch_timeout),
                self.max_file_size or None,
            ),
            keys=keys,
            visits=Visits(keys),
            record=CallRecord(self.record_arguments, self.call_events.add),
            agents=Agents(time.time, self.bulletin.tell),
            bulletin=self.bulletin,
            call_timeout=self.call_timeout,
            max_request_bytes=self.max_request_bytes,
            key_urls=self.key_urls,
            limits=Limits(self.max_result_text, self.max_inline_bytes),
        )
        self.service.visits.ended += [
            lambda key: self.events.end(credential_of_key(key)),
            lambda key: self.sessions.end(credential_of_key(key)),
            lambda key: self.panel_calls.end(credential_of_key(key)),
        ]
        # A mistyped key URL, or one as the referrer of another request, is answered and logged by Jupyter.
        self.jupyter.log.addFilter(without_keys)
        self.gate = McpGate(self.service, self.mcp_enabled, self.answer_timeout)
        self._tidying: asyncio.Task[None] | None = None
        self._telling: set[asyncio.Future[None]] = set()
        # `jupyter gradio-mcp serve` and other extensions find the parts here.
        self.settings["jupyter_gradio_mcp"] = self

    def initialize_handlers(self) -> None:
        """Add the routes."""
        from . import route_table

        base_url, web_app = self.jupyter.base_url, self.jupyter.web_app
        routes = route_table.routes(
            self.service,
            events=self.events,
            sessions=self.sessions,
            panel_calls=self.panel_calls,
            gate=self.gate,
            mcp=self.mcp_enabled,
        )
        web_app.add_handlers(".*$", rules(base_url, routes, route_table.nothing(self.service), self.catalog))

    def _temporary(self) -> Path | None:
        if not self.cache_dir:
            return None
        folder = Path(self.cache_dir).expanduser()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            tempfile.TemporaryFile(dir=folder).close()
        except OSError as error:
            # Without a cache no notebook could be linked.
            self.log.error("The cache is in the folder for temporary files, for GradioMcp.cache_dir fails: %s", error)
            return None
        return folder

    def _paths(self, paths: list[str]) -> tuple[Path, ...]:
        return resolved(paths, Path(self.jupyter.root_dir))

    async def _start_jupyter_server_extension(self, serverapp: Any) -> None:
        os.environ[protocol.ADDRESS_VARIABLE] = await self.kernels.listen(self.link_transport)
        self._tidying = asyncio.ensure_future(self._tidy())
        serverapp.event_logger.add_listener(schema_id=_CONTENTS_EVENTS, listener=self._contents_changed)

    async def stop_extension(self) -> None:
        """Hang up and let everything go."""
        os.environ.pop(protocol.ADDRESS_VARIABLE, None)
        if self._tidying is not None:
            self._tidying.cancel()
        self.service.visits.close()
        self.events.close()
        self.sessions.close()
        self.panel_calls.close()
        await self.gate.close()
        await self.kernels.close()
        self.bulletin.close()
        self.call_events.tell()
        self.service.keys.flush()
        self.cache_folders.close()
        self.jupyter.log.removeFilter(without_keys)

    async def _tidy(self) -> None:
        """Every so often, forget notebooks that are gone, and delete files that are old or too many."""
        while True:
            await asyncio.sleep(TIDY_SECONDS)
            self._forget_dead()
            try:
                await asyncio.get_running_loop().run_in_executor(None, self.cache_folders.sweep)
            except OSError as error:
                self.log.warning("The cache could not be tidied: %s", error)

    def admit_program(self, name: str, key: bytes, path: str) -> None:
        """Let a program dial as a kernel does, whose functions are then those of a notebook.

        Args:
            name: What it calls itself; no kernel has that id.
            key: What it proves that it is by.
            path: Of its file, where a notebook has its own.
        """
        self.programs[name] = (key, path)

    # -- what the links ask (`kernels.Switchboard`) --

    def session_key(self, kernel: str) -> bytes | None:
        """The Jupyter session key of a kernel that this server runs, or the key of a program."""
        if kernel in self.programs:
            return self.programs[kernel][0]
        manager = self.jupyter.kernel_manager
        return bytes(manager.get_kernel(kernel).session.key) if kernel in manager else None

    def cache(self, kernel: str, temporary: str | None) -> str:
        """The folder for the results of a kernel."""
        try:
            return str(self.cache_folders.of_kernel(kernel, temporary))
        except OSError as error:
            self.log.warning("The cache of a notebook cannot be in %s: %s", temporary, error)
            return str(self.cache_folders.of_kernel(kernel))

    async def manage(self, kernel: str, verb: str, arguments: dict[str, Any]) -> Any:
        """Do what the owner of a notebook asks by a magic."""
        app = self.catalog.app(kernel)
        if app is None:
            raise UnknownEndpoint("This notebook offers nothing yet. Run a %%mcp_tool cell first.")
        if verb == "resource_updated":
            await self.gate.updated(app, str(arguments["uri"]))
            return None
        return owner.manage(self.service, app, self.public_url, verb, arguments)

    async def publish(
        self, kernel: str, endpoints: list[EndpointInfo], files: FileSettings, panels: list[PanelInfo]
    ) -> Published:
        """Take what a kernel offers now."""
        _, program = self.programs.get(kernel, (b"", ""))
        path = program or (await self._notebooks()).get(kernel, kernel)
        before = self._offered_by(kernel)
        app = self.catalog.publish(kernel, path, endpoints, files, panels)
        self.cache_folders.ages(kernel, files["delete_cache"])
        self._forget_dead()
        self.bulletin.tell()
        self.gate.warm()
        await self.gate.changed(app, changes_seen(before, app.endpoints))
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
        self.service.keys.forget_kernel(kernel)
        self.service.visits.look()
        before = self._offered_by(kernel)
        app = self.catalog.lose(kernel)
        if app is not None:
            self.bulletin.tell()
            telling = asyncio.ensure_future(self.gate.changed(app, changes_seen(before, {})))
            self._telling.add(telling)
            telling.add_done_callback(self._telling.discard)

    def _offered_by(self, kernel: str) -> dict[str, EndpointInfo]:
        app = self.catalog.app(kernel)
        return app.endpoints if app is not None else {}

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
        self.bulletin.tell()

    async def _notebooks(self) -> dict[str, str]:
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
                self.cache_folders.forget(app.kernel)
                self.service.keys.forget_kernel(app.kernel)

    @property
    def public_url(self) -> str:
        """The server's base as a person reaches it, ending in a slash."""
        if self.jupyter.custom_display_url:
            return str(self.jupyter.custom_display_url).partition("?")[0].rstrip("/") + "/"
        return str(self.jupyter.connection_url).rstrip("/") + "/"


def _from_environment(name: str) -> list[str]:
    """Paths in an environment variable, as Gradio has it: with commas between. Our own prefix comes first."""
    text = os.environ.get(f"JUPYTER_GRADIO_{name}") or os.environ.get(f"GRADIO_{name}") or ""
    return [path.strip() for path in text.split(",") if path.strip()]

"""`launch()`: an app becomes a panel below the cell, and endpoints; in a program, a server is started for it."""

from __future__ import annotations

import os
import webbrowser
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from ...descriptions import EndpointInfo
from ...errors import CallError, LinkError
from ...panels import PanelInfo
from ...protocol import Published
from .. import files
from ..accesskey import Secret
from ..app_panels import OpenApp
from ..call import CURRENT
from ..components.placed import OPEN
from ..decorators import kernel_shell
from ..files import Store
from ..magics import load, loaded
from ..notebook import Notebook, how_to_mend
from ..registry import Endpoint
from ..report import report_all
from . import drawn, keywords, script
from .adapted import origin_of
from .blocks import Blocks
from .offers import Offered, offered

MCP_VARIABLE = "GRADIO_MCP_SERVER"
"""The environment variable that says `mcp_server` where `launch()` does not."""


class Returned(tuple[Any, ...]):
    """What `launch()` returns. It shows nothing of itself below a cell, where the panel is."""

    __slots__ = ()

    def _ipython_display_(self) -> None:
        pass


class Launched:
    """An app that was launched in this notebook.

    Args:
        app: The app.
        notebook: The notebook's functions.
        panel: The id of its panel, which its endpoints are registered under.
        endpoints: What it offers.
    """

    def __init__(self, app: Blocks, notebook: Notebook, panel: str, endpoints: list[Offered]) -> None:
        self.app = app
        self.panel = panel
        self.endpoints = endpoints
        self.url = ""
        self._notebook = notebook
        self._key = ""

    @property
    def told(self) -> list[Endpoint]:
        """What its cell, or program, tells of."""
        found = (one.endpoint for one in self.endpoints)
        return [endpoint for endpoint in found if _is_told(endpoint) and not endpoint.options.alias]

    def draw(self, infos: Mapping[str, EndpointInfo], store: Store) -> PanelInfo:
        """Its panel."""
        own = {
            one.endpoint.name
            for one in self.endpoints
            if self._notebook.registry.get(one.endpoint.name) is one.endpoint
        }
        known = {name: info for name, info in infos.items() if name in own}
        return drawn.panel(self.app, self.panel, self.endpoints, known, store)

    def open(self, former: Launched | None) -> None:
        """Get an address that opens it, in place of that of `former`."""
        names = [one.endpoint.name for one in self.endpoints]
        if former is not None:
            former.revoke()
        title = "".join(letter for letter in self.app.title if letter.isprintable()).strip()[:80]
        name = title or next(iter(names), "an app without functions")
        try:
            made = self._notebook.manage("create_key", name=name, temporary=True, endpoints=names, panel=self.panel)
        except (LinkError, CallError):
            # Keys cannot be made here; the app is open all the same.
            return
        self.url, self._key = Secret(made["url"]), made["info"]["id"]

    def revoke(self) -> None:
        """Its address opens nothing any more."""
        key, self._key, self.url = self._key, "", ""
        if key:
            # It ended with the server that it was of.
            with suppress(LinkError, CallError):
                self._notebook.manage("revoke_key", key=key)

    def close(self) -> None:
        """End it."""
        if self.app.launched is self:
            self.app.launched = None
        self.revoke()
        registry = self._notebook.registry
        registry.remove([found.name for found in registry.all() if found.cell == self.panel])
        self._notebook.apps.close(self.panel)
        files.forget_app(self.panel)
        # Perhaps nobody is there to be told.
        with suppress(LinkError):
            self._notebook.publish()


class _Place(NamedTuple):
    """Where an app is launched.

    Attributes:
        notebook: Offers its functions.
        cell: The cell that runs; None where cells have no id, and in a program.
        run: Which run of that cell.
        forget: Is told of functions that the app offers, which the cell then need not.
    """

    notebook: Notebook
    cell: str | None
    run: str | None
    forget: Callable[[Any], object]


def launch(app: Blocks, options: dict[str, Any]) -> Any:
    """Launch an app; see `Blocks.launch`.

    Raises:
        RuntimeError: A call of a function of the same app launches it.
    """
    call = CURRENT.get()
    if call is not None and app.launched is not None and call.endpoint.cell == app.launched.panel:
        # It would take away the address that this call's answer goes to.
        raise RuntimeError(f"launch(): '{call.endpoint.name}' is a function of this app, which is open already.")
    shell = kernel_shell()
    if shell is None:
        return _launch_in_program(app, options)
    meant = keywords.taken("launch()", options, keywords.LAUNCH)
    # So that `%unload_ext` knows of it, too.
    shell.extension_manager.load_extension(__name__.partition(".")[0])
    load(shell)
    magics = loaded(shell)
    cells = magics.cells
    place = _Place(magics.notebook, cells.running, cells.run, cells.forget)
    try:
        launched, published = _open(app, place, meant)
    except _Alone as alone:
        launched, published = alone.launched, None
        names = ", ".join(endpoint.name for endpoint in launched.told) or app.title or "The app"
        print(f"{names}: ready, but out of reach of others: {alone.error}.\n{how_to_mend(alone.error)}")
    if published is not None and launched.told and not meant["quiet"]:
        print(report_all(launched.told, published))
    if meant["inline"] is not False:
        notebook = place.notebook
        title = drawn.title(app, [found.info(notebook.store) for found in launched.told])
        notebook.show_panel(launched.panel, launched.told, title)
    return Returned((app, launched.url, None))


def _launch_in_program(app: Blocks, options: dict[str, Any]) -> Any:
    """Launch an app of a program, and unless it is to go on, wait until it is stopped."""
    meant = keywords.taken("launch()", options, keywords.PROGRAM)
    program = script.started(meant)
    try:
        launched, published = _open(app, _Place(program.notebook, None, None, lambda function: None), meant)
    except _Alone as alone:
        program.close()
        raise alone.error from None
    except BaseException:
        if not program.notebook.apps.all():
            program.close()
        raise
    if not meant["quiet"]:
        print(_address(app, launched, published), flush=True)
    if meant["inbrowser"]:
        webbrowser.open(launched.url)
    if not meant["prevent_thread_lock"] and not script.interactive():
        program.wait()
    return Returned((app, launched.url, None))


def block_thread() -> None:
    """Wait until this program is stopped; in a notebook, where the kernel stays, not at all."""
    program = script.running()
    if program is not None:
        program.wait()


def close_all(verbose: bool = True) -> None:
    """End all apps of this notebook.

    Args:
        verbose: There for Gradio's sake.
    """
    shell = kernel_shell()
    if shell is not None:
        load(shell)
        notebook: Notebook | None = loaded(shell).notebook
    else:
        program = script.running()
        notebook = None if program is None else program.notebook
    for app in [] if notebook is None else notebook.apps.all():
        app.close()


class _Alone(Exception):
    """An app is open, and its server out of reach."""

    def __init__(self, launched: Launched, error: LinkError) -> None:
        super().__init__(str(error))
        self.launched = launched
        self.error = error


def _open(app: Blocks, place: _Place, meant: dict[str, Any]) -> tuple[Launched, Published]:
    """Open an app.

    Raises:
        _Alone: It is open, for whoever needs no server.
        RegistrationError: A function of it cannot be offered.
    """
    mcp = meant["mcp_server"]
    if mcp is None:
        mcp = os.environ.get(MCP_VARIABLE, "").strip().lower() in ("true", "1", "yes", "on")
    token = OPEN.set(None)
    try:
        return _opened(app, place, meant, bool(mcp))
    finally:
        OPEN.reset(token)


def _opened(app: Blocks, place: _Place, meant: dict[str, Any], mcp: bool) -> tuple[Launched, Published]:
    notebook, cell, run = place.notebook, place.cell, place.run
    registry = notebook.registry
    panel = _panel_id(app, notebook, cell, run)
    if app.launched is not None and app.launched.panel != panel:
        app.launched.close()
    before = {found.name: found for found in registry.all()}

    def taken(name: str, function: Any) -> bool:
        held = before.get(name)
        # Without the id of a cell nothing tells whether it is the same one again.
        if held is None or held.cell == panel or cell is None:
            return False
        return origin_of(held.function) is not origin_of(function)

    found = offered(app, panel, mcp=mcp, taken=taken)
    # In place of what the launch before said; also of one that said nothing.
    allowed, blocked = (meant[name] or _paths_named(name) for name in ("allowed_paths", "blocked_paths"))
    files.configure_app(panel, allowed, blocked, meant["max_file_size"], app.delete_cache)
    for one in found:
        # What a decorator says of it has been taken over.
        place.forget(origin_of(one.endpoint.function))
    former = notebook.apps.get(panel)
    old: Launched | None = None if former is None else former.app
    if old is not None:
        old.app.launched = None
    app.launched = launched = Launched(app, notebook, panel, found)
    registry.register([one.endpoint for one in found], panel)
    notebook.apps.open(panel, OpenApp(cell, run, launched.draw, launched.close, launched))
    try:
        published = notebook.publish()
    except LinkError as error:
        raise _Alone(launched, error) from None
    launched.open(old)
    return launched, published


def _paths_named(name: str) -> list[str]:
    """Paths that the environment names, with commas between; Gradio's variables."""
    return [path.strip() for path in os.environ.get(f"GRADIO_{name.upper()}", "").split(",") if path.strip()]


def _address(app: Blocks, launched: Launched, published: Published) -> str:
    """What a program prints of an app: where it is, and how it is stopped."""
    names = [endpoint.name for endpoint in launched.told]
    lines = [f"{app.title or script.path()}: {', '.join(names) or 'no functions'}", f"  Page  {launched.url!s}"]
    if not any(endpoint.options.mcp for endpoint in launched.told):
        lines.append("  MCP   not asked for: launch(mcp_server=True)")
    elif published["mcp"]:
        lines.append(f"  MCP   {launched.url!s}gradio_api/mcp/")
    else:
        lines.append("  MCP   switched off on this server (GRADIO_MCP_SERVER or GradioMcp.mcp_enabled)")
    if names:
        lines.append(f"  REST  gradio_api/call/v2/{names[0] if len(names) == 1 else 'NAME'} at the page's address")
    lines.append("The address holds an access key, which opens this app alone. Ctrl-C stops it.")
    return "\n".join(lines)


def _is_told(endpoint: Endpoint) -> bool:
    """Whether the cell says that it is there."""
    return endpoint.options.visibility == "public"


def _panel_id(app: Blocks, notebook: Notebook, cell: str | None, run: str | None) -> str:
    """The id of the panel: of the cell, which keeps it when it runs again; of several apps of one cell by number."""
    base = "app" if cell is None else f"app:{cell}"
    panel, number = base, 1
    while (held := notebook.apps.get(panel)) is not None:
        if held.app.app is app or (cell is not None and held.run != run):
            break
        number += 1
        panel = f"{base}:{number}"
    return panel

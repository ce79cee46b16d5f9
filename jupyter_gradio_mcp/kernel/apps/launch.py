"""`launch()`: an app becomes a panel below the cell, and endpoints; in a program, a server is started for it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from ...descriptions import EndpointInfo
from ...errors import CallError, LinkError
from ...panels import PanelInfo
from .. import files
from ..accesskey import Secret
from ..app_panels import OpenApp
from ..components.placed import OPEN
from ..decorators import kernel_shell
from ..files import Store
from ..magics import load, loaded
from ..notebook import Notebook, how_to_mend
from ..registry import Endpoint
from ..report import report_all
from . import drawn, keywords
from .adapted import origin_of
from .blocks import Blocks
from .offers import Offered, offered
from .script import run_as_program

if TYPE_CHECKING:
    from ..magics import McpMagics

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
        if not names:
            return
        try:
            name = "".join(letter for letter in self.app.title if letter.isprintable()).strip()[:80] or names[0]
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
        # Perhaps nobody is there to be told.
        with suppress(LinkError):
            self._notebook.publish()


def launch(app: Blocks, options: dict[str, Any]) -> Any:
    """Launch an app; see `Blocks.launch`."""
    shell = kernel_shell()
    if shell is None:
        return run_as_program(app, keywords.taken("launch()", options, keywords.PROGRAM))
    meant = keywords.taken("launch()", options, keywords.LAUNCH)
    given: dict[str, Any] = {
        name: meant[name] for name in ("allowed_paths", "blocked_paths", "max_file_size") if name in options
    }
    if app.delete_cache is not None:
        given["delete_cache"] = app.delete_cache
    if given:
        files.configure(**given)
    # So that `%unload_ext` knows of it, too.
    shell.extension_manager.load_extension(__name__.partition(".")[0])
    load(shell)
    mcp = meant["mcp_server"]
    if mcp is None:
        mcp = os.environ.get(MCP_VARIABLE, "").lower() in ("true", "1", "yes")
    token = OPEN.set(None)
    try:
        launched = _open(app, loaded(shell), mcp=bool(mcp), quiet=bool(meant["quiet"]))
    finally:
        OPEN.reset(token)
    shown = [one.endpoint for one in launched.endpoints if not one.endpoint.options.alias and _is_told(one.endpoint)]
    if meant["inline"] is not False:
        notebook = loaded(shell).notebook
        title = drawn.title(app, [found.info(notebook.store) for found in shown])
        notebook.show_panel(launched.panel, shown, title)
    return Returned((app, launched.url, None))


def close_all(verbose: bool = True) -> None:
    """End all apps of this notebook.

    Args:
        verbose: There for Gradio's sake.
    """
    shell = kernel_shell()
    if shell is not None:
        load(shell)
        for app in loaded(shell).notebook.apps.all():
            app.close()


def _open(app: Blocks, magics: McpMagics, *, mcp: bool, quiet: bool) -> Launched:
    notebook, cells = magics.notebook, magics.cells
    registry = notebook.registry
    cell, run = cells.running, cells.run
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
    for one in found:
        # What a decorator says of it has been taken over.
        cells.forget(origin_of(one.endpoint.function))
    former = notebook.apps.get(panel)
    old: Launched | None = None if former is None else former.app
    if old is not None:
        old.app.launched = None
    app.launched = launched = Launched(app, notebook, panel, found)
    endpoints = [one.endpoint for one in found]
    registry.register(endpoints, panel)
    notebook.apps.open(panel, OpenApp(cell, run, launched.draw, launched.close, launched))
    told = [endpoint for endpoint in endpoints if _is_told(endpoint) and not endpoint.options.alias]
    try:
        published = notebook.publish()
    except LinkError as error:
        names = ", ".join(endpoint.name for endpoint in told) or app.title or "The app"
        print(f"{names}: ready, but out of reach of others: {error}.\n{how_to_mend(error)}")
        return launched
    if told and not quiet:
        print(report_all(told, published))
    launched.open(old)
    return launched


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

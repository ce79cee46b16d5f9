"""Everything of this package that is loaded into one kernel, and how it comes and goes."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from .._version import __version__
from ..descriptions import EndpointInfo
from ..errors import LinkError, NoServer, VersionMismatch
from ..panels import Mount, NotebookPanels, PanelInfo
from ..protocol import Published
from . import card, layout
from .app_panels import AppPanels
from .call import CURRENT
from .calls import Calls
from .files import SETTINGS, Store
from .link import Identity, KernelIdentity, SocketLink
from .mainthread import MainThread
from .output import Output
from .registry import Endpoint, Registry
from .widget import Widgets


class Notebook:
    """The functions of one kernel, able to be called from outside while there is a server.

    Args:
        shell: The IPython shell of the kernel; None in a program, whose calls print where it prints.
        main_thread: Runs what must run on the kernel's main thread; None in a program.
        identity: Who this process is for the server; None is the kernel.
    """

    def __init__(self, shell: Any, main_thread: MainThread | None, identity: Identity | None = None) -> None:
        self.registry = Registry()
        self._shell = shell
        self._kernel = getattr(shell, "kernel", None)
        self.store = Store(SETTINGS)
        self.calls = Calls(self.registry, main_thread, self.store)
        self.apps = AppPanels()
        self._identity = identity
        self._output = Output(shell)
        if shell is not None:
            self._output.install()
        self._link: SocketLink | None = None
        self._publishing = threading.Lock()
        self._widgets = Widgets(self._kernel, self.registry, self.calls, self.store, self.panels)
        SETTINGS.changed = self._settings_changed

    def publish(self) -> Published:
        """Tell the server what this notebook offers, dialling it first where need be.

        Raises:
            LinkError: There is no way to a server. The functions stay registered, and the next
                call of this tries again.
        """
        # Functions that are called may publish, too; what the server hears last must be the latest.
        with self._publishing:
            try:
                link = self._dialled()
                offered = self._offered()
                return link.publish([info for _, info in offered], SETTINGS.to_wire(), self._panels(offered))
            finally:
                self._widgets.changed()

    def panels(self) -> NotebookPanels:
        """The panels of all cells, as those see them who need no server."""
        return {
            "kernel": self._kernel_id,
            "notebook": "",
            "title": Path(os.environ.get("JPY_SESSION_NAME", "")).stem or "Notebook",
            "state": "live",
            "owner": True,
            "panels": self._panels(self._offered()),
        }

    def show(self, endpoints: Sequence[Endpoint]) -> None:
        """Show the panel of the cell that has just registered `endpoints`."""
        by_panel: dict[str, list[Endpoint]] = {}
        for found in endpoints:
            if found.options.ui and found.options.kind == "tool":
                by_panel.setdefault(layout.panel_id(found.cell, found.name), []).append(found)
        for panel, there in by_panel.items():
            self.show_panel(panel, there)

    def show_panel(self, panel: str, endpoints: Sequence[Endpoint], title: str = "") -> None:
        """Show a panel below the cell that runs.

        Args:
            panel: Its id.
            endpoints: What the card says of it.
            title: Its title; "" takes those of the functions.
        """
        # A call cannot show a panel to its caller, nor a terminal to anybody.
        if self._kernel is None or CURRENT.get() is not None:
            return
        infos = [found.info(self.store) for found in endpoints]
        told = [card.entry(found, info["description"]) for found, info in zip(endpoints, infos, strict=True)]
        mount: Mount = {
            "version": 1,
            "kernel": self._kernel_id,
            "panel": panel,
            "title": title or layout.title(infos),
            "functions": told,
        }
        data, metadata = card.bundle(mount, self._widgets.open(mount))
        self._shell.display_pub.publish(data=data, metadata=metadata)

    def _panels(self, offered: Sequence[tuple[Endpoint, EndpointInfo]]) -> list[PanelInfo]:
        functions = layout.panels([(endpoint.cell, info) for endpoint, info in offered if endpoint.options.ui])
        return [*functions, *self.apps.panels({info["name"]: info for _, info in offered}, self.store)]

    def show_api(self, endpoint: Endpoint | None) -> None:
        """Show the API page of this notebook below the cell; `endpoint` is opened at once."""
        if self._kernel is None or CURRENT.get() is not None:
            return
        offered = [(found, info) for found, info in self._offered() if endpoint is None or found is endpoint]
        mount: Mount = {
            "version": 1,
            "kernel": self._kernel_id,
            "panel": "",
            "title": "API" if endpoint is None else f"API of {endpoint.name}",
            "functions": [card.entry(found, info["description"]) for found, info in offered],
            "view": "api",
        }
        if endpoint is not None:
            mount["endpoint"] = endpoint.name
        data, metadata = card.bundle(mount, self._widgets.open(mount))
        self._shell.display_pub.publish(data=data, metadata=metadata)

    def _offered(self) -> list[tuple[Endpoint, EndpointInfo]]:
        return [(endpoint, endpoint.info(self.store)) for endpoint in self.registry.all()]

    @cached_property
    def _kernel_id(self) -> str:
        if self._identity is not None:
            return self._identity.id
        try:
            return KernelIdentity(self._kernel).id
        except NoServer:
            return ""

    def manage(self, verb: str, **arguments: Any) -> Any:
        """Ask the server for what only its owner may (`protocol.ManageFrame`).

        Raises:
            LinkError: There is no way to a server.
            CallError: The server refused.
        """
        if self._link is None or not self._link.open:
            self.publish()
        return self._dialled().manage(verb, arguments)

    def _dialled(self) -> SocketLink:
        if self._link is None or not self._link.open:
            self._link = SocketLink(self.calls, self._identity or KernelIdentity(self._kernel))
            self.store.folder = self._link.cache
        return self._link

    @property
    def linked(self) -> bool:
        """Whether the server hears this."""
        return self._link is not None and self._link.open

    def _settings_changed(self) -> None:
        if self._link is not None and self._link.open:
            self.publish()

    def close(self) -> None:
        """Take everything back: the endpoints, the link, the output routing."""
        if self._link is not None:
            self._link.close()
        SETTINGS.changed = lambda: None
        self._widgets.close()
        self.store.close()
        self._output.uninstall()
        self.calls.close()


def how_to_mend(error: LinkError) -> str:
    """What the author can do about `error`, as a command where there is one."""
    if isinstance(error, VersionMismatch):
        return (
            "Install the same version on both sides, here with\n"
            f'    "{sys.executable}" -m pip install -U jupyter-gradio-mcp\n'
            "and in the notebook server's environment with\n"
            '    pip install -U "jupyter-gradio-mcp[server]"\n'
            "then restart both."
        )
    if isinstance(error, NoServer):
        # A Jupyter server, and nothing else, tells its kernels the name of their notebook.
        if os.environ.get("JPY_SESSION_NAME"):
            return (
                "The notebook server runs without the extension. In the server's environment run\n"
                f'    pip install "jupyter-gradio-mcp[server]=={__version__}"\n'
                "and restart the server, then run this cell again. `jupyter gradio-mcp doctor` tells more."
            )
        return (
            "Open the notebook in JupyterLab or Notebook 7, or serve it with\n"
            "    jupyter gradio-mcp serve NOTEBOOK.ipynb\n"
            '(needs pip install "jupyter-gradio-mcp[server]"; `jupyter gradio-mcp doctor` tells more).'
        )
    return "Run this cell again; if that does not help, restart the kernel."

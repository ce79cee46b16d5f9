"""Which apps are open in a notebook, of which cell each is, and the panels that they draw."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ..descriptions import EndpointInfo
from ..panels import PanelInfo
from .files import Store

Draw = Callable[[Mapping[str, EndpointInfo], Store], PanelInfo]
"""Makes an app's panel of what is told of the notebook's endpoints, by name. Files in it are copied into the store."""


@dataclass
class OpenApp:
    """One app.

    Attributes:
        cell: The cell that launched it; None if it came from none that has an id.
        run: Which run of that cell.
        draw: Makes its panel.
        close: Ends it.
        app: What was launched.
    """

    cell: str | None
    run: str | None
    draw: Draw
    close: Callable[[], None]
    app: Any


class AppPanels:
    """The open apps of a notebook, by the id of their panel, in the order in which they first came."""

    def __init__(self) -> None:
        self._apps: dict[str, OpenApp] = {}

    def open(self, panel: str, app: OpenApp) -> None:
        """Take an app, in place of the one that had its panel."""
        self._apps[panel] = app

    def get(self, panel: str) -> OpenApp | None:
        """The app with that panel."""
        return self._apps.get(panel)

    def close(self, panel: str) -> None:
        """The app with that panel has ended."""
        self._apps.pop(panel, None)

    def all(self) -> list[OpenApp]:
        """Every one."""
        return list(self._apps.values())

    def end_of_cell(self, cell: str | None, run: str | None) -> None:
        """A cell has run: an app that it launched before, and now does not, ends."""
        for app in self.all():
            if cell is not None and app.cell == cell and app.run != run:
                app.close()

    def panels(self, infos: Mapping[str, EndpointInfo], store: Store) -> list[PanelInfo]:
        """The panels, for what is told of the notebook's endpoints, by name."""
        return [app.draw(infos, store) for app in self._apps.values()]

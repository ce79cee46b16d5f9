"""Apps in this process: what they offer, their panels, and calls of their functions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jupyter_gradio_mcp.descriptions import EndpointInfo
from jupyter_gradio_mcp.kernel.apps import drawn
from jupyter_gradio_mcp.kernel.apps.blocks import Blocks
from jupyter_gradio_mcp.kernel.apps.offers import offered
from jupyter_gradio_mcp.kernel.calls import Calls, run_all
from jupyter_gradio_mcp.kernel.files import SETTINGS, Store
from jupyter_gradio_mcp.kernel.registry import Registry
from jupyter_gradio_mcp.kernel.request import NOTHING
from jupyter_gradio_mcp.panels import ActionInfo, ComponentInfo, PanelInfo
from jupyter_gradio_mcp.protocol import EventInfo, RequestInfo, Viewer

from .engine import Told


class Opened:
    """An app as `launch()` opens it, without a notebook around it."""

    def __init__(self, app: Blocks, *, mcp: bool = False, taken: Mapping[str, Any] | None = None) -> None:
        names = taken or {}
        self.app = app
        self.store = Store(SETTINGS)
        self.offered = offered(app, "app:cell", mcp=mcp, taken=lambda name, function: name in names)
        self.registry = Registry()
        self.registry.register([one.endpoint for one in self.offered], "app:cell")
        self.calls = Calls(self.registry, None, self.store)  # type: ignore[arg-type]

    @property
    def infos(self) -> dict[str, EndpointInfo]:
        """What is told of its functions."""
        return {found.name: found.info(self.store) for found in self.registry.all()}

    def names(self, visibility: str = "public") -> list[str]:
        """The names of its functions of one visibility."""
        return [name for name, info in self.infos.items() if info["visibility"] == visibility]

    @property
    def panel(self) -> PanelInfo:
        """Its panel."""
        return drawn.panel(self.app, "app:cell", self.offered, self.infos, self.store)

    def action(self, endpoint: str) -> ActionInfo:
        """The action of its panel that calls a function."""
        [found] = [action for action in self.panel["actions"] if action["endpoint"] == endpoint]
        return found

    def component(self, id: str) -> ComponentInfo:
        """A component of its panel."""
        [found] = [component for component in self.panel["components"] if component["id"] == id]
        return found

    def told(
        self,
        endpoint: str,
        /,
        *,
        session: str | None = None,
        viewer: Viewer | None = None,
        event: EventInfo | None = None,
        **arguments: Any,
    ) -> Told:
        """Call a function, to its end; what its caller is told."""
        told = Told()
        request: RequestInfo = {**NOTHING, "session": session}
        work = self.calls.begin(1, endpoint, arguments, told, request=request, viewer=viewer, event=event)
        run_all(work)
        assert told.ended.wait(20)
        return told

    def call(self, endpoint: str, /, **arguments: Any) -> Any:
        """Call a function; its result."""
        told = self.told(endpoint, **arguments)
        [result] = told.of("result") or [told.frames[-1]]
        assert result["op"] == "result", result
        return result["value"]

    def error(self, endpoint: str, /, **arguments: Any) -> str:
        """Call a function that fails; the message."""
        [error] = self.told(endpoint, **arguments).of("error")
        return str(error["error"]["message"])

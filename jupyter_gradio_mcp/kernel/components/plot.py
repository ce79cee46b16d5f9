"""The component of figures."""

from __future__ import annotations

from typing import Any

from ...errors import FunctionFailed
from .. import plots
from ..files import Store
from ..views import CallViews
from .base import Component
from .media import described


class Plot(Component):
    """A figure of matplotlib, plotly, altair or bokeh; only a result can be one.

    Args:
        value: The figure that is shown before the first result.
        format: What figures of matplotlib are drawn as; only `png` is.
    """

    def __init__(self, value: Any = None, *, format: str = "png", **common: Any) -> None:
        super().__init__(value, **common)
        if format != "png":
            raise ValueError(f"Plot(format={format!r}): only 'png' is drawn.")
        self.format = format

    def to_json(self, value: Any, store: Store | None) -> Any:
        return self._plot(value, store, library=False)

    def to_panel(self, value: Any, store: Store | None, views: CallViews) -> Any:
        return self._plot(value, store, library=True)

    def _plot(self, value: Any, store: Store | None, *, library: bool) -> Any:
        if value is None or store is None:
            return None
        if isinstance(value, dict) and {"type", "plot"} <= value.keys() <= {"type", "plot", "library"}:
            return value
        drawn = plots.plot(value, store, "plot", library=library)
        if drawn is None:
            raise FunctionFailed(
                f"The function returned {described(value)} for Plot: return a figure of matplotlib, plotly, altair or "
                "bokeh, axes, or the bytes of a picture."
            )
        return drawn

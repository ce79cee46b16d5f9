"""What can stand in the layout of an app and be listened to, and what layout is open at the moment."""

from __future__ import annotations

import contextvars
import inspect
from functools import wraps
from typing import TYPE_CHECKING, Any, Protocol

EVENTS = frozenset(
    (
        *("change", "input", "submit", "select", "click", "upload", "clear", "release", "focus", "blur", "tick"),
        *("load", "expand", "collapse", "edit", "key_up", "copy", "like", "retry", "undo", "option_select"),
        *("delete", "download", "double_click", "preview_open", "preview_close", "play", "pause", "stop", "end"),
        *("start_recording", "pause_recording", "stop_recording"),
    )
)
"""What can be listened to; which of it a component has is for `apps.events` to say."""


class Place(Protocol):
    """A layout that is open: what is made now stands in it."""

    @property
    def root(self) -> Any:
        """The app that it is of."""
        ...

    def put(self, item: Placed) -> None:
        """Let `item` stand at its end."""
        ...

    def listener(self, item: Any, event: str) -> Any:
        """What registers a function for an event of `item`.

        Raises:
            AttributeError: It has no such event.
        """
        ...


OPEN: contextvars.ContextVar[Place | None] = contextvars.ContextVar("jupyter_gradio_mcp_place", default=None)
"""The innermost layout that a `with` has opened."""


class Placed:
    """A part of a layout.

    Its events are attributes of it while a layout is open: `button.click(…)`.
    """

    _said: tuple[tuple[Any, ...], dict[str, Any]]

    _handed: dict[str, Any] | None = None
    """How it was when a function was given it."""

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if "__init__" in vars(cls):
            cls.__init__ = _placing(cls.__init__)  # type: ignore[method-assign]

    def said(self) -> dict[str, Any]:
        """The arguments that it was made with, by name: what one that is returned as an update changes."""
        args, options = self._said
        there = inspect.signature(type(self)).parameters
        names = [name for name in there if name not in options]
        said = {**dict(zip(names, args, strict=False)), **options}
        before = self._handed
        if before is not None:
            said["value"] = vars(self)["value"]
            own = {name for kind in type(self).__mro__[:-1] for name in inspect.signature(kind).parameters}
            said.update({k: v for k, v in vars(self).items() if k in own and (k not in before or before[k] is not v)})
        return said

    def render(self) -> Any:
        """Let it stand at the end of the layout that is open; one that was made there stands there already."""
        place = OPEN.get()
        if place is not None:
            place.put(self)
        return self

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            place = None if name.startswith("_") else OPEN.get()
            if place is not None:
                return place.listener(self, name)
            hint = ". Events are listened to within `with gr.Blocks():`" if name in EVENTS else ""
            raise AttributeError(f"gr.{type(self).__name__} has no '{name}'{hint}")


def _placing(init: Any) -> Any:
    """`__init__`, at whose outermost end the object stands in the layout that is open."""

    @wraps(init)
    def placing(self: Placed, *args: Any, **options: Any) -> None:
        if "_said" in vars(self):
            # That of a base class.
            init(self, *args, **options)
            return
        self._said = (args, options)
        init(self, *args, **options)
        if options.get("render", True):
            self.render()

    return placing

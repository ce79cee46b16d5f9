"""What holds components in a layout: rows, columns, groups, accordions, tabs."""

from __future__ import annotations

import contextvars
import difflib
import inspect
from typing import Any, ClassVar

from typing_extensions import Self

from ...panels import NodeType
from ..components.base import HARMLESS, Component, drawn
from ..components.placed import OPEN, Place, Placed
from . import events

_LOOK = HARMLESS | {"variant", "equal_height", "show_progress", "fill_height", "overflow_behavior", "alignment"}


class Container(Placed):
    """What holds components: those that are made within its `with`.

    Args:
        visible: Whether it is seen, with all that it holds.
        look: Gradio's keywords that only concern its look there.

    Raises:
        TypeError: There is a keyword that Gradio does not have.
    """

    node: ClassVar[NodeType] = "column"
    drawn_as: ClassVar[str] = ""
    """Gradio's name of it, where that is not its class's."""

    def __init__(self, *, visible: bool | str = True, **look: Any) -> None:
        self._refuse_unknown(look)
        self.visible = visible is True
        self._drawn = drawn(look)
        self.children: list[Placed] = []
        outer = OPEN.get()
        self._root: Any = None if outer is None else outer.root
        self._tokens: list[contextvars.Token[Place | None]] = []

    @property
    def root(self) -> Any:
        """The app that it is in.

        Raises:
            RuntimeError: It is in none.
        """
        outer = OPEN.get()
        if self._root is None and outer is not None:
            self._root = outer.root
        if self._root is None:
            raise RuntimeError(f"gr.{type(self).__name__} belongs within `with gr.Blocks():`.")
        return self._root

    def options(self) -> dict[str, Any]:
        """What is its own of its `props`, by Gradio's names."""
        return {}

    def props(self) -> dict[str, Any]:
        """How it looks: `panels.ComponentInfo.props`."""
        shown = {"visible": None if self.visible else False, **self._drawn, **self.options()}
        return {name: value for name, value in shown.items() if value is not None}

    def __enter__(self) -> Self:
        """Let what is made from now on stand in it."""
        _ = self.root
        self._tokens.append(OPEN.set(self))
        return self

    def __exit__(self, *error: object) -> None:
        """Let what is made from now on stand beside it again."""
        OPEN.reset(self._tokens.pop())

    # -- as a place --

    def put(self, item: Placed) -> None:
        """Let `item` stand at its end."""
        self.root.leave(item)
        if isinstance(item, Tab) and not isinstance(self, Tabs):
            # As in Gradio, tabs that follow one another belong together.
            last = self.children[-1] if self.children else None
            if not isinstance(last, _Together):
                last = _Together(render=False)
                last._root = self.root
                self.children.append(last)
            last.put(item)
            return
        self.children.append(item)
        if isinstance(item, Component):
            item.in_app()

    def listener(self, item: Any, event: str) -> Any:
        """What registers a function for an event of `item`."""
        return events.event(self.root, item, event)

    def leave(self, item: Placed) -> None:
        """Let `item` stand here no more, nor in what this holds."""
        self.children = [child for child in self.children if child is not item]
        for child in self.children:
            if isinstance(child, Container):
                child.leave(item)

    def _refuse_unknown(self, look: dict[str, Any]) -> None:
        own = [name for kind in type(self).__mro__[:-1] for name in inspect.signature(kind).parameters]
        for keyword in look:
            if keyword not in _LOOK:
                near = difflib.get_close_matches(keyword, [*own, *sorted(_LOOK)], n=1)
                hint = f" Did you mean '{near[0]}'?" if near else ""
                raise TypeError(f"gr.{type(self).__name__} takes no '{keyword}'.{hint}")


class Row(Container):
    """Holds components side by side, as far as there is room.

    Args:
        variant: `default`, `panel` (on a ground of its own) or `compact` (close together).
        equal_height: Whether all are as high as the highest.
        visible: As of every container.
        look: As of every container.
    """

    node = "row"

    def __init__(
        self, *, variant: str = "default", equal_height: bool = False, visible: bool | str = True, **look: Any
    ) -> None:
        super().__init__(visible=visible, **look)
        self.variant = variant
        self.equal_height = equal_height

    def options(self) -> dict[str, Any]:
        """As of every container."""
        return {"variant": _variant(self.variant), "equal_height": self.equal_height or None}


class Column(Container):
    """Holds components one below the other.

    Args:
        scale: How much of a row it takes, beside what others take.
        min_width: Pixels; a row that has not as much room for all has several lines.
        variant: As of `Row`.
        visible: As of every container.
        look: As of every container.
    """

    node = "column"

    def __init__(
        self,
        scale: int = 1,
        *,
        min_width: int = 320,
        variant: str = "default",
        visible: bool | str = True,
        **look: Any,
    ) -> None:
        super().__init__(visible=visible, **look)
        self.scale = scale
        self.min_width = min_width
        self.variant = variant

    def options(self) -> dict[str, Any]:
        """As of every container."""
        return {"scale": self.scale, "min_width": self.min_width, "variant": _variant(self.variant)}


def _variant(variant: str) -> str | None:
    return None if variant == "default" else variant


class Group(Container):
    """Holds components close together."""

    node = "group"


class Accordion(Container):
    """Holds components that can be folded away.

    Args:
        label: What it is called.
        open: Whether they are seen at first.
        visible: As of every container.
        look: As of every container.
    """

    node = "accordion"

    def __init__(self, label: str | None = None, open: bool = True, *, visible: bool | str = True, **look: Any) -> None:
        super().__init__(visible=visible, **look)
        self.label = label
        self.open = open

    def options(self) -> dict[str, Any]:
        """As of every container."""
        return {"label": self.label, "open": self.open}


class Sidebar(Accordion):
    """Holds components beside all others of an app, or above them where there is no room. It can be folded away.

    Args:
        label: What it is called.
        open: As of an accordion.
        width: In pixels, or CSS.
        position: `left` or `right`.
        visible: As of every container.
        look: As of every container.

    Raises:
        ValueError: There is no such position.
    """

    def __init__(
        self,
        label: str | None = None,
        open: bool = True,
        *,
        width: int | str = 320,
        position: str = "left",
        visible: bool | str = True,
        **look: Any,
    ) -> None:
        super().__init__(label, open, visible=visible, **look)
        if position not in ("left", "right"):
            raise ValueError(f"gr.Sidebar: position is 'left' or 'right', not {position!r}")
        self.width = width
        self.position = position

    def options(self) -> dict[str, Any]:
        """As of every container."""
        return {**super().options(), "label": self.label or "Sidebar", "width": self.width, "position": self.position}


class Tabs(Container):
    """Holds tabs.

    Args:
        selected: The `id` of the tab that is seen first; None is the first.
        visible: As of every container.
        look: As of every container.
    """

    node = "tabs"

    def __init__(self, selected: int | str | None = None, *, visible: bool | str = True, **look: Any) -> None:
        super().__init__(visible=visible, **look)
        self.selected = selected

    def options(self) -> dict[str, Any]:
        """As of every container."""
        return {"selected": self.selected}


class Tab(Container):
    """One tab: what it holds is seen when it is selected.

    Args:
        label: What is on it.
        visible: As of every container.
        interactive: Whether it can be selected.
        id: What `Tabs.selected` calls it.
        look: As of every container.
    """

    node = "tab"

    def __init__(
        self,
        label: str | None = None,
        visible: bool | str = True,
        interactive: bool = True,
        *,
        id: int | str | None = None,
        **look: Any,
    ) -> None:
        look.pop("render_children", None)
        super().__init__(visible=visible, **look)
        self.label = label
        self.id = id
        self.interactive = interactive

    def options(self) -> dict[str, Any]:
        """As of every container."""
        return {"label": self.label, "id": self.id, "interactive": None if self.interactive else False}


class _Together(Tabs):
    """Holds tabs whose author did not say what holds them."""

    drawn_as = "Tabs"


class Page(Tab):
    """A page of an app (`demo.route`), which is one of the app's tabs here."""

    drawn_as = "Tab"

    @property
    def load(self) -> Any:
        """The app is opened."""
        return events.event(self.root, self.root, "load")


TabItem = Tab
"""Gradio's former name of it."""


class Walkthrough(Tabs):
    """Holds steps, one after the other. A function brings the next: `return gr.Walkthrough(selected=1)`."""

    def put(self, item: Placed) -> None:
        """As of every container; a step without an `id` is called by its place."""
        super().put(item)
        if isinstance(item, Step) and item.id is None:
            item.id = len(self.children) - 1


class Step(Tab):
    """One step of a `Walkthrough`."""

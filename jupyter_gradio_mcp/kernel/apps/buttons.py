"""`gr.Button` and `gr.ClearButton`: components whose value is what is written on them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..components.base import Component, or_null
from ..components.placed import OPEN
from ..files import Store
from ..media import to_file
from ..plain import text


class Button(Component):
    """A button.

    Args:
        value: What is written on it.
        variant: `primary`, `secondary`, `stop` or `huggingface`.
        size: `sm`, `md` or `lg`.
        link: An address that a click opens.
        icon: The file of a picture, which stands before the text.
        visible: As of every `Component`.
        interactive: Whether it can be clicked.
        look: Gradio's keywords that only concern its look there.
    """

    def __init__(
        self,
        value: Any = "Run",
        *,
        variant: str = "secondary",
        size: str = "lg",
        link: str | None = None,
        icon: Any = None,
        visible: bool | str = True,
        interactive: bool = True,
        **look: Any,
    ) -> None:
        super().__init__(value, visible=visible, interactive=interactive, **look)
        self.variant = variant
        self.size = size
        self.link = link
        self.icon = icon

    def options(self) -> dict[str, Any]:
        """As of every component."""
        return {**looks(self), "link": self.link}

    def props(self, store: Store | None = None) -> dict[str, Any]:
        """As of every component, and the picture."""
        shown = super().props(store)
        if self.icon is not None and store is not None:
            shown["icon"] = to_file(self.icon, store, "icon", word="file", given=True)
        return shown

    def schema(self) -> dict[str, Any]:
        """As of every component."""
        return or_null("string")

    def to_json(self, value: Any, store: Store | None) -> Any:
        """What is written on it, as text."""
        return None if value is None else text(str(value))


def looks(button: Any) -> dict[str, Any]:
    """How a button looks. It can be clicked unless it is said not to be, also where functions fill it."""
    return {
        "variant": button.variant,
        "size": button.size,
        "interactive": None if button.interactive else False,
    }


class ClearButton(Button):
    """A button that empties components.

    Args:
        components: Those that it empties.
        value: What is written on it.
        options: Of `Button`.
    """

    def __init__(
        self, components: Sequence[Component] | Component | None = None, value: Any = "Clear", **options: Any
    ) -> None:
        said = [name for name in ("api_name", "show_api", "api_visibility") if name in options]
        named: dict[str, Any] = {name: options.pop(name) for name in said}
        super().__init__(value, **options)
        # Listed nowhere, and there for whoever may use the app.
        self._named = {"queue": False, "api_name": "clear", "api_visibility": "undocumented", **named}
        self.components: list[Component] = []
        if components is not None:
            self.add(components)

    def add(self, components: Sequence[Component] | Component) -> ClearButton:
        """Let it empty these as well.

        Raises:
            RuntimeError: No `gr.Blocks` is open.
        """
        place = OPEN.get()
        if place is None:
            raise RuntimeError("gr.ClearButton belongs within `with gr.Blocks():`.")
        more = list(components) if isinstance(components, (list, tuple)) else [components]
        self.components += more  # type: ignore[arg-type]
        empty = [None] * len(more)
        clear = place.listener(self, "click")
        clear(lambda: empty[0] if len(empty) == 1 else empty, None, more, **self._named)
        return self

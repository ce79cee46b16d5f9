"""What all components are: a value on the way in, a value on the way out, and how both look."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

from ...descriptions import Files
from ...protocol import Shown
from ..files import Store
from ..views import CallViews


class Component:
    """One field of a form, or one view of a result; each kind of it is Gradio's class of the same name.

    It is named by `Annotated[T, gr.Slider(0, 1)]`, or in the options `inputs=` and `outputs=`. Where a hint names
    none, `describe` picks one for the type.

    Args:
        value: What the field begins with; callers may leave the argument out then. None begins empty.
        label: Its name for people; None makes one of the parameter's.
        info: A line of explanation below the label.
        show_label: Whether the label is seen.
        interactive: Whether a field can be changed.
        visible: Whether it is seen.
    """

    files: Files | None = None
    """Whether its value is a file or a list of files; a component whose options decide overrides it in the instance."""

    def __init__(
        self,
        value: Any = None,
        *,
        label: str | None = None,
        info: str | None = None,
        show_label: bool = True,
        interactive: bool | None = None,
        visible: bool = True,
    ) -> None:
        self.value = value
        self.label = label
        self.info = info
        self.show_label = show_label
        self.interactive = interactive
        self.visible = visible

    @property
    def name(self) -> str:
        """Gradio's name of it."""
        return type(self).__name__

    # -- how it looks --

    def options(self) -> dict[str, Any]:
        """What is its own of its `props`, by Gradio's names; None is left out."""
        return {}

    def props(self, store: Store | None = None) -> dict[str, Any]:
        """How it looks: `panels.ComponentInfo.props`. A default that is a file is copied into `store`."""
        shown = {
            "label": self.label,
            "info": self.info,
            "show_label": None if self.show_label else False,
            "interactive": self.interactive,
            "visible": None if self.visible else False,
            **self.options(),
        }
        if self.value is not None and not callable(self.value):
            shown["value"] = self.to_json(self.value, store)
        return {key: value for key, value in shown.items() if value is not None}

    # -- the way in --

    def accepts(self, hint: Any = inspect.Parameter.empty) -> Any:
        """The type that an argument is read as; pydantic validates with it and makes its schema of it.

        Args:
            hint: What the author says that the function takes; `empty` if nothing.
        """
        return Any if hint is inspect.Parameter.empty else hint

    # -- the way out --

    def schema(self) -> dict[str, Any] | None:
        """JSON Schema of what `to_json` gives; None if there is none, as of files."""
        return None

    def to_json(self, value: Any, store: Store | None) -> Any:
        """A value of Python's as what Gradio's clients know it by, made of JSON's types only.

        Args:
            value: What the function returned, or what `value` says.
            store: Where files are written.

        Raises:
            FunctionFailed: It is no value for this component. The message says which would be.
        """
        return value

    def to_panel(self, value: Any, store: Store | None, views: CallViews) -> Any:
        """The same for a panel, where that can show more.

        Args:
            value: What the function returned.
            store: Where files are written.
            views: Keeps what is too large to be sent at once.

        Raises:
            FunctionFailed: As `to_json`.
        """
        return self.to_json(value, store)

    def shown(self, value: Any) -> Shown | None:
        """How a model reads a value of Python's, where that is not its JSON."""
        return None

    def __repr__(self) -> str:
        said: Mapping[str, Any] = {k: v for k, v in vars(self).items() if v not in (None, True) and k[0] != "_"}
        return f"{self.name}({', '.join(f'{key}={value!r}' for key, value in said.items())})"

"""What Gradio's programs call components in a text, such as `inputs="text"`, and how one is made of what an author
names."""

from __future__ import annotations

import difflib
from importlib import import_module
from typing import Any

from . import MODULES
from .base import Component

SHORT: dict[str, tuple[str, dict[str, Any]]] = {
    "text": ("Textbox", {}),
    "str": ("Textbox", {}),
    "textarea": ("Textbox", {"lines": 7}),
    "password": ("Textbox", {"type": "password"}),
    "email": ("Textbox", {"type": "email"}),
    "numpy": ("Dataframe", {"type": "numpy"}),
    "pil": ("Image", {"type": "pil"}),
    "files": ("File", {"file_count": "multiple"}),
    "matrix": ("Dataframe", {"type": "array"}),
    "list": ("Dataframe", {"type": "array", "col_count": 1}),
    "microphone": ("Audio", {"sources": ["microphone"]}),
    "mic": ("Audio", {"sources": ["microphone"]}),
    "playablevideo": ("Video", {"sources": ["upload"], "format": "mp4"}),
    "bool": ("Checkbox", {}),
    "datetime": ("DateTime", {}),
}
"""Gradio's short names beside those of the classes, and the options that they stand for."""

_BY_NAME = {name.lower(): name for name in MODULES}


def class_of(name: str) -> type[Component]:
    """The class of that name."""
    found: type[Component] = getattr(import_module(f".{MODULES[name]}", __package__), name)
    return found


def made(given: Any) -> Component | None:
    """The component that an instance, a class or a text names; None for anything else.

    Raises:
        ValueError: A text names none.
    """
    if isinstance(given, Component):
        return given
    if isinstance(given, type) and issubclass(given, Component):
        return given()
    if not isinstance(given, str):
        return None
    key = given.strip().lower().replace("_", "")
    name, options = SHORT.get(key, (_BY_NAME.get(key, ""), {}))
    if not name:
        near = difflib.get_close_matches(key, [*SHORT, *_BY_NAME], n=1)
        hint = f" Did you mean {near[0]!r}?" if near else f" There are: {', '.join(_BY_NAME)}."
        raise ValueError(f"no component is called {given!r}.{hint}")
    return class_of(name)(**options)

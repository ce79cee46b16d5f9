"""`gr.ColorPicker`: a color."""

from __future__ import annotations

import inspect
from typing import Any

from pydantic import Field

from ..files import Store
from ..hints import annotated, bare, is_open, narrowed
from ..plain import text
from .base import Component, or_null

_COLOR = r"^(#[0-9a-fA-F]{3,4}|#[0-9a-fA-F]{6}|#[0-9a-fA-F]{8}|(rgb|hsl)a?\([^()]*\)|[a-zA-Z]+)$"
"""Colors as CSS has them, which is how Gradio sends them."""


class ColorPicker(Component):
    """A field for a color, such as `#ff8800`."""

    def accepts(self, hint: Any = inspect.Parameter.empty) -> Any:
        """Text that is a color to CSS."""
        hint = str if is_open(hint) else hint
        if bare(hint) is not str:
            return hint
        return narrowed(
            hint, lambda inner: annotated(inner, Field(pattern=_COLOR, json_schema_extra={"format": "color"}))
        )

    def schema(self) -> dict[str, Any]:
        """As of every component."""
        return or_null("string", format="color")

    def to_json(self, value: Any, store: Store | None) -> Any:
        """The color as text; None is empty."""
        return None if value is None else text(str(value))

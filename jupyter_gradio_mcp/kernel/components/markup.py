"""`gr.Markdown` and `gr.HTML`: text that is shown with its marks."""

from __future__ import annotations

import inspect
from typing import Any

from ..files import Store
from ..hints import is_open
from ..plain import text
from .base import Component, or_null


class _Markup(Component):
    """Text with marks."""

    own = ""
    """The method by which objects of other libraries give such a text."""

    def accepts(self, hint: Any = inspect.Parameter.empty) -> Any:
        """Text."""
        return str if is_open(hint) else hint

    def schema(self) -> dict[str, Any]:
        """As of every component."""
        return or_null("string")

    def to_json(self, value: Any, store: Store | None) -> Any:
        """The text, or what an object gives for itself; None is empty."""
        if value is None or isinstance(value, str):
            return value if value is None else text(inspect.cleandoc(value))
        method = None if isinstance(value, type) else getattr(value, self.own, None)
        made = method() if callable(method) else None
        return text(made if isinstance(made, str) else str(value))


class Markdown(_Markup):
    """Text with Markdown's marks."""

    own = "_repr_markdown_"


class HTML(_Markup):
    """A piece of a page. A panel shows it in a frame of its own, without scripts."""

    own = "_repr_html_"

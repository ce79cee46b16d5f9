"""`gr.Textbox`: text of one line or several."""

from __future__ import annotations

import inspect
import re
from typing import Any, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from ..files import Store
from ..hints import annotated, bare, is_open, narrowed
from ..plain import text
from .base import Component, or_null

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")


class Textbox(Component):
    """A field for text; also a view of text.

    Args:
        value: As for every `Component`.
        type: `text`, `password` (not shown) or `email`.
        lines: How many lines the field has.
        max_lines: How many it grows to.
        placeholder: What an empty field shows.
        max_length: How many characters it takes; callers cannot send more either.
        submit_btn: Whether a button submits it, or what is written on that.
        stop_btn: Whether a button stops what a submit began, or what is written on that.
        options: Of every `Component`.

    Raises:
        ValueError: There is no such type.
    """

    def __init__(
        self,
        value: Any = None,
        *,
        type: Literal["text", "password", "email"] = "text",
        lines: int = 1,
        max_lines: int | None = None,
        placeholder: str | None = None,
        max_length: int | None = None,
        submit_btn: str | bool | None = None,
        stop_btn: str | bool | None = None,
        **options: Any,
    ) -> None:
        super().__init__(value, **options)
        if type not in ("text", "password", "email"):
            raise ValueError(f"gr.Textbox: type is 'text', 'password' or 'email', not {type!r}")
        self.type = type
        self.lines = lines
        self.max_lines = max_lines
        self.placeholder = placeholder
        self.max_length = max_length
        self.submit_btn = submit_btn
        self.stop_btn = stop_btn

    def options(self) -> dict[str, Any]:
        """As of every component."""
        return {
            "lines": self.lines if self.lines > 1 else None,
            "max_lines": self.max_lines,
            "placeholder": self.placeholder,
            "type": None if self.type == "text" else self.type,
            "max_length": self.max_length,
            "submit_btn": self.submit_btn or None,
            "stop_btn": self.stop_btn or None,
        }

    def accepts(self, hint: Any = inspect.Parameter.empty) -> Any:
        """Text, or what the hint reads from text."""
        hint = str if is_open(hint) else hint
        kind = bare(hint)
        if not (isinstance(kind, type) and issubclass(kind, str)):
            return hint
        said: list[Any] = []
        if self.max_length is not None:
            said.append(Field(max_length=self.max_length))
        if self.type != "text":
            said.append(Field(json_schema_extra={"format": self.type}))
        if self.type == "email":
            said.append(AfterValidator(_email))
        return narrowed(hint, lambda inner: annotated(inner, *said))

    def schema(self) -> dict[str, Any]:
        """As of every component."""
        return or_null("string")

    def to_json(self, value: Any, store: Store | None) -> Any:
        """Any value as text; None is empty."""
        return None if value is None else text(value if isinstance(value, str) else str(value))


def _email(value: str) -> str:
    if value and not _EMAIL.fullmatch(value):
        raise PydanticCustomError("email", "Should be an address such as name@example.com")
    return value

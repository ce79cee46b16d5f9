"""Which component stands for a value of some JSON Schema, or of another library's type, where the author names none."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from .. import arrays
from ..hints import bare
from .base import Component
from .choices import Checkbox, CheckboxGroup, Dropdown, Radio
from .code import Code
from .data import JSON
from .dates import DateTime
from .labels import Label
from .markup import HTML, Markdown
from .numbers import Number, Slider, step_of
from .text import Textbox

MAX_RADIO = 4
"""Choices that are all seen at once; more are folded away."""

MAX_RADIO_TEXT = 24
"""Characters that each of them has, at most."""

MULTILINE = 5
"""Lines of a field for a text of several."""

MAX_LINES = 20
"""Lines that a default makes a field begin with, at most."""


def implied(
    schema: dict[str, Any], definitions: dict[str, Any], words: Iterable[Any] = (), default: Any = None
) -> Component:
    """Gradio's component for a value of `schema`.

    Args:
        schema: A JSON Schema.
        definitions: Its `$defs`.
        words: What `Annotated` says beside the type: `multiline`, `markdown`, `html`, `code`, `label`, `password`
            and `email` tell what a text, and of results a dict, is.
        default: The default as JSON; a text of several lines has a field of several.
    """
    known = {word for word in words if isinstance(word, str)}
    return _implied(schema, definitions, known, default)


def of_library(hint: Any) -> str | None:
    """Gradio's name of what shows values of a type of another library: a data frame or a figure."""
    kind = bare(hint)
    for name, classes in _LIBRARIES.items():
        for module, called in classes:
            known = arrays.library_class(module, called)
            if known is not None and isinstance(kind, type) and issubclass(kind, known):
                return name
    return None


_LIBRARIES = {
    "Dataframe": (("pandas", "DataFrame"), ("polars", "DataFrame")),
    "Plot": (
        ("matplotlib.figure", "Figure"),
        ("matplotlib.axes", "Axes"),
        ("plotly.basedatatypes", "BaseFigure"),
        ("altair", "TopLevelMixin"),
        ("bokeh.models", "LayoutDOM"),
    ),
}
"""Components, and the types that they show."""


def _implied(
    schema: dict[str, Any], definitions: dict[str, Any], words: set[str], default: Any, *, optional: bool = False
) -> Component:
    choices = [choice for choice in schema.get("anyOf", ()) if choice.get("type") != "null"]
    if len(choices) == 1:
        inner = {**choices[0], **{key: value for key, value in schema.items() if key in ("multiline", "format")}}
        return _implied(inner, definitions, words, default, optional=True)
    if choices and all(choice.get("type") in ("integer", "number") for choice in choices):
        # Of a default that is a number, without a hint.
        return Number()
    if "$ref" in schema:
        # A type may be a list of itself: each definition is followed once.
        name = schema["$ref"].rpartition("/")[2]
        others = {other: definition for other, definition in definitions.items() if other != name}
        return _implied(definitions.get(name, {}), others, words, default, optional=optional)
    if "enum" in schema or "const" in schema:
        return _choice(schema.get("enum", [schema.get("const")]), optional=optional)
    kind = schema.get("type")
    if kind == "string":
        return _text(schema, words, default)
    # Of a result that may be NaN, which JSON has not.
    if kind in ("integer", "number", ["number", "null"]):
        return _number(schema, whole=kind == "integer")
    if kind == "boolean":
        return Checkbox(None)
    if kind == "array":
        items = _implied(schema.get("items") or {}, definitions, set(), None)
        if isinstance(items, (Dropdown, Radio)):
            return CheckboxGroup(items.choices)
    return Label() if "label" in words and kind == "object" else JSON()


def _text(schema: dict[str, Any], words: set[str], default: Any) -> Component:
    form = schema.get("format")
    if form in ("date", "date-time"):
        return DateTime(include_time=form == "date-time")
    if "markdown" in words:
        return Markdown()
    if "html" in words:
        return HTML()
    if "code" in words:
        return Code()
    lines = default.count("\n") + 1 if isinstance(default, str) else 1
    if "multiline" in words or schema.get("multiline"):
        lines = max(lines, MULTILINE)
    return Textbox(
        lines=min(lines, MAX_LINES),
        max_length=schema.get("maxLength"),
        type=next((name for name in ("password", "email") if name in words or form == name), "text"),
    )


def _number(schema: dict[str, Any], *, whole: bool) -> Component:
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is None and (above := schema.get("exclusiveMinimum")) is not None:
        low = math.floor(above) + 1 if whole else above
    if high is None and (below := schema.get("exclusiveMaximum")) is not None:
        high = math.ceil(below) - 1 if whole else below
    step = schema.get("multipleOf") or step_of(low, high, whole=whole)
    if low is None or high is None or low > high:
        return Number(minimum=low, maximum=high, step=step)
    return Slider(low, high, step=step)


def _choice(values: list[Any], *, optional: bool) -> Component:
    choices = [value for value in values if isinstance(value, (str, int, float))]
    # What may be left out needs a way back, which a radio button has not.
    few = 1 < len(choices) <= MAX_RADIO and len(choices) == len(values) and not optional
    return Radio(choices) if few and all(len(str(value)) <= MAX_RADIO_TEXT for value in choices) else Dropdown(choices)

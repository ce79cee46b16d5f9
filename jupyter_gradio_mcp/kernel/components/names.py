"""Which component stands for a value of some JSON Schema. Pure."""

from __future__ import annotations

from typing import Any


def component_of(schema: dict[str, Any], definitions: dict[str, Any]) -> str:
    """The name of Gradio's component for a value of `schema`.

    Args:
        schema: A JSON Schema.
        definitions: Its `$defs`.
    """
    choices = [choice for choice in schema.get("anyOf", ()) if choice.get("type") != "null"]
    if len(choices) == 1:
        return component_of(choices[0], definitions)
    if "$ref" in schema:
        # A type may be a list of itself: each definition is followed once.
        name = schema["$ref"].rpartition("/")[2]
        others = {other: definition for other, definition in definitions.items() if other != name}
        return component_of(definitions.get(name, {}), others)
    if "enum" in schema or "const" in schema:
        return "Dropdown"
    kind = schema.get("type")
    if kind == "string":
        return "DateTime" if schema.get("format") in ("date", "date-time") else "Textbox"
    # Of a result that may be NaN, which JSON has not.
    if kind in ("integer", "number", ["number", "null"]):
        low = "minimum" in schema or "exclusiveMinimum" in schema
        high = "maximum" in schema or "exclusiveMaximum" in schema
        return "Slider" if low and high else "Number"
    if kind == "boolean":
        return "Checkbox"
    if kind == "array" and component_of(schema.get("items") or {}, definitions) == "Dropdown":
        return "CheckboxGroup"
    return "JSON"

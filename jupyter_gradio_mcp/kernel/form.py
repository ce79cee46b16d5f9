"""What a question asks for, as the flat form that MCP's elicitation has, and the answer as Python has it."""

from __future__ import annotations

from typing import Any

from pydantic import PydanticUserError, TypeAdapter, ValidationError

from .schema import input_schema

_KEPT = frozenset(
    (
        *("type", "title", "description", "default", "enum", "enumNames", "oneOf", "items"),
        *("minLength", "maxLength", "format", "minimum", "maximum", "minItems", "maxItems"),
    )
)
"""Keywords that a field of a form may have (revision 2025-11-25, client/elicitation § Requested Schema)."""

_FORMATS = frozenset(("email", "uri", "date", "date-time"))
_PLAIN = frozenset(("string", "number", "integer", "boolean"))


class Form:
    """A form.

    Args:
        wanted: A type, or the JSON Schema of an object, which is taken as it is.

    Attributes:
        schema: JSON Schema of an object with plain properties.

    Raises:
        TypeError: It is no type, or one with a field that is more than a line of a form.
    """

    def __init__(self, wanted: Any) -> None:
        self._adapter: TypeAdapter[Any] | None = None
        self._single = False
        self._choices: dict[str, dict[str, Any]] = {}
        if isinstance(wanted, dict):
            if wanted.get("type") != "object" or not isinstance(wanted.get("properties"), dict):
                raise TypeError('gr.ask: a JSON Schema must be of an object: {"type": "object", "properties": {...}}')
            self.schema = wanted
            return
        try:
            self._adapter = TypeAdapter(wanted)
            made = input_schema(self._adapter)
        except (PydanticUserError, TypeError) as error:
            raise TypeError(f"gr.ask: {wanted!r} is no type that a form can ask for") from error
        definitions = made.pop("$defs", {})
        made = _resolved(made, definitions)
        self._single = made.get("type") != "object"
        if self._single:
            made = {"properties": {"value": made}, "required": ["value"]}
        self.schema = {
            "type": "object",
            "properties": {
                name: self._field(name, field, definitions) for name, field in made.get("properties", {}).items()
            },
        }
        if made.get("required"):
            self.schema["required"] = made["required"]

    def read(self, content: dict[str, Any]) -> Any:
        """The answer as Python has it.

        Raises:
            ValueError: It does not fit. The message says where.
        """
        if self._adapter is None:
            return content
        for name, choices in self._choices.items():
            if name in content:
                content[name] = choices.get(str(content[name]), content[name])
        try:
            return self._adapter.validate_python(content.get("value") if self._single else content)
        except ValidationError as refused:
            found = [
                f"{'.'.join(map(str, error['loc']))}: {error['msg']}" if error["loc"] else error["msg"]
                for error in refused.errors(include_url=False)
            ]
            raise ValueError("; ".join(found)) from None

    def _field(self, name: str, field: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
        field = _resolved(field, definitions)
        if "const" in field:
            field = {**field, "enum": [field["const"]]}
        if "enum" in field and not all(isinstance(value, str) for value in field["enum"]):
            # A form's choices are texts.
            self._choices[name] = {str(value): value for value in field["enum"]}
            field = {**field, "enum": list(self._choices[name])}
            if "default" in field:
                field["default"] = str(field["default"])
        if "enum" in field:
            field = {**field, "type": "string"}
        if field.get("type") == "array":
            items = _resolved(field.get("items") or {}, definitions)
            if "enum" not in items:
                raise TypeError(f"gr.ask: '{name}' is a list, and a form asks for lists of choices only")
            field = {**field, "items": {"type": "string", "enum": items["enum"]}}
        elif field.get("type") not in _PLAIN:
            raise TypeError(f"gr.ask: '{name}' is more than a form can ask for: text, a number, yes or no, or a choice")
        kept = {key: value for key, value in field.items() if key in _KEPT}
        if kept.get("format") not in _FORMATS:
            kept.pop("format", None)
        if kept.get("default", "") is None:
            del kept["default"]
        return kept


def _resolved(schema: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    """`schema` without references, and without the null of an `Optional`."""
    for combined in ("anyOf", "allOf"):
        choices = [choice for choice in schema.get(combined, ()) if choice.get("type") != "null"]
        if len(choices) == 1:
            rest = {key: value for key, value in schema.items() if key != combined}
            return _resolved({**choices[0], **rest}, definitions)
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        rest = {key: value for key, value in schema.items() if key != "$ref"}
        return _resolved({**definitions.get(name, {}), **rest}, definitions)
    return schema

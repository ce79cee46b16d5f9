"""What a question asks for, as the flat form that MCP's elicitation has, and the answer as Python has it."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import PydanticUserError, TypeAdapter, ValidationError

from .schema import input_schema
from .typeddicts import acceptable

_KEPT = frozenset(
    (
        *("type", "title", "description", "default", "enum", "enumNames", "oneOf", "items"),
        *("minLength", "maxLength", "format", "minimum", "maximum", "minItems", "maxItems"),
    )
)
"""Keywords that a field of a form may have (revision 2025-11-25, client/elicitation § Requested Schema)."""

_FORMATS = frozenset(("email", "uri", "date", "date-time"))
_PLAIN: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "number": (int, float),
    "integer": (int,),
    "boolean": (bool,),
}
"""The types of a form's fields besides lists of choices, and what Python reads their values as."""


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
        self._empty: list[str] = []
        if isinstance(wanted, dict):
            if wanted.get("type") != "object" or not isinstance(wanted.get("properties"), dict):
                raise TypeError('gr.ask: a JSON Schema must be of an object: {"type": "object", "properties": {...}}')
            self.schema = wanted
            return
        if isinstance(wanted, (list, tuple)) and wanted and all(isinstance(choice, (str, int)) for choice in wanted):
            # A plain list of choices, as people write them at first.
            wanted = Literal[tuple(wanted)]
        try:
            if isinstance(wanted, str):
                # Pydantic would look it up, here.
                raise TypeError
            self._adapter = TypeAdapter(acceptable(wanted))
            made = input_schema(self._adapter)
        except (PydanticUserError, TypeError) as error:
            raise TypeError(f"gr.ask: {wanted!r} is no type that a form can ask for") from error
        definitions = made.pop("$defs", {})
        self._single = (resolved := _resolved(made, definitions)).get(
            "type"
        ) != "object" or "properties" not in resolved
        made = {"properties": {"value": made}, "required": ["value"]} if self._single else resolved
        required = made.get("required", [])
        self._empty = [name for name in required if _is_optional(made["properties"][name])]
        self.schema = {
            "type": "object",
            "properties": {
                name: self._field(name, field, definitions) for name, field in made.get("properties", {}).items()
            },
        }
        if wanted_fields := [name for name in required if name not in self._empty]:
            self.schema["required"] = wanted_fields

    def read(self, content: Any) -> Any:
        """The answer as Python has it.

        Raises:
            ValueError: It does not fit. The message says where.
        """
        if content is not None and not isinstance(content, dict):
            raise ValueError("the answer is no object with the fields of the form")
        # A field that was left empty may come as null.
        content = {name: value for name, value in (content or {}).items() if value is not None}
        if self._adapter is None:
            _check(content, self.schema)
            return content
        for name, choices in self._choices.items():
            value = content.get(name)
            if isinstance(value, list):
                content[name] = [choices.get(str(item), item) for item in value]
            elif name in content:
                content[name] = choices.get(str(value), value)
        for name in self._empty:
            content.setdefault(name, None)
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
        if "enum" in field:
            field = {**field, "type": "string", "enum": self._texts(name, field["enum"])}
            if field.get("default") is not None:
                field["default"] = str(field["default"])
        if field.get("type") == "array":
            items = _resolved(field.get("items") or {}, definitions)
            if "enum" not in items:
                raise TypeError(f"gr.ask: '{name}' is a list, and a form asks for lists of choices only")
            field = {**field, "items": {"type": "string", "enum": self._texts(name, items["enum"])}}
            if field.get("default") is not None:
                field["default"] = [str(value) for value in field["default"]]
        elif field.get("type") not in _PLAIN:
            raise TypeError(f"gr.ask: '{name}' is more than a form can ask for: text, a number, yes or no, or a choice")
        kept = {key: value for key, value in field.items() if key in _KEPT}
        if kept.get("format") not in _FORMATS:
            kept.pop("format", None)
        if kept.get("default", "") is None:
            del kept["default"]
        return kept

    def _texts(self, name: str, choices: list[Any]) -> list[str]:
        """A form's choices are texts."""
        if not all(isinstance(choice, str) for choice in choices):
            self._choices[name] = {str(choice): choice for choice in choices}
        return [str(choice) for choice in choices]


def _is_optional(schema: dict[str, Any]) -> bool:
    return any(choice.get("type") == "null" for choice in schema.get("anyOf", ()))


def _check(content: dict[str, Any], schema: dict[str, Any]) -> None:
    """Hold an answer against a form that was given as JSON Schema: what is required, types, and choices."""
    fields = schema["properties"]
    for name in schema.get("required", ()):
        if name not in content:
            raise ValueError(f"{name}: it is missing")
    for name, value in content.items():
        field = fields.get(name, {})
        kinds = (list,) if field.get("type") == "array" else _PLAIN.get(str(field.get("type")), (object,))
        if not isinstance(value, kinds) or (isinstance(value, bool) and int in kinds):
            raise ValueError(f"{name}: {value!r:.80} is no {field['type']}")
        choices = field.get("enum") or (field.get("items") or {}).get("enum")
        for chosen in value if isinstance(value, list) else [value]:
            if choices and chosen not in choices:
                raise ValueError(f"{name}: {chosen!r:.80} is none of {', '.join(map(str, choices))}")


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

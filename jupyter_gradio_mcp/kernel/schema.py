"""JSON Schema of Python types, as pydantic makes it, without what only adds noise."""

from __future__ import annotations

import json
import re
from typing import Any

from pydantic import PydanticUserError, TypeAdapter
from pydantic.errors import PydanticInvalidForJsonSchema
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, JsonSchemaWarningKind


class _Quiet(GenerateJsonSchema):
    """JSON Schema 2020-12 without titles that repeat names, and without warnings.

    A default that JSON cannot carry is left out of the schema; the parameter is optional anyway.
    """

    ignored_warning_kinds: set[JsonSchemaWarningKind] = {"skipped-choice", "non-serializable-default"}  # noqa: RUF012

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Never: a title made of the name says what the name says."""
        return False

    def arguments_schema(self, schema: Any) -> JsonSchemaValue:
        """As pydantic's, without the made-up titles of the arguments."""
        made = super().arguments_schema(schema)
        for argument in schema["arguments_schema"]:
            name = argument["name"]
            shown = made.get("properties", {}).get(name)
            if isinstance(shown, dict) and shown.get("title") == self.get_title_from_name(name):
                del shown["title"]
        return made


class _QuietOutput(_Quiet):
    """The same for results: JSON has no NaN and no infinity, so a float may come out as null."""

    def float_schema(self, schema: Any) -> JsonSchemaValue:
        """As pydantic's, with null where the hint lets a number be none."""
        made = super().float_schema(schema)
        if schema.get("allow_inf_nan", True) and made.get("type") == "number":
            made["type"] = ["number", "null"]
        return made


def input_schema(adapter: TypeAdapter[Any]) -> dict[str, Any]:
    """The schema of what a function takes.

    Raises:
        PydanticUserError: A type has no JSON form.
    """
    return adapter.json_schema(schema_generator=_Quiet, mode="validation")


def output_schema(hint: Any) -> dict[str, Any] | None:
    """The schema of what a function gives back; None for a type that has none, or says nothing."""
    if hint in (Any, None, type(None)):
        return None
    try:
        schema = TypeAdapter(hint).json_schema(schema_generator=_QuietOutput, mode="serialization")
    except (PydanticUserError, PydanticInvalidForJsonSchema, TypeError):
        return None
    return schema or None


def self_contained(schema: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    """`schema` without references into anything else: what it refers to is in its place, or, where that holds itself,
    among `$defs` of its own.

    Args:
        schema: A part of a schema.
        definitions: The `$defs` of the whole.
    """
    kept: list[str] = []

    def inlined(part: Any, within: tuple[str, ...]) -> Any:
        if isinstance(part, list):
            return [inlined(item, within) for item in part]
        if not isinstance(part, dict):
            return part
        # The mapping of a discriminator refers by text, and only says again what each choice says.
        rest = {
            key: each(value, within) if key in _NAMED else value if key in _DATA else inlined(value, within)
            for key, value in part.items()
            if key not in ("$ref", "discriminator")
        }
        name = str(part.get("$ref", "")).removeprefix("#/$defs/")
        if name not in definitions:
            return {"$ref": part["$ref"], **rest} if "$ref" in part else rest
        if name in within:
            kept.append(name)
            return {"$ref": part["$ref"], **rest}
        return {**inlined(_without_made_up_title(name, definitions[name]), (*within, name)), **rest}

    def each(parts: Any, within: tuple[str, ...]) -> Any:
        return {name: inlined(part, within) for name, part in parts.items()}

    made: dict[str, Any] = inlined({key: value for key, value in schema.items() if key != "$defs"}, ())
    own: dict[str, Any] = {}
    while kept:
        name = kept.pop()
        if name not in own:
            own[name] = _without_made_up_title(name, definitions[name])
            kept += [other for other in definitions if f'"#/$defs/{other}"' in json.dumps(own[name])]
    return {**made, "$defs": own} if own else made


def _without_made_up_title(name: str, definition: dict[str, Any]) -> dict[str, Any]:
    """A definition whose title is no more than the name of its class without it: the author gave it none."""
    title = re.sub(r"[^\w.-]", "_", definition.get("title", ""))
    made_up = title and (name == title or name.endswith(f"__{title}"))
    return {key: value for key, value in definition.items() if key != "title"} if made_up else definition


_NAMED = frozenset(("properties", "patternProperties", "dependentSchemas"))
"""Keywords whose values are schemas by name."""

_DATA = frozenset(("default", "const", "enum", "examples"))
"""Keywords whose values are data and hold no schemas."""

"""Definitions of one function's schemas, as components of the whole OpenAPI document.

Below a schema its definitions are for that schema only; in the document all functions share one
place. So each moves to `components/schemas`, under `<name of the function>.<name of the definition>`.
No function has a dot in its name and none of our own components has one, so nothing meets there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

COMPONENTS = "#/components/schemas/"
"""Where the document's schemas are."""

NULL = {"type": "null"}

_DEFS = "#/$defs/"

_SCHEMA_KEYWORDS = frozenset(
    (
        *("items", "contains", "unevaluatedItems", "contentSchema", "if", "then", "else", "not"),
        *("additionalProperties", "propertyNames", "unevaluatedProperties"),
    )
)
_LIST_KEYWORDS = frozenset(("allOf", "anyOf", "oneOf", "prefixItems"))
_MAP_KEYWORDS = frozenset(("$defs", "definitions", "dependentSchemas", "patternProperties", "properties"))
"""Keywords that hold schemas. Any other holds data, where something that looks like a `$ref` is none."""

_PLAIN_KEYWORDS = frozenset(("description", "enum", "format", "required", "title", "type"))
"""Frequent keywords whose values stay as they are. There are thousands of schemas: each look at one counts."""

_TYPING_KEYWORDS = frozenset(("type", "$ref", "anyOf", "oneOf", "allOf", "enum", "const"))
"""Keywords that may refuse null. A schema without any admits it."""

_NULLS: dict[str, Any] = {"anyOf": NULL, "oneOf": NULL, "type": "null", "enum": None}
"""How null looks where a keyword admits it."""

_KINDS: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}


class Definitions:
    """Moves the definitions of one function's schemas to the components.

    Arguments and results may each have a definition of the same name. Where all that have one name
    are equal they are one component; where they differ, the later schema has its own.

    Args:
        function: The function's name.
        schemas: The components, which are added to.
    """

    def __init__(self, function: str, schemas: dict[str, Any]) -> None:
        self._prefix = f"{_legal(function)}."
        self._schemas = schemas
        self._groups: list[tuple[dict[str, Any], dict[str, str]]] = []
        """Definitions as they came, and where references to them lead now."""

    def take(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        """`schema` without definitions of its own, which refers to the components instead."""
        components = self._components(schema["$defs"]) if schema.get("$defs") else {}
        moved: dict[str, Any] = _moved({key: value for key, value in schema.items() if key != "$defs"}, components)
        return moved

    def _components(self, defs: dict[str, Any]) -> dict[str, str]:
        # A definition refers to others by name, so it means the same only if all of them do.
        fitting = (g for g in self._groups if all(g[0][name] == defs[name] for name in defs if name in g[0]))
        known, components = next(fitting, ({}, {}))
        if not known:
            self._groups.append((known, components))
        new = {name: definition for name, definition in defs.items() if name not in known}
        known.update(new)
        free = {name: self._free(name) for name in new}
        components.update({f"{_DEFS}{name}": f"{COMPONENTS}{free[name]}" for name in new})
        for name, definition in new.items():
            moved = _moved(definition, components)
            # Generators name types by the title where there is one, and the same class may be everywhere.
            if isinstance(moved, dict) and moved.get("title") == name:
                moved = {key: value for key, value in moved.items() if key != "title"}
            self._schemas[free[name]] = moved
        return components

    def _free(self, name: str) -> str:
        plain = candidate = self._prefix + _legal(name)
        number = 2
        while candidate in self._schemas:
            candidate, number = f"{plain}_{number}", number + 1
        self._schemas[candidate] = {}
        return candidate


def _legal(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]", "_", name)


def _moved(schema: Any, components: Mapping[str, str]) -> Any:
    """A schema that refers to components."""
    if not isinstance(schema, dict) or _PLAIN_KEYWORDS.issuperset(schema):
        return schema
    made: dict[str, Any] = {}
    for key, value in schema.items():
        if key in _PLAIN_KEYWORDS:
            made[key] = value
        elif key == "$ref":
            target = _component(value, components)
            # A reference that leads nowhere says nothing; a document with one is useless as a whole.
            if target is not None:
                made[key] = target
        elif key == "default":
            # As of `x: int = None`: validators refuse the whole document for one.
            if not _contradicts(value, schema):
                made[key] = value
        elif key in _LIST_KEYWORDS and isinstance(value, list):
            made[key] = [_moved(inner, components) for inner in value]
        elif key in _MAP_KEYWORDS and isinstance(value, dict):
            made[key] = {name: _moved(inner, components) for name, inner in value.items()}
        elif key in _SCHEMA_KEYWORDS:
            made[key] = _moved(value, components)
        elif key == "discriminator" and isinstance(value, dict) and isinstance(value.get("mapping"), dict):
            mapping = {name: _component(ref, components) or ref for name, ref in value["mapping"].items()}
            made[key] = {**value, "mapping": mapping}
        else:
            made[key] = value
    return made


def _component(ref: Any, components: Mapping[str, str]) -> str | None:
    """Where a reference leads now; None where it leads nowhere in this document."""
    if not isinstance(ref, str):
        return None
    found = components.get(ref)
    if found is not None or not ref.startswith("#"):
        return found or ref
    name, slash, rest = ref.removeprefix(_DEFS).partition("/")
    found = components.get(f"{_DEFS}{unquote(name).replace('~1', '/').replace('~0', '~')}")
    return None if found is None else f"{found}{slash}{rest}"


def _contradicts(default: Any, schema: Mapping[str, Any]) -> bool:
    """Whether a default is plainly of another type than its schema. Any other that the schema refuses stays."""
    if default is None:
        return not _admits_null(schema)
    kind = schema.get("type")
    return isinstance(kind, str) and type(default) not in _KINDS.get(kind, (type(default),))


def _admits_null(schema: Mapping[str, Any]) -> bool:
    """Whether null obeys a schema, as far as that is seen without following references."""
    if _TYPING_KEYWORDS.isdisjoint(schema):
        return True
    for key, null in _NULLS.items():
        choices = schema.get(key, ())
        if choices == null or (isinstance(choices, list) and null in choices):
            return True
    return False

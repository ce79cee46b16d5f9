"""What an argument can be, for clients that complete it while a person types. Pure."""

from __future__ import annotations

from typing import Any

from ..descriptions import EndpointInfo

MAX_VALUES = 100
"""Values of one answer (revision 2025-11-25, server/utilities/completion)."""


def complete(endpoint: EndpointInfo, argument: str, typed: str) -> dict[str, Any]:
    """The choices of `argument` for what was typed: those that begin with it, then those that contain it."""
    schema = next((p["schema"] for p in endpoint["parameters"] if p["name"] == argument), {})
    choices = [_text(choice) for choice in _choices(schema, endpoint["input_schema"].get("$defs", {}))]
    wanted = typed.casefold()
    first = [choice for choice in choices if choice.casefold().startswith(wanted)]
    then = [choice for choice in choices if wanted in choice.casefold() and choice not in first]
    found = [*first, *then]
    return {"values": found[:MAX_VALUES], "total": len(found), "hasMore": len(found) > MAX_VALUES}


def _choices(schema: dict[str, Any], definitions: dict[str, Any], depth: int = 0) -> list[Any]:
    if depth > 8:
        return []
    if "$ref" in schema:
        return _choices(definitions.get(schema["$ref"].rpartition("/")[2], {}), definitions, depth + 1)
    if "enum" in schema:
        return list(schema["enum"])
    if "const" in schema:
        return [schema["const"]]
    if schema.get("type") == "boolean":
        return [True, False]
    if schema.get("examples"):
        return list(schema["examples"])
    return [
        choice
        for inner in (*schema.get("anyOf", ()), *schema.get("oneOf", ()))
        for choice in _choices(inner, definitions, depth + 1)
    ]


def _text(choice: Any) -> str:
    return str(choice).lower() if isinstance(choice, bool) else str(choice)

"""Two permanent tools for clients that never look at a changed list: find functions, and call one. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from ..errors import InvalidArguments
from .catalog import Offer
from .tools import tool

LIST = "list_functions"
CALL = "call_function"
NAMES = (LIST, CALL)


def tools(taken: set[str]) -> list[dict[str, Any]]:
    """The pair, as `tools/list` shows it; a function of somebody's that has such a name keeps it."""
    pair: list[dict[str, Any]] = [
        {
            "name": LIST,
            "title": "List functions",
            "description": "List the functions that notebooks offer right now, with what they take. New ones may be "
            f"there that are not among your tools; call them with {CALL}.",
            "inputSchema": {
                "type": "object",
                "properties": {
                    "query": {"type": "string", "default": "", "description": "Only functions that mention this."}
                },
            },
            "annotations": {"readOnlyHint": True, "openWorldHint": False},
        },
        {
            "name": CALL,
            "title": "Call a function",
            "description": f"Call a function that {LIST} has shown.",
            "inputSchema": {
                "type": "object",
                "properties": {
                    "name": {"type": "string", "description": "The function's name."},
                    "arguments": {"type": "object", "description": "Its arguments, by name.", "default": {}},
                },
                "required": ["name"],
            },
        },
    ]
    return [one for one in pair if one["name"] not in taken]


def listed(offers: Sequence[Offer], arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to `list_functions`."""
    query = str(arguments.get("query") or "").casefold()
    shown = [tool(offer) for offer in offers]
    found = [
        {key: one[key] for key in ("name", "description", "inputSchema") if key in one}
        for one in shown
        if query in f"{one['name']} {one.get('description', '')}".casefold()
    ]
    text = json.dumps(found, ensure_ascii=False) if found else "No function is there that mentions this."
    return {"content": [{"type": "text", "text": text}], "isError": False, "resultType": "complete"}


def target(arguments: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The function that `call_function` is to call, and its arguments.

    Raises:
        InvalidArguments: They are none.
    """
    name, given = arguments.get("name"), arguments.get("arguments") or {}
    if isinstance(given, str):
        try:
            given = json.loads(given)
        except ValueError:
            given = None
    if not isinstance(name, str) or not isinstance(given, dict):
        raise InvalidArguments(f"{CALL} needs 'name', a text, and 'arguments', an object.")
    return name, given

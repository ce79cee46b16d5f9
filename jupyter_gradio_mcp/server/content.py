"""Which values are content blocks of MCP, so that a function may return them instead of data.

Strict on purpose: a dictionary that merely has a `type` is data. Pure, and without the SDK, as
`tools` is.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping
from typing import Any

_ANY_BLOCK = {"type", "annotations", "_meta"}


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_base64(value: Any) -> bool:
    try:
        return isinstance(value, str) and base64.b64decode(value, validate=True) is not None
    except (binascii.Error, ValueError):
        return False


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_resource(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    held = {"text": _is_text} if "text" in value else {"blob": _is_base64}
    return _has(value, {"uri": _is_text, **held}, {"mimeType": _is_text}, {"_meta"})


_Fields = Mapping[str, Callable[[Any], bool]]

_DATA: _Fields = {"data": _is_base64, "mimeType": _is_text}

_BLOCKS: dict[str, tuple[_Fields, _Fields]] = {
    "text": ({"text": _is_text}, {}),
    "image": (_DATA, {}),
    "audio": (_DATA, {}),
    "resource": ({"resource": _is_resource}, {}),
    "resource_link": (
        {"uri": _is_text, "name": _is_text},
        {
            "title": _is_text,
            "description": _is_text,
            "mimeType": _is_text,
            "size": _is_number,
            "icons": lambda icons: isinstance(icons, list),
        },
    ),
}
"""For each type of block the fields that it must have, and those that it may."""


def block(value: Any) -> dict[str, Any] | None:
    """`value` as a content block, without the fields that say nothing; None if it is none."""
    if not isinstance(value, dict):
        return None
    kind = value.get("type")
    fields = _BLOCKS.get(kind) if isinstance(kind, str) else None
    if fields is None:
        return None
    # What was made by a library's model has a null for each field that was not given.
    given = _without_nulls(value)
    if isinstance(given.get("resource"), dict):
        given["resource"] = _without_nulls(given["resource"])
    return given if _has(given, *fields, _ANY_BLOCK) else None


def blocks(value: Any) -> list[dict[str, Any]] | None:
    """The content that a function returned: one block, or a list of nothing else. None if it is data."""
    items = value if isinstance(value, list) else [value]
    found = [made for item in items if (made := block(item)) is not None]
    return found if found and len(found) == len(items) else None


def _without_nulls(value: dict[str, Any]) -> dict[str, Any]:
    return {name: inner for name, inner in value.items() if inner is not None}


def _has(value: dict[str, Any], needed: _Fields, optional: _Fields, objects: set[str]) -> bool:
    """Whether an object has all that it needs, and nothing beside what it may have."""
    for name, inner in value.items():
        is_valid = needed.get(name) or optional.get(name)
        if is_valid is not None:
            if not is_valid(inner):
                return False
        elif name not in objects or (name != "type" and not isinstance(inner, dict)):
            return False
    return all(name in value for name in needed)

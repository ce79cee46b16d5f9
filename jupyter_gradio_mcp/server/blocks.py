"""Which JSON values are content blocks of MCP, as a function may write them itself. Pure.

From the schema of revision 2026-07-28 (`ContentBlock`), which older revisions agree with. The SDK
would do the same, but takes half a second to be imported.
"""

from __future__ import annotations

import base64
import binascii
from typing import Any

MAX_BLOCKS = 1000
"""Items of a list that are looked at."""

_KINDS = frozenset(("text", "image", "audio", "resource", "resource_link"))
_COMMON = frozenset(("type", "annotations", "_meta"))
_TEXTS = ("title", "description", "mimeType")


def content(value: Any) -> list[dict[str, Any]] | None:
    """A list of content blocks as it goes out; None for one that holds anything else, or is empty."""
    if type(value) is not list or not 0 < len(value) <= MAX_BLOCKS:
        return None
    found = []
    for item in value:
        made = block(item)
        if made is None:
            # Nearly every list of data ends here, at its first item.
            return None
        found.append(made)
    return found


def block(value: Any) -> dict[str, Any] | None:
    """One content block as it goes out; None for anything else. Fields that are null are left out."""
    if type(value) is not dict or type(value.get("type")) is not str or value["type"] not in _KINDS:
        return None
    made = _without_nulls(value)
    if isinstance(made.get("resource"), dict):
        made["resource"] = _without_nulls(made["resource"])
    return made if _is_block(made) else None


def _without_nulls(value: dict[str, Any]) -> dict[str, Any]:
    return {name: field for name, field in value.items() if field is not None}


def _is_block(made: dict[str, Any]) -> bool:
    kind, fields = made["type"], made.keys() - _COMMON
    if not _is_annotations(made.get("annotations", {})) or not isinstance(made.get("_meta", {}), dict):
        return False
    if kind == "text":
        return fields == {"text"} and isinstance(made["text"], str)
    if kind in ("image", "audio"):
        return fields == {"data", "mimeType"} and isinstance(made["mimeType"], str) and _is_base64(made["data"])
    if kind == "resource":
        return fields == {"resource"} and _is_contents(made["resource"])
    sized = isinstance(made.get("size", 0), int) and not isinstance(made.get("size"), bool)
    texts = all(isinstance(made.get(name, ""), str) for name in _TEXTS) and isinstance(made.get("icons", []), list)
    named = all(isinstance(made.get(name), str) and made[name] for name in ("uri", "name"))
    return named and texts and sized and fields <= {"uri", "name", "size", "icons", *_TEXTS}


def _is_contents(resource: Any) -> bool:
    """Whether it is an embedded resource: text, or bytes."""
    if not isinstance(resource, dict) or not isinstance(resource.get("uri"), str) or not resource["uri"]:
        return False
    if not isinstance(resource.get("mimeType", ""), str) or not isinstance(resource.get("_meta", {}), dict):
        return False
    if not resource.keys() <= {"uri", "mimeType", "_meta", "text", "blob"}:
        return False
    if "blob" in resource:
        return "text" not in resource and _is_base64(resource["blob"])
    return isinstance(resource.get("text"), str)


def _is_annotations(annotations: Any) -> bool:
    if not isinstance(annotations, dict) or not annotations.keys() <= {"audience", "priority", "lastModified"}:
        return False
    audience, priority = annotations.get("audience", []), annotations.get("priority", 0)
    return (
        isinstance(audience, list)
        and all(who in ("user", "assistant") for who in audience)
        and isinstance(priority, (int, float))
        and not isinstance(priority, bool)
        and 0 <= priority <= 1
        and isinstance(annotations.get("lastModified", ""), str)
    )


def _is_base64(data: Any) -> bool:
    if not isinstance(data, str):
        return False
    try:
        base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        return False
    return True

"""What the operations of every OpenAPI document are made of: errors, events, files, credentials.

What the document says of errors is read from the tree in `errors`, so it cannot lag behind.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Iterator
from typing import Any

from ..descriptions import FILE_META
from ..errors import CallError
from .openapi_definitions import COMPONENTS, NULL

JSON = "application/json"
STREAM = "text/event-stream"

READING = (401, 403, 404, 500)
"""What any request may get. Every address may vanish (404): a notebook has one while its kernel runs."""

SENDING = (401, 403, 404, 413, 422, 500)
"""What a request with a body may get."""

BEGINNING = (*SENDING, 503)
"""What a request that begins a call may get before the function runs."""

RUNNING = (*BEGINNING, 409, 504)
"""What a request that waits for the function may get."""


def operation(id: str, tag: str, summary: str, description: str = "") -> dict[str, Any]:
    """The head of an operation."""
    said = {"description": description} if description else {}
    return {"operationId": id, "tags": [tag], "summary": summary, **said}


def responses(good: dict[str, Any], errors: tuple[int, ...]) -> dict[str, Any]:
    """The answers of an operation: the good one, and those errors."""
    return {"200": good, **_refusals(errors)}


@functools.cache
def _refusals(errors: tuple[int, ...]) -> dict[str, Any]:
    return {str(status): {"$ref": f"#/components/responses/Error{status}"} for status in sorted(errors)}


def json_response(description: str, schema: dict[str, Any]) -> dict[str, Any]:
    """An answer of JSON."""
    return {"description": description, "content": {JSON: {"schema": schema}}}


def record(properties: dict[str, Any], *optional: str) -> dict[str, Any]:
    """The schema of an object with these properties; further ones may come with a newer version."""
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, **({"required": required} if required else {})}


def reference(name: str) -> dict[str, Any]:
    """The schema of that name among the components."""
    return {"$ref": f"{COMPONENTS}{name}"}


def event(name: str, data: dict[str, Any]) -> dict[str, Any]:
    """The schema of a server-sent event, whose data is JSON in a string."""
    text = {"type": "string", "contentMediaType": JSON, "contentSchema": data}
    return record({"event": {"type": "string", "const": name}, "data": text})


def _nullable_text(description: str) -> dict[str, Any]:
    return {"type": ["string", "null"], "description": description}


FILE_DATA = reference("FileData")

BEGUN = json_response("The call has begun.", record({"event_id": {"type": "string"}}))

EVENTS: dict[str, dict[str, Any]] = {
    "ProgressEvent": event(
        "progress",
        record(
            {
                "progress": {"type": "number"},
                "total": {"type": ["number", "null"]},
                "message": {"type": ["string", "null"]},
                "unit": {"type": "string"},
                "progress_data": {
                    "type": "array",
                    "description": "The progress bars that make it up, the outermost first.",
                    "items": record(
                        {
                            "index": {"type": ["number", "null"]},
                            "length": {"type": ["number", "null"]},
                            "unit": {"type": "string"},
                            "progress": {"type": ["number", "null"], "description": "A share from 0 to 1."},
                            "desc": {"type": ["string", "null"]},
                        }
                    ),
                },
            }
        ),
    ),
    "LogEvent": event(
        "log",
        record(
            {
                "level": {"type": "string"},
                "stream": {"type": "string", "description": "`stdout`, `stderr`, `display` or `notice`."},
                "text": {"type": "string"},
                "kind": {"type": "string", "description": "Of a notice: `info`, `success` or `warning`."},
                "title": {"type": "string"},
                "duration": {"type": ["number", "null"], "description": "Seconds to show a notice for."},
                "visible": {"type": "boolean"},
            },
            "kind",
            "title",
            "duration",
            "visible",
        ),
    ),
    "HeartbeatEvent": event("heartbeat", NULL),
    "ErrorEvent": event("error", reference("Error")),
}
"""The events that every call may have."""


def _tree(root: type[CallError]) -> Iterator[type[CallError]]:
    yield root
    for child in root.__subclasses__():
        yield from _tree(child)


_ERRORS = tuple(_tree(CallError))


def _error_response(status: int) -> dict[str, Any]:
    lines = []
    for error in _ERRORS:
        if error.http_status == status:
            # Without docstrings (`python -OO`) the word must do.
            first = (inspect.getdoc(error) or "").split("\n\n")[0] if error is not CallError else "The server failed."
            lines.append(f"`{error.code}`: {' '.join(first.split())}".removesuffix(": "))
    return json_response("\n\n".join(lines), reference("Error"))


RESPONSES = {f"Error{status}": _error_response(status) for status in sorted({e.http_status for e in _ERRORS})}

SCHEMAS: dict[str, Any] = {
    "Error": {
        "description": "Why there is no result.",
        **record(
            {
                "error": {"type": "string", "description": "A sentence for people and agents."},
                "code": {"type": "string", "enum": [error.code for error in _ERRORS]},
                "detail": {
                    "description": "A finding for each field, or the sentence once more.",
                    "anyOf": [{"type": "string"}, {"type": "array", "items": reference("Finding")}],
                },
            },
            "detail",
        ),
    },
    "Finding": {
        "description": "What is wrong with one field.",
        **record(
            {
                "loc": {"type": "array", "items": {"type": ["string", "integer"]}},
                "msg": {"type": "string"},
                "type": {"type": "string"},
            }
        ),
    },
    "FileData": {
        "description": "A file. Of one that is sent, `path` and `meta` count.",
        **record(
            {
                "path": {"type": "string", "description": "What an upload returned, or a URL."},
                "url": _nullable_text("Where it can be read, for a while without any other credential."),
                "size": {"type": ["integer", "null"], "description": "Bytes."},
                "orig_name": _nullable_text("What it is called."),
                "mime_type": _nullable_text("What it holds."),
                "is_stream": {"type": "boolean"},
                "meta": {
                    **record({name: {"type": "string", "const": value} for name, value in FILE_META.items()}),
                    "additionalProperties": False,
                },
            },
            *("url", "size", "orig_name", "mime_type", "is_stream"),
        ),
    },
    **EVENTS,
}

SECURITY: list[dict[str, list[str]]] = [{"bearer": []}, {"basic": []}, {"token": []}]
"""Any one of the credentials does."""

SECURITY_SCHEMES: dict[str, Any] = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "An access key, or the notebook server's token."},
    "basic": {"type": "http", "scheme": "basic", "description": "The same as the password; the name does not matter."},
    "token": {"type": "apiKey", "in": "query", "name": "token", "description": "The same in the address."},
}

"""What Gradio's clients read: `config`, `info`, and the messages of the queue. Pure.

The clients are gradio_client for Python and @gradio/client for JavaScript. What they need was found
by running them; docs/reference.md says what of Gradio's contract is here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, Literal

from ..errors import from_wire
from ..protocol import FILE_META, Files, ParameterInfo
from .catalog import Offer

VERSION = "6.31.0"
"""The version of Gradio whose contract this is; clients switch on it."""

# Under v3 the Python client takes any object with a text `path` for a file.
PROTOCOL = "sse_v2.1"

API_PREFIX = "/gradio_api"

MAX_EDITS = 200
"""Edits of one output beyond which the whole value is shorter."""

MAX_COMPARED = 20_000
"""Values of an output beyond which it is sent whole: to look for edits takes a microsecond for each, and all wait."""

FILE_SCHEMA: dict[str, Any] = {
    "type": "object",
    "title": "FileData",
    "properties": {
        "path": {"type": "string", "title": "Path"},
        "url": {"anyOf": [{"type": "string"}, {"type": "null"}], "title": "Url"},
        "size": {"anyOf": [{"type": "integer"}, {"type": "null"}], "title": "Size"},
        "orig_name": {"anyOf": [{"type": "string"}, {"type": "null"}], "title": "Orig Name"},
        "mime_type": {"anyOf": [{"type": "string"}, {"type": "null"}], "title": "Mime Type"},
        "is_stream": {"type": "boolean", "default": False, "title": "Is Stream"},
        "meta": {
            "type": "object",
            "properties": {"_type": {"const": FILE_META["_type"], "title": "Type", "type": "string"}},
            "default": FILE_META,
        },
    },
    "required": ["path"],
}
"""How a file looks in arguments and results."""

_PYTHON_TYPES = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "array": "list[Any]",
    "object": "dict[str, Any]",
    "null": "None",
}

Numbered = tuple[int, Offer]


def config(numbered: Sequence[Numbered], *, title: str, app_id: int, max_file_size: int | None) -> dict[str, Any]:
    """The app as `config` shows it.

    Args:
        numbered: What is offered, with Gradio's `fn_index` of each.
        title: What the app is called.
        app_id: Changes when the app does.
        max_file_size: Bytes that one file may have; None is no limit.
    """
    components: list[dict[str, Any]] = []

    def component(label: str, kind: str) -> int:
        # Ids begin at 1: to one of the clients 0 is none.
        components.append({"id": len(components) + 1, "type": "api", "props": {"label": label, "name": kind.lower()}})
        return len(components)

    dependencies = [
        {
            "id": number,
            "targets": [],
            "inputs": [component(p["name"], p["component"]) for p in offer.endpoint["parameters"]],
            "outputs": [component(o["label"], o["component"]) for o in offer.endpoint["outputs"]],
            "backend_fn": True,
            "js": None,
            "queue": offer.endpoint["queue"],
            "api_name": offer.name,
            "api_visibility": "public",
            "show_api": True,
            "types": {"generator": offer.endpoint["streams"], "cancel": False},
            "cancels": [],
            "trigger": None,
            "batch": False,
        }
        for number, offer in numbered
    ]
    return {
        "version": VERSION,
        "protocol": PROTOCOL,
        "api_prefix": API_PREFIX,
        "app_id": app_id,
        "title": title,
        "enable_queue": True,
        "connect_heartbeat": False,
        "show_error": True,
        "is_space": False,
        "is_colab": False,
        "space_id": None,
        "auth_required": False,
        "run_history": False,
        "max_file_size": max_file_size,
        "components": components,
        "dependencies": dependencies,
    }


def info(offers: Sequence[Offer], address_of: Callable[[str], str]) -> dict[str, Any]:
    """The functions as `info` shows them.

    Args:
        offers: What is offered.
        address_of: From the path of a file to its address.
    """
    return {"named_endpoints": {f"/{o.name}": _endpoint(o, address_of) for o in offers}, "unnamed_endpoints": {}}


def _endpoint(offer: Offer, address_of: Callable[[str], str]) -> dict[str, Any]:
    endpoint = offer.endpoint
    row = endpoint["examples"][0] if endpoint["examples"] else {}
    definitions = endpoint["input_schema"].get("$defs")
    return {
        "parameters": [_parameter(p, row, definitions, address_of) for p in endpoint["parameters"]],
        "returns": [
            {
                "label": output["label"],
                "type": _files_schema(output["files"]) if output["files"] else output["schema"],
                "python_type": {
                    "type": _python_type(output["type"], output["schema"], output["files"]),
                    "description": output["description"],
                },
                "component": output["component"],
            }
            for output in endpoint["outputs"]
        ],
        "api_visibility": "public",
        "show_api": True,
        "description": endpoint["description"],
    }


def _parameter(
    parameter: ParameterInfo,
    row: dict[str, Any],
    definitions: dict[str, Any] | None,
    address_of: Callable[[str], str],
) -> dict[str, Any]:
    files: Files | Literal[""] = parameter.get("files", "")
    schema = _files_schema(files) if files else parameter["schema"]
    if definitions and not files:
        schema = {**schema, "$defs": definitions}
    name = parameter["name"]
    shown: dict[str, Any] = {
        "label": name,
        "parameter_name": name,
        "parameter_has_default": not parameter["required"],
        "parameter_default": _addressed(parameter.get("default"), address_of),
        "type": schema,
        "python_type": {
            "type": _python_type(parameter["type"], schema, files),
            "description": parameter["description"],
        },
        "component": parameter["component"],
    }
    example = row[name] if name in row else parameter.get("default", _example(schema, files, definitions or {}))
    shown["example_input"] = _addressed(example, address_of)
    return shown


def _addressed(value: Any, address_of: Callable[[str], str]) -> Any:
    if isinstance(value, list):
        return [_addressed(item, address_of) for item in value]
    if isinstance(value, dict) and value.get("meta") == FILE_META and value.get("url") is None:
        return {**value, "url": address_of(value["path"])}
    return value


def _files_schema(files: Files) -> dict[str, Any]:
    return FILE_SCHEMA if files == "one" else {"type": "array", "items": FILE_SCHEMA}


def _python_type(hint: str, schema: dict[str, Any], files: Files | str) -> str:
    """The type as a person who writes Python reads it."""
    if files:
        return "filepath" if files == "one" else "list[filepath]"
    if hint and hint != "Any":
        return hint
    kind = schema.get("type")
    return _PYTHON_TYPES.get(kind, "Any") if isinstance(kind, str) else "Any"


def _example(schema: dict[str, Any], files: Files | str, definitions: dict[str, Any], depth: int = 0) -> Any:
    """Some value of `schema`, for a form to begin with."""
    if files:
        file = {"path": "path/to/file", "meta": FILE_META, "orig_name": "file", "url": "path/to/file"}
        return file if files == "one" else [file]
    for key in ("default", "const"):
        if key in schema:
            return schema[key]
    for key in ("examples", "enum"):
        if schema.get(key):
            return schema[key][0]
    if depth > 5:
        return None
    if "$ref" in schema:
        return _example(definitions.get(schema["$ref"].rpartition("/")[2], {}), "", definitions, depth + 1)
    for key in ("anyOf", "oneOf", "allOf"):
        if schema.get(key):
            return _example(schema[key][0], "", definitions, depth + 1)
    kind = schema.get("type")
    if kind == "string":
        return _TEXTS.get(schema.get("format", ""), "Hello!!")
    if kind in ("integer", "number"):
        return schema.get("minimum", schema.get("maximum", 3))
    if kind == "boolean":
        return True
    if kind == "array":
        return [_example(schema["items"], "", definitions, depth + 1)] if schema.get("items") else []
    if kind == "object":
        properties = schema.get("properties", {})
        return {name: _example(properties[name], "", definitions, depth + 1) for name in schema.get("required", ())}
    return None if kind == "null" else "Hello!!"


_TEXTS = {
    "date": "2026-01-31",
    "date-time": "2026-01-31T12:00:00",
    "time": "12:00:00",
    "duration": "PT1H",
    "uuid": "12345678-1234-5678-1234-567812345678",
    "uri": "https://example.com/",
    "email": "somebody@example.com",
}


class Narrator:
    """Tells one call's frames as messages of the queue.

    Args:
        event: The call's event id.
        outputs: From a `result` or `partial` frame to the outputs.
        usual_seconds: How long such a call usually runs; None if nobody knows.
        concurrency: How many of them run at a time.
    """

    def __init__(
        self,
        event: str,
        outputs: Callable[[dict[str, Any]], list[Any]],
        usual_seconds: float | None,
        concurrency: int | None,
    ) -> None:
        self._event = event
        self._outputs = outputs
        self._usual = usual_seconds
        self._concurrency = concurrency or 1
        self._shown: list[Any] | None = None

    def tell(self, head: dict[str, Any], seconds: float) -> list[dict[str, Any]]:
        """The messages for one frame, in order.

        Args:
            head: The frame.
            seconds: How long the call has run.
        """
        op = head["op"]
        if op == "queued":
            return [self.estimation(head["position"], head["size"])]
        if op == "started":
            return [self._message("process_starts", eta=self._usual)]
        if op == "progress":
            return [self._message("progress", progress_data=[progress_unit(head)])]
        if op == "log":
            return [
                self._message(
                    "log",
                    log=head["text"],
                    level="warning" if head["level"] == "warning" else "info",
                    duration=10,
                    # What a function prints is no notice that should pop up in somebody's app.
                    visible=head["stream"] == "notice",
                    title=head["stream"],
                )
            ]
        if op == "partial":
            return [self._generating(self._outputs(head))]
        if op == "result":
            output = {
                "data": self._outputs(head),
                "is_generating": False,
                "duration": seconds,
                "average_duration": self._usual or seconds,
            }
            return [self._message("process_completed", output=output, success=True)]
        if op == "error":
            return [failed(self._event, from_wire(head["error"]).message)]
        return []

    def estimation(self, rank: int, size: int) -> dict[str, Any]:
        """Where a waiting call stands; `rank` 0 is next."""
        eta = None if self._usual is None else self._usual * (rank // self._concurrency + 1)
        return self._message("estimation", rank=rank, queue_size=size, rank_eta=eta)

    def _generating(self, data: list[Any]) -> dict[str, Any]:
        before, self._shown = self._shown, data
        if before is not None and len(before) == len(data):
            data = [edits(old, new) for old, new in zip(before, data, strict=True)]
        elif before is not None:
            data = [[["replace", [], new]] for new in data]
        return self._message("process_generating", output={"data": data, "is_generating": True}, success=True)

    def _message(self, kind: str, **fields: Any) -> dict[str, Any]:
        return {"msg": kind, "event_id": self._event, **fields}


def failed(event: str, message: str) -> dict[str, Any]:
    """A call ended in an error. A client hands every field of `output` on, so there are no others."""
    output = {"error": message, "duration": 10, "visible": True, "title": "Error"}
    return {"msg": "process_completed", "event_id": event, "output": output, "success": False}


def progress_unit(head: dict[str, Any]) -> dict[str, Any]:
    """A `progress` frame as Gradio has it: a share of one, or a count."""
    share = head["total"] == 1.0
    return {
        "index": None if share else head["progress"],
        "length": None if share else head["total"],
        "unit": head["unit"],
        "progress": head["progress"] if share else None,
        "desc": head["message"],
    }


def edits(old: Any, new: Any) -> list[list[Any]]:
    """The edits `[action, path, value]` that make `new` of `old`; Gradio's clients carry them out in order."""
    found: list[list[Any]] = []
    try:
        if _size(old) + _size(new) > MAX_COMPARED:
            raise _TooMany
        _edit(old, new, [], found)
    except _TooMany:
        return [["replace", [], new]]
    return found


def _size(value: Any) -> int:
    """How many values there are in `value`, or a number above `MAX_COMPARED`."""
    found, rest = 0, [value]
    while rest and found <= MAX_COMPARED:
        inner = rest.pop()
        if isinstance(inner, (list, dict)):
            found += len(inner)
            if found <= MAX_COMPARED:
                rest.extend(inner.values() if isinstance(inner, dict) else inner)
    return found


class _TooMany(Exception):
    """The edits would be longer than the value."""


def _edit(old: Any, new: Any, path: list[Any], found: list[list[Any]]) -> None:
    if len(found) > MAX_EDITS or len(path) > 20:
        raise _TooMany
    if isinstance(old, str) and isinstance(new, str) and old and new != old and new.startswith(old):
        found.append(["append", path, new[len(old) :]])
    elif isinstance(old, dict) and isinstance(new, dict) and all(isinstance(key, str) for key in new):
        for key in old:
            if key not in new:
                found.append(["delete", [*path, key], None])
        for key, value in new.items():
            if key in old:
                _edit(old[key], value, [*path, key], found)
            else:
                found.append(["add", [*path, key], value])
    elif isinstance(old, list) and isinstance(new, list):
        for index in range(len(old) - 1, len(new) - 1, -1):
            found.append(["delete", [*path, index], None])
        for index, value in enumerate(new):
            if index < len(old):
                _edit(old[index], value, [*path, index], found)
            else:
                found.append(["add", [*path, index], value])
            if len(found) > MAX_EDITS:
                raise _TooMany
    # As text, for to Python True is 1 and 1.0, and a client must see the difference.
    elif type(old) is not type(new) or json.dumps(old) != json.dumps(new):
        found.append(["replace", path, new])

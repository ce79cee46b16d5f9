"""What Gradio's clients read first: `config` and `info`. Pure.

The clients are gradio_client for Python and @gradio/client for JavaScript. What they need was found
by running them; docs/reference.md says what of Gradio's contract is here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

from ..descriptions import FILE_META, Files, ParameterInfo, is_file_data
from .catalog import Offer

VERSION = "6.31.0"
"""The version of Gradio whose contract this is; clients switch on it."""

# Under v3 the Python client takes any object with a text `path` for a file.
PROTOCOL = "sse_v2.1"

API_PREFIX = "/gradio_api"

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

_EXHIBIT_SCHEMA: dict[str, Any] = {
    "type": "object",
    "title": "GalleryImage",
    "properties": {
        "image": FILE_SCHEMA,
        "caption": {"anyOf": [{"type": "string"}, {"type": "null"}], "title": "Caption"},
    },
    "required": ["image"],
}
"""An item of a gallery."""

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
                "type": _files_schema(output["files"], output["component"]) if output["files"] else output["schema"],
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
    schema = _files_schema(files, parameter["component"]) if files else parameter["schema"]
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
    if is_file_data(value) and value.get("url") is None:
        return {**value, "url": address_of(value["path"])}
    return value


def _files_schema(files: Files, component: str) -> dict[str, Any]:
    if files == "one":
        return FILE_SCHEMA
    return {"type": "array", "items": _EXHIBIT_SCHEMA if component == "Gallery" else FILE_SCHEMA}


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

"""How the values of parameters and results are described: their type, their schema, and one of them. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, Literal

from ..descriptions import FILE_META, TEXT_WITH_FILES, Files, OutputInfo, ParameterInfo, is_file_data

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

_TEXT = "Hello!!"

_TEXTS = {
    "date": "2026-01-31",
    "date-time": "2026-01-31T12:00:00",
    "time": "12:00:00",
    "duration": "PT1H",
    "uuid": "12345678-1234-5678-1234-567812345678",
    "uri": "https://example.com/",
    "email": "somebody@example.com",
}

_CELLS: dict[str, Any] = {
    "str": _TEXT,
    "bool": True,
    "date": _TEXTS["date"],
    "markdown": "Hello!!",
    "html": "Hello!!",
    "image": "https://example.com/photo.png",
}
"""What is in the cells of columns of a kind; in those of any other are numbers."""

_FILE_NAMES = {
    "Image": "photo.png",
    "Gallery": "photo.png",
    "Audio": "sound.wav",
    "Video": "video.mp4",
    "Dataframe": "table.csv",
    "File": "file.txt",
}
"""What a file is called that nobody has given, by the component."""


def files_of(parameter: ParameterInfo) -> Files | Literal[""]:
    """Whether callers name a file for a parameter, or several."""
    return parameter.get("files", "")


def output_schema(output: OutputInfo) -> dict[str, Any]:
    """JSON Schema of an output, as callers get it."""
    return files_schema(output["files"], output["component"]) if output["files"] else output["schema"]


def files_schema(files: Files, component: str) -> dict[str, Any]:
    """The schema of a file, or of several."""
    if files == "one":
        return FILE_SCHEMA
    listed = {"type": "array", "items": _EXHIBIT_SCHEMA if component == "Gallery" else FILE_SCHEMA}
    if component == TEXT_WITH_FILES:
        return {"type": "object", "properties": {"text": {"type": "string"}, "files": listed}}
    return listed


def self_contained(schema: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    """A schema with those of the function's definitions that it refers to."""
    if not definitions or "$defs" in schema:
        return schema
    wanted: dict[str, Any] = {}
    parts: list[Any] = [schema]
    while parts:
        text = json.dumps(parts.pop())
        for name, definition in definitions.items():
            if name not in wanted and json.dumps(f"#/$defs/{name}") in text:
                wanted[name] = definition
                parts.append(definition)
    return {**schema, "$defs": wanted} if wanted else schema


def python_type(hint: str, schema: dict[str, Any], files: Files | Literal[""]) -> str:
    """The type as a person who writes Python reads it."""
    if files == "one":
        return "filepath"
    if files:
        # A list, or the text and the files of a message.
        return "dict(text: str, files: list[filepath])" if schema.get("type") == "object" else "list[filepath]"
    if hint and hint != "Any":
        return hint
    kind = schema.get("type")
    return _PYTHON_TYPES.get(kind, "Any") if isinstance(kind, str) else "Any"


def column_names(parameters: Sequence[ParameterInfo]) -> list[str]:
    """The texts that are defaults: of a function that takes a table, each may be the name of a column."""
    texts = (p.get("default") for p in parameters if p["component"] == "Textbox")
    return list(dict.fromkeys(text for text in texts if isinstance(text, str) and text.isidentifier()))


def example(
    parameter: ParameterInfo, row: dict[str, Any], definitions: dict[str, Any], columns: Sequence[str] = ()
) -> Any:
    """A value for a parameter: of the author's first row of examples, its default, or some value that fits.

    Args:
        parameter: The parameter.
        row: The first row of the function's examples; {} if there is none.
        definitions: Those of the function's `input_schema`.
        columns: What columns of a table are to be called whose author names none.
    """
    name = parameter["name"]
    if name in row:
        return row[name]
    if "default" in parameter:
        return parameter["default"]
    files = files_of(parameter)
    if files:
        return _some_file(files, parameter["component"])
    if parameter["component"] == "Dataframe":
        return _some_table(parameter["props"], columns)
    return _some(parameter["schema"], definitions)


def addressed(value: Any, address_of: Callable[[str], str]) -> Any:
    """A value with the addresses of the files that it is, or is a list of."""
    if isinstance(value, list):
        return [addressed(item, address_of) for item in value]
    if is_file_data(value) and value.get("url") is None:
        return {**value, "url": address_of(value["path"])}
    if isinstance(value, dict) and value.keys() == {"text", "files"}:
        return {**value, "files": addressed(value["files"], address_of)}
    return value


def _some_file(files: Files, component: str) -> Any:
    name = _FILE_NAMES.get(component, "file.txt")
    path = f"path/to/{name}"
    file: dict[str, Any] = {"path": path, "meta": FILE_META, "orig_name": name, "url": path}
    if component == TEXT_WITH_FILES:
        return {"text": _TEXT, "files": []}
    return file if files == "one" else [file]


def _some_table(props: dict[str, Any], columns: Sequence[str]) -> list[dict[str, Any]]:
    """A small table as rows that are objects."""
    width, height = (_fixed(props.get(count)) for count in ("col_count", "row_count"))
    names = [str(name) for name in props.get("headers") or columns or "ab"]
    if width is not None:
        names = [*names, *(f"column{place + 1}" for place in range(len(names), width))][:width]
    kinds = props.get("datatype", "auto")
    kinds = [kinds] * len(names) if isinstance(kinds, str) else kinds
    return [
        {
            name: _CELLS.get(kinds[place] if place < len(kinds) else "auto", row * len(names) + place + 1)
            for place, name in enumerate(names)
        }
        for row in range(2 if height is None else height)
    ]


def _fixed(count: Any) -> int | None:
    return int(count[0]) if count and count[1] == "fixed" else None


def _some(schema: dict[str, Any], definitions: dict[str, Any], depth: int = 0) -> Any:
    """Some value of `schema`, for a form to begin with."""
    for key in ("default", "const"):
        if key in schema:
            return schema[key]
    for key in ("examples", "enum"):
        if schema.get(key):
            return schema[key][0]
    if depth > 5:
        return None
    if "$ref" in schema:
        return _some(definitions.get(schema["$ref"].rpartition("/")[2], {}), definitions, depth + 1)
    for key in ("anyOf", "oneOf", "allOf"):
        if schema.get(key):
            return _some(schema[key][0], definitions, depth + 1)
    kind = schema.get("type")
    if kind == "string":
        return _TEXTS.get(schema.get("format", ""), _TEXT)
    if kind in ("integer", "number"):
        return schema.get("minimum", schema.get("maximum", 3))
    if kind == "boolean":
        return True
    if kind == "array":
        return [_some(schema["items"], definitions, depth + 1)] if schema.get("items") else []
    if kind == "object":
        properties = schema.get("properties", {})
        return {name: _some(properties[name], definitions, depth + 1) for name in schema.get("required", ())}
    return None if kind == "null" else "Hello!!"

"""The fixed routes in the OpenAPI document: those that are there whatever is offered."""

from __future__ import annotations

from typing import Any

from .openapi_components import (
    BEGINNING,
    BEGUN,
    JSON,
    READING,
    RESPONSES,
    SECURITY,
    SENDING,
    STREAM,
    json_response,
    operation,
    record,
    responses,
)

_BINARY_TYPE = "application/octet-stream"
_BINARY = {"type": "string", "format": "binary", "contentMediaType": _BINARY_TYPE}
"""`format` is of OpenAPI 3.0; generators still look for it."""

_FUNCTION = {"type": "integer", "minimum": 1, "description": "The function's number, from the config."}
_SESSION = {
    "type": "string",
    "minLength": 1,
    "maxLength": 256,
    "description": "Any text that the client makes up for itself.",
}


def fixed_paths(max_file_size: int | None) -> dict[str, Any]:
    """The path items of the routes; `max_file_size` is how many bytes an uploaded file may have."""
    return {
        "/config": {"get": _CONFIG},
        "/gradio_api/info": {"get": _INFO},
        "/gradio_api/about": {"get": _ABOUT},
        "/gradio_api/upload": {"post": _upload(max_file_size)},
        "/gradio_api/file={path}": _FILE,
        "/gradio_api/queue/join": {"post": _JOIN},
        "/gradio_api/queue/data": {"get": _DATA},
        "/gradio_api/cancel": {"post": _CANCEL},
    }


def _sent(schema: dict[str, Any]) -> dict[str, Any]:
    return {"required": True, "content": {JSON: {"schema": schema}}}


_CONFIG = {
    **operation("get_config", "server", "What Gradio's clients read first"),
    "responses": responses(json_response("The config.", {"type": "object"}), READING),
}

_INFO = {
    **operation("get_info", "server", "The functions with their parameters and outputs, as Gradio has it"),
    "responses": responses(
        json_response(
            "By name.", record({"named_endpoints": {"type": "object"}, "unnamed_endpoints": {"type": "object"}})
        ),
        READING,
    ),
}

_ABOUT = {
    **operation("get_about", "server", "Which extension this is"),
    "responses": responses(
        json_response(
            "Name and numbers.",
            record(
                {
                    "name": {"type": "string"},
                    "version": {"type": "string"},
                    "protocol": {"type": "integer"},
                    "mcp": {"type": "boolean", "description": "Whether MCP is on."},
                    "apps": {"type": "integer", "description": "Live notebooks."},
                    "endpoints": {"type": "integer", "description": "Functions."},
                }
            ),
        ),
        READING,
    ),
}

# --- files -----------------------------------------------------------------------------------


def _upload(max_file_size: int | None) -> dict[str, Any]:
    file = _BINARY if max_file_size is None else {**_BINARY, "maxLength": max_file_size}
    limit = "" if max_file_size is None else f" Each may have {max_file_size} bytes."
    form = record({"files": {"type": "array", "minItems": 1, "items": file}})
    return {
        **operation("upload_files", "files", "Upload files", f"For functions that take files.{limit}"),
        "parameters": [
            {
                "name": "upload_id",
                "in": "query",
                "description": "A name for the upload, which Gradio's clients make up.",
                "schema": {"type": "string"},
            }
        ],
        "requestBody": {
            "required": True,
            "content": {"multipart/form-data": {"schema": form}},
        },
        "responses": responses(
            json_response(
                "The path of each file, to be used as an argument.", {"type": "array", "items": {"type": "string"}}
            ),
            SENDING,
        ),
    }


def _file(id: str, summary: str, *, with_body: bool) -> dict[str, Any]:
    # Of any type; generators that cannot say so find one that they can read.
    content = {"content": {_BINARY_TYPE: {"schema": _BINARY}, "*/*": {"schema": _BINARY}}} if with_body else {}
    part = {"Content-Range": {"description": "Which part of how many bytes.", "schema": {"type": "string"}}}
    answers = responses({"description": "The file.", **content}, READING)
    if not with_body:
        # An answer to HEAD has no body, be it an error or not.
        answers.update({str(e): {"description": RESPONSES[f"Error{e}"]["description"]} for e in READING})
    answers["206"] = {"description": "The part that `Range` names.", "headers": part, **content}
    answers["416"] = {"description": "The file has no such part.", "headers": part}
    return {
        **operation(id, "files", summary),
        # The empty one: `sig` does for a credential.
        "security": [*SECURITY, {}],
        "responses": dict(sorted(answers.items())),
    }


_FILE = {
    "parameters": [
        {
            "name": "path",
            "in": "path",
            "required": True,
            "description": "The `path` of a file. Its slashes may stay as they are.",
            "schema": {"type": "string", "minLength": 1},
        },
        {
            "name": "sig",
            "in": "query",
            "description": "The signature in the `url` of a file; with it no other credential is needed.",
            "schema": {"type": "string"},
        },
        {
            "name": "Range",
            "in": "header",
            "description": "The part that is wanted, such as `bytes=0-1023`.",
            "schema": {"type": "string"},
        },
    ],
    "get": _file("get_file", "Read a file", with_body=True),
    "head": _file("head_file", "Look whether a file is there, and how long it is", with_body=False),
}

# --- the queue -------------------------------------------------------------------------------

_JOIN = {
    **operation("join_queue", "queue", "Begin a call, as Gradio's clients do"),
    "requestBody": _sent(
        record({"data": {"type": "array", "items": {}}, "fn_index": _FUNCTION, "session_hash": _SESSION})
    ),
    "responses": responses(
        {
            **BEGUN,
            "links": {
                "stream": {
                    "operationId": "stream_queue",
                    "parameters": {"session_hash": "$request.body#/session_hash"},
                }
            },
        },
        BEGINNING,
    ),
}

_MESSAGE = record({"msg": {"type": "string"}, "event_id": {"type": ["string", "null"]}}, "event_id")

_DATA = {
    **operation("stream_queue", "queue", "Read all calls of a session, as Gradio's clients do"),
    "parameters": [{"name": "session_hash", "in": "query", "required": True, "schema": _SESSION}],
    "responses": responses(
        {
            "description": "Server-sent events with Gradio's messages.",
            "content": {
                STREAM: {
                    "schema": record({"data": {"type": "string", "contentMediaType": JSON, "contentSchema": _MESSAGE}})
                }
            },
        },
        (*READING, 422),
    ),
}

_CANCEL = {
    **operation("cancel_call", "queue", "Stop a call"),
    # A client that cancels before it knows the id of its call sends none.
    "requestBody": _sent(
        record(
            {"session_hash": _SESSION, "fn_index": _FUNCTION, "event_id": {"type": ["string", "null"]}},
            *("session_hash", "fn_index", "event_id"),
        )
    ),
    "responses": responses(
        json_response("The call is stopped, or was done.", record({"success": {"const": True}})), SENDING
    ),
}

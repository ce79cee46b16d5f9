"""The REST API of the union, or of one notebook, as an OpenAPI document. Pure: offers in, dictionary out.

The version is 3.1, whose schemas are JSON Schema 2020-12, so those of the functions are used as they
are. Here are the paths of the functions; `openapi_routes` has those that every document has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from ..descriptions import TEXT_WITH_FILES, EndpointInfo, OutputInfo, ParameterInfo
from .catalog import Offer
from .openapi_components import (
    BEGINNING,
    BEGUN,
    EVENTS,
    FILE_DATA,
    JSON,
    READING,
    RESPONSES,
    RUNNING,
    SCHEMAS,
    SECURITY,
    SECURITY_SCHEMES,
    STREAM,
    event,
    json_response,
    operation,
    record,
    reference,
    responses,
)
from .openapi_definitions import NULL, Definitions
from .openapi_routes import fixed_paths

OPENAPI = "3.1.0"
DIALECT = "https://json-schema.org/draft/2020-12/schema"

_TAGS = [
    {"name": "functions", "description": "The functions that the notebooks offer."},
    {"name": "files", "description": "Files that functions take and give."},
    {"name": "queue", "description": "The protocol that Gradio's clients use to call functions."},
    {"name": "server", "description": "What is offered here."},
]

_SAID = ("title", "description", "deprecated")
"""Keywords that stay outside when a schema becomes one of several choices."""

_EVENT_ID = {"name": "event_id", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}

_SECONDS = {"type": "number", "description": "Seconds."}

DESCRIPTION = """Functions of live Jupyter notebooks.

Each function has three operations: `run` answers in one go; `call` begins a call and answers with an event id, and
`read` tells of that call as server-sent events, with progress and partial results. Files are named by an http(s) URL, a
data: URL, or by what `upload` answered. The `queue` operations are what Gradio's clients use.

Every request needs an access key (`jupyter gradio-mcp keys create NAME`) or the notebook server's token, as
`Authorization: Bearer …`. A function whose kernel restarts is gone until its cell runs again."""
"""What the document says of itself."""


def document(
    offers: Sequence[Offer], server_url: str, *, title: str, version: str, max_file_size: int | None
) -> dict[str, Any]:
    """The OpenAPI document. It shares parts with the offers and with other documents: do not change it.

    Args:
        offers: The endpoints that are listed.
        server_url: The absolute address of the union, or of one notebook.
        title: What the API is called.
        version: The API's version.
        max_file_size: Bytes that one uploaded file may have; None is no limit.
    """
    schemas = dict(SCHEMAS)
    paths: dict[str, Any] = {}
    ids = _identifiers([offer.name for offer in offers])
    for offer in offers:
        paths.update(_function_paths(offer, ids[offer.name], schemas))
    paths.update(fixed_paths(max_file_size))
    return {
        "openapi": OPENAPI,
        "jsonSchemaDialect": DIALECT,
        "info": {"title": title, "version": version, "description": DESCRIPTION},
        "servers": [{"url": server_url.removesuffix("/")}],
        "security": SECURITY,
        "tags": _TAGS,
        "paths": paths,
        "components": {"schemas": schemas, "responses": RESPONSES, "securitySchemes": SECURITY_SCHEMES},
    }


def _identifiers(names: Sequence[str]) -> dict[str, str]:
    """For each name one that is legal in programs. The order of the names does not matter."""
    legal = {name: name for name in names if re.fullmatch(r"\w+", name, re.ASCII)}
    taken = set(legal)
    for name in sorted(set(names).difference(legal)):
        plain = candidate = re.sub(r"\W", "_", name, flags=re.ASCII)
        number = 2
        while candidate in taken:
            candidate, number = f"{plain}_{number}", number + 1
        taken.add(candidate)
        legal[name] = candidate
    return legal


# --- the operations of a function ------------------------------------------------------------


def _function_paths(offer: Offer, id: str, schemas: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The three addresses of a function. Its definitions are put into `schemas`."""
    endpoint, name = offer.endpoint, quote(offer.name, safe="")
    title = endpoint["title"] or offer.name.replace("_", " ").strip().capitalize()
    definitions = Definitions(offer.name, schemas)
    arguments = _arguments(endpoint, definitions)
    outputs = _outputs(endpoint, definitions)
    yield f"/gradio_api/call/v2/{name}", {"post": _begin(endpoint, id, title, arguments)}
    yield f"/gradio_api/call/{name}/{{event_id}}", {"get": _read(endpoint, id, title, outputs)}
    yield f"/gradio_api/run/{name}", {"post": _run(endpoint, id, title, arguments, outputs)}


def _begin(endpoint: EndpointInfo, id: str, title: str, arguments: dict[str, Any]) -> dict[str, Any]:
    reading = {"operationId": f"read_{id}", "parameters": {"event_id": "$response.body#/event_id"}}
    return {
        **operation(f"call_{id}", "functions", f"{title}: begin a call", endpoint["description"]),
        "requestBody": {
            # No body at all stands for no arguments.
            "required": bool(arguments.get("required")),
            "content": {JSON: {"schema": arguments, **_examples(endpoint["examples"])}},
        },
        "responses": responses({**BEGUN, "links": {"read": reading}}, BEGINNING),
    }


def _read(endpoint: EndpointInfo, id: str, title: str, outputs: dict[str, Any]) -> dict[str, Any]:
    return {
        **operation(
            f"read_{id}",
            "functions",
            f"{title}: read a call",
            f"The events of a call that `call_{id}` began, until it is done. Only the one who began it can read it, "
            "and once. An error of the function is an event, too.",
        ),
        "parameters": [_EVENT_ID],
        "responses": responses(
            {
                "description": "Server-sent events. The last one is `complete` or `error`.",
                "content": {STREAM: {"schema": _event(endpoint, outputs)}},
            },
            READING,
        ),
    }


def _run(
    endpoint: EndpointInfo, id: str, title: str, arguments: dict[str, Any], outputs: dict[str, Any]
) -> dict[str, Any]:
    result = record(
        {
            "data": outputs,
            "is_generating": {"type": "boolean", "const": False},
            "duration": _SECONDS,
            "average_duration": _SECONDS,
        }
    )
    return {
        **operation(f"run_{id}", "functions", title, endpoint["description"]),
        "requestBody": {
            "required": True,
            "content": {
                JSON: {
                    "schema": _positional(endpoint["parameters"], arguments["properties"]),
                    **_examples([{"data": _row(endpoint["parameters"], row)} for row in endpoint["examples"]]),
                }
            },
        },
        "responses": responses(json_response(endpoint["returns"] or "The result.", result), RUNNING),
    }


def _examples(values: Sequence[Any]) -> dict[str, Any]:
    """Examples of a body, for its media type."""
    return {"examples": {f"example{i}": {"value": value} for i, value in enumerate(values, 1)}} if values else {}


# --- arguments -------------------------------------------------------------------------------


def _arguments(endpoint: EndpointInfo, definitions: Definitions) -> dict[str, Any]:
    """The schema of the named arguments."""
    schema = definitions.take(endpoint["input_schema"])
    properties: dict[str, Any] = schema.get("properties", {})
    for parameter in endpoint["parameters"]:
        name = parameter["name"]
        shown = properties.get(name, {})
        if "files" in parameter:
            shown = _files_argument(parameter, shown)
        elif not parameter["required"] and "default" not in shown and parameter.get("default", ...) is None:
            # A null stands for "not sent" where there is a default, whatever the type is.
            shown = _or_null(shown)
        properties[name] = shown
    return {**schema, "type": "object", "properties": properties}


_EXHIBIT: dict[str, Any] = {
    "type": "object",
    "properties": {"image": FILE_DATA, "video": FILE_DATA, "caption": {"type": ["string", "null"]}},
}
"""An item of a gallery."""


def _files_argument(parameter: ParameterInfo, shown: dict[str, Any]) -> dict[str, Any]:
    """The schema of a parameter that takes a file, or files."""
    choices: list[dict[str, Any]] = [{"type": "string"}, FILE_DATA]
    if parameter["files"] == "many":
        if parameter["component"] == "Gallery":
            choices.append(_EXHIBIT)
        listed: dict[str, Any] = {"type": "array", "items": {"anyOf": choices}}
        choices = [listed]
        if parameter["component"] == TEXT_WITH_FILES:
            choices = [
                {"type": "object", "properties": {"text": {"type": "string"}, "files": listed}},
                {"type": "string"},
            ]
    if NULL in shown.get("anyOf", ()):
        choices.append(NULL)
    said = {key: value for key, value in shown.items() if key in (*_SAID, "default")}
    return {**(choices[0] if len(choices) == 1 else {"anyOf": choices}), **said}


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    """`schema`, or null by default; what is said of it stays outside."""
    said = {key: value for key, value in schema.items() if key in _SAID}
    choice = {key: value for key, value in schema.items() if key not in said}
    return {"anyOf": [choice, NULL], **said, "default": None}


def _positional(parameters: Sequence[ParameterInfo], properties: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of `{"data": [...]}`."""
    # A parameter that is named only may be required after others that are not; the list reaches up to it.
    least = max((index for index, parameter in enumerate(parameters, 1) if parameter["required"]), default=0)
    named = [_named(properties[parameter["name"]], parameter["name"]) for parameter in parameters]
    return record({"data": {"type": "array", "minItems": least, "maxItems": len(named), **_items(named)}})


def _named(schema: dict[str, Any], name: str) -> dict[str, Any]:
    """The schema of an argument where nothing else says what it is called."""
    return schema if "title" in schema else {"title": name, **schema}


def _row(parameters: Sequence[ParameterInfo], row: Mapping[str, Any]) -> list[Any]:
    """An example as arguments in order, up to the last one that it names."""
    last = max((index for index, parameter in enumerate(parameters, 1) if parameter["name"] in row), default=0)
    return [row.get(parameter["name"], parameter.get("default")) for parameter in parameters[:last]]


# --- results ---------------------------------------------------------------------------------


def _outputs(endpoint: EndpointInfo, definitions: Definitions) -> dict[str, Any]:
    """The schema of `data` in a result: a list with all outputs."""
    outputs = [_output(output, definitions) for output in endpoint["outputs"]]
    return {"type": "array", "minItems": len(outputs), "maxItems": len(outputs), **_items(outputs)}


def _items(schemas: list[dict[str, Any]]) -> dict[str, Any]:
    """The keyword for the items of a list that has no more of them, in the form that most tools understand."""
    return {"prefixItems": schemas} if len(schemas) > 1 else {"items": schemas[0] if schemas else {}}


def _output(output: OutputInfo, definitions: Definitions) -> dict[str, Any]:
    if output["files"]:
        item = _EXHIBIT if output["component"] == "Gallery" else FILE_DATA
        schema: dict[str, Any] = item if output["files"] == "one" else {"type": "array", "items": item}
        if output["component"] == TEXT_WITH_FILES:
            schema = {"type": "object", "properties": {"text": {"type": "string"}, "files": schema}}
        # A hint for a file is made of types of files only, so the word can mean nothing else.
        if re.search(r"\b(?:None|Optional)\b", output["type"]):
            schema = {"anyOf": [schema, NULL]}
    elif not output["schema"] and output["type"] == "None":
        schema = NULL
    else:
        schema = definitions.take(output["schema"])
    if output["description"] and "description" not in schema:
        schema = {**schema, "description": output["description"]}
    return schema


def _event(endpoint: EndpointInfo, outputs: dict[str, Any]) -> dict[str, Any]:
    """The schema of one event of a call. OpenAPI 3.1 has no word for the items of a stream; tools that
    check streams take the schema of `text/event-stream` for that of each event."""
    names = ["generating", "complete"] if endpoint["streams"] else ["complete"]
    return {"oneOf": [*(event(name, outputs) for name in names), *map(reference, EVENTS)]}

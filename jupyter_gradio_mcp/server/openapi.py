"""The REST API of the union, or of one notebook, as an OpenAPI document. Pure: offers in, dictionary out.

The version is 3.1, whose schemas are JSON Schema 2020-12, so those of the endpoints are used as they
are; only their definitions move, from below each schema to `components/schemas`, under
`<name of the endpoint>.<name of the definition>`. No endpoint has a dot in its name and none of our own
components has one, so nothing meets there.

What the document says of errors is read from the tree in `errors`, so it cannot lag behind.
"""

from __future__ import annotations

import functools
import inspect
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote, unquote

from ..errors import CallError
from ..protocol import FILE_META, EndpointInfo, OutputInfo, ParameterInfo
from .catalog import Offer

OPENAPI = "3.1.0"
DIALECT = "https://json-schema.org/draft/2020-12/schema"

_JSON = "application/json"
_BINARY = "application/octet-stream"
_STREAM = "text/event-stream"
_NULL = {"type": "null"}
_FALSE = {"type": "boolean", "const": False}
_FILE_DATA = {"$ref": "#/components/schemas/FileData"}
_DEFS = "#/$defs/"

_READING = (401, 403, 404, 500)
"""What any request may get. Every address may vanish (404): a notebook has one while its kernel runs."""

_SENDING = (401, 403, 404, 413, 422, 500)
"""What a request with a body may get."""

_BEGINNING = (*_SENDING, 503)
"""What a request that begins a call may get before the function runs."""

_RUNNING = (*_BEGINNING, 409, 504)
"""What a request that waits for the function may get."""

_SCHEMA_KEYWORDS = frozenset(
    (
        *("items", "contains", "unevaluatedItems", "contentSchema", "if", "then", "else", "not"),
        *("additionalProperties", "propertyNames", "unevaluatedProperties"),
    )
)
_LIST_KEYWORDS = frozenset(("allOf", "anyOf", "oneOf", "prefixItems"))
_MAP_KEYWORDS = frozenset(("$defs", "definitions", "dependentSchemas", "patternProperties", "properties"))
"""Keywords that hold schemas. Any other holds data, where something that looks like a `$ref` is none."""

_PLAIN_KEYWORDS = frozenset(("description", "enum", "format", "required", "title", "type"))
"""Frequent keywords whose values stay as they are. There are thousands of schemas: each look at one counts."""

_SIMPLE_KEYWORDS = frozenset(("default", "description", "format", "title", "type"))
"""Keywords with which a default obeys its schema if it is of the type."""

_SAID = ("title", "description", "deprecated")
"""Keywords that stay outside when a schema becomes one of several choices."""

MAX_NESTING = 50
"""Levels of a schema that are looked at to judge a default; a definition may refer to itself."""


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
    schemas = dict(_OWN_SCHEMAS)
    paths: dict[str, Any] = {}
    ids = _identifiers([offer.name for offer in offers])
    for offer in offers:
        paths.update(_endpoint_paths(offer, ids[offer.name], schemas))
    paths.update(_fixed_paths(max_file_size))
    return {
        "openapi": OPENAPI,
        "jsonSchemaDialect": DIALECT,
        "info": {"title": title, "version": version},
        "servers": [{"url": server_url.removesuffix("/")}],
        "security": [{"bearer": []}, {"basic": []}, {"token": []}],
        "tags": [
            {"name": "functions", "description": "The functions that the notebooks offer."},
            {"name": "files", "description": "Files that functions take and give."},
            {"name": "queue", "description": "The protocol that Gradio's clients use to call functions."},
            {"name": "server", "description": "What is offered here."},
        ],
        "paths": paths,
        "components": {"schemas": schemas, "responses": _ERROR_RESPONSES, "securitySchemes": _SECURITY_SCHEMES},
    }


# --- functions -------------------------------------------------------------------------------


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
    return {name: legal[name] for name in names}


def _endpoint_paths(offer: Offer, id: str, schemas: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The three addresses of an endpoint. Its definitions are put into `schemas`."""
    endpoint, name = offer.endpoint, quote(offer.name, safe="")
    title = endpoint["title"] or offer.name.replace("_", " ").strip().capitalize()
    definitions = _Definitions(offer.name, schemas)
    arguments = _arguments(endpoint, definitions)
    outputs = _outputs(endpoint, definitions)
    yield (
        f"/gradio_api/call/v2/{name}",
        {
            "post": {
                **_operation(f"call_{id}", "functions", f"{title}: begin a call", endpoint["description"]),
                "requestBody": {
                    # No body at all stands for no arguments.
                    "required": bool(arguments.get("required")),
                    "content": {_JSON: {"schema": arguments, **_examples(endpoint["examples"])}},
                },
                "responses": _responses(
                    {
                        **_BEGUN,
                        "links": {
                            "read": {
                                "operationId": f"read_{id}",
                                "parameters": {"event_id": "$response.body#/event_id"},
                            }
                        },
                    },
                    _BEGINNING,
                ),
            }
        },
    )
    yield (
        f"/gradio_api/call/{name}/{{event_id}}",
        {
            "get": {
                **_operation(
                    f"read_{id}",
                    "functions",
                    f"{title}: read a call",
                    f"The events of a call that `call_{id}` began, until it is done. Only the one who began it can "
                    "read it, and once. An error of the function is an event, too.",
                ),
                "parameters": _EVENT_PARAMETERS,
                "responses": _responses(
                    {
                        "description": "Server-sent events. The last one is `complete` or `error`.",
                        "content": {_STREAM: {"schema": _events(endpoint, outputs)}},
                    },
                    _READING,
                ),
            }
        },
    )
    yield (
        f"/gradio_api/run/{name}",
        {
            "post": {
                **_operation(f"run_{id}", "functions", title, endpoint["description"]),
                "requestBody": {
                    "required": True,
                    "content": {
                        _JSON: {
                            "schema": _positional(endpoint["parameters"], arguments["properties"]),
                            **_examples([{"data": _row(endpoint, row)} for row in endpoint["examples"]]),
                        }
                    },
                },
                "responses": _responses(
                    _json(endpoint["returns"] or "The result.", _object(_run_result(outputs))), _RUNNING
                ),
            }
        },
    )


def _arguments(endpoint: EndpointInfo, definitions: _Definitions) -> dict[str, Any]:
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


def _files_argument(parameter: ParameterInfo, shown: dict[str, Any]) -> dict[str, Any]:
    """The schema of a parameter that takes a file, or files."""
    choices: list[dict[str, Any]] = [{"type": "string"}, _FILE_DATA]
    if parameter["files"] == "many":
        choices = [{"type": "array", "items": {"anyOf": choices}}]
    if _NULL in shown.get("anyOf", ()):
        choices.append(_NULL)
    said = {key: value for key, value in shown.items() if key in (*_SAID, "default")}
    return {**(choices[0] if len(choices) == 1 else {"anyOf": choices}), **said}


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    """`schema`, or null by default; what is said of it stays outside."""
    said = {key: value for key, value in schema.items() if key in _SAID}
    choice = {key: value for key, value in schema.items() if key not in said}
    return {"anyOf": [choice, _NULL], **said, "default": None}


def _positional(parameters: Sequence[ParameterInfo], properties: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of `{"data": [...]}`."""
    required = [index for index, parameter in enumerate(parameters, 1) if parameter["required"]]
    # A parameter that is named only may be required after others that are not; the list reaches up to it.
    data: dict[str, Any] = {"type": "array", "minItems": max(required, default=0), "maxItems": len(parameters)}
    if parameters:
        # An empty list of items would be no schema.
        data["prefixItems"] = [_named(properties[parameter["name"]], parameter["name"]) for parameter in parameters]
    return {"type": "object", "properties": {"data": data}, "required": ["data"]}


def _named(schema: dict[str, Any], name: str) -> dict[str, Any]:
    """The schema of an argument where nothing else says what it is called."""
    return schema if "title" in schema else {"title": name, **schema}


def _row(endpoint: EndpointInfo, row: Mapping[str, Any]) -> list[Any]:
    """An example as arguments in order, up to the last one that it names."""
    parameters = endpoint["parameters"]
    last = max((index for index, parameter in enumerate(parameters, 1) if parameter["name"] in row), default=0)
    return [row.get(parameter["name"], parameter.get("default")) for parameter in parameters[:last]]


def _examples(values: Sequence[Any]) -> dict[str, Any]:
    """Examples of a body, for its media type."""
    return {"examples": {f"example{i}": {"value": value} for i, value in enumerate(values, 1)}} if values else {}


def _outputs(endpoint: EndpointInfo, definitions: _Definitions) -> dict[str, Any]:
    """The schema of `data` in a result: a list with all outputs."""
    outputs = [_output(output, definitions) for output in endpoint["outputs"]]
    data: dict[str, Any] = {"type": "array", "minItems": len(outputs), "maxItems": len(outputs)}
    if outputs:
        data["prefixItems"] = outputs
    return data


def _output(output: OutputInfo, definitions: _Definitions) -> dict[str, Any]:
    if output["files"]:
        schema: dict[str, Any] = {**_FILE_DATA} if output["files"] == "one" else {"type": "array", "items": _FILE_DATA}
        # A hint for a file is made of types of files only, so the word can mean nothing else.
        if re.search(r"\b(?:None|Optional)\b", output["type"]):
            schema = {"anyOf": [schema, _NULL]}
    elif not output["schema"] and output["type"] == "None":
        schema = dict(_NULL)
    else:
        schema = definitions.take(output["schema"])
    if output["description"] and "description" not in schema:
        schema = {**schema, "description": output["description"]}
    return schema


def _run_result(outputs: dict[str, Any]) -> dict[str, Any]:
    return {
        "data": outputs,
        "is_generating": _FALSE,
        "duration": _SECONDS,
        "average_duration": _SECONDS,
    }


def _events(endpoint: EndpointInfo, outputs: dict[str, Any]) -> dict[str, Any]:
    """The schema of one event of a call. OpenAPI 3.1 has no word for the items of a stream; tools that
    check streams take the schema of `text/event-stream` for that of each event."""
    values = ["generating", "complete"] if endpoint["streams"] else ["complete"]
    own = [_event(value, outputs) for value in values]
    return {"oneOf": [*own, *_EVENT_REFS]}


# --- definitions -----------------------------------------------------------------------------


class _Definitions:
    """Moves the definitions of one endpoint's schemas to the components of the document.

    Arguments and results may each have a definition of the same name. Where all that have one name
    are equal they are one component; where they differ, the later schema has its own.

    Args:
        endpoint: The endpoint's name.
        schemas: The components, which are added to.
    """

    def __init__(self, endpoint: str, schemas: dict[str, Any]) -> None:
        self._prefix = f"{re.sub(r'[^A-Za-z0-9_-]', '_', endpoint)}."
        self._schemas = schemas
        self._groups: list[tuple[dict[str, Any], dict[str, str]]] = []
        """Definitions as they came, and where references to them lead now."""

    def take(self, schema: dict[str, Any]) -> dict[str, Any]:
        """`schema` without definitions of its own, which refers to the components instead."""
        defs: dict[str, Any] = schema.get("$defs", {})
        components = self._components(defs) if defs else {}
        rest = {key: value for key, value in schema.items() if key != "$defs"}
        moved: dict[str, Any] = _rewritten(rest, defs, components)
        return moved

    def _components(self, defs: dict[str, Any]) -> dict[str, str]:
        # A definition refers to others by name, so it means the same only if all of them do.
        fitting = (g for g in self._groups if all(g[0][name] == defs[name] for name in defs if name in g[0]))
        known, components = next(fitting, ({}, {}))
        if not known:
            self._groups.append((known, components))
        new = {name: definition for name, definition in defs.items() if name not in known}
        known.update(new)
        free = {name: self._free(name) for name in new}
        components.update({f"{_DEFS}{name}": f"#/components/schemas/{free[name]}" for name in new})
        for name, definition in new.items():
            moved = _rewritten(definition, known, components)
            # Generators name types by the title where there is one, and the same class may be everywhere.
            if isinstance(moved, dict) and moved.get("title") == name:
                moved = {key: value for key, value in moved.items() if key != "title"}
            self._schemas[free[name]] = moved
        return components

    def _free(self, name: str) -> str:
        plain = candidate = self._prefix + re.sub(r"[^A-Za-z0-9._-]", "_", name)
        number = 2
        while candidate in self._schemas:
            candidate, number = f"{plain}_{number}", number + 1
        self._schemas[candidate] = {}
        return candidate


def _rewritten(schema: Any, defs: Mapping[str, Any], components: Mapping[str, str]) -> Any:
    """A schema that refers to components, without what would make the document invalid: defaults
    that the schema itself refuses, as of `x: int = None`, and numbers that JSON does not have."""
    if not isinstance(schema, dict):
        return schema
    if _PLAIN_KEYWORDS.issuperset(schema):
        return schema
    made: dict[str, Any] = {}
    for key, value in schema.items():
        if key in _PLAIN_KEYWORDS:
            made[key] = value
        elif key == "$ref":
            target = _component(value, components)
            # A reference that leads nowhere says nothing; a document with one is useless as a whole.
            if target is not None:
                made[key] = target
        elif key == "default":
            if _obeys(value, schema, defs):
                made[key] = value
        elif key in _LIST_KEYWORDS and isinstance(value, list):
            made[key] = [_rewritten(inner, defs, components) for inner in value]
        elif key in _MAP_KEYWORDS and isinstance(value, dict):
            made[key] = {name: _rewritten(inner, defs, components) for name, inner in value.items()}
        elif key in _SCHEMA_KEYWORDS:
            made[key] = _rewritten(value, defs, components)
        elif key == "discriminator" and isinstance(value, dict) and isinstance(value.get("mapping"), dict):
            mapping = {name: _component(ref, components) or ref for name, ref in value["mapping"].items()}
            made[key] = {**value, "mapping": mapping}
        elif not isinstance(value, float) or math.isfinite(value):
            made[key] = value
    return made


def _component(ref: str, components: Mapping[str, str]) -> str | None:
    """Where a reference leads now; None where it leads nowhere in this document."""
    found = components.get(ref)
    if found is not None or not ref.startswith("#"):
        return found or ref
    name, slash, rest = ref.removeprefix(_DEFS).partition("/")
    found = components.get(f"{_DEFS}{_unescaped(name)}")
    return None if found is None else f"{found}{slash}{rest}"


def _unescaped(part: str) -> str:
    return unquote(part).replace("~1", "/").replace("~0", "~") if "%" in part or "~" in part else part


_KINDS: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int, float),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}


def _obeys(default: Any, schema: dict[str, Any], defs: Mapping[str, Any]) -> bool:
    try:
        return _fits(default, schema, defs)
    except (TypeError, ValueError, AttributeError, ArithmeticError):
        # Authors may write schemas of their own; what is wrong in one must not take away the document.
        return False


def _fits(value: Any, schema: Any, defs: Mapping[str, Any], depth: int = 0) -> bool:
    """Whether a default obeys its schema, as far as the keywords go that pydantic writes.

    The JSON Schema library would take longer for the defaults than the document may take as a whole.
    """
    if isinstance(value, float) and not math.isfinite(value):
        return False
    if not isinstance(schema, dict) or depth > MAX_NESTING:
        return schema is not False
    kinds = schema.get("type", ())
    kinds = (kinds,) if isinstance(kinds, str) else kinds
    if kinds and not any(_is_of(value, kind) for kind in kinds):
        return False
    if _SIMPLE_KEYWORDS.issuperset(schema):
        return True

    def inner(part: Any, of: Any) -> bool:
        return _fits(part, of, defs, depth + 1)

    ref = schema.get("$ref")
    if ref is not None and not inner(value, defs.get(_unescaped(ref.removeprefix(_DEFS)), {})):
        return False
    choices = schema.get("enum", (schema["const"],) if "const" in schema else None)
    if choices is not None and not any(_same(value, choice) for choice in choices):
        return False
    choices = schema.get("anyOf")
    if choices is not None:
        # The most frequent default is that of an optional parameter.
        if value is None and _NULL in choices:
            return True
        if not any(inner(value, choice) for choice in choices):
            return False
    if "oneOf" in schema and sum(inner(value, choice) for choice in schema["oneOf"]) != 1:
        return False
    if not all(inner(value, part) for part in schema.get("allOf", ())):
        return False
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _number_fits(value, schema)
    if isinstance(value, str):
        return _length_fits(len(value), schema, "Length") and _matches(schema.get("pattern"), value)
    if isinstance(value, list):
        first = schema.get("prefixItems", ())
        rest = schema.get("items", True)
        return (
            _length_fits(len(value), schema, "Items")
            and not (schema.get("uniqueItems") and any(item in value[:i] for i, item in enumerate(value)))
            and all(inner(item, first[i] if i < len(first) else rest) for i, item in enumerate(value))
        )
    if isinstance(value, dict):
        properties = schema.get("properties", {})
        rest = True if "patternProperties" in schema else schema.get("additionalProperties", True)
        return (
            _length_fits(len(value), schema, "Properties")
            and all(name in value for name in schema.get("required", ()))
            and all(inner(item, properties.get(name, rest)) for name, item in value.items())
        )
    return True


def _same(value: Any, other: Any) -> bool:
    # In Python, and not in JSON, 1 is true.
    return bool(value == other) and isinstance(value, bool) == isinstance(other, bool)


def _is_of(value: Any, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    if kind == "integer" and isinstance(value, float):
        return value.is_integer()
    return isinstance(value, _KINDS.get(kind, ()))


def _number_fits(value: float, schema: Mapping[str, Any]) -> bool:
    step = schema.get("multipleOf")
    return (
        value >= schema.get("minimum", -math.inf)
        and value <= schema.get("maximum", math.inf)
        and ("exclusiveMinimum" not in schema or value > schema["exclusiveMinimum"])
        and ("exclusiveMaximum" not in schema or value < schema["exclusiveMaximum"])
        and (not step or (value % step == 0 if isinstance(step, int) else (value / step).is_integer()))
    )


def _length_fits(length: int, schema: Mapping[str, Any], what: str) -> bool:
    low, high = schema.get(f"min{what}", 0), schema.get(f"max{what}", math.inf)
    return bool(low <= length <= high)


def _matches(pattern: str | None, value: str) -> bool:
    try:
        return pattern is None or re.search(pattern, value) is not None
    except re.error:
        # Pydantic's patterns may be of another dialect than Python's.
        return True


# --- what every document has -----------------------------------------------------------------


def _object(properties: dict[str, Any], *optional: str) -> dict[str, Any]:
    """The schema of an object with these properties; further ones may come with a newer version."""
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, **({"required": required} if required else {})}


def _operation(id: str, tag: str, summary: str, description: str = "") -> dict[str, Any]:
    said = {"description": description} if description else {}
    return {"operationId": id, "tags": [tag], "summary": summary, **said}


def _json(description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": {_JSON: {"schema": schema}}}


def _responses(good: dict[str, Any], errors: tuple[int, ...]) -> dict[str, Any]:
    return {"200": good, **_bad(errors)}


@functools.cache
def _bad(errors: tuple[int, ...]) -> dict[str, Any]:
    return {str(e): {"$ref": f"#/components/responses/Error{e}"} for e in sorted(errors)}


def _event(name: str, data: dict[str, Any]) -> dict[str, Any]:
    """The schema of a server-sent event, whose data is JSON in a string."""
    text = {"type": "string", "contentMediaType": _JSON, "contentSchema": data}
    return _object({"event": {"type": "string", "const": name}, "data": text})


def _text_or_null(description: str) -> dict[str, Any]:
    return {"type": ["string", "null"], "description": description}


_EVENT_ID = _object({"event_id": {"type": "string"}})

_BEGUN = _json("The call has begun.", _EVENT_ID)

_EVENT_PARAMETERS = [{"name": "event_id", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}]

_SECONDS = {"type": "number", "description": "Seconds."}

_EVENTS: dict[str, dict[str, Any]] = {
    "ProgressEvent": _event(
        "progress",
        _object(
            {
                "progress": {"type": "number"},
                "total": {"type": ["number", "null"]},
                "message": {"type": ["string", "null"]},
                "unit": {"type": "string"},
            }
        ),
    ),
    "LogEvent": _event(
        "log",
        _object(
            {
                "level": {"type": "string"},
                "stream": {"type": "string", "description": "`stdout`, `stderr` or `display`."},
                "text": {"type": "string"},
            }
        ),
    ),
    "HeartbeatEvent": _event("heartbeat", _NULL),
    "ErrorEvent": _event("error", {"$ref": "#/components/schemas/Error"}),
}
"""The events that every call may have."""

_EVENT_REFS = [{"$ref": f"#/components/schemas/{name}"} for name in _EVENTS]


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
    return _json("\n\n".join(lines), {"$ref": "#/components/schemas/Error"})


_ERROR_RESPONSES = {
    f"Error{status}": _error_response(status) for status in sorted({error.http_status for error in _ERRORS})
}

_OWN_SCHEMAS: dict[str, Any] = {
    "Error": {
        "description": "Why there is no result.",
        **_object(
            {
                "error": {"type": "string", "description": "A sentence for people and agents."},
                "code": {"type": "string", "enum": [error.code for error in _ERRORS]},
                "detail": {
                    "description": "A finding for each field, or the sentence once more.",
                    "anyOf": [{"type": "string"}, {"type": "array", "items": {"$ref": "#/components/schemas/Finding"}}],
                },
            },
            "detail",
        ),
    },
    "Finding": {
        "description": "What is wrong with one field.",
        **_object(
            {
                "loc": {"type": "array", "items": {"type": ["string", "integer"]}},
                "msg": {"type": "string"},
                "type": {"type": "string"},
            }
        ),
    },
    "FileData": {
        "description": "A file. Of one that is sent, `path` and `meta` count.",
        **_object(
            {
                "path": {"type": "string", "description": "What an upload returned, or a URL."},
                "url": _text_or_null("Where it can be read, for a while without any other credential."),
                "size": {"type": ["integer", "null"], "description": "Bytes."},
                "orig_name": _text_or_null("What it is called."),
                "mime_type": _text_or_null("What it holds."),
                "is_stream": {"type": "boolean"},
                "meta": {
                    **_object({name: {"type": "string", "const": value} for name, value in FILE_META.items()}),
                    "additionalProperties": False,
                },
            },
            *("url", "size", "orig_name", "mime_type", "is_stream"),
        ),
    },
    **_EVENTS,
}

_SECURITY_SCHEMES: dict[str, Any] = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "An access key, or the notebook server's token."},
    "basic": {"type": "http", "scheme": "basic", "description": "The same as the password; the name does not matter."},
    "token": {"type": "apiKey", "in": "query", "name": "token", "description": "The same in the address."},
}


def _fixed_paths(max_file_size: int | None) -> dict[str, Any]:
    """The addresses that are there whatever is offered."""
    fn_index = {"type": "integer", "minimum": 1, "description": "The function's number, from the config."}
    session = {"type": "string", "description": "Any text that the client makes up for itself."}
    return {
        "/config": {
            "get": {
                **_operation("get_config", "server", "What Gradio's clients read first"),
                "responses": _responses(_json("The config.", {"type": "object"}), _READING),
            }
        },
        "/gradio_api/info": {
            "get": {
                **_operation("get_info", "server", "The functions with their parameters and outputs, as Gradio has it"),
                "responses": _responses(
                    _json(
                        "By name.",
                        _object({"named_endpoints": {"type": "object"}, "unnamed_endpoints": {"type": "object"}}),
                    ),
                    _READING,
                ),
            }
        },
        "/gradio_api/about": {
            "get": {
                **_operation("get_about", "server", "Which extension this is"),
                "responses": _responses(
                    _json(
                        "Name and numbers.",
                        _object(
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
                    _READING,
                ),
            }
        },
        "/gradio_api/upload": {"post": _upload(max_file_size)},
        "/gradio_api/file={path}": {
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
        },
        "/gradio_api/queue/join": {
            "post": {
                **_operation("join_queue", "queue", "Begin a call, as Gradio's clients do"),
                "requestBody": _body({"data": {"type": "array"}, "fn_index": fn_index, "session_hash": session}),
                "responses": _responses(
                    {
                        **_BEGUN,
                        "links": {
                            "stream": {
                                "operationId": "stream_queue",
                                "parameters": {"session_hash": "$request.body#/session_hash"},
                            }
                        },
                    },
                    _BEGINNING,
                ),
            }
        },
        "/gradio_api/queue/data": {
            "get": {
                **_operation("stream_queue", "queue", "Read all calls of a session, as Gradio's clients do"),
                "parameters": [{"name": "session_hash", "in": "query", "required": True, "schema": session}],
                "responses": _responses(
                    {
                        "description": "Server-sent events with Gradio's messages.",
                        "content": {_STREAM: {"schema": _queue_event()}},
                    },
                    (*_READING, 422),
                ),
            }
        },
        "/gradio_api/cancel": {
            "post": {
                **_operation("cancel_call", "queue", "Stop a call"),
                "requestBody": _body({"session_hash": session, "fn_index": fn_index, "event_id": {"type": "string"}}),
                "responses": _responses(
                    _json("The call is stopped, or was done.", _object({"success": {"const": True}})),
                    _SENDING,
                ),
            }
        },
    }


def _body(properties: dict[str, Any]) -> dict[str, Any]:
    return {"required": True, "content": {_JSON: {"schema": _object(properties)}}}


def _queue_event() -> dict[str, Any]:
    message = _object({"msg": {"type": "string"}, "event_id": {"type": ["string", "null"]}}, "event_id")
    return _object({"data": {"type": "string", "contentMediaType": _JSON, "contentSchema": message}})


def _upload(max_file_size: int | None) -> dict[str, Any]:
    # `format` is of OpenAPI 3.0; generators still look for it.
    file: dict[str, Any] = {"type": "string", "format": "binary", "contentMediaType": _BINARY}
    limit = ""
    if max_file_size is not None:
        file["maxLength"] = max_file_size
        limit = f" Each may have {max_file_size} bytes."
    return {
        **_operation("upload_files", "files", "Upload files", f"For functions that take files.{limit}"),
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
            "content": {"multipart/form-data": {"schema": _object({"files": {"type": "array", "items": file}})}},
        },
        "responses": _responses(
            _json("The path of each file, to be used as an argument.", {"type": "array", "items": {"type": "string"}}),
            _SENDING,
        ),
    }


def _file(id: str, summary: str, *, with_body: bool) -> dict[str, Any]:
    binary = {"type": "string", "format": "binary", "contentMediaType": _BINARY}
    content = {"content": {"*/*": {"schema": binary}}} if with_body else {}
    part = {"Content-Range": {"description": "Which part of how many bytes.", "schema": {"type": "string"}}}
    responses = _responses({"description": "The file.", **content}, _READING)
    if not with_body:
        # An answer to HEAD has no body, be it an error or not.
        said = {f"Error{e}": _ERROR_RESPONSES[f"Error{e}"]["description"] for e in _READING}
        responses.update({str(e): {"description": said[f"Error{e}"]} for e in _READING})
    responses["206"] = {"description": "The part that `Range` names.", "headers": part, **content}
    responses["416"] = {"description": "The file has no such part.", "headers": part}
    return {
        **_operation(id, "files", summary),
        # The empty one: `sig` does for a credential.
        "security": [{"bearer": []}, {"basic": []}, {"token": []}, {}],
        "responses": dict(sorted(responses.items())),
    }

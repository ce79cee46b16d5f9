"""How an endpoint and its result look as an MCP tool. Pure: dictionaries in, dictionaries out.

Nothing of the MCP SDK is needed for it, so `mcp/schema` and the browser page answer without the
half second that importing the SDK takes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from ..clients.target import can_be_header
from ..descriptions import EndpointInfo
from . import blocks
from .catalog import Offer
from .entries import entry

MISFIT = "This is what the function returned, but not what its return hint promises ({})."
"""What a model is told of such a result."""

HANDLE = "session_id"
"""The argument that names a session where the protocol has none (revision 2026-07-28 is stateless)."""


def tool(offer: Offer) -> dict[str, Any]:
    """The tool as `tools/list` shows it."""
    endpoint = offer.endpoint
    return entry(offer, inputSchema=input_schema(endpoint), outputSchema=output_schema(endpoint))


def takes_handle(endpoint: EndpointInfo) -> bool:
    """Whether an agent may name a session by a handle; a parameter of the function's own by that name is that."""
    return endpoint["stateful"] and HANDLE not in endpoint["input_schema"].get("properties", {})


def input_schema(endpoint: EndpointInfo) -> dict[str, Any]:
    """The schema of the arguments; one that keeps values for sessions takes the handle of one as well."""
    schema = endpoint["input_schema"]
    if not takes_handle(endpoint):
        return schema
    handle = {
        "type": "string",
        "description": f"Goes on with what earlier calls left: the {HANDLE} that they returned. Leave it out at first.",
    }
    return {**schema, "properties": {**schema.get("properties", {}), HANDLE: handle}}


def with_handle(answer: dict[str, Any], handle: str) -> dict[str, Any]:
    """An answer to `tools/call`, with the handle by which the next call goes on."""
    said = {"type": "text", "text": f"{HANDLE}: {handle}"}
    return {**answer, "content": [*answer["content"], said], "_meta": {**answer.get("_meta", {}), HANDLE: handle}}


def schema_entry(offer: Offer) -> dict[str, Any]:
    """The tool, resource or prompt as Gradio's `mcp/schema` shows it; of a resource with its `uri`, of what wants
    headers with their names."""
    endpoint = offer.endpoint
    meta: dict[str, Any] = {
        "file_data_present": any("files" in p for p in endpoint["parameters"]),
        "mcp_type": endpoint["kind"],
        "endpoint_name": offer.name,
    }
    if endpoint["headers"]:
        meta["headers"] = endpoint["headers"]
        meta["optional_headers"] = endpoint["optional_headers"]
    shown = {
        "name": offer.name,
        "description": endpoint["description"],
        "inputSchema": input_schema(endpoint) if endpoint["kind"] == "tool" else endpoint["input_schema"],
        "meta": meta,
    }
    return {**shown, "uri": endpoint["uri"]} if endpoint["uri"] else shown


def required_headers(entries: Iterable[Mapping[str, Any]]) -> list[str]:
    """The headers without which some of these (`schema_entry`) would not do, and that clients can be told of.

    One function's header that is none must not keep anybody from being connected with the others.
    """
    found: dict[str, None] = {}
    for shown in entries:
        meta = shown.get("meta") or {}
        optional = meta.get("optional_headers") or ()
        found.update(dict.fromkeys(str(name) for name in meta.get("headers") or () if name not in optional))
    return list(filter(can_be_header, found))


def output_schema(endpoint: EndpointInfo) -> dict[str, Any] | None:
    """The schema of the structured result.

    Before revision 2026-07-28 it must be an object, so anything else is one with the only property
    `result`; as clients of both eras see the same tool, so does the modern one. What a function of an app returns need
    not be what its hint says, as with Gradio: it is told, and anything else is admitted.
    """
    schema = endpoint["output_schema"]
    if schema is None or _is_object(schema):
        return schema
    schema = dict(schema)
    definitions = schema.pop("$defs", None)
    told = {"anyOf": [schema, {}]} if _is_open(endpoint) else schema
    wrapped: dict[str, Any] = {"type": "object", "properties": {"result": told}, "required": ["result"]}
    return wrapped if definitions is None else {**wrapped, "$defs": definitions}


def result(endpoint: EndpointInfo, head: dict[str, Any]) -> dict[str, Any]:
    """The answer to `tools/call` for the last frame of a call, be it a `result` or an `error`."""
    if head["op"] == "error":
        return failure(str(head["error"]["message"]))
    content = written_content(head["value"])
    return answer(endpoint, head, content or [{"type": "text", "text": text(head["value"])}])


def without_updates(head: dict[str, Any]) -> dict[str, Any]:
    """A last frame without what is of panels only: of an update of a component (`panels.UpdateValue`) its value."""
    value = head.get("value")
    if isinstance(value, list) and any(map(_is_update, value)):
        return {**head, "value": [item.get("value") if _is_update(item) else item for item in value]}
    return {**head, "value": value.get("value")} if isinstance(value, dict) and _is_update(value) else head


def _is_update(value: Any) -> bool:
    return isinstance(value, dict) and value.get("__type__") == "update"


def answer(endpoint: EndpointInfo, head: dict[str, Any], content: list[dict[str, Any]]) -> dict[str, Any]:
    """The answer to `tools/call` for a `result` frame, with this content."""
    answer: dict[str, Any] = {"content": content, "isError": False, "resultType": "complete"}
    fitting = structured(endpoint, head)
    if fitting is not None:
        answer["structuredContent"] = fitting
    elif endpoint["output_schema"] is not None:
        # A tool with an output schema must give what obeys it, or an error (tools § Output Schema);
        # clients refuse anything else without showing it.
        answer["isError"] = True
        content.append({"type": "text", "text": MISFIT.format(endpoint["output_type"])})
    return answer


def written_content(value: Any) -> list[dict[str, Any]] | None:
    """The content blocks that a function wrote itself; None for data."""
    return blocks.content([value] if isinstance(value, dict) else value)


def failure(message: str) -> dict[str, Any]:
    """The answer to `tools/call` that tells a model what went wrong, so that it can do better."""
    return {"content": [{"type": "text", "text": message}], "isError": True, "resultType": "complete"}


def structured(endpoint: EndpointInfo, head: dict[str, Any]) -> dict[str, Any] | None:
    """The structured result of a `result` frame; None where there is none that fits its schema."""
    schema = endpoint["output_schema"]
    if schema is None or not (head["fits"] or _is_open(endpoint)):
        return None
    value = head["value"]
    return value if _is_object(schema) else {"result": value}


def text(value: Any) -> str:
    """A result as text: a string as it is, anything else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _is_open(endpoint: EndpointInfo) -> bool:
    """Whether a result may be something else than its schema says."""
    return bool(endpoint.get("app")) and not _is_object(endpoint["output_schema"] or {})


def _is_object(schema: dict[str, Any]) -> bool:
    return schema.get("type") == "object"

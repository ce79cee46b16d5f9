"""How an endpoint and its result look as an MCP tool. Pure: dictionaries in, dictionaries out.

Nothing of the MCP SDK is needed for it, so `mcp/schema` and the browser page answer without the
half second that importing the SDK takes.
"""

from __future__ import annotations

import json
from typing import Any

from ..protocol import EndpointInfo
from .catalog import Offer

MISFIT = "This is what the function returned, but not what its return hint promises ({})."
"""What a model is told of such a result."""


def tool(offer: Offer) -> dict[str, Any]:
    """The tool as `tools/list` shows it."""
    endpoint = offer.endpoint
    shown: dict[str, Any] = {
        "name": offer.name,
        "title": endpoint["title"] or offer.name.replace("_", " ").strip().capitalize(),
        "inputSchema": endpoint["input_schema"],
    }
    if endpoint["description"]:
        shown["description"] = endpoint["description"]
    output = output_schema(endpoint)
    if output is not None:
        shown["outputSchema"] = output
    if endpoint["annotations"]:
        shown["annotations"] = endpoint["annotations"]
    return shown


def schema_entry(offer: Offer) -> dict[str, Any]:
    """The tool as Gradio's `mcp/schema` shows it."""
    return {
        "name": offer.name,
        "description": offer.endpoint["description"],
        "inputSchema": offer.endpoint["input_schema"],
        "meta": {
            "file_data_present": any("files" in p for p in offer.endpoint["parameters"]),
            "mcp_type": "tool",
            "endpoint_name": offer.name,
        },
    }


def output_schema(endpoint: EndpointInfo) -> dict[str, Any] | None:
    """The schema of the structured result.

    Before revision 2026-07-28 it must be an object, so anything else is one with the only property
    `result`; as clients of both eras see the same tool, so does the modern one.
    """
    schema = endpoint["output_schema"]
    if schema is None or _is_object(schema):
        return schema
    schema = dict(schema)
    wrapped: dict[str, Any] = {"type": "object", "properties": {"result": schema}, "required": ["result"]}
    if "$defs" in schema:
        wrapped["$defs"] = schema.pop("$defs")
    return wrapped


def result(endpoint: EndpointInfo, head: dict[str, Any]) -> dict[str, Any]:
    """The answer to `tools/call` for the last frame of a call, be it a `result` or an `error`."""
    if head["op"] == "error":
        return failure(str(head["error"]["message"]))
    answer: dict[str, Any] = {
        "content": [{"type": "text", "text": text(head["value"])}],
        "isError": False,
        "resultType": "complete",
    }
    fitting = structured(endpoint, head)
    if fitting is not None:
        answer["structuredContent"] = fitting
    elif endpoint["output_schema"] is not None:
        # A tool with an output schema must give what obeys it, or an error (tools § Output Schema);
        # clients refuse anything else without showing it.
        answer["isError"] = True
        answer["content"].append({"type": "text", "text": MISFIT.format(endpoint["output_type"])})
    return answer


def failure(message: str) -> dict[str, Any]:
    """The answer to `tools/call` that tells a model what went wrong, so that it can do better."""
    return {"content": [{"type": "text", "text": message}], "isError": True, "resultType": "complete"}


def structured(endpoint: EndpointInfo, head: dict[str, Any]) -> dict[str, Any] | None:
    """The structured result of a `result` frame; None where there is none that fits its schema."""
    schema = endpoint["output_schema"]
    if schema is None or not head["fits"]:
        return None
    value = head["value"]
    return value if _is_object(schema) else {"result": value}


def text(value: Any) -> str:
    """A result as text: a string as it is, anything else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _is_object(schema: dict[str, Any]) -> bool:
    return schema.get("type") == "object"

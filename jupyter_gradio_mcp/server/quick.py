"""The fast path for `tools/call` of revision 2026-07-28, where the SDK would add nothing but time.

That revision is stateless: a call that asks for no progress and no log lines is one request and
one JSON answer. Such a call is checked with the SDK's own rules and begun at once. If it is done
soon, it is answered here; if not, the running call is handed on to the SDK, which keeps the
connection alive. Whatever is not exactly of this form goes to the SDK untouched. A test holds the
answers of both ways against each other.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from mcp.shared.inbound import (
    InboundModernRoute,
    classify_inbound_request,
    find_duplicated_routing_header,
    validate_mcp_param_headers,
)
from mcp_types.methods import validate_client_request
from pydantic import ValidationError
from tornado.httputil import HTTPHeaders

from ..errors import CallError
from . import results
from .caller import Caller, client_name
from .calls import Call
from .catalog import App, Offer
from .reach import Reach
from .service import Service

SOON_SECONDS = 2.0
"""How long a call may take before the SDK takes over."""

_PROGRESS_TOKEN = "progressToken"
_LOG_LEVEL = "io.modelcontextprotocol/logLevel"
_CLIENT_INFO = "io.modelcontextprotocol/clientInfo"
_PLAIN = frozenset(("name", "arguments", "_meta"))
"""The parameters of a call that this path understands; any other is the SDK's."""


class Begun(NamedTuple):
    """A call that was begun here."""

    id: str | int
    offer: Offer
    call: Call
    caller: Caller


def begin(service: Service, app: App | None, caller: Caller, headers: HTTPHeaders, body: bytes) -> Begun | None:
    """Begin the call of a request, if it is one that this path understands; None leaves it to the SDK."""
    if headers.get("Mcp-Method") != "tools/call" or "Mcp-Session-Id" in headers:
        return None
    accept = headers.get("Accept", "")
    if "application/json" not in accept or "text/event-stream" not in accept:
        return None
    try:
        request = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not _is_plain_call(request) or find_duplicated_routing_header(headers.get_all()) is not None:
        return None
    route = classify_inbound_request(request, headers={name.lower(): value for name, value in headers.items()})
    if not isinstance(route, InboundModernRoute):
        return None
    params = request["params"]
    try:
        validate_client_request("tools/call", route.protocol_version, params)
        if not Reach.of(app, caller.identity, caller.query).admits(params["name"]):
            return None
        offer = service.catalog.find(app, params["name"], scope=caller.identity.scope, kind="tool")
        if service.inputs.takes_files(offer) or offer.endpoint["stateful"]:
            return None
        arguments = params.get("arguments") or {}
        if validate_mcp_param_headers(offer.endpoint["input_schema"], arguments, headers) is not None:
            return None
        info = params["_meta"].get(_CLIENT_INFO)
        if isinstance(info, dict):
            caller = replace(caller, client=client_name(info.get("name"), info.get("version")))
        call = service.call(offer, arguments, caller, "mcp")
        call.can_be_asked = True
        return Begun(request["id"], offer, call, caller)
    except (ValidationError, KeyError, CallError):
        return None


async def finish(begun: Begun, service: Service, server_info: Mapping[str, Any]) -> bytes | None:
    """The answer to a call that is done soon; None for one that takes longer, or that asks its caller."""
    try:
        head = await asyncio.wait_for(_outcome(begun.call), SOON_SECONDS)
    except asyncio.TimeoutError:
        return None
    if head["op"] == "ask" or (head["op"] == "error" and head["error"]["code"] == "cannot_ask"):
        begun.call.unread(head)
        return None
    result = await results.result(begun.offer, head, service, begun.caller)
    result["_meta"] = {"io.modelcontextprotocol/serverInfo": server_info}
    answer = {"jsonrpc": "2.0", "id": begun.id, "result": result}
    return json.dumps(answer, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "replace")


async def _outcome(call: Call) -> dict[str, Any]:
    while (head := await call.next())["op"] not in ("result", "error", "ask"):
        pass
    return head


def _is_plain_call(request: Any) -> bool:
    if not isinstance(request, dict) or request.get("jsonrpc") != "2.0" or request.get("method") != "tools/call":
        return False
    id, params = request.get("id"), request.get("params")
    if isinstance(id, bool) or not isinstance(id, (str, int)) or not isinstance(params, dict):
        return False
    meta = params.get("_meta")
    if not _PLAIN.issuperset(params) or not isinstance(meta, dict):
        return False
    return _PROGRESS_TOKEN not in meta and _LOG_LEVEL not in meta

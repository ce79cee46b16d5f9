"""The official MCP client, of both eras, and raw requests where a client would hide something."""

from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import httpx2
import pytest
from mcp.client import Client
from mcp.client.streamable_http import streamable_http_client
from mcp_types import CallToolResult

from .live import LiveServer

ERAS = pytest.mark.parametrize("era", ["2026-07-28", "legacy"])
"""Both eras of the protocol: stateless, and with a handshake."""

MODERN = "2026-07-28"


@contextlib.asynccontextmanager
async def connect(server: LiveServer, era: str, at: str = "", **options: Any) -> AsyncIterator[Client]:
    """An MCP client at the union's address, or at a notebook's."""
    async with httpx2.AsyncClient(headers=server.authorization, timeout=30) as http:
        transport = streamable_http_client(f"{server.url}{at}gradio_api/mcp/", http_client=http)
        async with Client(transport, mode=era, **options) as client:  # type: ignore[arg-type]
            yield client


def text(result: Any) -> str:
    """The text of a tool's result."""
    assert isinstance(result, CallToolResult)
    return "".join(getattr(block, "text", "") for block in result.content)


def modern_call(
    server: LiveServer,
    name: str,
    arguments: dict[str, Any] | None = None,
    *,
    id: Any = 1,
    at: str = "",
    headers: dict[str, str] | None = None,
    **meta: Any,
) -> httpx.Response:
    """A raw `tools/call` of revision 2026-07-28."""
    envelope = {
        "io.modelcontextprotocol/protocolVersion": MODERN,
        "io.modelcontextprotocol/clientInfo": {"name": "raw", "version": "1"},
        "io.modelcontextprotocol/clientCapabilities": {},
        **meta,
    }
    params = {"name": name, "arguments": arguments or {}, "_meta": envelope}
    body = {"jsonrpc": "2.0", "id": id, "method": "tools/call", "params": params}
    sent = {
        "Accept": "application/json, text/event-stream",
        "Content-Type": "application/json",
        "MCP-Protocol-Version": MODERN,
        "Mcp-Method": "tools/call",
        "Mcp-Name": name,
        **(headers or {}),
    }
    content = json.dumps(body)  # in ASCII, so that it can hold what UTF-8 cannot
    return server.http.post(f"{at}gradio_api/mcp/", content=content, headers=sent)

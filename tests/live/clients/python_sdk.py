"""The official Python SDK, present generation: `python_sdk.py ADDRESS (2026-07-28 | legacy | sse)…`, or `- stdio COMMAND…`."""

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import AsyncIterator
from typing import Any

import httpx2
from mcp.client import Client
from mcp.client.sse import sse_client
from mcp.client.stdio import StdioServerParameters
from mcp.client.streamable_http import streamable_http_client


@contextlib.asynccontextmanager
async def connected(address: str, way: str, *command: str) -> AsyncIterator[Client]:
    headers = {"Authorization": f"Bearer {os.environ['ACCESS_KEY']}"}
    if way == "stdio":
        parameters = StdioServerParameters(command=command[0], args=list(command[1:]), env=dict(os.environ))
        async with Client(parameters, mode="legacy", read_timeout_seconds=30) as client:
            yield client
    elif way == "sse":
        async with Client(sse_client(address + "sse", headers=headers), mode="legacy") as client:
            yield client
    else:
        async with (
            httpx2.AsyncClient(headers=headers, timeout=30) as http,
            Client(streamable_http_client(address, http_client=http), mode=way) as client,  # type: ignore[arg-type]
        ):
            yield client


async def main(address: str, way: str, *command: str) -> None:
    progress: list[Any] = []

    async def hear(done: float, of: float | None, message: str | None) -> None:
        progress.append([done, of, message])

    async with connected(address, way, *command) as client:
        tools = [tool.name for tool in (await client.list_tools()).tools]
        counted: Any = await client.call_tool("letter_counter", {"word": "banana", "letter": "a"})
        await client.call_tool("steps", {"n": 3}, progress_callback=hear)
        image: Any = (await client.call_tool("square", {"side": 4})).content[0]
        failed: Any = await client.call_tool("fails", {})
        assert failed.is_error, failed
        found = {
            "tools": tools,
            "result": counted.structured_content,
            "text": counted.content[0].text,
            "progress": progress,
            "image": [image.mime_type, image.data],
            "error": failed.content[0].text,
        }
    print(json.dumps(found))


if sys.argv[2] == "stdio":
    asyncio.run(main(*sys.argv[1:]))
else:
    for given in sys.argv[2:]:
        asyncio.run(main(sys.argv[1], given))

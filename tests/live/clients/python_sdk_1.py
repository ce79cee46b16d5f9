"""The official Python SDK, the generation before: `python_sdk_1.py ADDRESS (http | sse)…`."""

import asyncio
import json
import os
import sys
from typing import Any

from mcp import ClientSession
from mcp.client.sse import sse_client
from mcp.client.streamable_http import streamablehttp_client


async def main(address: str, way: str) -> None:
    progress: list[Any] = []

    async def hear(done: float, of: float | None, message: str | None) -> None:
        progress.append([done, of, message])

    headers = {"Authorization": f"Bearer {os.environ['ACCESS_KEY']}"}
    transport: Any = sse_client(address + "sse", headers) if way == "sse" else streamablehttp_client(address, headers)
    async with transport as streams, ClientSession(streams[0], streams[1]) as session:
        await session.initialize()
        tools = [tool.name for tool in (await session.list_tools()).tools]
        counted: Any = await session.call_tool("letter_counter", {"word": "banana", "letter": "a"})
        await session.call_tool("steps", {"n": 3}, progress_callback=hear)
        image: Any = (await session.call_tool("square", {"side": 4})).content[0]
        failed: Any = await session.call_tool("fails", {})
        assert failed.isError, failed
    found = {
        "tools": tools,
        "result": counted.structuredContent,
        "text": counted.content[0].text,
        "progress": progress,
        "image": [image.mimeType, image.data],
        "error": failed.content[0].text,
    }
    print(json.dumps(found))


for given in sys.argv[2:]:
    asyncio.run(main(sys.argv[1], given))

"""FastMCP's client: `fastmcp_client.py ADDRESS (http | sse)…`."""

import asyncio
import json
import os
import sys
from typing import Any

from fastmcp import Client
from fastmcp.client.transports import SSETransport, StreamableHttpTransport
from fastmcp.exceptions import ToolError


async def main(address: str, way: str) -> None:
    progress: list[Any] = []

    async def hear(done: float, of: float | None, message: str | None) -> None:
        progress.append([done, of, message])

    key = os.environ["ACCESS_KEY"]
    transport: Any = (
        SSETransport(address + "sse", auth=key) if way == "sse" else StreamableHttpTransport(address, auth=key)
    )
    async with Client(transport) as client:
        tools = [tool.name for tool in await client.list_tools()]
        counted: Any = await client.call_tool("letter_counter", {"word": "banana", "letter": "a"})
        await client.call_tool("steps", {"n": 3}, progress_handler=hear)
        image: Any = (await client.call_tool("square", {"side": 4})).content[0]
        error = ""
        try:
            await client.call_tool("fails", {})
        except ToolError as raised:
            error = str(raised)
    found = {
        "tools": tools,
        "result": counted.structured_content,
        "text": counted.content[0].text,
        "progress": progress,
        "image": [image.mime_type, image.data],
        "error": error,
    }
    print(json.dumps(found))


for given in sys.argv[2:]:
    asyncio.run(main(sys.argv[1], given))

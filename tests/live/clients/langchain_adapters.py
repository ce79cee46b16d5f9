"""LangChain's adapters: `langchain_adapters.py ADDRESS (http | sse)…`. Its tools are called as a chain calls them, without a model."""

import asyncio
import json
import os
import sys
from typing import Any

from langchain_core.messages import ToolMessage
from langchain_mcp_adapters.callbacks import Callbacks
from langchain_mcp_adapters.client import MultiServerMCPClient


async def main(address: str, way: str) -> None:
    progress: list[Any] = []

    async def hear(done: float, of: float | None, message: str | None, context: Any) -> None:
        progress.append([done, of, message])

    connection: Any = {
        "transport": way,
        "url": address + ("sse" if way == "sse" else ""),
        "headers": {"Authorization": f"Bearer {os.environ['ACCESS_KEY']}"},
    }
    client = MultiServerMCPClient({"notebook": connection}, callbacks=Callbacks(on_progress=hear))
    tools = {tool.name: tool for tool in await client.get_tools()}

    async def call(name: str, **arguments: Any) -> ToolMessage:
        message = await tools[name].ainvoke({"type": "tool_call", "id": name, "name": name, "args": arguments})
        assert isinstance(message, ToolMessage)
        return message

    counted: Any = await call("letter_counter", word="banana", letter="a")
    await call("steps", n=3)
    image: Any = (await call("square", side=4)).content[0]
    failed: Any = await call("fails")
    assert (counted.status, failed.status) == ("success", "error")
    found = {
        "tools": list(tools),
        "result": counted.artifact["structured_content"],
        "text": counted.content[0]["text"],
        "progress": progress,
        "image": [image["mime_type"], image["base64"]],
        "error": failed.content[0]["text"],
    }
    print(json.dumps(found))


for given in sys.argv[2:]:
    asyncio.run(main(sys.argv[1], given))

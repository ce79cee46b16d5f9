"""OpenAI's Agents SDK: `openai_agents.py ADDRESS (http | sse)…`. A whole run of an agent, with the scripted model that the SDK ships."""

import asyncio
import json
import os
import sys
from typing import Any

from agents import Agent, Runner, set_tracing_disabled
from agents.mcp import MCPServerSse, MCPServerStreamableHttp
from agents.testing import ScriptedModel, assistant_message, function_call

CALLS: dict[str, dict[str, Any]] = {
    "letter_counter": {"word": "banana", "letter": "a"},
    "steps": {"n": 3},
    "square": {"side": 4},
    "fails": {},
}


async def main(address: str, way: str) -> None:
    set_tracing_disabled(True)
    progress: list[Any] = []

    async def hear(message: Any) -> None:
        told = getattr(message, "root", message)
        if getattr(told, "method", "") == "notifications/progress":
            progress.append([told.params.progress, told.params.total, told.params.message])

    def ask_for_progress(context: Any) -> dict[str, Any]:
        return {"progressToken": context.tool_name}

    params: Any = {
        "url": address + ("sse" if way == "sse" else ""),
        "headers": {"Authorization": f"Bearer {os.environ['ACCESS_KEY']}"},
    }
    kind = MCPServerSse if way == "sse" else MCPServerStreamableHttp
    async with kind(params=params, message_handler=hear, tool_meta_resolver=ask_for_progress) as server:
        tools = [tool.name for tool in await server.list_tools()]
        turns = [[function_call(name, json.dumps(CALLS[name]), call_id=name)] for name in CALLS]
        model = ScriptedModel([*turns, [assistant_message("done")]])
        ran = await Runner.run(Agent(name="tester", model=model, mcp_servers=[server]), "go")
        failed: Any = await server.call_tool("fails", {})
        assert failed.is_error, failed
    outputs: Any = [item.output for item in ran.new_items if item.type == "tool_call_output_item"]
    got = dict(zip(CALLS, outputs, strict=True))
    media_type, _, data = got["square"][0]["image_url"].removeprefix("data:").partition(";base64,")
    found = {
        "tools": tools,
        "text": got["letter_counter"]["text"],
        "progress": progress,
        "image": [media_type, data],
        "error": got["fails"]["text"],
    }
    print(json.dumps(found))


for given in sys.argv[2:]:
    asyncio.run(main(sys.argv[1], given))

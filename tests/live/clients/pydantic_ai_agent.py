"""pydantic-ai: `pydantic_ai_agent.py ADDRESS (http | sse)…`. A whole run of an agent, with a model that is a function."""

import asyncio
import base64
import json
import os
import sys
from typing import Any

from pydantic_ai import Agent, BinaryContent
from pydantic_ai.mcp import MCPToolset
from pydantic_ai.messages import ModelMessage, ModelResponse, TextPart, ToolCallPart, ToolReturnPart
from pydantic_ai.models.function import AgentInfo, FunctionModel

CALLS: list[tuple[str, dict[str, Any]]] = [
    ("letter_counter", {"word": "banana", "letter": "a"}),
    ("steps", {"n": 3}),
    ("square", {"side": 4}),
    ("fails", {}),
]


async def main(address: str, way: str) -> None:
    progress: list[Any] = []
    tools: list[str] = []

    async def hear(done: float, of: float | None, message: str | None) -> None:
        progress.append([done, of, message])

    def model(messages: list[ModelMessage], info: AgentInfo) -> ModelResponse:
        tools[:] = [tool.name for tool in info.function_tools]
        turn = sum(isinstance(message, ModelResponse) for message in messages)
        if turn == len(CALLS):
            return ModelResponse(parts=[TextPart("done")])
        return ModelResponse(parts=[ToolCallPart(*CALLS[turn])])

    toolset: MCPToolset[Any] = MCPToolset(
        address + ("sse" if way == "sse" else ""),
        headers={"Authorization": f"Bearer {os.environ['ACCESS_KEY']}"},
        progress_handler=hear,
    )
    agent = Agent(FunctionModel(model), toolsets=[toolset])
    async with agent:
        ran = await agent.run("go")
    parts: Any = [part for message in ran.all_messages() for part in message.parts]
    returned = {part.tool_name: part for part in parts if isinstance(part, ToolReturnPart)}
    assert [part.outcome for part in returned.values()] == ["success", "success", "success", "retried"], returned
    image = next(item for item in returned["square"].content if isinstance(item, BinaryContent))
    found = {
        "tools": tools,
        "text": returned["letter_counter"].model_response_str(),
        "progress": progress,
        "image": [image.media_type, base64.b64encode(image.data).decode()],
        "error": returned["fails"].content,
    }
    print(json.dumps(found))


for given in sys.argv[2:]:
    asyncio.run(main(sys.argv[1], given))

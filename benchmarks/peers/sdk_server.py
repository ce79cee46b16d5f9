"""The function in the official SDK's own process: `python sdk_server.py PORT`."""

import json
import sys

import mcp_types as types
import uvicorn
from mcp.server.lowlevel import Server


async def list_tools(context, params):
    schema = {"type": "object", "properties": {"word": {"type": "string"}, "letter": {"type": "string"}}}
    return types.ListToolsResult(tools=[types.Tool(name="letter_counter", input_schema=schema)])


async def call_tool(context, params):
    arguments = params.arguments or {}
    count = arguments.get("word", "strawberry").lower().count(arguments.get("letter", "r").lower())
    return types.CallToolResult(
        content=[types.TextContent(type="text", text=json.dumps(count))], structured_content={"result": count}
    )


server = Server(
    "sdk", version="1", on_list_tools=list_tools, on_call_tool=call_tool, get_tool_input_schema=lambda name: None
)
uvicorn.run(server.streamable_http_app(), port=int(sys.argv[1]), log_level="error")

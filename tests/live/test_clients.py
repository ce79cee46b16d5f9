"""Other people's clients, as they are."""

import asyncio
import json
import subprocess
from pathlib import Path

import environments
import pytest
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters
from support.live import LiveNotebook, LiveServer
from support.mcp import text

pytestmark = [pytest.mark.slow, pytest.mark.clients]

TOOLS = '''%%mcp_tool
import time
import jupyter_gradio_mcp as gr

def letter_counter(word: str = "strawberry", letter: str = "r") -> int:
    """Count how often a letter occurs in a word or text."""
    return word.lower().count(letter.lower())

def steps(n: int, progress=gr.Progress()) -> str:
    """Go n steps."""
    for i in progress.tqdm(range(n), desc="Going"):
        time.sleep(0.01)
    return "done"
'''

SDK_1 = """
import asyncio, json, sys
from mcp import ClientSession
from mcp.client.sse import sse_client
from mcp.client.streamable_http import streamablehttp_client

async def use(streams):
    heard = []
    async def hear(progress, total, message):
        heard.append([progress, total, message])
    async with ClientSession(streams[0], streams[1]) as session:
        await session.initialize()
        names = [tool.name for tool in (await session.list_tools()).tools]
        result = await session.call_tool("letter_counter", {"word": "strawberry", "letter": "r"})
        failed = await session.call_tool("letter_counter", {"word": [1]})
        await session.call_tool("steps", {"n": 3}, progress_callback=hear)
    return {"names": names, "text": result.content[0].text, "structured": result.structuredContent, "failed": failed.isError, "heard": heard}

async def main(url, token):
    headers = {"Authorization": "Bearer " + token}
    async with streamablehttp_client(url + "gradio_api/mcp/", headers=headers) as streams:
        one = await use(streams)
    async with sse_client(url + "gradio_api/mcp/sse", headers=headers) as streams:
        two = await use(streams)
    print(json.dumps([one, two]))

asyncio.run(main(*sys.argv[1:]))
"""

WANTED = {
    "names": ["letter_counter", "steps"],
    "text": "3",
    "structured": {"result": 3},
    "failed": True,
    "heard": [[0, None, "Running"], [1e-6, 3, "Going"], [1, 3, "Going"], [2, 3, "Going"], [3, 3, "Going"]],
}


@pytest.fixture
def tools(notebook: LiveNotebook) -> LiveNotebook:
    notebook.run(TOOLS)
    return notebook


def test_the_sdk_of_the_generation_before_works_over_both_its_transports(
    server: LiveServer, tools: LiveNotebook
) -> None:
    python = environments.python_of("mcp1")
    ran = subprocess.run(
        [str(python), "-c", SDK_1, server.url + tools.address, server.token],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == [WANTED, WANTED]


def test_mcp_remote_works_for_clients_that_speak_stdio_only(
    server: LiveServer, tools: LiveNotebook, tmp_path: Path
) -> None:
    package = environments.node_of("mcp-remote") / "node_modules" / "mcp-remote"
    proxy = package / json.loads((package / "package.json").read_text())["bin"]["mcp-remote"]
    [node] = environments.node()
    parameters = StdioServerParameters(
        command=node,
        args=[
            str(proxy),
            f"{server.url}{tools.address}gradio_api/mcp/",
            "--allow-http",
            "--header",
            "Authorization:${AUTH}",
        ],
        env={
            "AUTH": f"Bearer {server.token}",
            "MCP_REMOTE_CONFIG_DIR": str(tmp_path),
            "HOME": str(tmp_path),
            "PATH": str(Path(node).parent),
        },
    )

    async def scenario() -> None:
        async with Client(parameters, mode="legacy", read_timeout_seconds=30) as client:
            assert [tool.name for tool in (await client.list_tools()).tools] == ["letter_counter", "steps"]
            assert text(await client.call_tool("letter_counter", {})) == "3"

    asyncio.run(scenario())


def test_curl_works_as_the_first_notebook_says(server: LiveServer, tools: LiveNotebook) -> None:
    notebook = json.loads((environments.ROOT / "notebooks" / "01_first_tool.ipynb").read_text())
    source = next("".join(cell["source"]) for cell in notebook["cells"] if "curl -X POST" in "".join(cell["source"]))
    command = source.partition("curl -X POST")[2].partition("```")[0].replace("\\\n", " ").strip()
    command = "curl -s -X POST " + command.replace("http://localhost:8888/", server.url + tools.address)
    ran = subprocess.run(
        ["bash", "-c", command],
        env={"TOKEN": server.token, "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(ran.stdout)["data"] == [3]

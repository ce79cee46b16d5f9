"""Ten thousand calls in a row leave server and kernel as large as two thousand did."""

import asyncio
import gc
from pathlib import Path
from typing import Any

import httpx
import pytest
from mcp_types import Implementation
from support.live import LiveNotebook, LiveServer
from support.mcp import MODERN, connect, text

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

MARGIN = 6 << 20
"""Bytes by which a process may grow between 2,000 and 10,000 calls: a kilobyte a call would not pass.

What is bounded is not full after 2,000 calls: the record of calls, the allocator's arenas."""

WARM, ALL = 2_000, 10_000
AT_ONCE = 16
SESSIONS = {WARM: 20, ALL: 80}
"""Handshake sessions that are opened and closed up to then; each makes calls, lists and subscribes."""

CELL = '''
import gc
import jupyter_gradio_mcp as gr

@gr.mcp.tool
def add(a: int, b: int = 1) -> int:
    """Add."""
    return a + b

@gr.mcp.tool
def steps(n: int, progress=gr.Progress()) -> str:
    """Tell of progress."""
    for i in range(n):
        progress((i, n), desc="on")
    print("done")
    return "x" * 1000

@gr.mcp.resource("mem://{a}")
def r(a: str) -> str:
    """Read."""
    return a * 100

@gr.mcp.prompt
def p(a: str) -> str:
    """Ask."""
    return a * 100
'''


def resident(pid: int) -> int:
    """Bytes of memory that a process holds."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) << 10
    raise AssertionError(f"no VmRSS of {pid}")


async def quick_calls(server: LiveServer, count: int) -> None:
    """Calls of the modern era that ask for nothing more: one request, one answer."""
    meta = {
        "io.modelcontextprotocol/protocolVersion": MODERN,
        "io.modelcontextprotocol/clientInfo": Implementation(name="many", version="1").model_dump(exclude_none=True),
        "io.modelcontextprotocol/clientCapabilities": {},
    }
    headers = {
        **server.authorization,
        "Accept": "application/json, text/event-stream",
        "MCP-Protocol-Version": MODERN,
        "Mcp-Method": "tools/call",
        "Mcp-Name": "add",
    }
    left = iter(range(count))
    async with httpx.AsyncClient(headers=headers, timeout=60) as http:

        async def work() -> None:
            for number in left:
                params = {"name": "add", "arguments": {"a": number}, "_meta": meta}
                body = {"jsonrpc": "2.0", "id": number, "method": "tools/call", "params": params}
                answer = await http.post(f"{server.url}gradio_api/mcp/", json=body)
                assert answer.json()["result"]["structuredContent"] == {"result": number + 1}

        await asyncio.gather(*(work() for _ in range(AT_ONCE)))


async def sdk_calls(server: LiveServer, era: str, count: int) -> None:
    """Calls with progress, and reads, over the SDK."""

    async def told(progress: float, total: float | None, message: str | None) -> None:
        pass

    left = iter(range(count))
    async with connect(server, era) as client:

        async def work() -> None:
            for number in left:
                if number % 4 == 0:
                    await client.read_resource(f"mem://{number}")
                elif number % 4 == 1:
                    await client.get_prompt("p", {"a": str(number)})
                else:
                    assert len(text(await client.call_tool("steps", {"n": 3}, progress_callback=told))) == 1000

        await asyncio.gather(*(work() for _ in range(4)))


async def sessions(server: LiveServer, notebook: LiveNotebook, count: int) -> None:
    """Handshake sessions that come, look, call and go, and modern streams that listen for a moment."""
    for number in range(count):
        at = notebook.address if number % 2 else ""
        if number % 4 == 3:
            async with connect(server, MODERN, at) as client, client.listen(tools_list_changed=True):
                pass
            continue
        async with connect(server, "legacy", at) as client:
            await client.list_tools()
            assert text(await client.call_tool("add", {"a": 1})) == "2"


def test_ten_thousand_calls_leave_no_memory_behind(server: LiveServer, notebook: LiveNotebook) -> None:
    assert notebook.run(CELL).stderr == ""
    kernel = notebook.pid()
    done = opened = 0
    held: dict[int, dict[str, int]] = {}
    for goal in (WARM, ALL):
        more = goal - done

        async def scenario(more: int = more, new: int = SESSIONS[goal] - opened) -> None:
            # A twentieth over the SDK, which costs ten times as much; the sessions' calls come on top.
            await quick_calls(server, more * 19 // 20)
            for era in (MODERN, "legacy"):
                await sdk_calls(server, era, more // 40)
            await sessions(server, notebook, new)

        asyncio.run(scenario())
        done, opened = goal, SESSIONS[goal]
        notebook.run("gc.collect()")
        held[goal] = {"server": resident(server.process.pid), "kernel": resident(kernel)}
    gc.collect()
    grown: dict[str, Any] = {who: held[ALL][who] - held[WARM][who] for who in ("server", "kernel")}
    print({who: f"{held[WARM][who] >> 20} MiB and {grown[who] / 2**20:+.1f}" for who in grown})
    assert all(growth < MARGIN for growth in grown.values()), (held, grown)

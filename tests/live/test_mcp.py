"""Agents: the official client in both eras, and what it does not show."""

import asyncio
import concurrent.futures
import contextlib
import json
import os
import re
import signal
import time
from collections.abc import AsyncIterator
from html import unescape
from typing import Any
from urllib.parse import urljoin

import httpx
import mcp_types as types
import pytest
from mcp.client import ClientSession
from mcp.client.sse import sse_client
from support.live import LiveNotebook, LiveServer, wait_for
from support.mcp import ERAS, MODERN, connect, modern_call, text

pytestmark = pytest.mark.slow

TOOLS = '''%%mcp_tool --no-queue
import asyncio
import time
import jupyter_gradio_mcp as gr
from collections.abc import Iterator

log = []

def letter_counter(word: str = "strawberry", letter: str = "r") -> int:
    """Count how often a letter occurs in a word or text.

    Args:
        word: The text to search through.
        letter: The letter to count.
    """
    return word.lower().count(letter.lower())

def steps(n: int, progress=gr.Progress()) -> str:
    """Go n steps."""
    for i in range(n):
        progress((i + 1, n), desc=f"step {i + 1}")
    return "done"

def counts(n: int) -> Iterator[int]:
    """Count."""
    yield from range(n)

def talks() -> str:
    """Print."""
    print("hello", "caller")
    return "said"

def fails() -> int:
    """Fail."""
    secret = "in the traceback"
    raise ValueError("no good")

def sleeps(seconds: float) -> str:
    """Sleep."""
    try:
        end = time.time() + seconds
        while time.time() < end:
            time.sleep(0.01)
        return "slept"
    finally:
        log.append(seconds)

def breaks_promise() -> int:
    """Promise an int."""
    return "text"

def records() -> list[dict[str, int]]:
    """Give records."""
    return [{"a": 1}]
'''


@pytest.fixture
def tools(notebook: LiveNotebook) -> LiveNotebook:
    assert notebook.run(TOOLS).stderr == ""
    return notebook


@ERAS
def test_an_agent_lists_and_calls(server: LiveServer, tools: LiveNotebook, era: str) -> None:
    async def scenario() -> None:
        async with connect(server, era, tools.address) as client:
            listed = {tool.name: tool for tool in (await client.list_tools()).tools}
            assert listed["letter_counter"].input_schema == {
                "type": "object",
                "properties": {
                    "word": {"type": "string", "default": "strawberry", "description": "The text to search through."},
                    "letter": {"type": "string", "default": "r", "description": "The letter to count."},
                },
                "additionalProperties": False,
            }
            result = await client.call_tool("letter_counter", {})
            assert (text(result), result.structured_content, result.is_error) == ("3", {"result": 3}, False)
            result = await client.call_tool("records", {})
            assert json.loads(text(result)) == [{"a": 1}]

    asyncio.run(scenario())


@ERAS
def test_an_error_tells_the_model_what_to_do_better(server: LiveServer, tools: LiveNotebook, era: str) -> None:
    async def scenario() -> None:
        async with connect(server, era, tools.address) as client:
            result = await client.call_tool("fails", {})
            assert (text(result), result.is_error) == ("ValueError: no good", True)
            result = await client.call_tool("letter_counter", {"wrod": "x"})
            assert (result.is_error, text(result)) == (
                True,
                "letter_counter() takes no argument 'wrod'. Did you mean 'word'? It takes: word, letter.",
            )
            result = await client.call_tool("letter_counter", {"word": 12, "letter": 1})
            assert text(result) == "1", "the next call works, and numbers do for text"
            with pytest.raises(Exception, match="There is no function 'nowhere'"):
                await client.call_tool("nowhere", {})

    asyncio.run(scenario())


@ERAS
def test_a_broken_promise_is_an_error_that_shows_what_came(server: LiveServer, tools: LiveNotebook, era: str) -> None:
    async def scenario() -> None:
        async with connect(server, era, tools.address) as client:
            # Once it has read the list, the client itself holds a tool to its schema.
            await client.list_tools()
            result = await client.call_tool("breaks_promise", {})
            shown = [block.text for block in result.content]  # type: ignore[union-attr]
            assert (shown[0], result.structured_content, result.is_error) == ("text", None, True)
            assert shown[1] == "This is what the function returned, but not what its return hint promises (int)."


@ERAS
def test_nan_keeps_the_promise_of_a_float(server: LiveServer, notebook: LiveNotebook, era: str) -> None:
    notebook.run("%%mcp_tool\ndef nan() -> list[float]:\n    return [1.5, float('nan'), float('inf')]")

    async def scenario() -> None:
        async with connect(server, era, notebook.address) as client:
            await client.list_tools()
            result = await client.call_tool("nan", {})
            assert (result.structured_content, result.is_error) == ({"result": [1.5, None, None]}, False)

    asyncio.run(scenario())


@ERAS
def test_all_hundred_steps_of_progress_arrive(server: LiveServer, tools: LiveNotebook, era: str) -> None:
    async def scenario() -> list[Any]:
        heard: list[Any] = []

        async def hear(progress: float, total: float | None, message: str | None) -> None:
            heard.append((progress, total, message))

        async with connect(server, era, tools.address) as client:
            assert text(await client.call_tool("steps", {"n": 100}, progress_callback=hear)) == "done"
        return heard

    assert asyncio.run(scenario()) == [(i, 100, f"step {i}") for i in range(1, 101)]


@ERAS
def test_partial_results_are_progress_that_grows(server: LiveServer, tools: LiveNotebook, era: str) -> None:
    async def scenario() -> list[Any]:
        heard: list[Any] = []

        async def hear(progress: float, total: float | None, message: str | None) -> None:
            heard.append((progress, message))

        async with connect(server, era, tools.address) as client:
            assert text(await client.call_tool("counts", {"n": 3}, progress_callback=hear)) == "2"
        return heard

    assert asyncio.run(scenario()) == [(1, "0"), (2, "1"), (3, "2"), (4, "Done")]


@pytest.mark.parametrize(("era", "level", "lines"), [("legacy", None, 1), (MODERN, "info", 1), (MODERN, None, 0)])
def test_printed_lines_reach_those_who_asked_for_them(
    server: LiveServer, tools: LiveNotebook, era: str, level: Any, lines: int
) -> None:
    async def scenario() -> list[Any]:
        heard: list[Any] = []

        async def hear(message: types.LoggingMessageNotificationParams) -> None:
            heard.append((message.level, message.data, message.logger))

        async with connect(server, era, tools.address, logging_callback=hear, log_level=level) as client:
            assert text(await client.call_tool("talks", {})) == "said"
        return heard

    assert asyncio.run(scenario()) == [("info", "hello caller", "talks")] * lines


@ERAS
def test_a_cancelled_call_stops_the_function(server: LiveServer, tools: LiveNotebook, era: str) -> None:
    async def scenario() -> None:
        async with connect(server, era, tools.address) as client:
            call = asyncio.create_task(client.call_tool("sleeps", {"seconds": 30}))
            await asyncio.sleep(0.5)
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call
            assert text(await client.call_tool("letter_counter", {})) == "3"

    asyncio.run(scenario())
    wait_for(lambda: tools.run("log").result == "[30.0]", "the end of the function", 5)


@ERAS
@pytest.mark.parametrize("own", [False, True], ids=["union", "notebook"])
def test_list_changes_are_announced(server: LiveServer, tools: LiveNotebook, era: str, own: bool) -> None:
    name = f"added_{own}_{era.replace('-', '_')}"

    async def scenario() -> list[str]:
        changed = asyncio.Event()

        async def hear(message: Any) -> None:
            if isinstance(message, types.ToolListChangedNotification):
                changed.set()

        at = tools.address if own else ""
        async with connect(server, era, at, message_handler=hear) as client:
            async with _listening(client, era, changed):
                await client.list_tools()
                await asyncio.sleep(0.3)
                cells.append(tools.send(f"%%mcp_tool\ndef {name}() -> int:\n    return 1"))
                await asyncio.wait_for(changed.wait(), 5)
            return [tool.name for tool in (await client.list_tools()).tools]

    cells: list[str] = []
    assert name in asyncio.run(scenario())
    tools.finish(cells[0])


@contextlib.asynccontextmanager
async def _listening(client: Any, era: str, changed: asyncio.Event) -> AsyncIterator[None]:
    """In the modern era a client hears of changes only while it listens for them."""
    if era == "legacy":
        yield
        return

    async def forward(subscription: Any) -> None:
        async for _ in subscription:
            changed.set()

    async with client.listen(tools_list_changed=True) as subscription:
        task = asyncio.create_task(forward(subscription))
        yield
        task.cancel()


def test_a_change_in_one_notebook_is_not_told_at_anothers_address(server: LiveServer, tools: LiveNotebook) -> None:
    async def scenario() -> bool:
        changed = asyncio.Event()

        async def hear(message: Any) -> None:
            if isinstance(message, types.ToolListChangedNotification):
                changed.set()

        async with connect(server, "legacy", tools.address, message_handler=hear) as client:
            await client.list_tools()
            other.send("%%mcp_tool\ndef theirs() -> int:\n    return 1")
            await asyncio.sleep(0.5)
            assert "theirs" not in [tool.name for tool in (await client.list_tools()).tools]
        async with connect(server, "legacy") as client:
            assert "theirs" in [tool.name for tool in (await client.list_tools()).tools]
        return changed.is_set()

    other = server.notebook("elsewhere.ipynb").load()
    assert asyncio.run(scenario()) is False
    other.close()


CALLS: list[tuple[str, dict[str, Any]]] = [
    ("letter_counter", {}),
    ("letter_counter", {"word": "größe", "letter": "ö"}),
    ("records", {}),
    ("fails", {}),
    ("breaks_promise", {}),
    ("letter_counter", {"wrod": 1}),
    ("counts", {"n": 2}),
    ("letter_counter", {"word": "\ud800"}),
    ("letter_counter", {"\ud800": "x"}),
]


@pytest.mark.parametrize(("name", "arguments"), CALLS)
def test_the_fast_path_answers_as_the_sdk_does(
    server: LiveServer, tools: LiveNotebook, name: str, arguments: dict[str, Any]
) -> None:
    fast = modern_call(server, name, arguments, id="x1", at=tools.address)
    # A log level that nothing reaches keeps a call off the fast path and changes nothing else.
    slow = modern_call(
        server, name, arguments, id="x1", at=tools.address, **{"io.modelcontextprotocol/logLevel": "emergency"}
    )
    assert (fast.status_code, fast.headers["content-type"].split(";")[0]) == (
        slow.status_code,
        slow.headers["content-type"].split(";")[0],
    )
    assert fast.json() == slow.json()


def test_a_call_that_outlasts_the_fast_path_is_handed_on(server: LiveServer, tools: LiveNotebook) -> None:
    answer = modern_call(server, "sleeps", {"seconds": 2.5}, at=tools.address)
    assert answer.json()["result"]["content"] == [{"type": "text", "text": "slept"}]
    assert tools.run("log").result == "[2.5]", "it ran once"


@pytest.mark.parametrize(
    ("change", "status"),
    [
        (lambda body, headers: headers.update({"Mcp-Name": "other"}), 400),
        (lambda body, headers: headers.update({"Mcp-Method": "tools/list"}), 400),
        (lambda body, headers: body["params"]["_meta"].pop("io.modelcontextprotocol/clientCapabilities"), 400),
        (lambda body, headers: headers.update({"Accept": "application/json"}), 406),
        (lambda body, headers: body.update({"params": {"name": 3}}), 400),
        (lambda body, headers: body.pop("id"), 202),
        (lambda body, headers: body.update({"id": True}), 400),
        (lambda body, headers: headers.update({"MCP-Protocol-Version": "2099-01-01"}), 400),
    ],
)
def test_what_is_not_of_the_protocol_is_refused_by_the_sdk(
    server: LiveServer, tools: LiveNotebook, change: Any, status: int
) -> None:
    meta = {"io.modelcontextprotocol/protocolVersion": MODERN, "io.modelcontextprotocol/clientCapabilities": {}}
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "letter_counter", "_meta": meta}}
    headers = {
        "Accept": "application/json, text/event-stream",
        "MCP-Protocol-Version": MODERN,
        "Mcp-Method": "tools/call",
        "Mcp-Name": "letter_counter",
    }
    change(body, headers)
    answer = server.http.post(f"{tools.address}gradio_api/mcp/", json=body, headers=headers)
    assert answer.status_code == status, answer.text


@pytest.mark.parametrize("path", ["gradio_api/mcp", "gradio_api/mcp/", "gradio_api/mcp/http", "gradio_api/mcp/http/"])
def test_the_address_works_with_and_without_its_slash(server: LiveServer, tools: LiveNotebook, path: str) -> None:
    body = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "raw", "version": "1"}},
    }
    answer = server.http.post(path, json=body, headers={"Accept": "application/json, text/event-stream"})
    assert answer.status_code == 200
    assert "2025-06-18" in answer.text


@pytest.mark.parametrize("in_url", [False, True], ids=["header", "token in the URL"])
@pytest.mark.parametrize("own", [False, True], ids=["union", "notebook"])
def test_the_legacy_sse_transport_works(server: LiveServer, tools: LiveNotebook, in_url: bool, own: bool) -> None:
    name = f"sse_{in_url}_{own}"
    tools.run(f"%%mcp_tool\ndef {name}() -> int:\n    return 1")

    async def scenario() -> None:
        url = f"{server.url}{tools.address if own else ''}gradio_api/mcp/sse"
        headers = None if in_url else server.authorization
        url += f"?token={server.token}" if in_url else ""
        async with sse_client(url, headers=headers) as streams, ClientSession(*streams) as session:
            await session.initialize()
            assert name in [tool.name for tool in (await session.list_tools()).tools]
            assert text(await session.call_tool(name, {})) == "1"

    asyncio.run(scenario())


def test_sessions_belong_to_the_address_that_opened_them(server: LiveServer, tools: LiveNotebook) -> None:
    headers = {"Accept": "application/json, text/event-stream"}
    hello = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "raw", "version": "1"}},
    }
    opened = server.http.post("gradio_api/mcp/", json=hello, headers=headers)
    session = {**headers, "mcp-session-id": opened.headers["mcp-session-id"], "mcp-protocol-version": "2025-11-25"}
    ping = {"jsonrpc": "2.0", "id": 2, "method": "ping"}
    assert server.http.post("gradio_api/mcp/", json=ping, headers=session).status_code == 200
    assert server.http.post(f"{tools.address}gradio_api/mcp/", json=ping, headers=session).status_code == 404


def test_a_browser_gets_a_page_and_no_script(server: LiveServer, tools: LiveNotebook) -> None:
    tools.run('%%mcp_tool\ndef nasty() -> int:\n    """<script>alert(1)</script>"""\n    return 1')
    page = server.http.get("gradio_api/mcp/", headers={"Accept": "text/html,application/xhtml+xml"})
    assert page.status_code == 200
    assert f"http://127.0.0.1:{server.port}/gradio_api/mcp/" in page.text
    assert "claude mcp add" in page.text
    assert "<script" not in page.text
    assert "&lt;script&gt;" in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert server.token not in page.text


def test_the_page_tells_clients_what_every_other_place_tells_them(server: LiveServer, tools: LiveNotebook) -> None:
    page = server.http.get(f"{tools.address}gradio_api/mcp/", headers={"Accept": "text/html"})
    url = f"{server.url}{tools.address}gradio_api/mcp/"
    told = server.http.post("gradio_api/connect", json={"url": url}).json()["clients"]
    offered = {client["id"]: client for client in told}
    shown = unescape(page.text)
    assert offered["claude-code"]["command"] in shown
    assert offered["cursor"]["snippet"].rstrip() in shown
    assert offered["vscode"]["snippet"].rstrip() in shown
    [link] = re.findall(r'<a href="([^"]*view=mcp)">', page.text)
    assert urljoin(str(page.url), link) == f"{server.url}{tools.address}?view=mcp"


def test_a_browser_that_is_not_logged_in_is_led_to_the_login(server: LiveServer, tools: LiveNotebook) -> None:
    address = f"{server.url}{tools.address}gradio_api/mcp/"
    page = httpx.get(address, headers={"Accept": "text/html,application/xhtml+xml"})
    assert page.status_code == 401
    assert page.headers["Content-Type"].startswith("text/html")
    assert "letter_counter" not in page.text
    [link] = re.findall(r'href="([^"]+)"', page.text)
    assert link.startswith("/login?next=")
    with httpx.Client(base_url=server.url, follow_redirects=True, headers={"Accept": "text/html"}) as browser:
        # Jupyter's own login takes the token, and comes back here.
        assert "letter_counter" in browser.get(f"{link}&token={server.token}").text


def test_mcp_schema_lists_the_tools(server: LiveServer, tools: LiveNotebook) -> None:
    [first, *_] = server.http.get(f"{tools.address}gradio_api/mcp/schema").json()
    assert first["name"] == "letter_counter"
    assert first["meta"] == {"file_data_present": False, "mcp_type": "tool", "endpoint_name": "letter_counter"}


def test_when_the_kernel_is_killed_the_caller_hears_at_once(server: LiveServer, tools: LiveNotebook) -> None:
    pid = tools.pid()
    with concurrent.futures.ThreadPoolExecutor() as pool:
        call = pool.submit(modern_call, server, "sleeps", {"seconds": 20}, at=tools.address)
        wait_for(
            lambda: (
                "1"
                in tools.run(
                    "print(len(get_ipython().magics_manager.magics['line']['mcp_tool'].__self__.notebook._link.calls))"
                ).stdout
            ),
            "the call",
        )
        os.kill(pid, signal.SIGKILL)
        killed = time.monotonic()
        result = call.result().json()["result"]
    assert time.monotonic() - killed < 2, "not when the kernel manager notices"
    assert result["isError"] is True
    assert result["content"][0]["text"] == "The kernel of 'sleeps' restarted or died while it ran. Run its cell again."


@ERAS
def test_after_a_restart_tools_are_gone_and_come_back_with_their_cell(
    server: LiveServer, tools: LiveNotebook, era: str
) -> None:
    async def names() -> list[str]:
        async with connect(server, era, tools.address) as client:
            return [tool.name for tool in (await client.list_tools()).tools]

    tools.restart()
    assert asyncio.run(names()) == []
    tools.load().run(TOOLS)
    assert "letter_counter" in asyncio.run(names())


def test_clients_share_nothing_and_all_get_their_answers(server: LiveServer, tools: LiveNotebook) -> None:
    async def one(number: int) -> None:
        async with connect(server, "legacy" if number % 2 else MODERN, tools.address) as client:
            for i in range(10):
                word = "r" * (number + i)
                assert text(await client.call_tool("letter_counter", {"word": word})) == str(number + i)

    async def scenario() -> None:
        await asyncio.gather(*(one(number) for number in range(16)))

    asyncio.run(scenario())


def test_mcp_can_be_switched_off(tmp_path_factory: pytest.TempPathFactory) -> None:
    server = LiveServer(tmp_path_factory.mktemp("off"), environment={"GRADIO_MCP_SERVER": "False"})
    try:
        notebook = server.notebook().load()
        assert "MCP   switched off on this server" in notebook.run("%%mcp_tool\ndef f() -> int:\n    return 1").stdout
        assert server.call("f") == 1
        for path in ("gradio_api/mcp/", "gradio_api/mcp/sse", "gradio_api/mcp/schema"):
            answer = server.http.get(path)
            assert answer.status_code == 404
            assert "MCP is switched off on this notebook server" in answer.json()["error"]["message"]
        notebook.close()
    finally:
        server.close()


BLOCKS = """%%mcp_tool --no-queue
import PIL.Image

TEXT = {"type": "text", "text": "a"}
AUDIO = {"type": "audio", "data": "UklGRg==", "mimeType": "audio/wav"}
LINK = {"type": "resource_link", "uri": "test://a", "name": "a"}

def blocks():
    return [TEXT, AUDIO, LINK]

def one_block():
    return AUDIO

def promised_blocks() -> list[dict[str, str]]:
    return [TEXT, LINK]

def with_an_image():
    return [TEXT, PIL.Image.new("RGB", (1, 1)), {"type": "text"}]
"""


@ERAS
def test_returned_content_blocks_are_the_content(server: LiveServer, notebook: LiveNotebook, era: str) -> None:
    assert notebook.run(BLOCKS).status == "ok"

    async def scenario() -> None:
        async with connect(server, era, notebook.address) as client:
            await client.list_tools()
            result = await client.call_tool("blocks", {})
            assert [block.type for block in result.content] == ["text", "audio", "resource_link"]
            result = await client.call_tool("one_block", {})
            assert [block.type for block in result.content] == ["audio"]
            result = await client.call_tool("promised_blocks", {})
            assert [block.type for block in result.content] == ["text", "resource_link"]
            assert len(result.structured_content["result"]) == 2  # type: ignore[index]
            result = await client.call_tool("with_an_image", {})
            assert [block.type for block in result.content] == ["text", "image", "text", "text"]
            assert getattr(result.content[-1], "text", None) == '{"type": "text"}', "data, and no block"

    asyncio.run(scenario())
    assert server.call("one_block", at=notebook.address)["type"] == "audio", "for REST it is data"


REGIONAL = """%%mcp_tool --no-queue
from typing import Annotated
from pydantic import Field

def regional(region: Annotated[str, Field(json_schema_extra={"x-mcp-header": "Region"})] = "nowhere") -> str:
    return f"in {region}"
"""

REGIONS: list[tuple[dict[str, str], str | None, bool]] = [
    ({"region": "eu"}, "eu", True),
    ({"region": "eu"}, "=?base64?ZXU=?=", True),
    ({}, None, True),
    ({"region": "eu"}, "us", False),
    ({"region": "eu"}, None, False),
    ({"region": "eu"}, "=?base64?!!?=", False),
    ({}, "eu", False),
]
"""The argument, the header, and whether they agree."""


def test_a_parameter_that_is_a_header_too_must_be_the_same_in_both(server: LiveServer, notebook: LiveNotebook) -> None:
    notebook.run(REGIONAL)
    for at in (notebook.address, ""):
        for arguments, header, agrees in REGIONS:
            headers = {} if header is None else {"Mcp-Param-Region": header}
            # On the fast path, and with a log level off it.
            for meta in ({}, {"io.modelcontextprotocol/logLevel": "emergency"}):
                answer = modern_call(server, "regional", arguments, at=at, headers=headers, **meta)
                if agrees:
                    text = answer.json()["result"]["content"][0]["text"]
                    assert text == f"in {arguments.get('region', 'nowhere')}"
                else:
                    assert (answer.status_code, answer.json().get("error", {}).get("code")) == (400, -32020)

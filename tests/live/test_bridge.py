"""The bridge for clients that speak stdio only: a real server, the bridge as a process, real clients."""

import asyncio
import base64
import contextlib
import http.server
import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import anyio
import environments
import mcp_types as types
import pytest
import uvicorn
from mcp.client import Client
from mcp.client.stdio import stdio_client
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import NotificationOptions, Server
from mcp.server.subscriptions import InMemorySubscriptionBus, ListenHandler, ResourcesListChanged, ResourceUpdated
from mcp.shared.exceptions import MCPError
from PIL import Image
from support.bridge import bridged, command
from support.live import LiveNotebook, LiveServer, free_port, wait_for
from support.mcp import ERAS, MODERN, text

pytestmark = [
    pytest.mark.slow,
    # What the handshake era has and the newest revision has not is still passed on.
    pytest.mark.filterwarnings("ignore::mcp.shared.exceptions.MCPDeprecationWarning"),
]

TOOLS = '''%%mcp_tool --no-queue
import time
import jupyter_gradio_mcp as gr
import PIL.Image

begun, stopped = [], []

def add(a: int, b: int = 2) -> int:
    """Add two numbers."""
    return a + b

def steps(n: int, progress=gr.Progress()) -> str:
    """Go n steps."""
    for i in range(n):
        progress((i + 1, n), desc=f"step {i + 1}")
    print("all steps gone")
    return "done"

def sleeps(seconds: float) -> str:
    """Sleep."""
    begun.append(seconds)
    try:
        end = time.time() + seconds
        while time.time() < end:
            time.sleep(0.01)
        return "slept"
    finally:
        stopped.append(seconds)

def fails() -> int:
    raise ValueError("no good")

def width(image: PIL.Image.Image) -> int:
    return image.width

def large(n: int) -> str:
    time.sleep(2.5)
    return "x" * n
'''


@pytest.fixture(scope="module")
def tools(server: LiveServer) -> Iterator[LiveNotebook]:
    opened = server.notebook("tools.ipynb").load()
    ran = opened.run(TOOLS)
    assert ran.stderr == "", ran.text
    yield opened
    opened.close()


@pytest.fixture
def twin(tmp_path: Path) -> Iterator[Any]:
    """Starts servers one after the other that share a runtime folder, each with a port and token of its own."""
    running: list[LiveServer] = []

    def start(name: str) -> LiveServer:
        (tmp_path / name).mkdir()
        live = LiveServer(tmp_path / name, environment={"JUPYTER_RUNTIME_DIR": str(tmp_path / "runtime")})
        live.runtime = tmp_path / "runtime"
        running.append(live)
        return live

    yield start
    for live in running:
        live.close()


async def until(condition: Any, what: str, seconds: float = 30) -> Any:
    """Wait until an awaitable condition is true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = await condition()
        if found:
            return found
        await anyio.sleep(0.05)
    raise AssertionError(f"{what} did not come within {seconds:g} seconds")


async def names(client: Client) -> list[str]:
    return [tool.name for tool in (await client.list_tools(cache_mode="refresh")).tools]


@ERAS
def test_a_client_lists_and_calls_through_it(server: LiveServer, tools: LiveNotebook, era: str) -> None:
    heard: list[Any] = []

    async def progress(done: float, total: float | None, message: str | None) -> None:
        heard.append((done, total, message))

    async def log(params: types.LoggingMessageNotificationParams) -> None:
        heard.append(params.data)

    async def scenario() -> None:
        options: dict[str, Any] = {"logging_callback": log}
        if era == MODERN:
            options["log_level"] = "info"
        async with bridged(server, era, "--notebook", tools.path, **options) as client:
            assert await names(client) == ["add", "steps", "sleeps", "fails", "width", "large"]
            result = await client.call_tool("add", {"a": 3})
            assert (text(result), result.structured_content, result.is_error) == ("5", {"result": 5}, False)
            result = await client.call_tool("steps", {"n": 2}, progress_callback=progress)
            assert text(result) == "done"
            assert heard[:2] == [(1, 2, "step 1"), (2, 2, "step 2")]
            assert "all steps gone" in str(heard[2:])
            result = await client.call_tool("fails", {})
            assert (text(result), result.is_error) == ("ValueError: no good", True)
            with pytest.raises(MCPError, match="There is no function 'nowhere'") as refused:
                await client.call_tool("nowhere", {})
            assert refused.value.code == types.INVALID_PARAMS

    asyncio.run(scenario())


def test_it_finds_the_era_that_client_and_server_share(server: LiveServer, tools: LiveNotebook) -> None:
    async def scenario() -> None:
        async with bridged(server, "auto", "--notebook", tools.path) as client:
            assert client.protocol_version == MODERN
            assert "add" in await names(client)

    asyncio.run(scenario())


@ERAS
def test_a_result_may_be_larger_than_an_event_usually_is(server: LiveServer, tools: LiveNotebook, era: str) -> None:
    async def scenario() -> None:
        async with bridged(server, era, "--notebook", tools.path) as client:
            result = await client.call_tool("large", {"n": 3_000_000})
            # Of its text an agent gets the beginning; what is structured is whole.
            assert len((result.structured_content or {})["result"]) == 3_000_000

    asyncio.run(scenario())


SDK_1 = """
import asyncio, json, sys
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

async def main(command, cwd, environment):
    heard = []
    async def hear(progress, total, message):
        heard.append([progress, total, message])
    parameters = StdioServerParameters(command=command[0], args=command[1:], cwd=cwd, env=environment)
    async with stdio_client(parameters) as streams, ClientSession(*streams) as session:
        await session.initialize()
        names = [tool.name for tool in (await session.list_tools()).tools]
        result = await session.call_tool("add", {"a": 1})
        failed = await session.call_tool("fails", {})
        await session.call_tool("steps", {"n": 2}, progress_callback=hear)
    print(json.dumps({"names": names[:2], "structured": result.structuredContent, "failed": failed.isError, "heard": heard}))

asyncio.run(main(*json.loads(sys.argv[1])))
"""


@pytest.mark.clients
def test_the_sdk_of_the_generation_before_works_through_it(server: LiveServer, tools: LiveNotebook) -> None:
    parameters = command("--notebook", tools.path, folder=server.root, runtime=server.runtime)
    given = [[parameters.command, *parameters.args], str(server.root), parameters.env]
    ran = subprocess.run(
        [str(environments.python_of("mcp1")), "-c", SDK_1, json.dumps(given)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == {
        "names": ["add", "steps"],
        "structured": {"result": 3},
        "failed": True,
        "heard": [[1, 2, "step 1"], [2, 2, "step 2"]],
    }


@ERAS
def test_a_call_that_the_client_gives_up_stops_the_function(server: LiveServer, tools: LiveNotebook, era: str) -> None:
    seconds = 60 + len(era)

    def noted(where: str) -> None:
        wait_for(lambda: str(seconds) in tools.run(where).result, where)

    async def scenario() -> None:
        async with bridged(server, era, "--notebook", tools.path) as client:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(client.call_tool, "sleeps", {"seconds": seconds})
                await anyio.to_thread.run_sync(noted, "begun")
                tasks.cancel_scope.cancel()
            await anyio.to_thread.run_sync(noted, "stopped")
            assert text(await client.call_tool("add", {"a": 1})) == "3", "the connection is as it was"

    asyncio.run(scenario())


@ERAS
@pytest.mark.parametrize("how", ["close", signal.SIGTERM])
def test_a_client_that_leaves_stops_its_functions(server: LiveServer, tools: LiveNotebook, era: str, how: Any) -> None:
    parameters = command("--notebook", tools.path, folder=server.root, runtime=server.runtime)
    process = subprocess.Popen(
        [parameters.command, *parameters.args],
        cwd=server.root,
        env=parameters.env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None
    meta: dict[str, Any] = {}
    if era == MODERN:
        meta = {
            "io.modelcontextprotocol/protocolVersion": MODERN,
            "io.modelcontextprotocol/clientCapabilities": {},
        }
    else:
        info = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "raw", "version": "1"}}
        process.stdin.write(json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": info}).encode())
        process.stdin.write(b'\n{"jsonrpc": "2.0", "method": "notifications/initialized"}\n')
    seconds = (170 if how == "close" else 180) + len(era)
    params = {"name": "sleeps", "arguments": {"seconds": seconds}, "_meta": meta}
    process.stdin.write(json.dumps({"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": params}).encode())
    process.stdin.write(b"\n")
    process.stdin.flush()
    wait_for(lambda: str(seconds) in tools.run("begun").result, "the call")
    if how == "close":
        process.stdin.close()
    else:
        process.send_signal(how)
    assert process.wait(20) == 0
    wait_for(lambda: str(seconds) in tools.run("stopped").result, "the end of the function")
    assert process.stdout is not None
    for line in process.stdout.read().splitlines():
        assert json.loads(line)["jsonrpc"] == "2.0", "nothing but the protocol"
    assert process.stderr is not None
    told = process.stderr.read().decode()
    assert "Traceback" not in told
    assert server.token not in told
    process.stdout.close()
    process.stderr.close()
    with contextlib.suppress(BrokenPipeError):
        process.stdin.close()


@ERAS
def test_a_cell_that_is_run_changes_the_clients_list(server: LiveServer, notebook: LiveNotebook, era: str) -> None:
    async def scenario() -> None:
        changed = anyio.Event()

        async def hear(message: Any) -> None:
            if isinstance(message, types.ToolListChangedNotification):
                changed.set()

        async with bridged(server, era, message_handler=hear) as client, contextlib.AsyncExitStack() as stack:
            await names(client)
            if era == MODERN:
                await stack.enter_async_context(client.listen(tools_list_changed=True))
            notebook.run(f"%%mcp_tool\ndef another_{len(era)}() -> int:\n    return 1")
            with anyio.fail_after(20):
                await changed.wait()
            assert f"another_{len(era)}" in await names(client)

    asyncio.run(scenario())


@ERAS
def test_it_lives_through_another_port_and_another_token(twin: Any, era: str) -> None:
    first = twin("first")
    first.notebook().load().run("%%mcp_tool\ndef old() -> int:\n    return 1")

    async def scenario() -> None:
        changed: list[Any] = []

        async def hear(message: Any) -> None:
            if isinstance(message, types.ToolListChangedNotification):
                changed.append(message)

        async with bridged(first, era, message_handler=hear) as client, contextlib.AsyncExitStack() as stack:
            assert await names(client) == ["old"]
            if era == MODERN:
                await stack.enter_async_context(client.listen(tools_list_changed=True))
            first.process.kill()
            first.process.wait()
            assert list(first.runtime.glob("jpserver-*.json")), "a server that is killed leaves its file"
            assert await names(client) == ["old"], "what was known last"
            result = await client.call_tool("old", {})
            assert result.is_error
            assert "No notebook server of yours is running. Start one with `jupyter lab`" in text(result)
            assert changed == []
            second = twin("second")
            assert second.token != first.token
            second.notebook().load().run("%%mcp_tool\ndef new() -> int:\n    return 2")

            async def told() -> bool:
                return bool(changed)

            await until(told, "the news of the new server")

            async def there() -> bool:
                return await names(client) == ["new"]

            await until(there, "the new list")
            assert text(await client.call_tool("new", {})) == "2"

    asyncio.run(scenario())


def test_a_call_finds_the_new_server_though_nothing_told_of_it(twin: Any) -> None:
    first = twin("first")
    first.notebook().load().run("%%mcp_tool\ndef f() -> int:\n    return 1")

    async def scenario() -> None:
        # Without subscriptions and sessions no connection stands that could break.
        async with bridged(first, MODERN) as client:
            assert text(await client.call_tool("f", {})) == "1"
            first.close()
            twin("second").notebook().load().run("%%mcp_tool\ndef f() -> int:\n    return 2")
            result = await client.call_tool("f", {})
            assert (text(result), result.is_error) == ("2", False)

    asyncio.run(scenario())


@ERAS
def test_a_call_whose_server_dies_ends_with_an_error(twin: Any, era: str) -> None:
    server = twin("only")
    server.notebook().load().run(TOOLS)

    async def scenario() -> None:
        async with bridged(server, era) as client:
            await client.call_tool("add", {"a": 1})
            running = anyio.Event()

            async def kill() -> None:
                await running.wait()
                server.process.kill()

            async def hear(*progress: Any) -> None:
                running.set()

            async with anyio.create_task_group() as tasks:
                tasks.start_soon(kill)
                with anyio.fail_after(20):
                    slow = "import jupyter_gradio_mcp as gr, time\ndef slow(progress=gr.Progress()):\n"
                    slow += "    progress(0.1)\n    time.sleep(60)"
                    await anyio.to_thread.run_sync(server_cell, server, slow)
                    result = await client.call_tool("slow", {}, progress_callback=hear)
            assert result.is_error
            assert "look whether it was done, and try again" in text(result)

    asyncio.run(scenario())


def server_cell(server: LiveServer, source: str) -> None:
    server.notebook("other.ipynb").load().run(f"%%mcp_tool\n{source}")


@ERAS
def test_it_begins_without_a_server(tmp_path: Path, twin: Any, era: str) -> None:
    (tmp_path / "runtime").mkdir()
    (tmp_path / "files").mkdir()
    (tmp_path / "runtime" / "jpserver-99999999.json").write_text(
        json.dumps({"url": "http://127.0.0.1:1/", "hostname": "127.0.0.1", "port": 1, "pid": 99999999})
    )

    async def scenario() -> None:
        parameters = command("--upload-dir", "files", folder=tmp_path, runtime=tmp_path / "runtime")
        with (tmp_path / "log").open("w") as log:
            async with Client(stdio_client(parameters, errlog=log), mode=era, read_timeout_seconds=40) as client:
                assert await names(client) == ["upload_file"]
                assert (await client.list_prompts()).prompts == []
                assert (await client.list_resources()).resources == []
                result = await client.call_tool("add", {"a": 1})
                assert result.is_error
                assert "Start one with `jupyter lab`" in text(result)
                with pytest.raises(MCPError, match="Start one with `jupyter lab`"):
                    await client.read_resource("x://y")
                twin("late").notebook().load().run("%%mcp_tool\ndef f() -> int:\n    return 1")

                async def there() -> bool:
                    return await names(client) == ["f", "upload_file"]

                await until(there, "the server")
                assert text(await client.call_tool("f", {})) == "1"
                assert (await client.list_prompts(cache_mode="refresh")).prompts == []

    asyncio.run(scenario())


@ERAS
def test_an_uploaded_image_is_an_argument_at_once(
    server: LiveServer, tools: LiveNotebook, tmp_path: Path, era: str
) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (33, 20), "red").save(buffer, "png")
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / 'a "red" picture ä.png').write_bytes(buffer.getvalue())

    async def scenario() -> None:
        async with bridged(server, era, "--upload-dir", str(tmp_path), "--notebook", tools.path) as client:
            tool = next(t for t in (await client.list_tools()).tools if t.name == "upload_file")
            assert str(tmp_path) in (tool.description or "")
            result = await client.call_tool("upload_file", {"path": 'below/a "red" picture ä.png'})
            assert not result.is_error, result
            assert result.structured_content == {"url": text(result)}
            assert text(await client.call_tool("width", {"image": text(result)})) == "33"
            refused = await client.call_tool("upload_file", {"path": "../secret"})
            assert refused.is_error
            assert "names no file that may be sent" in text(refused)

    asyncio.run(scenario())


@ERAS
def test_the_users_own_function_keeps_its_name(
    server: LiveServer, notebook: LiveNotebook, tmp_path: Path, era: str
) -> None:
    (tmp_path / "x").write_text("hello")

    async def scenario() -> None:
        arguments = ("--notebook", notebook.path, "--upload-dir", str(tmp_path))
        async with bridged(server, era, *arguments) as client:
            ours = await client.call_tool("upload_file", {"path": "x"})
            assert text(ours).startswith("http://")
            notebook.run("%%mcp_tool\ndef upload_file(path: str) -> str:\n    return 'theirs ' + path")
            assert await names(client) == ["other", "upload_file", "upload_file_"]
            assert text(await client.call_tool("upload_file", {"path": "x"})) == "theirs x"
            assert text(await client.call_tool("upload_file_", {"path": "x"})).startswith("http://")

    notebook.run("%%mcp_tool\ndef other() -> int:\n    return 1")
    asyncio.run(scenario())


@ERAS
def test_only_the_named_tools_are_there(server: LiveServer, tools: LiveNotebook, era: str) -> None:
    async def scenario() -> None:
        async with bridged(server, era, "--tools", "add, steps", "--notebook", tools.path) as client:
            assert await names(client) == ["add", "steps"]
            with pytest.raises(MCPError, match="the bridge offers: add, steps"):
                await client.call_tool("fails", {})

    asyncio.run(scenario())


def test_a_key_opens_what_it_opens_and_is_not_told(server: LiveServer, tools: LiveNotebook, tmp_path: Path) -> None:
    made = server.http.post("gradio_api/keys", json={"name": "bridge", "endpoints": ["add"]}).json()
    log = tmp_path / "log"

    async def scenario() -> None:
        parameters = command("--url", server.url, "--key-env", "KEY", folder=tmp_path, KEY=made["key"])
        with log.open("w") as errors:
            async with Client(stdio_client(parameters, errlog=errors), mode=MODERN) as client:
                assert all(name.startswith("add") for name in await names(client))
            parameters = command("--url", server.url, "--key-env", "KEY", folder=tmp_path, KEY="wrong")
            async with Client(stdio_client(parameters, errlog=errors), mode="legacy") as client:
                result = await client.call_tool("add", {"a": 1})
                assert "does not accept this key or token" in text(result)
                assert "jupyter gradio-mcp keys create" in text(result)

    asyncio.run(scenario())
    assert made["key"] not in log.read_text()
    assert server.token not in log.read_text()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--key-env", "NOT_THERE"], "the environment variable NOT_THERE is not set"),
        (["--header", "X-Key: secret"], "write NAME=VAR"),
        (["--header", "X-Key=NOT_THERE"], "the environment variable NOT_THERE is not set"),
        (["--upload-dir", "nowhere"], "--upload-dir: nowhere: No such file or directory"),
    ],
)
def test_wrong_options_are_told_in_a_line(tmp_path: Path, arguments: list[str], message: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "jupyter_gradio_mcp.cli", "bridge", *arguments],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=30,
        check=False,
    )
    assert (ran.returncode, ran.stdout) == (2, "")
    assert message in ran.stderr
    assert "secret" not in ran.stderr
    assert len(ran.stderr.splitlines()) == 1


# -- what other servers, and our next one, have --


class Other:
    """A server of the SDK with everything that the protocol has, on a port of this machine."""

    def __init__(self, port: int | None = None) -> None:
        self.port = port or free_port()
        self.bus = InMemorySubscriptionBus()
        self.levels: list[str] = []
        self.subscribed: list[str] = []
        self.cancelled = threading.Event()
        self.began = threading.Event()
        self.sessions: list[Any] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        app = self._server().streamable_http_app(streamable_http_path="/mcp")
        self._uvicorn = uvicorn.Server(
            uvicorn.Config(app, port=self.port, log_level="error", lifespan="on", timeout_graceful_shutdown=1)
        )
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        wait_for(lambda: self._uvicorn.started, "the server")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/mcp"

    def do(self, work: Any) -> None:
        """Carry something out within the server."""
        assert self._loop is not None
        asyncio.run_coroutine_threadsafe(work, self._loop).result(20)

    def close(self) -> None:
        self._uvicorn.should_exit = True
        self._thread.join(20)

    def _run(self) -> None:
        async def serve() -> None:
            self._loop = asyncio.get_running_loop()
            await self._uvicorn.serve()

        asyncio.run(serve())

    def _server(self) -> Server[Any]:
        class Telling(Server[Any]):
            def create_initialization_options(self, *args: Any, **kwargs: Any) -> Any:
                return super().create_initialization_options(NotificationOptions(True, True, True))

        return Telling(
            "other",
            version="1",
            on_list_tools=self._list_tools,
            on_call_tool=self._call_tool,
            on_list_resources=self._list_resources,
            on_list_resource_templates=self._list_templates,
            on_read_resource=self._read,
            on_subscribe_resource=self._subscribe,
            on_list_prompts=self._list_prompts,
            on_get_prompt=self._get_prompt,
            on_completion=self._complete,
            on_set_logging_level=self._set_level,
            on_subscriptions_listen=ListenHandler(self.bus),
        )

    async def _list_tools(self, context: Any, params: Any) -> types.ListToolsResult:
        if params is not None and params.cursor == "2":
            header = {"type": "string", "x-mcp-header": "Region"}
            schema = {"type": "object", "properties": {"region": header}}
            return types.ListToolsResult(tools=[types.Tool(name="region", input_schema=schema)])
        tool = types.Tool(name="asks", input_schema={"type": "object"}, _meta={"of": "the server"})
        return types.ListToolsResult(tools=[tool], next_cursor="2")

    async def _call_tool(
        self, context: ServerRequestContext[Any, Any], params: types.CallToolRequestParams
    ) -> types.CallToolResult | types.InputRequiredResult:
        if params.name == "fails":
            raise MCPError(-31999, "as it is", {"why": ["because"]})
        if params.name == "region":
            assert context.request is not None
            return _said(str(context.request.headers.get("mcp-param-region")))
        if params.name == "hangs":
            self.began.set()
            try:
                await anyio.sleep(60)
            except BaseException:
                self.cancelled.set()
                raise
        form = types.ElicitRequestFormParams(
            message="How many?", requested_schema={"type": "object", "properties": {"n": {"type": "integer"}}}
        )
        if context.protocol_version == MODERN:
            if params.input_responses is None:
                return types.InputRequiredResult(
                    input_requests={"q": types.ElicitRequest(params=form)},
                    request_state="kept",
                    result_type="input_required",
                )
            answer: Any = params.input_responses["q"]
            assert params.request_state == "kept"
        else:
            answer = await context.session.elicit_form(form.message, form.requested_schema, context.request_id)
        meta = {"of the call": (params.meta or {}).get("example.com/x")}
        return types.CallToolResult(
            content=[types.TextContent(type="text", text=answer.action)], structured_content=answer.content, _meta=meta
        )

    async def _list_resources(self, context: Any, params: Any) -> types.ListResourcesResult:
        return types.ListResourcesResult(resources=[types.Resource(uri="x://one", name="one")])

    async def _list_templates(self, context: Any, params: Any) -> types.ListResourceTemplatesResult:
        template = types.ResourceTemplate(uri_template="x://{n}", name="any")
        return types.ListResourceTemplatesResult(resource_templates=[template])

    async def _read(self, context: Any, params: types.ReadResourceRequestParams) -> types.ReadResourceResult:
        blob = types.BlobResourceContents(uri=params.uri, blob=base64.b64encode(b"\0\1").decode())
        return types.ReadResourceResult(contents=[blob])

    async def _subscribe(self, context: Any, params: types.SubscribeRequestParams) -> types.EmptyResult:
        self.subscribed.append(str(params.uri))
        self.sessions.append(context.session)
        return types.EmptyResult()

    async def _list_prompts(self, context: Any, params: Any) -> types.ListPromptsResult:
        return types.ListPromptsResult(prompts=[types.Prompt(name="greet")])

    async def _get_prompt(self, context: Any, params: types.GetPromptRequestParams) -> types.GetPromptResult:
        content = types.TextContent(type="text", text=f"Hello {(params.arguments or {})['who']}")
        return types.GetPromptResult(messages=[types.PromptMessage(role="user", content=content)])

    async def _complete(self, context: Any, params: types.CompleteRequestParams) -> types.CompleteResult:
        return types.CompleteResult(completion=types.Completion(values=[params.argument.value + "!"]))

    async def _set_level(self, context: Any, params: types.SetLevelRequestParams) -> types.EmptyResult:
        self.levels.append(params.level)
        return types.EmptyResult()


def _said(words: str) -> types.CallToolResult:
    return types.CallToolResult(content=[types.TextContent(type="text", text=words)])


@pytest.fixture
def other() -> Iterator[Other]:
    started = Other()
    yield started
    started.close()


@contextlib.asynccontextmanager
async def through(other: Other, era: str, folder: Path, *arguments: str, **options: Any) -> AsyncIterator[Client]:
    parameters = command("--url", other.url, *arguments, folder=folder, runtime=folder)
    with (folder / "bridge.log").open("a") as log:
        async with Client(stdio_client(parameters, errlog=log), mode=era, read_timeout_seconds=30, **options) as client:
            yield client


@ERAS
def test_resources_prompts_and_completion_pass(other: Other, tmp_path: Path, era: str) -> None:
    async def scenario() -> None:
        async with through(other, era, tmp_path) as client:
            [resource] = (await client.list_resources()).resources
            assert (str(resource.uri), resource.name) == ("x://one", "one")
            [template] = (await client.list_resource_templates()).resource_templates
            assert template.uri_template == "x://{n}"
            [content] = (await client.read_resource("x://ä/2")).contents
            assert isinstance(content, types.BlobResourceContents)
            assert base64.b64decode(content.blob) == b"\0\1"
            [prompt] = (await client.list_prompts()).prompts
            assert prompt.name == "greet"
            got = await client.get_prompt("greet", {"who": "you"})
            assert got.messages[0].content == types.TextContent(type="text", text="Hello you")
            reference = types.PromptReference(type="ref/prompt", name="greet")
            assert (await client.complete(reference, {"name": "who", "value": "y"})).completion.values == ["y!"]

    asyncio.run(scenario())


@ERAS
@pytest.mark.parametrize("action", ["accept", "decline"])
def test_questions_reach_the_person_and_answers_the_function(
    other: Other, tmp_path: Path, era: str, action: Any
) -> None:
    async def answer(context: Any, params: Any) -> types.ElicitResult:
        assert params.message == "How many?"
        return types.ElicitResult(action=action, content={"n": 7} if action == "accept" else None)

    async def scenario() -> None:
        async with through(other, era, tmp_path, elicitation_callback=answer) as client:
            result = await client.call_tool("asks", {}, meta={"example.com/x": "kept"})
            assert text(result) == action
            assert result.structured_content == ({"n": 7} if action == "accept" else None)
            assert (result.meta or {})["of the call"] == "kept"

    asyncio.run(scenario())


@ERAS
def test_errors_and_what_is_beside_results_pass_as_they_are(other: Other, tmp_path: Path, era: str) -> None:
    async def scenario() -> None:
        async with through(other, era, tmp_path) as client:
            with pytest.raises(MCPError) as failed:
                await client.call_tool("fails", {})
            assert (failed.value.code, failed.value.message) == (-31999, "as it is")
            assert failed.value.data == {"why": ["because"]}
            page = await client.list_tools()
            assert (page.tools[0].meta, page.next_cursor) == ({"of": "the server"}, "2")

    asyncio.run(scenario())


def test_arguments_that_belong_into_headers_are_there(other: Other, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with through(other, MODERN, tmp_path) as client:
            # Without a look at the list, too: a client on stdio need not know of headers.
            raw = await client.session.call_tool("region", {"region": "north"})
            assert text(raw) == "north"

    asyncio.run(scenario())


def test_cancelling_reaches_any_server(other: Other, tmp_path: Path) -> None:
    async def scenario(era: str) -> None:
        async with through(other, era, tmp_path) as client:
            with anyio.move_on_after(20) as scope:
                async with anyio.create_task_group() as tasks:
                    tasks.start_soon(client.call_tool, "hangs", {})
                    await anyio.to_thread.run_sync(other.began.wait, 20)
                    tasks.cancel_scope.cancel()
            assert not scope.cancelled_caught
            assert await anyio.to_thread.run_sync(other.cancelled.wait, 20)

    for era in ("legacy", MODERN):
        other.began.clear()
        other.cancelled.clear()
        asyncio.run(scenario(era))


def test_a_session_goes_on_with_its_level_and_subscriptions_when_the_server_was_started_anew(tmp_path: Path) -> None:
    first = Other()
    updated: list[str] = []

    async def hear(message: Any) -> None:
        if isinstance(message, types.ResourceUpdatedNotification):
            updated.append(str(message.params.uri))

    async def scenario() -> None:
        async with through(first, "legacy", tmp_path, message_handler=hear) as client:
            await client.set_logging_level("error")
            await client.subscribe_resource("x://one")
            assert (first.levels, first.subscribed) == (["error"], ["x://one"])
            first.do(first.sessions[0].send_resource_updated("x://one"))

            async def told(times: int = 1) -> bool:
                return updated == ["x://one"] * times

            await until(told, "the update")
            port = first.port
            await anyio.to_thread.run_sync(first.close)
            second = Other(port)

            async def again() -> bool:
                return (second.levels, second.subscribed) == (["error"], ["x://one"])

            await until(again, "the new session")

            async def told_again() -> bool:
                return await told(2)

            await until(told_again, "the news that all may be different")
            assert [str(r.uri) for r in (await client.list_resources(cache_mode="refresh")).resources] == ["x://one"]
            await anyio.to_thread.run_sync(second.close)

    asyncio.run(scenario())


def test_a_subscription_goes_on_when_the_server_was_started_anew(tmp_path: Path) -> None:
    async def scenario() -> None:
        first = Other()
        port = first.port
        async with through(first, MODERN, tmp_path) as client:
            async with client.listen(resources_list_changed=True, resource_subscriptions=["x://one"]) as subscription:
                assert subscription.honored.resource_subscriptions == ["x://one"]
                first.do(first.bus.publish(ResourcesListChanged()))
                events = aiter(subscription)
                with anyio.fail_after(20):
                    assert await anext(events) == ResourcesListChanged()
                await anyio.to_thread.run_sync(first.close)
                second = Other(port)
                with anyio.fail_after(20):
                    assert {await anext(events), await anext(events)} == {
                        ResourcesListChanged(),
                        ResourceUpdated("x://one"),
                    }
                second.do(second.bus.publish(ResourceUpdated("x://one")))
                with anyio.fail_after(20):
                    assert await anext(events) == ResourceUpdated("x://one")
            await anyio.to_thread.run_sync(second.close)

    asyncio.run(scenario())


def test_a_subscription_begins_though_the_server_refused_for_a_while(tmp_path: Path) -> None:
    tries: list[str] = []

    class Starting(http.server.BaseHTTPRequestHandler):
        """What is in front of a server that is not there yet."""

        def do_POST(self) -> None:
            tries.append(self.path)
            self.send_error(503)

        def log_message(self, *_: Any) -> None:
            pass

    front = http.server.HTTPServer(("127.0.0.1", free_port()), Starting)
    threading.Thread(target=front.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{front.server_port}/mcp"

    async def scenario() -> None:
        with (tmp_path / "bridge.log").open("a") as log:
            transport = stdio_client(command("--url", url, folder=tmp_path, runtime=tmp_path), errlog=log)
            async with (
                Client(transport, mode=MODERN, read_timeout_seconds=30) as client,
                client.listen(resources_list_changed=True) as subscription,
            ):
                before = len(tries)

                async def refused_again() -> bool:
                    return len(tries) >= before + 3

                await until(refused_again, "another try")
                await anyio.to_thread.run_sync(front.shutdown)
                front.server_close()
                started = Other(front.server_port)
                with anyio.fail_after(20):
                    assert await anext(aiter(subscription)) == ResourcesListChanged()
            await anyio.to_thread.run_sync(started.close)

    asyncio.run(scenario())


def test_a_ping_before_the_greeting_says_nothing_of_the_client(other: Other, tmp_path: Path) -> None:
    parameters = command("--url", other.url, folder=tmp_path, runtime=tmp_path)
    with subprocess.Popen(
        [parameters.command, *parameters.args],
        cwd=tmp_path,
        env=parameters.env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:

        def ask(id: int, method: str, **params: Any) -> Any:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(json.dumps({"jsonrpc": "2.0", "id": id, "method": method, "params": params}) + "\n")
            process.stdin.flush()
            answer = json.loads(process.stdout.readline())
            assert answer["id"] == id
            return answer["result"]

        for id in range(500):  # as long as a greeting in the client's name would have taken
            assert ask(id, "ping") == {}
        client = {"name": "careful", "version": "1"}
        greeted = ask(500, "initialize", protocolVersion="2025-06-18", capabilities={}, clientInfo=client)
        assert greeted["serverInfo"]["name"] == "other"
        _, log = process.communicate(timeout=30)
        assert log.splitlines() == [f"jupyter gradio-mcp bridge: connected to {other.url}"]


def test_the_command_that_configurations_name_is_installed() -> None:
    script = Path(sys.executable).with_name("jupyter-gradio-mcp" + (".exe" if os.name == "nt" else ""))
    ran = subprocess.run([str(script), "bridge", "--help"], capture_output=True, text=True, check=True, timeout=30)
    assert "--upload-dir" in ran.stdout

"""Resources, prompts and decorators in every place where notebooks put them."""

import asyncio
import base64
import contextlib
from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import quote

import httpx2
import pytest
from mcp.client import Client
from mcp.client.session import ClientSession
from mcp.client.sse import sse_client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.exceptions import MCPError
from support.live import LiveNotebook, LiveServer
from support.mcp import ERAS, MODERN, connect, text

pytestmark = pytest.mark.slow


@contextlib.asynccontextmanager
async def connected(server: LiveServer, era: str, address: str, key: str | None = None) -> AsyncIterator[Client]:
    """A client at an address that has a query, or with a key."""
    headers = server.authorization if key is None else {"Authorization": f"Bearer {key}"}
    async with httpx2.AsyncClient(headers=headers, timeout=30) as http:
        transport = streamable_http_client(f"{server.url}{address}", http_client=http)
        async with Client(transport, mode=era) as client:  # type: ignore[arg-type]
            yield client


async def everything(client: Any) -> dict[str, list[str]]:
    """What a client's lists name."""
    return {
        "tools": sorted(tool.name for tool in (await client.list_tools()).tools),
        "resources": sorted(str(resource.uri) for resource in (await client.list_resources()).resources),
        "templates": sorted(t.uri_template for t in (await client.list_resource_templates()).resource_templates),
        "prompts": sorted(prompt.name for prompt in (await client.list_prompts()).prompts),
    }


def listed(server: LiveServer, at: str) -> dict[str, str]:
    """The names at an address, with the kind of each."""
    answer = server.http.get(f"{at}gradio_api/mcp/schema")
    return {} if answer.status_code == 404 else {one["name"]: one["meta"]["mcp_type"] for one in answer.json()}


def read(server: LiveServer, at: str, uri: str, era: str = MODERN) -> Any:
    async def scenario() -> Any:
        async with connect(server, era, at) as client:
            try:
                return (await client.read_resource(uri)).contents
            except MCPError as error:
                return error

    found = asyncio.run(scenario())
    if isinstance(found, MCPError):
        raise found
    return found


THREE = """import jupyter_gradio_mcp as gr
@gr.mcp.tool
def t(a: int = 1) -> int:
    "A tool."
    return a
@gr.mcp.resource("r://{a}")
def r(a: str) -> str:
    "A resource."
    return a
@gr.mcp.prompt
def p(a: str = "x") -> str:
    "A prompt."
    return a
"""


@pytest.fixture
def three(notebook: LiveNotebook) -> LiveNotebook:
    ran = notebook.run(THREE)
    assert ran.stdout.count("is live") == 3, ran
    return notebook


@pytest.fixture
def other(server: LiveServer) -> Iterator[LiveNotebook]:
    opened = server.notebook("the other.ipynb").load()
    yield opened
    opened.close()


# -- cells --


def test_the_list_shows_what_each_is(three: LiveNotebook) -> None:
    assert three.run("%mcp_list").stdout == (
        "t  (a: int = 1) -> int\nr  (a: str) -> str as the resource r://{a}\np  (a: str = 'x') -> str as a prompt\n"
    )


def test_any_kind_can_be_removed(server: LiveServer, three: LiveNotebook) -> None:
    assert three.run("%mcp_remove r, p p").stdout == "r is offered no more.\np is offered no more.\n"
    assert listed(server, three.address) == {"t": "tool"}


def test_a_cell_that_drops_a_decorator_takes_the_endpoint_back(server: LiveServer, notebook: LiveNotebook) -> None:
    notebook.run(THREE, cell="c")
    ran = notebook.run(THREE.replace('@gr.mcp.resource("r://{a}")\n', ""), cell="c")
    assert "r is offered no more." in ran.stdout
    assert listed(server, notebook.address) == {"t": "tool", "p": "prompt"}
    ran = notebook.run("def t(): ...", cell="c")
    assert ran.stdout == "t is offered no more.\np is offered no more.\n"
    assert listed(server, notebook.address) == {}
    notebook.run("%%mcp_prompt\ndef q() -> str:\n    return ''", cell="d")
    assert notebook.run("def q() -> str:\n    return ''", cell="d").stdout == "q is offered no more.\n"


def test_a_cell_that_fails_leaves_what_was_there(server: LiveServer, three: LiveNotebook) -> None:
    three.run(THREE, cell="c")
    ran = three.run("@gr.mcp.tool\ndef u(): ...\n1 / 0", cell="c")
    assert ran.status == "error"
    assert set(listed(server, three.address)) == {"t", "r", "p"}
    ran = three.run("@gr.mcp.resource('r://{b}')\ndef r(a: str) -> str: ...", cell="c")
    assert "names 'b', which is no parameter" in ran.stderr
    assert set(listed(server, three.address)) == {"t", "r", "p"}


def test_a_marked_cell_may_hold_decorated_functions(server: LiveServer, notebook: LiveNotebook) -> None:
    ran = notebook.run(
        "%%mcp_tool --timeout 7\nimport jupyter_gradio_mcp as gr\ndef plain() -> int:\n    return 1\n\n"
        "@gr.mcp.prompt('asked')\ndef inner() -> str:\n    return 'x'\n\n@gr.mcp.tool('hidden')\ndef _under() -> int:\n    return 2"
    )
    assert (ran.stderr, ran.stdout.count("is live")) == ("", 3), ran
    assert listed(server, notebook.address) == {"plain": "tool", "asked": "prompt", "hidden": "tool"}
    ran = notebook.run("%%mcp_tool\n@gr.mcp.tool('alone')\ndef _only() -> int:\n    return 2")
    assert (ran.stderr, ran.stdout.count("is live")) == ("", 1), ran


def test_of_several_functions_with_a_name_the_last_is_offered(server: LiveServer, notebook: LiveNotebook) -> None:
    ran = notebook.run(
        "import jupyter_gradio_mcp as gr\n@gr.mcp.tool\ndef f() -> int:\n    return 1\n@gr.mcp.tool\ndef f() -> int:\n    return 2"
    )
    assert "'f' is the name of several functions of this cell; the last one is offered." in ran.stderr
    assert server.call("f", at=notebook.address) == 2
    ran = notebook.run("for n in (1, 2):\n    @gr.mcp.tool(f'f{n}')\n    def f(n=n) -> int:\n        return n")
    assert ran.stderr == ""
    assert (server.call("f1", at=notebook.address), server.call("f2", at=notebook.address)) == (1, 2)


def test_what_wraps_a_decorated_function_is_what_is_called(server: LiveServer, notebook: LiveNotebook) -> None:
    notebook.run(
        "import functools, jupyter_gradio_mcp as gr\ndef twice(f):\n    @functools.wraps(f)\n    def inner(*a, **k):\n"
        "        return 2 * f(*a, **k)\n    return inner"
    )
    notebook.run("@twice\n@gr.mcp.tool\ndef inside(x: int) -> int:\n    return x")
    notebook.run("@gr.mcp.tool\n@twice\ndef outside(x: int) -> int:\n    return x")
    notebook.run("%%mcp_tool\n@twice\n@gr.mcp.tool(title='T')\ndef both(x: int) -> int:\n    return x")
    assert [server.call(name, at=notebook.address, x=3) for name in ("inside", "outside", "both")] == [6, 6, 6]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("class C:\n    @gr.mcp.tool\n    def m(self): ...", "C.m() is a method"),
        ("@gr.mcp.tool\nclass C: ...", "C is a class"),
        ("gr.mcp.tool(lambda a: a)", "A lambda has no name to be called by"),
        ("gr.mcp.tool(functools.partial(print, 1))", "What is a partial has no name"),
        ("gr.mcp.tool(print)", "not a builtin_function_or_method"),
        ("gr.mcp.resource('r://x')(5)", "5 cannot be called"),
        ("@gr.mcp.resource\ndef f(): ...", "gr.mcp.resource needs a URI"),
        ("@gr.mcp.resource('r://{a}{b}')\ndef f(a, b): ...", "between two variables"),
        ("@gr.mcp.tool('a b')\ndef f(): ...", "'a b' cannot be the name of a tool"),
        ("@gr.mcp.prompt\ndef f(*a): ...", "f() takes *a"),
    ],
)
def test_what_cannot_be_offered_is_refused_with_the_reason(notebook: LiveNotebook, source: str, message: str) -> None:
    assert message in notebook.run(f"import functools, jupyter_gradio_mcp as gr\n{source}").text


def test_what_has_no_name_can_be_given_one(server: LiveServer, notebook: LiveNotebook) -> None:
    ran = notebook.run(
        "import functools, jupyter_gradio_mcp as gr\ngr.mcp.tool('lam')(lambda: 1)\n"
        "def f(a: int, b: int) -> int:\n    return a + b\ngr.mcp.tool('part')(functools.partial(f, 1))"
    )
    assert ran.stderr == ""
    assert (server.call("lam", at=notebook.address), server.call("part", at=notebook.address, b=2)) == (1, 3)


def test_functions_of_an_imported_module_stay_when_the_cell_runs_again(
    server: LiveServer, notebook: LiveNotebook
) -> None:
    (server.root / "their_module.py").write_text(THREE)
    source = "import sys; sys.path.insert(0, '.')\nimport their_module"
    ran = notebook.run(source, cell="c")
    assert ran.stdout.count("is live") == 3, ran
    assert notebook.run(source, cell="c").stdout == ""
    assert set(listed(server, notebook.address)) == {"t", "r", "p"}


def test_cells_that_a_cell_runs_are_part_of_it(server: LiveServer, notebook: LiveNotebook) -> None:
    inner = ["%%mcp_tool\ndef one() -> int:\n    return 1", "%%mcp_tool\ndef two() -> int:\n    return 2", "x = 1"]
    ran = notebook.run(f"for source in {inner!r}:\n    get_ipython().run_cell(source)", cell="c")
    assert "no more" not in ran.stdout
    assert set(listed(server, notebook.address)) == {"one", "two"}
    ran = notebook.run(f"get_ipython().run_cell({inner[1]!r})", cell="c")
    assert "one is offered no more." in ran.stdout


def test_a_function_that_is_called_can_offer_others(server: LiveServer, notebook: LiveNotebook) -> None:
    notebook.run(
        "import jupyter_gradio_mcp as gr\n@gr.mcp.tool\ndef make(name: str) -> str:\n    @gr.mcp.tool(name)\n"
        "    def made() -> str:\n        return name\n    @gr.mcp.resource(f'made://{name}', name=f'{name}_r')\n"
        "    def kept() -> str:\n        return name\n    return 'done'\n"
        "@gr.mcp.tool\nasync def make_async(name: str) -> str:\n    return make(name)"
    )

    async def scenario() -> None:
        async with connect(server, MODERN, notebook.address) as client:
            for tool, name in (("make", "x"), ("make_async", "y")):
                result = await client.call_tool(tool, {"name": name})
                assert not result.is_error, text(result)
                assert text(await client.call_tool(name, {})) == name
                assert (await client.read_resource(f"made://{name}")).contents[0].text == name  # type: ignore[union-attr]
            await asyncio.gather(*(client.call_tool("make", {"name": f"z{number}"}) for number in range(10)))
            assert {f"z{number}" for number in range(10)} <= {t.name for t in (await client.list_tools()).tools}

    asyncio.run(scenario())


def test_the_extension_comes_and_goes_with_its_decorators(server: LiveServer, three: LiveNotebook) -> None:
    three.run("%unload_ext jupyter_gradio_mcp")
    assert listed(server, three.address) == {}
    ran = three.run("@gr.mcp.tool\ndef again() -> int:\n    return 1")
    assert "is live" in ran.stdout, "a decorator loads it"
    assert listed(server, three.address) == {"again": "tool"}
    assert "not loaded" not in three.run("%unload_ext jupyter_gradio_mcp").text
    assert listed(server, three.address) == {}
    three.run("%load_ext jupyter_gradio_mcp")
    assert three.run(THREE).stdout.count("is live") == 3


def test_a_notebook_needs_no_load_ext_for_decorators(server: LiveServer) -> None:
    with contextlib.closing(server.notebook("decorators alone.ipynb")) as notebook:
        assert notebook.run(THREE).stdout.count("is live") == 3


# -- what resources are made of --


def test_resources_of_every_make(server: LiveServer, notebook: LiveNotebook) -> None:
    ran = notebook.run(
        """import asyncio, sqlite3, threading
import jupyter_gradio_mcp as gr
from pathlib import Path

@gr.mcp.resource("m://progress/{n}")
def with_progress(n: int, progress=gr.Progress()) -> str:
    for i in range(n):
        progress((i, n), desc="on")
    return f"{n} done"

@gr.mcp.resource("m://async/{n}")
async def later(n: int) -> dict:
    await asyncio.sleep(0)
    return {"n": n}

@gr.mcp.resource("m://yields")
def yields():
    yield "first"
    yield "last"

@gr.mcp.resource("m://file{?path}", mime_type="text/plain")
def takes_file(path: bytes = b"none") -> str:
    return f"{len(path)} bytes"

@gr.mcp.resource("m://path")
def as_path() -> Path:
    Path("kept.csv").write_text("a,b")
    return Path("kept.csv")

@gr.mcp.resource("m://several")
def several() -> list[bytes]:
    return [b"a", b"b"]

@gr.mcp.resource("m://nothing")
def nothing() -> None: ...
"""
    )
    assert ran.stderr == "", ran
    ran = notebook.run(
        "%%mcp_resource m://main --main-thread\ndef on_main() -> str:\n    return threading.current_thread().name"
    )
    assert ran.stderr == "", ran
    at = notebook.address
    for era in (MODERN, "legacy"):
        assert read(server, at, "m://progress/3", era)[0].text == "3 done"
        assert read(server, at, "m://async/3", era)[0].text == '{"n": 3}'
        assert read(server, at, "m://yields", era)[0].text == "last"
        assert read(server, at, "m://main", era)[0].text == "MainThread"
        assert (
            read(server, at, f"m://file?path={quote('data:text/plain;base64,YWJj', safe='')}", era)[0].text == "3 bytes"
        )
        assert read(server, at, "m://file", era)[0].text == "4 bytes"
        (kept,) = read(server, at, "m://path", era)
        assert (kept.text, kept.mime_type) == ("a,b", "text/csv")
        assert len(read(server, at, "m://several", era)) == 2
        assert read(server, at, "m://nothing", era)[0].text == "null"
        with pytest.raises(MCPError, match="'n'"):
            read(server, at, "m://progress/many", era)
        with pytest.raises(MCPError, match=r"file"):
            read(server, at, "m://file?path=%2Fetc%2Fpasswd", era)


@ERAS
def test_five_megabytes_are_read(server: LiveServer, notebook: LiveNotebook, era: str) -> None:
    notebook.run(
        "import jupyter_gradio_mcp as gr\n@gr.mcp.resource('big://text')\ndef text() -> str:\n    return 'é' * 2_500_000\n"
        "@gr.mcp.resource('big://bytes', mime_type='application/x-thing')\ndef data() -> bytes:\n"
        "    return bytes(range(256)) * 20_000"
    )

    async def scenario() -> None:
        async with httpx2.AsyncClient(headers=server.authorization, timeout=30) as http:
            # This client takes no event of more than a mebibyte unless it is told to.
            transport = streamable_http_client(
                f"{server.url}{notebook.address}gradio_api/mcp/", http_client=http, max_sse_event_size=None
            )
            async with Client(transport, mode=era) as client:  # type: ignore[arg-type]
                (found,) = (await client.read_resource("big://text")).contents
                assert len(found.text) == 2_500_000  # type: ignore[union-attr]
                (found,) = (await client.read_resource("big://bytes")).contents
                assert found.mime_type == "application/x-thing"
                assert base64.b64decode(found.blob) == bytes(range(256)) * 20_000  # type: ignore[union-attr]

    asyncio.run(scenario())


def test_a_called_function_can_say_that_a_resource_changed(server: LiveServer, notebook: LiveNotebook) -> None:
    notebook.run(
        "import jupyter_gradio_mcp as gr\n@gr.mcp.resource('r://x')\ndef r() -> str:\n    return 'x'\n"
        "@gr.mcp.tool\ndef touch() -> int:\n    gr.mcp.resource_updated('r://x')\n    return 1"
    )

    async def scenario() -> None:
        async with (
            connect(server, MODERN, notebook.address) as client,
            client.listen(resource_subscriptions=["r://x"]) as subscription,
        ):
            assert not (await client.call_tool("touch", {})).is_error
            event = await asyncio.wait_for(anext(aiter(subscription)), 10)
            assert "r://x" in str(event)

    asyncio.run(scenario())


# -- who sees them --


@ERAS
def test_notebooks_share_uris_and_names(
    server: LiveServer, notebook: LiveNotebook, other: LiveNotebook, era: str
) -> None:
    # Names of a notebook that is closed wait for it for a while.
    p, r, uri = f"p_{era[:4]}", f"r_{era[:4]}", f"same://{era}"
    for number, one in enumerate((notebook, other), 1):
        one.run(
            f"import jupyter_gradio_mcp as gr\n@gr.mcp.resource('{uri}')\ndef {r}() -> str:\n    return 'r{number}'\n"
            f"@gr.mcp.prompt\ndef {p}() -> str:\n    return 'p{number}'"
        )

    async def scenario() -> None:
        async with connect(server, era) as client:
            seen = await everything(client)
            assert seen["resources"].count(uri) == 1
            assert {p, f"{p}_the_other"} <= set(seen["prompts"])
            assert (await client.read_resource(uri)).contents[0].text == "r1"  # type: ignore[union-attr]
            got = [await client.get_prompt(name) for name in (p, f"{p}_the_other")]
            assert [one.messages[0].content.text for one in got] == ["p1", "p2"]  # type: ignore[union-attr]
        async with connect(server, era, other.address) as client:
            assert (await client.read_resource(uri)).contents[0].text == "r2"  # type: ignore[union-attr]
            assert (await everything(client))["prompts"] == [p]

    asyncio.run(scenario())
    notebook.run(f"%mcp_remove {r}")
    assert read(server, "", uri, era)[0].text == "r2", "the other notebook's shows when the first is gone"


@ERAS
def test_paused_notebooks_and_functions_are_not_read(server: LiveServer, three: LiveNotebook, era: str) -> None:
    async def refused(client: Client) -> None:
        with pytest.raises(MCPError, match="The owner has paused"):
            await client.read_resource("r://x")
        with pytest.raises(MCPError, match="The owner has paused"):
            await client.get_prompt("p")

    async def scenario() -> None:
        async with connect(server, era, three.address) as client:
            for names in ("", " r p"):
                await asyncio.to_thread(three.run, f"%mcp_pause{names}")
                await refused(client)
                await asyncio.to_thread(three.run, f"%mcp_resume{names}")
            assert (await client.get_prompt("p")).messages

    asyncio.run(scenario())


@ERAS
def test_a_key_for_some_functions_sees_only_those(server: LiveServer, notebook: LiveNotebook, era: str) -> None:
    tag = era[:4]
    notebook.run("import jupyter_gradio_mcp as gr")
    for name in (f"open_{tag}", f"shut_{tag}"):
        notebook.run(
            f"@gr.mcp.resource('{name}'.replace('_', '-') + '://{{a}}', name='{name}_r')\ndef f(a: str) -> str:\n    return a\n"
            f"@gr.mcp.prompt('{name}_p')\ndef g() -> str:\n    return ''\n@gr.mcp.tool('{name}_t')\ndef h(): ..."
        )
    body = {"name": "some", "notebooks": [notebook.path], "endpoints": [f"open_{tag}_r", f"open_{tag}_p"]}
    key = server.http.post("gradio_api/keys", json=body).json()["key"]
    seen = {"tools": [], "resources": [], "templates": [f"open-{tag}://{{a}}"], "prompts": [f"open_{tag}_p"]}

    async def scenario() -> None:
        for at in ("", notebook.address):
            async with connected(server, era, f"{at}gradio_api/mcp/", key) as client:
                assert await everything(client) == seen
                assert (await client.read_resource(f"open-{tag}://x")).contents[0].text == "x"  # type: ignore[union-attr]
                for refused in (
                    client.read_resource(f"shut-{tag}://x"),
                    client.get_prompt(f"shut_{tag}_p"),
                    client.call_tool(f"open_{tag}_t", {}),
                ):
                    with pytest.raises(MCPError, match="There is no"):
                        await refused
            # The address takes away from that, and adds nothing.
            limited = f"{at}gradio_api/mcp/?tools=open_{tag}_r,shut_{tag}_p,open_{tag}_t"
            async with connected(server, era, limited, key) as client:
                assert await everything(client) == {**seen, "prompts": []}

    asyncio.run(scenario())


def test_nobody_hears_of_resources_that_his_key_does_not_open(server: LiveServer, three: LiveNotebook) -> None:
    body = {"name": "some", "notebooks": [three.path], "endpoints": ["r"]}
    key = server.http.post("gradio_api/keys", json=body).json()["key"]
    three.run("@gr.mcp.resource('secret://x')\ndef s() -> str:\n    return ''")

    async def scenario() -> None:
        async with (
            connected(server, MODERN, f"{three.address}gradio_api/mcp/", key) as client,
            client.listen(resource_subscriptions=["secret://x", "r://1"]) as subscription,
        ):
            await asyncio.to_thread(
                three.run, "gr.mcp.resource_updated('secret://x'); gr.mcp.resource_updated('r://1')"
            )
            event = await asyncio.wait_for(anext(aiter(subscription)), 10)
            assert "r://1" in str(event)

    asyncio.run(scenario())


def test_a_renamed_notebooks_resource_is_read_at_both_addresses(server: LiveServer, three: LiveNotebook) -> None:
    former = three.address
    three.rename("renamed resources #1.ipynb")
    for at in (former, three.address, ""):
        assert read(server, at, "r://x")[0].text == "x"


# -- ?tools= --


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("tools=t,r", "tr"),
        ("tools=t&tools=p", "tp"),
        ("tools=t%2Cp", "tp"),
        ("tools=%74,%20,,r+", "tr"),
        ("tools=nonsense", ""),
        ("tools=", ""),
        ("tools=nonsense,t", "t"),
        ("", "trp"),
    ],
)
def test_the_address_says_what_is_seen(server: LiveServer, three: LiveNotebook, query: str, names: str) -> None:
    answer = server.http.get(f"{three.address}gradio_api/mcp/schema?{query}")
    assert [one["name"] for one in answer.json()] == list(names)
    page = server.http.get(f"{three.address}gradio_api/mcp/?{query}", headers={"Accept": "text/html"}).text
    assert [("<h2>Resources" in page), ("<h2>Prompts" in page)] == ["r" in names, "p" in names]
    expected = {
        "tools": ["t"] if "t" in names else [],
        "resources": [],
        "templates": ["r://{a}"] if "r" in names else [],
        "prompts": ["p"] if "p" in names else [],
    }

    async def scenario() -> None:
        for era in (MODERN, "legacy"):
            async with connected(server, era, f"{three.address}gradio_api/mcp/?{query}") as client:
                assert await everything(client) == expected
                if "t" not in names:
                    with pytest.raises(MCPError, match="The address leaves 't' out"):
                        await client.call_tool("t", {})
        url = f"{server.url}{three.address}gradio_api/mcp/sse?{query}"
        async with (
            sse_client(url, headers=server.authorization) as (reader, writer),
            ClientSession(reader, writer) as session,
        ):
            await session.initialize()
            assert await everything(session) == expected

    asyncio.run(scenario())


def test_each_request_of_a_session_is_limited_by_its_own_address(server: LiveServer, three: LiveNotebook) -> None:
    headers = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": "2025-06-18"}

    def post(query: str, method: str, id: int | None = None, **params: Any) -> Any:
        body = {"jsonrpc": "2.0", "method": method, "params": params, **({} if id is None else {"id": id})}
        return server.http.post(f"{three.address}gradio_api/mcp/?{query}", json=body, headers=headers)

    hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "raw", "version": "1"}}
    opened = post("tools=t", "initialize", 1, **hello)
    headers["Mcp-Session-Id"] = opened.headers["Mcp-Session-Id"]
    post("tools=t", "notifications/initialized")
    assert '"name":"t"' in post("tools=t", "tools/list", 2).text
    assert '"tools":[]' in post("tools=p", "tools/list", 3).text
    assert "leaves 't' out" in post("tools=p", "tools/call", 4, name="t", arguments={}).text
    assert '"name":"p"' in post("", "prompts/list", 5).text


# -- visibility --


@pytest.mark.parametrize("kind", ["tool", "resource", "prompt"])
def test_visibility_means_the_same_everywhere(server: LiveServer, notebook: LiveNotebook, kind: str) -> None:
    for visibility in ("public", "undocumented", "private"):
        uri = f" v://{kind}_{visibility}" if kind == "resource" else ""
        ran = notebook.run(
            f"%%mcp_{kind}{uri} --visibility {visibility} --api-name {kind}_{visibility} --description 'Said of {visibility}'\n"
            f"def {visibility}_f(a: str = 'x') -> str:\n    return a"
        )
        assert "is live" in ran.stdout, ran
        assert ("MCP" in ran.stdout) == (visibility == "public")
    for at in ("", notebook.address):
        shown = [
            server.http.get(f"{at}{path}", headers={"Accept": accept}).text
            for path, accept in (
                ("gradio_api/mcp/", "text/html"),
                ("gradio_api/mcp/schema", "*/*"),
                ("gradio_api/info", "*/*"),
                ("gradio_api/openapi.json", "*/*"),
                ("config", "*/*"),
            )
        ]
        for body in shown:
            assert f"{kind}_public" in body
            for hidden in ("undocumented", "private"):
                assert f"{kind}_{hidden}" not in body
                assert f"Said of {hidden}" not in body
            assert "public_f" not in body
        for visibility, status in (("public", 200), ("undocumented", 200), ("private", 404)):
            answer = server.http.post(f"{at}gradio_api/run/{kind}_{visibility}", json={"data": []})
            assert answer.status_code == status, answer.text
            assert server.http.post(f"{at}gradio_api/run/{visibility}_f", json={"data": []}).status_code == 404

    async def scenario() -> None:
        for era in (MODERN, "legacy"):
            async with connect(server, era, notebook.address) as client:
                seen = await everything(client)
                assert sum(map(len, seen.values())) == 1
                for hidden in ("undocumented", "private"):
                    asked = {
                        "tool": lambda name: client.call_tool(name, {}),
                        "prompt": client.get_prompt,
                        "resource": lambda name: client.read_resource(f"v://{name}"),
                    }
                    with pytest.raises(MCPError, match="There is no"):
                        await asked[kind](f"{kind}_{hidden}")

    asyncio.run(scenario())


@pytest.mark.parametrize("kind", ["tool", "resource", "prompt"])
def test_a_hidden_description_is_hidden_everywhere(server: LiveServer, notebook: LiveNotebook, kind: str) -> None:
    first = "'h://x', " if kind == "resource" else ""
    ran = notebook.run(
        f"import jupyter_gradio_mcp as gr\n@gr.mcp.{kind}({first}description=False)\ndef hides() -> str:\n"
        "    'Told to nobody.'\n    return 'x'"
    )
    assert "is live" in ran.stdout, ran
    for path in ("gradio_api/mcp/", "gradio_api/mcp/schema", "gradio_api/info", "gradio_api/openapi.json", "config"):
        body = server.http.get(f"{notebook.address}{path}", headers={"Accept": "text/html, */*"}).text
        assert "Told to nobody" not in body

    async def scenario() -> None:
        async with connect(server, MODERN, notebook.address) as client:
            found: Any = [
                *(await client.list_tools()).tools,
                *(await client.list_resources()).resources,
                *(await client.list_prompts()).prompts,
            ]
            assert [one.description for one in found] == [None]

    asyncio.run(scenario())


def test_the_page_shows_resources_and_prompts_as_such(server: LiveServer, three: LiveNotebook) -> None:
    page = server.http.get(f"{three.address}gradio_api/mcp/", headers={"Accept": "text/html"}).text
    parts = [
        page.index(part) for part in ("<h2>Tools", "A tool.", "<h2>Resources", "r://{a}", "<h2>Prompts", "A prompt.")
    ]
    assert parts == sorted(parts)


def test_rest_gives_a_prompts_messages_and_says_so(server: LiveServer, three: LiveNotebook) -> None:
    document = server.http.get(f"{three.address}gradio_api/openapi.json").text
    assert "The messages of the prompt." in document
    info = server.http.get(f"{three.address}gradio_api/info").json()["named_endpoints"]["/p"]["returns"]
    assert (len(info), info[0]["component"]) == (1, "JSON")
    made = server.call("p", at=three.address)
    assert made["messages"] == [{"role": "user", "content": {"type": "text", "text": "x"}}]

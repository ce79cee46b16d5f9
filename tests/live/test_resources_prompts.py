"""Resources, prompts and completion, with the official client in both eras."""

import asyncio
import base64
import contextlib
import io
import warnings
from typing import Any

import pytest
from mcp.shared.exceptions import MCPError
from mcp_types import PromptReference, ResourceTemplateReference
from PIL import Image
from support.live import LiveNotebook, LiveServer
from support.mcp import ERAS, MODERN, connect

pytestmark = pytest.mark.slow

CELL = '''
import base64, io, json
import jupyter_gradio_mcp as gr
from pathlib import Path
from typing import Literal
from PIL import Image

def png():
    made = io.BytesIO()
    Image.new("RGB", (3, 2), "red").save(made, "png")
    return made.getvalue()

@gr.mcp.resource("greeting://{name}")
def get_greeting(name: str) -> str:
    """Get a personalized greeting.

    Args:
        name: Whom to greet.
    """
    return f"Hello, {name}!"

@gr.mcp.resource("notes://all", title="All notes", mime_type="application/json", annotations={"priority": 0.5})
def notes() -> dict:
    """Every note."""
    return {"notes": ["é", 2]}

@gr.mcp.resource("files://{folder}/{path*}")
def file_in(folder: str, path: str) -> str:
    """What is asked for."""
    return json.dumps([folder, path])

@gr.mcp.resource("files://fixed/readme")
def readme() -> str:
    """The one that is no template."""
    return "readme"

@gr.mcp.resource("search://all{?q,limit}")
def search(q: str = "", limit: int = 10) -> list:
    """Search."""
    return [q, limit]

@gr.mcp.resource("img://base64", mime_type="image/png")
def as_base64() -> str:
    """A picture as the guide has it."""
    return base64.b64encode(png()).decode()

@gr.mcp.resource("img://bytes", mime_type="image/png")
def as_bytes() -> bytes:
    """A picture as bytes."""
    return png()

@gr.mcp.resource("img://pillow")
def as_image() -> Image.Image:
    """A picture as Pillow has it."""
    return Image.new("RGB", (3, 2), "red")

@gr.mcp.resource("img://broken", mime_type="image/png")
def broken() -> str:
    """Promises a picture."""
    return "not base64!"

@gr.mcp.resource("bad://boom")
def boom() -> str:
    """Fails."""
    raise ValueError("no good")

@gr.mcp.prompt(title="Greet somebody")
def greet_user(name: str, style: Literal["friendly", "formal", "casual"] = "friendly") -> str:
    """Generate a greeting prompt.

    Args:
        name: Whom to greet.
        style: How to greet.
    """
    return f"Write a {style} greeting for {name}."

@gr.mcp.prompt()
def talk() -> list:
    """Several messages, one with an image."""
    return [
        {"role": "user", "content": "Look:"},
        {"role": "user", "content": Image.new("RGB", (3, 2), "red")},
        {"role": "assistant", "content": {"type": "text", "text": "I see red."}},
        "And now?",
    ]

@gr.mcp.prompt
def embeds(uri: str) -> list:
    """One with a resource in it."""
    return [{"role": "user", "content": {"type": "resource", "resource":
        {"uri": uri, "mimeType": "text/plain", "text": "inside"}}}]

@gr.mcp.tool("shout", title="Shout!", annotations={"readOnlyHint": True}, _meta={"example.com/a": 1},
             icons=["https://example.com/a.png"])
def louder(text: str) -> str:
    """Make it loud."""
    return text.upper()

@gr.mcp.tool(structured_output=False)
def plain_number() -> int:
    """A number, as text only."""
    return 5
'''


@pytest.fixture(scope="module")
def offering(server: LiveServer) -> Any:
    notebook = server.notebook("resources & prompts.ipynb").load()
    ran = notebook.run(CELL)
    assert (ran.stderr, ran.error) == ("", ""), ran
    yield notebook
    notebook.close()


def _reads(server: LiveServer, notebook: LiveNotebook, era: str, uri: str) -> Any:
    async def scenario() -> Any:
        async with connect(server, era, notebook.address) as client:
            # Out of the client's task group an error would come as a group of errors.
            try:
                return (await client.read_resource(uri)).contents
            except MCPError as error:
                return error

    found = asyncio.run(scenario())
    if isinstance(found, MCPError):
        raise found
    return found


@ERAS
def test_resources_and_templates_are_listed_apart(server: LiveServer, offering: LiveNotebook, era: str) -> None:
    async def scenario() -> None:
        async with connect(server, era, offering.address) as client:
            listed = {str(r.uri): r for r in (await client.list_resources()).resources}
            assert "files://fixed/readme" in listed
            assert not any("{" in uri for uri in listed)
            notes = listed["notes://all"]
            assert (notes.name, notes.title, notes.description) == ("notes", "All notes", "Every note.")
            assert (notes.mime_type, notes.annotations and notes.annotations.priority) == ("application/json", 0.5)
            templates = {t.uri_template: t for t in (await client.list_resource_templates()).resource_templates}
            assert set(templates) == {"greeting://{name}", "files://{folder}/{path*}", "search://all{?q,limit}"}
            assert templates["greeting://{name}"].description == "Get a personalized greeting."

    asyncio.run(scenario())


@ERAS
@pytest.mark.parametrize(
    ("uri", "mime", "text"),
    [
        ("greeting://Alice", "text/plain", "Hello, Alice!"),
        ("greeting://Al%20i%2Fce%C3%A9", "text/plain", "Hello, Al i/ceé!"),
        ("notes://all", "application/json", '{"notes": ["é", 2]}'),
        ("files://a/b/c%20d.txt", "text/plain", '["a", "b/c d.txt"]'),
        ("files://fixed/readme", "text/plain", "readme"),
        ("search://all?q=a%26b&limit=3", "application/json", '["a&b", 3]'),
        ("search://all", "application/json", '["", 10]'),
    ],
)
def test_a_resource_of_text_is_read(
    server: LiveServer, offering: LiveNotebook, era: str, uri: str, mime: str, text: str
) -> None:
    (content,) = _reads(server, offering, era, uri)
    assert (str(content.uri), content.mime_type, content.text) == (uri, mime, text)


@ERAS
@pytest.mark.parametrize("uri", ["img://base64", "img://bytes", "img://pillow"])
def test_a_resource_of_bytes_is_read(server: LiveServer, offering: LiveNotebook, era: str, uri: str) -> None:
    (content,) = _reads(server, offering, era, uri)
    assert content.mime_type == "image/png"
    image = Image.open(io.BytesIO(base64.b64decode(content.blob)))
    assert (image.size, image.getpixel((0, 0))) == ((3, 2), (255, 0, 0))


@ERAS
def test_what_cannot_be_read_is_an_error_that_says_why(server: LiveServer, offering: LiveNotebook, era: str) -> None:
    with pytest.raises(MCPError) as unknown:
        _reads(server, offering, era, "nothing://here")
    code = -32602 if era == MODERN else -32002
    assert (unknown.value.error.code, unknown.value.error.data) == (code, {"uri": "nothing://here"})
    with pytest.raises(MCPError, match="ValueError: no good"):
        _reads(server, offering, era, "bad://boom")
    with pytest.raises(MCPError, match="promises image/png, and gave text that is no base64"):
        _reads(server, offering, era, "img://broken")
    with pytest.raises(MCPError, match="'limit': Input should be a valid integer"):
        _reads(server, offering, era, "search://all?limit=many")


@ERAS
def test_neither_a_resource_nor_a_prompt_is_a_tool(server: LiveServer, offering: LiveNotebook, era: str) -> None:
    async def scenario() -> None:
        async with connect(server, era, offering.address) as client:
            assert {tool.name for tool in (await client.list_tools()).tools} == {"shout", "plain_number"}
            for name in ("get_greeting", "greet_user"):
                with pytest.raises(MCPError, match="There is no function"):
                    await client.call_tool(name, {"name": "x"})
            with pytest.raises(MCPError, match=r"There is no prompt 'shout'\. There are: greet_user, talk, embeds"):
                await client.get_prompt("shout", {"text": "x"})

    asyncio.run(scenario())


@ERAS
def test_prompts_are_listed_and_got(server: LiveServer, offering: LiveNotebook, era: str) -> None:
    async def scenario() -> None:
        async with connect(server, era, offering.address) as client:
            listed = {prompt.name: prompt for prompt in (await client.list_prompts()).prompts}
            greet = listed["greet_user"]
            assert (greet.title, greet.description) == ("Greet somebody", "Generate a greeting prompt.")
            shown = [(a.name, a.required, a.description) for a in greet.arguments or ()]
            assert shown == [("name", True, "Whom to greet."), ("style", False, "How to greet.")]
            got = await client.get_prompt("greet_user", {"name": "Ann", "style": "formal"})
            assert [(m.role, m.content.text) for m in got.messages] == [  # type: ignore[union-attr]
                ("user", "Write a formal greeting for Ann.")
            ]
            got = await client.get_prompt("talk")
            assert [(m.role, m.content.type) for m in got.messages] == [
                *(("user", "text"), ("user", "image"), ("assistant", "text"), ("user", "text"))
            ]
            assert got.messages[1].content.mime_type == "image/png"  # type: ignore[union-attr]
            got = await client.get_prompt("embeds", {"uri": "a://b"})
            assert got.messages[0].content.resource.text == "inside"  # type: ignore[union-attr]
            with pytest.raises(MCPError, match=r"needs 'name' \(str\): Whom to greet"):
                await client.get_prompt("greet_user", {})
            with pytest.raises(MCPError, match="'style'"):
                await client.get_prompt("greet_user", {"name": "Ann", "style": "rude"})

    asyncio.run(scenario())


@ERAS
def test_choices_are_completed(server: LiveServer, offering: LiveNotebook, era: str) -> None:
    async def scenario() -> None:
        async with connect(server, era, offering.address) as client:
            greet = PromptReference(type="ref/prompt", name="greet_user")
            found = await client.complete(greet, {"name": "style", "value": "f"})
            assert found.completion.values == ["friendly", "formal"]
            found = await client.complete(greet, {"name": "name", "value": "f"})
            assert found.completion.values == []
            template = ResourceTemplateReference(type="ref/resource", uri="greeting://{name}")
            assert (await client.complete(template, {"name": "name", "value": ""})).completion.values == []

    asyncio.run(scenario())


@ERAS
def test_what_a_decorator_says_of_a_tool_is_listed(server: LiveServer, offering: LiveNotebook, era: str) -> None:
    async def scenario() -> None:
        async with connect(server, era, offering.address) as client:
            listed = {tool.name: tool for tool in (await client.list_tools()).tools}
            shout = listed["shout"]
            assert (shout.title, shout.meta, shout.icons and shout.icons[0].src) == (
                *("Shout!", {"example.com/a": 1}),
                "https://example.com/a.png",
            )
            assert shout.annotations is not None
            assert shout.annotations.read_only_hint
            assert listed["plain_number"].output_schema is None
            result = await client.call_tool("plain_number", {})
            assert (result.structured_content, result.is_error) == (None, False)

    asyncio.run(scenario())


def test_resources_and_prompts_answer_over_rest(server: LiveServer, offering: LiveNotebook) -> None:
    def run(function: str) -> Any:
        answer = server.http.post(f"{offering.address}gradio_api/run/{function}", json={"data": ["Ann"]})
        return answer.json()["data"][0]

    assert run("get_greeting") == "Hello, Ann!"
    made = run("greet_user")
    assert made["messages"][0]["content"]["text"] == "Write a friendly greeting for Ann."
    schema = {e["name"]: e for e in server.http.get(f"{offering.address}gradio_api/mcp/schema").json()}
    assert schema["get_greeting"]["meta"]["mcp_type"] == "resource"
    assert schema["get_greeting"]["uri"] == "greeting://{name}"
    assert schema["greet_user"]["meta"]["mcp_type"] == "prompt"


@ERAS
def test_the_address_can_leave_things_out(server: LiveServer, offering: LiveNotebook, era: str) -> None:
    async def scenario() -> None:
        import httpx2
        from mcp.client import Client
        from mcp.client.streamable_http import streamable_http_client

        async with httpx2.AsyncClient(headers=server.authorization, timeout=30) as http:
            url = f"{server.url}{offering.address}gradio_api/mcp/?tools=shout,greet_user,notes"
            async with Client(streamable_http_client(url, http_client=http), mode=era) as client:  # type: ignore[arg-type]
                assert [tool.name for tool in (await client.list_tools()).tools] == ["shout"]
                assert [prompt.name for prompt in (await client.list_prompts()).prompts] == ["greet_user"]
                assert [resource.name for resource in (await client.list_resources()).resources] == ["notes"]
                assert (await client.list_resource_templates()).resource_templates == []
                with pytest.raises(MCPError, match="leaves 'plain_number' out"):
                    await client.call_tool("plain_number", {})
                with pytest.raises(MCPError):
                    await client.read_resource("greeting://x")
                assert not (await client.call_tool("shout", {"text": "x"})).is_error

    asyncio.run(scenario())


@ERAS
def test_the_permanent_pair_calls_what_was_not_listed(server: LiveServer, offering: LiveNotebook, era: str) -> None:
    async def scenario() -> None:
        import json

        import httpx2
        from mcp.client import Client
        from mcp.client.streamable_http import streamable_http_client

        async with httpx2.AsyncClient(headers=server.authorization, timeout=30) as http:
            url = f"{server.url}{offering.address}gradio_api/mcp/?finder=true"
            async with Client(streamable_http_client(url, http_client=http), mode=era) as client:  # type: ignore[arg-type]
                names = [tool.name for tool in (await client.list_tools()).tools]
                assert names[-2:] == ["list_functions", "call_function"]
                result = await client.call_tool("list_functions", {"query": "LOUD"})
                assert [f["name"] for f in json.loads(result.content[0].text)] == ["shout"]  # type: ignore[union-attr]
                result = await client.call_tool("call_function", {"name": "shout", "arguments": {"text": "a"}})
                assert result.content[0].text == "A"  # type: ignore[union-attr]
                result = await client.call_tool("call_function", {"arguments": {}})
                assert result.is_error

    asyncio.run(scenario())


def test_magics_offer_resources_and_prompts(server: LiveServer) -> None:
    with contextlib.closing(server.notebook("magics of three kinds.ipynb").load()) as notebook:
        ran = notebook.run(
            "%%mcp_resource 'logs://{day}' --mime-type text/csv --title Logs\ndef logs(day: str):\n    return day"
        )
        assert "logs(day: str) is live" in ran.stdout
        assert "is live as the resource logs://{day}" in ran.stdout
        ran = notebook.run(
            "%%mcp_prompt\ndef ask_for(topic: str):\n    '''Ask.'''\n    return f'Tell me about {topic}'"
        )
        assert "ask_for(topic: str) is live" in ran.stdout, ran
        (content,) = _reads(server, notebook, MODERN, "logs://monday")
        assert (content.mime_type, content.text) == ("text/csv", "monday")
        ran = notebook.run("%%mcp_resource logs://{night}\ndef logs2(day: str):\n    return day")
        assert "names 'night', which is no parameter. Parameters are: day." in ran.stderr
        ran = notebook.run("%%mcp_resource nonsense\ndef logs2(day: str):\n    return day")
        assert "has no scheme" in ran.stderr
        assert "logs" in notebook.run("%mcp_list").stdout


def test_a_decorator_loads_the_extension(server: LiveServer) -> None:
    with contextlib.closing(server.notebook("decorated only.ipynb")) as notebook:
        ran = notebook.run(
            "import jupyter_gradio_mcp as gr\n@gr.mcp.tool\ndef decorated(x: int) -> int:\n    '''Give it back.'''\n    return x"
        )
        assert "decorated(x: int) -> int is live" in ran.stdout, ran
        assert server.call("decorated", at=notebook.address, x=4) == 4
        ran = notebook.run("@gr.mcp.tool\ndef failing(x: int) -> int:\n    return x\n1/0")
        assert "failing" not in ran.stdout
        ran = notebook.run("print(decorated(5))")
        assert ran.stdout == "5\n"


def test_what_would_be_lost_in_silence_is_said(server: LiveServer) -> None:
    with contextlib.closing(server.notebook("conflicts.ipynb").load()) as notebook:
        notebook.run("import jupyter_gradio_mcp as gr")
        ran = notebook.run("@gr.mcp.resource('notes://{day}')\ndef note(day: str) -> str:\n    return day", cell="a")
        assert "note(day: str) -> str is live as the resource notes://{day}\n" in ran.stdout
        ran = notebook.run("@gr.mcp.resource('notes://{day}')\ndef dupe(day: str) -> str:\n    return day", cell="b")
        assert "notes://{day} is the URI of 'note', too" in ran.stderr
        ran = notebook.run("@gr.mcp.resource('x://{day}')\ndef note(day: int) -> str:\n    return ''\n1/0", cell="c")
        assert "note" not in ran.stdout
        ran = notebook.run("%%mcp_resource notes://{night}\ndef note(day: str) -> str:\n    return day", cell="a")
        assert "As before, the cell offers: note." in ran.stderr
        ran = notebook.run("%%mcp_tool\ndef note(x: int) -> int:\n    return x", cell="d")
        assert "'note' was a resource; now it is a tool" in ran.stderr
        twice = "@gr.mcp.resource('z://{day}')\n@gr.mcp.prompt\ndef both(day: str) -> str:\n    return day"
        assert "both() is decorated twice" in notebook.run(twice, cell="e").error
        ran = notebook.run(
            "%%mcp_resource z2://{day}\n@gr.mcp.resource('z3://{day}')\ndef two(day: str):\n    return day"
        )
        assert "what its decorator says counts" in ran.stderr
        # The same function may be offered again, by another run of the cell.
        for _ in range(2):
            ran = notebook.run("import json\ngr.mcp.tool(title='Quote')(two)", cell="f")
            assert ran.error == ""


def test_a_changed_resource_reaches_those_who_subscribed(server: LiveServer, offering: LiveNotebook) -> None:
    async def scenario() -> None:
        heard: asyncio.Queue[Any] = asyncio.Queue()

        async def handler(message: Any) -> None:
            await heard.put(message)

        async with connect(server, "legacy", offering.address, message_handler=handler) as client:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                await client.subscribe_resource("notes://all")
            await asyncio.to_thread(
                offering.run, "gr.mcp.resource_updated('readme://other'); gr.mcp.resource_updated('notes://all')"
            )
            message = await asyncio.wait_for(heard.get(), 10)
            assert (message.method, str(message.params.uri)) == ("notifications/resources/updated", "notes://all")

    asyncio.run(scenario())

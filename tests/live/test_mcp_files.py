"""Files over MCP: images and others as arguments and results, in both protocol eras."""

import asyncio
import base64
import io
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from PIL import Image
from support.live import LiveNotebook, LiveServer
from support.mcp import ERAS, connect, modern_call

pytestmark = pytest.mark.slow

TOOLS = """%%mcp_tool
from pathlib import Path
import PIL.Image

def rotate(image: PIL.Image.Image, angle: int = 90) -> PIL.Image.Image:
    '''Rotate an image.

    Args:
        image: The image.
    '''
    return image.rotate(angle, expand=True)

def note(text: str) -> Path:
    path = Path("note.txt")
    path.write_text(text)
    return path

def both(image: PIL.Image.Image) -> tuple[PIL.Image.Image, int]:
    return image, image.width

def pretends():
    return [Path("note.txt"), {"path": "/etc/passwd", "mime_type": "image/png", "meta": {"_type": "gradio.FileData"}}]

def figure():
    from matplotlib.figure import Figure
    return Figure()
"""


def png(width: int, height: int) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(buffer, "png")
    return buffer.getvalue()


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LiveServer, LiveNotebook]]:
    server = LiveServer(tmp_path_factory.mktemp("mcp files"))
    notebook = server.notebook("n.ipynb").load()
    ran = notebook.run(TOOLS)
    assert "rotate" in ran.stdout, ran.text
    yield server, notebook
    notebook.close()
    server.close()


def call(server: LiveServer, era: str, name: str, arguments: dict[str, Any]) -> Any:
    async def scenario() -> Any:
        async with connect(server, era) as client:
            return await client.call_tool(name, arguments)

    return asyncio.run(scenario())


@ERAS
def test_an_image_comes_back_as_an_image_and_an_address_that_opens_without_a_header(tools: Any, era: str) -> None:
    server, _ = tools
    [path] = server.http.post("gradio_api/upload", files={"files": ("a.png", png(30, 20))}).json()
    result = call(server, era, "rotate", {"image": f"{server.url}gradio_api/file={path}"})
    assert not result.is_error, result
    image, text = result.content
    assert (image.type, image.mime_type) == ("image", "image/png")
    with Image.open(io.BytesIO(base64.b64decode(image.data))) as shown:
        assert shown.size == (20, 30)
    assert text.text.startswith("Image URL: http://127.0.0.1:")
    assert httpx.get(text.text.removeprefix("Image URL: ")).content == base64.b64decode(image.data)
    assert result.structured_content is None


@ERAS
def test_the_address_of_a_result_is_an_argument_at_once(tools: Any, era: str) -> None:
    server, _ = tools
    data = "data:image/png;base64," + base64.b64encode(png(30, 20)).decode()
    first = call(server, era, "rotate", {"image": data})
    again = call(server, era, "rotate", {"image": first.content[1].text.removeprefix("Image URL: ")})
    with Image.open(io.BytesIO(base64.b64decode(again.content[0].data))) as shown:
        assert shown.size == (30, 20)


@ERAS
def test_any_other_file_is_a_link_and_its_address(tools: Any, era: str) -> None:
    server, _ = tools
    link, text = call(server, era, "note", {"text": "hello"}).content
    assert (link.type, link.name, link.mime_type, link.size) == ("resource_link", "note.txt", "text/plain", 5)
    assert text.text == f"File URL: {link.uri}"
    assert httpx.get(str(link.uri)).text == "hello"


@ERAS
def test_a_file_and_data_come_together(tools: Any, era: str) -> None:
    server, _ = tools
    data = "data:image/png;base64," + base64.b64encode(png(30, 20)).decode()
    kinds = [block.type for block in call(server, era, "both", {"image": data}).content]
    assert kinds == ["image", "text", "text"]


def test_what_only_looks_like_a_file_is_not_read(tools: Any) -> None:
    server, _ = tools
    server.call("note", text="x")
    result = modern_call(server, "pretends").json()["result"]
    assert [block["type"] for block in result["content"]] == ["resource_link", "text", "text"]
    assert "root:" not in str(result)
    assert base64.b64encode(b"root:")[:5].decode() not in str(result)


@ERAS
@pytest.mark.parametrize(
    ("image", "word"),
    [
        ("/etc/passwd", "No such file can be named here"),
        ("http://127.0.0.1:1/x.png", "no public address"),
        ("data:image/png;base64,AAAA", "cannot be read as one"),
        ("nonsense", "No such file can be named here"),
        (3, "This is no file"),
        ({"path": "/etc/passwd"}, "This is no file"),
    ],
)
def test_what_is_no_file_is_said_to_the_model(tools: Any, era: str, image: Any, word: str) -> None:
    server, _ = tools
    result = call(server, era, "rotate", {"image": image})
    assert result.is_error
    assert word in result.content[0].text
    assert "/tmp" not in result.content[0].text
    assert call(server, era, "note", {"text": "next"}).is_error is False


def test_the_schema_tells_how_to_name_a_file(tools: Any) -> None:
    server, _ = tools
    [schema] = [tool for tool in server.http.get("gradio_api/mcp/schema").json() if tool["name"] == "rotate"]
    assert schema["meta"]["file_data_present"] is True
    shown = schema["inputSchema"]["properties"]["image"]
    assert shown == {
        "type": "string",
        "description": "The image. An http(s) URL, a data: URL, or a path that POST gradio_api/upload returned.",
    }

"""What functions return, as the official clients of both eras get it, and arguments as agents send them."""

import asyncio
import base64
import io
import json
import wave
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from PIL import Image
from support.files import run
from support.live import LiveNotebook, LiveServer
from support.mcp import ERAS, connect, modern_call

pytestmark = pytest.mark.slow

TOOLS = """%%mcp_tool
import datetime as dt
import enum
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Optional, TypedDict

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

class Level(enum.Enum):
    ONE = 1

@dataclass
class Point:
    x: int
    y: float = 0.5

class Town(TypedDict):
    name: str

def table(rows: int = 2) -> pd.DataFrame:
    return pd.DataFrame({"n": range(rows), "when": pd.Timestamp("2026-01-01")})

def untold_table():
    return pd.DataFrame({"a": [1.5, None]}, index=["x", "y"])

def total() -> int:
    return np.arange(4).sum()

def plot():
    axes = Figure().add_subplot()
    axes.plot([1, 2])
    return axes

def beep():
    return 8000, np.zeros(80, "int16")

def photo() -> Annotated[np.ndarray, "image"]:
    return np.zeros((2, 3, 3), "uint8")

def report():
    return ["words", Figure(), pd.DataFrame({"a": [1]})]

def blocks():
    return [
        {"type": "text", "text": "a"},
        {"type": "resource", "resource": {"uri": "test://a", "text": "x", "mimeType": "text/plain"}},
    ]

def long(size: int = 300_000) -> str:
    return "x" * size

def broken() -> int:
    return "no number"

def shows():
    class Shows:
        def _repr_png_(self):
            raise RuntimeError("no")

        def _repr_markdown_(self):
            return "# heading"

    return Shows()

def told(
    text: str = "", number: int = 0, share: float = 0.0, flag: bool = False, numbers: list[int] = [],
    maybe: Optional[int] = 7, table: dict[str, int] = {}, point: Point = Point(0), town: Town = {"name": ""},
    day: dt.date = dt.date(2000, 1, 1), level: Level = Level.ONE, choice: Literal[1, 2] = 1, points: list[Point] = [],
    several: Optional[list[str]] = None,
) -> str:
    return repr(dict(text=text, number=number, share=share, flag=flag, numbers=numbers, maybe=maybe, table=table,
                     point=point, town=town, day=day, level=level, choice=choice, points=points, several=several))
"""


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LiveServer, LiveNotebook]]:
    server = LiveServer(tmp_path_factory.mktemp("mcp results"))
    notebook = server.notebook("n.ipynb").load()
    ran = notebook.run(TOOLS)
    assert "told(" in ran.stdout, ran.text
    yield server, notebook
    notebook.close()
    server.close()


def call(server: LiveServer, era: str, name: str, **arguments: Any) -> Any:
    async def scenario() -> Any:
        async with connect(server, era) as client:
            # The client checks structured content against the schemas of the list.
            await client.list_tools()
            return await client.call_tool(name, arguments)

    return asyncio.run(scenario())


@ERAS
def test_a_data_frame_is_a_table_to_read_and_records_that_obey_the_schema(live: Any, era: str) -> None:
    server, _ = live
    result = call(server, era, "table")
    assert result.structured_content == {
        "result": [{"n": n, "when": "2026-01-01T00:00:00"} for n in range(2)],
    }
    [text] = result.content
    assert text.text.splitlines() == [
        "n  when",
        "0  2026-01-01T00:00:00",
        "1  2026-01-01T00:00:00",
        "[2 rows × 2 columns]",
    ]
    assert run(server, "table").json()["data"] == [result.structured_content["result"]]
    untold = call(server, era, "untold_table")
    assert untold.structured_content is None
    assert "y      null" in untold.content[0].text


@ERAS
def test_numbers_of_numpy_keep_the_promise_of_python_s(live: Any, era: str) -> None:
    server, _ = live
    assert call(server, era, "total").structured_content == {"result": 6}


@ERAS
def test_figures_sounds_and_pixels_are_what_they_are(live: Any, era: str) -> None:
    server, _ = live
    image, _ = call(server, era, "plot").content
    assert (image.type, image.mime_type) == ("image", "image/png")
    sound, address = call(server, era, "beep").content
    assert (sound.type, sound.mime_type) == ("audio", "audio/wav")
    with wave.open(io.BytesIO(base64.b64decode(sound.data))) as file:
        assert (file.getframerate(), file.getnframes()) == (8000, 80)
    assert httpx.get(address.text.removeprefix("Audio URL: ")).content == base64.b64decode(sound.data)
    photo, _ = call(server, era, "photo").content
    with Image.open(io.BytesIO(base64.b64decode(photo.data))) as shown:
        assert shown.size == (3, 2)


@ERAS
def test_a_mixed_list_is_several_blocks_in_order(live: Any, era: str) -> None:
    server, _ = live
    result = call(server, era, "report")
    assert [block.type for block in result.content] == ["text", "image", "text", "text"]
    assert (result.content[0].text, result.content[3].text[:3]) == ("words", "a\n1")


@ERAS
def test_content_blocks_are_taken_as_they_are(live: Any, era: str) -> None:
    server, _ = live
    text, resource = call(server, era, "blocks").content
    assert text.text == "a"
    assert (resource.type, resource.resource.text) == ("resource", "x")
    assert run(server, "blocks").json()["data"][0][0] == {"type": "text", "text": "a"}


@ERAS
def test_a_long_text_is_cut_and_its_whole_is_a_click_away(live: Any, era: str) -> None:
    server, _ = live
    result = call(server, era, "long")
    text, link, _ = result.content
    assert len(text.text) < 101_000
    assert "100,000 of 300,000 bytes" in text.text
    assert httpx.get(str(link.uri)).text == "x" * 300_000
    assert result.structured_content == {"result": "x" * 300_000}
    assert run(server, "long").json()["data"] == ["x" * 300_000]


def test_a_long_table_links_to_all_of_its_rows(live: Any) -> None:
    server, _ = live
    result = modern_call(server, "table", {"rows": 500}).json()["result"]
    assert len(httpx.get(result["content"][1]["uri"]).json()) == len(result["structuredContent"]["result"]) == 500


@ERAS
def test_a_broken_promise_is_an_error_that_shows_the_value(live: Any, era: str) -> None:
    server, _ = live
    result = call(server, era, "broken")
    assert result.is_error
    assert result.structured_content is None
    assert result.content[0].text == "no number"


@ERAS
def test_a_display_hook_that_fails_does_not_fail_the_call(live: Any, era: str) -> None:
    server, _ = live
    result = call(server, era, "shows")
    assert (result.is_error, result.content[0].text) == (False, "# heading")


SENT: list[tuple[str, Any, str]] = [
    ("text", 12, "'12'"),
    ("text", True, "'true'"),
    ("number", "12", "12"),
    ("number", "null", "0"),
    ("number", None, "0"),
    ("share", "1", "1.0"),
    ("share", 1, "1.0"),
    ("flag", "true", "True"),
    ("flag", 1, "True"),
    ("numbers", "[1, 2]", "[1, 2]"),
    ("numbers", ["1", 2], "[1, 2]"),
    ("numbers", 5, "[5]"),
    ("maybe", "null", "None"),
    ("maybe", None, "None"),
    ("maybe", "3", "3"),
    ("table", '{"a": 1}', "{'a': 1}"),
    ("point", '{"x": "1"}', "Point(x=1, y=0.5)"),
    ("town", '{"name": 3}', "{'name': '3'}"),
    ("day", "2026-01-01", "datetime.date(2026, 1, 1)"),
    ("level", "1", "<Level.ONE: 1>"),
    ("choice", "2", "2"),
    ("points", {"x": 1}, "[Point(x=1, y=0.5)]"),
    ("points", '[{"x": 1}]', "[Point(x=1, y=0.5)]"),
    ("several", "null", "None"),
    ("several", "[1]", "['1']"),
]

REFUSED: list[tuple[str, Any]] = [
    ("number", 1.5),
    ("number", "abc"),
    ("flag", "maybe"),
    ("numbers", "5"),
    ("numbers", [1.5]),
    ("several", "a"),
    ("table", "[1]"),
    ("text", [1]),
    ("day", "2026-01-01T10:00:00"),
    ("choice", 3),
]


@ERAS
def test_arguments_as_agents_really_send_them_work(live: Any, era: str) -> None:
    server, _ = live

    async def scenario() -> None:
        async with connect(server, era) as client:
            for name, value, given in SENT:
                result: Any = await client.call_tool("told", {name: value})
                assert not result.is_error, (name, value, result.content)
                assert f"'{name}': {given}" in result.content[0].text, (name, value)
            for name, value in REFUSED:
                result = await client.call_tool("told", {name: value})
                assert result.is_error, (name, value)
                assert f"'{name}" in result.content[0].text
                assert json.dumps(value).strip("[]") in result.content[0].text

    asyncio.run(scenario())


def test_the_limits_are_settings(tmp_path: Any) -> None:
    server = LiveServer(tmp_path, "--GradioMcp.max_result_text=50", "--GradioMcp.max_inline_bytes=60")
    try:
        notebook = server.notebook("n.ipynb").load()
        notebook.run(
            "%%mcp_tool\ndef long():\n    return 'x' * 60\n\ndef sound():\n    return b'RIFF....WAVE' + bytes(60)"
        )
        for era in ("2026-07-28", "legacy"):
            assert call(server, era, "long").content[1].size == 60
            assert call(server, era, "sound").content[0].type == "resource_link"
        notebook.close()
    finally:
        server.close()

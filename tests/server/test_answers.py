"""A result as MCP's content, within the limits of what an agent is sent at once; and as REST's data."""

from __future__ import annotations

import base64
import io
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import PIL.Image
import pytest
from support.answers import Answers
from support.files import png

from jupyter_gradio_mcp.server.service import Limits


@pytest.fixture
def answers(tmp_path: Path) -> Iterator[Callable[..., Answers]]:
    made: list[Answers] = []

    def make(*args: Any, **options: Any) -> Answers:
        made.append(Answers(tmp_path.resolve(), *args, **options))
        return made[-1]

    yield make
    for one in made:
        one.close()


def kinds(result: dict[str, Any]) -> list[str]:
    return [block["type"] for block in result["content"]]


def noise(mode: str, side: int) -> PIL.Image.Image:
    """An image that no format makes smaller."""
    bands = len(PIL.Image.new(mode, (1, 1)).getbands())
    return PIL.Image.frombytes(mode, (side, side), os.urandom(side * side * bands))


# -- content --


def test_blocks_that_a_function_writes_are_its_content(answers: Any) -> None:
    written = [
        {"type": "text", "text": "a"},
        {"type": "image", "data": "aGk=", "mimeType": "image/png"},
        {"type": "resource", "resource": {"uri": "test://a", "text": "x", "mimeType": "text/plain"}},
    ]
    result = answers().mcp(written)
    assert (result["content"], result["isError"]) == (written, False)
    assert "structuredContent" not in result
    assert answers().rest(written) == [written]


def test_with_an_output_schema_they_are_structured_as_well(answers: Any) -> None:
    written = [{"type": "text", "text": "a"}]
    result = answers().mcp(written, list[dict[str, str]])
    assert result["structuredContent"] == {"result": written}
    assert result["content"] == written


def test_blocks_of_any_length_are_sent_as_they_are(answers: Any) -> None:
    written = [{"type": "text", "text": "a" * 1000}]
    assert answers(Limits(text=10)).mcp(written)["content"] == written


def test_a_mixed_list_is_several_blocks_in_order(answers: Any) -> None:
    image, frame = PIL.Image.new("RGB", (2, 2)), pd.DataFrame({"a": [1]})
    block = {"type": "resource_link", "uri": "test://a", "name": "a"}
    result = answers().mcp(["words", image, {"x": 1}, frame, block, b"data"])
    assert kinds(result) == ["text", "image", "text", "text", "text", "resource_link", "resource_link", "text"]
    texts = [item.get("text", "") for item in result["content"]]
    assert (texts[0], json.loads(texts[3])) == ("words", {"x": 1})
    assert texts[2].startswith("Image URL: http://localhost:8888/gradio_api/file=")
    assert texts[4].startswith("a\n1\n")
    assert result["content"][5] == block
    assert texts[7] == f"File URL: {result['content'][6]['uri']}"


def test_a_table_is_text_for_a_model_and_records_for_a_program(answers: Any) -> None:
    frame = pd.DataFrame({"a": [1, None]})
    for hint in (..., pd.DataFrame):
        result = answers().mcp(frame, hint)
        assert result["content"] == [{"type": "text", "text": "   a\n 1.0\nnull\n[2 rows × 1 columns]"}]
        assert result.get("structuredContent") == (None if hint is ... else {"result": [{"a": 1.0}, {"a": None}]})
        assert answers().rest(frame, hint) == [[{"a": 1.0}, {"a": None}]]


def test_the_rest_of_a_long_table_is_behind_an_address(answers: Any) -> None:
    made = answers()
    result = made.mcp(pd.DataFrame({"a": range(1000)}))
    assert kinds(result) == ["text", "resource_link", "text"]
    table, link, address = result["content"]
    assert "[1000 rows × 1 columns; the first 100 rows]" in table["text"]
    assert link["mimeType"] == "application/json"
    assert address["text"] == f"File URL: {link['uri']}"
    assert json.loads(made.read(link["uri"])) == [{"a": i} for i in range(1000)]


# -- text --


def test_a_long_text_is_cut_with_a_link_to_the_whole(answers: Any) -> None:
    made = answers(Limits(text=100))
    result = made.mcp("ä" * 80)
    text, link, address = result["content"]
    assert text["text"].partition("\n")[0] == "ä" * 50
    assert "100 of 160 bytes" in text["text"]
    assert (link["type"], link["name"], link["mimeType"]) == ("resource_link", "make.txt", "text/plain")
    assert made.read(link["uri"]).decode() == "ä" * 80
    assert link["uri"] in address["text"]
    assert made.rest("ä" * 80) == ["ä" * 80], "over REST nothing is cut"


@pytest.mark.parametrize("value", ["a" * 100, "ä" * 50, "€" * 33])
def test_a_text_up_to_the_limit_is_whole(answers: Any, value: str) -> None:
    assert answers(Limits(text=100)).mcp(value)["content"] == [{"type": "text", "text": value}]


def test_no_limit_is_none(answers: Any) -> None:
    assert answers(Limits(text=0)).mcp("a" * 1_000_000)["content"] == [{"type": "text", "text": "a" * 1_000_000}]


def test_structure_is_never_cut(answers: Any) -> None:
    made = answers(Limits(text=100))
    result = made.mcp(list(range(1000)), list[int])
    assert result["structuredContent"] == {"result": list(range(1000))}
    assert kinds(result) == ["text", "resource_link", "text"]
    assert json.loads(made.read(result["content"][1]["uri"])) == list(range(1000))


def test_a_broken_promise_is_cut_and_still_said(answers: Any) -> None:
    result = answers(Limits(text=100)).mcp("a" * 1000, int)
    assert result["isError"]
    assert "structuredContent" not in result
    assert "not what its return hint promises (int)" in result["content"][-1]["text"]


def test_the_limit_is_for_all_texts_together_and_the_whole_is_all_of_them(answers: Any) -> None:
    made = answers(Limits(text=100))
    result = made.mcp([b"file", "a" * 80, "b" * 80, "c" * 80])
    assert kinds(result) == ["resource_link", "text", "text", "text", "resource_link", "text"]
    assert result["content"][3]["text"].startswith("b" * 20 + "\n")
    assert not any(block.get("text", "").startswith("c") for block in result["content"])
    whole = json.loads(made.read(result["content"][4]["uri"]))
    assert whole[1:] == ["a" * 80, "b" * 80, "c" * 80]
    assert made.read(whole[0]["url"]) == b"file"


def test_a_long_failure_is_cut(answers: Any) -> None:
    result = answers(Limits(text=100)).failed("x" * 1000)
    assert result["isError"]
    assert kinds(result) == ["text", "resource_link", "text"]


def test_without_room_for_the_whole_a_text_is_cut_all_the_same(answers: Any) -> None:
    result = answers(Limits(text=10), max_bytes=20).mcp("a" * 100)
    assert kinds(result) == ["text"]
    assert "no room" in result["content"][0]["text"]


# -- images and sounds --


def test_of_a_large_image_a_smaller_copy_is_sent(answers: Any) -> None:
    made = answers(Limits(inline=200_000))
    for mode, kind in (("RGB", "image/jpeg"), ("RGBA", "image/png")):
        value = noise("L", 2000).convert(mode) if mode == "RGB" else PIL.Image.new("RGBA", (9000, 10))
        image, address = made.mcp(value)["content"]
        assert (image["type"], image["mimeType"]) == ("image", kind) or image["type"] == "resource_link"
        if image["type"] == "image":
            content = base64.b64decode(image["data"])
            assert len(content) <= 200_000
            with PIL.Image.open(io.BytesIO(content)) as shown:
                assert max(shown.size) == 1568
            assert f"{value.width} × {value.height}" in address["text"]
        with PIL.Image.open(io.BytesIO(made.read(address["text"].split()[2]))) as whole:
            assert whole.size == value.size


def test_an_image_of_few_bytes_and_too_many_pixels_is_sent_as_a_copy(answers: Any) -> None:
    image, address = answers().mcp(PIL.Image.new("RGB", (9000, 90)))["content"]
    with PIL.Image.open(io.BytesIO(base64.b64decode(image["data"]))) as shown:
        assert shown.size == (1568, 16)
    assert "copy of 1568 × 16 pixels; that one has 9000 × 90" in address["text"]


def test_a_format_that_no_model_reads_is_sent_as_a_copy(answers: Any, tmp_path: Path) -> None:
    made = answers()
    file = tmp_path.resolve() / "a.tiff"
    PIL.Image.new("RGB", (3, 2), "red").save(file)
    made.store._settings.own.allowed = (tmp_path.resolve(),)
    image, address = made.mcp(file)["content"]
    assert (image["type"], image["mimeType"]) == ("image", "image/jpeg")
    assert "Image URL: " in address["text"]


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n" + bytes(400_000), png(30_000, 30_000) + bytes(400_000)])
def test_an_image_that_cannot_be_made_smaller_is_a_link(answers: Any, content: bytes) -> None:
    assert kinds(answers(Limits(inline=1000)).mcp(content)) == ["resource_link", "text"]


def test_a_large_sound_is_a_link(answers: Any) -> None:
    sound = b"RIFF\0\0\0\0WAVEfmt " + bytes(1000)
    assert kinds(answers().mcp(sound)) == ["audio", "text"]
    result = answers(Limits(inline=100)).mcp(sound)
    assert kinds(result) == ["resource_link", "text"]
    assert result["content"][1]["text"].startswith("Audio URL: ")


def test_a_long_gallery_ends_in_links(answers: Any) -> None:
    side = 64
    result = answers(Limits(inline=side * side * 3 + 1000)).mcp([noise("RGB", side) for _ in range(6)])
    assert kinds(result) == ["image", "text"] * 3 + kinds(result)[6:]
    assert kinds(result)[-2:] != ["audio", "text"]
    assert len(json.dumps(result)) < 6 * side * side * 4

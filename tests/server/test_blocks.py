"""Which JSON values are content blocks of MCP."""

from __future__ import annotations

from typing import Any

import mcp_types
import pytest
from pydantic import TypeAdapter

from jupyter_gradio_mcp.server import blocks

GOOD: list[dict[str, Any]] = [
    {"type": "text", "text": ""},
    {"type": "text", "text": "a", "annotations": {"audience": ["user"], "priority": 0.5}, "_meta": {"k": 1}},
    {"type": "image", "data": "aGk=", "mimeType": "image/png"},
    {"type": "audio", "data": "aGk=", "mimeType": "audio/wav"},
    {"type": "resource", "resource": {"uri": "test://a", "text": "x", "mimeType": "text/plain"}},
    {"type": "resource", "resource": {"uri": "test://a", "blob": "aGk="}},
    {"type": "resource_link", "uri": "test://a", "name": "a", "title": "A", "size": 3, "mimeType": "text/plain"},
]

BAD: list[Any] = [
    "text",
    None,
    {},
    {"type": "text"},
    {"type": "text", "text": 3},
    {"type": "text", "text": "a", "id": 7},
    {"type": "text", "text": "a", "annotations": {"audience": ["dog"]}},
    {"type": "text", "text": "a", "annotations": {"priority": 2}},
    {"type": "text", "text": "a", "_meta": 3},
    {"type": "image", "data": "not base64!", "mimeType": "image/png"},
    {"type": "image", "data": "aGk="},
    {"type": "image", "url": "http://example.com/x.png"},
    {"type": "resource", "resource": {"uri": "test://a"}},
    {"type": "resource", "resource": {"uri": "test://a", "text": "x", "blob": "aGk="}},
    {"type": "resource", "resource": {"text": "x"}},
    {"type": "resource_link", "uri": "test://a"},
    {"type": "resource_link", "uri": "test://a", "name": "a", "size": "3"},
    {"type": "video", "data": "aGk="},
    {"type": ["text"], "text": "a"},
]


@pytest.mark.parametrize("block", GOOD)
def test_a_block_is_one_and_the_sdk_takes_it_for_one(block: dict[str, Any]) -> None:
    assert blocks.block(block) == block
    TypeAdapter(mcp_types.ContentBlock).validate_python(block)


@pytest.mark.parametrize("value", BAD)
def test_whatever_is_not_quite_one_is_data(value: Any) -> None:
    assert blocks.block(value) is None
    assert blocks.content([GOOD[0], value]) is blocks.content([value, GOOD[0]]) is None


def test_a_list_of_nothing_but_blocks_is_content() -> None:
    assert blocks.content(GOOD) == GOOD
    assert blocks.content([]) is None
    assert blocks.content(GOOD[0]) is None


def test_the_models_of_the_sdk_are_blocks_once_they_are_json() -> None:
    made = mcp_types.EmbeddedResource(resource=mcp_types.TextResourceContents(uri="test://a", text="x"))
    shown = made.model_dump(mode="json", by_alias=True)
    assert "annotations" in shown
    assert blocks.block(shown) == {"type": "resource", "resource": {"uri": "test://a", "text": "x"}}

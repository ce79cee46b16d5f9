"""Which values are content blocks."""

import base64
from typing import Any

import pytest
from mcp_types import AudioContent, EmbeddedResource, ImageContent, ResourceLink, TextContent, TextResourceContents

from jupyter_gradio_mcp.server import content

DATA = base64.b64encode(b"data").decode()
TEXT = {"type": "text", "text": "a"}
IMAGE = {"type": "image", "data": DATA, "mimeType": "image/png"}


@pytest.mark.parametrize(
    "value",
    [
        TEXT,
        {**TEXT, "annotations": {"audience": ["user"]}, "_meta": {"a": 1}},
        IMAGE,
        {"type": "audio", "data": DATA, "mimeType": "audio/wav"},
        {"type": "resource", "resource": {"uri": "test://a", "text": "a"}},
        {"type": "resource", "resource": {"uri": "test://a", "blob": DATA, "mimeType": "image/png", "_meta": {}}},
        {"type": "resource_link", "uri": "test://a", "name": "a", "size": 3, "icons": []},
    ],
)
def test_a_block_is_one_as_it_is(value: Any) -> None:
    assert content.block(value) == value


@pytest.mark.parametrize(
    "value",
    [
        "a",
        None,
        {},
        {"text": "a"},
        {"type": ["text"], "text": "a"},
        {"type": "text", "text": 1},
        {"type": "text", "text": "a", "color": "red"},
        {"type": "text", "text": "a", "annotations": "none"},
        {"type": "text"},
        {"type": "image", "data": DATA},
        {"type": "image", "data": "no base64!", "mimeType": "image/png"},
        {"type": "image", "data": "größe", "mimeType": "image/png"},
        {"type": "resource", "resource": "test://a"},
        {"type": "resource", "resource": {"uri": "test://a"}},
        {"type": "resource", "resource": {"uri": "test://a", "text": "a", "blob": DATA}},
        {"type": "resource_link", "uri": "test://a"},
        {"type": "resource_link", "uri": "test://a", "name": "a", "size": True},
        {"type": "sale", "text": "a"},
    ],
)
def test_what_merely_looks_like_a_block_is_data(value: Any) -> None:
    assert content.block(value) is None


def test_the_sdks_own_objects_are_blocks_without_their_nulls() -> None:
    made = [
        TextContent(text="a"),
        ImageContent(data=DATA, mime_type="image/png"),
        AudioContent(data=DATA, mime_type="audio/wav"),
        EmbeddedResource(resource=TextResourceContents(uri="test://a", text="a")),
        ResourceLink(uri="test://a", name="a"),
    ]
    values = [one.model_dump(mode="json", by_alias=True) for one in made]
    assert content.blocks(values) == [one.model_dump(mode="json", by_alias=True, exclude_none=True) for one in made]


def test_a_list_is_content_only_if_every_element_is_a_block() -> None:
    assert content.blocks([TEXT, IMAGE]) == [TEXT, IMAGE]
    assert content.blocks(TEXT) == [TEXT]
    assert content.blocks([TEXT, "b"]) is None
    assert content.blocks([]) is None
    assert content.blocks({"a": TEXT}) is None

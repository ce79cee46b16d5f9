"""Results as they leave: with the addresses of files, as Gradio's outputs and as MCP's content."""

from __future__ import annotations

import asyncio
import base64
from pathlib import Path
from typing import Any

from ..protocol import EndpointInfo, is_file_data
from . import tools
from .caller import Caller
from .catalog import Offer
from .content import block
from .files import Files

MAX_INLINE = 20 << 20
"""Bytes of an image or a sound that is sent within an MCP result; a larger one is a link."""


def outputs(endpoint: EndpointInfo, head: dict[str, Any], files: Files, caller: Caller) -> list[Any]:
    """The outputs of a `result` or `partial` frame, as Gradio's `data`: one for each declared output."""
    value = head["value"]
    if head["files"]:
        value = files.with_addresses(value, caller)
    declared = len(endpoint["outputs"])
    if declared > 1 and isinstance(value, list) and len(value) == declared:
        return value
    return [value]


async def result(offer: Offer, head: dict[str, Any], files: Files, caller: Caller) -> dict[str, Any]:
    """The answer to `tools/call` for the last frame of a call; files are read and put into it."""
    if head["op"] == "error" or not head["files"]:
        return tools.result(offer.endpoint, head)
    value = files.with_addresses(head["value"], caller)
    content: list[dict[str, Any]] = []
    for item in value if isinstance(value, list) else [value]:
        # A function may hand on what looks like a file; only what may be read is read.
        path = files.find(item["path"], [offer.app]) if is_file_data(item) else None
        if path is not None:
            content += await _blocks(item, path)
        else:
            content.append(block(item) or {"type": "text", "text": tools.text(item)})
    return {"content": content, "isError": False, "resultType": "complete"}


async def _blocks(file: dict[str, Any], path: Path) -> list[dict[str, Any]]:
    """A file as content: an image or a sound itself, anything else as a link; and its address as text."""
    kind = file["mime_type"] or "application/octet-stream"
    noun = kind.partition("/")[0]
    # An image of text (SVG) is no image that a model could look at.
    inline = noun in ("image", "audio") and kind != "image/svg+xml" and path.stat().st_size <= MAX_INLINE
    blocks: list[dict[str, Any]] = []
    if inline:
        content = await asyncio.to_thread(path.read_bytes)
        blocks.append({"type": noun, "data": base64.b64encode(content).decode(), "mimeType": kind})
    else:
        link = {"type": "resource_link", "uri": file["url"], "name": file["orig_name"] or "file", "mimeType": kind}
        blocks.append({**link, "size": file["size"]})
    # The words that Gradio's clients look for.
    label = {"image": "Image URL", "audio": "Audio URL", "video": "Video URL"}.get(noun, "File URL")
    blocks.append({"type": "text", "text": f"{label}: {file['url']}"})
    return blocks

"""Prompts of MCP: how an endpoint looks as one, and what getting it answers."""

from __future__ import annotations

import asyncio
import base64
from typing import Any
from urllib.parse import quote

from ..descriptions import is_file_data
from .blocks import block
from .catalog import Offer
from .entries import entry
from .files import Files
from .resources import MAX_BYTES, embedded
from .tools import text


def listed(offer: Offer) -> dict[str, Any]:
    """The prompt as `prompts/list` shows it."""
    arguments = [
        {
            "name": parameter["name"],
            "required": parameter["required"],
            **({"description": parameter["description"]} if parameter["description"] else {}),
        }
        for parameter in offer.endpoint["parameters"]
    ]
    return entry(offer, arguments=arguments)


async def answer(offer: Offer, head: dict[str, Any], files: Files) -> dict[str, Any]:
    """The answer to `prompts/get` for the `result` frame of a call; images and files are read and put into it."""
    value = head["value"]
    messages = [
        {"role": message["role"], "content": await _content(offer, message["content"], files)}
        for message in value["messages"]
    ]
    description = value["description"] or offer.endpoint["description"]
    return {"messages": messages, **({"description": description} if description else {})}


async def _content(offer: Offer, content: Any, files: Files) -> dict[str, Any]:
    if is_file_data(content):
        path = files.find(content["path"], [offer.app])
        if path is None:
            return {"type": "text", "text": "(a file that may not be read)"}
        if path.stat().st_size > MAX_BYTES:
            return {"type": "text", "text": f"({path.name} is larger than the file of a prompt may be)"}
        data = await asyncio.to_thread(path.read_bytes)
        kind = content["mime_type"] or "application/octet-stream"
        noun = kind.partition("/")[0]
        if noun in ("image", "audio"):
            return {"type": noun, "data": base64.b64encode(data).decode(), "mimeType": kind}
        return {"type": "resource", "resource": embedded(f"file:///{quote(path.name)}", kind, data)}
    return block(content) or {"type": "text", "text": text(content)}

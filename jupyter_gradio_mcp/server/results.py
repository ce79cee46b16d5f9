"""Results as they leave: with the addresses of files, as Gradio's outputs and as MCP's content."""

from __future__ import annotations

import asyncio
import base64
import json
from pathlib import Path
from typing import Any

from ..descriptions import EndpointInfo, is_file_data
from ..paths import file_data
from . import blocks, previews, tools
from .caller import Caller
from .catalog import Offer
from .files import Files, inside
from .service import Limits, Service

ALL_INLINE = 4
"""So many times the bytes of one file are sent within one MCP result; further files are links."""


def outputs(endpoint: EndpointInfo, head: dict[str, Any], files: Files, caller: Caller) -> list[Any]:
    """The outputs of a `result` or `partial` frame, as Gradio's `data`: one for each declared output."""
    value = head["value"]
    if head["files"]:
        value = files.with_addresses(value, caller)
    declared = len(endpoint["outputs"])
    if declared > 1 and isinstance(value, list) and len(value) == declared:
        return value
    return [value]


async def result(offer: Offer, head: dict[str, Any], service: Service, caller: Caller) -> dict[str, Any]:
    """The answer to `tools/call` for the last frame of a call; files are read and put into it."""
    head = tools.without_updates(head)
    if head["op"] == "error" or not (head["files"] or "shown" in head):
        answer = tools.result(offer.endpoint, head)
        long = _beyond(answer["content"][0].get("text", ""), service.limits.text)
        # What a function wrote as content is sent as it is.
        if not long or tools.written_content(head.get("value")) is not None:
            return answer
    return await _Answer(offer, head, service, caller).made()


class _Answer:
    """An answer of files, tables or long texts, within the limits of what an agent is sent at once."""

    def __init__(self, offer: Offer, head: dict[str, Any], service: Service, caller: Caller) -> None:
        self._offer = offer
        self._head = head
        self._files = service.files
        self._caller = caller
        self._limits: Limits = service.limits
        self._text_left = service.limits.text
        self._full = False
        self._inline_left = ALL_INLINE * service.limits.inline
        self._content: list[dict[str, Any]] = []

    async def made(self) -> dict[str, Any]:
        """The answer."""
        head = self._head
        if head["op"] == "error":
            answer = tools.result(self._offer.endpoint, head)
            message = answer["content"][0]["text"]
            await self._text(message, message)
            return {**answer, "content": self._content}
        shown, value = head.get("shown"), head["value"]
        # Without files or tables among its items, a list is one value.
        apart = isinstance(value, list) and (isinstance(shown, list) or (head["files"] and shown is None))
        texts = shown if isinstance(shown, list) else [shown] * (len(value) if apart else 1)
        for item, told in zip(value if apart else [value], texts, strict=True):
            await self._item(item, told)
        return tools.answer(self._offer.endpoint, head, self._content)

    async def _item(self, item: Any, told: dict[str, Any] | None) -> None:
        # A function may hand on what looks like a file; only what may be read is read.
        path = self._files.find(item["path"], [self._offer.app]) if self._head["files"] and is_file_data(item) else None
        if path is not None:
            await self._file({**item, "url": self._files.address(item["path"], self._caller)}, path)
        elif told is None and self._head["files"] and (parts := inside(item)):
            for part in parts:
                await self._item(part, None)
        elif told is not None:
            await self._text(told["text"], item, whole=told["whole"])
        elif self._offer.endpoint["output_schema"] is None and (block := blocks.block(item)) is not None:
            self._content.append(block)
        else:
            await self._text(tools.text(item), item)

    # -- text --

    async def _text(self, text: str, value: Any, *, whole: bool = True) -> None:
        """A text, as far as the limit lets it; then, or if it was not all of `value` from the start, a link to that."""
        if self._full:
            return
        size = len(text.encode())
        if self._limits.text and size > self._text_left:
            text = text.encode()[: self._text_left].decode(errors="ignore")
            text += f"\n\n(Cut here, after {self._text_left:,} of {size:,} bytes. "
            # What comes after it has no room either: the whole is that of everything.
            self._full, whole, value = (
                True,
                False,
                self._files.with_addresses(self._head.get("value", value), self._caller),
            )
        elif not whole:
            text += "\n\n("
        self._text_left -= size
        if whole:
            self._content.append({"type": "text", "text": text})
            return
        file = await asyncio.to_thread(self._kept, value)
        if file is None:
            self._content.append({"type": "text", "text": f"{text}There is no room to keep the whole.)"})
            return
        self._content.append({"type": "text", "text": f"{text}The whole is at the address below.)"})
        self._content += [_link(file), {"type": "text", "text": f"File URL: {file['url']}"}]

    def _kept(self, value: Any) -> dict[str, Any] | None:
        """The whole of a value as a file, in the cache of its notebook; None where it cannot be written."""
        text, ending = (value, "txt") if isinstance(value, str) else (json.dumps(value, ensure_ascii=False), "json")
        content = text.encode("utf-8", "replace")
        cache = self._files.cache
        if not cache.has_room(len(content)):
            return None
        try:
            unfinished, final = cache.new(f"{self._offer.endpoint['name']}.{ending}", self._offer.app.kernel)
            unfinished.write_bytes(content)
            cache.complete(unfinished, final)
            file = file_data(final)
        except OSError:
            return None
        return {**file, "url": self._files.address(file["path"], self._caller)}

    # -- files --

    async def _file(self, file: dict[str, Any], path: Path) -> None:
        """A file as content: an image or a sound itself, anything else as a link; and its address as text."""
        kind = file["mime_type"] or "application/octet-stream"
        noun = kind.partition("/")[0]
        inline, note = None, ""
        # An image of text (SVG) is no image that a model could look at.
        if noun in ("image", "audio") and kind != "image/svg+xml":
            inline, note = await asyncio.to_thread(self._inline, path, noun, kind)
        self._content.append(inline or _link(file))
        # The words that Gradio's clients look for.
        label = {"image": "Image URL", "audio": "Audio URL", "video": "Video URL"}.get(noun, "File URL")
        self._content.append({"type": "text", "text": f"{label}: {file['url']}{note}"})

    def _inline(self, path: Path, noun: str, kind: str) -> tuple[dict[str, Any] | None, str]:
        """An image or a sound within the result, or a smaller copy of it, and what to say of that."""
        fits = path.stat().st_size <= min(self._limits.inline, self._inline_left)
        content = path.read_bytes() if fits else b""
        note = ""
        if noun == "image" and (not fits or previews.needs_preview(kind, content)):
            copy = previews.preview(path)
            fits = copy is not None and len(copy.content) <= min(self._limits.inline, self._inline_left)
            if copy is not None:
                content, kind = copy.content, copy.mime_type
                (width, height), (full_width, full_height) = copy.size, copy.original
                note = f"\n(The image here is a copy of {width} × {height} pixels; that one has {full_width} × "
                note += f"{full_height}.)"
        if not fits:
            return None, ""
        self._inline_left -= len(content)
        return {"type": noun, "data": base64.b64encode(content).decode(), "mimeType": kind}, note


def _beyond(text: str, limit: int) -> bool:
    """Whether a text has more bytes than `limit`, which 0 is none."""
    return bool(limit) and 4 * len(text) > limit and (len(text) > limit or len(text.encode()) > limit)


def _link(file: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "resource_link",
        "uri": file["url"],
        "name": file["orig_name"] or "file",
        "mimeType": file["mime_type"] or "application/octet-stream",
        "size": file["size"],
    }

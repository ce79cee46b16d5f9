"""The bridge's own tool, which sends files of one folder to the server."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from anyio.to_thread import run_sync

from ..app import AppError, opened
from ..outbox import NotAdmitted, Outbox
from .era import Context, Era, Params, object_of
from .passage import Away
from .uplink import Uplink

_NAME = "upload_file"

_PROGRESS_SECONDS = 0.2
"""Time between two notifications of how far an upload is."""


class UploadTool:
    """The tool.

    Args:
        outbox: The files that may be sent.
        era: The client's.
        uplink: Knows where to send them.
    """

    def __init__(self, outbox: Outbox, era: Era, uplink: Uplink) -> None:
        self._outbox = outbox
        self._era = era
        self._uplink = uplink

    def may_be(self, name: Any) -> bool:
        """Whether it has that name beside some tools of the server."""
        return isinstance(name, str) and name.rstrip("_") == _NAME

    def name(self, taken: set[str]) -> str:
        """Its name beside others, which keep theirs."""
        name = _NAME
        while name in taken:
            name += "_"
        return name

    def description(self, taken: set[str]) -> dict[str, Any]:
        """How it is listed beside others."""
        folder = self._outbox.folder
        url = {"type": "string", "description": "The address to give to other tools."}
        path = {"type": "string", "description": f"Path of the file; may be relative to {folder}."}
        return {
            "name": self.name(taken),
            "title": "Upload a file",
            "description": (
                f"Send a file of this computer to the notebook server and get its address, which the other tools "
                f"accept as an argument that is a file or an image. Files of {folder} can be sent, and of no other "
                f"folder."
            ),
            "inputSchema": {
                "type": "object",
                "properties": {"path": path},
                "required": ["path"],
                "additionalProperties": False,
            },
            "outputSchema": {"type": "object", "properties": {"url": url}, "required": ["url"]},
            "annotations": {"readOnlyHint": False, "destructiveHint": False, "openWorldHint": False},
        }

    async def call(self, context: Context, params: Params) -> dict[str, Any]:
        """Send a file; the result of the tool.

        Raises:
            Away: There is nobody to send it to.
        """
        arguments = object_of(params, "arguments")
        path = arguments.get("path")
        if not isinstance(path, str) or set(arguments) != {"path"}:
            return self._era.failure("This takes one argument: path, the path of a file as text.")
        line = await self._uplink.line()
        if line is None:
            raise Away(self._uplink.problem)
        if not line.target.base:
            raise Away(f"{line.target} is no app of Gradio's, so files cannot be sent to it.")
        told = 0.0

        async def tell(sent: int, size: int) -> None:
            nonlocal told
            if sent == size or time.monotonic() - told >= _PROGRESS_SECONDS:
                told = time.monotonic()
                await context.progress(sent, size)

        try:
            with await run_sync(self._outbox.open, path) as file:
                async with opened(line.target.base, line.target.headers) as app:
                    url = await app.upload(file, Path(path).name, tell)
        except (NotAdmitted, AppError) as error:
            return self._era.failure(str(error))
        content = [{"type": "text", "text": url}]
        return self._era.complete({"content": content, "structuredContent": {"url": url}, "isError": False})

"""Handlers whose answer is a stream of server-sent events."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from .auth import GradioHandler

HEARTBEAT_SECONDS = 15.0
"""Seconds of silence after which a stream says that it is still there."""


def data_line(message: dict[str, Any]) -> str:
    """One message as a server-sent event of Gradio's queue: nothing but data."""
    return f"data: {json.dumps(message, separators=(',', ':'))}\n\n"


class StreamingHandler(GradioHandler):
    """Base of those handlers: when the client leaves, the task that writes to it is cancelled."""

    _writer: asyncio.Task[Any] | None = None

    def begin_stream(self) -> None:
        """Make the answer a stream that nothing on the way holds back."""
        self.set_header("Content-Type", "text/event-stream; charset=utf-8")
        self.set_header("Cache-Control", "no-cache, no-transform")
        self.set_header("X-Accel-Buffering", "no")
        self.set_header("X-Content-Type-Options", "nosniff")
        # Without it the kernel of the system holds each event back until the former is confirmed.
        set_nodelay = getattr(self.request.connection.stream, "set_nodelay", None)  # type: ignore[union-attr]
        if set_nodelay is not None:
            set_nodelay(True)
        self._writer = asyncio.current_task()

    def end_stream(self) -> None:
        """Stop writing, as if the client had left."""
        if self._writer is not None:
            self._writer.cancel()

    def on_connection_close(self) -> None:
        """The client left."""
        self.end_stream()
        super().on_connection_close()

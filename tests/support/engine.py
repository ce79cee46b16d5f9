"""Calls in this process: the kernel's own engine, and a channel that keeps what it is told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from jupyter_gradio_mcp.kernel.calls import Calls, run_all
from jupyter_gradio_mcp.kernel.files import SETTINGS, Store
from jupyter_gradio_mcp.kernel.options import Options
from jupyter_gradio_mcp.kernel.registry import Registry, endpoint

from .live import wait_for


class Told:
    """The channel of calls: every frame, in order."""

    def __init__(self) -> None:
        self.calls: dict[int, Any] = {}
        self.frames: list[dict[str, Any]] = []
        self.ended = threading.Event()

    def send(self, head: dict[str, Any], tail: bytes = b"") -> None:
        self.frames.append(head)
        if head["op"] in ("result", "error"):
            self.ended.set()

    def of(self, op: str) -> list[dict[str, Any]]:
        """The frames of one kind."""
        return [head for head in self.frames if head["op"] == op]

    def progress(self) -> list[tuple[float, float | None, str | None]]:
        """What was told of the progress."""
        return [(head["progress"], head["total"], head["message"]) for head in self.of("progress")]


class Engine:
    """The engine of a kernel, with one function."""

    def __init__(self, function: Callable[..., Any]) -> None:
        registry = Registry()
        registry.register([endpoint(function, "f", Options())], None)
        self.calls = Calls(registry, None, Store(SETTINGS))  # type: ignore[arg-type]

    def begin(self, **arguments: Any) -> Told:
        """Begin a call on a thread of its own."""
        told = Told()
        work = self.calls.begin(1, "f", arguments, told)
        threading.Thread(target=run_all, args=(work,)).start()
        return told

    def call(self, **arguments: Any) -> Told:
        """Call, and wait for the end."""
        told = self.begin(**arguments)
        assert told.ended.wait(20)
        wait_for(lambda: not told.calls, "the end of the call")
        self.calls.close()
        return told


def call(function: Callable[..., Any], **arguments: Any) -> Told:
    """Call a function as the kernel does for a caller."""
    return Engine(function).call(**arguments)

"""The frames of calls on their way to a panel without a server: how often, in which bunches, from which thread.

A comm shares the kernel's one way out with everything that cells print. So the frames of a call go out a few times a
second, and one thread sends them all: a function that is being interrupted is never in the middle of a message.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

INTERVAL = 0.05
"""Seconds between two messages of one call, while it tells no more than how far it is."""

MAX_HELD = 256 << 10
"""Characters of log lines that wait; more go out at once."""

_PACED = ("progress", "partial", "log")

Frame = dict[str, Any]


class Line:
    """The frames of one call, in order.

    Args:
        deliver: Sends one frame to the panel. It may fail: nobody is there any more.
        limit: Seconds that the call may take once it has started; None is no limit.
        time_is_up: Called when it has taken longer.
    """

    def __init__(self, deliver: Callable[[Frame], None], limit: float | None, time_is_up: Callable[[], None]) -> None:
        self._deliver = deliver
        self._limit = limit
        self._time_is_up = time_is_up
        self._held: list[Frame] = []
        self._size = 0
        self._next = 0.0
        self._deadline: float | None = None

    def take(self, frame: Frame) -> None:
        """The next frame."""
        op = frame["op"]
        if op in _PACED:
            self._hold(frame)
            return
        self.flush()
        if op == "started" and self._limit is not None:
            self._deadline = time.monotonic() + self._limit
        elif op in ("result", "error"):
            self._deadline = None
        self._send(frame)

    def due(self) -> float | None:
        """When there is something to do for it; None for never."""
        times = [time for time in (self._next if self._held else None, self._deadline) if time is not None]
        return min(times, default=None)

    def tick(self, now: float) -> None:
        """Do what is due."""
        if self._held and (now >= self._next or self._size > MAX_HELD):
            self.flush()
        if self._deadline is not None and now >= self._deadline:
            self._deadline = None
            self._time_is_up()

    def flush(self) -> None:
        """Send what waits."""
        held, self._held, self._size = self._held, [], 0
        for frame in held:
            self._send(frame)
        if held:
            self._next = time.monotonic() + INTERVAL

    def _hold(self, frame: Frame) -> None:
        """Keep a frame; of what stands for the whole so far, the latest alone."""
        if frame["op"] == "log":
            self._size += len(frame["text"])
            last = self._held[-1] if self._held else None
            alike = last is not None and {**last, "text": ""} == {**frame, "text": ""}
            if last is not None and alike and frame["stream"] != "notice":
                self._held[-1] = {**last, "text": f"{last['text']}\n{frame['text']}"}
                return
        else:
            self._held = [held for held in self._held if held["op"] != frame["op"]]
        self._held.append(frame)

    def _send(self, frame: Frame) -> None:
        # A panel that has gone, a kernel that is ending: neither is anybody's error.
        with suppress(Exception):
            self._deliver(frame)


class Sender:
    """The one thread that sends."""

    def __init__(self) -> None:
        # Putting something into it is one step, wherever an exception may strike the thread that does.
        self._frames: queue.SimpleQueue[tuple[Line, Frame] | None] = queue.SimpleQueue()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to send. To be called where no function of the author's runs: a thread is started (see `Pace`)."""
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="gradio-mcp-panels", daemon=True)
                self._thread.start()

    def put(self, line: Line, frame: Frame) -> None:
        """Have a frame sent. Safe from any thread."""
        self._frames.put((line, frame))

    def close(self) -> None:
        """Send what is there, and stop."""
        with self._starting:
            if self._thread is not None:
                self._frames.put(None)
                self._thread = None

    def _run(self) -> None:
        lines: dict[Line, None] = {}
        while True:
            times = [due for due in (line.due() for line in lines) if due is not None]
            wait = max(0.0, min(times) - time.monotonic()) if times else None
            try:
                item = self._frames.get(timeout=wait)
            except queue.Empty:
                pass
            else:
                if item is None:
                    return
                line, frame = item
                lines[line] = None
                line.take(frame)
            now = time.monotonic()
            for line in list(lines):
                line.tick(now)
                if line.due() is None:
                    del lines[line]

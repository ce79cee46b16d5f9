"""Work for the kernel's main thread, done between cells and never in the middle of one."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from typing import Any


class MainThread:
    """Runs submitted work on the kernel's own event loop.

    A cell that awaits lets its loop run other things; work for the main thread must wait for such
    a cell all the same, as it would for any other. So it runs only while no cell does.

    Args:
        shell: The IPython shell, for its `pre_execute` and `post_execute` events.
    """

    def __init__(self, shell: Any) -> None:
        self._events = shell.events
        self._work: deque[Callable[[], Any]] = deque()
        self._loop = _running_loop()
        # Inside a running loop this is the cell with %load_ext, whose end is still to come;
        # otherwise the extension is loaded by IPython's configuration, before any cell.
        self._cells = 0 if self._loop is None else 1
        self._events.register("pre_execute", self._cell_begins)
        self._events.register("post_execute", self._cell_ends)

    def submit(self, work: Callable[[], Any]) -> None:
        """Have `work` run on the main thread, after the running cell. Safe from any thread."""
        self._work.append(work)
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._drain)

    def close(self) -> None:
        """Give the shell's events back."""
        self._events.unregister("pre_execute", self._cell_begins)
        self._events.unregister("post_execute", self._cell_ends)

    def _cell_begins(self) -> None:
        # A message to a widget is announced as a cell is, and may come on another thread (of a subshell).
        if not _on_main_thread():
            return
        self._loop = self._loop or _running_loop()
        self._cells += 1

    def _cell_ends(self) -> None:
        if not _on_main_thread():
            return
        self._cells = max(0, self._cells - 1)
        if self._work and self._loop is not None:
            self._loop.call_soon(self._drain)

    def _drain(self) -> None:
        if self._cells or not self._work:
            return
        self._work.popleft()()
        if self._work and self._loop is not None:
            self._loop.call_soon(self._drain)


def _on_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None

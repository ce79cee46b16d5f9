"""When pages are told to look again: at once where a notebook changed, gathered where calls are over."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from .catalog import App

GATHER_SECONDS = 0.5
"""How far apart it is told at least that calls are over."""


class Bulletin:
    """Has pages look again.

    Args:
        tell: Has them do so.
    """

    def __init__(self, tell: Callable[[], None] = lambda: None) -> None:
        self.tell = tell
        self._ended: dict[App, int] = {}
        self._told = float("-inf")
        self._telling: asyncio.TimerHandle | None = None

    def changed(self, *apps: App) -> None:
        """Something about these notebooks is otherwise now."""
        for app in apps:
            app.revision += 1
        self.tell()

    def ended(self, app: App) -> None:
        """A call of a notebook is over."""
        self._ended[app] = self._ended.get(app, 0) + 1
        if self._telling is None:
            wait = max(0.0, self._told + GATHER_SECONDS - time.monotonic())
            self._telling = asyncio.get_running_loop().call_later(wait, self._tell_ended)

    def close(self) -> None:
        """Tell no more."""
        if self._telling is not None:
            self._telling.cancel()

    def _tell_ended(self) -> None:
        self._telling, self._told = None, time.monotonic()
        for app, count in self._ended.items():
            app.ended += count
        self._ended.clear()
        self.tell()

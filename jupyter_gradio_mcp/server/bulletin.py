"""When pages are told to look again: at once where a notebook changed, gathered where calls are over."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
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
        self._ended: dict[App, Counter[str]] = {}
        self._told = float("-inf")
        self._telling: asyncio.TimerHandle | None = None

    def changed(self, *apps: App) -> None:
        """Something about these notebooks is otherwise now."""
        for app in apps:
            app.revision += 1
        self.tell()

    def ended(self, app: App, name: str) -> None:
        """A call of the function `name` of a notebook is over."""
        self._ended.setdefault(app, Counter())[name] += 1
        if self._telling is None:
            wait = max(0.0, self._told + GATHER_SECONDS - time.monotonic())
            self._telling = asyncio.get_running_loop().call_later(wait, self._tell_ended)

    def close(self) -> None:
        """Tell no more."""
        if self._telling is not None:
            self._telling.cancel()

    def _tell_ended(self) -> None:
        self._telling, self._told = None, time.monotonic()
        for app, counts in self._ended.items():
            for name, count in counts.items():
                app.ended[name] = app.ended.get(name, 0) + count
        self._ended.clear()
        self.tell()

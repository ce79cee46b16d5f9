"""How often something is told that changes far more often than anybody can read."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

BURST = 200
"""Changes that are told one by one, before the pace is kept."""

RATE = 20.0
"""Changes a second that are told from then on."""


class Pace:
    """Has changes told: the first `BURST` of them at once, later ones `RATE` times a second, the last one always.

    Args:
        tell: Tells what changed; returns whether anything had. Called from any thread.
    """

    def __init__(self, tell: Callable[[], bool]) -> None:
        self.open = True
        """Whether a change should be said by `changed`. While not, it is found without a word, so that a loop
        pays for no more than this look."""
        self._tell = tell
        self._left = float(BURST)
        self._filled = time.monotonic()
        # Here and beyond: what the garbage collector ends in the middle of this may be a bar.
        self._lock = threading.RLock()
        self._ended = False

    def changed(self) -> None:
        """Something changed."""
        if self._ended:
            return
        with self._lock:
            self._fill()
            self._take()
        self._tell()

    def tick(self) -> None:
        """Look for changes that nobody said."""
        with self._lock:
            if self._ended:
                return
            self._fill()
            # Before the look, so that a change after it is said.
            self.open = True
        if self._tell():
            with self._lock:
                self._take()

    def end(self) -> None:
        """Tell the last change, and nothing any more."""
        self._tell()
        with self._lock:
            self._ended = True
            self.open = True

    def _fill(self) -> None:
        now = time.monotonic()
        self._left = min(BURST, self._left + (now - self._filled) * RATE)
        self._filled = now

    def _take(self) -> None:
        self._left -= 1
        if self._left < 1 and not self._ended:
            self.open = False
            _ticker.add(self)


class _Ticker:
    """The thread that looks after all that are beyond their burst; there only while there are any."""

    def __init__(self) -> None:
        self._paces: set[Pace] = set()
        self._lock = threading.RLock()
        self._running = False

    def add(self, pace: Pace) -> None:
        with self._lock:
            self._paces.add(pace)
            if not self._running:
                self._running = True
                threading.Thread(target=self._run, name="gradio-mcp-pace", daemon=True).start()

    def _run(self) -> None:
        while True:
            time.sleep(1 / RATE)
            with self._lock:
                paces, self._paces = self._paces, set()
                if not paces:
                    self._running = False
                    return
            for pace in paces:
                pace.tick()


_ticker = _Ticker()

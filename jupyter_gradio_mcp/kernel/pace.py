"""How often something is told that changes far more often than anybody can read."""

from __future__ import annotations

import queue
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

    The first one starts a thread, so it is to be made where no exception can be sent to its thread: CPython
    gives a thread that is just being started the identity of the one that starts it, so that the exception
    strikes the new one at its birth, and the other waits for it for ever.
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
        _ticker.start()

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
    """The thread that looks after all that are beyond their burst."""

    def __init__(self) -> None:
        # Written in C: an exception that is sent to a function's thread cannot strike within a `put`.
        self._beyond: queue.SimpleQueue[Pace] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin; again, if it has begun, is nothing."""
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="gradio-mcp-pace", daemon=True)
                self._thread.start()

    def add(self, pace: Pace) -> None:
        self._beyond.put(pace)

    def _run(self) -> None:
        while True:
            paces = {self._beyond.get()}
            time.sleep(1 / RATE)
            while not self._beyond.empty():
                paces.add(self._beyond.get())
            for pace in paces:
                pace.tick()
            # What waits for the next one must not keep a call that is over.
            del paces, pace


_ticker = _Ticker()

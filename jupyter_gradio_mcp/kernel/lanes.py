"""Who may run now and who waits: one lane for each endpoint, in order."""

from __future__ import annotations

import itertools
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, NamedTuple

from ..errors import QueueFull
from .call import Call

TOLD = 20
"""Waiting calls that are told their place each time one is done."""

Work = Callable[[], Any]
"""Something a thread is to run. What it returns, if anything, is run next on the same thread."""


class _Return(NamedTuple):
    """A call that gave its place away while it asked its caller, and wants one again."""

    call: Call
    admitted: Future[None]


class _Lane:
    def __init__(self) -> None:
        self.running = 0
        self.waiting: deque[Call | _Return] = deque()


class Lanes:
    """The lanes of one notebook.

    Args:
        start: Begins a call that had to wait; what it returns must be run by the calling thread.
    """

    def __init__(self, start: Callable[[Call], Work | None]) -> None:
        self._start = start
        self._lanes: dict[str, _Lane] = {}
        self._lock = threading.Lock()

    def admit(self, call: Call) -> int | None:
        """None if the call may run now; else it waits, and so many are before it.

        Raises:
            QueueFull: As many wait as the endpoint admits.
        """
        endpoint = call.endpoint
        if endpoint.limit is None:
            return None
        with self._lock:
            lane = self._lanes.setdefault(endpoint.lane, _Lane())
            waiting = len(lane.waiting)
            if lane.running < endpoint.limit and not waiting:
                lane.running += 1
                call.in_lane = True
                return None
            if waiting >= endpoint.options.max_size:
                raise QueueFull(f"{waiting} calls wait for '{endpoint.name}' already. Try again later.")
            lane.waiting.append(call)
            call.queued_at = time.monotonic()
            return waiting

    def leave(self, call: Call) -> Work | None:
        """Give the call's place, if it has one, to the next that waits."""
        following: Call | _Return | None
        with self._lock:
            if not call.in_lane:
                return None
            call.in_lane = False
            lane = self._lanes[call.endpoint.lane]
            following = lane.waiting.popleft() if lane.waiting else None
            # Those further back hear of their place when they come nearer: with all of them it
            # would be a frame for each pair of calls.
            behind = list(itertools.islice(lane.waiting, TOLD))
            waiting = len(lane.waiting)
            if following is None:
                lane.running -= 1
            else:
                (following.call if isinstance(following, _Return) else following).in_lane = True
        if following is None:
            return None
        for position, waits in enumerate(behind):
            if isinstance(waits, Call):
                waits.channel.send({"op": "queued", "id": waits.id, "position": position, "size": waiting})
        if isinstance(following, _Return):
            following.admitted.set_result(None)
            return None
        following.waited = time.monotonic() - following.queued_at
        following.channel.send({"op": "started", "id": following.id})
        return self._start(following)

    def enter(self, call: Call) -> Future[None]:
        """A place for a call that had left its own, before all that have not begun; done when it has one.

        A call that is over, or has a place, needs none.
        """
        admitted: Future[None] = Future()
        # A place is given, or not at all.
        admitted.set_running_or_notify_cancel()
        limit = call.endpoint.limit
        with self._lock:
            lane = self._lanes.get(call.endpoint.lane)
            if limit is None or lane is None or call.over or call.in_lane:
                admitted.set_result(None)
                return admitted
            if lane.running < limit:
                lane.running += 1
                call.in_lane = True
                admitted.set_result(None)
                return admitted
            returning = [waits for waits in lane.waiting if isinstance(waits, _Return)]
            for waits in returning:
                if waits.call is call:
                    # Another question of it was answered just before.
                    return waits.admitted
            lane.waiting.insert(len(returning), _Return(call, admitted))
        return admitted

    def drop(self, call: Call) -> None:
        """The call waits no more."""
        returning = None
        with self._lock:
            lane = self._lanes.get(call.endpoint.lane)
            for waits in list(lane.waiting) if lane is not None else ():
                if waits is call or (isinstance(waits, _Return) and waits.call is call):
                    assert lane is not None
                    lane.waiting.remove(waits)
                    returning = waits
        if isinstance(returning, _Return):
            returning.admitted.set_result(None)

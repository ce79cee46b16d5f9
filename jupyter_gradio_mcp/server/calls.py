"""One call as the server sees it: begun on a kernel's connection, heard of, and ended.

What the kernel says arrives between two turns of the event loop and is read by one consumer when
it gets to it. A consumer that is slower than the function loses nothing that counts: of partial
results and progress the latest is kept, of log lines the first `BACKLOG`.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from types import TracebackType
from typing import Any, Protocol

from ..descriptions import EndpointInfo
from ..errors import CallCancelled, CallError, CallTimedOut, from_wire

BACKLOG = 1000
"""Frames of one call that wait for a consumer before older ones are merged."""

BACKLOG_BYTES = 32 << 20
"""Bytes of them, as they came, before older ones are merged; the newest is always kept."""


class Connection(Protocol):
    """What a call needs of the connection to its kernel."""

    calls: dict[int, Call]

    def send(self, head: dict[str, Any]) -> None:
        """Send one frame to the kernel."""
        ...


class Call:
    """A running call. Use it in a `with` block: to leave the block is to let the function go.

    Args:
        id: Number of the call on its connection.
        connection: The connection to the kernel.
        endpoint: What is called.
        limit: Seconds that the function may run, the endpoint's own limit included; None is none.
        ended: Told of the last frame, once.
    """

    def __init__(
        self,
        id: int,
        connection: Connection,
        endpoint: EndpointInfo,
        limit: float | None,
        ended: Callable[[Call, dict[str, Any]], None] = lambda call, head: None,
    ) -> None:
        self.id = id
        self._ended = ended
        self.begun = self.started = time.monotonic()
        self.endpoint = endpoint
        self._connection = connection
        self._limit = limit
        self._frames: deque[tuple[dict[str, Any], int]] = deque()
        self._bytes = 0
        self._arrived: asyncio.Future[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._waits = False
        self.done = False
        self.heard: Callable[[], object] = lambda: None
        """Called after each frame that comes, for a consumer that waits for several calls at once."""
        self.can_be_asked = False
        """Whether the consumer takes `ask` frames and answers them; else every question is refused at once."""
        self._open: set[str] = set()
        self.asking = False
        """Whether the function waits for an answer of its caller."""
        self.held = False
        """Whether the call goes on although its consumer leaves: it waits for an answer that comes later."""
        self._start_timer()

    # -- the kernel's side --

    def receive(self, head: dict[str, Any], size: int = 0) -> None:
        """Take a frame of so many bytes that the kernel sent about this call."""
        if self.done:
            return
        op = head["op"]
        if op == "ask" and not self.can_be_asked:
            self.answer({question["key"]: None for question in head["questions"]})
            return
        self.asking = self.asking or op == "ask"
        if op == "queued":
            self._waits = True
        if op in ("queued", "ask"):
            # Neither is the function's own time.
            self._stop_timer()
            self._open.update(question["key"] for question in head.get("questions", ()))
        elif op == "started":
            if self._waits:
                self._waits, self.started = False, time.monotonic()
            self._start_timer()
        elif op in ("result", "error"):
            self._settle(head.pop("waited", None))
            self._close()
            self._ended(self, head)
        while len(self._frames) >= BACKLOG or self._bytes + size > BACKLOG_BYTES:
            if not self._make_room(op):
                break
        self._frames.append((head, size))
        self._bytes += size
        self._wake()

    def fail(self, error: CallError) -> None:
        """End the call with an error of the server's own."""
        if not self.done:
            self.receive({"op": "error", "id": self.id, "error": error.to_wire()})

    # -- the consumer's side --

    def answer(self, answers: dict[str, dict[str, Any] | None]) -> None:
        """Answer what the function asked, by key; None says that this caller cannot be asked that."""
        if not self.done:
            self.asking = False
            self._connection.send({"op": "answer", "id": self.id, "answers": answers})
            self._open -= answers.keys()
            if not self._open:
                self._start_timer()

    def unread(self, head: dict[str, Any]) -> None:
        """Put back what `next` gave, for another consumer."""
        self._frames.appendleft((head, 0))

    async def next(self) -> dict[str, Any]:
        """The next frame. The last one is a `result` or an `error`."""
        while not self._frames:
            self._arrived = asyncio.get_running_loop().create_future()
            await self._arrived
        return self._pop()

    def take(self) -> dict[str, Any] | None:
        """The next frame, if there is one; `heard` tells when."""
        return self._pop() if self._frames else None

    def take_sized(self) -> tuple[dict[str, Any], int] | None:
        """As `take`, with the bytes that the frame had on the wire."""
        if not self._frames:
            return None
        size = self._frames[0][1]
        return self._pop(), size

    async def result(self) -> dict[str, Any]:
        """The `result` frame, whatever comes before it.

        Raises:
            CallError: The call ended in an error.
        """
        while True:
            head = await self.next()
            if head["op"] == "result":
                return head
            if head["op"] == "error":
                raise from_wire(head["error"])

    def release(self) -> None:
        """Let the call go: the kernel is told to stop the function, if it still runs."""
        # Whoever still waits for it hears so.
        self.stop(CallCancelled("The call was cancelled."))

    def stop(self, error: CallError) -> None:
        """End the call with `error`; the kernel is told to stop the function, if it still runs."""
        if not self.done:
            self._connection.send({"op": "cancel", "id": self.id})
            self.fail(error)

    def leave(self) -> None:
        """The consumer leaves: let the call go, unless it is held for another."""
        if not self.held:
            self.release()

    def __enter__(self) -> Call:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.leave()

    # -- inside --

    def _settle(self, waited: float | None) -> None:
        """Set when the function started, of the seconds that the kernel says the call waited."""
        # Of a quick function `started` is read together with the result: when it came tells nothing.
        if waited is not None:
            self.started = min(self.begun + waited, time.monotonic())
        elif self._waits:
            self.started = time.monotonic()

    def _close(self) -> None:
        self.done = True
        self._stop_timer()
        self._connection.calls.pop(self.id, None)

    def _wake(self) -> None:
        self.heard()
        if self._arrived is not None and not self._arrived.done():
            self._arrived.set_result(None)

    def _pop(self) -> dict[str, Any]:
        head, size = self._frames.popleft()
        self._bytes -= size
        return head

    def _make_room(self, op: str) -> bool:
        """Drop the oldest frame of a kind of which the newest says it all, or a log line for another; False if
        there is none."""
        for index, (frame, size) in enumerate(self._frames):
            if frame["op"] in ("partial", "progress") or (frame["op"] == "log" and op == "log"):
                del self._frames[index]
                self._bytes -= size
                return True
        return False

    def _start_timer(self) -> None:
        if self._limit is not None and self._timer is None and not self.done:
            self._timer = asyncio.get_running_loop().call_later(self._limit, self._time_is_up)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _time_is_up(self) -> None:
        name, limit = self.endpoint["name"], self._limit
        self.stop(CallTimedOut(f"'{name}' ran for longer than {limit:g} seconds and was stopped."))

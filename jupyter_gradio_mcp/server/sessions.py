"""The queue's sessions: the calls of one client, told on one stream.

A client makes up a `session_hash`, begins calls with it, and reads one stream that tells of all of
them. What it has not been told waits for it, also when the stream breaks; a client that stays away
loses its calls after a grace, so that they free their places.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ..errors import QueueFull, UnknownEvent
from .calls import Call
from .catalog import App
from .narrator import Narrator

FIRST_SECONDS = 60.0
"""How long a session waits for its stream to be opened for the first time."""

MAX_SESSIONS = 10_000
"""Sessions that may be held at a time."""

MAX_EVENTS = 1_000
"""Calls that one session may hold at a time."""

MAX_TOLD = 4 << 20
"""Bytes of ends that are kept after they were sent, for a stream that turns out to be broken."""

MAX_OF_ONE = MAX_SESSIONS // 5
"""Sessions that one credential may hold, so that it cannot take all."""


@dataclass(eq=False)
class _Event:
    call: Call
    narrator: Narrator


class Session:
    """The calls of one client. `Sessions.join` makes one, `read` tells of it."""

    def __init__(self, drop: Callable[[Session], None], grace: float) -> None:
        self._drop = drop
        self._grace = grace
        self._events: dict[str, _Event] = {}
        self._outbox: deque[dict[str, Any]] = deque()
        self._told: deque[tuple[dict[str, Any], int]] = deque()
        self._told_bytes = 0
        self._reader: object | None = None
        self._wake = asyncio.Event()
        self._expiry: asyncio.TimerHandle | None = None
        self._expire_in(FIRST_SECONDS)

    def add(self, event: str, call: Call, narrator: Narrator, first: list[dict[str, Any]]) -> None:
        """Take a call that has begun, and what is to be told of it at once."""
        self._events[event] = _Event(call, narrator)
        self._outbox.extend(first)
        call.heard = self._wake.set
        self._wake.set()

    def tell(self, message: dict[str, Any]) -> None:
        """Tell of a call that did not begin."""
        self._outbox.append(message)
        self._wake.set()

    @property
    def size(self) -> int:
        """Calls that are not over, or whose end was not told."""
        return len(self._events)

    def cancel(self, event: str) -> bool:
        """Stop a call; False if there is none of that id."""
        held = self._events.get(event)
        if held is None:
            return False
        held.call.release()
        return True

    # -- telling --

    def open(self) -> object:
        """Begin to read. Whoever read before is told nothing more: a client has one stream."""
        self._reader = reader = object()
        if self._expiry is not None:
            self._expiry.cancel()
        # Ends that went into a stream which then broke may not have arrived.
        self._outbox.extendleft(message for message, _ in reversed(self._told))
        self._told.clear()
        self._told_bytes = 0
        self._wake.set()
        return reader

    async def next(self, reader: object, seconds: float) -> list[dict[str, Any]] | None:
        """What there is to tell, waiting for it; [] after `seconds` of silence, None when all is told."""
        if reader is not self._reader:
            return None
        self._collect()
        if not self._outbox:
            if not self._events:
                return None
            self._wake.clear()
            try:
                await asyncio.wait_for(self._wake.wait(), seconds)
            except asyncio.TimeoutError:
                return []
            if reader is not self._reader:
                return None
            self._collect()
        return list(self._outbox)

    def told(self, reader: object, sizes: Sequence[int]) -> None:
        """So many messages, of these sizes in bytes, are on their way."""
        if reader is not self._reader:
            return
        for size in sizes:
            message = self._outbox.popleft()
            if message["msg"] == "process_completed":
                self._told.append((message, size))
                self._told_bytes += size
        # A stream may last as long as its client; only what may still be on the way has to be kept.
        while self._told_bytes > MAX_TOLD and len(self._told) > 1:
            self._told_bytes -= self._told.popleft()[1]

    def leave(self, reader: object, *, finished: bool) -> None:
        """End reading: because all is told, or because the client has gone."""
        if reader is not self._reader:
            return
        self._reader = None
        if finished and not self._events and not self._outbox:
            self._drop(self)
        else:
            self._expire_in(self._grace)

    def close(self) -> None:
        """Let all calls go."""
        if self._expiry is not None:
            self._expiry.cancel()
        self._reader = None
        for event in list(self._events.values()):
            event.call.release()
        self._events.clear()
        self._wake.set()

    def _collect(self) -> None:
        self._wake.clear()
        for id, event in list(self._events.items()):
            while (head := event.call.take()) is not None:
                self._outbox.extend(event.narrator.tell(head, time.monotonic() - event.call.started))
                if head["op"] in ("result", "error"):
                    del self._events[id]

    def _expire_in(self, seconds: float) -> None:
        self._expiry = asyncio.get_running_loop().call_later(seconds, self._drop, self)


class Sessions:
    """All sessions. A session belongs to the credential and the address that it was begun with.

    Args:
        grace: Seconds that the calls of a client which has left go on.
    """

    def __init__(self, grace: float) -> None:
        self._grace = grace
        self._sessions: dict[tuple[str, App | None, str], Session] = {}

    def join(self, hash: str, app: App | None, credential: str) -> Session:
        """The session of that hash, made if there is none.

        Raises:
            QueueFull: There are too many, or it holds too many calls.
        """
        at = (hash, app, credential)
        session = self._sessions.get(at)
        if session is None:
            if len(self._sessions) >= MAX_SESSIONS:
                raise QueueFull(f"{MAX_SESSIONS} sessions are open. Try again later.")
            if sum(who == credential for _, _, who in self._sessions) >= MAX_OF_ONE:
                raise QueueFull(f"{MAX_OF_ONE} sessions of this credential are open. Read their results first.")
            session = self._sessions[at] = Session(lambda session: self._drop(at, session), self._grace)
        if session.size >= MAX_EVENTS:
            raise QueueFull(f"{MAX_EVENTS} calls of this session are not over. Read their results first.")
        return session

    def find(self, hash: str, app: App | None, credential: str) -> Session:
        """The session of that hash.

        Raises:
            UnknownEvent: There is none for this caller at this address.
        """
        session = self._sessions.get((hash, app, credential))
        if session is None:
            raise UnknownEvent(
                f"There is no session '{hash[:64]}' with calls to tell of. Begin one with POST queue/join; a session "
                "ends when all of its calls are told."
            )
        return session

    def cancel(self, event: str, app: App | None, credential: str) -> bool:
        """Stop a call of any session of this caller; False if there is none of that id."""
        mine = [session for (_, at, who), session in self._sessions.items() if (at, who) == (app, credential)]
        return any(session.cancel(event) for session in mine)

    def end(self, credential: str) -> None:
        """Let the sessions of a credential go."""
        for at, session in list(self._sessions.items()):
            if at[2] == credential:
                self._drop(at, session)

    def close(self) -> None:
        """Let everything go."""
        for at, session in list(self._sessions.items()):
            self._drop(at, session)

    def _drop(self, at: tuple[str, App | None, str], session: Session) -> None:
        if self._sessions.get(at) is session:
            del self._sessions[at]
        session.close()


def new_event() -> str:
    """An event id: a secret of its own, so that nobody can guess another's."""
    return secrets.token_hex(16)

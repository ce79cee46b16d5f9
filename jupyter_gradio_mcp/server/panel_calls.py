"""The calls of pages that show panels: who may hear of them, how long they go on, and what becomes of them.

A page makes up the name of its session and of each call. What its calls say is kept for it (`panel_frames`), so that
a page which was reloaded or cut off goes on where it was; one that stays away for too long loses what runs.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ..errors import CallError, InvalidRequest, QueueFull, UnknownEvent
from .calls import Call
from .catalog import App
from .panel_frames import MAX_BYTES, KeptFrames, Story
from .panel_news import Event, Reader

KEPT_SECONDS = 600.0
"""How long what a call said is kept after its end."""

MAX_RUNNING = 32
"""Calls of one session that may run at a time."""

MAX_RUNNING_OF_ONE = 4 * MAX_RUNNING
"""Calls of all sessions of one credential that may run at a time."""

MAX_CALLS = 1_000
"""Calls of one session that are kept, those that are over included."""

MAX_BYTES_OF_ONE = 4 * MAX_BYTES
"""Bytes of frames that are kept for all sessions of one credential."""

MAX_SESSIONS_OF_ONE = 1_000
"""Sessions of one credential."""

_NAME = re.compile(r"[A-Za-z0-9_.:-]{1,64}")

Where = tuple[App | None, str]
"""Where a session is: at an app's address or at the union's, and of which credential."""


@dataclass(eq=False)
class _PanelCall:
    """One call of a page. `call` is None until the files among its arguments are here, and when it is over."""

    story: Story
    call: Call | None = None
    cancelled: bool = False
    expiry: asyncio.TimerHandle | None = None


class PanelSession:
    """The calls of one page. `PanelCalls.join` makes one."""

    def __init__(self, owner: PanelCalls, at: tuple[Where, str], grace: float) -> None:
        self._owner = owner
        self._at = at
        self._grace = grace
        self._calls: dict[str, _PanelCall] = {}
        self._readers: set[Reader] = set()
        self._expiry: asyncio.TimerHandle | None = None
        self.frames = KeptFrames()
        self.closed = False
        self._wait()

    # -- calls --

    @property
    def calls(self) -> list[str]:
        """The calls that are known."""
        return list(self._calls)

    @property
    def running(self) -> int:
        """Calls that are not over."""
        return sum(held.story.ended is None for held in self._calls.values())

    @property
    def listening(self) -> bool:
        """Whether anybody is told what its calls say."""
        return bool(self._readers)

    @property
    def left(self) -> bool:
        """Whether its page has been away for longer than the grace, and nothing of it runs."""
        return not self._readers and self._expiry is None and not self.running

    def reserve(self, id: Any) -> str:
        """Take a name for a call that is about to begin, and return it.

        Raises:
            InvalidRequest: It is no name, or the name of another call of this session.
            QueueFull: Too many calls are running.
        """
        if not isinstance(id, str) or not _NAME.fullmatch(id):
            raise InvalidRequest(
                "'call' must be a name that the page makes up: 1 to 64 of the characters A-Z, a-z, 0-9, _, -, . and :."
            )
        if id in self._calls:
            raise InvalidRequest(f"This page has begun a call '{id}' already. Give each call a name of its own.")
        if self.running >= MAX_RUNNING:
            raise QueueFull(f"{MAX_RUNNING} calls of this page are running. Wait for one, or stop one.")
        self._owner.check_room(self._at[0])
        while len(self._calls) >= MAX_CALLS and (old := self.frames.oldest()) is not None:
            self._forget(self._calls[old.id])
        self._calls[id] = _PanelCall(self.frames.begin(id))
        if not self._readers and self._expiry is None:
            self._wait()
        return id

    def begin(self, id: str, call: Call) -> None:
        """The call has begun. If it was stopped meanwhile, or the page has gone, it is let go."""
        held = self._calls.get(id)
        if held is None:
            call.release()
            return
        held.call = call
        call.can_be_asked = True
        call.heard = lambda: self._collect(held)
        if held.cancelled:
            call.release()

    def refuse(self, id: str, error: CallError) -> None:
        """The call does not begin: it ends with `error`."""
        held = self._calls.get(id)
        if held is not None:
            self._take(held, {"op": "error", "error": error.to_wire()}, 0)

    def forget(self, id: str) -> None:
        """The call does not begin, and whoever asked for it has been told so."""
        held = self._calls.get(id)
        if held is not None:
            self._forget(held)

    def cancel(self, id: Any) -> None:
        """Stop a call; one that is over stays as it is.

        Raises:
            UnknownEvent: There is none of that name.
        """
        held = self._find(id)
        held.cancelled = True
        if held.call is not None:
            held.call.release()

    def answer(self, id: Any, answers: Mapping[str, dict[str, Any] | None]) -> None:
        """Answer what a call asks; what it does not ask, or not any more, is not looked at.

        Raises:
            UnknownEvent: There is no call of that name.
        """
        held = self._find(id)
        self._answer(held, {key: answers[key] for key in self.frames.answered(held.story, answers)})

    # -- telling --

    def open(self, seen: int | None, happenings: Callable[[], list[Event]]) -> Reader:
        """Begin to listen.

        Args:
            seen: The last number that the page was told; None if it knows nothing, as after a reload.
            happenings: Gives what happened around its calls since it was asked last.
        """
        if self._expiry is not None:
            self._expiry.cancel()
            self._expiry = None
        reader = Reader(self.frames, self.frames.start(seen), happenings, self.leave)
        self._readers.add(reader)
        return reader

    def leave(self, reader: Reader) -> None:
        """A page listens no more. Its calls go on for the grace."""
        self._readers.discard(reader)
        if not self._readers and not self.closed:
            self._wait()

    def wake(self) -> None:
        """Have all readers look again."""
        for reader in self._readers:
            reader.wake.set()

    def close(self) -> None:
        """Let everything go."""
        self.closed = True
        if self._expiry is not None:
            self._expiry.cancel()
        for held in list(self._calls.values()):
            self._forget(held)
        for reader in self._readers:
            reader.over = True
        self.wake()

    def give_up(self) -> None:
        """Let everything go, and be no session any more."""
        self._owner.drop(self._at, self)

    # -- inside --

    def _find(self, id: Any) -> _PanelCall:
        held = self._calls.get(id) if isinstance(id, str) else None
        if held is None:
            raise UnknownEvent(
                f"There is no call '{str(id)[:64]}' of this page. What a call gave is kept for {KEPT_SECONDS:g} s."
            )
        return held

    def _collect(self, held: _PanelCall) -> None:
        while held.call is not None and (taken := held.call.take_sized()) is not None:
            self._take(held, *taken)

    def _take(self, held: _PanelCall, frame: dict[str, Any], size: int) -> None:
        if frame["op"] == "ask":
            # A person at a page can answer a form, and nothing else.
            asked = [question for question in frame["questions"] if question["method"] == "elicitation/create"]
            self._answer(held, {question["key"]: None for question in frame["questions"] if question not in asked})
            if not asked:
                return
            frame = {**frame, "questions": asked}
            if held.call is not None:
                held.call.asking = True
        self.frames.add(held.story, frame, size)
        if held.story.ended is not None:
            held.call = None
            held.expiry = asyncio.get_running_loop().call_later(KEPT_SECONDS, self._forget, held)
        self.frames.shrink(MAX_BYTES)
        self._owner.shrink(self._at[0])
        self.wake()

    @staticmethod
    def _answer(held: _PanelCall, answers: dict[str, dict[str, Any] | None]) -> None:
        if answers and held.call is not None:
            held.call.answer(answers)
            held.call.asking = bool(held.story.questions)

    def _forget(self, held: _PanelCall) -> None:
        if self._calls.get(held.story.id) is not held:
            return
        del self._calls[held.story.id]
        self.frames.forget(held.story)
        if held.expiry is not None:
            held.expiry.cancel()
        call, held.call = held.call, None
        if call is not None:
            call.release()
        self._drop_if_over()

    def _wait(self) -> None:
        self._expiry = asyncio.get_running_loop().call_later(self._grace, self._gone)

    def _gone(self) -> None:
        """The page has been away for too long: nobody waits for what runs."""
        self._expiry = None
        for held in list(self._calls.values()):
            held.cancelled = True
            if held.call is not None:
                held.call.release()
        self._drop_if_over()

    def _drop_if_over(self) -> None:
        if not self._calls and not self._readers and self._expiry is None:
            self._owner.drop(self._at, self)


class PanelCalls:
    """All sessions of pages. A session belongs to the credential and the address that it was begun with.

    Args:
        grace: Seconds that the calls of a page which nobody looks at go on.
    """

    def __init__(self, grace: float) -> None:
        self._grace = grace
        self._sessions: dict[tuple[Where, str], PanelSession] = {}

    def join(self, name: Any, app: App | None, credential: str) -> PanelSession:
        """The session of that name, made if there is none.

        Raises:
            InvalidRequest: It is no name that could not be guessed.
            QueueFull: There are too many.
        """
        if not isinstance(name, str) or len(name) < 16 or not _NAME.fullmatch(name):
            raise InvalidRequest(
                "'session' must be a name that the page makes up and nobody guesses: 16 to 64 of the characters "
                "A-Z, a-z, 0-9, _, -, . and :."
            )
        at = ((app, credential), name)
        session = self._sessions.get(at)
        if session is None:
            there = self._of(credential)
            if len(there) >= MAX_SESSIONS_OF_ONE and not self._let_one_go(there):
                raise QueueFull(f"{MAX_SESSIONS_OF_ONE} pages of this credential are open. Close some first.")
            session = self._sessions[at] = PanelSession(self, at, self._grace)
        return session

    def find(self, name: Any, app: App | None, credential: str) -> PanelSession:
        """The session of that name.

        Raises:
            InvalidRequest: It is no name.
            UnknownEvent: There is none for this caller at this address.
        """
        if not isinstance(name, str):
            raise InvalidRequest("'session' must be the name that the page made up.")
        session = self._sessions.get(((app, credential), name))
        if session is None:
            raise UnknownEvent(f"There is no session '{name[:64]}' with calls here, or not any more.")
        return session

    def look_again(self) -> None:
        """Something happened: whoever listens looks whether it is something that he is told."""
        for session in self._sessions.values():
            session.wake()

    def check_room(self, at: Where) -> None:
        """See whether the credential of a session may begin another call.

        Raises:
            QueueFull: It may not.
        """
        if sum(session.running for session in self._of(at[1])) >= MAX_RUNNING_OF_ONE:
            raise QueueFull(f"{MAX_RUNNING_OF_ONE} calls of this credential's pages are running. Wait for one.")

    def shrink(self, at: Where) -> None:
        """Keep no more for the credential of a session than is kept for one; the oldest session gives way first."""
        sessions = self._of(at[1])
        over = sum(session.frames.bytes for session in sessions) - MAX_BYTES_OF_ONE
        for session in sessions:
            if over <= 0:
                return
            before = session.frames.bytes
            session.frames.shrink(max(0, before - over))
            over -= before - session.frames.bytes

    def drop(self, at: tuple[Where, str], session: PanelSession) -> None:
        """Let a session go."""
        if self._sessions.get(at) is session:
            del self._sessions[at]
        if not session.closed:
            session.close()

    def end(self, credential: str) -> None:
        """Let the sessions of a credential go."""
        for session in self._of(credential):
            session.close()
        self._sessions = {at: session for at, session in self._sessions.items() if at[0][1] != credential}

    def close(self) -> None:
        """Let everything go."""
        for session in list(self._sessions.values()):
            session.close()
        self._sessions.clear()

    @staticmethod
    def _let_one_go(sessions: list[PanelSession]) -> bool:
        """Give up the oldest session whose page stayed away; False if all of them are looked at or running."""
        left = next((session for session in sessions if session.left), None)
        if left is None:
            return False
        left.give_up()
        return True

    def _of(self, credential: str) -> list[PanelSession]:
        return [session for (where, _), session in self._sessions.items() if where[1] == credential]

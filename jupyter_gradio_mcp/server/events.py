"""Calls that were begun by one request and are read by another, under an event id."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass

from ..errors import QueueFull, UnknownEvent
from .calls import Call
from .catalog import App

UNREAD_SECONDS = 300.0
"""How long a call waits for somebody to read it, or to come back and read on."""

MAX_EVENTS = 10_000
"""Calls that may be held at a time."""

MAX_OF_ONE = MAX_EVENTS // 5
"""Calls that may be held for one credential, so that it cannot take all."""


@dataclass(eq=False)
class Event:
    """One call that is held for its reader.

    Attributes:
        id: The event id: a secret of its own, so that nobody can guess another's.
        call: The call.
        app: The notebook through whose address it was begun; None for the union.
        name: What the endpoint is called there.
        credential: What began it. Nobody else reads it.
        reading: Whether somebody reads it now.
    """

    id: str
    call: Call
    app: App | None
    name: str
    credential: str
    reading: bool = False
    expiry: asyncio.TimerHandle | None = None


class Events:
    """The calls that are held."""

    def __init__(self) -> None:
        self._events: dict[str, Event] = {}

    def hold(self, call: Call, app: App | None, name: str, credential: str) -> Event:
        """Hold a call until it is read.

        Raises:
            QueueFull: Too many are held.
        """
        if len(self._events) >= MAX_EVENTS:
            call.release()
            raise QueueFull(f"{MAX_EVENTS} calls wait to be read. Read the result of each call that you begin.")
        if sum(held.credential == credential for held in self._events.values()) >= MAX_OF_ONE:
            call.release()
            raise QueueFull(f"{MAX_OF_ONE} calls of this credential wait to be read. Read the result of each.")
        event = Event(secrets.token_hex(16), call, app, name, credential)
        self._events[event.id] = event
        self._expire_later(event)
        return event

    def open(self, id: str, app: App | None, name: str, credential: str) -> Event:
        """Begin to read a held call.

        Raises:
            UnknownEvent: There is none of that id for this caller at this address, or it is being
                read, or it was read to its end.
        """
        event = self._events.get(id)
        if (
            event is None
            or event.credential != credential
            or event.app is not app
            or event.name != name
            or event.reading
        ):
            raise UnknownEvent(
                f"There is no call '{id[:64]}' of '{name}' to read. A call can be read once, by the one who began it, "
                f"within {UNREAD_SECONDS:g} seconds."
            )
        event.reading = True
        if event.expiry is not None:
            event.expiry.cancel()
        return event

    def leave(self, event: Event, *, read: bool) -> None:
        """End reading: to the call's end, or (`read` is False) to come back later."""
        event.reading = False
        if read:
            self._events.pop(event.id, None)
        else:
            self._expire_later(event)

    def cancel(self, id: str, app: App | None, credential: str) -> bool:
        """Stop a held call of this caller, whose reader hears of it; False if there is none of that id."""
        event = self._events.get(id)
        if event is None or event.credential != credential or event.app is not app:
            return False
        event.call.release()
        return True

    def end(self, credential: str) -> None:
        """Let the held calls of a credential go."""
        for event in list(self._events.values()):
            if event.credential == credential:
                self._drop(event)

    def close(self) -> None:
        """Let all held calls go."""
        for event in list(self._events.values()):
            self._drop(event)

    def _expire_later(self, event: Event) -> None:
        event.expiry = asyncio.get_running_loop().call_later(UNREAD_SECONDS, self._drop, event)

    def _drop(self, event: Event) -> None:
        self._events.pop(event.id, None)
        if event.expiry is not None:
            event.expiry.cancel()
        event.call.release()

"""Calls that wait for an answer while nobody is connected (revision 2026-07-28, `input_required`).

The function waits in the kernel. Whoever called it gets a `requestState` that nobody can guess, and takes the call up
again with it: the same credential, at the same address, for the same thing, once, within a time limit.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ..errors import CallTimedOut, InvalidRequest, QueueFull
from ..protocol import Question
from .calls import Call

MAX_HELD = 1000
"""Calls that wait at a time."""

MAX_OF_ONE = 100
"""Calls of one owner's credential that do."""


@dataclass(frozen=True)
class Owner:
    """Who may take a held call up again.

    Attributes:
        credential: What opened the request.
        request: What was asked, and where: something to be compared.
    """

    credential: str
    request: object


class Held(NamedTuple):
    """A call that waits, what it asked, and the session that it belongs to."""

    call: Call
    questions: Sequence[Question]
    session: str | None = None


class HeldCalls:
    """All calls that wait.

    Args:
        seconds: How long one waits.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._held: dict[str, tuple[Held, Owner, asyncio.TimerHandle]] = {}

    def hold(self, call: Call, questions: Sequence[Question], owner: Owner, session: str | None = None) -> str:
        """Let `call` wait; the state by which its `owner`, and nobody else, takes it up again.

        Raises:
            QueueFull: Too many wait.
        """
        self._forget_done()
        if len(self._held) >= MAX_HELD:
            raise QueueFull(f"{MAX_HELD} calls wait for an answer. Try again later.")
        if sum(whose.credential == owner.credential for _, whose, _ in self._held.values()) >= MAX_OF_ONE:
            raise QueueFull(f"{MAX_OF_ONE} calls of this credential wait for an answer. Answer them first.")
        state = secrets.token_urlsafe(32)
        call.held = True
        timer = asyncio.get_running_loop().call_later(self._seconds, self._expire, state)
        self._held[state] = Held(call, questions, session), owner, timer
        return state

    def resume(self, state: str, owner: Owner) -> Held:
        """The call that waits under `state`.

        Raises:
            InvalidRequest: There is none, it is somebody else's, or it was taken up already.
        """
        found = self._held.get(state)
        if found is None or found[1] != owner:
            raise InvalidRequest(
                "No call waits under this requestState: it is not what this server gave for this request, it was used "
                f"already, or {self._seconds:g} seconds are over. Begin the call anew."
            )
        del self._held[state]
        held, _, timer = found
        timer.cancel()
        held.call.held = False
        return held

    def close(self) -> None:
        """Let all go."""
        for held, _, timer in self._held.values():
            timer.cancel()
            held.call.release()
        self._held.clear()

    def _expire(self, state: str) -> None:
        held, _, _ = self._held.pop(state)
        held.call.held = False
        held.call.stop(CallTimedOut(f"Nobody answered the question within {self._seconds:g} seconds."))

    def _forget_done(self) -> None:
        """What is over is not waited for; but its end is kept for whoever asks, until the time is up."""
        if len(self._held) < MAX_HELD:
            return
        for state, (held, _, timer) in list(self._held.items()):
            if held.call.done:
                timer.cancel()
                del self._held[state]

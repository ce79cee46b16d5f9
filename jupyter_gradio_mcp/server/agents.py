"""Which programs came over MCP: who they say they are, when they came, and how often they asked.

In memory and bounded. Pure.
"""

from __future__ import annotations

from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypedDict

from .catalog import App
from .scope import Identity

MAX_AGENTS = 500
"""Programs that are remembered."""

MAX_OF_ONE = 50
"""Programs of one credential that are remembered: a name costs nothing, so one must not take the place of all."""

MAX_TOLD_OF_ONE = 10
"""Arrivals within `SILENCE_SECONDS` that pages are told of for one credential; further ones are listed only."""

MAX_ARRIVALS = 100
"""Latest arrivals that pages can still be told of."""

SILENCE_SECONDS = 60.0
"""After how long a silence a program comes anew."""


class Agent(TypedDict):
    """One program, under one credential, at one address.

    Attributes:
        key: The id of its access key; None where it came with the server's own identity.
        caller: Name of the key or user.
        client: What it calls itself, with its version; "" if it does not say.
        notebook: Path of the notebook whose address it came to; None at the server's base.
        first: When it came first, in seconds since the epoch.
        last: When it asked last, in seconds since the epoch.
        requests: How often it asked.
    """

    key: str | None
    caller: str
    client: str
    notebook: str | None
    first: float
    last: float
    requests: int


class _Which(NamedTuple):
    credential: str
    client: str
    app: App | None


class _Arrival(NamedTuple):
    which: _Which
    number: int
    at: float


class Agents:
    """Those of one server.

    Args:
        clock: Seconds since the epoch.
        arrived: Told that one came, for the first time or after a silence.
    """

    def __init__(self, clock: Callable[[], float], arrived: Callable[[], None] = lambda: None) -> None:
        self._clock = clock
        self._tell = arrived
        self._agents: OrderedDict[_Which, Agent] = OrderedDict()
        self._arrivals: deque[_Arrival] = deque(maxlen=MAX_ARRIVALS)
        self.arrived = 0
        """How many arrivals there were."""

    def note(self, identity: Identity, client: str, app: App | None) -> None:
        """A program asked something, at the address of `app` or of the union."""
        now = self._clock()
        which = _Which(identity.credential, client, app)
        agent = self._agents.get(which)
        if agent is None:
            agent = self._agents[which] = {
                "key": identity.key,
                "caller": identity.name,
                "client": client,
                "notebook": None,
                "first": now,
                "last": now,
                "requests": 0,
            }
            self._make_room(which)
            silent = True
        else:
            self._agents.move_to_end(which)
            silent = now - agent["last"] >= SILENCE_SECONDS
        agent["last"] = now
        agent["requests"] += 1
        if silent and self._may_tell(which.credential, now):
            self.arrived += 1
            self._arrivals.append(_Arrival(which, self.arrived, now))
            self._tell()

    def all(self, app: App | None = None) -> list[Agent]:
        """Those that came, to the address of `app` only if one is named; who asked last comes first."""
        return self._shown(which for which in reversed(self._agents) if app is None or which.app is app)

    def since(self, number: int) -> list[Agent]:
        """Those that arrived after the arrival of that number, in that order, as they are now."""
        if number == self.arrived:
            return []
        return self._shown(a.which for a in self._arrivals if a.number > number and a.which in self._agents)

    def _make_room(self, newest: _Which) -> None:
        """Forget whoever was silent for longest: of this credential, or of the one that has most."""
        held = Counter(which.credential for which in self._agents)
        if held[newest.credential] > MAX_OF_ONE:
            crowd = newest.credential
        elif len(self._agents) > MAX_AGENTS:
            crowd = held.most_common(1)[0][0]
        else:
            return
        del self._agents[next(which for which in self._agents if which.credential == crowd)]

    def _may_tell(self, credential: str, now: float) -> bool:
        since = now - SILENCE_SECONDS
        told = sum(a.which.credential == credential and a.at > since for a in self._arrivals)
        return told < MAX_TOLD_OF_ONE

    def _shown(self, found: Iterable[_Which]) -> list[Agent]:
        # A notebook may have been renamed since.
        return [
            {**self._agents[which], "notebook": None if which.app is None else which.app.path}
            for which in dict.fromkeys(found)
        ]

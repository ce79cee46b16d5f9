"""Which programs came over MCP: who they say they are, when they came, and how often they asked.

In memory and bounded. Pure.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypedDict

from .catalog import App
from .scope import Identity

MAX_AGENTS = 500
"""Programs that are remembered; the one that was silent for longest is forgotten."""

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
        self._arrivals: deque[tuple[_Which, int]] = deque(maxlen=MAX_ARRIVALS)
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
            if len(self._agents) > MAX_AGENTS:
                self._agents.popitem(last=False)
            silent = True
        else:
            self._agents.move_to_end(which)
            silent = now - agent["last"] >= SILENCE_SECONDS
        agent["last"] = now
        agent["requests"] += 1
        if silent:
            self.arrived += 1
            self._arrivals.append((which, self.arrived))
            self._tell()

    def all(self, app: App | None = None) -> list[Agent]:
        """Those that came, to the address of `app` only if one is named; who asked last comes first."""
        return self._shown(which for which in reversed(self._agents) if app is None or which.app is app)

    def since(self, number: int) -> list[Agent]:
        """Those that arrived after the arrival of that number, in that order, as they are now."""
        if number == self.arrived:
            return []
        return self._shown(which for which, at in self._arrivals if at > number and which in self._agents)

    def _shown(self, found: Iterable[_Which]) -> list[Agent]:
        # A notebook may have been renamed since.
        return [
            {**self._agents[which], "notebook": None if which.app is None else which.app.path}
            for which in dict.fromkeys(found)
        ]

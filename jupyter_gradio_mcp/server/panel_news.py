"""What a page is told next: what its calls said, and what happened around them.

Nothing is kept for a page of what happened around its calls. It remembers where things stood, and is told of what
stands otherwise now; so one that comes back, or is slow, is told once of what changed several times.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from .agents import Agents
from .panel_frames import KeptFrames, Told

Event = dict[str, Any]
"""Something that happened around the calls of a page, as the page is told of it."""


class Standing(NamedTuple):
    """How it stands with a notebook.

    Attributes:
        state: `live` or `gone`.
        revision: `App.revision`.
        ended: How many calls are over, of the functions that the page is told of (`Viewing.endings`).
    """

    state: str
    revision: int
    ended: int


class Happenings:
    """What one page is told of notebooks and agents.

    Args:
        look: Gives the notebooks that it may see, by kernel, as they are now.
        agents: Who came over MCP; None for a page that is not told of them.
    """

    def __init__(self, look: Callable[[], Mapping[str, Standing]], agents: Agents | None = None) -> None:
        self._look = look
        self._agents = agents
        self._known: dict[str, Standing] = {}
        self._arrived = agents.arrived if agents is not None else 0

    def next(self) -> list[Event]:
        """What happened since it was asked last; at first, which notebooks there are."""
        now = dict(self._look())
        events = [_state(kernel, at) for kernel, at in now.items() if self._differs(kernel, at)]
        for kernel, at in self._known.items():
            # What is out of reach now is as good as gone.
            if kernel not in now and at.state == "live":
                events.append(_state(kernel, at._replace(state="gone", revision=at.revision + 1)))
        for kernel, at in now.items():
            before = self._known.get(kernel)
            if before is not None and at.ended > before.ended:
                events.append({"kernel": kernel, "ended": at.ended - before.ended})
        self._known = now
        if self._agents is not None:
            events += [{"agent": agent} for agent in self._agents.since(self._arrived)]
            self._arrived = self._agents.arrived
        return events

    def _differs(self, kernel: str, at: Standing) -> bool:
        before = self._known.get(kernel)
        return before is None or (before.state, before.revision) != (at.state, at.revision)


def _state(kernel: str, at: Standing) -> Event:
    return {"kernel": kernel, "state": at.state, "revision": at.revision}


class News(NamedTuple):
    """What a reader is told next: what happened around its calls, and what they said. Neither: nothing happened."""

    events: list[Event]
    told: list[Told]


class Reader:
    """One page that listens to a session. `PanelSession.open` makes it.

    Args:
        frames: What the calls of the session said.
        seen: The number of the last frame that it was told.
        happenings: Gives what happened around them since it was asked last.
        leave: Called when it listens no more.
    """

    def __init__(
        self, frames: KeptFrames, seen: int, happenings: Callable[[], list[Event]], leave: Callable[[Reader], None]
    ) -> None:
        self._frames = frames
        self._seen = seen
        self._happenings = happenings
        self._leave = leave
        self.over = False
        """Whether the session is over."""
        self.wake = asyncio.Event()

    async def next(self, seconds: float) -> News | None:
        """What is new, waiting for it; nothing after `seconds` of silence, None when the session is over."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while True:
            news = self._news()
            if news is None or news.events or news.told:
                return news
            try:
                # Who is told to look again may find nothing that is for him.
                await asyncio.wait_for(self.wake.wait(), end - loop.time())
            except asyncio.TimeoutError:
                return News([], [])

    def close(self) -> None:
        """Listen no more."""
        self._leave(self)

    def _news(self) -> News | None:
        self.wake.clear()
        if self.over:
            return None
        told = self._frames.since(self._seen)
        if told:
            self._seen = told[-1].number
        return News(self._happenings(), told)

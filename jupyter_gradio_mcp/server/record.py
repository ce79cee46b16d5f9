"""What was called, by whom, and how it went: the latest calls, and figures for each function.

In memory and bounded. Arguments are kept only where a setting asks for it. Pure.
"""

from __future__ import annotations

import math
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

MAX_CALLS = 1000
"""Calls that are kept."""

MAX_DURATIONS = 1000
"""Latest durations of each function that its figures are computed from."""

MAX_ENDPOINTS = 10_000
"""Functions that figures are kept for; those not called for longest are forgotten."""


@dataclass(frozen=True)
class Entry:
    """One call that is over.

    Attributes:
        at: When it began, in seconds since the epoch.
        notebook: Path of the notebook.
        endpoint: What the notebook calls the function.
        caller: Name of the key or user.
        client: The program, in its own words.
        via: How it came: `mcp`, `rest`, `queue`.
        waited: Seconds that it waited for others.
        seconds: Seconds that it ran.
        outcome: `ok`, or the code of the error.
        message: What the error said; "" for none.
        arguments: As the caller sent them, where a setting asks for them.
        key: Id of the access key that called; None for the server's own identity. Names may be the same.
    """

    at: float
    notebook: str
    endpoint: str
    caller: str
    client: str
    via: str
    waited: float
    seconds: float
    outcome: str
    message: str = ""
    arguments: dict[str, Any] | None = None
    key: str | None = None


class _Figures:
    def __init__(self) -> None:
        self.calls = 0
        self.failed = 0
        self.durations: deque[float] = deque(maxlen=MAX_DURATIONS)
        self.mean = 0.0

    def add(self, entry: Entry) -> None:
        self.calls += 1
        if entry.outcome != "ok":
            self.failed += 1
        self.durations.append(entry.seconds)
        # Recent calls count more, so that an estimate follows a function that got slower.
        self.mean = entry.seconds if self.calls == 1 else self.mean + (entry.seconds - self.mean) / min(self.calls, 20)


class CallRecord:
    """The record of one server.

    Args:
        arguments: Whether to keep arguments.
        heard: Told of each call that is over.
    """

    def __init__(self, arguments: bool = False, heard: Callable[[Entry], None] | None = None) -> None:
        self.arguments = arguments
        self._heard = heard
        self._calls: deque[Entry] = deque(maxlen=MAX_CALLS)
        self._figures: OrderedDict[tuple[str, str], _Figures] = OrderedDict()

    def add(self, entry: Entry) -> None:
        """Keep a call."""
        self._calls.append(entry)
        at = (entry.notebook, entry.endpoint)
        figures = self._figures.get(at)
        if figures is None:
            figures = self._figures[at] = _Figures()
            if len(self._figures) > MAX_ENDPOINTS:
                self._figures.popitem(last=False)
        else:
            self._figures.move_to_end(at)
        figures.add(entry)
        if self._heard is not None:
            self._heard(entry)

    def latest(self, admitted: Callable[[Entry], bool], limit: int) -> list[Entry]:
        """The latest calls that are `admitted`, newest first."""
        found: list[Entry] = []
        for entry in reversed(self._calls):
            if len(found) >= limit:
                break
            if admitted(entry):
                found.append(entry)
        return found

    def figures(self, notebook: str, endpoint: str) -> dict[str, Any]:
        """`calls`, `success_rate` (None without calls) and the percentiles `p50`, `p90`, `p99` in seconds."""
        figures = self._figures.get((notebook, endpoint))
        if figures is None:
            return {"calls": 0, "success_rate": None, "p50": None, "p90": None, "p99": None}
        durations = sorted(figures.durations)
        return {
            "calls": figures.calls,
            "success_rate": (figures.calls - figures.failed) / figures.calls,
            **{f"p{share}": durations[math.ceil(len(durations) * share / 100) - 1] for share in (50, 90, 99)},
        }

    def usual_seconds(self, notebook: str, endpoint: str) -> float | None:
        """How long a call of late took on average; None before the first."""
        figures = self._figures.get((notebook, endpoint))
        return None if figures is None else figures.mean

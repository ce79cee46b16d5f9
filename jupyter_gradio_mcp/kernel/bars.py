"""The progress bars of one call, nested and side by side, as one number and one line."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..protocol import BarInfo
from .pace import Pace

MAX_SHOWN = 5
"""Bars that are told one by one. A pool of threads may have many."""


UNFINISHED = 0.01
"""What is missing of a step whose inner bars are full: it is over only when the outer bar counts it."""


@dataclass(eq=False, slots=True)
class Bar:
    """One bar: a count, or a share of the whole.

    Attributes:
        index: What is done; None where only a share is known.
        length: What there is to do; None if nobody knows.
        unit: What is counted.
        desc: What is being done.
        share: From 0 to 1, instead of a count.
        thread: Who moves it. Bars of one thread lie within each other.
    """

    index: float | None = 0
    length: float | None = None
    unit: str = "steps"
    desc: str | None = None
    share: float | None = None
    thread: int = field(default_factory=threading.get_ident)

    def to_wire(self) -> BarInfo:
        """The bar as Gradio's clients know it."""
        return {
            "index": self.index,
            "length": self.length,
            "unit": self.unit,
            "progress": self.share,
            "desc": self.desc,
        }

    def fraction(self, inner: float = 0) -> float:
        """How much of it is done, with `inner` of its present step."""
        if self.share is not None:
            return self.share
        if self.index is None or not self.length:
            return 0
        return min(1.0, (self.index + inner) / self.length)

    @property
    def count(self) -> str:
        """How far it is, as text; "" if nobody knows."""
        if self.share is not None:
            return f"{self.share:.0%}"
        if self.index is None:
            return ""
        return _number(self.index) if self.length is None else f"{_number(self.index)}/{_number(self.length)}"


class Board:
    """The bars of one call. Moving a bar is free; what is told of it, a `Pace` decides.

    Args:
        send: Sends the fields of a `progress` frame.
        check: Raises where the call should stop.
    """

    def __init__(self, send: Callable[..., None], check: Callable[[], None]) -> None:
        self._send = send
        self._check = check
        self._home = threading.get_ident()
        self._bars: list[Bar] = []
        self._said: Bar | None = None
        self._said_at: tuple[Bar | None, float | None] = (None, None)
        self._root: Bar | None = None
        self._total: float | None = None
        self._furthest: float = 0
        self._frame: dict[str, Any] | None = None
        self._told: dict[str, Any] | None = None
        self._lock = threading.RLock()
        self.pace = Pace(self._tell)

    def add(self, bar: Bar) -> None:
        """A bar begins."""
        with self._lock:
            # The function's own bars are around those of its workers, which may be quicker to begin.
            place = sum(other.thread == self._home for other in self._bars) if bar.thread == self._home else None
            self._bars.insert(len(self._bars) if place is None else place, bar)
        self.moved()

    def remove(self, bar: Bar) -> None:
        """A bar is over; one that has gone already stays so."""
        if self.pace.open:
            self.pace.changed()
        with self._lock:
            if bar not in self._bars:
                return
            if bar is self._bars[0]:
                # Where it ended is to be told, also if it is not its turn and nothing comes after it.
                self._frame = self._standing()
            self._bars.remove(bar)

    def say(self, bar: Bar) -> None:
        """Show `bar` within the others, until one of them moves."""
        with self._lock:
            self._said, self._said_at = bar, self._position()
        self.moved()

    def moved(self) -> None:
        """A bar moved. A loop need not say so while `pace.open` is False."""
        self._check()
        if self.pace.open:
            self.pace.changed()

    def end(self) -> None:
        """The call is over: tell what has not been told."""
        self.pace.end()

    def _position(self) -> tuple[Bar | None, float | None]:
        return (self._bars[-1], self._bars[-1].index) if self._bars else (None, None)

    def _tell(self) -> bool:
        with self._lock:
            frame = self._standing()
            if frame is None or frame == self._told:
                return False
            self._told = frame
            self._send(**frame)
            return True

    def _standing(self) -> dict[str, Any] | None:
        """The fields of a `progress` frame; None if there is nothing to tell."""
        said = self._said if self._said is not None and self._said_at == self._position() else None
        if said is None and not self._bars:
            return self._frame
        bars = [*self._bars, said] if said is not None else list(self._bars)
        return {
            **self._clamped(bars, self._bars[0] if self._bars else None),
            "message": message(bars),
            "unit": bars[0].unit,
            "bars": [bar.to_wire() for bar in bars[:MAX_SHOWN]],
        }

    def _clamped(self, bars: Sequence[Bar], root: Bar | None) -> dict[str, Any]:
        done, total = overall(bars)
        if done is None:
            done, total = self._furthest, self._total
        elif root is not self._root or total != self._total or (root is None and done == 0):
            self._furthest = done
        # Threads may report in another order than they were done in.
        self._furthest = max(self._furthest, done)
        self._root, self._total = root, total
        return {"progress": self._furthest, "total": total}


def overall(bars: Sequence[Bar]) -> tuple[float | None, float | None]:
    """How much is done of how much: the outermost bar counts, those within it are parts of its step.

    Args:
        bars: At least one, the outermost first.

    Returns:
        What is done (None if nobody knows), and of how much.
    """
    root = bars[0]
    if root.share is not None:
        return root.share, 1.0
    if root.index is None:
        return None, root.length
    inner = 0.0
    for thread in dict.fromkeys(bar.thread for bar in bars[1:]):
        part = 0.0
        for bar in reversed([bar for bar in bars[1:] if bar.thread == thread]):
            part = bar.fraction(part)
        inner += min(part, 1 - UNFINISHED)
    if root.length is None or root.index < root.length:
        done = round(root.index + inner, 6) if inner else root.index
        return done if root.length is None else min(done, root.length - UNFINISHED), root.length
    return root.length, root.length


def message(bars: Sequence[Bar]) -> str | None:
    """The bars as one line: of a single one its description; of several, how far each is."""
    if len(bars) == 1:
        [bar] = bars
        return bar.desc or _with_unit(bar) or None
    shown = bars[:MAX_SHOWN]
    parts = [" ".join(filter(None, (bar.desc, bar.count))) for bar in shown[:-1]]
    parts.append(" ".join(filter(None, (shown[-1].desc, _with_unit(shown[-1])))))
    if len(bars) > MAX_SHOWN:
        parts.append(f"{len(bars) - MAX_SHOWN} more")
    return " · ".join(filter(None, parts)) or None


def _with_unit(bar: Bar) -> str:
    return f"{bar.count} {bar.unit}".strip() if bar.count and bar.share is None else bar.count


def _number(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.6g}"

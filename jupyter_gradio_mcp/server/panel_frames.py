"""What is kept of what the calls of one page said: numbered, and only as far as it still says something.

Of progress and partial results that is the latest, of log lines the latest thousand. So one store serves both who
reads along and who comes back: each is told what is newer than the last number that he knows.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ..errors import CallError

MAX_BYTES = 64 << 20
"""Bytes of frames that are kept for one page; the newest frame always is."""

MAX_LINES = 1_000
"""Log lines of one call that are kept, and as many notices."""

MAX_TOLD = 1_000
"""Frames that are told at once, so that a long story holds nobody else up."""

OVERHEAD = 200
"""Bytes that a frame takes at least."""

LET_GO = CallError(
    f"This result was let go: at most {MAX_BYTES >> 20} MB are kept for a page, and newer results took its room. "
    "Run it again."
)


class Told(NamedTuple):
    """One thing that a call said."""

    number: int
    call: str
    frame: dict[str, Any]


@dataclass(eq=False)
class Story:
    """What one call said.

    Attributes:
        id: The name of the call.
        ended: When it ended; None while it runs.
        questions: What it asks and nobody has answered yet, by the number of the frame.
    """

    id: str
    ended: float | None = None
    questions: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    latest: dict[str, int] = field(default_factory=dict)
    lines: deque[int] = field(default_factory=deque)
    notices: deque[int] = field(default_factory=deque)
    light: bool = False
    """Whether nothing is left of it but its end."""


@dataclass
class _Kept:
    story: Story
    frame: dict[str, Any]
    size: int


class KeptFrames:
    """What the calls of one page said, in order."""

    def __init__(self) -> None:
        # Above those of any former session of that name, which a page may still know of.
        self._first = self._number = time.time_ns() // 1000
        self._frames: dict[int, _Kept] = {}
        self._stories: dict[str, Story] = {}
        self.bytes = 0

    def begin(self, id: str) -> Story:
        """A call begins, of a name that no other has."""
        story = self._stories[id] = Story(id)
        return story

    def add(self, story: Story, frame: dict[str, Any], size: int) -> None:
        """Keep a frame of so many bytes, in place of those that it makes superfluous."""
        op = frame["op"]
        self._number += 1
        number = self._number
        self._frames[number] = _Kept(story, frame, size + OVERHEAD)
        self.bytes += size + OVERHEAD
        if op == "log":
            lines = story.notices if frame.get("stream") == "notice" else story.lines
            lines.append(number)
            if len(lines) > MAX_LINES:
                self._drop(lines.popleft())
            return
        if op == "ask":
            story.questions[number] = list(frame["questions"])
            return
        superfluous = {"started": ("queued",), "result": ("queued", "partial"), "error": ("queued",)}.get(op, ())
        for before in (op, *superfluous):
            self._drop(story.latest.pop(before, 0))
        story.latest[op] = number
        if op in ("result", "error"):
            story.ended = time.monotonic()
            for question in story.questions:
                self._drop(question)
            story.questions.clear()

    def answered(self, story: Story, keys: Mapping[str, Any]) -> set[str]:
        """Take out the questions that were answered; the keys of those that it did ask."""
        found = set()
        for number, questions in list(story.questions.items()):
            left = [question for question in questions if question["key"] not in keys]
            found |= {question["key"] for question in questions if question["key"] in keys}
            if left:
                story.questions[number] = left
                self._frames[number].frame = {**self._frames[number].frame, "questions": left}
            else:
                self._drop(number)
                del story.questions[number]
        return found

    def start(self, seen: int | None) -> int:
        """The number after which somebody is told who has seen `seen`, or nothing."""
        # A number of a former session of that name tells nothing of this one.
        return seen if seen is not None and self._first <= seen <= self._number else self._first

    def since(self, number: int) -> list[Told]:
        """What was said after `number`, in order, so much of it as is told at once."""
        found = []
        for newer, kept in reversed(self._frames.items()):
            if newer <= number:
                break
            found.append(Told(newer, kept.story.id, kept.frame))
        return found[::-1][:MAX_TOLD]

    def oldest(self, which: Callable[[Story], bool] = lambda story: True) -> Story | None:
        """The call that has been over for longest; never the one that said the latest word."""
        newest = next(reversed(self._frames.values()), None)
        over = [
            story
            for story in self._stories.values()
            if story.ended is not None and which(story) and (newest is None or story is not newest.story)
        ]
        return min(over, key=lambda story: story.ended or 0.0, default=None)

    def forget(self, story: Story) -> None:
        """Keep nothing of a call."""
        self._stories.pop(story.id, None)
        for number in self._numbers(story):
            self._drop(number)

    def shrink(self, limit: int) -> None:
        """Let go of what is kept, the oldest first, until it has `limit` bytes or nothing is left to let go."""
        while self.bytes > limit:
            old = self.oldest(lambda story: not story.light)
            if old is not None:
                self._lighten(old)
            elif not self._drop_oldest():
                return

    # -- inside --

    def _numbers(self, story: Story) -> list[int]:
        return [number for number, kept in self._frames.items() if kept.story is story]

    def _drop(self, number: int) -> None:
        kept = self._frames.pop(number, None)
        if kept is not None:
            self.bytes -= kept.size

    def _drop_oldest(self) -> bool:
        """Drop the oldest log line, or else the oldest partial result, but the newest frame; False if there is none."""
        newest = next(reversed(self._frames), None)
        for ops in (("log",), ("partial", "progress")):
            for number, kept in self._frames.items():
                if kept.frame["op"] in ops and number != newest:
                    self._drop(number)
                    return True
        return False

    def _lighten(self, story: Story) -> None:
        """Keep nothing of a call that is over but how it ended."""
        story.light = True
        for number in self._numbers(story):
            kept = self._frames[number]
            if kept.frame["op"] not in ("result", "error"):
                self._drop(number)
                continue
            error = kept.frame["error"] if kept.frame["op"] == "error" else LET_GO.to_wire()
            self.bytes -= kept.size - OVERHEAD
            # In its place, so that who has been told of the end is not told again.
            self._frames[number] = _Kept(story, {"op": "error", "error": error}, OVERHEAD)

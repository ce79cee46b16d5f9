"""Tells an MCP client what a running call says: progress, partial results, log lines."""

from __future__ import annotations

import math
import warnings
from typing import Any, get_args

import mcp_types as types
from mcp.server.context import ServerRequestContext

from . import tools

_LEVELS = get_args(types.LoggingLevel)

LEAST_STEP = 1e-6
"""What the progress of a notification is above that of the one before where nothing but the message changed."""


class Teller:
    """For one call.

    Args:
        context: The SDK's context of the request.
        name: What the client calls the function.
        level: The least urgent level of log lines that the client wants.
    """

    def __init__(self, context: ServerRequestContext[Any, Any], name: str, level: str) -> None:
        self._context = context
        self._name = name
        self._level = level
        self._told: float | None = None
        self._told_total: float | None = None
        self._total: float | None = None
        self._base: float = 0
        self._last: float = 0
        self._partials = 0

    async def tell(self, head: dict[str, Any]) -> None:
        """Pass on one frame."""
        op = head["op"]
        if op == "progress":
            await self._progress(head["progress"], head["total"], head["message"])
        elif op == "partial":
            self._partials += 1
            # What `gr.Progress` said counts; else the values do.
            done = self._partials if self._total is None else self._last
            await self._progress(done, self._total, tools.text(head["value"]))
        elif op == "queued":
            await self._progress(0, None, f"Waiting, at place {head['position'] + 1} of {head['size']}")
        elif op == "started":
            await self._progress(0, None, "Running")
        elif op == "log":
            await self._log(head)

    async def done(self) -> None:
        """The call has its result: whoever heard of its progress hears that it is complete."""
        if self._told is None or self._told == self._told_total:
            return
        end = math.floor(self._told) + 1 if self._told_total is None else self._told_total
        await self._context.session.report_progress(end, end, "Done")

    async def _progress(self, done: float, total: float | None, message: str | None) -> None:
        if done < self._last:
            # The function began something new: it comes on top of what was told, for the protocol
            # demands that the progress of each notification is above that of the one before.
            self._base = self._told or 0
        self._last, self._total = done, total
        done += self._base
        if self._told is not None and done <= self._told:
            done = max(self._told + LEAST_STEP, math.nextafter(self._told, math.inf))
        self._told = done
        self._told_total = None if total is None else max(done, self._base + total)
        await self._context.session.report_progress(done, self._told_total, message)

    async def _log(self, head: dict[str, Any]) -> None:
        level = head["level"]
        if _LEVELS.index(level) < _LEVELS.index(self._level):
            return
        text = f"{head['title']}: {head['text']}" if head.get("title") else head["text"]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            sending = self._context.session.send_log_message(
                level=level, data=text, logger=self._name, related_request_id=self._context.request_id
            )
        await sending

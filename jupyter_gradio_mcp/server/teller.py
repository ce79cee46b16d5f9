"""Tells an MCP client what a running call says: progress, partial results, log lines."""

from __future__ import annotations

import math
import warnings
from typing import Any, get_args

import mcp_types as types
from mcp.server.context import ServerRequestContext

from . import tools

_LEVELS = get_args(types.LoggingLevel)


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
        self._told = -math.inf
        self._partials = 0

    async def tell(self, head: dict[str, Any]) -> None:
        """Pass on one frame."""
        op = head["op"]
        if op == "progress":
            await self._progress(head["progress"], head["total"], head["message"])
        elif op == "partial":
            self._partials += 1
            await self._progress(self._partials, None, tools.text(head["value"]))
        elif op == "queued":
            await self._progress(0, None, f"Waiting: {head['position']} calls are ahead")
        elif op == "started":
            await self._progress(0, None, "Running")
        elif op == "log":
            await self._log(head)

    async def _progress(self, done: float, total: float | None, message: str | None) -> None:
        # The protocol demands that each notification's progress is above the one before.
        if done <= self._told:
            done = math.nextafter(self._told, math.inf)
        self._told = done
        await self._context.session.report_progress(done, total, message)

    async def _log(self, head: dict[str, Any]) -> None:
        level = head["level"]
        if _LEVELS.index(level) < _LEVELS.index(self._level):
            return
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            sending = self._context.session.send_log_message(
                level=level, data=head["text"], logger=self._name, related_request_id=self._context.request_id
            )
        await sending

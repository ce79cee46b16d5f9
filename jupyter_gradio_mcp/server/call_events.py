"""Calls as events of Jupyter's own event system: for its event stream, and for a site's log of who did what.

An event costs as much as a tenth of a call, so calls are gathered and told together, off their way.
"""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import Any, Protocol

from .record import Entry

SCHEMA_ID = "https://events.jupyter.org/jupyter_gradio_mcp/calls/v1"

GATHER_SECONDS = 0.5
"""How long calls are gathered."""

SCHEMA: dict[str, Any] = {
    "$id": SCHEMA_ID,
    "version": "1",
    "title": "Calls of notebook functions",
    "description": "Calls that ended since the event before. Arguments are there only if a setting keeps them.",
    "personal-data": True,
    "type": "object",
    "required": ["calls"],
    "properties": {
        "calls": {
            "type": "array",
            "description": "The calls, in the order in which they ended.",
            "items": {
                "type": "object",
                "properties": {
                    "at": {"type": "number", "description": "When it began, in seconds since the epoch."},
                    "notebook": {"type": "string", "description": "Path of the notebook."},
                    "endpoint": {"type": "string", "description": "Name of the function."},
                    "caller": {"type": "string", "description": "Name of the key or user."},
                    "client": {"type": "string", "description": "The program, in its own words."},
                    "via": {"type": "string", "description": "How it came: mcp, rest or queue."},
                    "waited": {"type": "number", "description": "Seconds that it waited for others."},
                    "seconds": {"type": "number", "description": "Seconds that it ran."},
                    "outcome": {"type": "string", "description": "ok, or the code of the error."},
                    "message": {"type": "string", "description": "What the error said."},
                    "arguments": {"type": ["object", "null"], "description": "What the caller sent."},
                    "key": {"type": ["string", "null"], "description": "Id of the access key that called."},
                },
            },
        }
    },
}


class EventLogger(Protocol):
    """What is needed of jupyter_events' logger."""

    def emit(self, *, schema_id: str, data: dict[str, Any]) -> Any:
        """Tell whoever listens."""
        ...


class CallEvents:
    """Gathers calls and tells them.

    Args:
        logger: Jupyter's; it knows the schema.
    """

    def __init__(self, logger: EventLogger) -> None:
        self._logger = logger
        self._gathered: list[Entry] = []

    def add(self, entry: Entry) -> None:
        """A call ended."""
        if not self._gathered:
            asyncio.get_running_loop().call_later(GATHER_SECONDS, self.tell)
        self._gathered.append(entry)

    def tell(self) -> None:
        """Tell what was gathered."""
        calls, self._gathered = self._gathered, []
        if calls:
            self._logger.emit(schema_id=SCHEMA_ID, data={"calls": [asdict(entry) for entry in calls]})

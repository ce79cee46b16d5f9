"""What the client is told when it asks for a list: the server's, or what was last known of it."""

from __future__ import annotations

from typing import Any

from mcp.shared.exceptions import MCPError
from mcp_types import METHOD_NOT_FOUND

from .era import Era, Params
from .greeting import Greeting
from .passage import Away, Passage
from .tools import Tools, names_on
from .upload_tool import UploadTool

LISTS = {
    "tools/list": "tools",
    "resources/list": "resources",
    "resources/templates/list": "resourceTemplates",
    "prompts/list": "prompts",
}
"""The methods, and what their results call the list."""


class Lists:
    """The lists.

    Args:
        era: The client's.
        passage: The way to the server.
        greeting: Says what the client was promised.
        tools: Say which are offered.
        upload: The bridge's own tool; None for none.
    """

    def __init__(self, era: Era, passage: Passage, greeting: Greeting, tools: Tools, upload: UploadTool | None) -> None:
        self._era = era
        self._passage = passage
        self._greeting = greeting
        self._tools = tools
        self._upload = upload
        self._known: dict[tuple[str, str | None], dict[str, Any]] = {}
        self._made_up: set[str] = set()

    async def page(self, method: str, params: Params, id: str | int | None) -> dict[str, Any]:
        """A page of a list.

        Raises:
            MCPError: The server's own error.
        """
        cursor = (params or {}).get("cursor")
        try:
            result = await self._passage.send(method, params, id)
        except Away:
            if (method, cursor) not in self._known:
                self._made_up.add(method)
            result = {**self._known.get((method, cursor), self._empty(method))}
            if "ttlMs" in result:
                result["ttlMs"] = 0
        except MCPError as error:
            ours = method == "tools/list" and self._upload is not None
            # Who began without a server was promised all that one may have.
            made_up = self._greeting.promised_everything or method in self._made_up
            if error.code != METHOD_NOT_FOUND or not (ours or made_up):
                raise
            result = self._empty(method)
        else:
            if method == "tools/list":
                result = self._tools.admitted(result)
            if cursor is None:
                self._known = {at: known for at, known in self._known.items() if at[0] != method}
            self._known[method, cursor] = result
        return self._with_ours(result, cursor) if method == "tools/list" else result

    def _empty(self, method: str) -> dict[str, Any]:
        rest = {"ttlMs": 0, "cacheScope": "private"} if self._era.modern else {}
        return self._era.complete({LISTS[method]: [], **rest})

    def _with_ours(self, page: dict[str, Any], cursor: Any) -> dict[str, Any]:
        """A page of tools; the last one has the bridge's own."""
        before = set() if cursor is None else self._tools.names
        self._tools.names = before | names_on(page)
        if self._upload is None or page.get("nextCursor") is not None:
            return page
        return {**page, "tools": [*page["tools"], self._upload.description(self._tools.names)]}

"""Requests on their way to whatever server there is: sent again once if they surely did not arrive."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mcp.shared.exceptions import MCPError
from mcp_types import HEADER_MISMATCH

from .era import Era, Params, object_of
from .line import Line, LineLost
from .tools import Tools, names_on
from .uplink import Uplink


class Away(Exception):
    """There is no answer of the server, and this is what to say instead."""


class Passage:
    """The way to the server.

    Args:
        uplink: The connection.
        era: The client's.
        tools: Say which arguments go into headers.
    """

    def __init__(self, uplink: Uplink, era: Era, tools: Tools) -> None:
        self._uplink = uplink
        self._era = era
        self._tools = tools

    async def send(self, method: str, params: Params, id: str | int | None) -> dict[str, Any]:
        """A request of the client, and the server's answer.

        Raises:
            MCPError: The server's own error.
            Away: There is no server, or it ended meanwhile.
        """
        detail = ""
        for _ in range(2):
            line = await self._uplink.line()
            if line is None:
                raise Away(f"{self._uplink.problem} It is looked for, and what it offers comes back by itself.")
            try:
                return await self.send_on(line, method, params, id)
            except LineLost as lost:
                line.doubt()
                detail = str(lost)
                if lost.delivered:
                    break
        raise Away(f"{detail[:1].upper()}{detail[1:]}. This has no answer; look whether it was done, and try again.")

    async def send_on(self, line: Line, method: str, params: Params, id: str | int | None) -> dict[str, Any]:
        """The same on one connection.

        Raises:
            MCPError: The server's own error.
            LineLost: There will be no answer.
        """
        try:
            return await line.request(method, params, id=id, headers=self._headers(line, method, params))
        except MCPError as error:
            if error.code != HEADER_MISMATCH or method != "tools/call" or not self._era.modern:
                raise
        # Which arguments go into headers is said in the list of tools, which has changed or was never asked for.
        await self.read_tools(line)
        return await line.request(method, params, id=id, headers=self._headers(line, method, params))

    async def ask(self, line: Line, method: str, params: Mapping[str, Any]) -> dict[str, Any]:
        """A request of the bridge's own."""
        asked = self._era.own(params)
        return await line.request(method, asked or None, headers=self._headers(line, method, asked))

    async def notify(self, line: Line, method: str, params: Params) -> None:
        """A notification."""
        await line.notify(method, params, headers=self._headers(line, method, params))

    async def read_tools(self, line: Line) -> None:
        """Read the server's whole list of tools."""
        names: set[str] = set()
        cursor: Any = None
        for _ in range(100):
            asked = {} if cursor is None else {"cursor": cursor}
            page = self._tools.admitted(await self.ask(line, "tools/list", asked))
            names |= names_on(page)
            cursor = page.get("nextCursor")
            if cursor is None:
                break
        self._tools.names = names

    def _headers(self, line: Line, method: str, params: Params) -> dict[str, str]:
        headers = self._era.headers(line.version, method, params)
        name = (params or {}).get("name")
        if self._era.modern and method == "tools/call" and isinstance(name, str):
            headers |= self._tools.headers(name, object_of(params, "arguments"))
        return headers

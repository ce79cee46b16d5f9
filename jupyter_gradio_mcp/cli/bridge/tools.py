"""The server's tools as far as the bridge must know them: which are offered, and what of a call goes into headers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mcp.shared.inbound import find_invalid_x_mcp_header, mcp_param_headers, x_mcp_header_map

from .era import Era


class Tools:
    """The tools.

    Args:
        only: The names of those to offer; None for all.
        era: The client's.
        log: Told, for people, of those that cannot be offered.

    Attributes:
        names: Those of the list as it was read last.
    """

    def __init__(self, only: frozenset[str] | None, era: Era, log: Callable[[str], object]) -> None:
        self.names: set[str] = set()
        self._only = only
        self._era = era
        self._log = log
        self._headers: dict[str, dict[tuple[str, ...], str]] = {}

    def offers(self, name: Any) -> bool:
        """Whether a tool of that name would be offered."""
        return self._only is None or name in self._only

    @property
    def offered(self) -> str:
        """The names of those to offer, for people."""
        return ", ".join(sorted(self._only or ())) or "none"

    def admitted(self, page: dict[str, Any]) -> dict[str, Any]:
        """A page of the list without tools that were not asked for, or whose headers cannot be sent."""
        tools = []
        for tool in page.get("tools") or ():
            name, schema = tool.get("name"), tool.get("inputSchema")
            if not self.offers(name):
                continue
            if self._era.modern:
                reason = find_invalid_x_mcp_header(schema)
                if reason is not None:
                    self._log(f"the tool '{name}' is left out: {reason}")
                    continue
                self._headers[name] = x_mcp_header_map(schema)
            tools.append(tool)
        return {**page, "tools": tools}

    def headers(self, name: str, arguments: Mapping[str, Any]) -> dict[str, str]:
        """Those of a call's arguments that its tool wants as headers."""
        return mcp_param_headers(self._headers.get(name, {}), arguments)


def names_on(page: dict[str, Any]) -> set[str]:
    """The names of the tools on a page."""
    return {tool.get("name") for tool in page["tools"]}

"""One connection to the notebook server: requests and notifications as they are, and whether one had arrived."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from mcp.shared.dispatcher import CallOptions
from mcp.shared.exceptions import MCPError
from mcp.shared.jsonrpc_dispatcher import JSONRPCDispatcher
from mcp_types import CONNECTION_CLOSED

from .target import Target
from .transport import Fate, Lost, fate_of


class LineLost(Exception):
    """A request has no answer, because of what is between here and there.

    Attributes:
        fate: What came between.
        delivered: Whether the server may have got the request.
    """

    def __init__(self, fate: Fate, detail: str) -> None:
        super().__init__(detail)
        self.fate = fate
        self.delivered = fate == "broken"


class Line:
    """One connection to the server.

    Args:
        target: Where it leads.
        dispatcher: Speaks on it.
        lost: What happened to it.
    """

    def __init__(self, target: Target, dispatcher: JSONRPCDispatcher[Any], lost: Lost) -> None:
        self.target = target
        self.version = ""
        """Revision of the protocol, once it is agreed; of the handshake era only."""
        self.welcome: dict[str, Any] = {}
        """What the server said of itself."""
        self._dispatcher = dispatcher
        self._lost = lost

    async def request(
        self,
        method: str,
        params: Mapping[str, Any] | None,
        *,
        id: str | int | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = None,
    ) -> dict[str, Any]:
        """Send a request as it is and return the result as it is.

        Raises:
            MCPError: The server's own error, as it is.
            LineLost: There will be no answer.
        """
        options: CallOptions = {"request_id": f"bridge-{secrets.token_hex(6)}" if id is None else id}
        if headers:
            options["headers"] = dict(headers)
        if timeout is not None:
            options["timeout"] = timeout
        if method in ("initialize", "server/discover"):
            options["cancel_on_abandon"] = False
        try:
            return await self._dispatcher.send_raw_request(method, params, options)
        except MCPError as error:
            fate = fate_of(error)
            if fate is not None:
                raise LineLost(fate, error.message) from None
            if error.code == CONNECTION_CLOSED and not self.sound:
                raise LineLost("broken", "the connection to the notebook server broke") from None
            raise

    async def notify(
        self, method: str, params: Mapping[str, Any] | None, *, headers: Mapping[str, str] | None = None
    ) -> None:
        """Send a notification as it is."""
        await self._dispatcher.notify(method, params, {"headers": dict(headers)} if headers else None)

    @property
    def sound(self) -> bool:
        """Whether nothing speaks against it."""
        return not (self._lost.happened or self._lost.closed)

    def doubt(self) -> None:
        """Have it looked whether the server is still there."""
        self._lost.happen()

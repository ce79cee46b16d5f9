"""The greetings of both eras: what the client is told of the server, and each new server of the client."""

from __future__ import annotations

from typing import Any

from mcp.shared.exceptions import MCPError
from mcp_types import SERVER_INFO_META_KEY, UNSUPPORTED_PROTOCOL_VERSION
from mcp_types.version import HANDSHAKE_PROTOCOL_VERSIONS, LATEST_HANDSHAKE_VERSION, MODERN_PROTOCOL_VERSIONS

from ..._version import __version__
from .era import Era, Params
from .line import Line
from .passage import Away, Passage
from .uplink import Uplink

INSTRUCTIONS = (
    "The tools are functions in Jupyter notebooks that are open now. The notebook server was not there when this "
    "connection began; the list of tools changes when it is."
)

KINDS = ("tools", "prompts", "resources")
"""What lists there are that can change."""

_EVERYTHING: dict[str, Any] = {
    "tools": {"listChanged": True},
    "resources": {"subscribe": True, "listChanged": True},
    "prompts": {"listChanged": True},
    "completions": {},
    "logging": {},
}
"""What a client is told that begins while there is no server: all that one may have."""


class Greeting:
    """What the client and the server have said of themselves.

    Args:
        era: The client's.
        uplink: The connection.
        passage: The way to the server.
        own_tool: Whether there is a tool of the bridge's own.

    Attributes:
        capabilities: What the client was promised.
        ready: Whether the client has said that its session has begun; in the handshake era.
    """

    def __init__(self, era: Era, uplink: Uplink, passage: Passage, *, own_tool: bool) -> None:
        self.capabilities: dict[str, Any] = {}
        self.ready = False
        self._era = era
        self._uplink = uplink
        self._passage = passage
        self._own_tool = own_tool
        self._client: dict[str, Any] = {}
        self._agreed = ""
        self._answered = False

    @property
    def promised_everything(self) -> bool:
        """Whether the client was promised all that a server may have, because none was there."""
        return self.capabilities is _EVERYTHING

    def another(self) -> bool:
        """A server was greeted: whether the client was answered by another one before, or by the bridge alone."""
        before, self._answered = self._answered, True
        return before

    async def initialize(self, params: dict[str, Any]) -> dict[str, Any]:
        """The greeting of the handshake era, and what it is answered.

        Raises:
            MCPError: The connection began without one, and that is how it goes on.
        """
        again = self._era.modern
        if again:
            line = self._uplink.current
            if line is None or line.welcome:
                requested = params.get("protocolVersion")
                data = {"supported": list(MODERN_PROTOCOL_VERSIONS), "requested": requested}
                raise MCPError(UNSUPPORTED_PROTOCOL_VERSION, "This connection began without a handshake.", data)
            # The server refused the client's first try, and now the client tries the handshake.
        self._client = params
        self._era.begin("handshake", {})
        if again:
            self._uplink.renew()
        line = await self._uplink.line()
        if line is not None and line.welcome:
            result = {**line.welcome, "capabilities": self._promised(line.welcome.get("capabilities"))}
        else:
            self._answered = True
            requested = params.get("protocolVersion")
            result = {
                "protocolVersion": requested if requested in HANDSHAKE_PROTOCOL_VERSIONS else LATEST_HANDSHAKE_VERSION,
                "capabilities": _EVERYTHING,
                "serverInfo": _server_info(),
                "instructions": INSTRUCTIONS,
            }
        self._agreed = str(result.get("protocolVersion", ""))
        self.capabilities = result["capabilities"]
        return result

    async def discover(self, params: Params, id: str | int | None) -> dict[str, Any]:
        """What the client is answered that asks for the server in the modern era."""
        try:
            result = await self._passage.send("server/discover", params, id)
            self.capabilities = self._promised(result.get("capabilities"))
            return {**result, "capabilities": self.capabilities}
        except Away:
            self._answered = True
            self.capabilities = _EVERYTHING
            return {
                "resultType": "complete",
                "supportedVersions": list(MODERN_PROTOCOL_VERSIONS),
                "capabilities": _EVERYTHING,
                "instructions": INSTRUCTIONS,
                "ttlMs": 0,
                "cacheScope": "private",
                "_meta": {SERVER_INFO_META_KEY: _server_info()},
            }

    async def introduce(self, line: Line) -> None:
        """Introduce the client on a new connection."""
        if self._era.modern:
            try:
                line.welcome = await self._passage.ask(line, "server/discover", {})
            except MCPError:
                line.welcome = {}  # a server of the former era; the client will hear it itself
            return
        params = {**self._client, **({"protocolVersion": self._agreed} if self._agreed else {})}
        line.welcome = await line.request("initialize", params)
        line.version = str(line.welcome.get("protocolVersion", ""))
        if self.ready:
            await self._passage.notify(line, "notifications/initialized", None)

    def _promised(self, capabilities: Any) -> dict[str, Any]:
        """What the server can, and what the bridge adds: it tells of changes when a server comes back."""
        found = dict(capabilities) if isinstance(capabilities, dict) else {}
        if self._own_tool:
            found.setdefault("tools", {})
        for kind in KINDS:
            if isinstance(found.get(kind), dict):
                found[kind] = {**found[kind], "listChanged": True}
        return found


def _server_info() -> dict[str, Any]:
    return {"name": "jupyter-gradio-mcp", "title": "Jupyter notebooks", "version": __version__}

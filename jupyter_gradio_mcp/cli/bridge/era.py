"""The protocol era that the client speaks, and how messages of it look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import anyio
from mcp.shared.dispatcher import DispatchContext
from mcp.shared.inbound import (
    MCP_METHOD_HEADER,
    MCP_NAME_HEADER,
    MCP_PROTOCOL_VERSION_HEADER,
    NAME_BEARING_METHODS,
    encode_header_value,
)
from mcp.shared.transport_context import TransportContext
from mcp_types import CLIENT_CAPABILITIES_META_KEY, CLIENT_INFO_META_KEY, PROTOCOL_VERSION_META_KEY

Params = Mapping[str, Any] | None
Context = DispatchContext[TransportContext]


class Era:
    """The era, once the client has begun.

    Attributes:
        name: "handshake" or "modern"; "" before it has begun.
        begun: Set when it has.
    """

    def __init__(self) -> None:
        self.name: Literal["", "handshake", "modern"] = ""
        self.begun = anyio.Event()
        self._envelope: dict[str, Any] = {}

    @property
    def modern(self) -> bool:
        """Whether requests have envelopes, and nothing goes before them."""
        return self.name == "modern"

    @property
    def handshake(self) -> bool:
        """Whether the client and the server greet each other first."""
        return self.name == "handshake"

    def begin(self, name: Literal["handshake", "modern"], envelope: Mapping[str, Any]) -> None:
        """The client's first message, or another try of it.

        Args:
            name: The era of it.
            envelope: Its `_meta`.
        """
        self.name = name
        keys = (PROTOCOL_VERSION_META_KEY, CLIENT_INFO_META_KEY, CLIENT_CAPABILITIES_META_KEY)
        self._envelope = {key: envelope[key] for key in keys if key in envelope}
        self.begun.set()

    def own(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """The parameters of a request of the bridge's own, which it makes in the client's name."""
        return {**params, "_meta": self._envelope} if self.modern else dict(params)

    def complete(self, result: dict[str, Any]) -> dict[str, Any]:
        """A result of the bridge's own, as one of the era."""
        return {**result, "resultType": "complete"} if self.modern else result

    def failure(self, message: str) -> dict[str, Any]:
        """The result of a tool that failed."""
        return self.complete({"content": [{"type": "text", "text": message}], "isError": True})

    def headers(self, version: str, method: str, params: Params) -> dict[str, str]:
        """What the transport says of a message beside it.

        Args:
            version: The revision that was agreed on the connection; of the handshake era only.
            method: The message's method.
            params: Its parameters.
        """
        if self.handshake:
            return {MCP_PROTOCOL_VERSION_HEADER: version} if version else {}
        headers = {
            MCP_PROTOCOL_VERSION_HEADER: str(meta_of(params).get(PROTOCOL_VERSION_META_KEY, "")),
            MCP_METHOD_HEADER: method,
        }
        name = (params or {}).get(NAME_BEARING_METHODS.get(method, ""))
        if isinstance(name, str):
            headers[MCP_NAME_HEADER] = encode_header_value(name)
        return headers


def enveloped(params: Params) -> bool:
    """Whether a request has the envelope of the modern era."""
    return PROTOCOL_VERSION_META_KEY in meta_of(params)


def meta_of(params: Params) -> dict[str, Any]:
    """What a message has beside its parameters."""
    return dict(object_of(params, "_meta"))


def object_of(params: Params, name: str) -> Mapping[str, Any]:
    """A parameter that is an object; an empty one if it is none."""
    found = (params or {}).get(name)
    return found if isinstance(found, Mapping) else {}

"""Which addresses of the network may be dialled for a caller: those of the internet at large, and named hosts."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

from tornado.netutil import Resolver

from ..internet import is_public


class NoAddress(OSError):
    """A host has no address that may be dialled."""


class AdmittedAddresses(Resolver):
    """Resolves hosts to those of their addresses that may be dialled."""

    def initialize(self, allowed: frozenset[str]) -> None:
        self._allowed = allowed

    async def resolve(
        self, host: str, port: int, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[tuple[int, Any]]:
        """The addresses.

        Raises:
            NoAddress: There is none.
        """
        try:
            found = await look_up(host, port, family)
        except (OSError, UnicodeError):
            found = []
        if not is_allowed(self._allowed, host, port):
            found = [(kind, address) for kind, address in found if is_public(address[0])]
        if not found:
            raise NoAddress
        return found


async def look_up(host: str, port: int, family: socket.AddressFamily) -> list[tuple[int, Any]]:
    """All addresses of a host, admitted or not."""
    infos = await asyncio.get_running_loop().getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM)
    return [(kind, address) for kind, _, _, _, address in infos]


def is_allowed(allowed: frozenset[str], host: str, port: int) -> bool:
    """Whether a host is among those that may be dialled whatever its address is, by `host` or `host:port`."""
    host = host.lower()
    names = (host, f"[{host}]", f"[{host}]:{port}") if ":" in host else (host, f"{host}:{port}")
    return not allowed.isdisjoint(names)

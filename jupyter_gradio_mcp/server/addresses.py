"""Which addresses of the network may be dialled for a caller: those of the internet at large, and named hosts."""

from __future__ import annotations

import asyncio
import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any

from tornado.netutil import Resolver

GLOBAL_UNICAST = IPv6Network("2000::/3")
NAT64 = IPv6Network("64:ff9b::/96")


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


def is_public(address: str) -> bool:
    """Whether an address belongs to the internet at large.

    An IPv6 address that stands for an IPv4 address is judged by that one.

    Args:
        address: The address, as the resolver gives it.
    """
    ip = _unwrapped(ip_address(address.partition("%")[0]))
    if isinstance(ip, IPv6Address) and ip not in GLOBAL_UNICAST:
        # `is_global` holds for site-local, IPv4-compatible and local NAT64 addresses.
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _unwrapped(ip: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    if isinstance(ip, IPv4Address):
        return ip
    if ip in NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or ip

"""The server's end of the links: a socket that kernels dial, and one connection for each.

The end of a connection is how the server learns that a kernel restarted or died: its endpoints
vanish and its running calls fail at that moment, with nothing to poll.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import secrets
import shutil
import socket
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from .. import protocol
from .._version import __version__
from ..descriptions import EndpointInfo, FileSettings
from ..errors import CallError, InvalidArguments, KernelGone, PayloadTooLarge, QueueFull
from ..panels import PanelInfo
from ..protocol import EventInfo, Published, RequestInfo, Viewer
from . import folders
from .calls import Call

Ended = Callable[[Call, dict[str, Any]], None]
"""Told of a call that is over, and of its last frame."""

HANDSHAKE_SECONDS = 5.0
"""How long a dialler has to prove who it is."""

MAX_SOCKET_PATH = 100
"""Bytes that the path of a unix socket may have on every system."""


class Switchboard(Protocol):
    """What connections need of the server around them."""

    def session_key(self, kernel: str) -> bytes | None:
        """The Jupyter session key of a kernel that this server runs; None for any other."""
        ...

    async def publish(
        self, kernel: str, endpoints: list[EndpointInfo], files: FileSettings, panels: list[PanelInfo]
    ) -> Published:
        """Take what a kernel offers now; the answer goes back to it."""
        ...

    async def manage(self, kernel: str, verb: str, arguments: dict[str, Any]) -> Any:
        """Do what the owner of a notebook asks by a magic; a `CallError` goes back to it."""
        ...

    def cache(self, kernel: str, temporary: str | None) -> str:
        """The folder for the results of a kernel that has proved who it is."""
        ...

    def lost(self, kernel: str) -> None:
        """The connection of a kernel is over."""
        ...

    def active(self, kernel: str) -> None:
        """A kernel works for a caller: neither it nor the server is idle."""
        ...


class KernelConnection(asyncio.Protocol):
    """One kernel's connection: handshake, then frames."""

    def __init__(self, kernels: Kernels) -> None:
        self._kernels = kernels
        self._nonce = secrets.token_hex(16)
        self._decoder = protocol.Decoder(max_head=protocol.MAX_HANDSHAKE, max_tail=0)
        self._transport: asyncio.Transport | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._published: asyncio.Task[None] | None = None
        self._managing: set[asyncio.Task[None]] = set()
        self._calls_made = 0
        self.kernel: str | None = None
        self.calls: dict[int, Call] = {}
        self._running: Counter[str] = Counter()

    # -- asyncio.Protocol --

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Challenge whoever dialled."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        dialled = transport.get_extra_info("socket")
        if dialled is not None and dialled.family != getattr(socket, "AF_UNIX", None):
            dialled.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._timer = asyncio.get_running_loop().call_later(HANDSHAKE_SECONDS, transport.abort)
        self._kernels.diallers.add(self)
        self.send({"op": "challenge", "nonce": self._nonce, "protocol": protocol.PROTOCOL, "version": __version__})

    def data_received(self, data: bytes) -> None:
        """Take the frames that are complete."""
        try:
            for frame in self._decoder.feed(data):
                self._take(frame.head, frame.size)
        except (protocol.ProtocolError, KeyError, TypeError) as error:
            self._kernels.log.warning("A kernel link sent a malformed frame and was closed: %s", error)
            self.close()

    def connection_lost(self, error: Exception | None) -> None:
        """The kernel restarted, died, or closed the link."""
        self._stop_timer()
        self._kernels.diallers.discard(self)
        for call in list(self.calls.values()):
            name = call.endpoint["name"]
            call.fail(KernelGone(f"The kernel of '{name}' restarted or died while it ran. Run its cell again."))
        if self.kernel is not None:
            self._kernels.left(self.kernel, self)

    # -- calls --

    def send(self, head: Any) -> None:
        """Send one frame. On a closed connection it is dropped; `connection_lost` answers."""
        self._write(protocol.encode(head))

    def call(
        self,
        endpoint: EndpointInfo,
        arguments: dict[str, Any],
        limit: float | None,
        ended: Ended = lambda call, head: None,
        *,
        watched: bool = False,
        request: RequestInfo | None = None,
        viewer: Viewer | None = None,
        event: EventInfo | None = None,
    ) -> Call:
        """Begin a call of one of the kernel's endpoints.

        Raises:
            InvalidArguments: An argument is no JSON: Python reads `NaN` and `Infinity`, JSON has none.
            PayloadTooLarge: They are larger than a frame may be.
        """
        self._calls_made += 1
        head = {"op": "call", "id": self._calls_made, "endpoint": endpoint["name"], "arguments": arguments}
        more = {"watched": watched or None, "request": request, "viewer": viewer, "event": event}
        head |= {name: value for name, value in more.items() if value is not None}
        try:
            frame = protocol.encode(head)
        except protocol.ProtocolError as error:
            raise PayloadTooLarge(f"The arguments are too large: {error}.") from error
        except (ValueError, RecursionError) as error:
            raise InvalidArguments(f"The arguments are no JSON: {error}") from error

        def count(call: Call, head: dict[str, Any]) -> None:
            self._running[endpoint["name"]] -= 1
            ended(call, head)

        self._running[endpoint["name"]] += 1
        call = self.calls[self._calls_made] = Call(self._calls_made, self, endpoint, limit, count)
        self._write(frame)
        return call

    def running(self, name: str) -> int:
        """How many calls of one function have begun and are not over."""
        return self._running[name]

    def asking(self, name: str) -> int:
        """How many of them wait for their callers' answers; they take no place."""
        return sum(call.asking and call.endpoint["name"] == name for call in self.calls.values())

    def close(self) -> None:
        """Hang up."""
        if self._transport is not None:
            self._transport.abort()

    # -- inside --

    def _write(self, frame: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(frame)

    def _take(self, head: dict[str, Any], size: int) -> None:
        if self.kernel is None:
            self._greet(head)
            return
        op = head["op"]
        if op == "publish":
            before, self._published = self._published, None
            self._published = asyncio.ensure_future(self._publish(head, before))
            return
        if op == "manage":
            asked = asyncio.ensure_future(self._manage(head, self._published))
            self._managing.add(asked)
            asked.add_done_callback(self._managing.discard)
            return
        call = self.calls.get(head["id"])
        if call is not None:
            call.receive(head, size)

    def _greet(self, head: dict[str, Any]) -> None:
        if head["op"] != "hello":
            raise protocol.ProtocolError(f"expected 'hello', not {head['op']!r}")
        if head["protocol"] != protocol.PROTOCOL:
            self._refuse(protocol.REFUSED_VERSION)
            return
        kernel, mac, nonce = str(head["kernel"]), str(head["mac"]), str(head["nonce"])
        key = self._kernels.switchboard.session_key(kernel)
        if key is None or not protocol.proved(key, "kernel", self._nonce, kernel, mac):
            self._kernels.log.warning("A kernel link was refused: whoever dialled is not kernel %s.", kernel[:64])
            self._refuse(protocol.REFUSED_KERNEL)
            return
        self._stop_timer()
        self._kernels.diallers.discard(self)
        self.kernel = kernel
        self._decoder.max_head, self._decoder.max_tail = protocol.MAX_HEAD, protocol.MAX_TAIL
        self._kernels.joined(kernel, self)
        proof = protocol.prove(key, "server", nonce, kernel)
        cache = self._kernels.switchboard.cache(kernel, head.get("temporary"))
        self.send({"op": "welcome", "mac": proof, "cache": cache})

    async def _manage(self, head: dict[str, Any], before: asyncio.Task[None] | None) -> None:
        if before is not None:
            with contextlib.suppress(Exception):
                await before
        assert self.kernel is not None
        value, error = None, None
        try:
            value = await self._kernels.switchboard.manage(self.kernel, head["verb"], head["arguments"])
        except CallError as refused:
            error = refused.to_wire()
        except OSError as wrong:
            error = CallError(f"The notebook server cannot do this: {wrong.strerror}.").to_wire()
        except (KeyError, TypeError, ValueError, AttributeError) as wrong:
            error = InvalidArguments(f"The server does not understand this: {wrong!r}").to_wire()
        self.send({"op": "managed", "id": head.get("id"), "value": value, "error": error})

    def _refuse(self, reason: str) -> None:
        self.send({"op": "refused", "reason": reason, "version": __version__})
        if self._transport is not None:
            self._transport.close()

    async def _publish(self, head: dict[str, Any], before: asyncio.Task[None] | None) -> None:
        # One after the other: two quick cells must not overtake each other.
        if before is not None:
            with contextlib.suppress(Exception):
                await before
        assert self.kernel is not None
        if not self._kernels.holds(self.kernel, self):
            return
        try:
            for endpoint in head["endpoints"]:
                # One that lacks a field would fail every list that it is in, those of other notebooks too.
                if missing := EndpointInfo.__annotations__.keys() - endpoint.keys():
                    raise KeyError(*sorted(missing))
            if missing := FileSettings.__annotations__.keys() - head["files"].keys():
                raise KeyError(*sorted(missing))
            for panel in head["panels"]:
                if missing := PanelInfo.__annotations__.keys() - panel.keys():
                    raise KeyError(*sorted(missing))
            answer = await self._kernels.switchboard.publish(
                self.kernel, head["endpoints"], head["files"], head["panels"]
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            self._kernels.log.warning("A kernel published what is no list of endpoints: %r", error)
            self.close()
            return
        self.send({**answer, "op": "published", "id": head["id"]})

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


class Kernels:
    """All kernels that have dialled, and the socket they dial.

    Args:
        switchboard: The server around it.
        log: Where refusals are told.
    """

    def __init__(self, switchboard: Switchboard, log: logging.Logger | logging.LoggerAdapter[Any]) -> None:
        self.switchboard = switchboard
        self.log = log
        self.diallers: set[KernelConnection] = set()
        self._connections: dict[str, KernelConnection] = {}
        self._server: asyncio.AbstractServer | None = None
        self._folder: Path | None = None
        self._pulse: asyncio.Task[None] | None = None

    async def listen(self, transport: str = "auto") -> str:
        """Wait for kernels.

        Args:
            transport: `unix`, `tcp`, or `auto`: a unix socket where the system has them.

        Returns:
            The address, for `protocol.ADDRESS_VARIABLE` in the kernels' environment.
        """
        loop = asyncio.get_running_loop()
        if transport == "unix" or (transport == "auto" and hasattr(socket, "AF_UNIX")):
            folders.sweep()
            self._folder = folders.make()
            path = str(self._folder / "link")
            if len(os.fsencode(path)) <= MAX_SOCKET_PATH:
                self._server = await loop.create_unix_server(lambda: KernelConnection(self), path)
                address = f"unix:{path}"
        if self._server is None:
            self._server = await loop.create_server(lambda: KernelConnection(self), "127.0.0.1", 0)
            port = self._server.sockets[0].getsockname()[1]
            address = f"tcp:127.0.0.1:{port}"
        self._pulse = asyncio.ensure_future(self._keep_active())
        return address

    async def close(self) -> None:
        """Hang up on every kernel and take the socket away."""
        if self._pulse is not None:
            self._pulse.cancel()
        if self._server is not None:
            self._server.close()
        for connection in [*self.diallers, *self._connections.values()]:
            connection.close()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def call(
        self,
        kernel: str,
        endpoint: EndpointInfo,
        arguments: dict[str, Any],
        limit: float | None,
        ended: Ended = lambda call, head: None,
        *,
        watched: bool = False,
        request: RequestInfo | None = None,
        viewer: Viewer | None = None,
        event: EventInfo | None = None,
    ) -> Call:
        """Begin a call on a kernel.

        Args:
            kernel: Its id.
            endpoint: What is called.
            arguments: By name; files among them are on this machine.
            limit: Seconds that the function may run; None is no limit.
            ended: Told of the last frame, once.
            watched: Whether the caller wants to hear that it runs also if it did not wait.
            request: What the function is told of the request.
            viewer: Whom a panel shows the result to; None where no panel calls.
            event: The event that it is told of.

        Raises:
            KernelGone: It has just gone.
            QueueFull: As many calls wait for the function as may.
            InvalidArguments: An argument is no JSON.
        """
        connection = self._connections.get(kernel)
        if connection is None:
            raise KernelGone(f"The kernel of '{endpoint['name']}' has gone. Run its cell again.")
        name, concurrency = endpoint["name"], endpoint["concurrency"]
        # The kernel counts too, for it alone sees the calls of a panel; here it can be said before
        # the caller is told that its call has begun.
        room = None if concurrency is None else concurrency + endpoint["max_size"]
        if room is not None and connection.running(name) >= room <= connection.running(name) - connection.asking(name):
            raise QueueFull(f"{endpoint['max_size']} calls wait for '{name}' already. Try again later.")
        self.switchboard.active(kernel)
        more: dict[str, Any] = {"watched": watched, "request": request, "viewer": viewer, "event": event}
        return connection.call(endpoint, arguments, limit, ended, **more)

    # -- what connections report --

    def joined(self, kernel: str, connection: KernelConnection) -> None:
        """A kernel proved who it is. It may do so anew before its former link was seen to end."""
        former = self._connections.get(kernel)
        self._connections[kernel] = connection
        if former is not None:
            former.close()

    def left(self, kernel: str, connection: KernelConnection) -> None:
        """A connection is over."""
        if self.holds(kernel, connection):
            del self._connections[kernel]
            self.switchboard.lost(kernel)

    def holds(self, kernel: str, connection: KernelConnection) -> bool:
        """Whether this is the kernel's present connection."""
        return self._connections.get(kernel) is connection

    async def _keep_active(self) -> None:
        # A call of an hour must not look like an idle kernel to a culler.
        while True:
            await asyncio.sleep(30)
            for kernel, connection in self._connections.items():
                if connection.calls:
                    self.switchboard.active(kernel)

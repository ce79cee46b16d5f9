"""The kernel's end of the connection to the notebook server: one socket, dialled by the kernel.

Threads take turns in reading (leader/followers): the one that reads a call runs it, and another
takes over the reading. So a call costs a single hand-over of the interpreter lock, and a cancel is
seen while functions run. A bounded number of threads runs calls; beyond it they go to a queue, so
that there is always one left to read.
"""

from __future__ import annotations

import os
import re
import secrets
import socket
import sys
import threading
import weakref
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

from .. import protocol
from .._version import __version__
from ..descriptions import EndpointInfo, FileSettings
from ..errors import LinkError, NoServer, VersionMismatch, from_wire
from ..panels import PanelInfo
from ..protocol import Published
from .call import THREAD, Call
from .calls import Calls, run_all
from .files import temporary
from .lanes import Work

MAX_THREADS = 64
"""Threads that may run synchronous functions at a time."""

SPARE_THREADS = 4
"""Threads that wait for work when there is none."""

HANDSHAKE_TIMEOUT = 5.0
"""Seconds for dialling and for each answer of the server to the kernel's own requests."""

SWITCH_INTERVAL = 0.001
"""Seconds after which a busy cell lets another thread run, while a link is open. With Python's own
5 ms a call waits that long for each time it needs the interpreter lock."""


class Identity(Protocol):
    """Who dials: an id that the server knows, the key that proves it, and where the server waits."""

    @property
    def id(self) -> str:
        """What the server calls it."""
        ...

    @property
    def key(self) -> bytes:
        """What proves it."""
        ...

    @property
    def address(self) -> str:
        """Where the server waits, as in `protocol.ADDRESS_VARIABLE`."""
        ...


class KernelIdentity:
    """Which kernel this process is, and the key that proves it.

    Args:
        kernel: The ipykernel.

    Raises:
        NoServer: The kernel was not started by a Jupyter server.
    """

    def __init__(self, kernel: Any) -> None:
        from ipykernel.connect import get_connection_file

        try:
            file = os.path.basename(get_connection_file())
        except RuntimeError:
            file = ""
        match = re.fullmatch(r"kernel-(.+)\.json", file)
        if kernel is None or match is None:
            raise NoServer("this is not a kernel of a notebook server")
        self.id = match.group(1)
        self.key: bytes = kernel.session.key

    @property
    def address(self) -> str:
        """Where the notebook server waits for its kernels.

        Raises:
            NoServer: The environment names no such place.
        """
        return address()


def address() -> str:
    """Where the notebook server waits for its kernels.

    Raises:
        NoServer: The environment names no such place.
    """
    found = os.environ.get(protocol.ADDRESS_VARIABLE, "")
    if not found:
        raise NoServer("no notebook server with the extension started this kernel")
    return found


class SocketLink:
    """A connection to the notebook server on this machine, and the channel of its calls.

    Args:
        calls: Runs the calls that come in.
        identity: Who this process is.

    Raises:
        NoServer: Nobody answers, or the server did not start this kernel.
        VersionMismatch: The server speaks another version of the protocol.
    """

    def __init__(self, calls: Calls, identity: Identity) -> None:
        self.calls: dict[int, Call] = {}
        self._engine = calls
        # The garbage collector may end a generator while this thread sends, and that may have something to say.
        self._sending = threading.RLock()
        self._reading = threading.Lock()
        self._state = threading.Lock()
        self._threads = 0
        self._busy = 0
        self._waiting: deque[Work] = deque()
        self._answers: dict[int, Any] = {}
        self._answered = threading.Condition()
        self._requests = 0
        self._received: deque[protocol.Frame] = deque()
        self._decoder = protocol.Decoder(max_head=protocol.MAX_HANDSHAKE, max_tail=0)
        self._socket = _dial(identity.address)
        self.open = True
        try:
            self._shake_hands(identity)
        except BaseException:
            self.close()
            raise
        self._decoder.max_head, self._decoder.max_tail = protocol.MAX_HEAD, protocol.MAX_TAIL
        self._socket.settimeout(None)
        _sockets.add(self._socket)
        self._switch_interval = sys.getswitchinterval()
        sys.setswitchinterval(min(SWITCH_INTERVAL, self._switch_interval))
        self._add_thread()

    # -- what the kernel says --

    def publish(
        self, endpoints: Sequence[EndpointInfo], files: FileSettings, panels: Sequence[PanelInfo] = ()
    ) -> Published:
        """Tell the server all that this notebook offers now; return where it is reachable.

        Raises:
            LinkError: The server went away or did not answer in time.
        """
        answer: Published = self._ask(
            {"op": "publish", "endpoints": list(endpoints), "files": files, "panels": list(panels)}
        )
        return answer

    def manage(self, verb: str, arguments: dict[str, Any]) -> Any:
        """Ask the server for what `protocol.ManageFrame` lists.

        Raises:
            LinkError: The server went away or did not answer in time.
            CallError: It refused.
        """
        answer = self._ask({"op": "manage", "verb": verb, "arguments": arguments})
        if answer["error"] is not None:
            raise from_wire(answer["error"])
        return answer["value"]

    def _ask(self, head: dict[str, Any]) -> Any:
        """Send a request of the kernel's own and wait for its answer."""
        with self._answered:
            self._requests += 1
            request = self._requests
            self._answers[request] = None
        self.send({**head, "id": request})
        with self._answered:
            self._answered.wait_for(lambda: self._answers[request] or not self.open, HANDSHAKE_TIMEOUT)
            answer = self._answers.pop(request)
        if answer is None:
            raise LinkError("the notebook server did not answer")
        return answer

    def send(self, head: dict[str, Any], tail: bytes = b"") -> None:
        """Send one frame. One that cannot be sent is dropped: its reader has gone."""
        data = protocol.encode(head, tail)
        with self._sending, suppress(OSError):
            self._socket.sendall(data)

    def close(self) -> None:
        """Hang up. The server drops the endpoints; running calls are cancelled."""
        if not self.open:
            return
        self.open = False
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        if hasattr(self, "_switch_interval"):
            sys.setswitchinterval(self._switch_interval)
        self._engine.abandon(self)
        with self._answered:
            self._answered.notify_all()

    # -- reading --

    def _shake_hands(self, identity: Identity) -> None:
        challenge = self._expect("challenge")
        # Refused here rather than by the server: of the two, this side can show it in the cell.
        if challenge["protocol"] != protocol.PROTOCOL:
            raise _mismatch(challenge["version"])
        nonce = secrets.token_hex(16)
        hello: protocol.Hello = {
            "op": "hello",
            "kernel": identity.id,
            "temporary": temporary(),
            "nonce": nonce,
            "mac": protocol.prove(identity.key, "kernel", challenge["nonce"], identity.id),
            "protocol": protocol.PROTOCOL,
            "version": __version__,
        }
        self._socket.sendall(protocol.encode(hello))
        answer = self._next_frame()
        if answer is not None and answer.head["op"] == "refused":
            if answer.head.get("reason") == protocol.REFUSED_VERSION:
                raise _mismatch(answer.head.get("version", "?"))
            raise NoServer("the notebook server at hand did not start this kernel")
        if answer is None or answer.head["op"] != "welcome":
            raise NoServer("the notebook server hung up")
        if not protocol.proved(identity.key, "server", nonce, identity.id, answer.head.get("mac", "")):
            raise NoServer("whoever answered is not the notebook server of this kernel")
        self.cache = Path(answer.head["cache"])

    def _expect(self, op: str) -> dict[str, Any]:
        frame = self._next_frame()
        if frame is None or frame.head["op"] != op:
            raise NoServer("the notebook server hung up")
        return frame.head

    def _next_frame(self) -> protocol.Frame | None:
        """The next frame, waiting for it; None when the connection is over."""
        try:
            while not self._received:
                data = self._socket.recv(1 << 16)
                if not data:
                    return None
                self._received.extend(self._decoder.feed(data))
        except (OSError, protocol.ProtocolError):
            return None
        return self._received.popleft()

    def _add_thread(self, work: Work | None = None) -> None:
        self._threads += 1
        threading.Thread(target=self._serve, args=(work,), name="gradio-mcp-link", daemon=True).start()

    @contextmanager
    def _aside(self) -> Iterator[None]:
        """The thread waits for a caller, perhaps for long, and counts as none of those that run functions."""
        with self._state:
            self._threads -= 1
            self._busy -= 1
            if self._waiting:
                self._busy += 1
                self._add_thread(self._waiting.popleft())
        try:
            yield
        finally:
            with self._state:
                self._threads += 1
                self._busy += 1

    def _serve(self, work: Work | None) -> None:
        THREAD.aside = self._aside
        if work is not None and not self._work(work):
            return
        while True:
            with self._reading:
                frame = self._next_frame() if self.open else None
                if frame is None:
                    break
                work = self._take(frame)
                if work is None:
                    continue
                with self._state:
                    if self._busy + 1 >= MAX_THREADS:
                        self._waiting.append(work)
                        continue
                    self._busy += 1
                    if self._busy == self._threads:
                        self._add_thread()
            if not self._work(work):
                return
        self.close()

    def _work(self, work: Work | None) -> bool:
        """Run `work` and what has queued up since. False: this thread is one too many."""
        while work is not None:
            run_all(work)
            with self._state:
                work = self._waiting.popleft() if self._waiting else None
                if work is None:
                    self._busy -= 1
                    if self._threads - self._busy > SPARE_THREADS:
                        self._threads -= 1
                        return False
        return True

    def _take(self, frame: protocol.Frame) -> Work | None:
        head = frame.head
        op = head["op"]
        if op == "call":
            return self._engine.begin(
                *(head["id"], head["endpoint"], head["arguments"], self),
                watched=head.get("watched", False),
                request=head.get("request"),
                viewer=head.get("viewer"),
                event=head.get("event"),
            )
        if op == "cancel":
            self._engine.cancel(head["id"], self)
        elif op == "answer":
            self._engine.answer(head, self)
        elif op in ("published", "managed"):
            with self._answered:
                if head["id"] in self._answers:
                    self._answers[head["id"]] = head
                self._answered.notify_all()
        # Whatever else a newer server of the same protocol may say is not for this version.
        return None


def _dial(place: str) -> socket.socket:
    kind, _, rest = place.partition(":")
    try:
        if kind == "unix":
            dialled = socket.socket(socket.AF_UNIX)
            dialled.settimeout(HANDSHAKE_TIMEOUT)
            dialled.connect(rest)
        else:
            host, _, port = rest.rpartition(":")
            dialled = socket.create_connection((host, int(port)), HANDSHAKE_TIMEOUT)
            dialled.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except (OSError, ValueError) as error:
        raise NoServer("the notebook server that started this kernel does not answer") from error
    return dialled


def _mismatch(version: str) -> VersionMismatch:
    return VersionMismatch(
        f"jupyter-gradio-mcp is {__version__} in this kernel's environment and {version} in the notebook server's"
    )


_sockets: weakref.WeakSet[socket.socket] = weakref.WeakSet()


def _close_in_child() -> None:
    # A forked child that held the socket would keep the server from seeing this kernel die.
    for inherited in list(_sockets):
        inherited.close()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_close_in_child)

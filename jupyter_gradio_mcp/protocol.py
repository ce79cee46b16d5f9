"""Every frame that travels between a kernel and the notebook server, and how it looks on the wire.

This is the only module that both sides import. A frame is a JSON object, the *head*, and a binary
*tail* that is empty for most; on the wire, 12 bytes with both lengths come first::

    !IQ  len(head)  len(tail) | head (UTF-8 JSON) | tail

A connection starts with a handshake in which each side proves that it holds the kernel's Jupyter
session key, which only the server that started the kernel and the kernel itself know. The key
never travels::

    server -> challenge(nonce, protocol, version)
    kernel -> hello(kernel, nonce, mac, protocol, version)
    server -> welcome(mac, cache) | refused(reason)

Then, server to kernel: `published`, `managed`, `call`, `cancel`, `answer`. Kernel to server: `publish`,
`manage`, `queued`, `started`, `progress`, `partial`, `log`, `ask`, `result`, `error`. Every `call` is answered by
exactly one `result` or `error`, and every question of an `ask` in one `answer`.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import struct
from typing import Any, Literal, NamedTuple, TypedDict

from .descriptions import EndpointInfo, FileSettings
from .errors import InvalidRequest
from .panels import PanelInfo

PROTOCOL = 4
"""Number of the protocol. Both sides must have the same; it is not the package's version."""

ADDRESS_VARIABLE = "JUPYTER_GRADIO_MCP_ADDRESS"
"""Environment variable by which a server tells its kernels where to dial:
`unix:/path/of/socket` or `tcp:127.0.0.1:port`."""

PROGRAM_VARIABLE = "JUPYTER_GRADIO_MCP_PROGRAM"
"""Environment variable by which a server tells a program that it starts (`serve app.py`) who that is for it:
`name:key`, the key in hexadecimal."""

MAX_HEAD = 256 << 20
"""Largest head in bytes. A larger one is malformed and ends the connection."""

MAX_TAIL = 4 << 30
"""Largest tail in bytes."""

MAX_HANDSHAKE = 64 << 10
"""Largest head in bytes before the other side has proved who it is."""

_LENGTHS = struct.Struct("!IQ")


class ProtocolError(ValueError):
    """The bytes are no frame of this protocol. The connection cannot be used any further."""


class Frame(NamedTuple):
    """One message between the sides; `size` is what it took on the wire, in bytes."""

    head: dict[str, Any]
    tail: bytes
    size: int = 0


# --- the shapes of the heads -----------------------------------------------------------------


class Challenge(TypedDict):
    """Server → kernel, first of all."""

    op: Literal["challenge"]
    nonce: str
    protocol: int
    version: str


class Hello(TypedDict):
    """Kernel → server: who dials, and the proof. `temporary` is where it wants its cache; None
    leaves that to the server."""

    op: Literal["hello"]
    kernel: str
    temporary: str | None
    nonce: str
    mac: str
    protocol: int
    version: str


class Welcome(TypedDict):
    """Server → kernel: the handshake is done, and this is the right server. `cache` is the folder
    that results are copied into; both sides read and write it."""

    op: Literal["welcome"]
    mac: str
    cache: str


class Refused(TypedDict):
    """Server → kernel: the connection is closed now. `reason` is one of the `REFUSED_*` words."""

    op: Literal["refused"]
    reason: str
    version: str


REFUSED_VERSION = "version"
REFUSED_KERNEL = "kernel"


class Publish(TypedDict):
    """Kernel → server: the endpoints that this kernel offers from now on, all of them, and their panels."""

    op: Literal["publish"]
    id: int
    endpoints: list[EndpointInfo]
    files: FileSettings
    panels: list[PanelInfo]


class OfferedEndpoint(TypedDict):
    """Where one published endpoint is reachable."""

    name: str
    union_name: str


class Published(TypedDict):
    """Server → kernel, in answer to `publish`: names and places, for the cell to show.

    `url` is the server as a person reaches it, ending in its base URL; `app_url` this notebook's.
    """

    op: Literal["published"]
    id: int
    url: str
    app_url: str
    mcp: bool
    endpoints: list[OfferedEndpoint]


class ManageFrame(TypedDict):
    """Kernel → server: what the notebook's owner asks of the server by a magic.

    `create_key`, `list_keys`, `revoke_key`, `pause` and `state` (what is paused), with arguments as
    of the routes of the same purpose; a key is limited to this notebook unless the arguments say otherwise.
    """

    op: Literal["manage"]
    id: int
    verb: str
    arguments: dict[str, Any]


class ManagedFrame(TypedDict):
    """Server → kernel, in answer to `manage`: a value, or an error (`CallError.to_wire()`)."""

    op: Literal["managed"]
    id: int
    value: Any
    error: dict[str, Any] | None


class RequestInfo(TypedDict):
    """What a function may see of the request that called it; never the credential that opened us.

    Attributes:
        headers: By lower-case name. For an endpoint that is not given the request, just its `headers`.
        query: The query parameters.
        cookies: The cookies.
        url: The address, without a credential.
        method: The HTTP method.
        host: The client's address.
        user: What people call who asks: the user, or the access key's name.
        client: The program that asks, in its own words.
        session: The caller's session, by a name that tells nothing; None where there is none.
    """

    headers: dict[str, str]
    query: dict[str, str]
    cookies: dict[str, str]
    url: str
    method: str
    host: str
    user: str
    client: str
    session: str | None


class EventInfo(TypedDict):
    """The event that began a call, for a function that wants to know.

    Attributes:
        trigger: Which of what the function listens to, by its place; None if nobody says.
        data: What the event tells, by its kind; None for nothing. Files in it are checked as those in arguments.
    """

    trigger: int | None
    data: Any


Viewer = Literal["owner", "guest"]


class CallFrame(TypedDict, total=False):
    """Server → kernel: run a function. `arguments` are named, as the caller sent them; but files
    are `FileData` whose path the server has checked, or has fetched the file to. `watched` asks for
    `started` also if the call does not wait. `request` is there for an endpoint that wants it. `viewer` tells that a
    panel shows the result to somebody: large tables go by pages then (`panels.TableValue`), and the error frame that
    the notebook's `owner` gets has a `traceback`. `event` is there for an endpoint that wants it, if there was one."""

    op: Literal["call"]
    id: int
    endpoint: str
    arguments: dict[str, Any]
    watched: bool
    request: RequestInfo
    viewer: Viewer
    event: EventInfo


class CancelFrame(TypedDict):
    """Server → kernel: nobody waits for this call any more, or it took too long."""

    op: Literal["cancel"]
    id: int


class Question(TypedDict):
    """One thing that a function wants of its caller.

    Attributes:
        key: Tells it from the others of its call.
        method: MCP's method for it: `elicitation/create`, `sampling/createMessage` or `roots/list`.
        params: The parameters of that method, as MCP has them.
    """

    key: str
    method: Literal["elicitation/create", "sampling/createMessage", "roots/list"]
    params: dict[str, Any]


CAPABILITIES: dict[str, str] = {
    "elicitation/create": "elicitation",
    "sampling/createMessage": "sampling",
    "roots/list": "roots",
}
"""What a client of MCP must be able to do to be asked by each method."""


class AskFrame(TypedDict):
    """Kernel → server: the function asks whoever called it, and waits."""

    op: Literal["ask"]
    id: int
    questions: list[Question]


class AnswerFrame(TypedDict):
    """Server → kernel, in answer to questions: by key MCP's result; None for what this caller cannot be asked."""

    op: Literal["answer"]
    id: int
    answers: dict[str, dict[str, Any] | None]


class QueuedFrame(TypedDict):
    """Kernel → server: the call waits; `position` 0 is next."""

    op: Literal["queued"]
    id: int
    position: int
    size: int


class StartedFrame(TypedDict):
    """Kernel → server: a call that was queued, or is watched, runs now. Any other sends none."""

    op: Literal["started"]
    id: int


class BarInfo(TypedDict):
    """One progress bar as Gradio's clients know it: a count (`index` of `length`), or a share (`progress`) of 1."""

    index: float | None
    length: float | None
    unit: str
    progress: float | None
    desc: str | None


class ProgressFrame(TypedDict):
    """Kernel → server: how far a call is. `progress` never falls within one run towards one `total`, which is None
    when unknown; with the next bar it begins anew. `bars` are the bars that make it up, the outermost first."""

    op: Literal["progress"]
    id: int
    progress: float
    total: float | None
    message: str | None
    unit: str
    bars: list[BarInfo]


class _News(TypedDict, total=False):
    changed: list[str]


class PartialFrame(_News):
    """Kernel → server: a generator yielded `value`, which stands for the whole result so far.
    `files` tells whether it holds `FileData`. For a panel it may name values of the session that it `changed`."""

    op: Literal["partial"]
    id: int
    value: Any
    files: bool


class LogFrame(TypedDict, total=False):
    """Kernel → server: text that the function printed or displayed, or a notice for its caller.

    `level` is one of MCP's logging levels; `stream` is `stdout`, `stderr`, `display` or `notice`. A notice alone has
    a `kind` (`info`, `success` or `warning`), a `title`, the seconds that it is to be shown for (None: until it is
    closed), and whether it is to be `visible`.
    """

    op: Literal["log"]
    id: int
    level: str
    stream: str
    text: str
    kind: str
    title: str
    duration: float | None
    visible: bool


class Shown(TypedDict):
    """How a model reads a value, where that is not its JSON: `whole` tells whether `text` has all of it."""

    text: str
    whole: bool


class _ResultFrame(TypedDict):
    op: Literal["result"]
    id: int
    value: Any
    fits: bool
    files: bool


class ResultFrame(_ResultFrame, total=False):
    """Kernel → server: the call is done. `fits` tells whether `value` obeys the output schema, and
    `files` whether it holds `FileData`. `shown` is there if something has a text of its own: the
    value, or items of the list that it is. `waited` is there of a call that was queued and ran: for so many
    seconds, by the kernel's own clock. `changed` is as of a partial one."""

    changed: list[str]
    shown: Shown | list[Shown | None]
    waited: float


class _ErrorFrame(TypedDict):
    op: Literal["error"]
    id: int
    error: dict[str, Any]


class ErrorFrame(_ErrorFrame, total=False):
    """Kernel → server: the call is done, without a result. `error` is `CallError.to_wire()`;
    `waited` as of a result."""

    traceback: str
    waited: float


# --- bytes -----------------------------------------------------------------------------------


def event_info(trigger: Any, data: Any) -> EventInfo | None:
    """An event as a caller told of it; None if he told of none.

    Raises:
        InvalidRequest: `trigger` is no number from 0 on.
    """
    if trigger is None and data is None:
        return None
    if trigger is not None and (isinstance(trigger, bool) or not isinstance(trigger, int) or trigger < 0):
        raise InvalidRequest("The trigger of an event is the place of it among what the function listens to, from 0.")
    return {"trigger": trigger, "data": data}


def event_of(told: Any) -> EventInfo | None:
    """The event of a panel's call, `{"trigger"?, "data"?}`; None for none.

    Raises:
        InvalidRequest: It is something else.
    """
    if told is None:
        return None
    if not isinstance(told, dict):
        raise InvalidRequest("'event' must be an object with 'trigger' and 'data'.")
    return event_info(told.get("trigger"), told.get("data"))


def encode(head: Any, tail: bytes = b"") -> bytes:
    """The bytes of one frame. What UTF-8 cannot carry (half of a surrogate pair) becomes a question mark.

    Raises:
        ValueError: `head` holds a value that is no JSON, such as NaN.
        TypeError: `head` holds an object that is no JSON.
        ProtocolError: The other side would take the frame for a malformed one and hang up.
    """
    body = json.dumps(head, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode("utf-8", "replace")
    if len(body) > MAX_HEAD:
        raise ProtocolError(f"it has {len(body)} bytes as JSON, and at most {MAX_HEAD} can be passed on")
    return b"".join((_LENGTHS.pack(len(body), len(tail)), body, tail))


class Decoder:
    """Cuts a stream of bytes into frames.

    Args:
        max_head: Bytes that a head may have. Set `max_head` once the other side is known.
        max_tail: Bytes that a tail may have.
    """

    def __init__(self, max_head: int = MAX_HEAD, max_tail: int = MAX_TAIL) -> None:
        self.max_head = max_head
        self.max_tail = max_tail
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[Frame]:
        """The frames that are complete with `data`, in order.

        Raises:
            ProtocolError: A length is beyond its limit, or a head is no JSON object.
        """
        buffer = self._buffer
        buffer += data
        frames: list[Frame] = []
        start = 0
        while len(buffer) - start >= _LENGTHS.size:
            head_size, tail_size = _LENGTHS.unpack_from(buffer, start)
            if head_size > self.max_head or tail_size > self.max_tail:
                raise ProtocolError(f"a frame of {head_size} + {tail_size} bytes is beyond the limit")
            middle = start + _LENGTHS.size + head_size
            end = middle + tail_size
            if len(buffer) < end:
                break
            frames.append(Frame(_head(buffer[start + _LENGTHS.size : middle]), bytes(buffer[middle:end]), end - start))
            start = end
        if start:
            del buffer[:start]
        return frames


def _head(body: bytearray) -> dict[str, Any]:
    try:
        head = json.loads(body.decode())
    except (ValueError, RecursionError) as error:
        raise ProtocolError("a frame's head is no JSON") from error
    if not isinstance(head, dict) or not isinstance(head.get("op"), str):
        raise ProtocolError("a frame's head is no object with an 'op'")
    return head


# --- proof -----------------------------------------------------------------------------------


def prove(key: bytes, side: Literal["kernel", "server"], nonce: str, kernel: str) -> str:
    """The proof that `side` holds the session key of `kernel`, for the other side's `nonce`."""
    return hmac.new(key, f"{side}\n{nonce}\n{kernel}".encode(), hashlib.sha256).hexdigest()


def proved(key: bytes, side: Literal["kernel", "server"], nonce: str, kernel: str, mac: str) -> bool:
    """Whether `mac` is that proof, compared in constant time."""
    return hmac.compare_digest(prove(key, side, nonce, kernel).encode(), mac.encode("utf-8", "replace"))

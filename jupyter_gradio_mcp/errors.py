"""Everything that can go wrong, as one tree: code on the wire, HTTP status, JSON-RPC code.

::

    GradioMcpError
    ├── RegistrationError            the notebook's author made a mistake; shown in the cell
    │   ├── CannotDescribe           the function has no form that JSON can carry
    │   └── LinkError                the cell's kernel and the notebook server cannot talk
    │       ├── NoServer             no notebook server with the extension is there
    │       └── VersionMismatch      the two sides speak different versions of the protocol
    └── CallError                    a call did not give a result; shown to the caller
        ├── InvalidRequest     422   the request is not of the form the route takes
        │   └── InvalidArguments     an argument is missing, unknown or of the wrong type
        ├── Unauthenticated    401   no credential, or one that opens nothing
        ├── Forbidden          403   a credential that does not open this
        ├── UnknownEndpoint    404   no live notebook offers that name
        ├── UnknownEvent       404   no such call is waiting to be read
        ├── CannotAsk          400   the function asks its caller, who cannot be asked
        ├── CallCancelled      409   the call was stopped before it had a result
        ├── PayloadTooLarge    413   the request is larger than the server admits
        ├── FunctionFailed     500   the user's function raised; type and message are passed on
        ├── QueueFull          503   too many calls wait for this endpoint
        ├── Paused             503   the notebook's owner has paused the function
        ├── KernelGone         503   the kernel died, restarted or was shut down
        └── CallTimedOut       504   the function ran longer than its endpoint allows

A `CallError` crosses the link between kernel and server as `to_wire()` and comes back as the same
class by `from_wire()`, so that neither side keeps a table of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar


class GradioMcpError(Exception):
    """Base of every error this package raises on purpose."""


class RegistrationError(GradioMcpError):
    """A function cannot be offered. The message says what to change in the notebook."""


class CannotDescribe(RegistrationError):
    """The function's signature or type hints have no JSON form."""


class LinkError(RegistrationError):
    """The kernel has no way to the notebook server."""


class NoServer(LinkError):
    """No notebook server with the extension can be reached from this kernel."""


class VersionMismatch(LinkError):
    """Kernel and server have versions of the package whose protocols differ."""


class CallError(GradioMcpError):
    """A call ended without a result.

    Args:
        message: What was wrong, with which value, and what to do. It reaches the caller as it is.
        details: Findings per field, each `{"loc": [...], "msg": str, "type": str}`, as in
            FastAPI's and Gradio's 422 bodies.
    """

    code: ClassVar[str] = "call_failed"
    http_status: ClassVar[int] = 500
    jsonrpc_code: ClassVar[int] = -32603

    def __init__(self, message: str, details: Sequence[Mapping[str, Any]] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.details = [dict(detail) for detail in details]

    def to_wire(self) -> dict[str, Any]:
        """The error as JSON: `code`, `message` and, where there are any, `details`."""
        wire: dict[str, Any] = {"code": self.code, "message": self.message}
        if self.details:
            wire["details"] = self.details
        return wire


class InvalidRequest(CallError):
    """The request is not of the form that the route takes."""

    code = "invalid_request"
    http_status = 422
    jsonrpc_code = -32602


class InvalidArguments(InvalidRequest):
    """An argument is missing, unknown or of a type that the function does not take."""

    code = "invalid_arguments"


class Unauthenticated(CallError):
    """The request carries no credential, or one that opens nothing."""

    code = "unauthenticated"
    http_status = 401
    jsonrpc_code = -32001


class Forbidden(CallError):
    """The request is understood and refused."""

    code = "forbidden"
    http_status = 403
    jsonrpc_code = -32001


class UnknownEndpoint(CallError):
    """No live notebook in reach of the caller offers that name."""

    code = "unknown_endpoint"
    http_status = 404
    jsonrpc_code = -32602


class UnknownEvent(CallError):
    """No call with that event id is waiting to be read."""

    code = "unknown_event"
    http_status = 404
    jsonrpc_code = -32602


class CannotAsk(CallError):
    """The function asked its caller, who cannot be asked. The `type` of the one detail names the
    capability that a client of MCP would need: `elicitation`, `sampling` or `roots`."""

    code = "cannot_ask"
    http_status = 400
    jsonrpc_code = -32021


class CallCancelled(CallError):
    """The call was stopped, by its caller or by the notebook, before it had a result."""

    code = "cancelled"
    http_status = 409
    jsonrpc_code = -32800


class PayloadTooLarge(CallError):
    """The request is larger than the server admits."""

    code = "payload_too_large"
    http_status = 413
    jsonrpc_code = -32600


class FunctionFailed(CallError):
    """The user's function raised. The message is the exception's type and text, or the text alone of a
    `gr.Error`; its traceback stays in the notebook.

    Args:
        message: As of `CallError`.
        details: As of `CallError`.
        shown: How an app shows it: `title`, `duration` in seconds and `visible`, where its author said so.
    """

    code = "function_failed"
    http_status = 500

    def __init__(
        self,
        message: str,
        details: Sequence[Mapping[str, Any]] = (),
        shown: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message, details)
        self.shown = dict(shown or {})

    def to_wire(self) -> dict[str, Any]:
        """As of `CallError`, and `shown` where there is any."""
        return {**super().to_wire(), "shown": self.shown} if self.shown else super().to_wire()


class QueueFull(CallError):
    """As many calls as the endpoint admits are waiting already."""

    code = "queue_full"
    http_status = 503


class Paused(CallError):
    """The owner has paused the function, its notebook, or everything."""

    code = "paused"
    http_status = 503
    jsonrpc_code = -32000


class KernelGone(CallError):
    """The kernel died, restarted or was shut down before the call had a result."""

    code = "kernel_gone"
    http_status = 503


class CallTimedOut(CallError):
    """The function ran for longer than its endpoint allows."""

    code = "timed_out"
    http_status = 504


def _tree(root: type[CallError]) -> dict[str, type[CallError]]:
    found = {root.code: root}
    for child in root.__subclasses__():
        found.update(_tree(child))
    return found


_BY_CODE = _tree(CallError)


def from_wire(wire: Mapping[str, Any]) -> CallError:
    """The error that `to_wire()` wrote. A code of a newer version becomes a plain `CallError`."""
    kind = _BY_CODE.get(wire.get("code", ""), CallError)
    message, details = str(wire.get("message", "The call failed.")), wire.get("details", ())
    return FunctionFailed(message, details, wire.get("shown")) if kind is FunctionFailed else kind(message, details)

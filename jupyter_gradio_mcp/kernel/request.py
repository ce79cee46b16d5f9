"""`gr.Request` and `gr.Header`: what a function may see of the request that called it."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ..protocol import RequestInfo
from .inject import LEAVE, Injected

NOTHING: RequestInfo = {
    "headers": {},
    "query": {},
    "cookies": {},
    "url": "",
    "method": "",
    "host": "",
    "user": "",
    "client": "",
    "session": None,
}
"""Of a call that came by no request."""


class Headers(Mapping[str, str]):
    """HTTP headers; case does not matter."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = {name.lower(): value for name, value in values.items()}

    def __getitem__(self, name: str) -> str:
        return self._values[name.lower()]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Headers({self._values!r})"


class Client(NamedTuple):
    """Where a request came from."""

    host: str
    port: int = 0


class Request(Injected):
    """The request that called the function. Declare it as a parameter; callers never see it::

        def whoami(request: gr.Request) -> str:
            return request.username

    The credential that opened the request is in none of it. In a call that you make yourself, in the
    notebook, pass `gr.Request()` or leave it to a default.

    Attributes:
        headers: The HTTP headers; case does not matter.
        query_params: The query parameters of the address.
        cookies: The cookies.
        url: The address, without a credential.
        method: The HTTP method.
        client: `(host, port)`; the port is 0.
        username: Who asks: the user, or the name of the access key.
        client_info: The program that asks, name and version in its own words.
        session_id: The caller's session: the same in each call of one MCP session, or of one
            `session_hash` of Gradio's clients; None where there is none.
        path_params: Always empty; it is there for Gradio's sake.
    """

    def __init__(self, told: RequestInfo | None = None) -> None:
        told = told or NOTHING
        self.headers = Headers(told["headers"])
        self.query_params = dict(told["query"])
        self.cookies = dict(told["cookies"])
        self.url = told["url"]
        self.method = told["method"]
        self.client = Client(told["host"])
        self.username = told["user"]
        self.client_info = told["client"]
        self.session_id = told["session"]
        self.path_params: dict[str, str] = {}

    @property
    def session_hash(self) -> str | None:
        """Gradio's name for `session_id`."""
        return self.session_id

    def for_call(self, call: Any) -> Request:
        """The request of `call`."""
        return Request(call.request)

    def __repr__(self) -> str:
        return f"Request({self.method} {self.url})"


class Header(str, Injected):
    """The value of one HTTP header. Declare it as a parameter; callers never see it::

        def search(query: str, x_api_token: gr.Header) -> str: ...
        def lookup(query: str, token: Annotated[str | None, gr.Header("X-Api-Token")] = None) -> str: ...

    Without a name it is the parameter's, with hyphens for underscores. A request without the header
    gives the parameter's default, or None. Clients are told which headers to send.
    """

    __slots__ = ("name", "optional")

    name: str
    optional: bool

    def of_parameter(self, parameter: inspect.Parameter, *, annotated: bool) -> Header:
        """The header of that name."""
        # A plain text as the default is a header's value, and one of this class names the header.
        named = Header(str(self) or parameter.name.strip("_").replace("_", "-").lower())
        named.name = str(named).lower()
        named.optional = parameter.default is not parameter.empty and not isinstance(parameter.default, Header)
        return named

    def for_call(self, call: Any) -> Any:
        """Its value, as text."""
        told: RequestInfo = call.request or NOTHING
        return told["headers"].get(self.name, LEAVE if self.optional else None)

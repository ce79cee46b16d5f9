"""Who calls, and from where, as far as a call needs to know."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import Any, Protocol

from tornado.httputil import HTTPServerRequest

from .scope import Identity

MAX_CLIENT = 200
"""Characters of what a program calls itself."""


def client_name(*said: Any) -> str:
    """What a program calls itself, its name and maybe its version, as people may be shown it.

    Anybody can say anything: it goes to terminals, logs and pages, so it is one line without what would turn, hide or
    end other text: control characters, marks of direction and of no width, halves of characters.
    """
    text = " ".join(word[:MAX_CLIENT] for word in said if isinstance(word, str))
    shown = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text if not _is_hidden(c))
    return " ".join(shown.split())[:MAX_CLIENT].rstrip()


def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) in ("Cf", "Cs")


class Origin(Protocol):
    """The handler of a request, as far as a function may be told of it.

    Attributes:
        request: The request.
        opened_by: The credential that opened it, as it was sent, "" where none is needed; None if that was
            whatever else Jupyter's identity provider reads.
    """

    request: HTTPServerRequest
    opened_by: str | None

    @property
    def private_values(self) -> frozenset[str]:
        """What opens this server, as far as it is known."""
        ...

    @property
    def private_cookies(self) -> frozenset[str]:
        """Names of the cookies that open this server."""
        ...


@dataclass(frozen=True)
class Caller:
    """One request, as what it calls sees it.

    Attributes:
        identity: Who asks.
        client: The program that asks, in its own words; "" if it says nothing.
        address: The address of the notebook, or of the union, as this client reaches it: absolute,
            with a slash, without a credential.
        session: What the client calls its session; None if it has none.
        origin: The request itself.
    """

    identity: Identity
    client: str = ""
    address: str = ""
    session: str | None = None
    origin: Origin | None = field(default=None, repr=False, compare=False)

    @property
    def query(self) -> str:
        """The query of the address, as it came."""
        return self.origin.request.query if self.origin is not None else ""

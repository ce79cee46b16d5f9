"""Who calls, and from where, as far as a call needs to know."""

from __future__ import annotations

from dataclasses import dataclass

from .scope import Identity


@dataclass(frozen=True)
class Caller:
    """One request, as what it calls sees it.

    Attributes:
        identity: Who asks.
        client: The program that asks, in its own words; "" if it says nothing.
        address: The address of the notebook, or of the union, as this client reaches it: absolute,
            with a slash, without a credential.
    """

    identity: Identity
    client: str = ""
    address: str = ""

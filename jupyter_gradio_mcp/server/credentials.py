"""Where a credential can be in a request. Pure."""

from __future__ import annotations

import base64
from collections.abc import Mapping

CARRIERS = ("authorization", "x-hf-authorization")
"""Headers that a credential can be in. Gradio's own client sends the user's token for another site in the
second one by itself."""


def credentials(headers: Mapping[str, str]) -> list[str]:
    """Whatever could be a credential in the headers, best first."""
    found = []
    for name in CARRIERS:
        scheme, _, value = headers.get(name, "").strip().partition(" ")
        if scheme.lower() in ("bearer", "token"):
            found.append(value.strip())
        elif scheme.lower() == "basic":
            found.append(_password(value.strip()))
    return [credential for credential in found if credential]


def _password(given: str) -> str:
    """The password of HTTP's Basic scheme; "" where there is none."""
    try:
        return base64.b64decode(given, validate=True).decode().partition(":")[2]
    except ValueError:
        return ""

"""Where the bridge connects: the MCP address of whatever server is there now, and what opens it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from ..servers import find, named


@dataclass(frozen=True)
class Target:
    """Where to connect, and what opens it."""

    url: str
    headers: Mapping[str, str] = field(repr=False)
    base: str
    """The app's base address, for uploads; "" if there is none."""

    def __str__(self) -> str:
        return self.url.partition("?")[0]


def target(
    url: str | None, notebook: str | None, key: str, headers: Mapping[str, str], tools: frozenset[str] | None
) -> Target:
    """Where the server is now.

    Raises:
        NoServerFound: There is none that can be used.
    """
    query: list[tuple[str, str]] = []
    if url is not None and _is_endpoint(url):
        # An address of MCP itself, of whatever server, is taken as it is.
        parts = urlsplit(url if "://" in url else f"http://{url}")
        query = [(name, value) for name, value in parse_qsl(parts.query) if name != "token"]
        server = named(url, key)
        if "/gradio_api/" in parts.path:
            base = server.app(notebook)
            endpoint = f"{base}gradio_api/mcp/"
        else:
            base = ""
            endpoint = server.url if parts.path.endswith("/") else server.url.rstrip("/")
    else:
        server = find(url, None, key)
        base = server.app(notebook)
        endpoint = f"{base}gradio_api/mcp/"
    if tools is not None:
        query.append(("tools", ",".join(sorted(tools))))
    if query:
        endpoint += "?" + urlencode(query, quote_via=quote)
    return Target(endpoint, {**server.headers, **headers}, base)


def _is_endpoint(url: str) -> bool:
    return re.search(r"/mcp(?:/http)?/?$", urlsplit(url if "://" in url else f"http://{url}").path) is not None

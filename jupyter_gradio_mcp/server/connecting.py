"""What MCP clients are told of an address of this server, for a page that asks. Pure.

What a client's file looks like is in `clients`; here is what is asked, and which functions that means.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

from ..clients import known
from ..clients.client import Client
from ..clients.configuration import Configuration, configuration
from ..clients.target import VARIABLE, Target, Transport, bridge_command, default_name, key_limits
from ..errors import InvalidRequest
from .catalog import App, Catalog, Offer
from .tools import required_headers, schema_entry

FIELDS = ("url", "tools", "transport", "key", "client", "name")
"""What can be asked."""

MAX_URL = 4_000
"""Characters of an address."""

_PATH = re.compile(r"(?P<base>.*/)gradio_api/mcp(?P<end>/http|/sse)?/?")
_LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Asked:
    """What was asked.

    Attributes:
        host: Scheme and host of the address, without a slash at the end.
        base: The path of the address up to what is ours, between slashes.
        finder: Whether the address asks for the permanent pair of tools.
        tools: The names that the address is to be limited to; None is no limit.
        transport: How clients are to speak.
        key: The access key that is to stand in what they are told; None for a variable or a placeholder.
        clients: Which clients.
        all_clients: Whether they were not named; then those that do not speak the transport are left out.
        name: What they are to call it; None leaves it to the address.
    """

    host: str
    base: str
    finder: bool
    tools: tuple[str, ...] | None
    transport: Transport
    key: str | None
    clients: Sequence[Client]
    all_clients: bool
    name: str | None

    @property
    def url(self) -> str:
        """The address that clients are told."""
        return f"{self.endpoint}{'sse' if self.transport == 'sse' else ''}{self._query}"

    @property
    def endpoint(self) -> str:
        """The address of streamable HTTP, without a query."""
        return f"{self.host}{self.base}gradio_api/mcp/"

    @property
    def holds_key(self) -> bool:
        """Whether an access key is part of the address."""
        return "/gradio_key/" in self.base

    @property
    def is_local(self) -> bool:
        """Whether the address is one of the machine that it is used on."""
        return urlsplit(self.host).hostname in _LOCAL

    @property
    def _query(self) -> str:
        parts = ["finder=true"] if self.finder else []
        if self.tools is not None:
            parts.append(f"tools={','.join(quote(name, safe='') for name in self.tools)}")
        return f"?{'&'.join(parts)}" if parts else ""


def asked(body: Mapping[str, Any]) -> Asked:
    """What a body asks.

    Raises:
        InvalidRequest: A field is missing or is not what it should be.
    """
    url, name, key, named = body.get("url"), body.get("name"), body.get("key"), body.get("client")
    if not isinstance(url, str) or not re.fullmatch(rf"[!-~]{{1,{MAX_URL}}}", url):
        raise wrong("url", "must be the address of an MCP endpoint here, as a browser writes it")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise wrong("url", f"is no address: {error}") from None
    path = _PATH.fullmatch(parts.path)
    if parts.scheme not in ("http", "https") or not host or port == 0 or "@" in parts.netloc or path is None:
        raise wrong("url", "must be http or https, without a user, and its path must end in gradio_api/mcp/ or mcp/sse")
    if name is not None and (not isinstance(name, str) or not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,63}", name)):
        # It comes to stand in command lines, where one that begins with '-' is an option.
        raise wrong(
            "name", "must be 1 to 64 letters, digits, '-' and '_', and not begin with '-': every client takes it"
        )
    if key is not None and (not isinstance(key, str) or not re.fullmatch(r"[!-~]{1,200}", key)):
        raise wrong("key", "must be an access key")
    query = parse_qs(parts.query, keep_blank_values=True)
    return Asked(
        host=f"{parts.scheme}://{parts.netloc}",
        base=path["base"],
        finder=query.get("finder", [""])[-1].lower() in ("true", "1", "yes"),
        tools=_tools(body["tools"] if body.get("tools") is not None else query.get("tools")),
        transport=_transport(body.get("transport"), path["end"]),
        key=key,
        clients=known.CLIENTS if named is None else [_client(named)],
        all_clients=named is None,
        name=name,
    )


def app_at(asked: Asked, base_url: str, catalog: Catalog, admits: Callable[[App], bool]) -> App | None:
    """The notebook that the address names; None for the union.

    Args:
        asked: What was asked.
        base_url: The path that this server's addresses begin with.
        catalog: The notebooks.
        admits: Which of them may be known.

    Raises:
        InvalidRequest: It names none that may be known.
    """
    # A proxy may have put something before it, or taken something away.
    rest = asked.base[len(base_url) :] if asked.base.startswith(base_url) else asked.base.lstrip("/")
    rest = re.sub(r"(?:^|.*?/)gradio_key/[^/]+/", "", rest)
    starts = [found.end() for found in re.finditer(r"(?:^|/)gradio/", rest)]
    for start in starts:
        found = catalog.resolve(unquote(rest[start:]) + "gradio_api/mcp/")
        if found is not None and admits(found[0]):
            return found[0]
    if starts:
        raise wrong("url", "names no notebook here that offers functions")
    return None


def told(asked: Asked, app: App | None, offers: Sequence[Offer], *, owner: bool, open_to_all: bool) -> dict[str, Any]:
    """What clients are told: `{"clients", "name", "url"}`.

    Args:
        asked: What was asked.
        app: The notebook that the address names.
        offers: What can be seen there.
        owner: Whether the notebook server's owner asks, on whose machine the bridge is.
        open_to_all: Whether the server asks for no credential.

    Raises:
        InvalidRequest: There are no such tools, or the client does not speak the transport.
    """
    target = _target(asked, app, _wanted(asked, offers), owner=owner, is_open=open_to_all or asked.holds_key)
    clients = [c for c in asked.clients if not asked.all_clients or target.transport == "http" or c.sse is not None]
    try:
        made = [configuration(client, target) for client in clients]
    except ValueError as error:
        # Names are checked before.
        raise wrong("transport", f"does not do: {error}") from None
    return {
        "clients": [_described(found, keyed=asked.holds_key) for found in made],
        "name": target.name,
        "url": target.url,
    }


def wrong(field: str, problem: str) -> InvalidRequest:
    """The error for a field that is not what it should be."""
    message = f"'{field}' {problem}."
    return InvalidRequest(message, [{"loc": [field], "msg": message, "type": "invalid_request"}])


def _tools(given: Any) -> tuple[str, ...] | None:
    if given is None:
        return None
    if not isinstance(given, list) or not all(isinstance(name, str) for name in given):
        raise wrong("tools", "must be a list of names")
    names = dict.fromkeys(name.strip() for joined in given for name in joined.split(","))
    names.pop("", None)
    if not names:
        raise wrong("tools", "must name one at least")
    return tuple(names)


def _transport(given: Any, end: str | None) -> Transport:
    if given is None:
        return "sse" if end == "/sse" else "http"
    if given not in ("http", "sse"):
        raise wrong("transport", "must be 'http' or 'sse'")
    return "sse" if given == "sse" else "http"


def _client(id: Any) -> Client:
    try:
        return known.find(str(id)[:100])
    except ValueError as error:
        raise wrong("client", f"is unknown. {str(error).rstrip('.')}") from None


def _wanted(asked: Asked, offers: Sequence[Offer]) -> Sequence[Offer]:
    if asked.tools is None:
        return offers
    there = {offer.name: offer for offer in offers}
    unknown = next((name for name in asked.tools if name not in there), None)
    if unknown is not None:
        listed = ", ".join(list(there)[:20]) + (", …" if len(there) > 20 else "")
        raise wrong("tools", f"names '{unknown[:100]}', which is not there. There are: {listed or 'none'}")
    return [there[name] for name in asked.tools]


def _target(asked: Asked, app: App | None, wanted: Sequence[Offer], *, owner: bool, is_open: bool) -> Target:
    notebook = app.path if app is not None else ""
    # A key says what it opens by the names that the notebooks themselves have.
    functions = [] if asked.tools is None else list(dict.fromkeys(offer.endpoint["name"] for offer in wanted))
    if owner and asked.is_local:
        bridge = [*bridge_command(), *(["--notebook", notebook] if notebook else [])]
    else:
        # On another machine it finds neither the server nor our environment.
        bridge = [
            "jupyter-gradio-mcp",
            "bridge",
            "--url",
            asked.endpoint,
            *([] if is_open else ["--key-env", VARIABLE]),
        ]
    try:
        return Target(
            name=asked.name or default_name(asked.host, notebook),
            url=asked.url,
            key=None if is_open else asked.key,
            headers=tuple(required_headers(map(schema_entry, wanted))),
            bridge=(*bridge, *(["--tools", ",".join(asked.tools)] if asked.tools is not None else [])),
            open=is_open,
            limits=key_limits(notebook, functions),
            transport=asked.transport,
        )
    except ValueError as error:
        raise wrong("tools", f"cannot be told to a client: {error}") from None


def _described(found: Configuration, *, keyed: bool) -> dict[str, Any]:
    client = found.client
    return {
        "id": client.id,
        "title": client.title,
        "format": client.format,
        "places": found.places(),
        "snippet": found.snippet,
        "command": found.command,
        # A link is passed on, and so never holds a key.
        "link": "" if keyed else found.link,
        "notes": found.notes(),
        "variables": found.variables,
        "needs_key": client.needs_key,
        "asks": client.asks,
    }

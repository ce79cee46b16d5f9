"""The forms of entries that clients have for a server, and what stands in them for a secret."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from .client import Client, Entry
from .target import Target, header_variable

PLACEHOLDER = "YOUR_ACCESS_KEY"
"""What stands for the key where a client reads no variable and none is given."""


def _authorization(client: Client, target: Target) -> str | None:
    if target.open:
        return None
    if target.key is not None and client.holds_key:
        return f"Bearer {target.key}"
    if client.asks:
        return f"Bearer ${{input:{_input(target, 'key')}}}"
    return f"Bearer {client.reference.format(target.variable) if client.reference else PLACEHOLDER}"


def _headers(client: Client, target: Target) -> dict[str, str]:
    authorization = _authorization(client, target)
    headers = {} if authorization is None else {"Authorization": authorization}
    for header in target.headers:
        name = header_variable(header)
        if client.asks:
            headers[header] = f"${{input:{_input(target, header)}}}"
        else:
            headers[header] = client.reference.format(name) if client.reference else unset(name)
    return headers


def http(address: str = "url", **fixed: Any) -> Callable[[Client, Target], Entry]:
    """Entries with an address and headers, which most clients have."""

    def entry(client: Client, target: Target) -> Entry:
        headers = _headers(client, target)
        return {**fixed, address: target.url, **({"headers": headers} if headers else {})}

    return entry


def bridge(client: Client, target: Target) -> Entry:
    """The entry of a program to start: ours."""
    del client
    args, env = list(target.bridge[1:]), {}
    if "--key-env" in args:
        env[target.variable] = target.key or PLACEHOLDER
    for header in target.headers:
        name = header_variable(header)
        args += ["--header", f"{header}={name}"]
        env[name] = unset(name)
    return {"command": target.bridge[0], "args": args, **({"env": env} if env else {})}


def remote(client: Client, target: Target) -> Entry:
    """The entry of a program to start: mcp-remote, which npx brings."""
    args, env = ["-y", "mcp-remote", target.url, "--transport", f"{target.transport}-only"], {}
    if urlsplit(target.url).scheme == "http" and urlsplit(target.url).hostname not in ("localhost", "127.0.0.1", "::1"):
        args.append("--allow-http")
    authorization = _authorization(client, target)
    if authorization is not None:
        # No blank after the colon: some clients do not quote what they start on Windows.
        args += ["--header", "Authorization:${AUTHORIZATION}"]
        env["AUTHORIZATION"] = authorization
    for header in target.headers:
        name = header_variable(header)
        args += ["--header", f"{header}:${{{name}}}"]
        env[name] = unset(name)
    return {"command": "npx", "args": args, **({"env": env} if env else {})}


def codex(client: Client, target: Target) -> Entry:
    """Codex's entry, which names variables instead of referring to them."""
    entry: Entry = {"url": target.url}
    if target.key is not None and not target.open:
        entry["http_headers"] = {"Authorization": _authorization(client, target)}
    elif not target.open:
        entry["bearer_token_env_var"] = target.variable
    if target.headers:
        entry["env_http_headers"] = {header: header_variable(header) for header in target.headers}
    return entry


def goose(client: Client, target: Target) -> Entry:
    """Goose's entry, which lists the variables that it refers to."""
    names = [] if target.open or target.key is not None else [target.variable]
    return {
        "enabled": True,
        "type": "streamable_http",
        "name": target.name,
        "description": "",
        "uri": target.url,
        "headers": _headers(client, target),
        "env_keys": [*names, *(header_variable(header) for header in target.headers)],
        "envs": {},
        "timeout": 300,
    }


def inputs(target: Target) -> list[Entry]:
    """What a client that asks for secrets is to ask for."""
    wanted = [] if target.open else [("key", f"Access key for {target.name}")]
    wanted += [(header, f"{header} for {target.name}") for header in target.headers]
    return [
        {"type": "promptString", "id": _input(target, name), "description": description, "password": True}
        for name, description in wanted
    ]


def _input(target: Target, name: str) -> str:
    # The id stands between `${input:` and `}`, and other servers have theirs in the same file.
    return re.sub(r"[^\w-]+", "-", f"{target.name}-{name}", flags=re.ASCII)


def unset(name: str) -> str:
    """What stands for a header's value where a client reads no variable."""
    return f"YOUR_{name}"

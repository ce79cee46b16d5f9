"""The command lines and the links by which clients are told of a server; none of them has a secret in it."""

from __future__ import annotations

import base64
import json
import shlex
from collections.abc import Callable
from urllib.parse import quote

from .client import Client
from .entries import inputs
from .target import Target, header_variable


def claude_add(client: Client, target: Target) -> str:
    """Claude Code's."""
    del client
    words = ["claude", "mcp", "add", "--transport", target.transport, target.name, target.url]
    return " ".join([*map(shlex.quote, words), *_shell_headers(target, "--header")])


def gemini_add(client: Client, target: Target) -> str:
    """Gemini CLI's."""
    del client
    words = ["gemini", "mcp", "add", "--scope", "user", "--transport", target.transport]
    return " ".join([*words, *_shell_headers(target, "--header"), shlex.quote(target.name), shlex.quote(target.url)])


def _shell_headers(target: Target, option: str) -> list[str]:
    """Options for the headers. The shell puts the secrets in, so that its history has none."""
    headers = [] if target.open else [("Authorization", f"Bearer ${target.variable}")]
    headers += [(header, f"${header_variable(header)}") for header in target.headers]
    return [f'{option} "{name}: {value}"' for name, value in headers]


def codex_add(client: Client, target: Target) -> str:
    """Codex's."""
    del client
    words = ["codex", "mcp", "add", target.name, "--url", target.url]
    return shlex.join(words if target.open else [*words, "--bearer-token-env-var", target.variable])


def code_add(client: Client, target: Target) -> str:
    """VS Code's."""
    return shlex.join(["code", "--add-mcp", _vscode_json(client, target)])


def vscode_link(client: Client, target: Target) -> str:
    """VS Code's link."""
    return f"vscode:mcp/install?{quote(_vscode_json(client, target), safe='')}"


def _vscode_json(client: Client, target: Target) -> str:
    asked = inputs(target)
    described = {"name": target.name, **client.made(target), **({"inputs": asked} if asked else {})}
    return json.dumps(described, ensure_ascii=False, separators=(",", ":"))


def base64_link(start: str) -> Callable[[Client, Target], str]:
    """Links that have the entry in base64, as Cursor began them."""

    def link(client: Client, target: Target) -> str:
        described = json.dumps(client.made(target), ensure_ascii=False, separators=(",", ":"))
        encoded = base64.b64encode(described.encode()).decode()
        return f"{start}?name={quote(target.name, safe='')}&config={quote(encoded, safe='')}"

    return link

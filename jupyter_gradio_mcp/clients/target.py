"""What a client is connected with: a server's address under a name, and what opens it."""

from __future__ import annotations

import os
import re
import shlex
import sys
import sysconfig
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

Transport = Literal["http", "sse"]

VARIABLE = "JUPYTER_GRADIO_MCP_KEY"
"""The environment variable that clients read the access key from, unless another is named."""


@dataclass(frozen=True)
class Target:
    """What a client is to be connected with.

    Attributes:
        name: What the client is to call it.
        url: The MCP address; of the transport.
        key: The access key; None for a variable, or a placeholder where the client reads none.
        headers: Further headers that the tools want, by name.
        bridge: The command of the bridge, for clients that only start programs.
        variable: The environment variable for the key.
        open: Whether the server asks for no credential.
        limits: Options of `jupyter gradio-mcp keys create` for a key that opens this and no more.
        taken: How a key that was made already is had, for who is shown none; empty where there is no such key.
        transport: How the client is to speak to it; `sse` is what came before streamable HTTP.
    """

    name: str
    url: str
    key: str | None = None
    headers: tuple[str, ...] = ()
    bridge: tuple[str, ...] = ("jupyter-gradio-mcp", "bridge")
    variable: str = VARIABLE
    open: bool = False
    limits: tuple[str, ...] = ()
    taken: str = ""
    transport: Transport = "http"

    def __post_init__(self) -> None:
        # They come to stand in command lines, and the names of headers are told by a server.
        for header in self.headers:
            if not can_be_header(header):
                raise ValueError(f"The server's tools want a header {header!r}, which cannot be one")
        if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", self.variable) is None:
            raise ValueError(f"An environment variable cannot be called {self.variable!r}")


def key_limits(notebook: str | None, functions: Sequence[str]) -> tuple[str, ...]:
    """Options of `jupyter gradio-mcp keys create` that limit a key to a notebook and to functions."""
    limits = ["--notebook", notebook] if notebook else []
    for name in functions:
        limits += ["--function", name]
    return tuple(limits)


def making_a_key(client: str, target: Target) -> str:
    """The command that makes an access key for a client."""
    return shlex.join(["jupyter", "gradio-mcp", "keys", "create", client, *target.limits])


def getting_a_key(client: str, target: Target) -> str:
    """What makes an access key for a client, or shows the one that was made: the beginning of a sentence."""
    return (
        f"{target.taken} shows the one made for it" if target.taken else f"`{making_a_key(client, target)}` makes one"
    )


def default_name(url: str, notebook: str = "") -> str:
    """What to call a target: after its notebook, or the server's port, in letters that every client takes."""
    if notebook:
        stem = notebook.rpartition("/")[2].removesuffix(".ipynb")
        return re.sub(r"[^A-Za-z0-9_-]+", "-", stem).strip("-")[:40] or "notebook"
    try:
        port = urlsplit(url).port
    except ValueError:
        port = None
    return "jupyter" if port is None else f"jupyter-{port}"


def can_be_header(name: str) -> bool:
    """Whether clients can be told of a header of that name."""
    return re.fullmatch(r"[A-Za-z0-9_-]+", name) is not None


def header_variable(header: str) -> str:
    """The environment variable for a header that tools want."""
    return re.sub(r"\W", "_", header, flags=re.ASCII).upper()


def bridge_command() -> tuple[str, ...]:
    """The bridge of this environment, absolutely: desktop programs have another PATH."""
    ending = ".exe" if os.name == "nt" else ""
    script = Path(sysconfig.get_path("scripts")) / f"jupyter-gradio-mcp{ending}"
    command = (str(script),) if script.exists() else (sys.executable, "-m", "jupyter_gradio_mcp.cli")
    return (*command, "bridge")

"""`jupyter gradio-mcp bridge` as a process of its own, and the official client at its other side."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from .live import LiveServer


def command(*arguments: str, folder: Path, runtime: Path | None = None, **environment: str) -> StdioServerParameters:
    """The bridge as a client's configuration names it, started in `folder`."""
    own = {} if runtime is None else {"JUPYTER_RUNTIME_DIR": str(runtime)}
    return StdioServerParameters(
        command=sys.executable,
        args=["-m", "jupyter_gradio_mcp.cli", "bridge", *arguments],
        env={**os.environ, **own, **environment},
        cwd=str(folder),
    )


@contextlib.asynccontextmanager
async def bridged(
    server: LiveServer, era: str, *arguments: str, runtime: Path | None = None, log: Path | None = None, **options: Any
) -> AsyncIterator[Client]:
    """A client of the bridge to whatever server is there, in the folder of `server`'s notebooks."""
    parameters = command(*arguments, folder=server.root, runtime=runtime or server.runtime)
    with (log or server.root.parent / "bridge.log").open("a") as errors:
        transport = stdio_client(parameters, errlog=errors)
        async with Client(transport, mode=era, read_timeout_seconds=40, **options) as client:
            yield client

"""The command `bridge`: its options, stdin and stdout, signals, and the log on stderr."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import re
import signal
import sys
from collections.abc import Callable
from contextlib import suppress

import anyio
from mcp.server.stdio import stdio_server

from .. import access
from ..outbox import Outbox
from .session import Session
from .target import Target, target


def bridge(given: argparse.Namespace) -> int:
    """Serve the client on stdin and stdout until it leaves; the exit status."""
    try:
        key, headers = access.key_of(given.key_env), access.headers_of(given.header)
        tools = _names_of(given.tools)
        outbox = Outbox(given.upload_dir) if given.upload_dir is not None else None
    except access.NoCredential as error:
        _log(str(error))
        return 2
    except OSError as error:
        _log(f"--upload-dir: {given.upload_dir}: {error.strerror}")
        return 2
    # What the SDK tells of its own work is of no use to who reads this.
    logging.getLogger("mcp").setLevel(logging.CRITICAL)
    logging.getLogger("client").setLevel(logging.CRITICAL)

    def where() -> Target:
        return target(given.url, given.notebook, key, headers, tools)

    asyncio.run(_serve(where, tools, outbox))
    return 0


async def _serve(where: Callable[[], Target], tools: frozenset[str] | None, outbox: Outbox | None) -> None:
    leave = anyio.Event()
    loop = asyncio.get_running_loop()

    def told_to_leave() -> None:
        leave.set()
        signalled.set()

    signalled = anyio.Event()
    with suppress(NotImplementedError):  # Windows
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, told_to_leave)
    async with stdio_server() as (reader, writer):
        await Session(where, reader, writer, tools=tools, outbox=outbox, log=_log).run(leave)
        if signalled.is_set():
            # The thread that reads stdin cannot be woken.
            sys.stderr.flush()
            os._exit(0)


def _names_of(text: str | None) -> frozenset[str] | None:
    if text is None:
        return None
    return frozenset(name for name in re.split(r"[\s,]+", text) if name)


def _log(line: str) -> None:
    print(f"jupyter gradio-mcp bridge: {line}", file=sys.stderr, flush=True)

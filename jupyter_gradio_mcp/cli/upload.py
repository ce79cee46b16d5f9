"""`jupyter gradio-mcp upload`: files to our server, or to any app of Gradio's, for their addresses there."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

from . import access
from .app import AppError, open_regular, opened
from .servers import NoServerFound, find, named


def upload(given: argparse.Namespace) -> int:
    """Send the files and print their addresses, one a line; the exit status."""
    try:
        return asyncio.run(_upload(given))
    except KeyboardInterrupt:
        return 130
    except (NoServerFound, access.NoCredential) as error:
        print(f"jupyter gradio-mcp upload: {error}", file=sys.stderr)
        return 2


async def _upload(given: argparse.Namespace) -> int:
    key = access.key_of(given.key_env)
    # An app of Gradio's own does not say who it is, so it is not asked.
    server = named(given.url, key) if given.url else find(None, None, key)
    headers = {**server.headers, **access.headers_of(given.header)}
    failed = False
    async with opened(server.url, headers) as app:
        for name in given.files:
            path = Path(name).expanduser()
            try:
                with open_regular(path) as file:
                    print(await app.upload(file, path.name), flush=True)
            except (OSError, AppError) as error:
                failed = True
                words = (error.strerror or error) if isinstance(error, OSError) else error
                print(f"jupyter gradio-mcp upload: {path}: {words}", file=sys.stderr)
    return int(failed)

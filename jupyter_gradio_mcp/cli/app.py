"""A Gradio app as a client on the command line uses it: questions, calls, and files both ways.

It speaks to our own server and, for uploads, to any other app of Gradio's. Files are sent and
fetched in pieces, so their size does not matter.
"""

from __future__ import annotations

import json
import mimetypes
import os
import secrets
import stat
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import quote, urlsplit

import anyio.to_thread
import httpx2

from .._version import __version__
from .servers import is_local

CHUNK = 1 << 18
"""Bytes of a file that are in memory at a time."""

CLIENT = {"User-Agent": f"jupyter-gradio-mcp/{__version__}"}
"""What this is called where servers list their callers."""

Told = Callable[[int, int], Awaitable[object]]
"""Hears how many bytes of how many have gone."""


class AppError(Exception):
    """The app refused, failed or does not answer; the message says so.

    Attributes:
        code: The word for it, as the app's errors have it; "" where there is none.
    """

    def __init__(self, message: str, code: str = "") -> None:
        super().__init__(message)
        self.code = code


@asynccontextmanager
async def opened(url: str, headers: Mapping[str, str]) -> AsyncIterator[App]:
    """The app at a base address, with what opens it."""
    timeout = httpx2.Timeout(10, read=60, write=60)
    headers = {**CLIENT, **headers}
    async with httpx2.AsyncClient(headers=headers, timeout=timeout, trust_env=not is_local(url)) as http:
        yield App(url, http)


class App:
    """An app.

    Args:
        url: Its base, with a slash at the end.
        http: Has what opens it in its headers, so it must go nowhere else.
    """

    def __init__(self, url: str, http: httpx2.AsyncClient) -> None:
        self.url = url
        self._http = http
        self._prefix: str | None = None

    async def get(self, path: str) -> Any:
        """What is at a path below the base, as JSON.

        Raises:
            AppError: As everywhere here.
        """
        return await self._json("GET", path)

    async def begin(self, name: str, arguments: Mapping[str, Any]) -> str:
        """Begin a call; its event id."""
        answer = await self._json("POST", f"gradio_api/call/v2/{quote(name, safe='')}", dict(arguments))
        return str(answer["event_id"])

    async def events(self, name: str, event: str) -> AsyncIterator[tuple[str, Any]]:
        """What a call says until it ends: the kind and the data of each event."""
        path = f"gradio_api/call/{quote(name, safe='')}/{event}"
        unlimited = httpx2.Timeout(10, read=None)
        try:
            # The data of an event may have any size, and the client's own reader of events bounds it.
            async with self._http.stream("GET", self.url + path, timeout=unlimited) as answer:
                await self._check(answer)
                kind = ""
                async for line in answer.aiter_lines():
                    word, _, rest = line.partition(": ")
                    if word == "event":
                        kind = rest
                    elif word == "data":
                        yield kind, json.loads(rest)
        except httpx2.TransportError as error:
            raise self._unreachable(error) from error

    async def cancel(self, event: str) -> None:
        """Stop a call."""
        await self._json("POST", "gradio_api/cancel", {"event_id": event})

    async def upload(self, file: BinaryIO, name: str, told: Told | None = None) -> str:
        """Send an open regular file, from its beginning to the end that it has now.

        Args:
            file: The file.
            name: What to call it.
            told: Hears how far it is.

        Returns:
            An address that the app takes as an argument.
        """
        prefix = await self._api_prefix()
        size = os.fstat(file.fileno()).st_size
        boundary = secrets.token_hex(16)
        shown = name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="{shown}"\r\n'
            f"Content-Type: {kind}\r\n\r\n"
        ).encode("utf-8", "replace")
        tail = f"\r\n--{boundary}--\r\n".encode()

        async def form() -> AsyncIterator[bytes]:
            yield head
            sent = 0
            while sent < size:
                piece = await anyio.to_thread.run_sync(file.read, min(CHUNK, size - sent))
                if not piece:
                    raise AppError(f"{name} became shorter while it was sent; try again.")
                sent += len(piece)
                yield piece
                if told is not None:
                    await told(sent, size)
            yield tail

        headers = {
            "Content-Type": f"multipart/form-data; boundary={boundary}",
            "Content-Length": str(len(head) + size + len(tail)),
        }
        paths = await self._json("POST", f"{prefix}upload", content=form(), headers=headers)
        if not isinstance(paths, list) or len(paths) != 1 or not isinstance(paths[0], str):
            raise AppError(f"{self.url}{prefix}upload did not answer as an app of Gradio's does.")
        return f"{self.url}{prefix}file={quote(paths[0], safe='/')}"

    async def fetch(self, url: str, file: BinaryIO) -> None:
        """Write what is at an address into a file. What opens the app goes to the app alone."""
        try:
            headers = self._http.headers if _origin(url) == _origin(self.url) else CLIENT
            async with (
                httpx2.AsyncClient(headers=headers, timeout=self._http.timeout, trust_env=not is_local(url)) as http,
                http.stream("GET", url) as answer,
            ):
                await self._check(answer)
                async for piece in answer.aiter_bytes(CHUNK):
                    await anyio.to_thread.run_sync(file.write, piece)
        except httpx2.TransportError as error:
            raise self._unreachable(error) from error

    async def _api_prefix(self) -> str:
        # Before Gradio 5 the routes were at the base itself; since then the config says where they are.
        if self._prefix is None:
            self._prefix = "gradio_api/"
            try:
                config = await self.get("config")
                if isinstance(config, dict) and "version" in config:
                    self._prefix = str(config.get("api_prefix") or "").strip("/")
                    self._prefix += "/" if self._prefix else ""
            except AppError as error:
                if error.code == "unreachable":
                    raise
        return self._prefix

    async def _json(self, method: str, path: str, body: Any = None, **options: Any) -> Any:
        try:
            json_body = {} if body is None else {"json": body}
            async with self._http.stream(method, self.url + path, **json_body, **options) as answer:
                await self._check(answer)
                return json.loads(await answer.aread())
        except httpx2.TransportError as error:
            raise self._unreachable(error) from error
        except ValueError as error:
            raise AppError(f"{self.url}{path} did not answer with JSON.") from error

    async def _check(self, answer: httpx2.Response) -> None:
        if answer.status_code < 300:
            return
        told: Any = None
        with suppress(ValueError):
            told = json.loads(await answer.aread())
        told = told if isinstance(told, dict) else {}
        status = answer.status_code
        message = told.get("error") if isinstance(told.get("error"), str) else told.get("message")
        words = f"{answer.request.url.copy_with(query=None)} answers {status}" if not message else str(message)
        raise AppError(words, str(told.get("code") or status))

    def _unreachable(self, error: httpx2.TransportError) -> AppError:
        return AppError(f"{self.url} does not answer: {error or type(error).__name__}", "unreachable")


def open_regular(path: str | os.PathLike[str]) -> BinaryIO:
    """Open a regular file to read it.

    Raises:
        OSError: There is none, or it is something else: a folder, a pipe, a device.
    """
    # A pipe without a writer would hold the open itself back.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(f"{Path(path)} is no regular file")
    return os.fdopen(descriptor, "rb")


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc

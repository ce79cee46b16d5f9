"""Our own files for browsers (`static/`): which there are, and how long a browser may keep them."""

from __future__ import annotations

import asyncio
import hashlib
import mimetypes
import re
from pathlib import Path
from typing import NamedTuple

from tornado import web

from ..errors import UnknownEndpoint
from .auth import GradioHandler
from .service import Service

FOLDER = Path(__file__).parent.parent / "static"
"""Where the build puts them."""

FRAME = "frame.html"
"""The page that plots run in, which has nothing of this origin and reaches nobody."""

FRAME_POLICY = (
    "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'unsafe-inline'; img-src data: blob:; font-src data:"
)

FILE_POLICY = "sandbox; default-src 'none'"
"""Of all others: a browser that is led to one of them directly runs nothing."""

_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]*")
_TYPES = {".js": "text/javascript; charset=utf-8", ".html": "text/html; charset=utf-8", ".json": "application/json"}


class StaticFile(NamedTuple):
    """One file as it is now."""

    content: bytes
    version: str
    """A hash of the content; an address that names it never gives anything else."""


class StaticFiles:
    """The files of a folder, kept in memory until they change.

    Args:
        folder: Where they are; none may be there, if the package was built without them.
    """

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder
        self._known: dict[str, tuple[tuple[int, int], StaticFile]] = {}

    def get(self, name: str) -> StaticFile | None:
        """The file of that name; None if there is none."""
        if not _NAME.fullmatch(name):
            return None
        path = self._folder / name
        try:
            there = path.stat()
            stamp = (there.st_mtime_ns, there.st_size)
            known = self._known.get(name)
            if known is not None and known[0] == stamp:
                return known[1]
            content = path.read_bytes()
        except OSError:
            return None
        file = StaticFile(content, hashlib.sha256(content).hexdigest()[:16])
        self._known[name] = stamp, file
        return file

    def address(self, name: str) -> str | None:
        """The address of a file below an app's base, good for ever; None if it is not there."""
        file = self.get(name)
        return None if file is None else f"gradio_api/static/{name}?v={file.version}"


class StaticHandler(GradioHandler):
    """`GET static/NAME`: one of the files."""

    def initialize(self, service: Service, static: StaticFiles) -> None:  # type: ignore[override]
        """Take where the files are."""
        super().initialize(service)
        self._static = static
        self._file: StaticFile | None = None

    @web.authenticated
    async def get(self, name: str) -> None:
        """The file. With its hash as `v` a browser may keep it for ever, else it has to ask each time."""
        self._file = file = await asyncio.to_thread(self._static.get, name)
        if file is None:
            raise UnknownEndpoint(
                f"There is no file '{name[:100]}' for browsers. If it should be there, the package was built without "
                "them: install jupyter-gradio-mcp from a wheel, or build labextension/."
            )
        wanted = self.get_query_argument("v", "")
        # The build's own hashes may be longer than ours.
        lasts = len(wanted) >= 8 and hashlib.sha256(file.content).hexdigest().startswith(wanted.lower())
        self.set_header("Cache-Control", "private, max-age=31536000, immutable" if lasts else "no-cache")
        ending = Path(name).suffix
        kind = _TYPES.get(ending) or mimetypes.guess_type(name)[0] or "application/octet-stream"
        self.set_header("Content-Type", kind)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Content-Security-Policy", FRAME_POLICY if name == FRAME else FILE_POLICY)
        self.finish(file.content)

    head = get

    def compute_etag(self) -> str | None:
        """The version, which says it all."""
        return f'"{self._file.version}"' if self._file is not None else None

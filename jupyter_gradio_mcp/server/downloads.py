"""`GET file=PATH`: files that may be read, in whole or in parts.

Nothing that is served from here can run on the notebook server's origin, whatever somebody
uploaded: what could is sent as a download, and a policy forbids the rest. Whoever may not read a
file gets the same answer for every reason, so that he learns nothing of what is on the disk.
"""

from __future__ import annotations

import asyncio
import datetime
import email.utils
import os
import re
import stat
from collections.abc import Iterator
from typing import Any, BinaryIO
from urllib.parse import quote

from jupyter_server.auth import User
from tornado import web

from ..errors import Forbidden, Unauthenticated
from .auth import GradioHandler
from .catalog import App
from .scope import Identity
from .service import Service

CONTENT_SECURITY_POLICY = "sandbox; default-src 'none'"

MAX_AGE = 3600
"""Seconds that a browser may keep a file of a cache, which never changes. Others it asks for anew."""

CHUNK = 64 << 10
"""Bytes of a file that are in memory at a time."""

_RANGE = re.compile(r"bytes=(?:(\d{1,18})-(\d{0,18})|-\d{1,18})", re.ASCII)
_RUNS = re.compile(r"/(?:xhtml\+xml|html|xml|css|wasm)$|(?:java|ecma)script|/mathml|/xslt")
"""Types that a page of this origin could load as a part of itself, whatever else the answer says."""

_REFUSAL = "There is no file of that path that may be read here."


class FileHandler(GradioHandler, web.StaticFileHandler):
    """`GET` and `HEAD file=PATH`."""

    def initialize(self, service: Service) -> None:  # type: ignore[override]
        """Take the service that all handlers share."""
        GradioHandler.initialize(self, service)
        self.root = ""
        self.default_filename = None

    def decode_argument(self, value: bytes | str, name: str | None = None) -> str:
        """What is no text names no file; that is no other answer than for other such names."""
        return value.decode("utf-8", "replace") if isinstance(value, bytes) else value

    async def _admit(self) -> None:
        signature = self.get_query_argument("sig", "")
        if not signature:
            await super()._admit()
            return
        # The log of requests is no place for it.
        self.request.uri = self.request.path
        identity = self._identity_of_signature(signature)
        if identity is not None:
            self.identity = identity
            if identity.key is not None:
                self.service.visits.enter(identity.key, self, self._break_off)
            self.set_cors_headers()
            if self.app is not None and not identity.scope.admits_app(self.app.kernel, self.app.paths):
                raise Forbidden(_REFUSAL)
            return
        try:
            await super()._admit()
        except Unauthenticated as error:
            raise Unauthenticated(
                f"The signature in this address is for another file, or has expired. {error.message}"
            ) from error

    def _identity_of_signature(self, signature: str) -> Identity | None:
        """Whom the address was made for. It opens this one file, as far as he may read it himself."""
        signed = self.service.files.signer.check(self.path_kwargs["path"], signature)
        if signed is None or self.request.method not in ("GET", "HEAD"):
            return None
        if signed.key is not None:
            key = self.service.keys.get(signed.key)
            return None if key is None else self._with_key(key)
        self.current_user = self._jupyter_current_user = User(username="signature", display_name="A signed address")
        return Identity("a signed address", "signature")

    @web.authenticated
    async def get(self, path: str) -> None:  # type: ignore[override]
        """The file, or the part of it that `Range` names."""
        await self._serve(path, True)

    @web.authenticated
    async def head(self, path: str) -> None:  # type: ignore[override]
        """As GET, without the content."""
        await self._serve(path, False)

    async def _serve(self, path: str, include_body: bool) -> None:
        apps = self.service.catalog.reachable(self.app, self.identity.scope)
        self._file = await asyncio.to_thread(self._open, path, apps)
        try:
            self._check_range()
            await web.StaticFileHandler.get(self, path, include_body)
        finally:
            self._file.close()

    def _open(self, path: str, apps: list[App]) -> BinaryIO:
        """Find the file and open it. The same error whatever is wrong with it."""
        found = self.service.files.find(path, apps)
        if found is None:
            raise Forbidden(_REFUSAL)
        try:
            # Neither a link nor a pipe that takes the file's place meanwhile is followed or waited for.
            flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
            file = os.fdopen(os.open(found, flags | getattr(os, "O_BINARY", 0)), "rb", buffering=0)
        except OSError as error:
            raise Forbidden(_REFUSAL) from error
        try:
            self._stat_result = os.fstat(file.fileno())
            there = os.stat(found)
            # Nor is a link that takes the place of a folder above it.
            moved = os.path.realpath(found) != str(found) or not os.path.samestat(there, self._stat_result)
            if moved or not stat.S_ISREG(self._stat_result.st_mode):
                raise Forbidden(_REFUSAL)
        except OSError as error:
            file.close()
            raise Forbidden(_REFUSAL) from error
        except BaseException:
            file.close()
            raise
        self._found = found
        cache = self.service.files.cache
        caches = {cache.uploads, *(folder for app in apps for folder in cache.known(app.kernel))}
        self._lasts = any(found.is_relative_to(folder) for folder in caches)
        return file

    def _check_range(self) -> None:
        """Take away a `Range` that is none, names several parts, or was meant for another version of the file."""
        headers = self.request.headers
        match = _RANGE.fullmatch(headers.get("Range", "").replace(" ", ""))
        backwards = match is not None and bool(match[2]) and int(match[2]) < int(match[1])
        condition = headers.get("If-Range")
        same = condition is None or condition.strip() in (self.compute_etag(), _date(self.get_modified_time()))
        if "Range" in headers and (match is None or backwards or not same):
            del headers["Range"]

    # -- what tornado's handler asks --

    def get_absolute_path(self, root: str, path: str) -> str:  # type: ignore[override]
        """The path as it came; where it leads has been found out."""
        return path

    def validate_absolute_path(self, root: str, absolute_path: str) -> str:
        """The file that was opened."""
        return str(self._found)

    def get_content(self, abspath: str, start: int | None = None, end: int | None = None) -> Iterator[bytes]:  # type: ignore[override]
        """The content, of the file that was opened, and no more than was announced."""
        self._file.seek(start or 0)
        left = (self.get_content_size() if end is None else end) - (start or 0)
        while left > 0 and (chunk := self._file.read(min(left, CHUNK))):
            left -= len(chunk)
            yield chunk

    def get_content_size(self) -> int:
        """Bytes of the file when it was opened."""
        return self._stat_result.st_size

    def get_modified_time(self) -> datetime.datetime:
        """When the file was last changed, in whole seconds, as the header has it."""
        return datetime.datetime.fromtimestamp(int(self._stat_result.st_mtime), datetime.timezone.utc)

    def compute_etag(self) -> str:
        """From time and size: a hash of the content would take long, and tell who has which file."""
        return f'"{self._stat_result.st_mtime_ns:x}-{self._stat_result.st_size:x}"'

    def get_content_type(self) -> str:
        """By the name; what a page of this origin could run has none."""
        kind = super().get_content_type()
        if kind == "text/plain":
            return "text/plain; charset=utf-8"
        return "application/octet-stream" if _RUNS.search(kind) else kind

    def get_cache_time(self, path: str, modified: Any, mime_type: str) -> int:
        """None; `set_extra_headers` says it better."""
        return 0

    def set_extra_headers(self, path: str) -> None:
        """What makes a stranger's file harmless."""
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        # The address may hold a signature.
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("Cache-Control", f"private, max-age={MAX_AGE if self._lasts else 0}")
        how = "inline" if shown_inline(self.get_content_type()) else "attachment"
        self.set_header("Content-Disposition", f"{how}; {_named(self._found.name)}")


def shown_inline(mime_type: str) -> bool:
    """Whether a browser may show a file of that type in place, rather than save it."""
    kind = mime_type.partition(";")[0]
    media = kind.partition("/")[0] in ("image", "audio", "video") and not kind.endswith("+xml")
    return media or kind in ("text/plain", "application/json")


def _named(name: str) -> str:
    """A file's name as `Content-Disposition` carries it: for old clients, and in full (RFC 5987)."""
    plain = "".join(c if c.isascii() and c.isprintable() and c not in '"\\%' else "_" for c in name)
    return f"filename=\"{plain}\"; filename*=UTF-8''{quote(name.encode('utf-8', 'replace'), safe='')}"


def _date(time: datetime.datetime) -> str:
    return email.utils.format_datetime(time, usegmt=True)

"""`POST upload`: files that come as a form, written into the cache while they are read; and how far they are.

No file is held in memory, and no file stays that its sender was not told of. A request that is
refused while its body still comes is answered at once, and then heard for a while: a connection
that is closed on somebody who sends takes the answer away from him.
"""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import dataclass, field
from typing import Any

from python_multipart.multipart import parse_options_header
from tornado import iostream, web

from ..errors import CallError, InvalidRequest, PayloadTooLarge
from .auth import GradioHandler
from .forms import HOW_TO_SEND, MAX_HEADER, MAX_PARTS, Form
from .inputs import UNLIMITED
from .service import Service
from .streams import StreamingHandler, data_line

MAX_BOUNDARY = 256
"""Bytes of the line between two parts."""

BUFFER = 1 << 20
"""Bytes that are gathered before they are written."""

LINGER_SECONDS = 30.0
"""How long a request that was refused is heard to its end, so that the answer arrives."""

MAX_UNHEARD = 256 << 20
"""Bytes of it that are read and thrown away."""

MAX_ID = 128
"""Characters of an upload's id."""

MAX_ORIG_NAME = 255
"""Characters of a file's name that whoever watches an upload is told."""

WAIT_SECONDS = 5.0
"""How long whoever watches an upload waits for it to begin."""


@dataclass(eq=False)
class Upload:
    """An upload that somebody may watch.

    Attributes:
        files: Name, and bytes that have come, of each file.
        begun: Whether anything has come.
        done: Whether nothing more comes.
        users: Who has to do with it: its sender, and who watches.
        changed: Set, and replaced, with each change.
    """

    key: tuple[str, str]
    files: list[tuple[str, int]] = field(default_factory=list)
    begun: bool = False
    done: bool = False
    users: int = 0
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self) -> None:
        """Wake who watches."""
        self.changed.set()
        self.changed = asyncio.Event()


class Uploads:
    """The uploads under way that their clients gave an id. An id is good for one credential."""

    def __init__(self) -> None:
        self._uploads: dict[tuple[str, str], Upload] = {}

    def join(self, credential: str, id: str, *, sends: bool = False) -> Upload:
        """The upload of that id; `leave` must follow."""
        key = (credential, id)
        upload = self._uploads.get(key)
        if upload is None or (sends and upload.done):
            upload = self._uploads[key] = Upload(key)
        upload.users += 1
        if sends:
            upload.begun = True
            upload.tell()
        return upload

    def leave(self, upload: Upload, *, sent: bool = False) -> None:
        """End what `join` began; `sent` says that nothing more comes."""
        upload.users -= 1
        if sent:
            upload.done = True
            upload.tell()
        if not upload.users and self._uploads.get(upload.key) is upload:
            del self._uploads[upload.key]


@web.stream_request_body
class UploadHandler(GradioHandler):
    """`POST upload`: files to the cache."""

    def initialize(self, service: Service, uploads: Uploads) -> None:  # type: ignore[override]
        """Take what the routes share."""
        super().initialize(service)
        self.uploads = uploads
        self._form: Form | None = None
        self._upload: Upload | None = None
        self._received = 0
        self._told = 0
        self._awaits_body = self._body_read = False
        self._hanging_up: asyncio.TimerHandle | None = None

    async def prepare(self) -> None:  # type: ignore[override]
        """Admit the request before its body is read, or refuse it."""
        if self.request.method == "POST":
            # The limit is per file, and counted as the bytes come; only who is admitted gets that far.
            self.request.connection.set_max_body_size(UNLIMITED * MAX_PARTS)  # type: ignore[union-attr]
        await super().prepare()
        if self.request.method == "POST":
            self._open()
            self._awaits_body = True

    def _open(self) -> None:
        inputs, cache = self.service.inputs, self.service.files.cache
        kind, options = parse_options_header(self.request.headers.get("Content-Type", ""))
        boundary = options.get(b"boundary", b"")
        if kind != b"multipart/form-data":
            raise InvalidRequest(f"The body is no form, by its Content-Type. {HOW_TO_SEND}")
        if not 0 < len(boundary) <= MAX_BOUNDARY:
            raise InvalidRequest(
                f"The Content-Type needs a boundary of 1 to {MAX_BOUNDARY} bytes; programs that send forms add it by "
                f"themselves when they are not told a Content-Type. {HOW_TO_SEND}"
            )
        id = self.get_query_argument("upload_id", "")
        if len(id) > MAX_ID:
            raise InvalidRequest(f"upload_id may have {MAX_ID} characters.")
        limit, announced = inputs.limit(*self.reachable), self.request.headers.get("Content-Length", "")
        # Many files may have more bytes together than one alone.
        if announced.isdecimal() and int(announced[:20]) > (limit + MAX_HEADER * 8) * MAX_PARTS:
            raise PayloadTooLarge(
                f"One file may have {limit} bytes here (max_file_size), and a request {MAX_PARTS} files."
            )
        if announced.isdecimal() and not cache.has_room(int(announced[:20])):
            raise self._too_much()
        self._form = Form(cache, boundary, limit)
        if id:
            self._upload = self.uploads.join(self.identity.credential, id, sends=True)

    async def data_received(self, chunk: bytes) -> None:
        """Take a part of the body. The next one is not read from the network before this one is dealt with."""
        self._received += len(chunk)
        form = self._form
        if form is None:
            if self._received > MAX_UNHEARD:
                self._hang_up()
            return
        try:
            if not self.service.files.cache.has_room(self._received):
                raise self._too_much()
            form.feed(chunk)
            self._tell(form)
            if form.pending >= BUFFER:
                await self._write(form)
        except Exception as error:
            self._abandon()
            if not isinstance(error, CallError):
                self.log_exception(*sys.exc_info())
            self.send_error(exc_info=sys.exc_info())

    @web.authenticated
    async def post(self) -> None:
        """Multipart form with one or many `files` → list of their paths on the server."""
        self._body_read = True
        form = self._form
        if form is None:
            return  # refused already, and the answer is written
        try:
            form.end()
            await self._write(form)
        except BaseException:
            self._abandon()
            raise
        if self._form is None:
            return  # the client left meanwhile
        self._form = None
        self._end_upload()
        self.set_header("Content-Type", "application/json")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.finish(json.dumps([str(file.final) for file in form.files]))

    def finish(self, chunk: Any = None) -> asyncio.Future[None]:
        """Answer. While the body still comes, the connection stays open for a while."""
        if self._body_read or not self._brings_body():
            if self._hanging_up is not None:
                self._hanging_up.cancel()
            elif not self._body_read:
                # tornado closes a connection whose request it has not read to its end; the client must hear of it.
                self.set_header("Connection", "close")
            return super().finish(chunk)
        if self._hanging_up is not None:
            return _nothing()
        body = (chunk or "").encode() if not isinstance(chunk, bytes) else chunk
        self.set_header("Connection", "close")
        self.set_header("Content-Length", len(body))
        self.write(body)
        self._hanging_up = asyncio.get_running_loop().call_later(LINGER_SECONDS, self._hang_up)
        self._received = 0
        return self.flush()

    def on_connection_close(self) -> None:
        """The client left: nobody knows of the files."""
        super().on_connection_close()
        self._abandon()
        if self._hanging_up is not None:
            self._hang_up()

    def _brings_body(self) -> bool:
        headers = self.request.headers
        # Who asks first (`Expect`) sends nothing after a refusal.
        sends = self._awaits_body or "Expect" not in headers
        return sends and ("Transfer-Encoding" in headers or headers.get("Content-Length", "0") != "0")

    def _hang_up(self) -> None:
        self._body_read = True
        if not self._finished:
            self.finish()

    async def _write(self, form: Form) -> None:
        await asyncio.get_running_loop().run_in_executor(None, form.write)

    def _tell(self, form: Form) -> None:
        if self._upload is not None:
            new = [(file.name[:MAX_ORIG_NAME], file.size) for file in form.files[self._told :]]
            self._upload.files[self._told :] = new
            # The last one may still grow.
            self._told = max(0, len(form.files) - 1)
            self._upload.tell()

    def _abandon(self) -> None:
        form, self._form = self._form, None
        if form is not None:
            asyncio.get_running_loop().run_in_executor(None, form.discard)
        self._end_upload()

    def _end_upload(self) -> None:
        upload, self._upload = self._upload, None
        if upload is not None:
            self.uploads.leave(upload, sent=True)

    def _too_much(self) -> PayloadTooLarge:
        return PayloadTooLarge("The request is larger than all that the server keeps (GradioMcp.cache_max_bytes).")


class UploadProgressHandler(StreamingHandler):
    """`GET upload_progress`: how far an upload is, as server-sent events."""

    def initialize(self, service: Service, uploads: Uploads) -> None:  # type: ignore[override]
        """Take what the routes share."""
        super().initialize(service)
        self.uploads = uploads

    @web.authenticated
    async def get(self) -> None:
        """`{"msg": "update", "orig_name", "chunk_size"}` for each step of a file, and last `{"msg": "done"}`."""
        id = self.get_query_argument("upload_id", "")
        if not 0 < len(id) <= MAX_ID:
            raise InvalidRequest(f"Say which upload: ?upload_id=ID, of at most {MAX_ID} characters.")
        self.begin_stream()
        upload = self.uploads.join(self.identity.credential, id)
        try:
            # A browser tells its page that the stream is open once it has the headers.
            await self.flush()
            await self._follow(upload)
        except (asyncio.CancelledError, iostream.StreamClosedError):
            return
        finally:
            self.uploads.leave(upload)

    async def _follow(self, upload: Upload) -> None:
        at = seen = 0
        while True:
            changed, done = upload.changed, upload.done
            steps = []
            for name, size in upload.files[at:]:
                if size > seen:
                    steps.append(data_line({"msg": "update", "orig_name": name, "chunk_size": size - seen}))
                seen = 0
            if upload.files:
                at, seen = len(upload.files) - 1, upload.files[-1][1]
            if steps:
                self.write("".join(steps))
                await self.flush()
            if done:
                break
            try:
                await asyncio.wait_for(changed.wait(), None if upload.begun else WAIT_SECONDS)
            except asyncio.TimeoutError:
                break
        self.finish(data_line({"msg": "done"}))


def _nothing() -> asyncio.Future[None]:
    done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    done.set_result(None)
    return done

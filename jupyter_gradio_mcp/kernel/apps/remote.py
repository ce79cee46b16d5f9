"""Another app, asked by its address: what it offers, calls of it, its files. Nothing that it says is believed."""

from __future__ import annotations

import atexit
import json
import mimetypes
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urljoin, urlsplit
from urllib.request import (
    BaseHandler,
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    UnknownHandler,
)
from urllib.request import Request as HttpRequest

from ...descriptions import FILE_META
from ...errors import FunctionFailed, RegistrationError
from ...internet import is_public
from ...paths import clean_name
from ..files import SETTINGS

TIMEOUT_SECONDS = 60.0
"""Without a word for so long, the other app counts as gone; it says something every 15 seconds."""

MAX_ANSWER = 16 * 1024**2
"""Bytes of what an app says of itself, or of an event."""

MAX_RESULT = 256 * 1024**2
"""Bytes of one result."""

MAX_REDIRECTS = 5

_REDIRECTS = (301, 302, 303, 307, 308)


class Remote:
    """Another app.

    Args:
        url: Its address, ending in a slash.
        token: Its Bearer token; nobody else is told.

    Raises:
        RegistrationError: There is no app.
    """

    def __init__(self, url: str, token: str | None) -> None:
        self._url = url
        self._headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        parts = urlsplit(url)
        # An address of `launch()` has a key in it.
        self.shown = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        config = self._json("config")
        self.title = str(config.get("title") or "")
        self._api = urljoin(url, f".{str(config.get('api_prefix') or '').rstrip('/')}/")
        self._streams: dict[str, bool] = {}
        for dependency in self._list(config.get("dependencies"), "dependencies"):
            types = dependency.get("types")
            self._streams[f"/{dependency.get('api_name')}"] = isinstance(types, dict) and bool(types.get("generator"))

    def functions(self) -> list[dict[str, Any]]:
        """What it offers: what its info route tells of each function, with its `name` and whether it `streams`.

        Raises:
            RegistrationError: It does not say.
        """
        named = self._json(urljoin(self._api, "info")).get("named_endpoints")
        if not isinstance(named, (dict, type(None))):
            raise self._no_app("named_endpoints", named, "an object")
        found = []
        for name, told in (named or {}).items():
            if not isinstance(told, dict):
                raise self._no_app(name, told, "an object")
            if told.get("api_visibility", "public") == "public" and told.get("show_api", True):
                lists = {key: self._list(told.get(key), f"{key} of {name}") for key in ("parameters", "returns")}
                found.append({**told, **lists, "name": name.lstrip("/"), "streams": self._streams.get(name, False)})
        return found

    def call(self, name: str, data: list[Any], session: str) -> Iterator[list[Any]]:
        """Call a function; its outputs, of one that streams again and again.

        Raises:
            FunctionFailed: It failed, or the app cannot be reached, or does not answer as an app does.
        """
        body = json.dumps({"data": data, "session_hash": session}).encode()
        at = urljoin(self._api, f"call/{quote(name)}")
        with self._open(at, body, {"Content-Type": "application/json"}) as answer:
            begun = self._read(answer)
        event = begun.get("event_id") if isinstance(begun, dict) else None
        if not isinstance(event, str):
            raise FunctionFailed(f"The app at {self.shown} began no call: its event_id is no text.")
        with self._open(f"{at}/{quote(event, safe='')}") as stream:
            kind = ""
            while line := self._line(stream):
                if line.startswith("event: "):
                    kind = line[7:].rstrip("\r\n")
                elif line.startswith("data: ") and kind in ("generating", "complete"):
                    outputs = self._parsed(line[6:])
                    if not isinstance(outputs, list):
                        raise FunctionFailed(f"The app at {self.shown} answered with no list of outputs.")
                    yield outputs
                    if kind == "complete":
                        return
                elif line.startswith("data: ") and kind == "error":
                    raise FunctionFailed(_told(self._parsed(line[6:])))
        raise FunctionFailed(f"The app at {self.shown} hung up.")

    def upload(self, path: str | os.PathLike[str]) -> dict[str, Any]:
        """Send a file; what names it in a call."""
        name = os.path.basename(path)
        for forbidden in '"\r\n':
            name = name.replace(forbidden, "_")
        boundary = secrets.token_hex(16)
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'
            f"Content-Type: {kind}\r\n\r\n"
        )
        body = head.encode() + Path(path).read_bytes() + f"\r\n--{boundary}--\r\n".encode()
        headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        with self._open(urljoin(self._api, "upload"), body, headers) as answer:
            there = self._read(answer)
        if not isinstance(there, list) or len(there) != 1 or not isinstance(there[0], str):
            raise FunctionFailed(f"The app at {self.shown} does not say where the uploaded file is.")
        return {"path": there[0], "orig_name": name, "meta": FILE_META}

    def download(self, file: Mapping[str, Any]) -> str:
        """Fetch a file of a result; its path here.

        Raises:
            FunctionFailed: It is not to be had, or is larger than `max_file_size`.
        """
        with self._reading():
            url = urljoin(self._url, str(file.get("url") or ""))
            if not file.get("url") or _origin(url) != _origin(self._url):
                # Another app does not say what else is asked from here.
                url = urljoin(self._api, f"file={quote(str(file['path']))}")
        name = clean_name(str(file.get("orig_name") or urlsplit(url).path))
        folder = tempfile.mkdtemp(dir=_folder())
        path, size, limit = os.path.join(folder, name), 0, SETTINGS.max_file_size
        try:
            with self._open(url, file=True) as answer, open(path, "wb") as kept:
                while block := self._block(answer):
                    size += len(block)
                    if limit is not None and size > limit:
                        raise FunctionFailed(
                            f"A file of the app at {self.shown} is larger than {limit} bytes, the max_file_size here."
                        )
                    kept.write(block)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return path

    # -- what it says --

    def _json(self, path: str) -> dict[str, Any]:
        try:
            with self._reading():
                url = urljoin(self._url, path)
            with self._open(url) as answer:
                found = self._read(answer)
        except FunctionFailed as error:
            raise RegistrationError(f"gr.load: there is no app at {self.shown}: {error}") from None
        if not isinstance(found, dict):
            raise RegistrationError(f"gr.load: what answers at {self.shown} is no app.")
        return found

    def _list(self, told: Any, name: str) -> list[dict[str, Any]]:
        """A list of objects, which may be left out."""
        if told is None:
            return []
        if not isinstance(told, list) or not all(isinstance(item, dict) for item in told):
            raise self._no_app(name, told, "a list of objects")
        return told

    def _no_app(self, name: str, told: Any, wanted: str) -> RegistrationError:
        return RegistrationError(
            f"gr.load: the app at {self.shown} tells {name} as {told!r:.80}, which is not {wanted}."
        )

    # -- reading --

    def _read(self, answer: Any) -> Any:
        """An answer of JSON, all of it."""
        read, end = bytearray(), time.monotonic() + TIMEOUT_SECONDS
        while block := self._block(answer):
            read += block
            if len(read) > MAX_ANSWER:
                raise FunctionFailed(f"The app at {self.shown} says more than {MAX_ANSWER} bytes.")
            if time.monotonic() > end:
                raise FunctionFailed(f"The app at {self.shown} took longer than {TIMEOUT_SECONDS:g} seconds to answer.")
        return self._parsed(bytes(read))

    def _block(self, answer: Any) -> bytes:
        with self._reading():
            # What there is, so that a slow one is seen to be slow.
            block: bytes = answer.read1(1 << 16)
        return block

    def _line(self, stream: Any) -> str:
        with self._reading():
            line: bytes = stream.readline(MAX_RESULT)
            if len(line) >= MAX_RESULT:
                raise ValueError(f"a result is larger than {MAX_RESULT} bytes")
            return line.decode()

    def _parsed(self, text: str | bytes) -> Any:
        with self._reading():
            return json.loads(text)

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Say of which app it is that something cannot be read."""
        try:
            yield
        except (OSError, HTTPException, ValueError, RecursionError) as error:
            raise FunctionFailed(
                f"What the app at {self.shown} answers cannot be read: {type(error).__name__}: {error}"
            ) from None

    # -- asking --

    def _open(
        self, url: str, body: bytes | None = None, headers: Mapping[str, str] | None = None, *, file: bool = False
    ) -> Any:
        """Ask. A redirect within the app is followed, and of a file also to elsewhere, without the token."""
        given = {**self._headers, **(headers or {})}
        opener = _opener()
        for _ in range(MAX_REDIRECTS + 1):
            try:
                return opener.open(HttpRequest(url, body, given), timeout=TIMEOUT_SECONDS)
            except HTTPError as error:
                with error:
                    target = error.headers.get("Location")
                    if error.code not in _REDIRECTS or not target:
                        text = self._refusal(error)
                        raise FunctionFailed(
                            f"The app at {self.shown} refused with {error.code}: {_reason(text)}"
                        ) from None
            except (URLError, OSError, HTTPException, ValueError) as error:
                reason = getattr(error, "reason", error)
                raise FunctionFailed(f"The app at {self.shown} cannot be reached: {reason}") from None
            with self._reading():
                url = urljoin(url, target)
                scheme, host, _ = origin = _origin(url)
            if body is not None or scheme not in ("http", "https"):
                raise FunctionFailed(f"The app at {self.shown} redirects to {_shown(url)}, which is not followed.")
            if origin != _origin(self._url):
                if not file:
                    raise FunctionFailed(
                        f"The app at {self.shown} redirects to {_shown(url)}. If that is the app, give its address."
                    )
                # The token is the app's alone, also if the way leads back.
                given = {}
                opener = _opener() if host == _origin(self._url)[1] and _is_address(host) else _far_opener()
        raise FunctionFailed(f"The app at {self.shown} redirects more than {MAX_REDIRECTS} times.")

    @staticmethod
    def _refusal(error: HTTPError) -> str:
        try:
            return error.read(10_000).decode(errors="replace")
        except (OSError, HTTPException):
            return ""


class _FarConnection(HTTPConnection):
    """A connection with a host of the internet at large."""

    def connect(self) -> None:
        """Connect, and see with whom: no app leads this kernel to the services beside it."""
        super().connect()
        _see(self)


class _FarSecureConnection(HTTPSConnection):
    """The same by TLS."""

    def connect(self) -> None:
        """Connect, and see with whom."""
        super().connect()
        _see(self)


def _see(connection: HTTPConnection) -> None:
    if not is_public(connection.sock.getpeername()[0]):
        connection.close()
        raise OSError(f"it redirects to {connection.host}, which has no public address")


class _Far(HTTPHandler):
    def http_open(self, req: HttpRequest) -> Any:
        return self.do_open(_FarConnection, req)


class _FarSecure(HTTPSHandler):
    def https_open(self, req: HttpRequest) -> Any:
        return self.do_open(_FarSecureConnection, req)


@cache
def _opener() -> OpenerDirector:
    """Asks by http and https, and follows nothing by itself."""
    return _with(ProxyHandler(), HTTPHandler(), HTTPSHandler())


@cache
def _far_opener() -> OpenerDirector:
    """Asks the internet at large, by no proxy: whom it asks would not be seen."""
    return _with(_Far(), _FarSecure())


def _with(*handlers: BaseHandler) -> OpenerDirector:
    opener = OpenerDirector()
    for handler in (*handlers, UnknownHandler(), HTTPDefaultErrorHandler(), HTTPErrorProcessor()):
        opener.add_handler(handler)
    return opener


def _origin(url: str) -> tuple[str, str, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or {"http": 80, "https": 443}.get(parts.scheme)


def _shown(url: str) -> str:
    """Whose address it is, without a key that may be in it."""
    scheme, host, port = _origin(url)
    return f"{scheme}://{host}" + (f":{port}" if port else "")


def _is_address(host: str) -> bool:
    """Whether a host is the same one whenever it is looked up."""
    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        return host == "localhost"
    return True


@cache
def _folder() -> str:
    """Where fetched files are until this kernel ends."""
    folder = tempfile.mkdtemp(prefix="gradio-mcp-loaded-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _told(error: Any) -> str:
    if isinstance(error, dict):
        error = error.get("error") or error.get("message")
    return str(error) if error else "The other app failed, and does not say how."


def _reason(text: str) -> str:
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return " ".join(text.split())[:200] or "nothing"
    found = (body.get("detail") or body.get("message") or body) if isinstance(body, dict) else body
    return str(found)[:300]

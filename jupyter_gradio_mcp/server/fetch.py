"""The file behind a URL that a caller gave as an argument, fetched to disk.

The caller chooses the URL, and this server stands where the caller does not: beside the services of
its own machine and network. So only public addresses are dialled, and the address that is dialled is
the one that was looked at, because the look is the client's own resolver. Nothing of the caller is
sent on: a request carries no cookie and no credential.
"""

from __future__ import annotations

import asyncio
import os
import re
import ssl
import sys
import tempfile
from collections.abc import Sequence
from email.message import Message
from email.utils import collapse_rfc2231_value
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO, NamedTuple
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from tornado.httpclient import HTTPError, HTTPRequest, HTTPResponse
from tornado.httputil import HTTPHeaders, HTTPInputError, parse_response_start_line
from tornado.iostream import StreamBufferFullError, UnsatisfiableReadError
from tornado.simple_httpclient import HTTPTimeoutError, SimpleAsyncHTTPClient

from ..errors import InvalidArguments, PayloadTooLarge
from .addresses import AdmittedAddresses, NoAddress, is_allowed

REDIRECTS = (301, 302, 303, 307, 308)

SPARE_BODY = 64 * 1024
"""Bytes that are read, and dropped, of what comes with a redirect or an error."""

# What a URL may hold as it is. Anything else, a space for one, is quoted.
_PATH = "/%:@!$&'()*+,;=~-._[]"
_QUERY = _PATH + "?"


class Fetched(NamedTuple):
    """A file that was fetched.

    Attributes:
        path: Where it was written.
        name: What it is called by its Content-Disposition or else by its URL; "" if by neither. It
            is one component, but otherwise as the other side wrote it: not fit for a disk.
        size: Its bytes.
        media_type: Its Content-Type without parameters; "" if it has none.
    """

    path: Path
    name: str
    size: int
    media_type: str


class Fetcher:
    """Fetches files from public addresses, and from the intranet hosts that are named.

    Args:
        allowed_hosts: Hosts, each `host` or `host:port`, that may be dialled though their address is
            not public.
        timeout: Seconds for the whole of a fetch, redirects included.
        max_redirects: How many redirects are followed.
    """

    def __init__(self, *, allowed_hosts: Sequence[str] = (), timeout: float = 30.0, max_redirects: int = 5) -> None:
        self._allowed = frozenset(host.lower() for host in allowed_hosts)
        self._timeout = timeout
        self._max_redirects = max_redirects

    async def fetch(self, url: str, target: Path, *, max_bytes: int) -> Fetched:
        """Fetch a file. It is at `target` when it is complete, and nowhere when it is not.

        Args:
            url: Where it is: http or https.
            target: Where it goes. Its folder exists.
            max_bytes: How large it may be.

        Raises:
            InvalidArguments: The URL is not one that is fetched, or what it names was not to be had.
            PayloadTooLarge: The file is larger than `max_bytes`.
            OSError: The file cannot be written.
        """
        handle, part = tempfile.mkstemp(prefix=".fetch-", suffix=".part", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                name, answer = await asyncio.wait_for(self._follow(url, file, max_bytes), self._timeout)
            os.replace(part, target)
        except asyncio.TimeoutError:
            raise InvalidArguments(
                f"{_shown(url)} could not be fetched within {self._timeout:g} seconds. Give a URL that answers sooner, "
                "or give the file's content itself."
            ) from None
        finally:
            Path(part).unlink(missing_ok=True)
        return Fetched(target, name, answer.size, answer.media_type)

    async def _follow(self, given: str, file: BinaryIO, max_bytes: int) -> tuple[str, _Answer]:
        """Go from redirect to redirect until there is a file, and what it is called."""
        ends = asyncio.get_running_loop().time() + self._timeout
        # The count of bytes is ours: the client's own limit would end in "connection closed".
        client = SimpleAsyncHTTPClient(
            force_instance=True, resolver=AdmittedAddresses(allowed=self._allowed), max_body_size=sys.maxsize
        )
        try:
            url, shown = given, _shown(given)
            for _ in range(self._max_redirects + 1):
                url = _checked(url, shown)
                answer = _Answer(file, max_bytes)
                await self._get(client, url, shown, answer, ends)
                if answer.found:
                    return answer.name or _last(unquote(urlsplit(url).path)), answer
                if answer.status not in REDIRECTS or "Location" not in answer.headers:
                    raise InvalidArguments(
                        f"{shown} was answered with HTTP status {_status(answer.status)}. Give a URL that anybody can "
                        "read: it is requested without a cookie or a credential."
                    )
                # It comes as a reference that may be relative, and may hold what urljoin refuses.
                try:
                    url = urljoin(url, _text(answer.headers["Location"]))
                except ValueError:
                    url = _text(answer.headers["Location"])
                shown = f"{_shown(url)}, to which {_shown(given)} redirects,"
        finally:
            client.close()
        raise InvalidArguments(
            f"{_shown(given)} redirects more than {self._max_redirects} times. Give the URL of the file itself."
        )

    async def _get(self, client: SimpleAsyncHTTPClient, url: str, shown: str, answer: _Answer, ends: float) -> None:
        """Do one request and leave what comes in `answer`."""
        # Never 0, which is no limit. The client's own limit closes the connection of a fetch that
        # was cancelled, for which it has no other means.
        left = max(ends - asyncio.get_running_loop().time(), 0.001)
        request = HTTPRequest(
            url,
            headers={"Accept": "*/*", "Accept-Encoding": "identity"},
            user_agent="jupyter-gradio-mcp",
            follow_redirects=False,
            # Bytes are counted as they come: a small body must not become a large file.
            decompress_response=False,
            validate_cert=True,
            connect_timeout=left,
            request_timeout=left,
            header_callback=answer.take_header,
            streaming_callback=answer.take_data,
        )
        try:
            await _finished(client.fetch(request, raise_error=False))
        except HTTPTimeoutError:
            raise asyncio.TimeoutError from None
        except NoAddress:
            raise self._no_address(url, shown) from None
        except (HTTPError, HTTPInputError, StreamBufferFullError, UnsatisfiableReadError, OSError, ValueError) as error:
            if answer.failure is not None:
                raise answer.failure from None
            if answer.too_large:
                raise PayloadTooLarge(
                    f"{shown} is larger than {answer.max_bytes} bytes, which is the most that a file may have here. "
                    "Give a smaller file."
                ) from None
            # What comes with a redirect or an error need not be complete.
            if not answer.status or answer.found:
                raise _broken(shown, error, begun=answer.found) from None
        finally:
            answer.close()

    def _no_address(self, url: str, shown: str) -> InvalidArguments:
        host = urlsplit(url).hostname
        if is_allowed(self._allowed, *_endpoint(url)):
            return InvalidArguments(f"{shown} cannot be fetched: no address was found for '{host}'. Correct the name.")
        # The same words for a name that leads into the network and for one that does not exist: by
        # the difference a caller could find out the names of the network.
        return InvalidArguments(
            f"{shown} cannot be fetched: no public address was found for '{host}'. Correct the name. If it is a host "
            "of your own network that calls may read from, whoever runs the notebook server adds it to "
            "`GradioMcp.allowed_hosts`."
        )


class _Answer:
    """What comes back on one request, taken as it arrives.

    `HTTPInputError` is the one error that ends a request from within the client's callbacks.
    """

    def __init__(self, file: BinaryIO, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        self.status = 0
        self.headers = HTTPHeaders()
        self.size = 0
        self.too_large = False
        self.failure: OSError | None = None
        self._file: BinaryIO | None = file

    @property
    def found(self) -> bool:
        """Whether it is a file, and not a redirect or an error."""
        return 200 <= self.status < 300

    @property
    def name(self) -> str:
        """The file's name by its Content-Disposition; "" if there is none."""
        message = Message()
        message["content-disposition"] = _text(self.headers.get("Content-Disposition", ""))
        names = [value for key, value in message.get_params([], "content-disposition") if key == "filename"]
        # The extended form is a tuple with its charset, and counts for more than the plain one.
        names.sort(key=lambda value: not isinstance(value, tuple))
        return _last(collapse_rfc2231_value(names[0])) if names else ""

    @property
    def media_type(self) -> str:
        return self.headers.get("Content-Type", "").partition(";")[0].strip().lower()

    def take_header(self, line: str) -> None:
        """Take a line of the head: the start line, the headers, an empty one."""
        line = line.rstrip("\r\n")
        if not self.status:
            self.status = parse_response_start_line(line).code
        elif line:
            name, _, value = line.partition(":")
            self.headers.add(name, value.strip())
        elif self.status < 200:
            # Another head follows this one.
            self.status, self.headers = 0, HTTPHeaders()
        elif self.found:
            length = self.headers.get("Content-Length", "")
            # Python refuses to read a number of thousands of digits, which is too large all the same.
            if length.isdecimal() and (len(length) > 18 or int(length) > self.max_bytes):
                self._refuse()

    def take_data(self, chunk: bytes) -> None:
        """Take a piece of the body. To write it blocks no longer than 64 KiB take."""
        self.size += len(chunk)
        if self._file is None:
            raise HTTPInputError("nobody waits for it")
        if not self.found:
            if self.size > SPARE_BODY:
                raise HTTPInputError("too much to drop")
            return
        if self.size > self.max_bytes:
            self._refuse()
        try:
            self._file.write(chunk)
        except OSError as error:
            self.failure = error
            raise HTTPInputError("it cannot be written") from error

    def close(self) -> None:
        """Take nothing more: the connection of a fetch that was cancelled may live on for a while."""
        self._file = None

    def _refuse(self) -> None:
        self.too_large = True
        raise HTTPInputError("the file is too large")


def _checked(url: str, shown: str) -> str:
    """The URL as it is requested.

    Raises:
        InvalidArguments: It is not one that is requested.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise InvalidArguments(f"{shown} is not a URL: {error}. Correct it.") from None
    if parts.scheme not in ("http", "https"):
        raise InvalidArguments(
            f"{shown} cannot be fetched: only URLs that begin with http:// or https:// are. Give one of these, or give "
            "the file's content itself."
        )
    if "@" in parts.netloc:
        raise InvalidArguments(
            f"{shown} cannot be fetched: a URL with a user name or a password is not. Give a URL that anybody can read."
        )
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            host = ""
    if not re.fullmatch(r"[a-z0-9._-]+|[a-f0-9:.]+", host, re.IGNORECASE) or re.search(r"[\x00-\x1f\x7f]", url.strip()):
        raise InvalidArguments(f"{shown} is not a URL: it has no valid host, or has control characters. Correct it.")
    netloc = f"[{host}]" if ":" in host else host
    if port is not None:
        netloc += f":{port}"
    return urlunsplit((parts.scheme, netloc, quote(parts.path or "/", _PATH), quote(parts.query, _QUERY), ""))


def _endpoint(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)


async def _finished(request: asyncio.Future[HTTPResponse]) -> None:
    """Wait for a request. When the wait is cancelled the request is not: the client, which has no
    means to stop it, would log that as an error when it gets to its own limit.
    """
    request.add_done_callback(lambda done: done.cancelled() or done.exception())
    await asyncio.wait([request])
    request.result()


def _broken(shown: str, error: Exception, *, begun: bool) -> InvalidArguments:
    if isinstance(error, ssl.SSLError):
        return InvalidArguments(
            f"{shown} cannot be fetched: its host did not prove by TLS who it is. Give the URL of a host with a valid "
            "certificate."
        )
    if begun:
        return InvalidArguments(f"{shown} broke off before it was complete. Try again, or give another URL.")
    return InvalidArguments(
        f"{shown} cannot be fetched: its host took no connection or gave no HTTP answer. Correct the URL, or try again."
    )


def _status(code: int) -> str:
    try:
        return f"{code} ({HTTPStatus(code).phrase})"
    except ValueError:
        return str(code)


def _shown(url: str) -> str:
    """The URL as a message shows it: not long, and without the password that it may have."""
    url = re.sub(r"//[^/?#]*@", "//…@", url.strip())
    url = re.sub(r"[\x00-\x1f\x7f]", "\N{REPLACEMENT CHARACTER}", url)
    return f"'{url[:200]}…'" if len(url) > 200 else f"'{url}'"


def _text(header: str) -> str:
    """A header's text: bytes beyond ASCII, which the client takes for Latin-1, are UTF-8 if they can be."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header


def _last(path: str) -> str:
    """The last component of a path of either kind of system."""
    name = re.split(r"[/\\]", path)[-1]
    return "" if name in (".", "..") else name

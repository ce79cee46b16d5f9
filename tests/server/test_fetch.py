"""A file that is fetched from a URL: what is admitted, what is refused, what is left on disk."""

from __future__ import annotations

import asyncio
import gzip
import logging
import shutil
import socket
import ssl
import struct
import subprocess
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import tornado
from tornado import httpserver, iostream, netutil, tcpserver, web

from jupyter_gradio_mcp import internet
from jupyter_gradio_mcp.errors import InvalidArguments, PayloadTooLarge
from jupyter_gradio_mcp.server import addresses, fetch
from jupyter_gradio_mcp.server.fetch import Fetched, Fetcher

PUBLIC = "93.184.215.14"
MAX = 1000

Answer = Callable[[web.RequestHandler], Awaitable[None]]


@pytest.fixture(autouse=True)
def dialled(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """The addresses that are dialled. A public one leads to this machine, so that no test leaves it."""
    seen: list[tuple[str, int]] = []
    connect = iostream.IOStream.connect

    def record(stream: Any, address: Any, *args: Any, **options: Any) -> Any:
        seen.append(tuple(address[:2]))
        return connect(stream, ("127.0.0.1", address[1]), *args, **options)

    monkeypatch.setattr(iostream.IOStream, "connect", record)
    return seen


@pytest.fixture(autouse=True)
def nothing_is_logged_as_an_error(caplog: pytest.LogCaptureFixture) -> Any:
    yield
    logged = [*caplog.get_records("call"), *caplog.get_records("teardown")]
    if tornado.version_info < (6, 6):
        # Those of Python 3.10 log the end of the tests' own handlers, and a reset, as errors of theirs.
        return
    assert [record.getMessage() for record in logged if record.levelno >= logging.ERROR] == []


@asynccontextmanager
async def serving(answer: Answer, tls: ssl.SSLContext | None = None) -> AsyncIterator[str]:
    """An HTTP server that gives this answer to everything, as `host:port`."""

    class Handler(web.RequestHandler):
        async def get(self) -> None:
            await answer(self)

        def log_exception(self, *error: Any) -> None:
            """A client that hangs up is no error of these tests."""

        def send_error(self, *status: Any, **options: Any) -> None:
            self.request.connection.stream.close()

    server = httpserver.HTTPServer(web.Application([(".*", Handler)], log_function=lambda _: None), ssl_options=tls)
    sockets = netutil.bind_sockets(0, "127.0.0.1")
    server.add_sockets(sockets)
    yield f"127.0.0.1:{sockets[0].getsockname()[1]}"
    server.stop()
    await server.close_all_connections()


@asynccontextmanager
async def saying(*pieces: bytes, reset: bool = False) -> AsyncIterator[str]:
    """A server that writes this on every connection and closes it, whatever it is asked."""

    class Server(tcpserver.TCPServer):
        async def handle_stream(self, stream: iostream.IOStream, address: Any) -> None:
            try:
                await stream.read_until(b"\r\n\r\n")
                for piece in pieces:
                    await stream.write(piece)
                if reset:
                    await asyncio.sleep(0.1)
                    stream.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            except iostream.StreamClosedError:
                pass
            stream.close()

    server = Server()
    sockets = netutil.bind_sockets(0, "127.0.0.1")
    server.add_sockets(sockets)
    yield f"127.0.0.1:{sockets[0].getsockname()[1]}"
    server.stop()


def text(body: str | bytes, **headers: str) -> Answer:
    async def answer(handler: web.RequestHandler) -> None:
        for name, value in headers.items():
            handler.set_header(name.replace("_", "-"), value)
        handler.write(body)

    return answer


def redirect(to: str, status: int = 302) -> Answer:
    async def answer(handler: web.RequestHandler) -> None:
        handler.set_status(status)
        handler.set_header("Location", to)
        handler.finish("This is not the file.")

    return answer


async def get(url: str, folder: Path, host: str = "", **options: Any) -> Fetched:
    """Fetch `url` to a file in the folder; `host` is admitted."""
    return await Fetcher(allowed_hosts=[host] if host else [], **options).fetch(url, folder / "file", max_bytes=MAX)


def served(answer: Answer, folder: Path, path: str = "/", **options: Any) -> Fetched:
    """Fetch from a server that gives this answer."""

    async def run() -> Fetched:
        async with serving(answer) as host:
            return await get(f"http://{host}{path}", folder, host, **options)

    return asyncio.run(run())


def said(folder: Path, *pieces: bytes, reset: bool = False, timeout: float = 5) -> Fetched:
    """Fetch from a server that writes this."""

    async def run() -> Fetched:
        async with saying(*pieces, reset=reset) as host:
            return await get(f"http://{host}/", folder, host, timeout=timeout)

    return asyncio.run(run())


def refusal(url: str, folder: Path, **options: Any) -> str:
    """The message with which a URL is refused. Nothing is on disk then."""
    with pytest.raises(InvalidArguments) as caught:
        asyncio.run(get(url, folder, **options))
    assert list(folder.iterdir()) == []
    return caught.value.message


# -- what is fetched --


def test_a_file_is_fetched_to_its_target(tmp_path: Path) -> None:
    fetched = served(text("héllo", Content_Type="Text/Plain; charset=utf-8"), tmp_path, "/a/b%20c.txt?x=1#top")
    assert fetched == Fetched(tmp_path / "file", "b c.txt", 6, "text/plain")
    assert (tmp_path / "file").read_text("utf-8") == "héllo"
    assert list(tmp_path.iterdir()) == [tmp_path / "file"]


def test_a_file_of_exactly_the_size_that_is_admitted_is_fetched(tmp_path: Path) -> None:
    assert served(text(b"x" * MAX), tmp_path).size == MAX


def test_a_file_that_was_there_is_replaced_only_by_a_complete_one(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("before")
    with pytest.raises(PayloadTooLarge):
        served(text("x" * (MAX + 1)), tmp_path)
    assert (tmp_path / "file").read_text() == "before"
    served(text("after"), tmp_path)
    assert (tmp_path / "file").read_text() == "after"


def test_a_body_that_ends_with_its_connection_is_fetched(tmp_path: Path) -> None:
    fetched = said(tmp_path, b"HTTP/1.0 200 OK\r\n\r\n", b"all of it")
    assert (fetched.size, fetched.name, fetched.media_type) == (9, "", "")


def test_a_head_that_announces_another_is_passed_over(tmp_path: Path) -> None:
    early = b"HTTP/1.1 103 Early Hints\r\nContent-Disposition: attachment; filename=no\r\n\r\n"
    fetched = said(tmp_path, early, b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
    assert (fetched.size, fetched.name) == (2, "")


def test_the_path_and_the_query_are_quoted_where_they_have_to_be(tmp_path: Path) -> None:
    async def answer(handler: web.RequestHandler) -> None:
        handler.write(handler.request.uri or "")

    served(answer, tmp_path, "/a b/é%2F;x=[1]?q=ü %26&r=a+b")
    assert (tmp_path / "file").read_text() == "/a%20b/%C3%A9%2F;x=[1]?q=%C3%BC%20%26&r=a+b"


def test_a_request_carries_nothing_of_the_caller(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://user:pass@127.0.0.1:9")
    seen: dict[str, str] = {}

    async def answer(handler: web.RequestHandler) -> None:
        seen.update(handler.request.headers)

    served(answer, tmp_path)
    assert sorted(seen) == ["Accept", "Accept-Encoding", "Connection", "Host", "User-Agent"]
    assert seen["Accept-Encoding"] == "identity"


def test_a_cookie_is_not_sent_on_to_where_a_redirect_leads(tmp_path: Path) -> None:
    cookies = []

    async def answer(handler: web.RequestHandler) -> None:
        cookies.append(handler.request.headers.get("Cookie"))
        if handler.request.path == "/":
            handler.set_cookie("session", "secret")
            handler.redirect("/file.csv")

    assert served(answer, tmp_path).name == "file.csv"
    assert cookies == [None, None]


# -- its name --


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("attachment; filename=data.csv", "data.csv"),
        ('attachment; filename="a; b.csv"', "a; b.csv"),
        ("attachment; filename=plain.csv; filename*=UTF-8''na%C3%AFve.csv", "naïve.csv"),
        ("attachment; filename*=iso-8859-1'en'%A3.csv", "£.csv"),
        ('attachment; filename="../../etc/passwd"', "passwd"),
        ("attachment; filename*=UTF-8''..%2F..%2Fetc%2Fpasswd", "passwd"),
        (r'attachment; filename="C:\\temp\\data.csv"', "data.csv"),
        ('attachment; filename=".."', "of-the-url.bin"),
        ("attachment", "of-the-url.bin"),
        ("inline; filename", "of-the-url.bin"),
    ],
)
def test_the_name_is_that_of_the_content_disposition(tmp_path: Path, header: str, name: str) -> None:
    assert served(text("x", Content_Disposition=header), tmp_path, "/of-the-url.bin").name == name


def test_a_name_in_plain_utf8_is_read(tmp_path: Path) -> None:
    head = 'HTTP/1.1 200 OK\r\nContent-Disposition: attachment; filename="é.txt"\r\nContent-Length: 0\r\n\r\n'
    assert said(tmp_path, head.encode()).name == "é.txt"


@pytest.mark.parametrize(
    ("path", "name"), [("/", ""), ("/a/", ""), ("/a/..%2Fb", "b"), ("/a/%2e%2e", ""), ("/a%5Cb.txt", "b.txt")]
)
def test_else_the_name_is_that_of_the_url(tmp_path: Path, path: str, name: str) -> None:
    assert served(text("x"), tmp_path, path).name == name


# -- addresses --

PRIVATE = [
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "[::1]",
    "[::]",
    "[fe80::1]",
    "[fc00::1]",
    "[fec0::1]",
    "[ff0e::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:a9fe:a9fe]",
    "[::127.0.0.1]",
    "[64:ff9b::10.0.0.1]",
    "[64:ff9b:1::8.8.8.8]",
    "[2002:7f00:1::]",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "0177.0.0.1",
    "127.1",
    "localhost",
    "LOCALHOST",
    "①②⑦.⓪.⓪.①",
]


@pytest.mark.parametrize("host", PRIVATE)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_an_address_that_is_not_public_is_not_dialled(
    tmp_path: Path, dialled: list[tuple[str, int]], scheme: str, host: str
) -> None:
    message = refusal(f"{scheme}://{host}:8888/api", tmp_path)
    assert "no public address was found" in message
    assert "GradioMcp.allowed_hosts" in message
    assert dialled == []


def test_the_refusal_says_nothing_of_what_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    behind = {"db.corp": [("10.1.2.3", 80)], "wiki.corp": [("127.0.0.1", 80), ("100.64.1.1", 80)]}

    async def look_up(host: str, port: int, family: Any) -> list[tuple[int, Any]]:
        if host not in behind:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return [(socket.AF_INET, address) for address in behind[host]]

    monkeypatch.setattr(addresses, "look_up", look_up)
    messages = {refusal(f"http://{name}/", tmp_path).replace(name, "HOST") for name in [*behind, "nowhere.corp"]}
    assert len(messages) == 1
    assert "10.1.2.3" not in messages.pop()


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::"]
)
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert internet.is_public(address)


def test_only_the_public_addresses_of_a_host_are_dialled(
    tmp_path: Path, dialled: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def look_up(host: str, port: int, family: Any) -> list[tuple[int, Any]]:
        return [(socket.AF_INET, (ip, port)) for ip in ("10.0.0.1", "127.0.0.1", PUBLIC, "169.254.169.254")]

    monkeypatch.setattr(addresses, "look_up", look_up)

    async def run() -> str:
        async with serving(text("public")) as server:
            port = server.rpartition(":")[2]
            await get(f"http://both.example:{port}/", tmp_path)
            return port

    port = asyncio.run(run())
    assert dialled == [(PUBLIC, int(port))]
    assert (tmp_path / "file").read_text() == "public"


def test_the_address_that_was_checked_is_the_one_that_is_dialled(
    tmp_path: Path, dialled: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [PUBLIC, "127.0.0.1", "127.0.0.1"]
    looked_up = []

    async def look_up(host: str, port: int, family: Any) -> list[tuple[int, Any]]:
        looked_up.append(host)
        return [(socket.AF_INET, (answers.pop(0), port))]

    monkeypatch.setattr(addresses, "look_up", look_up)

    async def run() -> int:
        async with serving(text("x")) as server:
            port = server.rpartition(":")[2]
            await get(f"http://rebinds.example:{port}/", tmp_path)
            assert looked_up == ["rebinds.example"]
            with pytest.raises(InvalidArguments, match="no public address"):
                await get(f"http://rebinds.example:{port}/", tmp_path)
            return int(port)

    assert dialled == [(PUBLIC, asyncio.run(run()))]


def test_a_name_that_rebinds_between_two_redirects_is_refused(
    tmp_path: Path, dialled: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [PUBLIC, "127.0.0.1"]

    async def look_up(host: str, port: int, family: Any) -> list[tuple[int, Any]]:
        return [(socket.AF_INET, (answers.pop(0), port))]

    monkeypatch.setattr(addresses, "look_up", look_up)

    async def run() -> None:
        async with serving(redirect("/secret")) as server:
            await get(f"http://rebinds.example:{server.rpartition(':')[2]}/", tmp_path)

    with pytest.raises(InvalidArguments, match="no public address"):
        asyncio.run(run())
    assert [address for address, _ in dialled] == [PUBLIC]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", ["localhost", "localhost:{port}", "LocalHost:{port}"])
def test_a_host_that_is_named_is_admitted(tmp_path: Path, form: str) -> None:
    async def run() -> Fetched:
        async with serving(text("x")) as server:
            port = server.rpartition(":")[2]
            return await get(f"http://Localhost:{port}/", tmp_path, form.format(port=port))

    assert asyncio.run(run()).size == 1


@pytest.mark.parametrize("allowed", ["localhost:1", "ocalhost", "127.0.0.2", "*", "localhost:443"])
def test_another_host_or_port_than_the_named_is_not(
    tmp_path: Path, dialled: list[tuple[str, int]], allowed: str
) -> None:
    assert "no public address" in refusal("http://localhost/", tmp_path, host=allowed)
    assert dialled == []


@pytest.mark.parametrize("allowed", ["localhost:80", "[::1]:80", "[::1]", "::1"])
def test_the_port_of_the_scheme_is_the_port_and_ipv6_has_brackets(allowed: str) -> None:
    hosts = frozenset([allowed])
    assert addresses.is_allowed(hosts, *fetch._endpoint("http://localhost/" if "local" in allowed else "http://[::1]/"))
    assert not addresses.is_allowed(hosts, "::2", 80)


def test_a_named_host_that_does_not_exist_is_said_to_be_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def look_up(host: str, port: int, family: Any) -> list[tuple[int, Any]]:
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    monkeypatch.setattr(addresses, "look_up", look_up)
    message = refusal("http://wiki.corp/", tmp_path, host="wiki.corp")
    assert message == "'http://wiki.corp/' cannot be fetched: no address was found for 'wiki.corp'. Correct the name."


# -- URLs --


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.com/a",
        "gopher://example.com/1",
        "data:text/plain,hi",
        "javascript:alert(1)",
        "//example.com/a",
        "example.com",
        "/etc/passwd",
        "",
    ],
)
def test_only_http_and_https_are_fetched(tmp_path: Path, dialled: list[tuple[str, int]], url: str) -> None:
    message = refusal(url, tmp_path)
    assert message.startswith(f"'{url}' cannot be fetched: only URLs that begin with http:// or https://")
    assert dialled == []


@pytest.mark.parametrize("userinfo", ["user", "user:hunter2", "", ":hunter2", "example.com\\"])
def test_a_url_with_a_user_is_refused_and_its_password_not_repeated(tmp_path: Path, userinfo: str) -> None:
    message = refusal(f"http://{userinfo}@127.0.0.1/", tmp_path, host="127.0.0.1")
    assert message.startswith("'http://…@127.0.0.1/' cannot be fetched: a URL with a user name or a password")


@pytest.mark.parametrize(
    "url",
    [
        "http://",
        "http:///path",
        "http://[::1/",
        "http://[fe80::1%25eth0]/",
        "http://host:port/",
        "http://host:99999/",
        "http://a b/",
        "http://a\\b/",
        "http://127.0.0.1\n/",
        "http://127.0.0.1/\r\nX-Injected: 1",
        "http://é" + "é" * 70 + "/",
    ],
)
def test_what_is_not_a_url_is_refused(tmp_path: Path, dialled: list[tuple[str, int]], url: str) -> None:
    assert "is not a URL" in refusal(url, tmp_path, host="127.0.0.1")
    assert dialled == []


def test_a_label_too_long_for_a_name_is_refused(tmp_path: Path) -> None:
    assert "no public address" in refusal(f"http://{'a' * 70}.example/", tmp_path)


def test_a_long_url_is_cut_in_the_message(tmp_path: Path) -> None:
    assert len(refusal("ftp://example.com/" + "a" * 5000, tmp_path)) < 400


# -- redirects --


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed(tmp_path: Path, status: int) -> None:
    async def answer(handler: web.RequestHandler) -> None:
        if handler.request.path == "/a/start":
            await redirect("../b/é end.txt", status)(handler)
        else:
            handler.write("the end")

    assert served(answer, tmp_path, "/a/start").name == "é end.txt"
    assert (tmp_path / "file").read_text() == "the end"


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("http://10.0.0.1/", "no public address"),
        ("http://localhost/", "no public address"),
        ("http://127.0.0.1:1/", "no public address"),
        ("//169.254.169.254/latest/meta-data/", "no public address"),
        ("https://[::1]/", "no public address"),
        ("file:///etc/passwd", "only URLs that begin with"),
        ("gopher://127.0.0.1/", "only URLs that begin with"),
        ("http://user:pass@127.0.0.1/", "a URL with a user name"),
        ("http://[", "is not a URL"),
    ],
)
def test_where_a_redirect_leads_is_checked_again(
    tmp_path: Path, dialled: list[tuple[str, int]], to: str, why: str
) -> None:
    with pytest.raises(InvalidArguments, match=why) as caught:
        served(redirect(to), tmp_path)
    assert "to which 'http://127.0.0.1" in caught.value.message
    assert len(dialled) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_redirect_loop_ends(tmp_path: Path, dialled: list[tuple[str, int]]) -> None:
    with pytest.raises(InvalidArguments, match="redirects more than 3 times"):
        served(redirect("/again"), tmp_path, max_redirects=3)
    assert len(dialled) == 4
    assert list(tmp_path.iterdir()) == []


def test_what_comes_with_a_redirect_is_not_the_file_and_not_read_for_long(tmp_path: Path) -> None:
    async def answer(handler: web.RequestHandler) -> None:
        if handler.request.path == "/":
            handler.set_status(302)
            handler.set_header("Location", "/end")
            handler.write(b"x" * 1_000_000)
        else:
            handler.write("the end")

    assert served(answer, tmp_path).size == 7


def test_a_redirect_to_nowhere_is_an_error(tmp_path: Path) -> None:
    async def answer(handler: web.RequestHandler) -> None:
        handler.set_status(302)

    with pytest.raises(InvalidArguments, match=r"HTTP status 302 \(Found\)"):
        served(answer, tmp_path)


# -- size --


def test_a_file_that_says_it_is_too_large_is_not_read(tmp_path: Path) -> None:
    # No byte of the body comes: it is refused for its head.
    head = b"HTTP/1.1 200 OK\r\nContent-Length: %s\r\n\r\n"
    for length in (b"1001", b"9" * 5000):
        with pytest.raises(PayloadTooLarge, match="is larger than 1000 bytes"):
            said(tmp_path, head % length)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "head",
    [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"HTTP/1.0 200 OK\r\n\r\n"],
    ids=["chunked", "1.0"],
)
def test_a_file_that_does_not_say_so_is_read_no_further_than_it_may_be(tmp_path: Path, head: bytes) -> None:
    piece = b"x" * 0x1000
    piece = b"1000\r\n" + piece + b"\r\n" if b"chunked" in head else piece
    with pytest.raises(PayloadTooLarge, match="is larger than 1000 bytes"):
        said(tmp_path, head, *[piece] * 10_000)
    assert list(tmp_path.iterdir()) == []


def test_a_large_file_is_streamed(tmp_path: Path) -> None:
    body = bytes(range(256)) * 40_000

    async def run() -> Fetched:
        async with serving(text(body)) as host:
            return await Fetcher(allowed_hosts=[host]).fetch(f"http://{host}/", tmp_path / "f", max_bytes=len(body))

    assert asyncio.run(run()).size == len(body)
    assert (tmp_path / "f").read_bytes() == body


def test_a_gzip_bomb_is_not_expanded(tmp_path: Path) -> None:
    bomb = gzip.compress(bytes(500_000))
    assert len(bomb) <= MAX
    fetched = served(text(bomb, Content_Encoding="gzip"), tmp_path)
    assert fetched.size == len(bomb)
    assert (tmp_path / "file").read_bytes() == bomb


# -- time --


async def _later(handler: web.RequestHandler) -> None:
    await asyncio.sleep(3)


async def _slowly(handler: web.RequestHandler) -> None:
    for _ in range(30):
        handler.write("x")
        await handler.flush()
        await asyncio.sleep(0.1)


async def _elsewhere(handler: web.RequestHandler) -> None:
    # Each of these is in time, but not all of them.
    await asyncio.sleep(0.3)
    handler.redirect("/")


@pytest.mark.parametrize("answer", [_later, _slowly, _elsewhere])
def test_the_whole_of_a_fetch_is_capped(tmp_path: Path, answer: Answer) -> None:
    started = time.monotonic()

    async def run() -> None:
        async with serving(answer) as host:
            with pytest.raises(InvalidArguments, match=r"could not be fetched within 0\.5 seconds"):
                await get(f"http://{host}/", tmp_path, host, timeout=0.5)
            assert time.monotonic() - started < 1.5
            assert list(tmp_path.iterdir()) == []

    asyncio.run(run())


def test_a_name_server_that_does_not_answer_is_capped_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def look_up(host: str, port: int, family: Any) -> list[tuple[int, Any]]:
        await asyncio.sleep(3)
        return []

    monkeypatch.setattr(addresses, "look_up", look_up)
    assert "within 0.2 seconds" in refusal("http://example.com/", tmp_path, timeout=0.2)


def test_a_fetch_that_is_cancelled_leaves_nothing(tmp_path: Path) -> None:
    left = []

    async def answer(handler: web.RequestHandler) -> None:
        try:
            await _slowly(handler)
        except iostream.StreamClosedError:
            left.append(True)
            raise

    async def run() -> None:
        async with serving(answer) as host:
            task = asyncio.create_task(get(f"http://{host}/", tmp_path, host))
            await asyncio.sleep(0.3)
            assert len(list(tmp_path.iterdir())) == 1
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert list(tmp_path.iterdir()) == []
            # What still comes has nowhere to go, and ends the connection.
            await asyncio.sleep(0.5)
            assert left == [True]

    asyncio.run(run())


# -- what breaks --


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 500, 503, 299 + 1, 304, 799])
def test_a_status_that_is_no_success_is_named(tmp_path: Path, status: int) -> None:
    async def answer(handler: web.RequestHandler) -> None:
        handler.set_status(status, "Whatever")
        if status != 304:
            handler.write("x" * 100_000)

    with pytest.raises(InvalidArguments, match=f"was answered with HTTP status {status}"):
        served(answer, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_host_that_takes_no_connection(tmp_path: Path) -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{bound.getsockname()[1]}"
        assert "took no connection" in refusal(f"http://{host}/", tmp_path, host=host)


@pytest.mark.parametrize(
    "head",
    [b"Content-Length: 100\r\n\r\nabc", b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"],
    ids=["length", "chunked"],
)
def test_a_body_that_breaks_off_is_no_file(tmp_path: Path, head: bytes) -> None:
    started = time.monotonic()
    with pytest.raises(InvalidArguments, match="broke off before it was complete"):
        said(tmp_path, b"HTTP/1.1 200 OK\r\n" + head)
    assert list(tmp_path.iterdir()) == []
    assert time.monotonic() - started < 2


def test_a_connection_that_is_reset_ends_in_an_error(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    # Some versions of the client log a reset and wait on: then the cap on time ends it.
    with pytest.raises(InvalidArguments, match=r"broke off before|could not be fetched within"):
        said(tmp_path, b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc", reset=True, timeout=0.5)
    assert list(tmp_path.iterdir()) == []
    caplog.clear()


@pytest.mark.parametrize(
    "answer",
    [b"", b"SSH-2.0-OpenSSH_9.6\r\n\r\n", b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000 + b"\r\n\r\n"],
    ids=["nothing", "ssh", "huge head"],
)
def test_what_is_no_answer_is_refused(tmp_path: Path, answer: bytes) -> None:
    # Some versions of the client wait for more: then the cap on time ends it.
    with pytest.raises(InvalidArguments, match=r"gave no HTTP answer|could not be fetched within"):
        said(tmp_path, answer)
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_is_full_is_no_fault_of_the_caller(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        def __init__(self, handle: int, mode: str) -> None:
            self._file = open(handle, mode)  # noqa: SIM115

        def __enter__(self) -> Full:
            return self

        def __exit__(self, *error: object) -> None:
            self._file.close()

        def write(self, chunk: bytes) -> None:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(fetch.os, "fdopen", Full)
    with pytest.raises(OSError, match="No space left"):
        served(text("x"), tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")
def test_a_host_that_does_not_prove_who_it_is_is_refused(tmp_path: Path) -> None:
    key, cert, folder = tmp_path / "key", tmp_path / "cert", tmp_path / "files"
    folder.mkdir()
    subprocess.run(
        f"openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=localhost -keyout {key} -out {cert}".split(),
        check=True,
        capture_output=True,
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(cert, key)

    async def run() -> None:
        async with serving(text("x"), context) as host:
            await get(f"https://{host}/", folder, host)

    with pytest.raises(InvalidArguments, match="did not prove by TLS who it is"):
        asyncio.run(run())
    assert list(folder.iterdir()) == []

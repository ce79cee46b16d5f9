"""Attacks on files and uploads, one test each. Each fails when the defence that it is about is taken away."""

import http.client
import json
import os
import re
import shutil
import socket
import stat
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from support.files import (
    FILE_META,
    address,
    as_argument,
    forget_peak,
    form_of,
    form_type,
    kept,
    of_size,
    peak,
    png,
    raw_get,
    read,
    run,
    send,
    sent,
)
from support.live import LiveNotebook, LiveServer, wait_for
from support.mcp import modern_call

from jupyter_gradio_mcp.server.uploads import Form

pytestmark = pytest.mark.slow

SECRET = "nobody may read this"
CACHE_BYTES = 100_000_000

FUNCTIONS = """%%mcp_tool
from pathlib import Path
from typing import Any
from PIL.Image import Image

def one(file: Path) -> str:
    return file.read_text()

def many(files: list[Path]) -> list[str]:
    return [file.read_text() for file in files]

def picture(image: Image) -> list[int]:
    return list(image.size)

def echo(data: dict) -> dict:
    return data

def echo_among_files(data: dict) -> Any:
    made = Path("made.txt")
    made.write_text("made")
    return [made, data]

def hand_out(path: str) -> Path:
    return Path(path)

def write(name: str) -> Path:
    made = Path(name)
    made.write_text("of " + name)
    return made
"""


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Iterator[LiveServer]:
    options = (f"--GradioMcp.cache_dir={cache}", f"--GradioMcp.cache_max_bytes={CACHE_BYTES}")
    live = LiveServer(tmp_path_factory.mktemp("server"), *options)
    yield live
    live.close()
    assert "Traceback" not in live.log(), live.log()


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folders with and without permission, and links between them."""
    root = tmp_path_factory.mktemp("places")
    for name in ("allowed/blocked", "allowed/sub", "outside"):
        (root / name).mkdir(parents=True)
        (root / name / "secret.txt").write_text(SECRET)
    (root / "allowed" / "open.txt").write_text("open")
    (root / "allowed" / "out").symlink_to(root / "outside" / "secret.txt")
    (root / "allowed" / "out_folder").symlink_to(root / "outside")
    (root / "allowed" / "to_blocked").symlink_to(root / "allowed" / "blocked" / "secret.txt")
    (root / "outside" / "in").symlink_to(root / "allowed" / "open.txt")
    (root / "allowed" / "loop").symlink_to(root / "allowed" / "loop")
    os.mkfifo(root / "allowed" / "pipe")
    return root


@pytest.fixture(scope="module")
def shared(server: LiveServer, places: Path) -> Iterator[LiveNotebook]:
    opened = server.notebook("shared.ipynb").load()
    assert opened.run(FUNCTIONS).status == "ok"
    ran = opened.run(
        "import jupyter_gradio_mcp as gr\n"
        f"gr.configure(allowed_paths={str(places / 'allowed')!r}, blocked_paths={str(places / 'allowed' / 'blocked')!r})"
    )
    assert ran.status == "ok", ran.error
    (server.root / "ordinary.txt").write_text(SECRET)
    yield opened
    opened.close()


@pytest.fixture(params=["union", "notebook"])
def at(request: pytest.FixtureRequest, shared: LiveNotebook) -> str:
    return "" if request.param == "union" else shared.address


def refusal(server: LiveServer, at: str) -> tuple[int, str]:
    """What every path gets that may not be read: the answer for one that does not exist."""
    found = raw_get(server, f"/{at}gradio_api/file=/does/not/exist")
    assert found[0] == 403
    return found


# -- paths that are read --


@pytest.mark.parametrize(
    "written",
    [
        "{allowed}/../outside/secret.txt",
        "{allowed}/%2e%2e/outside/secret.txt",
        "{allowed}/%2E%2E%2Foutside%2Fsecret.txt",
        "{allowed}/%252e%252e/outside/secret.txt",
        "{allowed}/..%c0%afoutside/secret.txt",
        "{allowed}/..%255coutside/secret.txt",
        "{allowed}/..\\outside\\secret.txt",
        "{allowed}/..%5Coutside%5Csecret.txt",
        "{allowed}/sub/../../outside/secret.txt",
        "{allowed}/....//outside/secret.txt",
        "{outside}/secret.txt",
        "%2F{outside}/secret.txt",
        "/{outside}/secret.txt",
        "{outside}/secret.txt%00",
        "{outside}/secret.txt%00.png",
        "{allowed}/open.txt%00",
        "{allowed}/open.txt%0a",
        "{allowed}",
        "{allowed}/",
        "{allowed}/pipe",
        "{allowed}/loop",
        "{allowed}/absent",
        "{allowed}/%ff",
        "{allowed}/" + "x" * 300,
        "/" + "x/" * 2500,
        "x" * 5000,
        "../" * 100 + "etc/passwd",
        "/etc/passwd",
        "%2Fetc%2Fpasswd",
        "/dev/zero",
        "/dev/stdin",
        "/proc/self/environ",
        "/proc/self/mem",
        "/proc/self/root/etc/passwd",
        "/proc/self/cwd/ordinary.txt",
        "//localhost/etc/passwd",
        "%5C%5Clocalhost%5Cc$%5Cboot.ini",
        "file:///etc/passwd",
        "file:/etc/passwd",
        "http://127.0.0.1/etc/passwd",
        "C:%5Cboot.ini",
        "{allowed}/open.txt::$DATA",
        "~/.ssh/id_rsa",
        "ordinary.txt",
        "shared.ipynb",
        "",
        ".",
        "/",
    ],
)
def test_traversal_in_every_encoding(
    server: LiveServer, shared: LiveNotebook, places: Path, at: str, written: str
) -> None:
    path = written.replace("{allowed}", str(places / "allowed")).replace("{outside}", str(places / "outside"))
    assert raw_get(server, f"/{at}gradio_api/file={path}") == refusal(server, at)


def test_what_is_allowed_can_be_read_in_every_encoding(server: LiveServer, places: Path, at: str) -> None:
    # The counterpart of the test above: it is not that nothing can be read.
    path = str(places / "allowed" / "open.txt")
    for written in (
        path,
        path.replace("/", "%2F"),
        # By the whole name: a folder above may have these letters, too.
        path.replace("open.txt", "%6f%70en.txt"),
        path.replace("open.txt", "sub/../open.txt"),
    ):
        assert raw_get(server, f"/{at}gradio_api/file={written}") == (200, "open")


def test_links_are_followed_before_they_are_judged(server: LiveServer, places: Path, at: str) -> None:
    for name in ("allowed/out", "allowed/out_folder/secret.txt", "allowed/to_blocked", "allowed/blocked/secret.txt"):
        assert raw_get(server, f"/{at}gradio_api/file={places / name}") == refusal(server, at), name
    assert read(server, places / "outside" / "in", at).text == "open", "a link to what is allowed opens that"


def test_a_blocked_path_is_blocked_in_capitals_too(server: LiveServer, places: Path, at: str) -> None:
    # Where the file system takes them for the same; elsewhere there is no such file.
    written = str(places / "allowed" / "BLOCKED" / "Secret.txt")
    assert raw_get(server, f"/{at}gradio_api/file={written}") == refusal(server, at)


def test_a_link_that_takes_a_files_place_is_not_followed(tmp_path: Path) -> None:
    from jupyter_gradio_mcp.errors import Forbidden
    from jupyter_gradio_mcp.server.downloads import FileHandler

    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a").write_text(SECRET)
    (tmp_path / "link").symlink_to(tmp_path / "folder" / "a")
    (tmp_path / "linked").symlink_to(tmp_path / "folder")

    class Found:
        """Rules that found a file just before a link took its place."""

        def __init__(self, path: Path) -> None:
            self.files, self.find = self, lambda *_: path

    for swapped in ("link", "linked/a"):
        handler = FileHandler.__new__(FileHandler)
        handler.service = Found(tmp_path / swapped)  # type: ignore[assignment]
        with pytest.raises(Forbidden):
            handler._open("", [])


def test_no_file_of_one_notebook_at_the_address_of_another(
    server: LiveServer, shared: LiveNotebook, notebook: LiveNotebook
) -> None:
    notebook.run("%%mcp_tool\nfrom pathlib import Path\ndef read_it(file: Path) -> str:\n    return file.read_text()")
    [file] = run(server, "write", "mine.txt", at=shared.address).json()["data"]
    assert read(server, file["path"], shared.address).text == "of mine.txt"
    assert read(server, file["path"]).text == "of mine.txt"
    there = f"/{notebook.address}gradio_api/file={quote(file['path'])}"
    assert raw_get(server, there) == refusal(server, notebook.address)
    signature = file["url"].partition("?")[2]
    assert raw_get(server, f"{there}?{signature}") == refusal(server, notebook.address)
    answer = run(server, "read_it", as_argument(file["path"]), at=notebook.address)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_arguments")


# -- arguments and results --


HOST_FILES: list[Callable[[LiveServer], Any]] = [
    lambda server: "/etc/passwd",
    lambda server: str(server.root / "ordinary.txt"),
    lambda server: "ordinary.txt",
    lambda server: "file:///etc/passwd",
    lambda server: "FILE:/etc/passwd",
    lambda server: as_argument("/etc/passwd"),
    lambda server: as_argument("/etc/passwd", url="http://127.0.0.1/"),
    lambda server: {"url": "file:///etc/passwd", "meta": FILE_META},
    lambda server: {"path": "/etc/passwd"},
    lambda server: {"path": ["/etc/passwd"], "meta": FILE_META},
    lambda server: {"path": "/etc/passwd", "meta": {"_type": "gradio.FileData", "more": 1}},
    lambda server: f"{server.url}gradio_api/file=/etc/passwd",
    lambda server: f"{server.url}gradio_api/file=%2Fetc%2Fpasswd",
    lambda server: f"{server.url}shared/gradio_api/file=/etc/passwd",
    lambda server: f"http://localhost:{server.port}/gradio_api/file=/etc/passwd",
    lambda server: f"http://user:pass@127.0.0.1:{server.port}/gradio_api/file=/etc/passwd",
]


@pytest.mark.parametrize("name", ["one", "many", "picture"])
@pytest.mark.parametrize("value", HOST_FILES)
def test_an_argument_that_points_at_the_host(
    server: LiveServer, shared: LiveNotebook, at: str, name: str, value: Callable[[LiveServer], Any]
) -> None:
    argument = [value(server)] if name == "many" else value(server)
    answer = run(server, name, argument, at=at)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_arguments"), answer.text
    assert not re.search("root:|" + SECRET, answer.text)
    parameter = {"one": "file", "many": "files", "picture": "image"}[name]
    called = modern_call(server, name, {parameter: argument}, at=at)
    assert called.json()["result"]["isError"], called.text
    assert not re.search("root:|" + SECRET, called.text)


def test_a_dictionary_is_a_file_only_if_it_says_so(server: LiveServer, shared: LiveNotebook, at: str) -> None:
    [path] = sent(server, ("a.txt", b"sent"), at=at)
    assert run(server, "one", as_argument(path), at=at).json()["data"] == ["sent"]
    for meta in ({}, {"meta": None}, {"meta": {"_type": "other"}}):
        answer = run(server, "one", {"path": path, **meta}, at=at)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_arguments")


def test_a_dictionary_that_looks_like_a_file_is_data(server: LiveServer, shared: LiveNotebook, at: str) -> None:
    fake = as_argument("/etc/passwd", url="http://127.0.0.1/")
    assert run(server, "echo", fake, at=at).json()["data"] == [fake], "no address was made for it"
    assert "root:" not in modern_call(server, "echo", {"data": fake}, at=at).text


def test_a_dictionary_among_files_opens_nothing(server: LiveServer, shared: LiveNotebook, at: str) -> None:
    fake = as_argument("/etc/passwd", mime_type="image/png", size=1, url=None, is_stream=False)
    [[made, handed_on]] = run(server, "echo_among_files", fake, at=at).json()["data"]
    assert httpx.get(made["url"]).text == "made"
    assert httpx.get(handed_on["url"]).status_code == 403
    assert server.http.get(handed_on["url"]).status_code == 403
    called = modern_call(server, "echo_among_files", {"data": fake}, at=at)
    assert "cm9vd" not in called.text, "the beginning of the file, in base64"


@pytest.mark.parametrize(
    "path",
    ["/etc/passwd", "/proc/self/environ", ".hidden", ".folder/in", "sub/.folder/in", "link_to_hidden", "link_out"],
)
def test_a_function_hands_out_what_it_may_not(server: LiveServer, shared: LiveNotebook, path: str) -> None:
    for name in (".hidden", ".folder/in", "sub/.folder/in"):
        (server.root / name).parent.mkdir(parents=True, exist_ok=True)
        (server.root / name).write_text(SECRET)
    for name, target in (("link_to_hidden", server.root / ".hidden"), ("link_out", Path("/etc/passwd"))):
        if not (server.root / name).is_symlink():
            (server.root / name).symlink_to(target)
    answer = run(server, "hand_out", path, at=shared.address)
    assert (answer.status_code, answer.json()["code"]) == (500, "function_failed"), answer.text
    assert "allowed_paths" in answer.json()["error"]
    assert str(server.root) not in answer.text
    assert "/etc" not in answer.text


def test_a_function_may_hand_out_what_lies_in_its_folder(server: LiveServer, shared: LiveNotebook) -> None:
    [file] = run(server, "hand_out", "ordinary.txt", at=shared.address).json()["data"]
    assert httpx.get(file["url"]).text == SECRET


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[int, list[Any]]]:
    """A port of this machine, and who dialled it."""
    dialled: list[Any] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def accept() -> None:
            while True:
                try:
                    connection, caller = listening.accept()
                except OSError:
                    return
                dialled.append(caller)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nnobody may read this")
                connection.close()

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield listening.getsockname()[1], dialled
        listening.shutdown(socket.SHUT_RDWR)
        thread.join(5)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "0.0.0.0",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "user@127.0.0.1",
        "169.254.169.254",
        "[fd00:ec2::254]",
        "10.0.0.1",
        "192.168.0.1",
        "100.64.0.1",
    ],
)
def test_an_argument_is_no_way_into_the_local_network(
    server: LiveServer, shared: LiveNotebook, listener: tuple[int, list[Any]], host: str
) -> None:
    port, dialled = listener
    answer = run(server, "one", f"http://{host}:{port}/file.txt")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_arguments"), answer.text
    assert dialled == []


def test_an_argument_is_no_way_to_the_servers_own_other_routes(server: LiveServer, shared: LiveNotebook) -> None:
    for path in (
        "api/status",
        "api/contents",
        f"?x=gradio_api/file=/etc/passwd&token={server.token}",
        "api#gradio_api/file=x",
    ):
        assert run(server, "one", f"{server.url}{path}").status_code == 422


def test_a_header_does_not_decide_what_addresses_others_are_told(
    server: LiveServer, shared: LiveNotebook, at: str
) -> None:
    poison = {
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Server": "evil.example",
        "Forwarded": "host=evil.example",
        "X-Original-Host": "evil.example",
        "X-Forwarded-Prefix": "/evil.example",
    }
    [file] = run(server, "write", "a.txt", at=at, headers=poison).json()["data"]
    assert file["url"].startswith(f"{server.url}{at}gradio_api/file=")
    [file] = run(server, "write", "a.txt", at=at).json()["data"]
    assert file["url"].startswith(f"{server.url}{at}gradio_api/file=")
    assert run(server, "write", "a.txt", at=at, headers={"Host": "evil.example"}).status_code == 403


@pytest.mark.parametrize(("width", "height"), [(12_000, 12_000), (40_000, 40_000)])
def test_an_image_that_fills_the_memory(server: LiveServer, shared: LiveNotebook, width: int, height: int) -> None:
    [path] = sent(server, ("bomb.png", png(width, height)))
    assert Path(path).stat().st_size < 1_000_000
    pid = shared.pid()
    before = forget_peak(pid) if sys.platform.startswith("linux") else 0
    answer = run(server, "picture", path)
    assert (answer.status_code, "too large" in answer.json()["error"]) == (422, True), answer.text
    if before:
        assert peak(pid) - before < 50 << 20
    [small] = sent(server, ("small.png", png(8, 9)))
    assert run(server, "picture", small).json()["data"] == [[8, 9]]


# -- what is uploaded --


@pytest.mark.parametrize(
    "name",
    [
        "../../../../escaped",
        "..\\..\\..\\escaped",
        "%2e%2e%2fescaped",
        "%252e%252e%252fescaped",
        "/tmp/escaped",
        "C:\\escaped",
        "\\\\host\\share\\escaped",
        "//host/share/escaped",
        "file:///tmp/escaped",
        "a\0b",
        "..",
        ".",
        "",
        ".hidden",
        "~",
        "CON",
        "nul.txt",
        "a:b",
        "x" * 5000,
        "ü" * 2000,
        "😀" * 60 + ".txt",
        "x" * 5000 + ".txt",
        'a"; filename="b',
        "a\r\nSet-Cookie: a=b",
        "$(touch escaped)",
        "<script>",
    ],
)
def test_a_name_is_never_a_path(server: LiveServer, cache: Path, places: Path, name: str) -> None:
    before = kept(cache.parent)
    quoted = name.replace("\\", "\\\\").replace('"', '\\"').replace("\r\n", "%0D%0A")
    form = form_of((f'name="files"; filename="{quoted}"', b"content"))
    answer = server.http.post("gradio_api/upload", content=form, headers=form_type())
    if "\0" in name and answer.status_code == 422:
        return
    assert answer.status_code == 200, answer.text
    [path] = map(Path, answer.json())
    assert sorted([*before, str(path)]) == kept(cache.parent), "one file, and no other"
    assert path.parent.parent.name == "uploads"
    assert path.resolve() == path
    assert path.is_relative_to(cache)
    assert len(path.name.encode()) <= 200
    assert not re.search(r'[\\/:*?"<>|\0\r\n]|^\.', path.name)
    got = read(server, path)
    assert (got.status_code, got.text) == (200, "content")
    assert "a" not in got.cookies


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", b"<script>alert(1)</script>"),
        ("a.HTML", b"<script>alert(1)</script>"),
        ("a.htm", b"<script>alert(1)</script>"),
        ("a.xhtml", b"<script xmlns='http://www.w3.org/1999/xhtml'>alert(1)</script>"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("a.svgz", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("a.xml", b"<?xml-stylesheet href='a.xsl'?><a/>"),
        ("a.js", b"alert(1)"),
        ("a.mjs", b"alert(1)"),
        ("a.css", b"*{background:url(http://evil.example)}"),
        ("a.pdf", b"%PDF-1.4"),
        ("a.swf", b"CWS"),
        ("a.hta", b"<script>alert(1)</script>"),
        ("a.ipynb", b"{}"),
        ("a", b"<html><script>alert(1)</script>"),
    ],
)
def test_nothing_that_is_uploaded_runs_here(server: LiveServer, at: str, name: str, content: bytes) -> None:
    [path] = sent(server, (name, content), at=at)
    headers = read(server, path, at).headers
    assert headers["Content-Disposition"].startswith("attachment;")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("sandbox;")
    # A page can load a script or a style whatever the disposition is; with nosniff, only by its type.
    assert not re.search("html|javascript|css|/xml", headers["Content-Type"])


@pytest.mark.parametrize("name", ["a.png", "a.txt", "a.json", "a.mp4"])
def test_a_page_under_a_harmless_name_stays_harmless(server: LiveServer, name: str) -> None:
    [path] = sent(server, (name, b"<html><script>alert(1)</script>"))
    headers = read(server, path).headers
    assert (headers["X-Content-Type-Options"], "html" in headers["Content-Type"]) == ("nosniff", False)
    assert headers["Content-Security-Policy"].startswith("sandbox;")


FILE = ('name="files"; filename="a"', b"x")


@pytest.mark.parametrize(
    ("content_type", "body", "message"),
    [
        ("multipart/form-data; boundary=" + "b" * 5000, b"--" + b"b" * 5000 + b"--", "boundary of 1 to 256"),
        ("multipart/form-data; boundary=", form_of(FILE), "boundary of 1 to 256"),
        ("multipart/form-data", form_of(FILE), "boundary of 1 to 256"),
        ("multipart/form-data; boundary=other", form_of(FILE), "The body is no form"),
        ("multipart/form-data; boundary=b\xff", form_of(FILE), "The body is no form"),
        ("multipart/form-data; boundary=b", b"", "ends before its form does"),
        ("multipart/form-data; boundary=b", b"\r\n" * 100_000, "ends before its form does"),
        ("multipart/form-data; boundary=b", b"x" * 100_000, "The body is no form"),
        ("multipart/form-data; boundary=b", form_of(FILE, end=False), "ends before its form does"),
        ("multipart/form-data; boundary=b", form_of(FILE)[:-20], "ends before its form does"),
        ("multipart/form-data; boundary=b", b"--b--\r\n", "has no file"),
        ("multipart/form-data; boundary=b", form_of(('name="other"; filename="a"', b"x")), "has no file"),
        ("multipart/form-data; boundary=b", form_of(FILE, ('name="files"', b"/etc/passwd")), "has no file name"),
        ("multipart/form-data; boundary=b", form_of(("x=y", b"")), "does not say what it is"),
        ("multipart/form-data; boundary=b", b"--b\r\n\r\nx\r\n--b--\r\n", "does not say what it is"),
        ("multipart/form-data; boundary=b", b"--b\r\n" + b"X: y\r\n" * 5000 + b"\r\n--b--", "header"),
        ("multipart/form-data; boundary=b", b"--b\r\nX: " + b"y" * 100_000 + b"\r\n\r\n--b--", "header"),
        ("multipart/form-data; boundary=b", b"--b\r\n" + b"y" * 100_000 + b"\r\n\r\n--b--", "header"),
        ("multipart/form-data; boundary=b", b"--b\r\nX y\r\n\r\n--b--", "header"),
        ("multipart/form-data; boundary=b", form_of(*[FILE] * 1001), "more than 1000 parts"),
        ("multipart/form-data; boundary=b", form_of(*[('name="x"', b"")] * 5000), "more than 1000 parts"),
        ("multipart/mixed; boundary=b", form_of(FILE), "no form, by its Content-Type"),
        ("application/json", b'{"files": ["/etc/passwd"]}', "no form, by its Content-Type"),
        ("application/x-www-form-urlencoded", b"files=/etc/passwd", "no form, by its Content-Type"),
        ("", form_of(FILE), "no form, by its Content-Type"),
    ],
)
def test_a_malformed_form_is_refused_and_leaves_nothing_behind(
    server: LiveServer, cache: Path, at: str, content_type: str, body: bytes, message: str
) -> None:
    before = kept(cache)
    headers = {"Content-Type": content_type.encode("latin-1")}
    answer = server.http.post(f"{at}gradio_api/upload", content=body, headers=headers)  # type: ignore[arg-type]
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request"), answer.text
    assert message in answer.json()["error"]
    assert "curl" in answer.json()["error"] or "several requests" in answer.json()["error"], "it says what to do"
    wait_for(lambda: kept(cache) == before, "the end of the files")
    assert len(send(server, ("a", b"x")).json()) == 1


def test_a_thousand_parts_are_not_too_many(server: LiveServer) -> None:
    assert len(sent(server, *[(f"{i}.txt", b"x") for i in range(1000)])) == 1000


@pytest.mark.parametrize("size", [1, 7, 64, 4096])
def test_a_form_in_pieces_is_the_same_form(tmp_path: Path, size: int) -> None:
    from jupyter_gradio_mcp.server.cache import Cache

    content = b"\r\n--b\r\n--" * 100 + bytes(range(256))
    body = form_of(('name="other"', b"x"), ('name="files"; filename="ü.bin"', content), boundary="boundary")
    files = Cache(tmp_path, max_bytes=0, max_age=0)
    form = Form(files, b"boundary", 1 << 20)
    for start in range(0, len(body), size):
        form.feed(body[start : start + size])
    form.end()
    form.write()
    [file] = form.files
    assert file.final is not None
    assert (file.final.name, file.final.read_bytes()) == ("ü.bin", content)
    form.discard()
    assert kept(tmp_path) == []


@pytest.fixture
def limited(server: LiveServer, notebook: LiveNotebook) -> LiveNotebook:
    """A notebook that takes small files only."""
    notebook.run("%%mcp_tool\nfrom pathlib import Path\ndef size(file: Path) -> int:\n    return file.stat().st_size")
    assert notebook.run("import jupyter_gradio_mcp as gr\ngr.configure(max_file_size='1mb')").status == "ok"
    return notebook


@pytest.mark.parametrize("announced", [True, False])
def test_a_file_that_is_too_large_is_refused_while_it_comes(
    server: LiveServer, limited: LiveNotebook, cache: Path, announced: bool
) -> None:
    before, size = kept(cache), 20 << 20
    headers = {**form_type(), **({"Content-Length": str(sum(map(len, of_size(size))))} if announced else {})}
    answer = server.http.post(f"{limited.address}gradio_api/upload", content=of_size(size), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (413, "payload_too_large")
    assert f"more than {1 << 20} bytes" in answer.json()["error"]
    wait_for(lambda: kept(cache) == before, "the end of the file")


def upload_head(server: LiveServer, at: str, length: int, token: str | None = None) -> bytes:
    return (
        f"POST /{at}gradio_api/upload HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
        f"Authorization: Bearer {server.token if token is None else token}\r\n"
        f"Content-Type: {form_type()['Content-Type']}\r\nContent-Length: {length}\r\n\r\n"
    ).encode()


def answer_to(client: socket.socket) -> tuple[int, dict[str, Any]]:
    answer = http.client.HTTPResponse(client)
    answer.begin()
    return answer.status, json.loads(answer.read())


@pytest.mark.parametrize("token", ["right", "wrong"])
def test_who_goes_on_sending_hears_the_refusal(server: LiveServer, limited: LiveNotebook, token: str) -> None:
    size = 30 << 20
    head = upload_head(server, limited.address, sum(map(len, of_size(size))), None if token == "right" else "wrong")
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as client:
        client.sendall(head)
        for piece in of_size(size):
            client.sendall(piece)
        # Only now does this client look.
        status, body = answer_to(client)
    assert (status, body["code"]) == ((413, "payload_too_large") if token == "right" else (401, "unauthenticated"))


def test_who_listens_hears_the_refusal_at_once(server: LiveServer, limited: LiveNotebook) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as client:
        client.sendall(upload_head(server, limited.address, 90_000_000))
        for piece in list(of_size(2 << 20))[:-1]:
            client.sendall(piece)
        # 88 MB of the body have not come, and never do.
        assert answer_to(client)[0] == 413


def test_nothing_is_read_of_a_request_that_is_too_large_for_the_cache(server: LiveServer, cache: Path) -> None:
    before = kept(cache)
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as client:
        client.sendall(upload_head(server, "", CACHE_BYTES + 1))
        status, body = answer_to(client)
        assert (status, "cache_max_bytes" in body["error"]) == (413, True)
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as client:
        client.sendall(upload_head(server, "", 1 << 60))
        assert answer_to(client)[0] == 413
    assert kept(cache) == before


def test_many_files_may_be_larger_together_than_one_may_be(server: LiveServer, limited: LiveNotebook) -> None:
    assert len(sent(server, *[("a", bytes(900_000))] * 5, at=limited.address)) == 5


def test_an_upload_without_a_length_does_not_fill_the_disk(server: LiveServer, cache: Path) -> None:
    before = kept(cache)

    def parts() -> Iterator[bytes]:
        for _ in range(CACHE_BYTES // (20 << 20) + 2):
            yield from list(of_size(20 << 20))[:-1]
            yield b"\r\n"
        yield b"--b--\r\n"

    answer = server.http.post("gradio_api/upload", content=parts(), headers=form_type())
    assert (answer.status_code, "cache_max_bytes" in answer.json()["error"]) == (413, True)
    wait_for(lambda: kept(cache) == before, "the end of the files")


def test_the_body_of_a_stranger_is_not_kept(server: LiveServer, cache: Path) -> None:
    before = kept(cache)
    answer = httpx.post(f"{server.url}gradio_api/upload", content=of_size(20 << 20), headers=form_type())
    assert answer.status_code == 401
    assert "Authorization: Bearer TOKEN" in answer.text
    assert kept(cache) == before


# -- what comes back --


@pytest.mark.parametrize(
    "range_", ["bytes=0-1", "bytes=0-1,3-4", "bytes=7-1", "bytes=99-", "evil-marker", "bytes=0-1\tevil-marker"]
)
def test_no_header_of_a_request_comes_back(server: LiveServer, at: str, range_: str) -> None:
    [path] = sent(server, ("ten.txt", b"0123456789"))
    marked = {
        "Cookie": "session=evil-marker",
        "X-Marked": "evil-marker",
        "If-Range": "evil-marker",
        "If-None-Match": '"evil-marker"',
        "If-Modified-Since": "evil-marker",
        "User-Agent": "evil-marker",
        "Referer": "http://evil-marker/",
        "Accept": "evil-marker",
        "X-Forwarded-Host": "evil-marker",
    }
    for target in (path, "/etc/passwd"):
        answer = server.http.get(address(target, at), headers={**marked, "Range": range_})
        assert answer.status_code in (200, 206, 416, 403)
        assert "evil-marker" not in str(answer.headers) + answer.text


def test_no_path_of_a_request_comes_back(server: LiveServer, at: str) -> None:
    assert "evil-marker" not in raw_get(server, f"/{at}gradio_api/file=/evil-marker")[1]


def test_the_progress_of_an_upload_is_for_the_one_who_sends_it(server: LiveServer) -> None:
    from jupyter_gradio_mcp.server.uploads import Uploads

    uploads = Uploads()
    mine = uploads.join("me", "id", sends=True)
    other = uploads.join("somebody else", "id")
    assert other is not mine
    assert not other.begun
    uploads.leave(mine, sent=True)
    uploads.leave(other)
    assert uploads._uploads == {}, "and nothing stays"


def test_a_cache_folder_that_cannot_be_is_told_and_replaced(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    server = LiveServer(tmp_path, f"--GradioMcp.cache_dir={tmp_path / 'file' / 'folder'}")
    try:
        server.notebook().load().run("%%mcp_tool\ndef f() -> bytes:\n    return b'made'")
        made = server.call("f")
        assert server.http.get(f"gradio_api/file={made['path']}").content == b"made"
        assert server.http.get("gradio_api/file=nowhere").status_code == 403
        assert "GradioMcp.cache_dir fails" in server.log()
    finally:
        server.close()


def test_a_folder_of_the_cache_that_was_deleted_comes_back_as_private_as_it_was(server: LiveServer) -> None:
    notebook = server.notebook("swept.ipynb").load()
    notebook.run("%%mcp_tool\ndef swept() -> bytes:\n    return b'made'")
    root = Path(server.call("swept")["path"]).parents[2]
    shutil.rmtree(root)
    assert server.http.get(f"gradio_api/file={server.call('swept')['path']}").content == b"made"
    assert stat.S_IMODE(root.stat().st_mode) == 0o700
    notebook.close()

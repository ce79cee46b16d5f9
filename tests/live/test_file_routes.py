"""Files in and out: uploads, what functions do with them, downloads."""

import json
import os
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from support.files import (
    FILE_META,
    address,
    as_argument,
    forget_peak,
    form_type,
    kept,
    of_size,
    peak,
    raw_get,
    read,
    run,
    send,
    sent,
)
from support.live import LiveNotebook, LiveServer, wait_for

from jupyter_gradio_mcp.server.keys import Keys
from jupyter_gradio_mcp.server.signing import Signer

pytestmark = pytest.mark.slow

FUNCTIONS = """%%mcp_tool
from pathlib import Path

def reverse(file: Path) -> Path:
    made = Path("reversed " + file.name)
    made.write_bytes(file.read_bytes()[::-1])
    return made

def sizes(files: list[Path]) -> list[int]:
    return [file.stat().st_size for file in files]
"""


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Iterator[LiveServer]:
    live = LiveServer(tmp_path_factory.mktemp("server"), f"--GradioMcp.cache_dir={cache}")
    yield live
    live.close()
    assert "Traceback" not in live.log(), live.log()


@pytest.fixture(scope="module")
def shared(server: LiveServer) -> Iterator[LiveNotebook]:
    """A notebook for what changes nothing in it."""
    opened = server.notebook("folder/shared büro.ipynb").load()
    assert opened.run(FUNCTIONS).status == "ok"
    yield opened
    opened.close()


@pytest.fixture(params=["union", "notebook"])
def at(request: pytest.FixtureRequest, shared: LiveNotebook) -> str:
    return "" if request.param == "union" else shared.address


def configure(notebook: LiveNotebook, said: str) -> None:
    ran = notebook.run(f"import jupyter_gradio_mcp as gr\n{said}")
    assert ran.status == "ok", ran.error


# -- there and back --


@pytest.mark.parametrize("form", ["path", "file data", "own address"])
def test_a_file_goes_to_a_function_and_one_comes_back(server: LiveServer, at: str, form: str) -> None:
    content = os.urandom(100_000)
    [path] = sent(server, ("grüße 1.bin", content), at=at)
    argument = {"path": path, "file data": as_argument(path), "own address": server.url + address(path)}[form]
    answer = run(server, "reverse", argument, at=at)
    assert answer.status_code == 200, answer.text
    [made] = answer.json()["data"]
    assert (made["orig_name"], made["size"], made["meta"]) == ("reversed grüße 1.bin", 100_000, FILE_META)
    assert read(server, made["path"], at).content == content[::-1]
    bare = httpx.get(made["url"])
    assert (bare.status_code, bare.content) == (200, content[::-1]), "its address opens without any other credential"


def test_several_files_go_in_one_form(server: LiveServer, at: str) -> None:
    files = [(f"{size}.bin", os.urandom(size)) for size in (0, 1, 70_000, 3_000_000)]
    paths = sent(server, *files, at=at)
    assert [Path(path).name for path in paths] == [name for name, _ in files]
    assert [read(server, path, at).content for path in paths] == [content for _, content in files]
    assert run(server, "sizes", paths, at=at).json()["data"] == [[0, 1, 70_000, 3_000_000]]
    assert run(server, "sizes", [as_argument(path) for path in paths], at=at).json()["data"] == [
        [0, 1, 70_000, 3_000_000]
    ]


def test_names_that_are_the_same_do_not_meet(server: LiveServer) -> None:
    first, second = sent(server, ("a.txt", b"1"), ("a.txt", b"2"))
    assert (read(server, first).text, read(server, second).text) == ("1", "2")


def test_content_that_looks_like_the_forms_own_lines_arrives(server: LiveServer) -> None:
    content = b"\r\n--b\r\r\n--b-\r\n\r\n--" * 10_000
    form = b'--bound\r\nContent-Disposition: form-data; name="files"; filename="x"\r\n\r\n' + content + b"\r\n--bound--"
    [path] = server.http.post("gradio_api/upload", content=form, headers=form_type("bound")).json()
    assert read(server, path).content == content


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
@pytest.mark.parametrize("chunked", [False, True])
def test_a_large_file_comes_and_goes_in_little_memory(server: LiveServer, chunked: bool) -> None:
    size, pid = 50 << 20, server.process.pid
    sent(server, ("warm.bin", bytes(3 << 20)))
    before = forget_peak(pid)
    headers = form_type() if chunked else {**form_type(), "Content-Length": str(sum(map(len, of_size(size))))}
    answer = server.http.post("gradio_api/upload", content=of_size(size), headers=headers)
    assert answer.status_code == 200, answer.text
    [path] = answer.json()
    assert Path(path).stat().st_size == size
    with server.http.stream("GET", address(path)) as answer:
        assert sum(map(len, answer.iter_bytes())) == size
    assert peak(pid) - before < 30 << 20


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_a_reader_that_dawdles_fills_no_memory(server: LiveServer) -> None:
    [path] = server.http.post("gradio_api/upload", content=of_size(50 << 20), headers=form_type()).json()
    before = forget_peak(server.process.pid)
    with server.http.stream("GET", address(path)) as answer:
        # Other requests are answered meanwhile.
        assert all(server.http.get("api/status").status_code == 200 for _ in range(20))
        assert answer.headers["Content-Length"] == str(50 << 20)
        assert peak(server.process.pid) - before < 10 << 20


def test_a_client_that_leaves_in_the_middle_leaves_nothing_behind(server: LiveServer, cache: Path) -> None:
    before = kept(cache)
    with socket.create_connection(("127.0.0.1", server.port)) as client:
        head = (
            f"POST /gradio_api/upload HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nAuthorization: Bearer {server.token}\r\n"
            f"Content-Type: {form_type()['Content-Type']}\r\nContent-Length: 9000000\r\n\r\n"
        )
        client.sendall(head.encode())
        for piece in list(of_size(5 << 20))[:-1]:
            client.sendall(piece)
        wait_for(lambda: kept(cache) != before, "the unfinished file")
    wait_for(lambda: kept(cache) == before, "its end")


def test_an_upload_may_be_watched(server: LiveServer) -> None:
    go = threading.Event()

    def pieces() -> Iterator[bytes]:
        first, *rest = of_size(4 << 20, "ü.bin")
        yield first
        for piece in rest:
            yield piece
            go.wait(20)

    def upload() -> None:
        url = f"{server.url}gradio_api/upload?upload_id=one"
        httpx.post(url, content=pieces(), headers={**form_type(), **server.authorization})

    thread = threading.Thread(target=upload)
    url = "gradio_api/upload_progress?upload_id=one"
    with server.http.stream("GET", url) as answer:
        thread.start()
        lines = (line for line in answer.iter_lines() if line)
        first = json.loads(next(lines).removeprefix("data: "))
        assert (first["msg"], first["orig_name"]) == ("update", "ü.bin")
        go.set()
        told = [json.loads(line.removeprefix("data: ")) for line in lines]
    thread.join()
    assert told[-1] == {"msg": "done"}
    assert first["chunk_size"] + sum(step["chunk_size"] for step in told[:-1]) == 4 << 20


def test_an_upload_that_never_comes_is_not_waited_for(server: LiveServer) -> None:
    assert server.http.get("gradio_api/upload_progress?upload_id=none").text == 'data: {"msg":"done"}\n\n'
    assert server.http.get("gradio_api/upload_progress").status_code == 422
    assert server.http.get(f"gradio_api/upload_progress?upload_id={'x' * 129}").status_code == 422
    assert send(server, ("a", b""), upload_id="x" * 129).status_code == 422


# -- how a file is read --


@pytest.mark.parametrize(
    ("asked", "status", "content", "range_"),
    [
        ("bytes=0-3", 206, b"0123", "bytes 0-3/10"),
        ("bytes=4-", 206, b"456789", "bytes 4-9/10"),
        ("bytes=-2", 206, b"89", "bytes 8-9/10"),
        ("bytes=8-100", 206, b"89", "bytes 8-9/10"),
        ("bytes=9-9", 206, b"9", "bytes 9-9/10"),
        ("bytes=0-", 200, b"0123456789", None),
        ("bytes=-100", 200, b"0123456789", None),
        ("bytes=10-", 416, b"", "bytes */10"),
        ("bytes=10-20", 416, b"", "bytes */10"),
        ("bytes=-0", 416, b"", "bytes */10"),
        ("bytes=0-1,3-4", 200, b"0123456789", None),
        ("bytes=5-2", 200, b"0123456789", None),
        ("bytes=--5", 200, b"0123456789", None),
        ("bytes=0--5", 200, b"0123456789", None),
        ("bytes=", 200, b"0123456789", None),
        ("bytes=-", 200, b"0123456789", None),
        ("bytes", 200, b"0123456789", None),
        ("bytes=a-b", 200, b"0123456789", None),
        ("bytes=1_0-2_0", 200, b"0123456789", None),
        ("bytes=" + "9" * 5000 + "-", 200, b"0123456789", None),
        ("lines=0-3", 200, b"0123456789", None),
    ],
)
def test_a_part_of_a_file(
    server: LiveServer, shared: LiveNotebook, at: str, asked: str, status: int, content: bytes, range_: str | None
) -> None:
    [path] = sent(server, ("ten.bin", b"0123456789"))
    answer = read(server, path, at, Range=asked)
    assert (answer.status_code, answer.content) == (status, content)
    assert answer.headers.get("Content-Range") == range_
    assert answer.headers["Accept-Ranges"] == "bytes"


def test_no_part_of_an_empty_file_can_be_had(server: LiveServer) -> None:
    [path] = sent(server, ("empty.txt", b""))
    assert (read(server, path).status_code, read(server, path).content) == (200, b"")
    assert read(server, path, Range="bytes=0-").status_code == 416


def test_head_says_what_get_would(server: LiveServer, at: str) -> None:
    [path] = sent(server, ("ten.txt", b"0123456789"))
    got, told = read(server, path, at), server.http.head(address(path, at))
    assert (told.status_code, told.content, told.headers["Content-Length"]) == (200, b"", "10")
    assert {**told.headers, "date": ""} == {**got.headers, "date": ""}
    part = server.http.head(address(path, at), headers={"Range": "bytes=2-3"})
    assert (part.status_code, part.headers["Content-Range"], part.content) == (206, "bytes 2-3/10", b"")
    assert server.http.head(address("/etc/passwd", at)).status_code == 403


def test_a_file_that_is_known_is_not_sent_again(server: LiveServer, at: str) -> None:
    [path] = sent(server, ("ten.txt", b"0123456789"))
    got = read(server, path, at).headers
    assert read(server, path, at, If_None_Match=got["ETag"]).status_code == 304
    assert read(server, path, at, If_None_Match=f'"other", {got["ETag"]}').status_code == 304
    assert read(server, path, at, If_None_Match="*").status_code == 304
    assert read(server, path, at, If_None_Match='"other"').status_code == 200
    assert read(server, path, at, If_Modified_Since=got["Last-Modified"]).status_code == 304
    assert read(server, path, at, If_Modified_Since="Mon, 01 Jan 2001 00:00:00 GMT").status_code == 200
    assert read(server, path, at, If_Modified_Since="no date").status_code == 200


def test_a_part_is_only_sent_of_the_version_it_was_asked_of(server: LiveServer) -> None:
    [path] = sent(server, ("ten.txt", b"0123456789"))
    got = read(server, path).headers
    for same in (got["ETag"], got["Last-Modified"]):
        assert read(server, path, Range="bytes=2-3", If_Range=same).content == b"23"
    for other in ('"other"', "Mon, 01 Jan 2001 00:00:00 GMT", "nonsense"):
        assert read(server, path, Range="bytes=2-3", If_Range=other).content == b"0123456789"


@pytest.mark.parametrize(
    ("name", "kind", "how"),
    [
        ("a.png", "image/png", "inline"),
        ("a.mp3", "audio/mpeg", "inline"),
        ("a.mp4", "video/mp4", "inline"),
        ("a.txt", "text/plain; charset=utf-8", "inline"),
        ("a.json", "application/json", "inline"),
        ("a.pdf", "application/pdf", "attachment"),
        ("a.csv", "text/csv", "attachment"),
        ("a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "attachment"),
        ("a", "application/octet-stream", "attachment"),
        ("a.tar.gz", "application/gzip", "attachment"),
    ],
)
def test_what_is_harmless_is_shown_in_place(server: LiveServer, name: str, kind: str, how: str) -> None:
    [path] = sent(server, (name, b"x"))
    headers = read(server, path).headers
    assert (headers["Content-Type"], headers["Content-Disposition"].partition(";")[0]) == (kind, how)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert headers["Cache-Control"] == "private, max-age=3600"
    assert "set-cookie" not in headers


def test_a_file_keeps_its_name_when_it_is_saved(server: LiveServer) -> None:
    [path] = sent(server, ("grüße 100% 'x'.pdf", b"x"))
    assert read(server, path).headers["Content-Disposition"] == (
        "attachment; filename=\"gr__e 100_ 'x'.pdf\"; filename*=UTF-8''gr%C3%BC%C3%9Fe%20100%25%20%27x%27.pdf"
    )


# -- signed addresses --


def made(server: LiveServer, at: str = "", **headers: str) -> dict[str, Any]:
    [path] = sent(server, ("a.txt", b"abc"))
    [file] = run(server, "reverse", path, at=at, headers=headers).json()["data"]
    assert isinstance(file, dict)
    return file


def test_a_signed_address_opens_one_file_and_nothing_else(server: LiveServer, at: str) -> None:
    file, other = made(server, at), made(server, at)
    bare, _, signature = file["url"].partition("?sig=")
    assert httpx.get(file["url"]).text == httpx.get(file["url"]).text == "cba"
    assert httpx.head(file["url"]).status_code == 200
    assert httpx.get(file["url"], headers={"Range": "bytes=1-1"}).text == "b"
    assert httpx.get(bare).status_code == 401
    assert httpx.post(file["url"]).status_code in (401, 403, 405)
    refused = httpx.get(f"{other['url'].partition('?')[0]}?sig={signature}")
    assert (refused.status_code, "for another file" in refused.json()["error"]) == (401, True)
    for wrong in (
        signature[:-1] + ("A" if signature[-1] != "A" else "B"),
        signature.replace(".", ".0", 1),
        "x",
        "9" + signature,
    ):
        assert httpx.get(f"{bare}?sig={wrong}").status_code == 401
        assert server.http.get(f"{bare}?sig={wrong}").text == "cba", "another credential opens it all the same"
    assert signature not in server.log()
    assert httpx.get(f"{server.url}gradio_api/about?sig={signature}").status_code == 401


def test_a_signed_address_is_for_the_pages_of_this_server(server: LiveServer, shared: LiveNotebook) -> None:
    url = made(server)["url"]
    assert httpx.get(url, headers={"Origin": server.url.rstrip("/")}).status_code == 200
    assert httpx.get(url, headers={"Origin": "https://evil.example"}).status_code == 403
    assert httpx.get(url, headers={"Host": "evil.example"}).status_code == 403


def test_a_signature_ends_with_the_key_that_it_was_made_for(server: LiveServer, shared: LiveNotebook) -> None:
    keys = Keys(server.root.parent / "data" / "gradio_mcp" / "keys.json")
    secret, key = keys.create("reader", notebooks=[shared.path])
    with httpx.Client(base_url=server.url, headers={"Authorization": f"Bearer {secret}"}) as client:
        paths = client.post(f"{shared.address}gradio_api/upload", files={"files": ("a.txt", b"abc")}).json()
        answer = client.post(f"{shared.address}gradio_api/run/reverse", json={"data": paths})
        [file] = answer.json()["data"]
        assert key.id in file["url"]
        assert secret not in file["url"]
        assert httpx.get(file["url"]).text == "cba"
        keys.revoke(key.id)
        assert httpx.get(file["url"]).status_code == 401
        assert client.get(f"{shared.address}gradio_api/file={file['path']}").status_code == 401


def test_a_transfer_ends_with_its_key(server: LiveServer, shared: LiveNotebook, cache: Path) -> None:
    keys = Keys(server.root.parent / "data" / "gradio_mcp" / "keys.json")
    [path] = server.http.post("gradio_api/upload", content=of_size(50 << 20), headers=form_type()).json()
    secret, key = keys.create("carrier")
    authorization = {"Authorization": f"Bearer {secret}"}
    [file] = run(server, "reverse", path, headers=authorization).json()["data"]
    before = kept(cache)

    def pieces() -> Iterator[bytes]:
        *most, last = of_size(8 << 20)
        yield from most
        wait_for(lambda: kept(cache) != before, "the unfinished file")
        keys.revoke(key.id)
        wait_for(lambda: kept(cache) == before, "its end")
        yield last

    with httpx.stream("GET", file["url"]) as download:
        received = download.iter_bytes()
        next(received)
        with pytest.raises(httpx.TransportError):
            httpx.post(f"{server.url}gradio_api/upload", content=pieces(), headers={**form_type(), **authorization})
        with pytest.raises(httpx.TransportError):
            list(received)


def test_a_signature_does_not_outlive_its_time() -> None:
    now = [1000.0]
    signer = Signer(lambda: now[0], 60)
    signature = signer.sign("/a", "0123456789ab")
    checked = signer.check("/a", signature)
    assert checked is not None
    assert checked.key == "0123456789ab"
    now[0] += 300 + 60 + 1
    assert signer.check("/a", signature) is None
    late = signature.replace(signature.partition(".")[0], str(int(now[0]) + 600), 1)
    assert signer.check("/a", late) is None, "its time is signed, too"
    assert Signer(lambda: now[0], 60).check("/a", signer.sign("/a", None)) is None, "another server's"


# -- what a notebook opens --


def test_allowed_paths_open_files_and_folders(server: LiveServer, notebook: LiveNotebook, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for name in ("folder/a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(name)
    notebook.run("%%mcp_tool\ndef f() -> int:\n    return 1")
    assert read(server, tmp_path / "b.txt", notebook.address).status_code == 403
    configure(notebook, f"gr.configure(allowed_paths=[{str(tmp_path / 'folder')!r}, {str(tmp_path / 'b.txt')!r}])")
    for at in ("", notebook.address):
        assert read(server, tmp_path / "folder" / "a.txt", at).text == "folder/a.txt"
        assert read(server, tmp_path / "b.txt", at).headers["Cache-Control"] == "private, max-age=0"
        assert read(server, tmp_path / "c.txt", at).status_code == 403
    configure(notebook, f"gr.configure(blocked_paths={str(tmp_path / 'folder')!r})")
    assert read(server, tmp_path / "folder" / "a.txt", notebook.address).status_code == 403, "blocked wins"
    assert read(server, tmp_path / "b.txt", notebook.address).status_code == 200
    configure(notebook, "gr.configure(allowed_paths=None)")
    assert read(server, tmp_path / "b.txt", notebook.address).status_code == 403


def test_static_paths_are_served_in_place(server: LiveServer, notebook: LiveNotebook, cache: Path) -> None:
    assets = server.root / "assets"
    assets.mkdir()
    (assets / "logo.txt").write_text("first")
    notebook.run("%%mcp_tool\nfrom pathlib import Path\ndef logo() -> Path:\n    return Path('assets/logo.txt')")
    configure(notebook, "from pathlib import Path\ngr.set_static_paths(paths=[Path.cwd().absolute() / 'assets'])")
    [file] = run(server, "logo", at=notebook.address).json()["data"]
    assert file["path"] == str(assets / "logo.txt"), "no copy"
    before = httpx.get(file["url"])
    (assets / "logo.txt").write_text("second one")
    after = httpx.get(file["url"], headers={"If-None-Match": before.headers["ETag"]})
    assert (before.text, after.status_code, after.text) == ("first", 200, "second one")
    relative = server.http.get(f"{notebook.address}gradio_api/file=assets/logo.txt")
    assert relative.text == "second one", "a relative path starts from the notebook's folder"
    configure(notebook, "gr.set_static_paths([])")
    assert httpx.get(file["url"]).status_code == 403


def test_a_relative_path_starts_from_the_folder_of_its_notebook(server: LiveServer) -> None:
    notebook = server.notebook("deep/er/n.ipynb").load()
    (server.root / "deep" / "er" / "pub").mkdir()
    (server.root / "deep" / "er" / "pub" / "a b.txt").write_text("here")
    notebook.run("%%mcp_tool\ndef f() -> int:\n    return 1")
    configure(notebook, "gr.set_static_paths('pub')")
    for at in ("", notebook.address):
        assert read(server, "pub/a b.txt", at).text == "here"
        assert raw_get(server, f"/{at}gradio_api/file=pub/../n.ipynb")[0] == 403
    notebook.close()


@pytest.mark.parametrize(("said", "limit"), [("'5kb'", 5 * 1024), ("2 * gr.FileSize.KB", 2048), ("100", 100)])
def test_a_notebook_limits_the_size_of_a_file(
    server: LiveServer, notebook: LiveNotebook, cache: Path, said: str, limit: int
) -> None:
    notebook.run("%%mcp_tool\nfrom pathlib import Path\ndef size(file: Path) -> int:\n    return file.stat().st_size")
    configure(notebook, f"gr.configure(max_file_size={said})")
    at, before = notebook.address, kept(cache)
    assert len(sent(server, ("a", bytes(limit)), ("b", bytes(limit)), at=at)) == 2, "each file may have so much"
    within = kept(cache)
    answer = send(server, ("a", b"x"), ("b", bytes(limit + 1)), ("c", b"x"), at=at)
    assert (answer.status_code, answer.json()["code"]) == (413, "payload_too_large")
    assert f"more than {limit} bytes" in answer.json()["error"]
    wait_for(lambda: kept(cache) == within, "the end of all files of that request")
    assert len(within) == len(before) + 2
    [large] = sent(server, ("a", bytes(limit + 1)))
    answer = run(server, "size", large, at=at)
    assert answer.status_code == 413, "a file that came another way is no smaller"


def test_a_base_url_is_part_of_every_address_of_a_file(tmp_path_factory: pytest.TempPathFactory) -> None:
    live = LiveServer(tmp_path_factory.mktemp("base"), base_url="/user/me@x.y/")
    try:
        notebook = live.notebook("n.ipynb").load()
        notebook.run(FUNCTIONS)
        for at in ("", notebook.address):
            [path] = sent(live, ("a.txt", b"abc"), at=at)
            assert read(live, path, at).text == "abc"
            [file] = run(live, "reverse", path, at=at).json()["data"]
            assert file["url"].startswith(f"{live.url}{at}gradio_api/file=")
            assert httpx.get(file["url"]).text == "cba"
            assert run(live, "sizes", [file["url"]], at=at).json()["data"] == [[3]]
    finally:
        live.close()


def test_settings_and_variables_of_the_server_bound_what_a_notebook_opens(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("settings")
    for name in ("shared", "secret", "wide", "cache"):
        (folder / name).mkdir()
        (folder / name / "a.txt").write_text(name)
    (folder / "shared" / "not this.txt").write_text("blocked")
    server = LiveServer(
        folder,
        f"--GradioMcp.notebook_paths={folder / 'wide'}",
        "--GradioMcp.max_file_size=1000",
        environment={
            "GRADIO_ALLOWED_PATHS": f"{folder / 'shared'}, {folder / 'nowhere'}",
            "GRADIO_BLOCKED_PATHS": "/ignored/for/the/other",
            "JUPYTER_GRADIO_BLOCKED_PATHS": f"{folder / 'shared' / 'not this.txt'}",
            "GRADIO_TEMP_DIR": str(folder / "cache"),
        },
    )
    try:
        notebook = server.notebook().load()
        notebook.run(
            "%%mcp_tool\nfrom pathlib import Path\nimport jupyter_gradio_mcp as gr\n"
            f"gr.configure(allowed_paths=[{str(folder / 'secret')!r}, {str(folder / 'wide')!r}], max_file_size='1gb')\n\n"
            "def note() -> Path:\n    path = Path('note.txt')\n    path.write_text('x')\n    return path"
        )

        def status(path: Path) -> int:
            return server.http.get(f"{notebook.address}gradio_api/file={path}").status_code

        assert status(folder / "shared" / "a.txt") == 200, "GRADIO_ALLOWED_PATHS"
        assert status(folder / "shared" / "not this.txt") == 403, "JUPYTER_GRADIO_BLOCKED_PATHS wins"
        assert status(folder / "wide" / "a.txt") == 200, "within what notebooks may open"
        assert status(folder / "secret" / "a.txt") == 403, "beyond it"
        assert server.http.get(f"{notebook.address}config").json()["max_file_size"] == 1000
        [file] = run(server, "note").json()["data"]
        assert Path(file["path"]).is_relative_to(folder / "cache"), "GRADIO_TEMP_DIR"
        assert status(Path(server.environment["JUPYTER_RUNTIME_DIR"]) / f"kernel-{notebook.kernel}.json") == 403
    finally:
        server.close()
    assert [path.name for path in (folder / "cache").iterdir()] == ["a.txt"], "the server cleans up after itself"


def test_a_notebook_may_want_its_results_elsewhere(server: LiveServer, tmp_path: Path) -> None:
    notebook = server.notebook("elsewhere.ipynb").load()
    notebook.run(f"import os\nos.environ['GRADIO_TEMP_DIR'] = {str(tmp_path / 'mine')!r}")
    notebook.run("%%mcp_tool\ndef elsewhere() -> bytes:\n    return b'x'")
    [file] = run(server, "elsewhere").json()["data"]
    assert Path(file["path"]).is_relative_to(tmp_path / "mine")
    assert server.http.get(file["url"]).content == b"x"
    notebook.close()


def test_a_limit_that_all_notebooks_share_holds_at_the_servers_own_address(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    server = LiveServer(tmp_path_factory.mktemp("union limit"))
    try:
        one = server.notebook("one.ipynb").load()
        one.run("import jupyter_gradio_mcp as gr\ngr.configure(max_file_size='1kb')\n%mcp_list")
        one.run("%%mcp_tool\ndef f(file: bytes) -> int:\n    return len(file)")
        large = {"files": ("a.bin", b"x" * 5000)}
        assert server.http.post("gradio_api/upload", files=large).status_code == 413
        assert server.http.get("config").json()["max_file_size"] == 1024
        other = server.notebook("other.ipynb").load()
        other.run("%%mcp_tool\ndef g(file: bytes) -> int:\n    return len(file)")
        [path] = server.http.post("gradio_api/upload", files=large).json()
        assert run(server, "g", path).json()["data"] == [5000]
        refused = run(server, "f", path)
        assert (refused.status_code, "at most 1024" in refused.json()["error"]) == (413, True)
    finally:
        server.close()


def test_a_promised_file_that_is_not_there_is_a_failure(server: LiveServer, notebook: LiveNotebook) -> None:
    notebook.run(
        "%%mcp_tool\nfrom pathlib import Path\n\ndef lost() -> Path:\n    return Path('/secret/place/none.txt')"
    )
    answer = server.http.post(f"{notebook.address}gradio_api/run/lost", json={"data": []})
    assert answer.status_code == 500
    assert answer.json()["error"] == "The function returned the path 'none.txt', which is no file."

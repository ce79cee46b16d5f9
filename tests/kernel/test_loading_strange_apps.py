"""`gr.load` of apps that lead elsewhere, or say what no app says."""

import inspect
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

import jupyter_gradio_mcp as gr
from jupyter_gradio_mcp.errors import FunctionFailed, RegistrationError
from jupyter_gradio_mcp.kernel.apps.remote import Remote
from jupyter_gradio_mcp.kernel.files import SETTINGS

META = {"_type": "gradio.FileData"}
LONE = {"named_endpoints": {"/echo": {"parameters": [{"parameter_name": "text"}], "returns": [{"label": "said"}]}}}


class Site:
    """A host that answers by a table, and remembers who asked with what."""

    def __init__(self) -> None:
        self.answers: dict[str, Any] = {"/config": {}, "/info": LONE}
        self.asked: list[tuple[str, str | None]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.path, self.headers["Authorization"]))
                if length := int(self.headers["Content-Length"] or 0):
                    self.rfile.read(length)
                answer = site.answers.get(self.path)
                if isinstance(answer, str):
                    self.send_response(302)
                    self.send_header("Location", answer)
                    self.end_headers()
                    return
                self.send_response(404 if answer is None else 200)
                self.end_headers()
                self.wfile.write(answer if isinstance(answer, bytes) else json.dumps(answer).encode())

            do_POST = do_GET  # noqa: N815

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def app() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


@pytest.fixture
def other() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


def test_a_call_is_not_led_to_another_origin(app: Site, other: Site) -> None:
    app.answers["/config"] = f"{other.url}config"
    with pytest.raises(RegistrationError, match=f"redirects to {other.url[:-1]}. If that is the app, give its address"):
        gr.load(app.url, token="secret")
    app.answers |= {"/config": {}, "/call/echo": f"{other.url}call/echo"}
    with pytest.raises(FunctionFailed, match="which is not followed"):
        list(Remote(app.url, "secret").call("echo", [], "s"))
    assert other.asked == []


def test_a_redirect_within_the_app_is_followed_with_the_token(app: Site) -> None:
    app.answers |= {"/config": "/there/config", "/there/config": {"title": "Found"}}
    assert Remote(app.url, "secret").title == "Found"
    assert app.asked[-1] == ("/there/config", "Bearer secret")


def test_a_file_elsewhere_is_fetched_without_the_token(app: Site, other: Site) -> None:
    app.answers["/file=a.txt"] = f"{other.url}a.txt"
    other.answers["/a.txt"] = b"content"
    path = Remote(app.url, "secret").download({"path": "a.txt", "meta": META})
    assert Path(path).read_bytes() == b"content"
    assert app.asked[-1] == ("/file=a.txt", "Bearer secret")
    assert other.asked == [("/a.txt", None)]


def test_no_file_leads_to_the_services_beside_the_kernel(app: Site, other: Site) -> None:
    remote = Remote(app.url, None)
    # By another name than the app's, as by a public app.
    app.answers["/file=a"] = other.url.replace("127.0.0.1", "localhost")
    with pytest.raises(FunctionFailed, match="no public address"):
        remote.download({"path": "a", "meta": META})
    for place in ("ftp://127.0.0.1/a", "file:///etc/passwd", "http://[::1", "data:,a"):
        app.answers["/file=a"] = place
        with pytest.raises(FunctionFailed, match=r"is not followed|cannot be read"):
            remote.download({"path": "a", "meta": META})
    app.answers["/file=a"] = "/file=a"
    with pytest.raises(FunctionFailed, match="more than 5 times"):
        remote.download({"path": "a", "meta": META})
    assert other.asked == []


@pytest.mark.parametrize("name", ["..", "../../x", "a\0b", "x" * 400, "/", "ä" * 300])
def test_a_file_lies_where_it_should_whatever_it_is_called(app: Site, name: str) -> None:
    app.answers["/file=a"] = b"1"
    path = Path(Remote(app.url, None).download({"path": "a", "orig_name": name, "meta": META}))
    assert path.read_bytes() == b"1"
    assert path.parent.parent.name.startswith("gradio-mcp-loaded-")


def test_a_file_is_no_larger_than_files_may_be(app: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    app.answers["/file=a"] = b"1" * 11
    monkeypatch.setattr(SETTINGS.own, "max_file_size", 10)
    with pytest.raises(FunctionFailed, match="larger than 10 bytes, the max_file_size"):
        Remote(app.url, None).download({"path": "a", "meta": META})


@pytest.mark.parametrize(
    ("path", "answer", "words"),
    [
        ("/config", {"dependencies": [1]}, "tells dependencies as"),
        ("/config", {"dependencies": {"a": 1}}, "tells dependencies as"),
        ("/config", b"\xff\xfe{", "cannot be read: "),
        ("/config", b"{", "cannot be read: JSONDecodeError"),
        ("/config", b"[" * 100_000, "cannot be read: RecursionError"),
        ("/config", b" " * (17 * 1024**2), "says more than 16777216 bytes"),
        ("/info", {"named_endpoints": [1]}, "tells named_endpoints as"),
        ("/info", {"named_endpoints": {"/a": 1}}, "tells /a as"),
        ("/info", {"named_endpoints": {"/a": {"parameters": [1]}}}, "tells parameters of /a as"),
        ("/info", {"named_endpoints": {"/a": {"returns": 3}}}, "tells returns of /a as"),
        ("/info", {"named_endpoints": None}, "offers no functions"),
    ],
)
def test_what_no_app_says_is_told_with_the_address(app: Site, path: str, answer: Any, words: str) -> None:
    app.answers[path] = answer
    with pytest.raises(RegistrationError) as raised:
        gr.load(app.url)
    assert words in str(raised.value)
    assert app.url[:-1] in str(raised.value)


@pytest.mark.parametrize(
    ("begun", "stream", "words"),
    [
        ({"event_id": {}}, b"", "its event_id is no text"),
        ([], b"", "its event_id is no text"),
        ({"event_id": "e"}, b"event: complete\ndata: {\n", "cannot be read"),
        ({"event_id": "e"}, b"event: complete\ndata: \xff\n", "cannot be read"),
        ({"event_id": "e"}, b"event: complete\ndata: 3\n", "no list of outputs"),
        ({"event_id": "e"}, b"event: complete\n", "hung up"),
    ],
)
def test_an_answer_that_is_none_is_told(app: Site, begun: Any, stream: bytes, words: str) -> None:
    app.answers |= {"/call/echo": begun, "/call/echo/e": stream}
    with pytest.raises(FunctionFailed, match=words) as raised:
        list(Remote(app.url, None).call("echo", [], "s"))
    assert app.url[:-1] in str(raised.value)


def test_names_of_parameters_are_made_valid_and_each_its_own(app: Site) -> None:
    said = ["a b", "request", "request", "class", "1st", None, "a_b"]
    parameters = [{"parameter_name": name, "component": "Textbox"} for name in said]
    app.answers["/config"] = {"dependencies": None}
    app.answers["/info"] = {"named_endpoints": {"/echo": {"parameters": parameters, "returns": [{}]}}}
    loaded: Any = gr.load(app.url)
    names = list(inspect.signature(loaded.fn).parameters)
    assert names == ["a_b", "request", "request_2", "class_", "value_1st", "value", "a_b_2", "request_3"]
    app.answers |= {"/call/echo": {"event_id": "e"}, "/call/echo/e": b'event: complete\ndata: ["done"]\n'}
    assert loaded.fn(a_b="1", request="2") == "done"

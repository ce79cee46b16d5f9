"""Files that callers of apps and functions name, apps that are loaded, and apps that launch themselves."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from support.live import LiveNotebook, LiveServer

pytestmark = pytest.mark.slow

SOURCE = """
import jupyter_gradio_mcp as gr

def respond(m, h: list):
    h.append({"role": "assistant", "content": m})
    return h

def read(message):
    return [open(path).read() for path in message["files"]]

def keep(data):
    return "kept"

def again():
    demo.launch()

with gr.Blocks() as demo:
    m, chat, text, data = gr.Textbox(), gr.Chatbot(), gr.MultimodalTextbox(), gr.JSON()
    m.submit(respond, [m, chat], chat)
    text.submit(read, text, data)
    data.change(keep, data, m)
    gr.Button().click(again, None, m)
_, url, _ = demo.launch(inline=False)
print("at", str(url))
"""

PLAIN = """%%mcp_tool
import jupyter_gradio_mcp as gr
from typing import Annotated

def plain(h: Annotated[list, gr.Chatbot()]) -> Annotated[list, gr.Chatbot()]:
    return h

def count(data: dict[str, int]) -> int:
    return len(data)
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    live = LiveServer(tmp_path_factory.mktemp("named"))
    yield live
    live.close()


@pytest.fixture(scope="module")
def notebook(server: LiveServer) -> Iterator[LiveNotebook]:
    opened = server.notebook("named.ipynb").load()
    assert opened.run(PLAIN, cell="plain").status == "ok"
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def guest(notebook: LiveNotebook) -> Iterator[httpx.Client]:
    """Somebody who has the key of the app, and nothing else."""
    ran = notebook.run(SOURCE + "print('key', url)", cell="app")
    assert ran.status == "ok", ran.text
    url = notebook.run("print(repr(str.__str__(url)))").stdout.strip().strip("'")
    with httpx.Client(base_url=url, timeout=30, follow_redirects=True) as client:
        yield client


def secrets_of(notebook: LiveNotebook) -> list[str]:
    connection = notebook.server.runtime / f"kernel-{notebook.kernel}.json"
    return [notebook.path, str(notebook.server.root / notebook.path), str(connection)]


def test_who_has_an_apps_key_reads_no_file_through_a_conversation(notebook: LiveNotebook, guest: httpx.Client) -> None:
    for secret in secrets_of(notebook):
        for form in ([[{"path": secret}, "x"]], [{"role": "user", "content": {"file": {"path": secret}}}]):
            answer = guest.post("gradio_api/run/respond", json={"data": ["x", form]})
            assert answer.status_code == 422, answer.text
            assert "cannot be read here" in answer.text
    fine = guest.post("gradio_api/run/respond", json={"data": ["x", [["a", "b"]]]})
    assert [said["content"] for said in fine.json()["data"][0]] == ["a", "b", "x"]


def test_nor_through_a_function_of_a_cell(notebook: LiveNotebook) -> None:
    for secret in secrets_of(notebook):
        at = f"{notebook.address}gradio_api/run/plain"
        answer = notebook.server.http.post(at, json={"data": [[[{"path": secret}, "x"]]]})
        assert answer.status_code == 422, answer.text


def test_nor_by_a_file_that_stands_for_a_text_with_files(notebook: LiveNotebook, guest: httpx.Client) -> None:
    marked = {"meta": {"_type": "gradio.FileData"}}
    for secret in secrets_of(notebook):
        for value in ({"path": secret, **marked}, {"path": secret, **marked, "files": []}):
            answer = guest.post("gradio_api/run/read", json={"data": [value]})
            assert answer.status_code == 422, answer.text
    [path] = guest.post("gradio_api/upload", files={"files": ("a.txt", b"mine")}).json()
    answer = guest.post("gradio_api/run/read", json={"data": [{"path": path, **marked}]})
    assert answer.json()["data"] == [["mine"]]


def test_connection_files_are_not_given_back_though_they_are_in_the_folder_for_temporary_files(
    notebook: LiveNotebook,
) -> None:
    connection = notebook.server.runtime / f"kernel-{notebook.kernel}.json"
    source = f"%%mcp_tool\nfrom pathlib import Path\ndef leak() -> Path:\n    return Path({str(connection)!r})"
    ran = notebook.run("import tempfile; tempfile.tempdir = " + repr(str(connection.parent.parent)))
    assert (ran.status, notebook.run(source, cell="leak").status) == ("ok", "ok")
    answer = notebook.server.http.post(f"{notebook.address}gradio_api/run/leak", json={"data": []})
    assert "may not leave this machine" in answer.text
    notebook.run("tempfile.tempdir = None")


@pytest.mark.parametrize("depth", [60, 300, 500, 900])
def test_what_is_nested_too_deeply_is_refused_with_a_message(notebook: LiveNotebook, depth: int) -> None:
    body = '{"data": [' + '{"a":' * depth + "1" + "}" * depth + "]}"
    headers = {"Content-Type": "application/json"}
    answer = notebook.server.http.post(f"{notebook.address}gradio_api/run/count", content=body, headers=headers)
    assert answer.status_code in (400, 422), answer.text
    assert "function_failed" not in answer.text


def test_an_app_is_not_launched_by_a_call_of_its_own(notebook: LiveNotebook, guest: httpx.Client) -> None:
    answer = guest.post("gradio_api/run/again", json={"data": []})
    assert answer.status_code == 500, answer.text
    assert "'again' is a function of this app, which is open already" in answer.text
    assert guest.post("gradio_api/run/keep", json={"data": [1]}).json()["data"] == ["kept"], "it goes on"
    assert notebook.run("print(demo.is_running, bool(demo.local_url))").stdout == "True True\n"


ANSWERS: dict[str, Any] = {}


class Rogue(BaseHTTPRequestHandler):
    """An app elsewhere that answers what it likes."""

    def do_GET(self) -> None:
        output = {"label": "", "type": {}, "python_type": {}, "component": ""}
        told = {
            name: {"parameters": [], "returns": [{**output, "component": name}]}
            for name in ("File", "Image", "Gallery", "Chatbot", "MultimodalTextbox")
        }
        if "/config" in self.path:
            self._answer(json.dumps({"api_prefix": "/gradio_api", "dependencies": [], "title": "Rogue"}))
        elif "/info" in self.path:
            self._answer(json.dumps({"named_endpoints": {f"/{name}": one for name, one in told.items()}}))
        elif "/file=" in self.path:
            self._answer("of the remote")
        else:
            self._answer(f"event: complete\ndata: {json.dumps([ANSWERS['now']])}\n\n")

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer('{"event_id": "1"}')

    def _answer(self, text: str) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture(scope="module")
def rogue(notebook: LiveNotebook) -> Iterator[LiveNotebook]:
    server = HTTPServer(("127.0.0.1", 0), Rogue)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Path(notebook.server.root / "notes.txt").write_text("of this machine")
    source = f"loaded = gr.load('http://127.0.0.1:{server.server_port}')\nloaded.launch(inline=False)"
    ran = notebook.run(source, cell="loaded")
    assert ran.status == "ok", ran.text
    yield notebook
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("File", "notes.txt"),
        ("File", "/etc/passwd"),
        ("File", {"path": "notes.txt"}),
        ("File", {"__type__": "update", "value": "notes.txt"}),
        ("Image", "notes.txt"),
        ("Image", "https://example.org/a.png"),
        ("Gallery", ["notes.txt"]),
        ("Gallery", [["notes.txt", "a caption"]]),
        ("MultimodalTextbox", {"text": "a", "files": ["notes.txt"]}),
    ],
)
def test_a_path_that_another_app_names_is_none_of_this_machine(rogue: LiveNotebook, name: str, value: Any) -> None:
    ANSWERS["now"] = value
    answer = rogue.server.http.post(f"{rogue.address}gradio_api/run/{name}", json={"data": []})
    assert answer.status_code == 500, answer.text
    assert "for a file" in answer.text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("File", {"path": "notes.txt", "meta": {"_type": "gradio.FileData"}}),
        ("Chatbot", [{"role": "user", "content": {"path": "notes.txt"}}]),
        ("Chatbot", [{"role": "user", "content": [{"file": {"path": "notes.txt"}}, "x"]}]),
        ("Chatbot", [[{"path": "notes.txt"}, "x"]]),
        ("Chatbot", {"__type__": "update", "value": [{"role": "user", "content": {"path": "notes.txt"}}]}),
        (
            "MultimodalTextbox",
            {"text": "a", "files": [{"path": "notes.txt", "meta": {"_type": "gradio.FileData"}}]},
        ),
    ],
)
def test_a_file_of_another_app_is_fetched_from_there(rogue: LiveNotebook, name: str, value: Any) -> None:
    ANSWERS["now"] = value
    answer = rogue.server.http.post(f"{rogue.address}gradio_api/run/{name}", json={"data": []})
    assert answer.status_code == 200, answer.text
    paths = list(found(answer.json()["data"]))
    assert paths
    for path in paths:
        assert rogue.server.http.get(f"{rogue.address}gradio_api/file={path}").text == "of the remote"


def found(value: Any) -> Iterator[str]:
    """The paths in a value."""
    if isinstance(value, list):
        for item in value:
            yield from found(item)
    elif isinstance(value, dict):
        if isinstance(value.get("path"), str):
            yield value["path"]
        for item in value.values():
            yield from found(item)

"""Events with raw requests: in the queue of Gradio's contract, and as panels send them."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from support.live import LiveNotebook, LiveServer

pytestmark = pytest.mark.slow

CELL = """
import jupyter_gradio_mcp as gr

with gr.Blocks() as demo:
    table, gallery, said = gr.Dataframe(label="Table"), gr.Gallery(label="Gallery"), gr.Textbox()

    def select(event: gr.SelectData) -> str:
        return f"{event.target and event.target.label} {event.index} {event.value}"

    def read(event: gr.SelectData) -> str:
        with open(event.value["image"]["path"]) as file:
            return file.read()

    def plain(x: str) -> str:
        return x

    gr.on([table.select, gallery.select], select, None, said)
    gallery.select(read, None, said)
    said.select(plain, said, said)
demo.launch(quiet=True)
"""


class Asking:
    """Calls of the functions of one notebook."""

    def __init__(self, server: LiveServer, notebook: LiveNotebook) -> None:
        self.server, self.at = server, notebook.address
        dependencies = server.http.get(f"{self.at}config").json()["dependencies"]
        self.ids = {d["api_name"]: d["id"] for d in dependencies}

    def join(self, name: str, data: list[Any] | None = None, **more: Any) -> Any:
        """Begin a call in the queue."""
        body = {"data": data or [], "fn_index": self.ids[name], "session_hash": "events", **more}
        return self.server.http.post(f"{self.at}gradio_api/queue/join", json=body)

    def queued(self, name: str, data: list[Any] | None = None, **more: Any) -> Any:
        """Call in the queue; what comes of it."""
        answer = self.join(name, data, **more)
        assert answer.status_code == 200, answer.text
        with self.server.http.stream("GET", f"{self.at}gradio_api/queue/data?session_hash=events") as stream:
            messages = [json.loads(line[6:]) for line in stream.iter_lines() if line.startswith("data: ")]
        [last] = [m for m in messages if m["msg"] == "process_completed"]
        return last["output"]

    def uploaded(self, text: str) -> str:
        """The path of a file that was sent."""
        files = {"files": ("a.txt", text.encode())}
        [path] = self.server.http.post(f"{self.at}gradio_api/upload", files=files).json()
        return str(path)


@pytest.fixture(scope="module")
def asking(server: LiveServer) -> Iterator[Asking]:
    """The notebook's functions."""
    notebook = server.notebook("event data.ipynb")
    ran = notebook.run(CELL, "app")
    assert ran.status == "ok", ran.error
    yield Asking(server, notebook)
    notebook.close()


def test_a_client_of_the_queue_tells_of_an_event(asking: Asking) -> None:
    data = {"index": [0, 1], "value": "b"}
    assert asking.queued("select", event_data=data, trigger_id=0)["data"] == ["Table [0, 1] b"]
    assert asking.queued("select", event_data=data, trigger_id=1)["data"] == ["Gallery [0, 1] b"]
    assert asking.queued("select", event_data=data)["data"] == ["None [0, 1] b"]


def test_a_client_that_tells_of_none_as_gradios_do(asking: Asking) -> None:
    assert asking.queued("select", event_data=None, trigger_id=None)["data"] == ["None None None"]
    assert asking.server.call("select", at=asking.at) == "None None None"


def test_a_function_that_asks_for_none_is_not_told(asking: Asking) -> None:
    assert asking.queued("plain", ["a"], event_data={"path": "/etc/passwd"})["data"] == ["a"]


def test_a_trigger_is_a_place(asking: Asking) -> None:
    answer = asking.join("select", trigger_id="table")
    assert answer.status_code == 422
    assert "place" in answer.text


FILE = {"meta": {"_type": "gradio.FileData"}, "orig_name": "a.txt"}


def test_a_file_of_an_event_is_one_that_may_be_read(asking: Asking) -> None:
    path = asking.uploaded("inside")
    sent = {"index": 0, "value": {"image": {**FILE, "path": path}, "caption": None}}
    assert asking.queued("read", event_data=sent)["data"] == ["inside"]


@pytest.mark.parametrize("meta", [FILE, {}])
def test_a_file_that_may_not_be_read_is_refused(asking: Asking, meta: dict[str, Any]) -> None:
    sent = {"index": 0, "value": {"image": {**meta, "path": "/etc/passwd"}, "caption": None}}
    answer = asking.join("read", event_data=sent)
    assert answer.status_code == 422
    assert "root:" not in answer.text


def test_a_panels_call_tells_of_its_event(asking: Asking) -> None:
    body = {"session": "s" * 32, "endpoint": "read", "arguments": {}, "call": "c" * 32}
    post = asking.server.http.post
    for wrong in ("x", [1], {"trigger": -1}):
        assert post(f"{asking.at}gradio_api/panel/call", json={**body, "event": wrong}).status_code == 422
    event = {"trigger": 0, "data": {"value": {"image": {"path": "/etc/passwd"}}}}
    with asking.server.http.stream("GET", f"{asking.at}gradio_api/panel/events?session={'s' * 32}") as stream:
        lines = stream.iter_lines()
        assert "data: " in next(line for line in lines if line.startswith("data: "))
        assert post(f"{asking.at}gradio_api/panel/call", json={**body, "event": event}).status_code == 200
        told = next(line for line in lines if "frame" in line)
        assert json.loads(told[6:])["frame"]["error"]["code"] == "invalid_arguments"

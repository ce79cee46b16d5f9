"""The queue of Gradio's contract, with raw requests."""

import asyncio
import json
import threading
from typing import Any

import httpx
import pytest
from support.live import LiveNotebook, LiveServer, wait_for

pytestmark = pytest.mark.slow

FUNCTIONS = '''%%mcp_tool
import threading
from collections.abc import Iterator
import jupyter_gradio_mcp as gr

go, gone = threading.Event(), threading.Event()

def add(a: int, b: int = 10) -> int:
    """Add two numbers."""
    return a + b

def waits(n: int = 0) -> int:
    go.wait(20)
    return n

def both(a: int) -> tuple[int, str]:
    return a, str(a)

def counts(n: int) -> Iterator[str]:
    text = ""
    for i in range(n):
        text += f"{i} "
        yield text

def steps(n: int, progress=gr.Progress()) -> str:
    for i in progress.tqdm(range(n), desc="Going"):
        print("at", i)
    return "done"

def trains(progress=gr.Progress()):
    for epoch in progress.tqdm(range(2), desc="Epochs"):
        for batch in progress.tqdm(range(2), desc="Batches"):
            pass
    gr.Info("nearly there")
    gr.Warning("hot", None, title="Look")
    raise gr.Error("Out of luck.", 3, title="Sorry")

def fails():
    raise ValueError("no luck")

def endless() -> Iterator[int]:
    try:
        while not go.wait(0.01):
            yield 1
    finally:
        gone.set()
'''


class Queue:
    """One client's session at a notebook's address."""

    def __init__(self, server: LiveServer, at: str, hash: str) -> None:
        self.http, self.at, self.hash = server.http, at, hash
        dependencies = self.http.get(f"{at}config").json()["dependencies"]
        self.ids = {d["api_name"]: d["id"] for d in dependencies}

    def join(self, name: str, *data: Any) -> httpx.Response:
        body = {"data": list(data), "fn_index": self.ids[name], "session_hash": self.hash}
        return self.http.post(f"{self.at}gradio_api/queue/join", json=body)

    def begin(self, name: str, *data: Any) -> str:
        answer = self.join(name, *data)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["event_id"])

    def stream(self) -> Any:
        params = {"session_hash": self.hash}
        return self.http.stream("GET", f"{self.at}gradio_api/queue/data", params=params, timeout=20)

    def read(self) -> list[dict[str, Any]]:
        with self.stream() as answer:
            assert answer.status_code == 200, answer.read()
            return list(messages(answer))


def messages(answer: httpx.Response) -> Any:
    for line in answer.iter_lines():
        assert not line or line.startswith("data: "), "any other line breaks Gradio's Python client"
        if line:
            yield json.loads(line[6:])


@pytest.fixture
def queue(server: LiveServer, notebook: LiveNotebook) -> Queue:
    ran = notebook.run(FUNCTIONS)
    assert ran.status == "ok", ran.error
    return Queue(server, notebook.address, notebook.path)


def test_a_call_is_told_from_its_place_to_its_end(queue: Queue) -> None:
    event = queue.begin("add", 1, 2)
    told = queue.read()
    assert [m["msg"] for m in told] == ["estimation", "process_starts", "process_completed", "close_stream"]
    assert all(m["event_id"] == event for m in told[:-1])
    assert told[-1]["event_id"] is None
    assert told[0] == {"msg": "estimation", "event_id": event, "rank": 0, "queue_size": 1, "rank_eta": None}
    assert (told[2]["success"], told[2]["output"]["data"]) == (True, [3])


def test_several_outputs_are_several(queue: Queue) -> None:
    queue.begin("both", 4)
    assert queue.read()[-2]["output"]["data"] == [4, "4"]


def test_a_generator_is_told_by_edits(queue: Queue) -> None:
    queue.begin("counts", 3)
    told = [m for m in queue.read() if m["msg"] == "process_generating"]
    assert [m["output"]["data"] for m in told] == [
        ["0 "],
        [[["append", [], "1 "]]],
        [[["append", [], "2 "]]],
    ]


def test_progress_and_what_is_printed_are_told(queue: Queue) -> None:
    queue.begin("steps", 2)
    told = queue.read()
    units = [m["progress_data"] for m in told if m["msg"] == "progress"]
    step = {"length": 2, "unit": "steps", "progress": None, "desc": "Going"}
    assert units == [[{"index": i, **step}] for i in range(3)]
    logs = [m for m in told if m["msg"] == "log"]
    assert [(m["log"], m["visible"]) for m in logs] == [("at 0", False), ("at 1", False)]


def test_nested_bars_are_several_units_and_notices_are_visible(queue: Queue) -> None:
    queue.begin("trains")
    told = queue.read()
    units = [m["progress_data"] for m in told if m["msg"] == "progress"]
    nested = [[(unit["desc"], unit["index"], unit["length"]) for unit in bars] for bars in units]
    assert [("Epochs", 1, 2), ("Batches", 1, 2)] in nested
    fields = ("log", "level", "title", "duration", "visible")
    assert [tuple(m[field] for field in fields) for m in told if m["msg"] == "log"] == [
        ("nearly there", "info", "Info", 10, True),
        ("hot", "warning", "Look", None, True),
    ]
    assert told[-2]["output"] == {"error": "Out of luck.", "duration": 3, "visible": True, "title": "Sorry"}


def test_an_error_is_told_with_its_text_and_the_next_call_works(queue: Queue) -> None:
    queue.begin("fails")
    failed = queue.read()[-2]
    assert (failed["success"], failed["output"]["error"]) == (False, "ValueError: no luck")
    queue.begin("add", "x")
    refused = queue.read()[-2]
    assert (refused["success"], "'a': Input should be a valid integer" in refused["output"]["error"]) == (False, True)
    queue.begin("add", 1)
    assert queue.read()[-2]["output"]["data"] == [11]


@pytest.mark.parametrize(
    ("body", "status", "word"),
    [
        ({}, 422, "'fn_index'"),
        ({"fn_index": "add", "session_hash": "s", "data": []}, 422, "'fn_index'"),
        ({"fn_index": True, "session_hash": "s", "data": []}, 422, "'fn_index'"),
        ({"fn_index": 100_000, "session_hash": "s", "data": []}, 404, "Read the config again"),
        ({"fn_index": -1, "session_hash": "s", "data": []}, 404, "Read the config again"),
        ({"fn_index": 1, "data": []}, 422, "'session_hash'"),
        ({"fn_index": 1, "session_hash": "", "data": []}, 422, "'session_hash'"),
        ({"fn_index": 1, "session_hash": "s" * 300, "data": []}, 422, "'session_hash'"),
        ([1], 422, "must be a JSON object"),
    ],
)
def test_a_wrong_join_says_what_is_wrong_in_the_clients_own_form(
    queue: Queue, body: Any, status: int, word: str
) -> None:
    answer = queue.http.post(f"{queue.at}gradio_api/queue/join", json=body)
    assert (answer.status_code, word in answer.json()["error"]) == (status, True), answer.text
    if status == 422:
        [finding] = answer.json()["detail"]
        assert (finding["__type__"], finding["is_valid"], word in finding["message"]) == ("validate", False, True)


def test_those_who_wait_hear_their_place_as_it_changes(queue: Queue, notebook: LiveNotebook) -> None:
    events = [queue.begin("waits", i) for i in range(3)]
    with queue.stream() as answer:
        told = messages(answer)
        seen: list[tuple[int, int]] = []
        while (events.index(m["event_id"]), m.get("rank")) != (2, 1) if (m := next(told)) else True:
            if m["msg"] == "estimation":
                seen.append((events.index(m["event_id"]), m["rank"]))
        notebook.run("go.set()")
        rest = list(told)
    ranks = [m["rank"] for m in rest if m["msg"] == "estimation" and m["event_id"] == events[2]]
    assert ranks[-1] == 0, "the last one moved up"
    done = [m["output"]["data"] for m in rest if m["msg"] == "process_completed"]
    assert done == [[0], [1], [2]]


def test_a_full_queue_is_503(queue: Queue, notebook: LiveNotebook) -> None:
    notebook.run("%%mcp_tool --max-size 1\ndef narrow() -> int:\n    go.wait(20)\n    return 1")
    queue = Queue(notebook.server, notebook.address, notebook.path)
    queue.begin("narrow")
    queue.begin("narrow")
    refused = queue.join("narrow")
    assert (refused.status_code, refused.json()["code"]) == (503, "queue_full")
    notebook.run("go.set()")
    assert [m["success"] for m in queue.read() if m["msg"] == "process_completed"] == [True, True]
    assert queue.join("narrow").status_code == 200
    queue.read()


def test_without_a_queue_all_run_at_once(queue: Queue, notebook: LiveNotebook) -> None:
    notebook.run(
        "%%mcp_tool --no-queue\nbarrier = threading.Barrier(5)\n\ndef meets() -> int:\n    return barrier.wait(10)"
    )
    queue = Queue(notebook.server, notebook.address, notebook.path)
    for _ in range(5):
        queue.begin("meets")
    ends = [m["output"]["data"][0] for m in queue.read() if m["msg"] == "process_completed"]
    assert sorted(ends) == [0, 1, 2, 3, 4]


def test_cancel_stops_the_function_and_tells_the_stream(queue: Queue, notebook: LiveNotebook) -> None:
    event = queue.begin("endless")
    with queue.stream() as answer:
        told = messages(answer)
        while next(told)["msg"] != "process_generating":
            pass
        body = {"fn_index": queue.ids["endless"], "session_hash": queue.hash, "event_id": event}
        assert queue.http.post(f"{queue.at}gradio_api/cancel", json=body).json() == {"success": True}
        assert queue.http.post(f"{queue.at}gradio_api/reset", json={"event_id": event}).json() == {"success": True}
        ended = [m for m in told if m["msg"] == "process_completed"]
    assert [m["success"] for m in ended] == [False]
    assert notebook.run("gone.wait(10)").result == "True"


def test_a_client_that_leaves_frees_its_place_after_a_grace(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    server = LiveServer(tmp_path_factory.mktemp("leave"), "--GradioMcp.session_grace=0.3")
    try:
        notebook = server.notebook().load()
        notebook.run(FUNCTIONS)
        queue = Queue(server, notebook.address, "left")
        queue.begin("endless")
        with queue.stream() as answer:
            next(messages(answer))
        assert notebook.run("gone.wait(10)").result == "True"
        queue.begin("add", 1)
        assert queue.read()[-2]["output"]["data"] == [11]
    finally:
        server.close()


def test_what_was_not_told_waits_for_a_client_that_comes_back(queue: Queue, notebook: LiveNotebook) -> None:
    queue.begin("waits", 1)
    queue.begin("waits", 2)
    with queue.stream() as answer:
        next(messages(answer))
    notebook.run("go.set()")
    wait_for(lambda: "running" not in notebook.run("pass").text, "the cell")
    done = [m["output"]["data"] for m in queue.read() if m["msg"] == "process_completed"]
    assert done == [[1], [2]]


def test_an_end_that_went_into_a_broken_stream_is_told_again(queue: Queue, notebook: LiveNotebook) -> None:
    queue.begin("add", 1)
    queue.begin("waits", 5)
    with queue.stream() as answer:
        told = messages(answer)
        while next(told)["msg"] != "process_completed":
            pass
    notebook.run("go.set()")
    done = [m["output"]["data"] for m in queue.read() if m["msg"] == "process_completed"]
    assert done == [[11], [5]]


def test_a_session_is_anothers_secret_and_ends(queue: Queue, server: LiveServer) -> None:
    queue.begin("add", 1)
    key = server.http.post("gradio_api/keys", json={"name": "other"}).json()["key"]
    params = {"session_hash": queue.hash}
    other = {"Authorization": f"Bearer {key}"}
    url = f"{server.url}{queue.at}gradio_api/queue/data"
    assert httpx.get(url, params=params, headers=other).status_code == 404
    assert server.http.get("gradio_api/queue/data", params=params).status_code == 404, "nor at another address"
    assert queue.read()[-1]["msg"] == "close_stream"
    assert httpx.get(url, params=params, headers=server.authorization).status_code == 404


def test_config_and_info_are_what_clients_need(queue: Queue, server: LiveServer) -> None:
    config = server.http.get(f"{queue.at}config").json()
    assert (config["protocol"], config["api_prefix"], config["enable_queue"], config["connect_heartbeat"]) == (
        "sse_v2.1",
        "/gradio_api",
        True,
        False,
    )
    assert tuple(map(int, config["version"].split("."))) > (4, 29)
    ids = {component["id"] for component in config["components"]}
    named = {id for d in config["dependencies"] for id in (*d["inputs"], *d["outputs"])}
    assert named == ids
    assert min(ids) == 1
    assert min(d["id"] for d in config["dependencies"]) >= 1
    info = server.http.get(f"{queue.at}gradio_api/info", params={"serialize": "False"}).json()
    assert info["unnamed_endpoints"] == {}
    [a, b] = info["named_endpoints"]["/add"]["parameters"]
    assert (a["parameter_name"], a["parameter_has_default"], a["parameter_default"]) == ("a", False, None)
    assert (b["parameter_has_default"], b["parameter_default"], b["type"]["type"]) == (True, 10, "integer")
    assert (a["python_type"]["type"], a["component"], a["example_input"]) == ("int", "Number", 3)
    one, two = (server.http.get(f"{queue.at}gradio_api/app_id").json()["app_id"] for _ in range(2))
    assert one == two == config["app_id"]


def test_two_hundred_sessions_at_once_all_get_their_answer(queue: Queue, server: LiveServer) -> None:
    at, ids = queue.at, queue.ids

    async def one(http: httpx.AsyncClient, number: int) -> int:
        body = {"data": [number, 1], "fn_index": ids["add"], "session_hash": f"s{number}"}
        begun = await http.post(f"{at}gradio_api/queue/join", json=body)
        assert begun.status_code == 200, begun.text
        async with http.stream("GET", f"{at}gradio_api/queue/data", params={"session_hash": f"s{number}"}) as answer:
            async for line in answer.aiter_lines():
                if line and (message := json.loads(line[6:]))["msg"] == "process_completed":
                    assert message["success"], message
                    return int(message["output"]["data"][0])
        raise AssertionError("the stream ended without an end of the call")

    async def all_of_them() -> list[int]:
        limits = httpx.Limits(max_connections=None)
        headers = server.authorization
        async with httpx.AsyncClient(base_url=server.url, headers=headers, limits=limits, timeout=60) as http:
            return await asyncio.gather(*(one(http, number) for number in range(200)))

    assert asyncio.run(all_of_them()) == [number + 1 for number in range(200)]


def test_a_heartbeat_lives_as_long_as_its_client(queue: Queue, server: LiveServer) -> None:
    with server.http.stream("GET", f"{queue.at}gradio_api/heartbeat/x", timeout=5) as answer:
        assert answer.headers["Content-Type"].startswith("text/event-stream")
        assert next(answer.iter_lines()) == "data: ALIVE"


def test_a_second_stream_of_a_session_takes_over_from_the_first(queue: Queue, notebook: LiveNotebook) -> None:
    queue.begin("waits", 1)
    listens, ended = threading.Event(), threading.Event()

    def first() -> None:
        with queue.stream() as answer:
            for _ in messages(answer):
                listens.set()
        ended.set()

    reader = threading.Thread(target=first)
    reader.start()
    assert listens.wait(10)
    with queue.stream() as answer:
        assert ended.wait(10), "the first one was told that there is nothing more for it"
        notebook.run("go.set()")
        assert [m["msg"] for m in messages(answer)][-1] == "close_stream"
    reader.join()

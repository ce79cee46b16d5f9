"""The REST routes: what they take, and what they say when it is wrong."""

from typing import Any

import httpx
import pytest
from support.live import LiveNotebook, LiveServer, wait_for

from jupyter_gradio_mcp.protocol import PROTOCOL

pytestmark = pytest.mark.slow


@pytest.fixture
def adds(notebook: LiveNotebook) -> LiveNotebook:
    notebook.run("%%mcp_tool\ndef add(a: int, b: int = 10) -> int:\n    return a + b")
    return notebook


@pytest.mark.parametrize("path", ["gradio_api/call/add", "gradio_api/call/add/", "gradio_api/call//add"])
def test_call_takes_arguments_in_order(server: LiveServer, adds: LiveNotebook, path: str) -> None:
    begun = server.http.post(adds.address + path, json={"data": [1]})
    assert begun.status_code == 200, begun.text
    assert server.read(f"{adds.address}gradio_api/call/add/{begun.json()['event_id']}") == [("complete", [11])]


def test_call_v2_takes_arguments_by_name(server: LiveServer, adds: LiveNotebook) -> None:
    begun = server.http.post(f"{adds.address}gradio_api/call/v2/add", json={"b": 2, "a": 1}).json()["event_id"]
    assert server.read(f"{adds.address}gradio_api/call/v2/add/{begun}") == [("complete", [3])]


def test_run_answers_in_one_go(server: LiveServer, adds: LiveNotebook) -> None:
    answer = server.http.post(f"{adds.address}gradio_api/run/add", json={"data": [1, 2]}).json()
    assert (answer["data"], answer["is_generating"]) == ([3], False)
    assert answer["duration"] > 0


@pytest.mark.parametrize(
    ("route", "body", "status", "message"),
    [
        ("run/nowhere", b'{"data": []}', 404, "There is no function 'nowhere'. There are: add"),
        ("run/add", b"{", 422, "The body is no JSON"),
        ("run/add", b"[" * 100_000, 422, "The body is no JSON"),
        ("run/add", b"\xff", 422, "The body is no JSON"),
        ("run/add", b'{"data": [NaN]}', 422, "The arguments are no JSON"),
        ("run/add", b'{"data": [1' + b"0" * 5000 + b"]}", 422, "The body is no JSON"),
        ("run/add", b'{"data": ["\\ud800"]}', 422, "'a': Input should be a valid integer"),
        ("run/add", b"[1]", 422, 'The body must be {"data": [arguments in order]}'),
        ("run/add", b'{"data": 3}', 422, 'The body must be {"data": [arguments in order]}'),
        ("run/add", b'{"data": [1, 2, 3]}', 422, "'add' takes 2 arguments (a, b), and 'data' has 3."),
        ("run/add", b'{"data": ["x"]}', 422, "'a': Input should be a valid integer"),
        ("run/add", b'{"data": []}', 422, "add() needs 'a' (int)"),
        ("call/v2/add", b"[1]", 422, "The body must be a JSON object with the arguments by name"),
    ],
)
def test_bad_input_gets_a_clear_error_and_the_next_call_works(
    server: LiveServer, adds: LiveNotebook, route: str, body: bytes, status: int, message: str
) -> None:
    answer = server.http.post(f"{adds.address}gradio_api/{route}", content=body)
    assert (answer.status_code, message in answer.json()["error"]) == (status, True), answer.text
    assert answer.json()["detail"]
    assert server.call("add", at=adds.address, a=1) == 11


def test_the_field_that_was_wrong_is_named(server: LiveServer, adds: LiveNotebook) -> None:
    answer = server.http.post(f"{adds.address}gradio_api/run/add", json={"data": ["x"]}).json()
    [finding] = answer["detail"]
    assert (finding["loc"], finding["type"]) == (["a"], "int_parsing")


def test_errors_of_a_streamed_call_are_its_last_event(server: LiveServer, adds: LiveNotebook) -> None:
    begun = server.http.post(f"{adds.address}gradio_api/call/v2/add", json={"a": "x"}).json()["event_id"]
    [(kind, data)] = server.read(f"{adds.address}gradio_api/call/add/{begun}")
    assert (kind, data["code"], data["detail"][0]["loc"]) == ("error", "invalid_arguments", ["a"])


@pytest.mark.parametrize(
    "path",
    [
        "gradio_api/",
        "gradio_api/run/",
        "gradio_api/call/v2/",
        "gradio_api/call/add/x/y",
        "gradio_api/call/add/0123",
        "gradio_api/%2e%2e/x",
    ],
)
def test_an_address_where_nothing_is_says_so(server: LiveServer, adds: LiveNotebook, path: str) -> None:
    for method in ("GET", "POST"):
        answer = server.http.request(method, adds.address + path)
        assert answer.status_code in (404, 405), answer.text
        assert answer.json()["error"]


@pytest.mark.parametrize("path", ["gradio_api/run/add", "gradio_api/call/v2/add"])
def test_a_method_that_is_not_served_is_405(server: LiveServer, adds: LiveNotebook, path: str) -> None:
    answer = server.http.put(adds.address + path, json={})
    assert answer.status_code == 405
    assert answer.json()["error"]


def test_a_notebook_that_is_not_live_has_no_address(server: LiveServer) -> None:
    assert server.http.post("gradio/nowhere.ipynb/gradio_api/run/f", json={"data": []}).status_code == 404


def test_a_request_that_is_too_large_is_refused(tmp_path_factory: pytest.TempPathFactory) -> None:
    server = LiveServer(tmp_path_factory.mktemp("small"), "--GradioMcp.max_request_bytes=1000")
    try:
        server.notebook().load().run("%%mcp_tool\ndef f(a: str) -> int:\n    return len(a)")
        answer = server.http.post("gradio_api/run/f", json={"data": ["x" * 2000]})
        assert (answer.status_code, "at most 1000" in answer.json()["error"]) == (413, True)
        answer = server.http.post("gradio_api/mcp/", json={"x": "x" * 2000})
        assert answer.status_code == 413
        assert server.call("f", a="xx") == 2
    finally:
        server.close()


def test_the_server_may_limit_the_time_of_every_function(tmp_path_factory: pytest.TempPathFactory) -> None:
    server = LiveServer(tmp_path_factory.mktemp("brief"), "--GradioMcp.call_timeout=0.3")
    try:
        server.notebook().load().run(
            "%%mcp_tool --timeout 60\nimport time\n\ndef naps(s: float) -> int:\n    time.sleep(s)\n    return 1"
        )
        answer = server.http.post("gradio_api/run/naps", json={"data": [1]})
        assert (answer.status_code, answer.json()["code"]) == (504, "timed_out")
        wait_for(
            lambda: server.http.post("gradio_api/run/naps", json={"data": [0]}).status_code == 200, "the next call"
        )
    finally:
        server.close()


def test_a_full_queue_says_so(server: LiveServer, notebook: LiveNotebook) -> None:
    notebook.run(
        "%%mcp_tool --max-size 2\nimport threading\ngo = threading.Event()\n\n"
        "def waits() -> int:\n    go.wait(20)\n    return 1"
    )
    begun = [server.http.post(f"{notebook.address}gradio_api/call/v2/waits", json={}).json() for _ in range(3)]
    answer = wait_for(
        lambda: (
            (a := server.http.post(f"{notebook.address}gradio_api/run/waits", json={"data": []}, timeout=5)).status_code
            == 503
            and a
        ),
        "the refusal",
    )
    assert answer.json()["error"] == "2 calls wait for 'waits' already. Try again later."
    notebook.run("go.set()")
    for event in begun:
        assert server.read(f"{notebook.address}gradio_api/call/waits/{event['event_id']}")[-1] == ("complete", [1])


def test_a_reader_that_leaves_can_come_back(server: LiveServer, notebook: LiveNotebook) -> None:
    notebook.run("%%mcp_tool\nimport time\n\ndef slow() -> str:\n    time.sleep(1.5)\n    return 'there'")
    begun = server.http.post(f"{notebook.address}gradio_api/call/v2/slow", json={}).json()["event_id"]
    path = f"{notebook.address}gradio_api/call/slow/{begun}"
    with pytest.raises(httpx.ReadTimeout):
        server.http.get(path, timeout=0.3)
    events: Any = wait_for(lambda: server.read(path), "the stream", 5)
    assert events == [("complete", ["there"])]


def test_of_two_readers_the_second_is_told(server: LiveServer, notebook: LiveNotebook) -> None:
    notebook.run(
        "%%mcp_tool\nimport threading\nfrom collections.abc import Iterator\ngo = threading.Event()\n\n"
        "def slow() -> Iterator[str]:\n    yield 'begun'\n    go.wait(20)\n    yield 'there'"
    )
    begun = server.http.post(f"{notebook.address}gradio_api/call/v2/slow", json={}).json()["event_id"]
    path = f"{notebook.address}gradio_api/call/slow/{begun}"
    with server.http.stream("GET", path) as first:
        lines = first.iter_lines()
        assert next(lines) == "event: generating"
        assert server.http.get(path, timeout=5).status_code == 404
        notebook.run("go.set()")
        assert [line for line in lines if line.startswith("event: ")][-1] == "event: complete"


def test_a_base_url_is_part_of_every_address(tmp_path_factory: pytest.TempPathFactory) -> None:
    server = LiveServer(tmp_path_factory.mktemp("base"), base_url="/user/me/")
    try:
        notebook = server.notebook("n.ipynb").load()
        ran = notebook.run("%%mcp_tool\ndef f() -> int:\n    return 1")
        assert f"http://localhost:{server.port}/user/me/gradio_api/mcp/" in ran.stdout
        assert server.call("f", at=notebook.address) == 1
        page = server.http.get(f"{notebook.address}gradio_api/mcp/", headers={"Accept": "text/html"})
        assert f"http://127.0.0.1:{server.port}/user/me/gradio/n.ipynb/gradio_api/mcp/" in page.text
    finally:
        server.close()


def test_about_tells_version_and_protocol(server: LiveServer, adds: LiveNotebook) -> None:
    about = server.http.get("gradio_api/about").json()
    assert (about["name"], about["protocol"], about["mcp"]) == ("jupyter_gradio_mcp", PROTOCOL, True)


def test_calls_keep_the_kernel_from_looking_idle(server: LiveServer, adds: LiveNotebook) -> None:
    def last() -> str:
        return str(server.http.get(f"api/kernels/{adds.kernel}").json()["last_activity"])

    before = last()
    server.call("add", at=adds.address, a=1)
    assert last() > before


def test_more_values_than_can_be_read_in_a_moment_are_refused(server: LiveServer, adds: LiveNotebook) -> None:
    many = b'{"data": [[' + b"1," * 2_000_001 + b"1]]}"
    for route in ("gradio_api/run/add", "gradio_api/mcp/"):
        answer = server.http.post(adds.address + route, content=many)
        assert (answer.status_code, "Send a file instead" in answer.text) == (413, True)
    assert server.call("add", at=adds.address, a=1) == 11

"""How functions run in a live kernel."""

import concurrent.futures
import time

import pytest
from support.live import LiveNotebook, LiveServer, wait_for

pytestmark = pytest.mark.slow


def test_a_function_runs_while_a_cell_does(server: LiveServer, notebook: LiveNotebook) -> None:
    notebook.run("%%mcp_tool\ndef f() -> int:\n    return 1\n\nasync def g() -> int:\n    return 2")
    for body in ("import time; time.sleep(3)", "import time\nend = time.time() + 3\nwhile time.time() < end: pass"):
        cell = notebook.send(body)
        started = time.monotonic()
        assert (server.call("f", at=notebook.address), server.call("g", at=notebook.address)) == (1, 2)
        assert time.monotonic() - started < 2, "the calls did not wait for the cell"
        notebook.finish(cell)


def test_arguments_and_results_are_python_objects(server: LiveServer, notebook: LiveNotebook) -> None:
    notebook.run(
        "%%mcp_tool\nimport datetime, enum, dataclasses\n\nclass Color(enum.Enum):\n    RED = 'red'\n\n@dataclasses.dataclass\n"
        "class Point:\n    x: int\n    y: int = 0\n\ndef kinds(color: Color, point: Point, day: datetime.date) -> list[str]:\n"
        "    return [type(color).__name__, type(point).__name__, type(day).__name__, str(point.x)]\n\n"
        "def point() -> Point:\n    return Point(1)"
    )
    sent = {"color": "red", "point": {"x": "3"}, "day": "2026-01-02"}
    assert server.call("kinds", at=notebook.address, **sent) == ["Color", "Point", "date", "3"]
    assert server.call("point", at=notebook.address) == {"x": 1, "y": 0}


def test_generators_of_both_kinds_yield_partial_results(server: LiveServer, notebook: LiveNotebook) -> None:
    notebook.run(
        "%%mcp_tool\nfrom collections.abc import Iterator, AsyncIterator\n\ndef counts(n: int) -> Iterator[int]:\n"
        "    yield from range(n)\n\nasync def later(n: int) -> AsyncIterator[int]:\n    for i in range(n):\n        yield i"
    )
    for name in ("counts", "later"):
        begun = server.http.post(f"{notebook.address}gradio_api/call/v2/{name}", json={"n": 3}).json()
        events = server.read(f"{notebook.address}gradio_api/call/{name}/{begun['event_id']}")
        assert events == [("generating", [0]), ("generating", [1]), ("generating", [2]), ("complete", [2])]


def test_what_a_call_prints_belongs_to_the_call(server: LiveServer, notebook: LiveNotebook) -> None:
    notebook.run(
        "%%mcp_tool\nimport sys\n\ndef talks() -> int:\n    print('to the', end=' ')\n    print('caller')\n    print('problem', file=sys.stderr)\n"
        "    display({'a': 1})\n    return 1"
    )
    cell = notebook.send("import time\nfor i in range(20):\n    print('cell', i)\n    time.sleep(0.05)")
    begun = server.http.post(f"{notebook.address}gradio_api/call/v2/talks", json={}).json()
    events = server.read(f"{notebook.address}gradio_api/call/talks/{begun['event_id']}")
    ran = notebook.finish(cell)
    assert [(e["stream"], e["level"], e["text"]) for kind, e in events if kind == "log"] == [
        ("stdout", "info", "to the caller"),
        ("stderr", "warning", "problem"),
        ("display", "info", "{'a': 1}"),
    ]
    assert ran.stdout == "".join(f"cell {i}\n" for i in range(20))
    assert (ran.stderr, ran.displays) == ("", [])


def test_nobody_is_asked_by_input(server: LiveServer, notebook: LiveNotebook) -> None:
    notebook.run("%%mcp_tool\ndef asks() -> str:\n    return input('name? ')")
    for busy in (False, True):
        cell = notebook.send("import time; time.sleep(1)" if busy else "1")
        answer = server.http.post(f"{notebook.address}gradio_api/run/asks", json={"data": []})
        assert (
            answer.json()["error"]
            == "input() cannot ask anybody inside a tool call. Make what it asks for a parameter."
        )
        notebook.finish(cell)


def test_one_call_at_a_time_unless_told_otherwise(server: LiveServer, notebook: LiveNotebook) -> None:
    body = "    global now, most\n    now += 1; most = max(most, now); time.sleep(0.05); now -= 1\n    return most"
    for option, expected in (("", 1), ("--concurrency 3", 3), ("--no-queue", 6)):
        notebook.run(f"%%mcp_tool {option}\nimport time\nnow = most = 0\n\ndef f() -> int:\n{body}", cell="c")
        with concurrent.futures.ThreadPoolExecutor(6) as pool:
            results = list(pool.map(lambda _: server.call("f", at=notebook.address), range(6)))
        assert max(results) == expected, option


def test_a_call_that_takes_too_long_is_stopped_and_the_next_one_works(
    server: LiveServer, notebook: LiveNotebook
) -> None:
    notebook.run(
        "%%mcp_tool --timeout 0.3\nimport time\nstate = []\n\ndef slow(seconds: float) -> str:\n    try:\n"
        "        end = time.time() + seconds\n        while time.time() < end: pass\n        return 'done'\n"
        "    finally:\n        state.append(seconds)"
    )
    answer = server.http.post(f"{notebook.address}gradio_api/run/slow", json={"data": [5]})
    assert answer.status_code == 504
    assert answer.json()["error"] == "'slow' ran for longer than 0.3 seconds and was stopped."
    wait_for(lambda: notebook.run("state").result == "[5.0]", "the interrupt", 3)
    assert server.call("slow", at=notebook.address, seconds=0) == "done"


def test_waiting_in_the_queue_does_not_count_as_running(server: LiveServer, notebook: LiveNotebook) -> None:
    notebook.run("%%mcp_tool --timeout 0.8\nimport time\n\ndef naps() -> int:\n    time.sleep(0.5)\n    return 1")
    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        assert list(pool.map(lambda _: server.call("naps", at=notebook.address), range(3))) == [1, 1, 1]


@pytest.mark.parametrize(
    "body",
    [
        "def f() -> None:\n    enter()\n    try:\n        while True: time.time()\n    finally: leave()",
        "def f():\n    enter()\n    try:\n        while True:\n            yield 1\n            time.sleep(0.01)\n    finally: leave()",
        "async def f() -> None:\n    enter()\n    try:\n        await asyncio.sleep(60)\n    finally: leave()",
        "async def f():\n    enter()\n    try:\n        while True:\n            yield 1\n            await asyncio.sleep(0.01)\n    finally: leave()",
    ],
    ids=["function", "generator", "async function", "async generator"],
)
def test_a_caller_that_leaves_stops_the_function(server: LiveServer, notebook: LiveNotebook, body: str) -> None:
    notebook.run(
        "%%mcp_tool\nimport asyncio, time\nlog = []\n\ndef _enter(): log.append('in')\ndef _leave(): log.append('out')\nenter, leave = _enter, _leave\n\n"
        + body
    )
    with pytest.raises(Exception, match="timed out"):
        server.http.post(f"{notebook.address}gradio_api/run/f", json={"data": []}, timeout=2)
    wait_for(lambda: notebook.run("log").result == "['in', 'out']", "the end of the function")


def test_main_thread_functions_run_between_cells(server: LiveServer, notebook: LiveNotebook) -> None:
    notebook.run(
        "%%mcp_tool --main-thread\nimport threading, sqlite3, asyncio\ndb = sqlite3.connect(':memory:')\norder = []\n\n"
        "def where() -> str:\n    order.append('call')\n    db.execute('select 1')\n    return threading.current_thread().name\n\n"
        "async def also() -> str:\n    await asyncio.sleep(0)\n    return threading.current_thread().name"
    )
    assert server.call("where", at=notebook.address) == "MainThread"
    assert server.call("also", at=notebook.address) == "MainThread"
    cell = notebook.send("order.clear()\nfor i in range(10):\n    await asyncio.sleep(0.05)\norder.append('cell')")
    wait_for(lambda: True, "")
    time.sleep(0.1)
    assert server.call("where", at=notebook.address) == "MainThread"
    notebook.finish(cell)
    assert notebook.run("order").result == "['cell', 'call']"


def test_an_object_of_the_main_thread_is_named_as_the_cause(server: LiveServer, notebook: LiveNotebook) -> None:
    notebook.run(
        "%%mcp_tool\nimport sqlite3\ndb = sqlite3.connect(':memory:')\n\ndef reads() -> list:\n    return db.execute('select 1').fetchall()"
    )
    error = server.http.post(f"{notebook.address}gradio_api/run/reads", json={"data": []}).json()["error"]
    assert error.endswith("add --main-thread to %%mcp_tool)")


def test_progress_is_heard_and_hidden_from_the_schema(server: LiveServer, notebook: LiveNotebook) -> None:
    notebook.run(
        "%%mcp_tool\nimport jupyter_gradio_mcp as gr\n\ndef works(n: int, progress=gr.Progress()) -> int:\n"
        "    for i in progress.tqdm(range(n), desc='Working'):\n        pass\n    progress(0.5)\n    progress((n, n), desc='Done')\n    return n"
    )
    begun = server.http.post(f"{notebook.address}gradio_api/call/v2/works", json={"n": 2}).json()
    events = server.read(f"{notebook.address}gradio_api/call/works/{begun['event_id']}")
    assert [(e["progress"], e["total"], e["message"]) for kind, e in events if kind == "progress"] == [
        (0, 2, "Working"),
        (1, 2, "Working"),
        (2, 2, "Working"),
        (0.5, 1.0, "50%"),
        (2, 2, "Done"),
    ]
    assert notebook.run("works(3)").result == "3", "called directly, reporting does nothing"


def test_many_callers_at_once_all_get_their_answer(server: LiveServer, notebook: LiveNotebook) -> None:
    notebook.run("%%mcp_tool --no-queue\nimport time\n\ndef f(n: int) -> int:\n    time.sleep(0.02)\n    return n")
    with concurrent.futures.ThreadPoolExecutor(64) as pool:
        results = list(pool.map(lambda n: server.call("f", at=notebook.address, n=n), range(300)))
    assert results == list(range(300))


def test_large_values_go_through_both_ways(server: LiveServer, notebook: LiveNotebook) -> None:
    notebook.run("%%mcp_tool\ndef echo(text: str) -> str:\n    return text")
    text = "größer " * 1_000_000
    assert server.call("echo", at=notebook.address, text=text) == text


def test_endless_talk_does_not_fill_the_server(server: LiveServer, notebook: LiveNotebook) -> None:
    notebook.run("%%mcp_tool\ndef chatter(n: int) -> int:\n    for i in range(n):\n        print(i)\n    return n")
    begun = server.http.post(f"{notebook.address}gradio_api/call/v2/chatter", json={"n": 20_000}).json()
    wait_for(lambda: notebook.run("1").status == "ok", "the kernel")
    events = server.read(f"{notebook.address}gradio_api/call/chatter/{begun['event_id']}")
    assert events[-1] == ("complete", [20_000])
    assert len(events) < 20_000

"""What a running function tells an agent: progress, where its call stands, notices, and errors in its own words."""

import asyncio
import itertools
import json
import re
from typing import Any

import mcp_types as types
import pytest
from support.live import LiveNotebook, LiveServer, wait_for
from support.mcp import ERAS, MODERN, connect, modern_call, text

pytestmark = pytest.mark.slow

FUNCTIONS = """%%mcp_tool
import threading
from concurrent.futures import ThreadPoolExecutor
import jupyter_gradio_mcp as gr
from tqdm.auto import tqdm

go = threading.Event()

def plain() -> int:
    return 1

def waits() -> int:
    go.wait(20)
    return 1

def trains(progress=gr.Progress()) -> str:
    for epoch in progress.tqdm(range(2), desc="Epochs"):
        for batch in progress.tqdm(range(2), desc="Batches"):
            pass
    for row in progress.tqdm(range(2), desc="Rows"):
        pass
    progress(0.5, desc="Saving")
    return "trained"

def tracked(progress=gr.Progress(track_tqdm=True)) -> int:
    def one(n):
        return sum(tqdm(range(n), desc="inner", mininterval=0))
    with ThreadPoolExecutor(2) as pool:
        return sum(tqdm(pool.map(one, [3, 3]), total=2, desc="outer"))

def breaks(progress=gr.Progress()) -> int:
    progress((1, 4), desc="Begun")
    raise gr.Error("The shelf <A> is empty.")

def notices() -> str:
    gr.Info("nearly there")
    gr.Warning("hot", title="Oven")
    return "told"

async def steps(progress=gr.Progress()):
    for i in progress.tqdm(range(2), desc="Going"):
        yield i
"""


@pytest.fixture(scope="module")
def tools(server: LiveServer) -> LiveNotebook:
    opened = server.notebook("telling.ipynb").load()
    ran = opened.run(FUNCTIONS)
    assert ran.status == "ok", ran.error
    ran = opened.run("%%mcp_tool --no-queue\ndef at_once() -> int:\n    return 1")
    assert ran.status == "ok", ran.error
    return opened


Heard = list[tuple[float, float | None, str | None]]


def heard_of(server: LiveServer, tools: LiveNotebook, era: str, name: str) -> tuple[Heard, Any]:
    """The progress that a client hears of a call, and its result."""

    async def scenario() -> tuple[Heard, Any]:
        heard: Heard = []

        async def hear(progress: float, total: float | None, message: str | None) -> None:
            heard.append((progress, total, message))

        async with connect(server, era, tools.address) as client:
            return heard, await client.call_tool(name, {}, progress_callback=hear)

    return asyncio.run(scenario())


def assert_rising(heard: Heard) -> None:
    numbers = [progress for progress, _, _ in heard]
    assert all(a < b for a, b in itertools.pairwise(numbers)), heard
    assert all(total is None or progress <= total for progress, total, _ in heard), heard


@ERAS
def test_a_caller_with_a_token_hears_where_its_call_stands(server: LiveServer, tools: LiveNotebook, era: str) -> None:
    heard, result = heard_of(server, tools, era, "plain")
    assert text(result) == "1"
    assert heard == [(0, None, "Running"), (1, 1, "Done")]


@ERAS
def test_without_a_queue_there_is_nothing_to_hear(server: LiveServer, tools: LiveNotebook, era: str) -> None:
    assert heard_of(server, tools, era, "at_once")[0] == []


@ERAS
def test_a_caller_that_waits_hears_its_place(server: LiveServer, tools: LiveNotebook, era: str) -> None:
    async def scenario() -> list[Heard]:
        heard: list[Heard] = [[] for _ in range(3)]

        async def call(client: Any, number: int) -> None:
            async def hear(progress: float, total: float | None, message: str | None) -> None:
                heard[number].append((progress, total, message))
                told.set()

            told = asyncio.Event()
            calls.append(asyncio.create_task(client.call_tool("waits", {}, progress_callback=hear)))
            await asyncio.wait_for(told.wait(), 10)

        async with connect(server, era, tools.address) as client:
            calls: list[Any] = []
            for number in range(3):
                await call(client, number)
            tools.send("go.set()")
            await asyncio.gather(*calls)
        return heard

    tools.run("go.clear()")
    first, second, third = asyncio.run(scenario())
    assert [line for _, _, line in first] == ["Running", "Done"]
    assert [line for _, _, line in second] == ["Waiting, at place 1 of 1", "Running", "Done"]
    assert [line for _, _, line in third] == [
        "Waiting, at place 2 of 2",
        "Waiting, at place 1 of 1",
        "Running",
        "Done",
    ]
    for heard in (first, second, third):
        assert_rising(heard)
        assert heard[-1][0] == heard[-1][1]


@ERAS
def test_nested_and_following_bars_are_one_number_that_rises(server: LiveServer, tools: LiveNotebook, era: str) -> None:
    heard, result = heard_of(server, tools, era, "trains")
    assert text(result) == "trained"
    assert_rising(heard)
    assert (1.5, 2, "Epochs 1/2 · Batches 1/2 steps") in heard
    assert (2, 2, "Epochs") in heard
    # What comes after it is told on top of it.
    assert (3, 4, "Rows") in heard
    assert heard[-2:] == [(4.5, 5, "Saving"), (5, 5, "Done")]


@ERAS
def test_bars_of_tqdm_are_heard_also_from_threads(server: LiveServer, tools: LiveNotebook, era: str) -> None:
    heard, result = heard_of(server, tools, era, "tracked")
    assert text(result) == "6"
    assert_rising(heard)
    assert any("inner" in (line or "") for _, _, line in heard), heard
    assert heard[-1][0] == heard[-1][1]


@ERAS
def test_an_asynchronous_generator_tells_its_values_and_its_steps(
    server: LiveServer, tools: LiveNotebook, era: str
) -> None:
    heard, _ = heard_of(server, tools, era, "steps")
    assert_rising(heard)
    assert [line for _, _, line in heard] == ["Running", "Going", "0", "Going", "1", "Going"]
    assert heard[-1] == (2, 2, "Going")


@ERAS
def test_an_error_in_its_own_words_ends_what_was_told(server: LiveServer, tools: LiveNotebook, era: str) -> None:
    heard, result = heard_of(server, tools, era, "breaks")
    assert heard[-1] == (1, 4, "Begun")
    assert (result.is_error, text(result)) == (True, "The shelf <A> is empty.")


def test_the_error_is_the_same_over_rest(server: LiveServer, tools: LiveNotebook) -> None:
    answer = server.http.post(f"{tools.address}gradio_api/run/breaks", json={"data": []})
    assert (answer.status_code, answer.json()["error"]) == (500, "The shelf <A> is empty.")
    begun = server.http.post(f"{tools.address}gradio_api/call/v2/breaks", json={}).json()
    first, last = server.read(f"{tools.address}gradio_api/call/breaks/{begun['event_id']}")
    bar = {"index": 1, "length": 4, "unit": "steps", "progress": None, "desc": "Begun"}
    assert first[1] == {"progress": 1, "total": 4, "message": "Begun", "unit": "steps", "progress_data": [bar]}
    assert last == ("error", {"error": "The shelf <A> is empty.", "code": "function_failed"})


def test_notices_are_events_of_a_call(server: LiveServer, tools: LiveNotebook) -> None:
    begun = server.http.post(f"{tools.address}gradio_api/call/v2/notices", json={}).json()
    events = server.read(f"{tools.address}gradio_api/call/notices/{begun['event_id']}")
    shown = {"stream": "notice", "duration": 10, "visible": True}
    assert [data for kind, data in events if kind == "log"] == [
        {"level": "info", "kind": "info", "title": "Info", "text": "nearly there", **shown},
        {"level": "warning", "kind": "warning", "title": "Oven", "text": "hot", **shown},
    ]


@pytest.mark.parametrize(("era", "level"), [("legacy", None), (MODERN, "info")])
def test_notices_are_log_messages(server: LiveServer, tools: LiveNotebook, era: str, level: Any) -> None:
    async def scenario() -> list[Any]:
        heard: list[Any] = []

        async def hear(message: types.LoggingMessageNotificationParams) -> None:
            heard.append((message.level, message.data))

        async with connect(server, era, tools.address, logging_callback=hear, log_level=level) as client:
            assert text(await client.call_tool("notices", {})) == "told"
        return heard

    assert asyncio.run(scenario()) == [("info", "Info: nearly there"), ("warning", "Oven: hot")]


def test_in_a_cell_notices_are_printed(tools: LiveNotebook) -> None:
    ran = tools.run("gr.Info('to read')\ngr.Warning('to heed')")
    assert (ran.stdout, ran.stderr) == ("to read\n", "to heed\n")


def test_the_stateless_era_streams_to_who_has_a_token(server: LiveServer, tools: LiveNotebook) -> None:
    answer = modern_call(server, "plain", id=7, at=tools.address, progressToken="t")
    assert answer.headers["Content-Type"].startswith("text/event-stream")
    messages = [json.loads(data) for data in re.findall(r"^data: (\{.*\})", answer.text, re.M)]
    assert [m.get("params", m.get("id")) for m in messages] == [
        {"progressToken": "t", "progress": 0, "message": "Running"},
        {"progressToken": "t", "progress": 1, "total": 1, "message": "Done"},
        7,
    ]


def test_tqdm_in_a_cell_is_as_ever_and_unloading_leaves_nothing_behind(server: LiveServer) -> None:
    notebook = server.notebook("unloads.ipynb")
    before = "import tqdm, threading\nbefore = tqdm.tqdm.__new__, threading.Thread.start"
    notebook.run(before)
    notebook.load()
    notebook.run(
        "%%mcp_tool\nimport jupyter_gradio_mcp as gr\ninside = threading.Event()\n\n"
        "def f(progress=gr.Progress(track_tqdm=True)):\n"
        "    for _ in tqdm.tqdm(iter(int, 1)):\n        inside.set()"
    )
    begun = server.http.post(f"{notebook.address}gradio_api/call/v2/f", json={})
    assert begun.status_code == 200
    assert "cell: 100%" in notebook.run("assert inside.wait(10)\nlist(tqdm.trange(3, desc='cell'));").stderr
    ran = notebook.run("%unload_ext jupyter_gradio_mcp")
    assert ran.status == "ok", ran.error
    same = "(tqdm.tqdm.__new__, threading.Thread.start) == before"
    wait_for(lambda: notebook.run(same).result == "True", "the end of the patch")
    notebook.close()

"""A function asks its caller, over MCP in both eras, over REST, and in a cell."""

import asyncio
import contextlib
import os
import signal
import threading
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import httpx
import httpx2
import mcp_types as types
import pytest
from mcp.client import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.exceptions import MCPError
from support.live import LiveNotebook, LiveServer, wait_for
from support.mcp import ERAS, MODERN, connect, modern_call, text

pytestmark = pytest.mark.slow

SET_UP = """
import asyncio, dataclasses, enum, threading
from collections.abc import Iterator
from typing import Literal, Optional
from pydantic import BaseModel, Field
import jupyter_gradio_mcp as gr

log = []

class Size(enum.Enum):
    SMALL = 1
    LARGE = 2

@dataclasses.dataclass
class Trip:
    city: str
    nights: int = 2
    size: Size = Size.SMALL
    note: Optional[str] = None

class Person(BaseModel):
    name: str = Field(min_length=2)
    likes: list[Literal["tea", "coffee"]] = []
"""

TOOLS = """%%mcp_tool
def travel(days: int = 1) -> str:
    city = gr.ask("Which city?")
    return "nowhere" if city is None else f"{city} for {days}"

async def travel_async(days: int = 1) -> str:
    city = await gr.ask("Which city?")
    return "nowhere" if city is None else f"{city} for {days}"

def delete() -> bool:
    return gr.confirm("Really?")

async def delete_async() -> bool:
    return await gr.confirm("Really?")

def typed(kind: str) -> str:
    kinds = {
        "str": str, "int": int, "float": float, "bool": bool, "literal": Literal["a", "b"], "numbers": Literal[1, 2],
        "enum": Size, "dataclass": Trip, "model": Person, "optional": Optional[int],
        "schema": {
            "type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "string"}}, "required": ["a"],
        },
    }
    return repr(gr.ask(f"A {kind}?", kinds[kind]))

def thinks() -> str:
    return gr.sample("Think", system="Be brief", max_tokens=5)

def folders() -> list[str]:
    return [root["uri"] for root in gr.roots()]

async def together() -> list:
    return await asyncio.gather(gr.ask("One?", int), gr.ask("Two?"), gr.sample("Three?"))

def counts() -> Iterator[str]:
    for i in range(2):
        yield f"{i}: {gr.ask('What?')}"

def waits(name: str) -> str:
    log.append(f"{name} begins")
    try:
        answer = gr.ask("Go on?")
        log.append(f"{name} goes on")
        return f"{name} {answer}"
    except BaseException as error:
        log.append(f"{name} {type(error).__name__}")
        raise

async def waits_async(name: str) -> str:
    log.append(f"{name} begins")
    try:
        return await gr.ask("Go on?")
    except BaseException as error:
        log.append(f"{name} {type(error).__name__}")
        raise
"""

Answer = Callable[[Any, types.ElicitRequestParams], Awaitable[Any]]


def accepts(*answers: Any, asked: list[Any] | None = None) -> Answer:
    """A person who gives these answers in turn, the last one again and again; a text is an action."""
    remaining = list(answers)

    async def answer(context: Any, params: types.ElicitRequestParams) -> Any:
        if asked is not None:
            asked.append(params)
        given = remaining.pop(0) if len(remaining) > 1 else remaining[0]
        if isinstance(given, str):
            return types.ElicitResult(action=given)  # type: ignore[arg-type]
        return types.ElicitResult(action="accept", content=given)

    return answer


async def model(context: Any, params: types.CreateMessageRequestParams) -> types.CreateMessageResult:
    """A model that repeats what it is told."""
    said = params.messages[0].content
    assert isinstance(said, types.TextContent)
    answer = f"{params.system_prompt}: {said.text}"
    return types.CreateMessageResult(role="assistant", content=types.TextContent(text=answer), model="parrot")


async def folder(context: Any) -> types.ListRootsResult:
    """A program that works in one folder."""
    return types.ListRootsResult(roots=[types.Root(uri="file:///work", name="work")])  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveNotebook]:
    """A notebook whose functions ask."""
    server = LiveServer(tmp_path_factory.mktemp("asking"))
    notebook = server.notebook("asking.ipynb").load()
    assert notebook.run(SET_UP).status == "ok"
    ran = notebook.run(TOOLS)
    assert (ran.status, ran.error) == ("ok", ""), ran.text
    yield notebook
    notebook.close()
    server.close()


def log_of(notebook: LiveNotebook) -> list[str]:
    return [line for line in notebook.run("print(*log, sep='\\n')").stdout.splitlines() if line]


def logs(notebook: LiveNotebook, line: str) -> None:
    wait_for(lambda: line in log_of(notebook), line)


@ERAS
@pytest.mark.parametrize("name", ["travel", "travel_async"])
def test_a_function_gets_the_answer_of_whoever_called_it(asking: LiveNotebook, era: str, name: str) -> None:
    async def scenario() -> None:
        asked: list[Any] = []
        async with connect(asking.server, era, elicitation_callback=accepts({"value": "Bonn"}, asked=asked)) as client:
            assert text(await client.call_tool(name, {"days": 3})) == "Bonn for 3"
        assert asked[0].message == "Which city?"
        assert asked[0].requested_schema["properties"] == {"value": {"type": "string"}}
        for action in ("decline", "cancel"):
            async with connect(asking.server, era, elicitation_callback=accepts(action)) as client:
                assert text(await client.call_tool(name, {})) == "nowhere"

    asyncio.run(scenario())


@ERAS
@pytest.mark.parametrize("name", ["delete", "delete_async"])
def test_a_confirmation_is_a_yes_and_anything_else_is_none(asking: LiveNotebook, era: str, name: str) -> None:
    async def scenario() -> None:
        for given, meant in [({"value": True}, "true"), ({"value": False}, "false"), ("decline", "false")]:
            async with connect(asking.server, era, elicitation_callback=accepts(given)) as client:
                assert text(await client.call_tool(name, {})) == meant

    asyncio.run(scenario())


@ERAS
@pytest.mark.parametrize(
    ("kind", "given", "got"),
    [
        ("int", {"value": 12}, "12"),
        ("float", {"value": 1.5}, "1.5"),
        ("bool", {"value": False}, "False"),
        ("literal", {"value": "b"}, "'b'"),
        ("numbers", {"value": "2"}, "2"),
        ("enum", {"value": "2"}, "<Size.LARGE: 2>"),
        ("dataclass", {"city": "Bonn"}, "Trip(city='Bonn', nights=2, size=<Size.SMALL: 1>, note=None)"),
        (
            "dataclass",
            {"city": "Bonn", "nights": 4, "size": "2", "note": "late"},
            "Trip(city='Bonn', nights=4, size=<Size.LARGE: 2>, note='late')",
        ),
        ("model", {"name": "Ada", "likes": ["tea"]}, "Person(name='Ada', likes=['tea'])"),
        ("optional", {}, "None"),
        ("optional", {"value": 3}, "3"),
        ("schema", {"a": 1, "b": "x"}, "{'a': 1, 'b': 'x'}"),
    ],
)
def test_an_answer_is_of_the_type_that_was_asked_for(
    asking: LiveNotebook, era: str, kind: str, given: Any, got: str
) -> None:
    async def scenario() -> None:
        async with connect(asking.server, era, elicitation_callback=accepts(given)) as client:
            assert text(await client.call_tool("typed", {"kind": kind})) == got

    asyncio.run(scenario())


@ERAS
@pytest.mark.parametrize(
    ("kind", "wrong", "right", "got"),
    [
        ("int", {"value": "many"}, {"value": 2}, "2"),
        ("literal", {"value": "z"}, {"value": "a"}, "'a'"),
        ("model", {"name": "x"}, {"name": "Ada"}, "Person(name='Ada', likes=[])"),
        ("schema", {"b": "x"}, {"a": 1}, "{'a': 1}"),
        ("schema", {"a": "x"}, {"a": 1}, "{'a': 1}"),
        ("str", {}, {"value": "x"}, "'x'"),
        ("str", {"value": "x" * 90_000, "other": ["y"] * 1000}, None, "x" * 90_000),
    ],
)
def test_an_answer_that_does_not_fit_is_asked_for_again(
    asking: LiveNotebook, era: str, kind: str, wrong: Any, right: Any, got: str
) -> None:
    async def scenario() -> None:
        asked: list[Any] = []
        answer = accepts(wrong, *([right] if right else []), asked=asked)
        async with connect(asking.server, era, elicitation_callback=answer) as client:
            result = text(await client.call_tool("typed", {"kind": kind}))
        assert result.strip("'") == got.strip("'")
        if right:
            assert len(asked) == 2
            assert asked[1].message.startswith(asked[0].message + "\n(")

    asyncio.run(scenario())


@ERAS
def test_a_caller_who_never_answers_what_fits_is_told_so(asking: LiveNotebook, era: str) -> None:
    async def scenario() -> None:
        asked: list[Any] = []
        answer = accepts({"value": "many"}, asked=asked)
        async with connect(asking.server, era, elicitation_callback=answer) as client:
            result = await client.call_tool("typed", {"kind": "int"})
        assert result.is_error
        assert "The answer to 'A int?' did not fit" in text(result)
        assert len(asked) == 3

    asyncio.run(scenario())


@ERAS
def test_the_callers_model_and_folders_can_be_asked(asking: LiveNotebook, era: str) -> None:
    async def scenario() -> None:
        async with connect(asking.server, era, sampling_callback=model, list_roots_callback=folder) as client:
            assert text(await client.call_tool("thinks", {})) == "Be brief: Think"
            assert (await client.call_tool("folders", {})).structured_content == {"result": ["file:///work"]}

    asyncio.run(scenario())


@ERAS
def test_questions_asked_together_are_answered_together(asking: LiveNotebook, era: str) -> None:
    async def answer(context: Any, params: types.ElicitRequestParams) -> types.ElicitResult:
        given: Any = 1 if params.message == "One?" else "two"
        return types.ElicitResult(action="accept", content={"value": given})

    async def scenario() -> None:
        async with connect(asking.server, era, elicitation_callback=answer, sampling_callback=model) as client:
            result = await client.call_tool("together", {})
            assert result.structured_content == {"result": [1, "two", "None: Three?"]}

    asyncio.run(scenario())


def test_questions_asked_together_come_in_one_round(asking: LiveNotebook) -> None:
    answer = modern_call(asking.server, "together", **capable("elicitation", "sampling")).json()["result"]
    assert [r["method"] for r in answer["inputRequests"].values()] == [
        *("elicitation/create", "elicitation/create", "sampling/createMessage")
    ]


@ERAS
def test_a_generator_can_ask_between_its_steps(asking: LiveNotebook, era: str) -> None:
    async def scenario() -> None:
        answer = accepts({"value": "a"}, {"value": "b"})
        async with connect(asking.server, era, elicitation_callback=answer) as client:
            assert text(await client.call_tool("counts", {})) == "1: b"

    asyncio.run(scenario())


@ERAS
def test_a_client_that_cannot_be_asked_is_told_what_it_takes(asking: LiveNotebook, era: str) -> None:
    async def scenario() -> None:
        async with connect(asking.server, era) as client:
            for name, capability in [("travel", "elicitation"), ("thinks", "sampling"), ("folders", "roots")]:
                if era == MODERN:
                    with pytest.raises(MCPError) as refused:
                        await client.call_tool(name, {})
                    assert refused.value.error.code == -32021
                    assert refused.value.error.data == {"requiredCapabilities": {capability: {}}}
                else:
                    result = await client.call_tool(name, {})
                    assert result.is_error
                    assert f"with the capability '{capability}'" in text(result)

    asyncio.run(scenario())


def test_a_caller_over_rest_is_told_what_it_takes(asking: LiveNotebook) -> None:
    http = asking.server.http
    answer = http.post("gradio_api/run/travel", json={"data": []})
    assert (answer.status_code, answer.json()["code"]) == (400, "cannot_ask")
    assert "'travel' asks its caller" in answer.json()["error"]
    begun = http.post("gradio_api/call/travel", json={"data": []}).json()["event_id"]
    kind, data = asking.server.read(f"gradio_api/call/travel/{begun}")[-1]
    assert (kind, data["code"]) == ("error", "cannot_ask")


def capable(*names: str) -> dict[str, Any]:
    """The part of a raw request by which it says what can be asked."""
    return {"io.modelcontextprotocol/clientCapabilities": {name: {} for name in names or ["elicitation"]}}


def again(
    server: LiveServer,
    name: str,
    state: str,
    arguments: dict[str, Any] | None = None,
    answers: dict[str, Any] | None = None,
    *,
    at: str = "",
    authorization: dict[str, str] | None = None,
    method: str = "tools/call",
    given: Any = None,
) -> httpx.Response:
    """Take a call up again."""
    meta = {
        "io.modelcontextprotocol/protocolVersion": MODERN,
        "io.modelcontextprotocol/clientInfo": {"name": "raw", "version": "1"},
        **capable(),
    }
    if answers is None:
        answers = {"question_1": {"action": "accept", "content": {"value": "Bonn"}}}
    params = {
        "name": name,
        "arguments": arguments or {},
        "requestState": state,
        "inputResponses": answers,
        "_meta": meta,
    }
    headers = {
        "Accept": "application/json, text/event-stream",
        "MCP-Protocol-Version": MODERN,
        "Mcp-Method": method,
        "Mcp-Name": name,
        **(authorization or server.authorization),
    }
    body = {"jsonrpc": "2.0", "id": 2, "method": method, "params": params}
    return httpx.post(f"{server.url}{at}gradio_api/mcp/", json=body, headers=headers, timeout=30)


def held(server: LiveServer, name: str = "travel", **options: Any) -> str:
    """Begin a call that asks; the state by which it is taken up again."""
    answer = modern_call(server, name, **{**capable(), **options}).json()
    assert answer["result"]["resultType"] == "input_required", answer
    return str(answer["result"]["requestState"])


def invalid(answer: httpx.Response) -> bool:
    error = answer.json().get("error", {})
    return (error.get("code"), error.get("data")) == (-32602, {"reason": "invalid_request_state"})


def test_a_state_is_good_once(asking: LiveNotebook) -> None:
    state = held(asking.server)
    answer = again(asking.server, "travel", state).json()["result"]
    assert answer["content"][0]["text"] == "Bonn for 1"
    assert invalid(again(asking.server, "travel", state))


def test_a_state_is_good_for_the_same_credential_thing_address_and_arguments_only(asking: LiveNotebook) -> None:
    server = asking.server
    key = server.http.post("gradio_api/keys", json={"name": "other"}).json()["key"]
    state = held(server)
    assert invalid(again(server, "travel", state, authorization={"Authorization": f"Bearer {key}"}))
    assert invalid(again(server, "travel_async", state))
    assert invalid(again(server, "travel", state, at=asking.address))
    assert invalid(again(server, "travel", state, {"days": 9}))
    assert invalid(again(server, "travel", state[:-1]))
    assert invalid(again(server, "travel", state + "é"))
    assert again(server, "travel", state).json()["result"]["content"][0]["text"] == "Bonn for 1", "and it is still good"


def test_a_round_without_an_answer_is_asked_again(asking: LiveNotebook) -> None:
    first = again(asking.server, "travel", held(asking.server), answers={}).json()["result"]
    assert first["resultType"] == "input_required"
    wrong = {"question_1": {"roots": []}}
    second = again(asking.server, "travel", first["requestState"], answers=wrong).json()["result"]
    assert list(second["inputRequests"]) == ["question_1"]
    assert again(asking.server, "travel", second["requestState"]).json()["result"]["content"][0]["text"] == "Bonn for 1"


@pytest.mark.parametrize(
    "answer", [{"action": "accept", "content": {"value": {"a": 1}}}, {"action": "maybe"}, {"content": []}, [], None, 3]
)
def test_an_answer_that_mcp_does_not_know_harms_nobody(asking: LiveNotebook, answer: Any) -> None:
    state = held(asking.server)
    refused = again(asking.server, "travel", state, answers={"question_1": answer})
    assert refused.status_code < 500
    if "error" in refused.json():
        assert refused.json()["error"]["code"] == -32602
        assert again(asking.server, "travel", state).json()["result"]["content"][0]["text"] == "Bonn for 1"


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveNotebook]:
    """The same where nobody has long for an answer."""
    server = LiveServer(tmp_path_factory.mktemp("short"), "--GradioMcp.answer_timeout=0.3")
    notebook = server.notebook("short.ipynb").load()
    assert notebook.run(SET_UP).status == "ok"
    notebook.run(TOOLS)
    yield notebook
    notebook.close()
    server.close()


def test_a_question_that_nobody_comes_back_to_ends_the_call(short: LiveNotebook) -> None:
    state = held(short.server, "waits", arguments={"name": "late"})
    logs(short, "late CallInterrupted")
    assert invalid(again(short.server, "waits", state, {"name": "late"}))
    [call] = [c for c in short.server.http.get("gradio_api/calls").json()["calls"] if c["endpoint"] == "waits"]
    assert call["outcome"] == "timed_out"


def test_a_client_with_a_session_that_does_not_answer_in_time_counts_as_one_that_dismissed_it(
    short: LiveNotebook,
) -> None:
    async def never(context: Any, params: Any) -> Any:
        await asyncio.Event().wait()

    async def scenario() -> None:
        async with connect(short.server, "legacy", elicitation_callback=never) as client:
            assert text(await client.call_tool("travel", {})) == "nowhere"

    asyncio.run(scenario())


@ERAS
def test_others_run_while_one_waits_and_it_comes_back_before_those_that_have_not_begun(
    asking: LiveNotebook, era: str
) -> None:
    asking.run("log.clear()")
    server = asking.server

    async def scenario() -> None:
        asked, go_on = asyncio.Event(), asyncio.Event()

        async def ponders(context: Any, params: Any) -> types.ElicitResult:
            asked.set()
            await go_on.wait()
            return types.ElicitResult(action="accept", content={"value": "yes"})

        async with (
            connect(server, era, elicitation_callback=ponders) as slow,
            connect(server, era, elicitation_callback=accepts({"value": "now"})) as quick,
        ):
            first = asyncio.ensure_future(slow.call_tool("waits", {"name": "first"}))
            await asyncio.wait_for(asked.wait(), 20)
            assert text(await quick.call_tool("waits", {"name": "second"})) == "second now"
            assert not first.done()
            go_on.set()
            assert text(await first) == "first yes"

    asyncio.run(scenario())
    assert log_of(asking) == ["first begins", "second begins", "second goes on", "first goes on"]


@pytest.mark.parametrize("name", ["waits", "waits_async"])
def test_a_client_that_leaves_while_it_is_asked_stops_the_function(asking: LiveNotebook, name: str) -> None:
    asking.run("log.clear()")

    async def scenario() -> None:
        asked = asyncio.Event()

        async def never(context: Any, params: Any) -> Any:
            asked.set()
            await asyncio.Event().wait()

        async with connect(asking.server, "legacy", elicitation_callback=never) as client:
            calling = asyncio.ensure_future(client.call_tool(name, {"name": "left"}))
            await asyncio.wait_for(asked.wait(), 20)
            calling.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await calling

    asyncio.run(scenario())
    logs(asking, f"left {'CallInterrupted' if name == 'waits' else 'CancelledError'}")
    free(asking, name)


def free(notebook: LiveNotebook, name: str) -> None:
    """The lane of a function is free."""

    async def scenario() -> None:
        async with connect(notebook.server, MODERN, elicitation_callback=accepts({"value": "now"})) as client:
            assert "now" in text(await asyncio.wait_for(client.call_tool(name, {"name": "next"}), 20))

    asyncio.run(scenario())


@ERAS
def test_callers_hear_at_once_when_the_kernel_dies_while_they_are_asked(server: LiveServer, era: str) -> None:
    notebook = server.notebook(f"dies {era}.ipynb").load()
    notebook.run(SET_UP)
    notebook.run(TOOLS)
    pid = notebook.pid()

    async def scenario() -> None:
        async def kills(context: Any, params: Any) -> Any:
            os.kill(pid, signal.SIGKILL)
            if era == MODERN:
                return types.ElicitResult(action="accept", content={"value": "x"})
            await asyncio.Event().wait()

        async with connect(server, era, notebook.address, elicitation_callback=kills) as client:
            try:
                result = await asyncio.wait_for(client.call_tool("travel", {}), 20)
            except MCPError as error:
                told = str(error)
            else:
                told = text(result)
                assert result.is_error
            # The client of the modern era comes back when the function is there no more.
            assert "restarted or died" in told or (era == MODERN and "no function 'travel'" in told), told

    asyncio.run(scenario())
    notebook.close()


def test_a_key_that_is_revoked_while_its_caller_is_asked_ends_the_call(asking: LiveNotebook) -> None:
    asking.run("log.clear()")
    server = asking.server
    made = server.http.post("gradio_api/keys", json={"name": "brief"}).json()
    bearer = {"Authorization": f"Bearer {made['key']}"}
    state = held(server, "waits", arguments={"name": "revoked"}, headers=bearer)
    logs(asking, "revoked begins")
    assert server.http.delete(f"gradio_api/keys/{made['id']}").status_code < 300
    logs(asking, "revoked CallInterrupted")
    refused = again(server, "waits", state, {"name": "revoked"}, authorization=bearer)
    assert refused.status_code == 403
    free(asking, "waits")


@ERAS
def test_prompts_and_resources_ask(asking: LiveNotebook, era: str) -> None:
    asking.run(
        """@gr.mcp.prompt()
def letter() -> str:
    return f"Write to {gr.ask('Whom?')}"

@gr.mcp.resource("note://{name}")
async def note(name: str) -> str:
    return f"{name}: {await gr.ask('What?')}"
"""
    )

    async def scenario() -> None:
        answer = accepts({"value": "Ada"})
        async with connect(asking.server, era, elicitation_callback=answer) as client:
            prompt = await client.get_prompt("letter")
            assert prompt.messages[0].content.text == "Write to Ada"  # type: ignore[union-attr]
            read = await client.read_resource("note://x")
            assert read.contents[0].text == "x: Ada"  # type: ignore[union-attr]
        async with connect(asking.server, era) as client:
            with pytest.raises(MCPError, match="cannot be asked"):
                await client.get_prompt("letter")

    asyncio.run(scenario())


@ERAS
def test_on_the_main_thread_an_async_function_asks_and_another_is_told_how(asking: LiveNotebook, era: str) -> None:
    asking.run(
        "%%mcp_tool --main-thread\nasync def main_async() -> str:\n    return await gr.ask('What?')\n\n"
        "def main_sync() -> str:\n    return gr.ask('What?')\n"
    )

    async def scenario() -> None:
        async with connect(asking.server, era, elicitation_callback=accepts({"value": "x"})) as client:
            assert text(await client.call_tool("main_async", {})) == "x"
            result = await client.call_tool("main_sync", {})
            assert result.is_error
            assert "await gr.ask" in text(result)

    asyncio.run(scenario())


def test_in_a_cell_it_asks_with_input(asking: LiveNotebook) -> None:
    ran = asking.run(
        """import builtins
typed_in = iter(["many", "3", "yes", "", "Bonn", "2", "", "", "no", "Ada"])
asked = []
def reads(prompt=""):
    asked.append(prompt)
    return next(typed_in)
real, builtins.input = builtins.input, reads
async def inner():
    return [*await asyncio.gather(*[gr.confirm("Sure?") for _ in range(1)]), await gr.ask("Name?")]
print(gr.ask("How many?", int), gr.confirm("Sure?"), gr.ask("Name?"), gr.ask("Trip?", Trip))
print(asked)
"""
    )
    assert ran.status == "ok", ran.error
    assert (
        asking.run("builtins.input = reads\nprint(await inner())\nbuiltins.input = real").stdout == "[False, 'Ada']\n"
    )
    assert ran.stdout.splitlines()[0] == ("3 True None Trip(city='Bonn', nights=2, size=<Size.SMALL: 1>, note=None)")
    assert "Sure? (yes, no) " in ran.stdout
    assert "Trip? [Size] (1, 2) " in ran.stdout
    ran = asking.run("gr.sample('x')")
    assert "CannotAsk" in ran.error


FAULTS = """%%mcp_tool --no-queue
def two_threads() -> list[str]:
    import contextvars
    from concurrent.futures import ThreadPoolExecutor
    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(contextvars.copy_context().run, gr.ask, q) for q in ("a", "b")]
        return sorted(f.result() for f in asked)

later = []

def asks_later() -> str:
    import contextvars
    over = threading.Event()
    def asks():
        over.wait(10)
        try:
            later.append(gr.ask("Late?"))
        except Exception as error:
            later.append(repr(error))
    context = contextvars.copy_context()
    threading.Thread(target=context.run, args=(asks,)).start()
    threading.Timer(0.2, over.set).start()
    return "answered"

async def leaves_a_question() -> str:
    async def asks():
        try:
            await gr.ask("Open?")
        except Exception as error:
            later.append(repr(error))
    asyncio.ensure_future(asks())
    await asyncio.sleep(0.1)
    return "answered"

async def gives_up() -> str:
    try:
        return await asyncio.wait_for(gr.ask("In time?"), 0.1)
    except asyncio.TimeoutError:
        return "too late"

async def same_key() -> str:
    try:
        await asyncio.gather(gr.ask("a", key="k"), gr.ask("b", key="k"))
    except ValueError as error:
        return f"{error} / {await gr.ask('c', key='k')}"

def not_json() -> str:
    try:
        gr.ask("x", {"type": "object", "properties": {"a": {"default": object()}}})
    except TypeError as error:
        return f"{type(error).__name__} / {gr.ask('then?')}"

def no_message() -> str:
    return gr.sample([{"role": "nobody", "content": "x"}])

def odd_message() -> str:
    return gr.sample([{"role": "user", "content": {"type": "nonsense"}}])

def no_type(kind: str) -> str:
    return gr.ask("x", {"nested": dict[str, list[int]], "text": "text", "schema": {"type": "string"}}[kind])
"""


@pytest.fixture(scope="module")
def faults(asking: LiveNotebook) -> LiveNotebook:
    ran = asking.run(FAULTS)
    assert (ran.status, ran.error) == ("ok", ""), ran.text
    return asking


def called(notebook: LiveNotebook, era: str, name: str, answer: Answer | None = None, **arguments: Any) -> Any:
    async def scenario() -> Any:
        callback = answer or accepts({"value": "yes"})
        async with connect(notebook.server, era, elicitation_callback=callback, sampling_callback=model) as client:
            return await asyncio.wait_for(client.call_tool(name, arguments), 20)

    return asyncio.run(scenario())


@ERAS
def test_two_threads_of_a_function_ask_at_once(faults: LiveNotebook, era: str) -> None:
    assert called(faults, era, "two_threads").structured_content == {"result": ["yes", "yes"]}


@ERAS
def test_a_question_after_the_answer_fails_in_its_thread_and_harms_nobody(faults: LiveNotebook, era: str) -> None:
    faults.run("later.clear()")
    assert text(called(faults, era, "asks_later")) == "answered"
    wait_for(lambda: "is over" in faults.run("print(later)").stdout, "the error")


@ERAS
def test_a_question_that_the_function_does_not_wait_for_ends_with_it(faults: LiveNotebook, era: str) -> None:
    faults.run("later.clear()")

    async def never(context: Any, params: Any) -> Any:
        if era == MODERN:
            await asyncio.sleep(0.3)
            return types.ElicitResult(action="accept", content={"value": "x"})
        await asyncio.Event().wait()

    assert text(called(faults, era, "leaves_a_question", never)) == "answered"
    wait_for(lambda: "is over" in faults.run("print(later)").stdout, "the error")


@ERAS
def test_a_function_may_give_up_waiting(faults: LiveNotebook, era: str) -> None:
    async def slow(context: Any, params: Any) -> Any:
        await asyncio.sleep(0.5)
        return types.ElicitResult(action="accept", content={"value": "x"})

    assert text(called(faults, era, "gives_up", slow)) == "too late"


@ERAS
def test_two_open_questions_of_one_key_are_refused_and_leave_nothing_open(faults: LiveNotebook, era: str) -> None:
    assert text(called(faults, era, "same_key")).endswith("/ yes")


@ERAS
def test_a_question_that_is_no_json_is_refused_and_leaves_nothing_open(faults: LiveNotebook, era: str) -> None:
    assert text(called(faults, era, "not_json")) == "TypeError / yes"


@ERAS
@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("no_message", {}, "TypeError: gr.sample: a message is"),
        ("odd_message", {}, "no question of MCP"),
        ("no_type", {"kind": "nested"}, "more than a form can ask for"),
        ("no_type", {"kind": "text"}, "is no type that a form can ask for"),
        ("no_type", {"kind": "schema"}, "a JSON Schema must be of an object"),
    ],
)
def test_what_cannot_be_asked_is_said_at_once(
    faults: LiveNotebook, era: str, name: str, arguments: dict[str, Any], said: str
) -> None:
    result = called(faults, era, name, None, **arguments)
    assert result.is_error
    assert said in text(result)


def test_answers_and_cancels_that_meet_leave_every_lane_free(asking: LiveNotebook) -> None:
    """Cancel as the answer is on its way, again and again; each time in another moment."""
    asking.run("log.clear()")

    async def scenario() -> None:
        for round in range(20):
            asked = asyncio.Event()

            async def soon(context: Any, params: Any, asked: asyncio.Event = asked) -> types.ElicitResult:
                asked.set()
                return types.ElicitResult(action="accept", content={"value": "x"})

            async with connect(asking.server, "legacy", elicitation_callback=soon) as client:
                calling = asyncio.ensure_future(client.call_tool("waits", {"name": f"r{round}"}))
                await asyncio.wait_for(asked.wait(), 20)
                for _ in range(round * 3):
                    await asyncio.sleep(0)
                calling.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await calling

    asyncio.run(scenario())
    free(asking, "waits")
    free(asking, "waits_async")


def test_more_callers_than_threads_may_ponder(asking: LiveNotebook) -> None:
    asking.run(
        "%%mcp_tool --no-queue\ndef ponders() -> str:\n    return gr.ask('Well?')\n\ndef at_once() -> int:\n    return 1"
    )
    states = [held(asking.server, "ponders") for _ in range(80)]
    assert asking.server.call("at_once") == 1
    for state in states:
        answer = again(asking.server, "ponders", state).json()["result"]
        assert answer["content"][0]["text"] == "Bonn"


def test_the_callers_time_is_not_the_functions(asking: LiveNotebook) -> None:
    asking.run(
        "%%mcp_tool --timeout 0.5\nasync def limited() -> list:\n"
        "    return await asyncio.gather(gr.ask('a'), gr.ask('b'))\n"
    )
    done = threading.Event()

    async def answer(context: Any, params: Any) -> types.ElicitResult:
        if params.message == "b":
            await asyncio.sleep(1)
            done.set()
        return types.ElicitResult(action="accept", content={"value": "x"})

    assert called(asking, "legacy", "limited", answer).structured_content == {"result": ["x", "x"]}
    assert done.is_set()


def test_asking_works_at_the_address_of_a_key(asking: LiveNotebook) -> None:
    server = asking.server
    made = server.http.post("gradio_api/keys", json={"name": "url"}).json()

    async def scenario() -> None:
        async with httpx2.AsyncClient(timeout=30) as http:
            url = f"{server.url}gradio_key/{made['key']}/gradio_api/mcp/"
            transport = streamable_http_client(url, http_client=http)
            async with Client(transport, elicitation_callback=accepts({"value": "Bonn"})) as client:  # type: ignore[arg-type]
                assert text(await client.call_tool("travel", {})) == "Bonn for 1"

    asyncio.run(scenario())


def test_a_state_is_written_in_no_log(asking: LiveNotebook) -> None:
    state = held(asking.server)
    again(asking.server, "travel", state)
    assert state not in asking.server.log()


def test_a_question_that_is_not_awaited_is_no_yes(server: LiveServer, notebook: LiveNotebook) -> None:
    cell = (
        "%%mcp_tool\nimport jupyter_gradio_mcp as gr\nasync def forgets() -> str:\n"
        "    return 'deleted' if gr.confirm('Delete all?') else 'kept'"
    )
    assert "forgets() -> str is live" in notebook.run(cell).stdout

    async def scenario() -> None:
        async def accept(context: object, params: object) -> types.ElicitResult:
            return types.ElicitResult(action="accept", content={"value": True})

        async with connect(server, MODERN, notebook.address, elicitation_callback=accept) as client:
            result = await client.call_tool("forgets", {})
            assert result.is_error
            assert "write 'await gr.confirm(...)'" in text(result)

    asyncio.run(scenario())

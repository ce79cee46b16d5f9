"""Values that a function keeps for each session of its callers."""

import asyncio
import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import environments
import pytest
from support.live import LiveNotebook, LiveServer
from support.mcp import MODERN, connect, modern_call, text

pytestmark = pytest.mark.slow

TOOLS = """%%mcp_tool
from typing import Annotated
import jupyter_gradio_mcp as gr

cart = gr.State([])
gone = []

def count(step: int = 1, total: gr.State = gr.State(0)) -> int:
    total.value += step
    return total.value

def add(item: str, items: Annotated[list, cart]) -> list[str]:
    items.append(item)
    return items

def bought(items: Annotated[list, cart]) -> list[str]:
    return items

def asked(total: gr.State = gr.State(0)) -> int:
    total.value += 1 if gr.confirm("More?") else 0
    return total.value

def brief(total: gr.State = gr.State(0, time_to_live=0, delete_callback=gone.append)) -> int:
    total.value += 1
    return total.value

def own_handle(session_id: str = "", total: gr.State = gr.State(0)) -> int:
    total.value += 1
    return total.value
"""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveNotebook]:
    """A notebook whose functions keep values."""
    server = LiveServer(tmp_path_factory.mktemp("kept"))
    notebook = server.notebook("kept.ipynb").load()
    ran = notebook.run(TOOLS, "cell")
    assert ran.status == "ok", ran.text
    yield notebook
    notebook.close()
    server.close()


def test_each_session_of_the_handshake_era_has_values_of_its_own(kept: LiveNotebook) -> None:
    async def scenario() -> None:
        async with connect(kept.server, "legacy") as one, connect(kept.server, "legacy") as other:
            for client in (one, other):
                assert [text(await client.call_tool("count", {"step": n})) for n in (1, 2, 3)] == ["1", "3", "6"]
            await one.call_tool("add", {"item": "tea"})
            assert (await one.call_tool("bought", {})).structured_content == {"result": ["tea"]}
            assert (await other.call_tool("bought", {})).structured_content == {"result": []}

    asyncio.run(scenario())


def modern(server: LiveServer, name: str, arguments: dict[str, Any], **options: Any) -> tuple[str, str]:
    """A call without a session: what it gives, and the handle."""
    result = modern_call(server, name, arguments, **options).json()["result"]
    handle = result["_meta"]["session_id"]
    assert result["content"][-1]["text"] == f"session_id: {handle}"
    return result["content"][0]["text"], handle


def test_without_sessions_a_handle_does(kept: LiveNotebook) -> None:
    server = kept.server
    value, handle = modern(server, "count", {})
    assert value == "1"
    assert modern(server, "count", {"session_id": handle}) == ("2", handle)
    assert modern(server, "count", {})[0] == "1"
    assert modern(server, "count", {"session_id": handle}) == ("3", handle)
    made = server.http.post("gradio_api/keys", json={"name": "other"}).json()
    other = modern(server, "count", {"session_id": handle}, headers={"Authorization": f"Bearer {made['key']}"})
    assert other[0] == "1", "a handle opens nothing to whoever has another credential"
    for wrong in (3, "", "x" * 300):
        assert modern_call(server, "count", {"session_id": wrong}).json()["result"]["isError"]


def test_the_handle_is_told_in_the_schema(kept: LiveNotebook) -> None:
    async def scenario() -> None:
        async with connect(kept.server, MODERN) as client:
            tools = {tool.name: tool for tool in (await client.list_tools()).tools}
            assert list(tools["count"].input_schema["properties"]) == ["step", "session_id"]
            assert list(tools["own_handle"].input_schema["properties"]) == ["session_id"]

    asyncio.run(scenario())


def test_a_call_that_asks_goes_on_in_the_session_that_it_began_in(kept: LiveNotebook) -> None:
    capable = {"io.modelcontextprotocol/clientCapabilities": {"elicitation": {}}}
    begun = modern_call(kept.server, "asked", **capable).json()["result"]
    answers = {key: {"action": "accept", "content": {"value": True}} for key in begun["inputRequests"]}
    meta = {
        "io.modelcontextprotocol/protocolVersion": MODERN,
        "io.modelcontextprotocol/clientInfo": {"name": "raw", "version": "1"},
        **capable,
    }

    def again(state: str, arguments: dict[str, Any]) -> Any:
        params = {"name": "asked", "arguments": arguments, "requestState": state, "inputResponses": answers}
        body = {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {**params, "_meta": meta}}
        headers = {
            "Accept": "application/json, text/event-stream",
            "MCP-Protocol-Version": MODERN,
            "Mcp-Method": "tools/call",
            "Mcp-Name": "asked",
        }
        return kept.server.http.post("gradio_api/mcp/", json=body, headers=headers).json()["result"]

    first = again(begun["requestState"], {})
    handle = {"session_id": first["_meta"]["session_id"]}
    begun = modern_call(kept.server, "asked", handle, **capable).json()["result"]
    second = again(begun["requestState"], handle)
    assert [r["content"][0]["text"] for r in (first, second)] == ["1", "2"]


def test_over_rest_a_session_hash_names_the_session(kept: LiveNotebook) -> None:
    http = kept.server.http

    def run(hash: str | None, path: str = "gradio_api/run/count") -> Any:
        return http.post(path, json={"data": [1], "session_hash": hash}).json()

    assert [run(hash)["data"] for hash in ("a", "a", "b", None, None)] == [[1], [2], [1], [1], [1]]
    begun = run("a", "gradio_api/call/count")["event_id"]
    assert kept.server.read(f"gradio_api/call/count/{begun}")[-1] == ("complete", [3])
    assert kept.server.call("count") == 1, "named arguments leave no room for a session"


@pytest.mark.clients
@pytest.mark.parametrize("generation", ["gradio-client", "gradio-client-1"])
def test_each_of_gradios_clients_has_values_of_its_own(kept: LiveNotebook, tmp_path: Path, generation: str) -> None:
    code = f"""
import json
from gradio_client import Client
made = [Client({kept.server.url!r}, headers={kept.server.authorization!r}, verbose=False) for _ in range(2)]
print(json.dumps([[c.predict(1, api_name="/count") for _ in range(3)] for c in made]))
"""
    ran = subprocess.run(
        [str(environments.python_of(generation)), "-c", code],
        env={**os.environ, "PYTHONPATH": "", "HOME": str(tmp_path), "HF_HUB_OFFLINE": "1"},
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == [[1, 2, 3], [1, 2, 3]]


def test_a_value_whose_session_is_idle_is_dropped_and_told_of(kept: LiveNotebook) -> None:
    http = kept.server.http
    values = [
        http.post("gradio_api/run/brief", json={"data": [], "session_hash": "s"}).json()["data"] for _ in range(3)
    ]
    assert values == [[1], [1], [1]]
    assert kept.run("print(gone)").stdout == "[1, 1]\n"


def test_a_cell_that_runs_again_begins_anew_and_a_state_of_another_cell_does_not(kept: LiveNotebook) -> None:
    kept.run("from typing import Annotated\nimport jupyter_gradio_mcp as gr\nheld = gr.State(0)")
    source = (
        "%%mcp_tool\ndef fresh(s: gr.State = gr.State(0)) -> int:\n    s.value += 1\n    return s.value\n\n"
        "def lasting(s: gr.State = held) -> int:\n    s.value += 1\n    return s.value\n"
    )
    http = kept.server.http

    def both() -> list[Any]:
        body = {"data": [], "session_hash": "again"}
        return [http.post(f"gradio_api/run/{name}", json=body).json()["data"][0] for name in ("fresh", "lasting")]

    kept.run(source, "again")
    assert [both(), both()] == [[1, 1], [2, 2]]
    kept.run(source, "again")
    assert both() == [1, 3]


def test_a_value_that_cannot_be_copied_is_refused_in_the_cell(kept: LiveNotebook) -> None:
    ran = kept.run("import threading\ngr.State(threading.Lock())")
    assert "cannot be copied" in ran.error

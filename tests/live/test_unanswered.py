"""Questions that nobody answers, or not as MCP has it, hold nobody else up and leave no call hanging."""

import json
from typing import Any

import httpx
import pytest
from support.live import LiveNotebook, LiveServer
from support.mcp import modern_call

pytestmark = pytest.mark.slow

CELL = """%%mcp_tool
import jupyter_gradio_mcp as gr

def asks() -> str:
    return str(gr.ask("who?"))

def asks_nonsense() -> str:
    return str(gr.sample([{"role": "system", "content": "x"}]))

def plain() -> str:
    return "plain"

def fails_badly() -> str:
    class Bad(Exception):
        def __str__(self) -> str:
            raise SystemExit
    raise Bad
"""
CAN = {"io.modelcontextprotocol/clientCapabilities": {"elicitation": {}, "sampling": {}}}


def test_open_questions_do_not_fill_a_queue(server: LiveServer, notebook: LiveNotebook) -> None:
    assert notebook.run(CELL.replace("%%mcp_tool", "%%mcp_tool --max-size 2")).status == "ok"
    for _ in range(6):
        assert "requestState" in modern_call(server, "asks", at=notebook.address, **CAN).json()["result"]


def test_many_open_questions_leave_the_notebook_to_others(server: LiveServer, notebook: LiveNotebook) -> None:
    assert notebook.run(CELL).status == "ok"
    for _ in range(70):
        assert "requestState" in modern_call(server, "asks", at=notebook.address, **CAN).json()["result"]
    assert modern_call(server, "plain", at=notebook.address).json()["result"]["structuredContent"] == {
        "result": "plain"
    }


@pytest.mark.parametrize(("tool", "answer"), [("asks", {"action": "perhaps"}), ("asks", {}), ("asks_nonsense", {})])
def test_what_is_no_answer_ends_the_call(server: LiveServer, notebook: LiveNotebook, tool: str, answer: Any) -> None:
    assert notebook.run(CELL).status == "ok"
    url, headers = f"{server.url}{notebook.address}gradio_api/mcp/", {"Accept": "application/json, text/event-stream"}
    params: dict[str, Any] = {"protocolVersion": "2025-06-18", "clientInfo": {"name": "raw", "version": "1"}}
    params["capabilities"] = {"elicitation": {}, "sampling": {}}
    with httpx.Client(headers={**server.authorization, **headers}, timeout=10) as http:

        def message(**fields: Any) -> dict[str, Any]:
            return {"jsonrpc": "2.0", **fields}

        begun = http.post(url, json=message(id=0, method="initialize", params=params))
        http.headers["Mcp-Session-Id"] = begun.headers["Mcp-Session-Id"]
        http.post(url, json=message(method="notifications/initialized"))
        call = message(id=7, method="tools/call", params={"name": tool, "arguments": {}})
        with http.stream("POST", url, json=call) as stream:
            for line in stream.iter_lines():
                if '"elicitation/create"' in line:
                    # It is asked again, some times.
                    http.post(url, json=message(id=json.loads(line[5:])["id"], result=answer))
                elif line.startswith("data:") and "isError" in line:
                    assert json.loads(line[5:])["result"]["isError"] is True
                    return
    raise AssertionError("the call has no end")


def test_an_error_that_cannot_be_shown_is_an_answer(server: LiveServer, notebook: LiveNotebook) -> None:
    assert notebook.run(CELL).status == "ok"
    for _ in range(2):  # the second one needs the place of the first
        assert modern_call(server, "fails_badly", at=notebook.address).json()["result"]["isError"] is True

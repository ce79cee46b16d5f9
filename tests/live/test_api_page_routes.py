"""What the API page and the sidebar ask: functions, agents, configurations of clients, and what they are told of."""

import asyncio
import contextlib
import json
import secrets
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from mcp.client import ClientSession
from mcp.client.sse import sse_client
from mcp_types import Implementation
from support.bridge import bridged
from support.live import DEADLINE, LiveNotebook, LiveServer, wait_for
from support.mcp import ERAS, connect, modern_call

from jupyter_gradio_mcp.clients.known import CLIENTS

pytestmark = pytest.mark.slow

FUNCTIONS = """%%mcp_tool
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import jupyter_gradio_mcp as gr
from PIL import Image

@dataclass
class Point:
    x: float
    y: float = 0.0

def shade(picture: Image.Image, how: Literal["dark", "light"] = "dark", at: Point | None = None) -> Image.Image:
    '''Shade a picture.

    Args:
        picture: What to shade.
    '''
    return picture

def greet(name: str, x_token: gr.Header, times: int = 2) -> str:
    '''Greet somebody.'''
    return f"Hello {name}" * times
"""
MORE = """%%mcp_resource "notes://{day}"
def note(day: str) -> str:
    '''A note.'''
    return day
"""
PROMPT = """%%mcp_prompt
def ask_for(topic: str) -> str:
    '''Ask.'''
    return topic
"""


@pytest.fixture(scope="module")
def offering(server: LiveServer) -> Iterator[LiveNotebook]:
    opened = server.notebook("my work/of the api.ipynb").load()
    for cell in (
        FUNCTIONS,
        MORE,
        PROMPT,
        "%%mcp_tool --visibility private\ndef closed() -> int:\n    return 5",
        "%%mcp_tool --visibility undocumented --no-ui\ndef hidden() -> int:\n    return 6",
    ):
        ran = opened.run(cell)
        assert ran.status == "ok", ran.text
    yield opened
    opened.close()


def key_of(server: LiveServer, **limits: Any) -> dict[str, str]:
    """The header of a new access key."""
    answer = server.http.post("gradio_api/keys", json={"name": f"key {secrets.token_hex(4)}", **limits})
    return {"Authorization": f"Bearer {answer.json()['key']}"}


def functions(answer: httpx.Response) -> dict[str, dict[str, Any]]:
    assert answer.status_code == 200, answer.text
    return {function["name"]: function for function in answer.json()["functions"]}


class Stream:
    """What a page hears."""

    def __init__(self, server: LiveServer, at: str = "", headers: dict[str, str] | None = None) -> None:
        self._http = httpx.Client(base_url=server.url + at, headers=headers or server.authorization, timeout=None)
        request = self._http.build_request("GET", f"gradio_api/panel/events?session={secrets.token_hex(16)}")
        self._stream = self._http.send(request, stream=True)
        assert self._stream.status_code == 200, self._stream.read()
        self.events: list[dict[str, Any]] = []
        threading.Thread(target=self._read, daemon=True).start()
        self.wait(lambda event: "calls" in event)

    def _read(self) -> None:
        with contextlib.suppress(httpx.HTTPError, httpx.StreamError):
            for line in self._stream.iter_lines():
                if line.startswith("data: "):
                    self.events.append(json.loads(line[6:]))

    def wait(self, which: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The first event that is so."""
        found: dict[str, Any] = wait_for(lambda: next(filter(which, list(self.events)), None), "the event")
        return found

    def close(self) -> None:
        self._stream.close()
        self._http.close()


@pytest.fixture
def heard(server: LiveServer) -> Iterator[Stream]:
    opened = Stream(server)
    yield opened
    opened.close()


# -- what there is --


def test_the_owner_is_told_everything_of_every_function(server: LiveServer, offering: LiveNotebook) -> None:
    answer = server.http.get("gradio_api/panel/api", params={"kernel": offering.kernel})
    told = answer.json()
    assert {name: told[name] for name in told if name != "functions"} == {
        "kernel": offering.kernel,
        "notebook": offering.path,
        "title": "of the api",
        "state": "live",
        "owner": True,
        "paused": False,
        "mcp": True,
        "open": False,
    }
    found = functions(answer)
    assert list(found) == ["shade", "greet", "note", "ask_for", "closed", "hidden"]
    assert {name: f["visibility"] for name, f in found.items() if f["visibility"] != "public"} == {
        "closed": "private",
        "hidden": "undocumented",
    }
    assert (found["note"]["kind"], found["note"]["uri"]) == ("resource", "notes://{day}")
    assert found["ask_for"]["kind"] == "prompt"
    assert found["greet"]["headers"] == [{"name": "x-token", "required": True}]
    assert (found["shade"]["panel"], found["hidden"]["panel"]) != (None, None)
    assert found["hidden"]["panel"] is None
    panels = server.http.get("gradio_api/panel", params={"kernel": offering.kernel}).json()["panels"]
    assert found["shade"]["panel"] in {panel["id"] for panel in panels}
    assert any("name" in warning for warning in found["greet"]["warnings"]), "no docstring explains the parameter"
    same = server.http.get(f"{offering.address}gradio_api/panel/api").json()
    assert {name: f["type"] for f in same["functions"] for name, f in [(f["name"], f["returns"][0])]} == {
        name: f["returns"][0]["type"] for name, f in found.items()
    }


def test_parameters_and_results_are_told_so_that_a_call_can_be_written(
    server: LiveServer, offering: LiveNotebook
) -> None:
    shade = functions(server.http.get(f"{offering.address}gradio_api/panel/api"))["shade"]
    picture, how, at = shade["parameters"]
    assert (picture["type"], picture["files"], picture["component"], picture["required"]) == (
        "filepath",
        "one",
        "Image",
        True,
    )
    assert (picture["label"], picture["description"]) == ("Picture", "What to shade.")
    assert "default" not in picture
    assert (picture["example"]["orig_name"], picture["example"]["meta"]) == ("photo.png", {"_type": "gradio.FileData"})
    assert (how["default"], how["example"], how["schema"]["enum"]) == ("dark", "dark", ["dark", "light"])
    assert set(at["schema"]["$defs"]) == {"Point"}, "a schema refers to nothing outside of it"
    assert (at["default"], at["type"]) == (None, "Point | None")
    assert "$defs" not in how["schema"]
    [result] = shade["returns"]
    assert (result["files"], result["component"], result["schema"]["title"]) == ("one", "Image", "FileData")


def test_figures_are_those_of_the_record(server: LiveServer, offering: LiveNotebook) -> None:
    before = functions(server.http.get(f"{offering.address}gradio_api/panel/api"))["closed"]["figures"]
    assert before == {"calls": 0, "success_rate": None, "p50": None, "p90": None, "p99": None}
    calls = functions(server.http.get(f"{offering.address}gradio_api/panel/api"))["greet"]["figures"]["calls"]
    server.http.post("gradio_api/run/greet", json={"data": ["Ada"]}, headers={"x-token": "t"})
    after = functions(server.http.get(f"{offering.address}gradio_api/panel/api"))["greet"]["figures"]
    assert (after["calls"], after["success_rate"]) == (calls + 1, 1.0)


def test_a_key_is_told_what_is_public_and_what_it_opens(server: LiveServer, offering: LiveNotebook) -> None:
    address = f"{server.url}{offering.address}gradio_api/panel/api"
    everything = functions(httpx.get(address, headers=key_of(server)))
    assert list(everything) == ["shade", "greet", "note", "ask_for"]
    assert not any(function["warnings"] for function in everything.values()), "only the author can mend them"
    limited = key_of(server, notebooks=[offering.path], endpoints=["greet", "closed"])
    told = httpx.get(f"{server.url}gradio_api/panel/api", params={"kernel": offering.kernel}, headers=limited)
    assert (list(functions(told)), told.json()["owner"]) == (["greet"], False)
    elsewhere = key_of(server, notebooks=["elsewhere.ipynb"])
    assert httpx.get(address, headers=elsewhere).status_code == 403
    asked = httpx.get(f"{server.url}gradio_api/panel/api", params={"kernel": offering.kernel}, headers=elsewhere)
    assert (asked.status_code, asked.json()["code"]) == (404, "unknown_endpoint")
    assert httpx.get(address).status_code == 401


def test_at_the_base_the_notebook_has_to_be_named(server: LiveServer, offering: LiveNotebook) -> None:
    assert server.http.get("gradio_api/panel/api").status_code == 422
    assert server.http.get("gradio_api/panel/api", params={"kernel": "nobody"}).status_code == 404


def test_who_logged_in_with_a_key_is_told_of_public_functions_only(server: LiveServer, offering: LiveNotebook) -> None:
    key = key_of(server)["Authorization"].removeprefix("Bearer ")
    origin = f"http://127.0.0.1:{server.port}"
    login = httpx.post(f"{server.url}gradio_api/login", json={"key": key}, headers={"Origin": origin})
    cookie = login.headers["set-cookie"].partition(";")[0]
    told = httpx.get(f"{server.url}{offering.address}gradio_api/panel/api", headers={"Cookie": cookie})
    assert list(functions(told)) == ["shade", "greet", "note", "ask_for"]


def test_the_list_of_notebooks_says_what_a_sidebar_needs(server: LiveServer, offering: LiveNotebook) -> None:
    told = server.http.get("gradio_api/panel").json()
    assert (told["owner"], told["paused"]) == (True, False)
    [mine] = [notebook for notebook in told["notebooks"] if notebook["kernel"] == offering.kernel]
    assert (mine["paused"], mine["state"], mine["address"]) == (False, "live", offering.address)
    found = {function["name"]: function for function in mine["functions"]}
    assert {**found["greet"], "panel": None} == {
        "name": "greet",
        "union": "greet",
        "kind": "tool",
        "title": "greet",
        "description": found["greet"]["description"],
        "parameters": ["name", "times"],
        "visibility": "public",
        "mcp": True,
        "paused": False,
        "panel": None,
    }
    assert [found[name]["kind"] for name in ("note", "ask_for", "closed")] == ["resource", "prompt", "tool"]
    guests = httpx.get(f"{server.url}gradio_api/panel", headers=key_of(server, endpoints=["note"])).json()
    assert guests["owner"] is False
    assert [[f["name"] for f in notebook["functions"]] for notebook in guests["notebooks"]] == [["note"]]


# -- what happens --


def test_pausing_is_told_and_seen(server: LiveServer, offering: LiveNotebook, heard: Stream) -> None:
    def revision(after: int) -> int:
        found = heard.wait(lambda e: e.get("kernel") == offering.kernel and e.get("revision", 0) > after)
        return int(found["revision"])

    known = revision(0)
    for body, all_of_it in (
        ({"notebook": offering.path, "endpoint": "greet"}, False),
        ({"notebook": offering.path}, True),
        ({}, True),
    ):
        for paused in (True, False):
            answer = server.http.post("gradio_api/pause", json={"paused": paused, **body})
            assert answer.status_code == 200, answer.text
            known = revision(known)
            told = server.http.get(f"{offering.address}gradio_api/panel/api").json()
            assert told["paused"] is (paused and all_of_it), body
            assert {f["name"]: f["paused"] for f in told["functions"]}["greet"] is paused, body
            if not all_of_it:
                assert not any(f["paused"] for f in told["functions"] if f["name"] != "greet")
    assert offering.run("%mcp_pause greet").status == "ok"
    revision(known)
    assert offering.run("%mcp_resume greet").status == "ok"


def test_calls_that_are_over_are_told_and_to_those_who_see_the_notebook(
    server: LiveServer, offering: LiveNotebook, heard: Stream
) -> None:
    guest = Stream(server, headers=key_of(server, notebooks=[offering.path]))
    stranger = Stream(server, headers=key_of(server, notebooks=["elsewhere.ipynb"]))
    for number in range(10):
        server.http.post("gradio_api/run/greet", json={"data": [str(number)]}, headers={"x-token": "t"})

    def ended(stream: Stream) -> int:
        return sum(e["ended"] for e in list(stream.events) if e.get("kernel") == offering.kernel and "ended" in e)

    for stream in (heard, guest):
        wait_for(lambda stream=stream: ended(stream) == 10, "the news of all")
        told = [event for event in stream.events if "ended" in event]
        assert len(told) < 10, "they are gathered"
    # It would have been told by now: a change of another kind comes after.
    assert not [event for event in stranger.events if "kernel" in event]
    guest.close()
    stranger.close()


def test_a_key_for_functions_is_told_of_no_notebook_without_them(server: LiveServer, offering: LiveNotebook) -> None:
    other = server.notebook("secret.ipynb").load()
    other.run("%%mcp_tool\ndef payroll() -> int:\n    return 1")
    guest = key_of(server, endpoints=["greet"])
    stream = Stream(server, headers=guest)
    stream.wait(lambda event: event.get("kernel") == offering.kernel)
    for path in ("panel", "panel/api"):
        asked = httpx.get(f"{server.url}gradio_api/{path}", params={"kernel": other.kernel}, headers=guest)
        assert (asked.status_code, "secret" in asked.text) == (404, False)
    assert ask(server, guest, url=f"{server.url}{other.address}gradio_api/mcp/").status_code == 422
    assert ask(server, guest, url=f"{server.url}{offering.address}gradio_api/mcp/").status_code == 200
    server.http.post("gradio_api/run/payroll", json={"data": []})
    server.http.post(f"{offering.address}gradio_api/run/hidden", json={"data": []})
    server.http.post("gradio_api/run/greet", json={"data": ["Ada"]}, headers={"x-token": "t"})
    assert stream.wait(lambda event: "ended" in event) == {"kernel": offering.kernel, "ended": 1}
    assert other.kernel not in {event.get("kernel") for event in stream.events}
    stream.close()
    other.close()


def test_a_program_that_was_refused_did_not_come(server: LiveServer, offering: LiveNotebook) -> None:
    def comes(name: Any) -> None:
        params = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": name, "version": "9.9"}}
        server.http.post(
            "gradio_api/mcp/",
            json={"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params},
            headers={"Accept": "application/json, text/event-stream"},
        )

    before = len(agents(server))
    for name in (None, 5, {"a": 1}):
        comes(name)
    assert len(agents(server)) == before
    comes("\u202ebad\x1b[31m")
    assert agents(server)[0]["client"] == "bad [31m 9.9"


def agents(server: LiveServer, at: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = server.http.get(f"{at}gradio_api/agents").json()["agents"]
    return found


@ERAS
def test_a_program_that_comes_over_mcp_is_told_of_and_listed(
    server: LiveServer, offering: LiveNotebook, heard: Stream, era: str
) -> None:
    name = f"agent of {era}"

    async def comes() -> None:
        async with connect(server, era, offering.address, client_info=_info(name)) as client:
            await client.list_tools()
            await client.list_prompts()

    asyncio.run(asyncio.wait_for(comes(), DEADLINE))
    event = heard.wait(lambda e: e.get("agent", {}).get("client") == f"{name} 1.5")
    assert (event["agent"]["notebook"], event["agent"]["key"]) == (offering.path, None)
    [listed] = [agent for agent in agents(server) if agent["client"] == f"{name} 1.5"]
    assert listed["requests"] >= 2
    assert listed["first"] <= listed["last"]
    assert listed["caller"] == "the server's token"
    assert agents(server, offering.address)[0]["client"] == f"{name} 1.5"
    told = [e for e in heard.events if e.get("agent", {}).get("client") == f"{name} 1.5"]
    assert len(told) == 1, "and once"


def _info(name: str) -> Any:
    return Implementation(name=name, version="1.5")


def test_a_program_of_the_legacy_transport_is_listed_too(server: LiveServer, offering: LiveNotebook) -> None:
    async def comes() -> None:
        url = f"{server.url}{offering.address}gradio_api/mcp/sse"
        async with (
            sse_client(url, headers=server.authorization) as streams,
            ClientSession(*streams, client_info=_info("old")) as session,
        ):
            await session.initialize()
            await session.list_tools()

    asyncio.run(asyncio.wait_for(comes(), DEADLINE))
    [agent] = [agent for agent in agents(server) if agent["client"].startswith("old")]
    assert (agent["client"], agent["notebook"], agent["requests"]) == ("old 1.5", offering.path, 2)


def test_the_fast_path_is_noted_once_and_a_key_by_its_id(server: LiveServer, offering: LiveNotebook) -> None:
    made = server.http.post("gradio_api/keys", json={"name": "robot"}).json()
    headers = {"Authorization": f"Bearer {made['key']}"}
    for number in range(3):
        answer = modern_call(server, "greet", {"name": "Ada"}, headers={**headers, "x-token": "t"}, id=number)
        assert answer.json()["result"]["isError"] is False, answer.text
    [agent] = [agent for agent in agents(server) if agent["key"] == made["id"]]
    assert (agent["caller"], agent["client"], agent["notebook"], agent["requests"]) == ("robot", "raw 1", None, 3)
    assert agents(server)[0] == agent, "who asked last comes first"


def test_behind_the_bridge_the_program_itself_is_named(server: LiveServer, offering: LiveNotebook) -> None:
    async def comes(era: str) -> None:
        async with bridged(server, era, client_info=_info(f"desktop {era}")) as client:
            await client.list_tools()

    for era in ("2026-07-28", "legacy"):
        asyncio.run(asyncio.wait_for(comes(era), DEADLINE))
        assert f"desktop {era} 1.5" in {agent["client"] for agent in agents(server)}


def test_no_key_is_told_who_came(server: LiveServer, offering: LiveNotebook) -> None:
    guest = key_of(server)
    assert httpx.get(f"{server.url}gradio_api/agents", headers=guest).status_code == 403
    stream = Stream(server, headers=guest)
    modern_call(
        server,
        "greet",
        {"name": "Ada"},
        **{"io.modelcontextprotocol/clientInfo": {"name": "new", "version": secrets.token_hex(4)}},
    )
    server.http.post("gradio_api/run/greet", json={"data": ["Ada"]}, headers={"x-token": "t"})
    stream.wait(lambda event: "ended" in event)
    assert not [event for event in stream.events if "agent" in event]
    stream.close()


# -- connecting --


def ask(server: LiveServer, headers: dict[str, str] | None = None, **body: Any) -> httpx.Response:
    return httpx.post(f"{server.url}gradio_api/connect", json=body, headers=headers or server.authorization)


def test_every_client_is_told_how_to_connect(server: LiveServer, offering: LiveNotebook) -> None:
    url = f"{server.url}{offering.address}gradio_api/mcp/"
    answer = ask(server, url=url)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    told = answer.json()
    assert (told["name"], told["url"]) == ("of-the-api", url)
    assert [client["id"] for client in told["clients"]] == [client.id for client in CLIENTS]
    for client in told["clients"]:
        assert set(client) == {
            *("id", "title", "format", "places", "snippet", "command"),
            *("link", "notes", "variables", "needs_key", "asks"),
        }
        if client["id"] == "claude-desktop":
            assert offering.path in client["snippet"]
            assert json.loads(client["snippet"])["mcpServers"]["of-the-api"]["command"].startswith("/")
        else:
            assert url in client["snippet"]
            assert "x-token" in client["snippet"].lower(), "a function wants it"
    [claude] = [client for client in told["clients"] if client["id"] == "claude-code"]
    assert claude["variables"] == ["JUPYTER_GRADIO_MCP_KEY", "X_TOKEN"]
    assert url in claude["command"]


def test_the_address_has_the_tools_the_transport_and_the_name_that_are_asked_for(
    server: LiveServer, offering: LiveNotebook
) -> None:
    url = f"{server.url}{offering.address}gradio_api/mcp/?tools=greet&token=secret"
    told = ask(server, url=url, tools=["shade", "note"], name="mine", client="cursor").json()
    assert (told["name"], told["url"]) == ("mine", url.partition("?")[0] + "?tools=shade,note")
    [cursor] = told["clients"]
    assert json.loads(cursor["snippet"])["mcpServers"]["mine"]["url"] == told["url"]
    assert "X_TOKEN" not in cursor["snippet"], "no function that is left wants it"
    sse = ask(server, url=url, transport="sse").json()
    assert sse["url"] == url.partition("?")[0] + "sse?tools=greet"
    offered = {client["id"]: client for client in sse["clients"]}
    assert "codex" not in offered
    assert json.loads(offered["vscode"]["snippet"])["servers"]["of-the-api"]["type"] == "sse"
    assert "--transport sse" in offered["claude-code"]["command"]
    assert ask(server, url=sse["url"]).json()["url"] == sse["url"], "the address tells the transport, too"


def test_a_key_stands_in_it_if_one_is_given_and_in_no_link_and_no_log(
    server: LiveServer, offering: LiveNotebook
) -> None:
    key = "jgm_0123456789ab_" + "s" * 43
    told = ask(server, url=f"{server.url}gradio_api/mcp/", key=key).json()
    offered = {client["id"]: client for client in told["clients"]}
    assert key in offered["cursor"]["snippet"]
    assert key not in json.dumps([client["link"] for client in told["clients"]])
    assert key not in ask(server, url=f"{server.url}gradio_api/mcp/").text
    assert "s" * 43 not in server.log()


def test_a_guest_is_told_what_its_key_opens_and_nothing_of_this_machine(
    server: LiveServer, offering: LiveNotebook
) -> None:
    url = f"{server.url}{offering.address}gradio_api/mcp/"
    guest = key_of(server, notebooks=[offering.path], endpoints=["shade"])
    told = ask(server, guest, url=url).json()
    offered = {client["id"]: client for client in told["clients"]}
    entry = json.loads(offered["claude-desktop"]["snippet"])["mcpServers"]["of-the-api"]
    assert entry["command"] == "jupyter-gradio-mcp"
    assert entry["args"] == ["bridge", "--url", url, "--key-env", "JUPYTER_GRADIO_MCP_KEY"]
    assert "X_TOKEN" not in json.dumps(told), "what it does not open it is not told of"
    refused = ask(server, guest, url=url, tools=["greet"])
    assert (refused.status_code, "greet" in refused.json()["error"]) == (422, True)
    stranger = key_of(server, notebooks=["elsewhere.ipynb"])
    assert ask(server, stranger, url=url).status_code == 422
    assert ask(server, {"Authorization": "Bearer wrong"}, url=url).status_code == 401


def test_an_address_that_holds_a_key_needs_no_other(server: LiveServer, offering: LiveNotebook) -> None:
    key = key_of(server)["Authorization"].removeprefix("Bearer ")
    base = f"{server.url}gradio_key/{key}/{offering.address}"
    told = httpx.post(f"{base}gradio_api/connect", json={"url": f"{base}gradio_api/mcp/"}).json()
    assert told["name"] == "of-the-api"
    offered = {client["id"]: client for client in told["clients"]}
    assert "Authorization" not in offered["cursor"]["snippet"]
    assert not any(client["link"] for client in told["clients"])


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"url": None}, "url"),
        ({"url": "ftp://127.0.0.1/gradio_api/mcp/"}, "url"),
        ({"url": "javascript:alert(1)//gradio_api/mcp/"}, "url"),
        ({"url": "http://user:pass@127.0.0.1/gradio_api/mcp/"}, "url"),
        ({"url": "http://127.0.0.1/gradio_api/mcp/\n"}, "url"),
        ({"url": "http://127.0.0.1:99999/gradio_api/mcp/"}, "url"),
        ({"url": "http://[/gradio_api/mcp/"}, "url"),
        ({"url": "http://127.0.0.1/api/contents/gradio_api/"}, "url"),
        ({"url": "http://127.0.0.1/gradio/nowhere.ipynb/gradio_api/mcp/"}, "url"),
        ({"tools": "greet"}, "tools"),
        ({"tools": [1]}, "tools"),
        ({"tools": []}, "tools"),
        ({"tools": ["nothing"]}, "tools"),
        ({"transport": "stdio"}, "transport"),
        ({"transport": "sse", "client": "codex"}, "transport"),
        ({"client": "emacs"}, "client"),
        ({"client": ["cursor"]}, "client"),
        ({"name": "a b"}, "name"),
        ({"name": "--scope"}, "name"),
        ({"name": 7}, "name"),
        ({"key": "a\nb"}, "key"),
        ({"key": 7}, "key"),
        ({"other": 1}, "other"),
    ],
)
def test_what_is_asked_wrongly_is_refused_with_the_field(
    server: LiveServer, offering: LiveNotebook, body: dict[str, Any], field: str
) -> None:
    answer = ask(server, **{"url": f"{server.url}gradio_api/mcp/", **body})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    assert f"'{field}'" in answer.json()["error"]
    if field != "other":
        assert answer.json()["detail"][0]["loc"] == [field]


def test_where_mcp_is_off_nobody_is_connected(tmp_path: Path) -> None:
    server = LiveServer(tmp_path, "--GradioMcp.mcp_enabled=False")
    try:
        answer = ask(server, url=f"{server.url}gradio_api/mcp/")
        assert (answer.status_code, "MCP is switched off" in answer.json()["error"]) == (404, True)
        notebook = server.notebook().load()
        notebook.run("%%mcp_tool\ndef f() -> int:\n    return 1")
        assert server.http.get(f"{notebook.address}gradio_api/panel/api").json()["mcp"] is False
        notebook.close()
    finally:
        server.close()


def test_where_nobody_is_asked_for_anything_nothing_is_told_of_keys(tmp_path: Path) -> None:
    server = LiveServer(tmp_path, "--ServerApp.disable_check_xsrf=True", base_url="/a/gradio/b/", token="")
    try:
        notebook = server.notebook("in a/n.ipynb").load()
        notebook.run("%%mcp_tool\ndef f() -> int:\n    return 1")
        assert server.http.get(f"{notebook.address}gradio_api/panel/api").json()["open"] is True
        for at, name in (("", f"jupyter-{server.port}"), (notebook.address, "n")):
            told = httpx.post(
                f"{server.url}gradio_api/connect", json={"url": f"{server.url}{at}gradio_api/mcp/", "tools": ["f"]}
            ).json()
            assert told["name"] == name, "also where the server's own prefix looks like ours"
            assert "Authorization" not in json.dumps(told)
            assert "JUPYTER_GRADIO_MCP_KEY" not in json.dumps(told)
        notebook.close()
    finally:
        server.close()

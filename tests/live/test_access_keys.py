"""Access keys: what they open, what they do not, and how they end."""

import asyncio
import base64
import contextlib
import json
import os
import re
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import httpx2
import pytest
from mcp.client import Client
from mcp.client.streamable_http import streamable_http_client
from support.live import LiveNotebook, LiveServer, wait_for
from support.mcp import ERAS, text

pytestmark = pytest.mark.slow


def create(server: LiveServer, name: str = "agent", **limits: Any) -> dict[str, Any]:
    answer = server.http.post("gradio_api/keys", json={"name": name, **limits})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LiveServer, LiveNotebook, LiveNotebook]]:
    """A server with two notebooks that offer a function each."""
    server = LiveServer(tmp_path_factory.mktemp("keys"), "--GradioMcp.session_grace=0.2")
    one, other = server.notebook("one.ipynb").load(), server.notebook("other.ipynb").load()
    one.run("%%mcp_tool\ndef f(a: int = 1) -> int:\n    return a\n\ndef g() -> int:\n    return 2")
    one.run(
        "%%mcp_tool\nimport threading\nfrom collections.abc import Iterator\nended = threading.Event()\n\n"
        "def endless() -> Iterator[int]:\n    try:\n        while not ended.wait(0.01):\n            yield 1\n    finally:\n        ended.set()"
    )
    other.run("%%mcp_tool\ndef h() -> int:\n    return 3")
    yield server, one, other
    one.close()
    other.close()
    server.close()


def test_a_key_opens_our_routes_and_nothing_of_jupyters(two: Any) -> None:
    server, _, _ = two
    key = create(server)["key"]
    assert httpx.post(f"{server.url}gradio_api/run/f", json={"data": [5]}, headers=bearer(key)).json()["data"] == [5]
    for path in ("api/contents", "api/kernels", "api/sessions", "api/me", "lab", "tree", "terminals/1"):
        answer = httpx.get(server.url + path, headers=bearer(key))
        assert answer.status_code in (302, 403, 404), (path, answer.status_code)
        assert "set-cookie" not in answer.headers or key not in answer.headers["set-cookie"]
    assert httpx.get(f"{server.url}api/kernels", headers=bearer(key)).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        lambda key: {"Authorization": f"Bearer {key}"},
        lambda key: {"Authorization": f"token {key}"},
        lambda key: {"x-hf-authorization": f"Bearer {key}"},
        lambda key: {"Authorization": "Basic " + base64.b64encode(f"anybody:{key}".encode()).decode()},
    ],
    ids=["bearer", "token", "hugging face's header", "basic"],
)
def test_a_key_can_travel_in_these_headers(two: Any, headers: Any) -> None:
    server, _, _ = two
    key = create(server)["key"]
    assert httpx.get(f"{server.url}config", headers=headers(key)).status_code == 200
    assert httpx.get(f"{server.url}config", headers=headers(key[:-1] + "x")).status_code == 401


def test_another_sites_token_in_gradios_header_is_not_taken_and_not_logged(two: Any) -> None:
    server, _, _ = two
    answer = httpx.get(f"{server.url}config", headers={"x-hf-authorization": "Bearer hf_somebodysOwnToken"})
    assert answer.status_code == 401
    assert "hf_somebodysOwnToken" not in server.log() + answer.text
    also = {"x-hf-authorization": "Bearer hf_somebodysOwnToken", **server.authorization}
    assert httpx.get(f"{server.url}config", headers=also).status_code == 200


def test_the_servers_token_does_in_gradios_header_too(two: Any) -> None:
    server, _, _ = two
    headers = {"x-hf-authorization": f"Bearer {server.token}"}
    assert httpx.get(f"{server.url}config", headers=headers).status_code == 200


def test_a_wrong_key_is_not_rescued_by_a_right_token(two: Any) -> None:
    server, _, _ = two
    wrong = f"jgm_{'0' * 12}_{'A' * 43}"
    answer = httpx.get(f"{server.url}config?token={server.token}", headers=bearer(wrong))
    assert answer.status_code == 401


def test_a_key_url_opens_everything_of_the_app_under_it_and_is_in_no_log(two: Any) -> None:
    server, one, _ = two
    key = create(server, "by url")["key"]
    for at in ("", one.address):
        base = f"{server.url}gradio_key/{key}/{at}"
        answer = httpx.get(f"{base}config")
        assert answer.status_code == 200, answer.text
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert httpx.post(f"{base}gradio_api/run/f", json={"data": [7]}).json()["data"] == [7]
        assert httpx.get(f"{base}gradio_api/nowhere").status_code == 404
    for rest in ("", "/", "/gradio", f"/{one.address}"):
        address = f"{server.url}gradio_key/{key}{rest}"
        agent = httpx.get(address, headers={"Accept": "text/event-stream"}, follow_redirects=True)
        assert str(agent.url).endswith("gradio_api/mcp/"), rest
        for accept in ("text/html", "*/*"):
            page = httpx.get(address, headers={"Accept": accept}, follow_redirects=True)
            assert (page.status_code, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8"), rest
            assert "keys create" not in page.text, "an address with a key needs no other"
    for rest in ("/api/kernels", "/lab", "/%2e%2e/api/kernels"):
        assert httpx.get(f"{server.url}gradio_key/{key}{rest}").status_code in (403, 404), rest
    assert httpx.get(f"{server.url}gradio_key/wrong/config").status_code == 401
    assert key not in server.log()
    assert key.rpartition("_")[2] not in server.log()


def test_key_urls_can_be_switched_off(tmp_path: Path) -> None:
    server = LiveServer(tmp_path, "--GradioMcp.key_urls=False")
    try:
        key = create(server)["key"]
        assert httpx.get(f"{server.url}gradio_key/{key}/config").status_code == 401
        assert httpx.get(f"{server.url}config", headers=bearer(key)).status_code == 200
    finally:
        server.close()


@ERAS
def test_an_agent_uses_a_key_by_header_and_by_url(two: Any, era: str) -> None:
    server, one, _ = two
    key = create(server, "agent", notebooks=[one.path])["key"]

    async def use(url: str, headers: dict[str, str]) -> None:
        async with httpx2.AsyncClient(headers=headers, timeout=30) as http:
            transport = streamable_http_client(url, http_client=http)
            async with Client(transport, mode=era) as client:  # type: ignore[arg-type]
                assert [tool.name for tool in (await client.list_tools()).tools] == ["f", "g", "endless"]
                assert text(await client.call_tool("f", {"a": 3})) == "3"

    asyncio.run(use(f"{server.url}gradio_api/mcp/", bearer(key)))
    asyncio.run(use(f"{server.url}gradio_key/{key}/gradio_api/mcp/", {}))


def test_a_key_of_one_notebook_sees_nothing_of_another(two: Any) -> None:
    server, one, other = two
    key = create(server, "one only", notebooks=[one.path])["key"]
    with httpx.Client(base_url=server.url, headers=bearer(key)) as client:
        assert client.post("gradio_api/run/h", json={"data": []}).status_code == 404
        assert "h" not in client.get("gradio_api/info").json()["named_endpoints"]
        for path in ("config", "gradio_api/info", "gradio_api/mcp/schema", "gradio_api/run/h"):
            answer = client.request("POST" if "run" in path else "GET", other.address + path, json={"data": []})
            assert answer.status_code == 403, path
            assert "does not open this notebook" in answer.text
        assert client.get(f"{one.address}config").status_code == 200


def test_a_key_of_one_function_opens_that_one(two: Any) -> None:
    server, one, _ = two
    key = create(server, "g only", endpoints=["g"])["key"]
    with httpx.Client(base_url=server.url + one.address, headers=bearer(key)) as client:
        assert list(client.get("gradio_api/info").json()["named_endpoints"]) == ["/g"]
        assert client.post("gradio_api/run/g", json={"data": []}).json()["data"] == [2]
        refused = client.post("gradio_api/run/f", json={"data": []})
        assert refused.status_code == 404
        assert "There are: g." in refused.json()["error"], "what it does not open is not named either"


def test_a_key_opens_none_of_the_owners_routes(two: Any) -> None:
    server, _, _ = two
    made = create(server, "curious")
    with httpx.Client(base_url=server.url, headers=bearer(made["key"])) as client:
        answers = [
            client.get("gradio_api/keys"),
            client.post("gradio_api/keys", json={"name": "more"}),
            client.delete(f"gradio_api/keys/{made['id']}"),
            client.get("gradio_api/pause"),
            client.post("gradio_api/pause", json={"paused": True}),
        ]
    assert [answer.status_code for answer in answers] == [403] * 5


def test_a_key_expires(two: Any) -> None:
    server, _, _ = two
    key = create(server, "brief", expires=0.3)["key"]
    assert httpx.get(f"{server.url}config", headers=bearer(key)).status_code == 200
    wait_for(lambda: httpx.get(f"{server.url}config", headers=bearer(key)).status_code == 401, "its end", 5)


def test_a_key_outlives_a_restart_of_the_server(tmp_path: Path) -> None:
    server = LiveServer(tmp_path)
    made = create(server, "lasting")
    assert httpx.get(f"{server.url}config", headers=bearer(made["key"])).status_code == 200
    data = server.environment["JUPYTER_DATA_DIR"]
    server.close()
    file = Path(data) / "gradio_mcp" / "keys.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert made["key"].rpartition("_")[2] not in file.read_text()
    (tmp_path / "again").mkdir()
    again = LiveServer(tmp_path / "again", environment={"JUPYTER_DATA_DIR": data})
    try:
        assert httpx.get(f"{again.url}config", headers=bearer(made["key"])).status_code == 200
        [listed] = again.http.get("gradio_api/keys").json()["keys"]
        assert (listed["name"], listed["last_used"] is None, "key" in listed) == ("lasting", False, False)
    finally:
        again.close()


def test_revoking_ends_open_streams_and_sessions_at_once(two: Any) -> None:
    server, one, _ = two
    one.run("ended.clear()")
    made = create(server, "to revoke")
    with httpx.Client(base_url=server.url, headers=bearer(made["key"]), timeout=20) as client:
        begun = client.post("gradio_api/call/v2/endless", json={}).json()["event_id"]
        hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}
        accept = {"Accept": "application/json, text/event-stream"}
        body = {"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": hello}
        session = client.post("gradio_api/mcp/", json=body, headers=accept).headers["mcp-session-id"]
        with (
            client.stream("GET", f"gradio_api/call/endless/{begun}") as stream,
            client.stream("GET", "gradio_api/mcp/", headers={**accept, "mcp-session-id": session}) as pushes,
        ):
            lines = stream.iter_lines()
            assert next(lines) == "event: generating"
            assert pushes.status_code == 200
            revoked = server.http.delete(f"gradio_api/keys/{made['id']}")
            assert revoked.json() == {"revoked": [made["id"]]}
            with pytest.raises(httpx.TransportError):
                for _ in lines:
                    pass
            with pytest.raises(httpx.TransportError):
                for _ in pushes.iter_lines():
                    pass
    answer = httpx.post(f"{server.url}gradio_api/mcp/", json=body, headers={**bearer(made["key"]), **accept})
    assert answer.status_code == 403
    assert one.run("ended.wait(10)").result == "True", "the function that ran for it was let go"


def test_the_command_line_revokes_what_a_running_server_has_open(two: Any) -> None:
    server, _, _ = two

    def command(*arguments: str) -> subprocess.CompletedProcess[str]:
        line = [sys.executable, "-m", "jupyter_gradio_mcp.cli", "keys", *arguments]
        return subprocess.run(line, env=server.environment, capture_output=True, text=True, check=False)

    made = command("create", "from the shell", "--expires", "7d", "--function", "f")
    assert made.returncode == 0, made.stderr
    key = made.stdout.strip()
    assert re.fullmatch(r"jgm_[0-9a-f]{12}_[\w-]{43}", key)
    assert "opens f until" in made.stderr
    headers = bearer(key)
    assert httpx.post(f"{server.url}gradio_api/run/f", json={"data": []}, headers=headers).json()["data"] == [1]
    assert "from the shell" in command("list").stdout
    assert key not in command("list", "--json").stdout
    with httpx.stream("GET", f"{server.url}gradio_api/heartbeat/x", headers=headers, timeout=20) as stream:
        lines = stream.iter_lines()
        assert next(lines) == "data: ALIVE"
        assert command("revoke", "from the shell").returncode == 0
        with pytest.raises(httpx.TransportError):
            for _ in lines:
                pass
    assert httpx.get(f"{server.url}config", headers=headers).status_code == 401
    assert command("revoke", "from the shell").returncode == 1
    assert command("create", "x", "--expires", "soon").returncode == 2


def test_a_page_login_turns_a_key_into_a_cookie_that_scripts_and_other_sites_cannot_use(two: Any) -> None:
    server, one, _ = two
    key = create(server, "person", notebooks=[one.path])["key"]
    own = f"http://127.0.0.1:{server.port}"
    with httpx.Client(base_url=server.url + one.address) as browser:
        assert browser.post("login", data={"username": "x", "password": "wrong"}).status_code == 401
        answer = browser.post("gradio_api/login", json={"key": key})
        assert answer.json() == {"success": True}
        cookie = answer.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        assert f"path=/{one.address}".lower() in cookie
        assert browser.get("config").status_code == 200
        run = {"url": "gradio_api/run/f", "json": {"data": []}}
        assert browser.post(**run).status_code == 403, "without an origin, which a browser always names"
        assert browser.post(**run, headers={"Origin": "https://evil.example"}).status_code == 403
        assert browser.post(**run, headers={"Origin": own}).json()["data"] == [1]
        browser.post("gradio_api/logout", headers={"Origin": own})
        assert browser.get("config").status_code == 401
    with httpx.Client(base_url=server.url) as browser:
        browser.post("gradio_api/login", json={"key": key})
        assert browser.get("config").status_code == 200
        assert browser.get("api/kernels").status_code == 403


def test_a_magic_makes_a_key_of_this_notebook_and_does_not_show_it(two: Any) -> None:
    server, one, other = two
    ran = one.run("key = %mcp_key create 'my agent' --expires 7d\nkey")
    assert ran.status == "ok", ran.error
    assert re.fullmatch(r"'jgm_[0-9a-f]{4}… ?\(masked; print\(\) shows it\)'?|'jgm_.{4}…' \(masked; .*", ran.result)
    key = one.run("print(key)").stdout.strip()
    url = one.run("print(key.url)").stdout.strip()
    assert httpx.get(f"{server.url}{one.address}config", headers=bearer(key)).status_code == 200
    assert httpx.get(f"{server.url}{other.address}config", headers=bearer(key)).status_code == 403
    assert httpx.get(url + "config").status_code == 200
    assert key not in one.run("key.url").text
    assert "my agent: used" in one.run("%mcp_key list").stdout
    assert "is revoked" in one.run("%mcp_key revoke 'my agent'").stdout
    assert httpx.get(url + "config").status_code == 401
    assert "There is no access key" in one.run("%mcp_key revoke nobody").text
    assert "is no time" in one.run("%mcp_key create a --expires soon").text
    assert "offers no function 'x'" in one.run("%mcp_key create a --functions x").text


def test_a_temporary_key_ends_with_its_kernel(two: Any) -> None:
    server, _, _ = two
    third = server.notebook("third.ipynb").load()
    third.run("%%mcp_tool\ndef t() -> int:\n    return 1")
    third.run("key = %mcp_key create passing --temporary")
    key = third.run("print(key)").stdout.strip()
    assert httpx.get(f"{server.url}{third.address}config", headers=bearer(key)).status_code == 200
    assert "passing" not in (Path(server.environment["JUPYTER_DATA_DIR"]) / "gradio_mcp" / "keys.json").read_text()
    third.close()
    wait_for(lambda: httpx.get(f"{server.url}config", headers=bearer(key)).status_code == 401, "the key's end", 15)


def _number(server: LiveServer, notebook: LiveNotebook, name: str) -> int:
    dependencies = server.http.get(f"{notebook.address}config").json()["dependencies"]
    return next(int(d["id"]) for d in dependencies if d["api_name"] == name)


def test_pausing_refuses_with_a_word_and_resuming_answers_again(two: Any) -> None:
    server, one, _ = two
    key = create(server, "patient")["key"]

    def run(name: str, at: str = "") -> int:
        return httpx.post(f"{server.url}{at}gradio_api/run/{name}", json={"data": []}, headers=bearer(key)).status_code

    assert one.run("%mcp_pause f").stdout == "Paused: f.\n"
    assert (run("f"), run("g"), run("h")) == (503, 200, 200)
    assert one.run("%mcp_list").stdout.count("(paused)") == 1
    refused = server.http.post(
        f"{one.address}gradio_api/queue/join",
        json={"data": [], "session_hash": "paused", "fn_index": _number(server, one, "f")},
    )
    assert refused.status_code == 200, "as 503 Gradio's clients say that the queue is full"
    told = server.http.get(f"{one.address}gradio_api/queue/data", params={"session_hash": "paused"}).text
    assert "The owner has paused 'f'" in told
    assert "are paused" in one.run("%mcp_pause").stdout
    assert one.run("%mcp_resume").stdout == "Paused: f. %mcp_resume f goes on.\n", "what was paused by name stays so"
    assert (run("f"), run("g")) == (503, 200)
    assert one.run("%mcp_resume f").stdout == "The functions of this notebook answer.\n"
    assert "are paused" in one.run("%mcp_pause").stdout
    assert (run("f"), run("g"), run("h")) == (503, 503, 200)
    refused = httpx.post(f"{server.url}gradio_api/run/f", json={"data": []}, headers=bearer(key)).json()
    assert (refused["code"], "paused" in refused["error"]) == ("paused", True)
    one.run("%mcp_resume")
    state = server.http.post("gradio_api/pause", json={"paused": True}).json()
    assert state["paused"]
    assert (run("f"), run("h")) == (503, 503)
    assert "Everything on this server is paused" in one.run("%mcp_resume").stdout
    at_one = {"paused": True, "notebook": "two.ipynb"}
    assert server.http.post(f"{one.address}gradio_api/pause", json=at_one).status_code == 422, "another's"
    own = server.http.post(f"{one.address}gradio_api/pause", json={"paused": False, "notebook": one.path})
    assert own.status_code == 200
    server.http.post("gradio_api/pause", json={"paused": False})
    answer = server.http.post("gradio_api/pause", json={"paused": True, "notebook": one.path, "endpoint": "g"}).json()
    assert answer["notebooks"][one.path] == {"paused": False, "endpoints": ["g"]}
    assert (run("f"), run("g")) == (200, 503)
    server.http.post("gradio_api/pause", json={"paused": False, "notebook": one.path, "endpoint": "g"})
    assert run("g") == 200
    for wrong in (
        {},
        {"paused": 1},
        {"paused": True, "notebook": "x"},
        {"paused": True, "notebook": []},
        {"paused": True, "name": "x"},
    ):
        assert server.http.post("gradio_api/pause", json=wrong).status_code in (404, 422), wrong


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ({}, "A name must be text"),
        ({"name": ""}, "A key needs a name"),
        ({"name": 3}, "A name must be text"),
        ({"name": "a", "expires": "soon"}, "is no time"),
        ({"name": "a", "expires": -1}, "after a time above 0"),
        ({"name": "a", "expires": [1]}, "'expires' must be"),
        ({"name": "a", "notebooks": "x"}, "'notebooks' must be a list"),
        ({"name": "a", "scope": "x"}, "There is no field 'scope'"),
        ([1], "must be a JSON object"),
    ],
)
def test_a_key_that_cannot_be_made_says_why(two: Any, body: Any, word: str) -> None:
    server, _, _ = two
    answer = server.http.post("gradio_api/keys", json=body)
    assert answer.status_code == 422
    assert word in answer.json()["error"]


def test_calls_are_recorded_with_who_and_how_long_and_without_arguments(two: Any) -> None:
    server, one, _ = two
    key = create(server, "counted")["key"]
    for value in (1, "x", 2):
        httpx.post(
            f"{server.url}gradio_api/run/f", json={"data": [value]}, headers={**bearer(key), "User-Agent": "teller/1"}
        )
    told = server.http.get("gradio_api/calls?limit=3").json()
    assert [(c["endpoint"], c["caller"], c["client"], c["via"], c["outcome"]) for c in told["calls"]] == [
        ("f", "counted", "teller/1", "rest", "ok"),
        ("f", "counted", "teller/1", "rest", "invalid_arguments"),
        ("f", "counted", "teller/1", "rest", "ok"),
    ]
    assert all(call["arguments"] is None and call["notebook"] == one.path for call in told["calls"])
    [figures] = [f for f in told["functions"] if f["name"] == "f"]
    assert figures["calls"] >= 3
    assert 0 < figures["success_rate"] < 1
    assert 0 < figures["p50"] <= figures["p90"] <= figures["p99"]
    own = httpx.get(f"{server.url}gradio_api/calls", headers=bearer(create(server, "new")["key"])).json()
    assert own["calls"] == [], "a key sees its own calls only"
    assert server.http.get("gradio_api/calls?limit=x").status_code == 422


def test_arguments_are_recorded_where_a_setting_says_so(tmp_path: Path) -> None:
    server = LiveServer(tmp_path, "--GradioMcp.record_arguments=True")
    try:
        server.notebook().load().run("%%mcp_tool\ndef f(a: int) -> int:\n    return a")
        server.call("f", a=4)
        assert server.http.get("gradio_api/calls").json()["calls"][0]["arguments"] == {"a": 4}
    finally:
        server.close()


def test_many_keys_made_at_once_are_all_there(two: Any) -> None:
    server, _, _ = two
    made: list[str] = []
    threads = [threading.Thread(target=lambda i=i: made.append(create(server, f"thread {i}")["id"])) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    listed = {key["id"] for key in server.http.get("gradio_api/keys").json()["keys"]}
    assert len(set(made)) == 8
    assert set(made) <= listed
    stored = json.loads((Path(server.environment["JUPYTER_DATA_DIR"]) / "gradio_mcp" / "keys.json").read_text())
    assert set(made) <= {key["id"] for key in stored["keys"]}
    assert os.stat(server.environment["JUPYTER_DATA_DIR"] + "/gradio_mcp").st_mode & 0o077 == 0


def test_calls_are_told_as_events_of_jupyter(tmp_path: Path) -> None:
    (tmp_path / "hears.py").write_text(
        "def _load_jupyter_server_extension(app):\n"
        "    async def heard(logger, schema_id, data):\n"
        "        for call in data['calls']:\n"
        "            print('HEARD', call['endpoint'], call['outcome'], call['arguments'], flush=True)\n"
        "    from jupyter_gradio_mcp.server.call_events import SCHEMA_ID\n"
        "    app.event_logger.add_listener(schema_id=SCHEMA_ID, listener=heard)\n"
        "def _jupyter_server_extension_points():\n    return [{'module': 'hears'}]\n"
    )
    extensions = "--ServerApp.jpserver_extensions={'jupyter_gradio_mcp': True, 'hears': True}"
    server = LiveServer(tmp_path, extensions, environment={"PYTHONPATH": str(tmp_path)})
    try:
        server.notebook().load().run("%%mcp_tool\ndef f(a: int) -> int:\n    return a")
        for value in (1, "x"):
            server.http.post("gradio_api/run/f", json={"data": [value]})
        wait_for(lambda: "HEARD f invalid_arguments None" in server.log(), "the events", 5)
        assert "HEARD f ok None" in server.log()
    finally:
        server.close()


def test_a_key_does_not_see_the_calls_of_another_of_the_same_name(two: Any) -> None:
    server, _, _ = two
    first, second = create(server, "twin")["key"], create(server, "twin", endpoints=["f"])["key"]
    owner = create(server, "the server's token")["key"]
    httpx.post(f"{server.url}gradio_api/run/g", json={"data": []}, headers=bearer(first))
    server.http.post("gradio_api/run/g", json={"data": []})
    for key in (second, owner):
        assert httpx.get(f"{server.url}gradio_api/calls", headers=bearer(key)).json()["calls"] == []
    [own] = httpx.get(f"{server.url}gradio_api/calls", headers=bearer(first)).json()["calls"]
    assert own["endpoint"] == "g"


@pytest.mark.parametrize("way", ["call", "run", "queue"])
def test_a_key_that_is_revoked_while_its_file_is_fetched_calls_nothing(tmp_path: Path, way: str) -> None:
    asked, go = threading.Event(), threading.Event()

    class Slow(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.set()
            go.wait(10)
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"hi")

    web = ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    host = f"127.0.0.1:{web.server_port}"
    server = LiveServer(tmp_path, f"--GradioMcp.allowed_hosts={host}")
    try:
        notebook = server.notebook().load()
        notebook.run("%%mcp_tool\nfrom pathlib import Path\nran = []\ndef f(p: Path) -> None:\n    ran.append(p)")
        made = create(server)
        [number] = [d["id"] for d in server.http.get("config").json()["dependencies"]]
        path, body = {
            "call": ("gradio_api/call/v2/f", {"p": f"http://{host}/"}),
            "run": ("gradio_api/run/f", {"data": [f"http://{host}/"]}),
            "queue": ("gradio_api/queue/join", {"data": [f"http://{host}/"], "fn_index": number, "session_hash": "s"}),
        }[way]

        def call() -> None:
            with contextlib.suppress(httpx.TransportError):
                httpx.post(server.url + path, json=body, headers=bearer(made["key"]), timeout=20)

        calling = threading.Thread(target=call)
        calling.start()
        assert asked.wait(10)
        assert server.http.delete(f"gradio_api/keys/{made['id']}").status_code == 200
        go.set()
        calling.join()
        time.sleep(0.3)
        assert notebook.run("ran").result == "[]"
        assert "Traceback" not in server.log()
    finally:
        server.close()
        web.shutdown()
        web.server_close()


def test_revoking_ends_what_a_session_of_mcp_has_running(two: Any) -> None:
    server, one, _ = two
    one.run(
        "%%mcp_tool\nimport time\nlet_go = threading.Event()\nbegun = threading.Event()\n\ndef long() -> int:\n    begun.set()\n"
        "    try:\n        for _ in range(1000):\n            time.sleep(0.01)\n    finally:\n        let_go.set()\n    return 1"
    )
    made = create(server, "in a session")
    accept = {**bearer(made["key"]), "Accept": "application/json, text/event-stream"}
    hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}
    body = {"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": hello}
    opened = httpx.post(f"{server.url}gradio_api/mcp/", json=body, headers=accept)
    accept["mcp-session-id"] = opened.headers["mcp-session-id"]
    told = {"jsonrpc": "2.0", "method": "notifications/initialized"}
    httpx.post(f"{server.url}gradio_api/mcp/", json=told, headers=accept)

    def call() -> None:
        body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "long", "arguments": {}}}
        with contextlib.suppress(httpx.TransportError):
            httpx.post(f"{server.url}gradio_api/mcp/", json=body, headers=accept, timeout=30)

    calling = threading.Thread(target=call)
    calling.start()
    assert one.run("begun.wait(10)").result == "True"
    server.http.delete(f"gradio_api/keys/{made['id']}")
    calling.join()
    assert one.run("let_go.wait(2)").result == "True"


def test_keys_are_watched_again_once_their_file_is_whole(two: Any) -> None:
    server, _, _ = two
    made = create(server, "watched")
    file = Path(server.environment["JUPYTER_DATA_DIR"]) / "gradio_mcp" / "keys.json"
    whole = file.read_text()
    url = f"{server.url}gradio_api/heartbeat/x"
    with httpx.stream("GET", url, headers=bearer(made["key"]), timeout=10) as stream:
        lines = stream.iter_lines()
        assert next(lines) == "data: ALIVE"
        for damage in ("{", "[" * 100_000):
            file.write_text(damage)
            assert httpx.get(f"{server.url}config", headers=bearer(made["key"])).status_code == 422
            time.sleep(0.7)
        stored = json.loads(whole)
        stored["keys"] = [key for key in stored["keys"] if key["id"] != made["id"]]
        file.write_text(json.dumps(stored))
        with pytest.raises(httpx.RemoteProtocolError):
            for _ in lines:
                pass


def test_a_key_in_a_mistyped_address_is_in_no_log_and_no_answer(two: Any) -> None:
    server, _, _ = two
    key, inner = create(server)["key"], create(server)["key"]
    secret = inner.rpartition("_")[2]
    for path in (
        f"gradio_key/{key}/gradio_key/{inner}/config",
        f"gradio_key//{inner}/config",
        f"GRADIO_KEY/{inner}/config",
        f"x/gradio_key/{inner}/config",
        f"gradio_api/keys/{inner}",
        f"config?%74oken={inner[:-1]}",
    ):
        assert secret not in httpx.get(server.url + path).text
    httpx.get(f"{server.url}nowhere", headers={"Referer": f"{server.url}gradio_key/{inner}/gradio_api/mcp/"})
    wait_for(lambda: "/nowhere" in server.log(), "the log", 5)
    assert secret[:-1] not in server.log()
    assert "jgm_" in server.log()

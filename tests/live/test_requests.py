"""What a function is told of the request that called it, and what it is not: the credential."""

import asyncio
import base64
import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import httpx
import httpx2
import pytest
from mcp.client import Client, ClientSession
from mcp.client.sse import sse_client
from mcp.client.streamable_http import streamable_http_client
from support.live import LiveNotebook, LiveServer
from support.mcp import ERAS, connect, modern_call, text

pytestmark = pytest.mark.slow

TOOLS = """%%mcp_tool
from typing import Annotated, Optional
import jupyter_gradio_mcp as gr

def told(request: gr.Request, note: str = "") -> dict:
    return {
        "headers": dict(request.headers), "query": request.query_params, "cookies": request.cookies,
        "url": request.url, "method": request.method, "host": request.client.host, "user": request.username,
        "client": request.client_info, "session": request.session_id, "hash": request.session_hash,
        "x": request.headers.get("X-Custom"), "shown": repr(request) + repr(request.headers),
    }

def headers(
    x_api_token: gr.Header,
    _x_private: gr.Header,
    maybe: Optional[gr.Header] = None,
    given: gr.Header = "a default",
    named: Annotated[str | None, gr.Header("X-A")] = None,
    defaulted: Annotated[str, gr.Header("X-B")] = "b",
    word: str = "",
) -> list:
    return [x_api_token, _x_private, maybe, given, named, defaulted, word]

def by_position(x_first: gr.Header = "d", number: int = 1, request: Optional[gr.Request] = None, /) -> list:
    return [x_first, number, request is not None]
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveNotebook]:
    """A notebook whose functions say what they were told."""
    server = LiveServer(tmp_path_factory.mktemp("told"))
    notebook = server.notebook("told.ipynb").load()
    ran = notebook.run(TOOLS)
    assert ran.status == "ok", ran.text
    yield notebook
    notebook.close()
    server.close()


def key_of(server: LiveServer) -> str:
    return str(server.http.post("gradio_api/keys", json={"name": "an agent"}).json()["key"])


def encodings(secret: str) -> list[str]:
    plain = [secret, *(f"{prefix}{secret}" for prefix in ("Bearer ", ":", "x:", "user:"))]
    return [secret, quote(secret, safe=""), *(base64.b64encode(form.encode()).decode().strip("=") for form in plain)]


def nothing_of(secret: str, value: Any) -> None:
    """Nothing of a secret is in a value."""
    found = json.dumps(value)
    for form in encodings(secret):
        assert form not in found, found


CREDENTIALS: dict[str, Callable[[str], dict[str, Any]]] = {
    "bearer": lambda secret: {"headers": {"Authorization": f"Bearer {secret}"}},
    "token": lambda secret: {"headers": {"Authorization": f"token {secret}"}},
    "basic": lambda secret: {
        "headers": {"Authorization": "Basic " + base64.b64encode(f"user:{secret}".encode()).decode()}
    },
    "another header": lambda secret: {"headers": {"X-HF-Authorization": f"Bearer {secret}"}},
    "query": lambda secret: {"params": {"token": secret}},
}


@pytest.mark.parametrize("kind", ["key", "token"])
@pytest.mark.parametrize("way", CREDENTIALS)
def test_the_credential_is_in_nothing_that_a_function_is_told(told: LiveNotebook, way: str, kind: str) -> None:
    server = told.server
    secret = key_of(server) if kind == "key" else server.token
    opens = CREDENTIALS[way](secret)
    headers = {
        "X-Custom": "mine",
        "Referer": f"{server.url}lab?token={quote(secret)}",
        "X-Original-Url": f"/gradio_api/run/told?a=b&token={secret}",
        "X-Copy": base64.b64encode(f"x:{secret}".encode()).decode(),
        "Cookie": f"mine=yes; copy={secret}; username-localhost-9999=other; _xsrf=2|a",
        **opens.get("headers", {}),
    }
    params = {"a": "b c", "copy": secret, **opens.get("params", {})}
    answer = httpx.post(f"{server.url}gradio_api/run/told", json={"data": []}, headers=headers, params=params)
    [seen] = answer.json()["data"]
    nothing_of(secret, seen)
    assert seen["x"] == "mine"
    assert seen["query"] == {"a": "b c"}
    assert seen["cookies"] == {"mine": "yes"}
    assert seen["url"] == f"{server.url}gradio_api/run/told?a=b+c"
    assert (seen["method"], seen["host"]) == ("POST", "127.0.0.1")
    assert seen["user"] == ("an agent" if kind == "key" else "the server's token")
    assert "cookie" not in seen["headers"]


@pytest.mark.parametrize("way", ["query", "key's address", "another header", "login", "no authentication"])
def test_an_authorization_of_the_users_own_gets_through(
    told: LiveNotebook, way: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> None:
    server = told.server
    if way == "no authentication":
        server = LiveServer(tmp_path_factory.mktemp("open"), "--ServerApp.disable_check_xsrf=True", token="")
        request.addfinalizer(server.close)
        notebook = server.notebook("open.ipynb").load()
        request.addfinalizer(notebook.close)
        notebook.run(TOOLS)
    key = "" if way == "no authentication" else key_of(server)
    address, headers, params = f"{server.url}gradio_api/run/told", {"Authorization": "Bearer sk-mine"}, {}
    secret = key
    client = httpx.Client()
    if way == "query":
        params = {"token": key}
    elif way == "key's address":
        address = f"{server.url}gradio_key/{key}/gradio_api/run/told"
    elif way == "another header":
        headers["X-HF-Authorization"] = f"Bearer {key}"
    elif way == "login":
        client.get(f"{server.url}login", params={"token": server.token}, follow_redirects=True)
        client.get(f"{server.url}lab", params={"token": server.token})
        [secret] = [value for name, value in client.cookies.items() if name.startswith("username-")]
        headers["X-XSRFToken"] = client.cookies["_xsrf"]
        client.cookies.set("mine", "yes")
    answer = client.post(address, json={"data": []}, headers=headers, params=params)
    assert answer.status_code == 200, answer.text
    [seen] = answer.json()["data"]
    assert seen["headers"]["authorization"] == "Bearer sk-mine"
    if secret:
        nothing_of(secret, seen)
        nothing_of(server.token, seen)
    if way == "login":
        assert seen["cookies"] == {"mine": "yes"}
    client.close()


@ERAS
@pytest.mark.parametrize("way", ["bearer", "query", "key's address"])
def test_over_mcp_the_same_is_told(told: LiveNotebook, era: str, way: str) -> None:
    server = told.server
    key = key_of(server)
    prefix = f"gradio_key/{key}/" if way == "key's address" else ""
    headers = {"X-Custom": "mine"} | ({"Authorization": f"Bearer {key}"} if way == "bearer" else {})
    query = f"?token={key}&a=b" if way == "query" else "?a=b"

    async def scenario() -> list[dict[str, Any]]:
        async with httpx2.AsyncClient(headers=headers, timeout=30) as http:
            transport = streamable_http_client(f"{server.url}{prefix}gradio_api/mcp/{query}", http_client=http)
            async with Client(transport, mode=era) as client:  # type: ignore[arg-type]
                return [json.loads(text(await client.call_tool("told", {"note": str(i)}))) for i in range(2)]

    first, second = asyncio.run(scenario())
    nothing_of(key, [first, second])
    assert (first["x"], first["user"], first["query"]) == ("mine", "an agent", {"a": "b"})
    assert first["url"] == f"{server.url}gradio_api/mcp/?a=b"
    assert first["client"].startswith("mcp ")
    assert first["session"] == second["session"] == first["hash"]
    assert (first["session"] is None) == (era != "legacy")


def test_over_the_legacy_transport_the_same_is_told(told: LiveNotebook) -> None:
    server = told.server
    key = key_of(server)

    async def scenario() -> list[dict[str, Any]]:
        async with (
            sse_client(f"{server.url}gradio_api/mcp/sse?token={key}", headers={"X-Custom": "mine"}) as streams,
            ClientSession(*streams) as session,
        ):
            await session.initialize()
            return [json.loads(text(await session.call_tool("told", {"note": str(i)}))) for i in range(2)]

    first, second = asyncio.run(scenario())
    nothing_of(key, [first, second])
    assert (first["x"], first["user"]) == ("mine", "an agent")
    assert first["session"] == second["session"] is not None


def test_headers_are_given_by_name_and_what_is_missing_has_its_default(told: LiveNotebook) -> None:
    http = told.server.http
    sent = {"X-Api-Token": "t", "X-Private": "p", "Maybe": "m", "Given": "g", "X-A": "a", "X-B": "bb"}
    for path in ("gradio_api/run/headers", f"{told.address}gradio_api/run/headers"):
        assert http.post(path, json={"data": ["w"]}, headers=sent).json()["data"] == [
            ["t", "p", "m", "g", "a", "bb", "w"]
        ]
        assert http.post(path, json={"data": []}).json()["data"] == [[None, None, None, "a default", None, "b", ""]]
    answer = modern_call(told.server, "headers", {"word": "w"}, headers=sent).json()
    assert answer["result"]["structuredContent"] == {"result": ["t", "p", "m", "g", "a", "bb", "w"]}


def test_what_is_given_by_position_keeps_its_place(told: LiveNotebook) -> None:
    http = told.server.http
    for headers, data, got in [
        ({}, [], ["d", 1, True]),
        ({}, [5], ["d", 5, True]),
        ({"X-First": "f"}, [5], ["f", 5, True]),
    ]:
        answer = http.post("gradio_api/run/by_position", json={"data": data}, headers=headers).json()
        assert answer["data"] == [got], answer


@ERAS
def test_callers_never_see_such_a_parameter_and_cannot_send_it(told: LiveNotebook, era: str) -> None:
    async def scenario() -> None:
        async with connect(told.server, era) as client:
            tools = {tool.name: tool for tool in (await client.list_tools()).tools}
            assert list(tools["headers"].input_schema["properties"]) == ["word"]
            assert list(tools["told"].input_schema["properties"]) == ["note"]
            result = await client.call_tool("headers", {"x_api_token": "forged"})
            assert result.is_error
            assert "takes no argument 'x_api_token'" in text(result)

    asyncio.run(scenario())


def test_such_a_parameter_is_in_no_description_and_its_header_in_one(told: LiveNotebook) -> None:
    http = told.server.http
    for path in ("config", "gradio_api/info", "gradio_api/openapi.json"):
        shown = http.get(path).text
        assert "x_api_token" not in shown
        assert "_x_private" not in shown
    [entry] = [e for e in http.get("gradio_api/mcp/schema").json() if e["name"] == "headers"]
    assert entry["meta"]["headers"] == ["x-api-token", "x-private", "maybe", "given", "x-a", "x-b"]
    assert list(entry["inputSchema"]["properties"]) == ["word"]
    [entry] = [e for e in http.get("gradio_api/mcp/schema").json() if e["name"] == "told"]
    assert "headers" not in entry["meta"]


def test_a_session_is_the_clients_own_and_tells_nothing(told: LiveNotebook) -> None:
    http = told.server.http

    def session(hash: str | None, **headers: str) -> Any:
        body = {"data": [], "session_hash": hash}
        return http.post("gradio_api/run/told", json=body, headers=headers).json()["data"][0]["session"]

    assert session(None) is None
    assert session("abc") == session("abc") != session("abd")
    assert "abc" not in session("abc")
    assert session("abc", Authorization=f"Bearer {key_of(told.server)}") != session("abc")
    assert http.post("gradio_api/run/told", json={"data": [], "session_hash": 3}).status_code == 422
    assert http.post("gradio_api/run/told", json={"data": [], "session_hash": "x" * 257}).status_code == 422


def test_nothing_of_a_header_is_recorded_or_logged(told: LiveNotebook) -> None:
    http = told.server.http
    sent = {"X-Api-Token": "sk-very-private-value"}
    http.post("gradio_api/run/headers", json={"data": []}, headers=sent)
    http.post("gradio_api/run/headers", json={"data": [1, 2, 3]}, headers=sent)
    assert "sk-very-private-value" not in http.get("gradio_api/calls").text
    assert "sk-very-private-value" not in told.server.log()


def test_in_the_notebook_itself_the_functions_are_ordinary(told: LiveNotebook) -> None:
    ran = told.run("print(told(gr.Request())['headers'], headers('a', 'b'), by_position())")
    assert ran.stdout == "{} ['a', 'b', None, 'a default', None, 'b', ''] ['d', 1, False]\n", ran.text

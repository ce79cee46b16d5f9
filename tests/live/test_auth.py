"""Every route of ours, against every kind of credential."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from support.live import LiveNotebook, LiveServer
from support.mcp import modern_call

from jupyter_gradio_mcp.server import auth

pytestmark = pytest.mark.slow

# Method, path, and what an answer to the server's own token may be.
ROUTES = [
    ("GET", "gradio_api/mcp/", {200, 400, 406}),
    ("POST", "gradio_api/mcp/", {400, 406}),
    ("DELETE", "gradio_api/mcp/", {400, 404}),
    ("POST", "gradio_api/mcp/http", {400, 406}),
    ("POST", "gradio_api/mcp/sse", {405}),
    ("GET", "gradio_api/mcp/messages/", {405}),
    ("POST", "gradio_api/mcp/messages/", {400}),
    ("GET", "gradio_api/mcp/schema", {200}),
    ("POST", "gradio_api/run/f", {200, 422}),
    ("POST", "gradio_api/call/f", {200, 422}),
    ("POST", "gradio_api/call/v2/f", {200}),
    ("GET", "gradio_api/call/f/0123", {404}),
    ("GET", "config", {200}),
    ("GET", "gradio_api/info", {200}),
    ("GET", "gradio_api/openapi.json", {200}),
    ("GET", "gradio_api/app_id", {200}),
    ("POST", "gradio_api/queue/join", {422}),
    ("GET", "gradio_api/queue/data", {404}),
    ("POST", "gradio_api/cancel", {422}),
    ("POST", "gradio_api/reset", {422}),
    ("POST", "gradio_api/upload", {422}),
    ("GET", "gradio_api/upload_progress", {422}),
    ("GET", "gradio_api/file=nowhere", {403}),
    ("HEAD", "gradio_api/file=nowhere", {403}),
    ("GET", "gradio_api/calls", {200}),
    ("GET", "gradio_api/keys", {200}),
    ("POST", "gradio_api/keys", {422}),
    ("DELETE", "gradio_api/keys/nobody", {404}),
    ("GET", "gradio_api/pause", {200}),
    ("POST", "gradio_api/pause", {422}),
    ("GET", "gradio_api/agents", {200}),
    ("POST", "gradio_api/connect", {422}),
    ("GET", "gradio_api/panel", {200}),
    ("GET", "gradio_api/panel/api", {200, 422}),
    ("POST", "gradio_api/panel/call", {422}),
    ("GET", "gradio_api/panel/events", {422}),
    ("POST", "gradio_api/panel/cancel", {422}),
    ("POST", "gradio_api/panel/answer", {422}),
    ("POST", "gradio_api/panel/rows", {422}),
    ("GET", "gradio_api/static/absent.js", {404}),
    ("HEAD", "gradio_api/static/absent.js", {404}),
    ("GET", "gradio_api/about", {200}),
    ("GET", "gradio_api/nowhere", {404}),
]
MCP = "gradio_api/mcp"
OWNERS = ("gradio_api/keys", "gradio_api/pause", "gradio_api/agents")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LiveServer, LiveNotebook]]:
    # With this setting the server refuses to start with handlers that are open by oversight.
    server = LiveServer(tmp_path_factory.mktemp("auth"), "--ServerApp.allow_unauthenticated_access=False")
    notebook = server.notebook("a b.ipynb").load()
    notebook.run("%%mcp_tool\ndef f(a: int = 1) -> int:\n    return a")
    yield server, notebook
    notebook.close()
    server.close()


@pytest.fixture(params=["", "own"], ids=["union", "notebook"])
def base(request: pytest.FixtureRequest, served: tuple[LiveServer, LiveNotebook]) -> str:
    server, notebook = served
    return server.url + (notebook.address if request.param else "")


@contextlib.contextmanager
def logged_in(server: LiveServer) -> Iterator[httpx.Client]:
    """A browser's client: cookies only."""
    with httpx.Client() as client:
        client.get(f"{server.url}tree", params={"token": server.token}, follow_redirects=True)
        yield client


@pytest.mark.parametrize(("method", "path", "allowed"), ROUTES)
@pytest.mark.parametrize("credential", [None, "Bearer wrong", "token wrong", "Basic d3Jvbmc6d3Jvbmc="])
def test_no_valid_credential_is_refused_with_a_body_that_helps(
    served: Any, base: str, method: str, path: str, allowed: set[int], credential: str | None
) -> None:
    headers = {"Authorization": credential} if credential else {}
    answer = httpx.request(method, base + path, headers=headers)
    assert answer.status_code == (403 if path.startswith(MCP) else 401)
    assert "set-cookie" not in answer.headers
    if method == "HEAD":
        return
    assert "Authorization: Bearer TOKEN" in answer.text
    body = answer.json()
    if path.startswith(MCP):
        assert (body["jsonrpc"], body["id"], body["error"]["code"]) == ("2.0", None, -32001)
    else:
        assert body["code"] == "unauthenticated"


@pytest.fixture(scope="module")
def keys(served: tuple[LiveServer, LiveNotebook]) -> dict[str, str]:
    """Keys of every kind."""
    server, notebook = served

    def create(name: str, **limits: Any) -> str:
        return str(server.http.post("gradio_api/keys", json={"name": name, **limits}).json()["key"])

    made = {
        "everything": create("everything"),
        "this notebook": create("this notebook", notebooks=[notebook.path]),
        "another notebook": create("another notebook", notebooks=["another.ipynb"]),
        "expired": create("expired", expires=0.01),
        "revoked": create("revoked"),
    }
    server.http.delete("gradio_api/keys/revoked")
    return made


@pytest.mark.parametrize(("method", "path", "allowed"), ROUTES)
@pytest.mark.parametrize("kind", ["everything", "this notebook"])
@pytest.mark.parametrize("how", ["header", "address"])
def test_a_key_opens_every_route_but_the_owners(
    served: Any, keys: Any, base: str, method: str, path: str, allowed: set[int], kind: str, how: str
) -> None:
    server, _ = served
    headers = {"Authorization": f"Bearer {keys[kind]}"} if how == "header" else {}
    url = base if how == "header" else base.replace(server.url, f"{server.url}gradio_key/{keys[kind]}/")
    answer = httpx.request(method, url + path, headers=headers)
    assert answer.status_code in ({403} if path.startswith(OWNERS) else allowed), answer.text
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(("method", "path", "allowed"), ROUTES)
@pytest.mark.parametrize("kind", ["expired", "revoked", "another notebook"])
def test_a_key_that_does_not_open_this_is_refused(
    served: Any, keys: Any, base: str, method: str, path: str, allowed: set[int], kind: str
) -> None:
    server, _ = served
    answer = httpx.request(method, base + path, headers={"Authorization": f"Bearer {keys[kind]}"})
    if kind != "another notebook":
        assert answer.status_code == (403 if path.startswith(MCP) else 401)
    elif base != server.url:
        assert answer.status_code == (404 if "nowhere" in path and "=" not in path else 403)
    else:
        # In the union it is let in, and nothing is there for it.
        assert "There are: f" not in answer.text
        if path.startswith("gradio_api/info"):
            assert answer.json()["named_endpoints"] == {}
        elif path.endswith("/f"):
            assert answer.status_code == 404


@pytest.mark.parametrize(("method", "path", "allowed"), ROUTES)
@pytest.mark.parametrize("how", ["Bearer", "token", "url"])
def test_the_servers_token_opens_every_route(
    served: tuple[LiveServer, Any], base: str, method: str, path: str, allowed: set[int], how: str
) -> None:
    server, _ = served
    headers = {} if how == "url" else {"Authorization": f"{how} {server.token}"}
    params = {"token": server.token} if how == "url" else {}
    answer = httpx.request(method, base + path, headers=headers, params=params)
    assert answer.status_code in allowed, answer.text
    assert "set-cookie" not in answer.headers, "a program that calls functions gets no login cookie"


@pytest.mark.parametrize(("method", "path", "allowed"), [route for route in ROUTES if route[0] not in ("GET", "HEAD")])
def test_a_cookie_alone_does_not_do_for_what_changes_something(
    served: tuple[LiveServer, Any], base: str, method: str, path: str, allowed: set[int]
) -> None:
    server, _ = served
    with logged_in(server) as browser:
        answer = browser.request(method, base + path)
        assert answer.status_code == 403
        assert "X-XSRFToken" in answer.text
        xsrf = browser.cookies.get("_xsrf")
        assert xsrf
        answer = browser.request(method, base + path, headers={"X-XSRFToken": xsrf})
        assert answer.status_code in allowed, answer.text


@pytest.mark.parametrize(("method", "path", "allowed"), ROUTES)
@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:1", "file://"])
def test_a_foreign_origin_is_refused_even_with_a_token(
    served: tuple[LiveServer, Any], base: str, method: str, path: str, allowed: set[int], origin: str
) -> None:
    server, _ = served
    answer = httpx.request(method, base + path, headers={**server.authorization, "Origin": origin})
    assert answer.status_code == 403
    assert "allow_origin" in answer.text or method == "HEAD"
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(("method", "path", "allowed"), ROUTES)
def test_a_foreign_host_is_refused_even_with_a_token(
    served: tuple[LiveServer, Any], base: str, method: str, path: str, allowed: set[int]
) -> None:
    server, _ = served
    answer = httpx.request(method, base + path, headers={**server.authorization, "Host": "rebound.example"})
    assert answer.status_code == 403
    assert "rebound.example" in answer.text or method == "HEAD"


@pytest.mark.parametrize(("method", "path", "allowed"), ROUTES)
def test_a_preflight_is_answered_for_ones_own_origin_only(
    served: tuple[LiveServer, Any], base: str, method: str, path: str, allowed: set[int]
) -> None:
    server, _ = served
    own = f"http://127.0.0.1:{server.port}"
    answer = httpx.request("OPTIONS", base + path, headers={"Origin": own, "Access-Control-Request-Method": method})
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (204, own)
    foreign = httpx.request("OPTIONS", base + path, headers={"Origin": "https://evil.example"})
    assert foreign.status_code == 403


def test_an_origin_that_jupyter_admits_is_admitted(tmp_path: Path) -> None:
    server = LiveServer(tmp_path, "--ServerApp.allow_origin=https://good.example")
    try:
        good = {**server.authorization, "Origin": "https://good.example"}
        assert httpx.get(f"{server.url}gradio_api/about", headers=good).status_code == 200
        evil = {**server.authorization, "Origin": "https://evil.example"}
        assert httpx.get(f"{server.url}gradio_api/about", headers=evil).status_code == 403
    finally:
        server.close()


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_jupyters_authorizer_is_asked_for_every_route(tmp_path: Path, method: str) -> None:
    (tmp_path / "denies.py").write_text(
        "from jupyter_server.auth import Authorizer\n\nclass Denies(Authorizer):\n"
        "    def is_authorized(self, handler, user, action, resource):\n"
        f"        return (action, resource) != ({'read' if method == 'GET' else 'execute'!r}, {auth.RESOURCE!r})\n"
    )
    server = LiveServer(
        tmp_path, "--ServerApp.authorizer_class=denies.Denies", environment={"PYTHONPATH": str(tmp_path)}
    )
    try:
        for verb, path, _ in ROUTES:
            answer = server.http.request(verb, path)
            reads = verb in ("GET", "HEAD")
            denied = reads if method == "GET" else not reads
            if verb != "HEAD":
                assert (answer.status_code == 403 and "may not" in answer.text) is denied, (verb, path, answer.text)
    finally:
        server.close()


def test_a_server_without_authentication_is_as_open_as_jupyter_itself(tmp_path: Path) -> None:
    server = LiveServer(tmp_path, "--ServerApp.disable_check_xsrf=True", token="")
    try:
        assert httpx.get(f"{server.url}gradio_api/about").status_code == 200
    finally:
        server.close()


def test_the_token_is_in_no_log_and_no_error(served: tuple[LiveServer, LiveNotebook]) -> None:
    server, _ = served
    httpx.get(f"{server.url}gradio_api/about", params={"token": server.token})
    httpx.get(f"{server.url}gradio_api/call/f/{server.token}x", headers={"Authorization": f"Bearer {server.token}"})
    started = server.log().index("gradio_api")
    log = server.log()[started:]
    assert f"token={server.token}" not in log
    assert f"Bearer {server.token}" not in log


def test_a_held_call_is_read_by_the_one_who_began_it_only(served: tuple[LiveServer, LiveNotebook]) -> None:
    server, notebook = served
    begun = server.http.post("gradio_api/call/v2/f", json={}).json()["event_id"]
    with logged_in(server) as browser:
        assert browser.get(f"{server.url}gradio_api/call/f/{begun}").status_code == 404
    assert server.http.get(f"{notebook.address}gradio_api/call/f/{begun}").status_code == 404
    assert server.http.get(f"gradio_api/call/g/{begun}").status_code == 404
    assert server.read(f"gradio_api/call/f/{begun}") == [("complete", [1])]
    assert server.http.get(f"gradio_api/call/f/{begun}").status_code == 404, "and once"


def test_a_function_that_is_private_cannot_be_reached_by_any_route(served: tuple[LiveServer, LiveNotebook]) -> None:
    server, notebook = served
    notebook.run("%%mcp_tool --visibility private\ndef closed() -> int:\n    return 1")
    for at in ("", notebook.address):
        assert server.http.post(f"{at}gradio_api/run/closed", json={"data": []}).status_code == 404
        assert server.http.post(f"{at}gradio_api/call/closed", json={"data": []}).status_code == 404
        assert server.http.post(f"{at}gradio_api/call/v2/closed", json={}).status_code == 404
        assert modern_call(server, "closed", at=at).json()["error"]["code"] == -32602


@pytest.mark.parametrize("origin", ["http://[", "http://[::1", "//", "http://"])
def test_an_origin_that_is_no_address_is_refused(served: Any, base: str, origin: str) -> None:
    server, _ = served
    answer = httpx.get(f"{base}config", headers={**server.authorization, "Origin": origin})
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


def test_a_host_with_an_impossible_port_still_gets_its_page(served: Any, base: str) -> None:
    server, _ = served
    headers = {**server.authorization, "Host": "127.0.0.1:99999999", "Accept": "text/html"}
    assert httpx.get(f"{base}gradio_api/mcp/", headers=headers).status_code == 200

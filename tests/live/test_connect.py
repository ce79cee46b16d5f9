"""`jupyter gradio-mcp connect` and `%mcp_connect`: what they say really connects a client."""

import asyncio
import json
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from mcp.client import Client
from mcp.client.streamable_http import streamable_http_client
from support.live import LiveNotebook, LiveServer, free_port
from support.mcp import ERAS, text

import jupyter_gradio_mcp as gr
from jupyter_gradio_mcp.cli import main

pytestmark = pytest.mark.slow

KEY = re.compile(r"jgm_[0-9a-f]{12}_[A-Za-z0-9_-]{43}")


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LiveServer, LiveNotebook, LiveNotebook]]:
    """A server with two notebooks; both offer `f`, the first one `g`, too."""
    live = LiveServer(tmp_path_factory.mktemp("connect"), base_url="/b%20c/")
    one, other = live.notebook("a/one.ipynb").load(), live.notebook("other.ipynb").load()
    one.run("%%mcp_tool\ndef f() -> str:\n    return 'one'\n\ndef g() -> str:\n    return 'g'")
    other.run("%%mcp_tool\ndef f() -> str:\n    return 'other'")
    yield live, one, other
    one.close()
    other.close()
    live.close()


class Command:
    """The command, run by a user with an own home folder, who has that server running."""

    def __init__(
        self, live: LiveServer, home: Path, patch: pytest.MonkeyPatch, output: pytest.CaptureFixture[str]
    ) -> None:
        self.home = home
        self.live = live
        self._patch = patch
        self._output = output

    def __call__(self, *arguments: str, status: int = 0, cwd: Path | None = None, **environment: str) -> str:
        """What it says: of success on stdout, of failure on stderr."""
        own = {"HOME": str(self.home), "XDG_CONFIG_HOME": "", "CODEX_HOME": ""}
        with self._patch.context() as patch:
            for name, value in {**self.live.environment, **own, **environment}.items():
                patch.setenv(name, value)
            patch.chdir(cwd or self.home)
            found = main(["connect", *arguments])
        said = self._output.readouterr()
        assert found == status, said
        return said.err if status else said.out

    def made(self) -> list[dict[str, Any]]:
        """The access keys that there are."""
        keys: list[dict[str, Any]] = self.live.http.get("gradio_api/keys").json()["keys"]
        return keys


@pytest.fixture
def connect(
    two: tuple[LiveServer, LiveNotebook, LiveNotebook],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Command]:
    command = Command(two[0], tmp_path, monkeypatch, capsys)
    yield command
    for key in command.made():
        two[0].http.delete(f"gradio_api/keys/{key['id']}")


def tools(entry: dict[str, Any], era: str, call: str) -> tuple[list[str], str]:
    """What the official client finds with an entry, and what a function says."""

    async def use() -> tuple[list[str], str]:
        http = httpx2.AsyncClient(headers=entry["headers"], timeout=30)
        transport = streamable_http_client(entry["url"], http_client=http)
        async with http, Client(transport, mode=era) as client:  # type: ignore[arg-type]
            names = [tool.name for tool in (await client.list_tools()).tools]
            return sorted(names), text(await client.call_tool(call))

    return asyncio.run(use())


@ERAS
def test_the_printed_configuration_connects_the_official_client(connect: Command, era: str) -> None:
    described = json.loads(connect("json", "--json"))
    printed = json.loads(described["text"])
    assert printed == described["configuration"]
    [(name, entry)] = printed["mcpServers"].items()
    assert name == f"jupyter-{connect.live.port}"
    assert tools(entry, era, "g") == (["f", "f_other", "g"], "g")


def test_what_people_see_has_the_same_configuration(connect: Command) -> None:
    said = connect("cursor")
    printed = json.loads("".join(line for line in said.split("\n\n") if '"mcpServers"' in line))
    entry = printed["mcpServers"][f"jupyter-{connect.live.port}"]
    assert entry["headers"]["Authorization"] == f"Bearer {KEY.findall(said)[0]}"
    assert "~/.cursor/mcp.json" in said
    assert tools(entry, "legacy", "g")[1] == "g"


def test_a_key_for_one_notebook_and_one_function_opens_nothing_else(connect: Command) -> None:
    described = json.loads(connect("json", "--notebook", "a/one.ipynb", "--function", "g", "--json"))
    assert described["url"].endswith("/b%20c/gradio/a/one.ipynb/gradio_api/mcp/?tools=g")
    assert described["name"] == "one"
    [entry] = described["configuration"]["mcpServers"].values()
    assert tools(entry, "2026-07-28", "g") == (["g"], "g")
    [key] = connect.made()
    assert (key["name"], key["notebooks"], key["endpoints"]) == ("json", ["a/one.ipynb"], ["g"])


def test_a_notebook_is_named_by_its_file(connect: Command) -> None:
    folder = connect.live.root / "a"
    described = json.loads(connect("json", "--notebook", "one.ipynb", "--json", cwd=folder))
    assert "/gradio/a/one.ipynb/" in described["url"]
    (connect.home / "far.ipynb").touch()
    assert "is not among the notebooks of" in connect("json", "--notebook", "far.ipynb", status=2)


def test_the_bridge_is_limited_by_its_own_options(connect: Command) -> None:
    made = json.loads(connect("claude-desktop", "--notebook", "a/one.ipynb", "--function", "f,g", "--json"))
    [entry] = made["configuration"]["mcpServers"].values()
    assert entry["args"][-5:] == ["bridge", "--notebook", "a/one.ipynb", "--tools", "f,g"]
    assert connect.made() == []


def test_what_is_not_offered_is_said_and_no_key_is_made(connect: Command) -> None:
    assert "There is no function 'x'. There are: f, g" in connect("json", "--function", "x", status=2)
    assert "No live notebook 'x.ipynb'" in connect("json", "--notebook", "x.ipynb", status=2)
    assert "There is no client 'emacs'. There are: claude-code" in connect("emacs", status=2)
    assert "takes names of letters" in connect("codex", "--name", "a b", status=2)
    assert "Say with --notebook which notebook's you mean" in connect("json", "--function", "f_other", status=2)
    assert connect.made() == []


def test_writing_twice_gives_the_same_file_and_the_same_key(connect: Command) -> None:
    file = connect.home / ".cursor" / "mcp.json"
    file.parent.mkdir()
    file.write_text('{\n  "mcpServers": {\n    "a": {"url": "https://example.org"} // mine\n  }\n}\n')
    file.chmod(0o644)
    assert "has jupyter-" in connect("cursor", "--write")
    once = file.read_text()
    assert '"a": {"url": "https://example.org"}, // mine\n' in once
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "already" in connect("cursor", "--write")
    assert file.read_text() == once
    assert len(connect.made()) == 1
    assert len(list(file.parent.iterdir())) == 2  # with the one copy
    connect.live.http.delete(f"gradio_api/keys/{connect.made()[0]['id']}")
    connect("cursor", "--write")
    [key] = connect.made()
    assert f"jgm_{key['id']}_" in file.read_text()
    assert KEY.findall(once)[0] not in file.read_text()


def test_a_key_of_other_limits_is_not_used_again(connect: Command) -> None:
    connect("cursor", "--write", "--name", "n")
    connect("cursor", "--write", "--name", "n", "--notebook", "other.ipynb")
    assert [key["notebooks"] for key in connect.made()] == [None, ["other.ipynb"]]


@pytest.mark.parametrize(
    "client", ["claude-desktop", "cline", "windsurf", "codex", "gemini", "zed", "goose", "lm-studio"]
)
def test_every_client_has_its_own_file_written_twice_alike(connect: Command, client: str) -> None:
    described = json.loads(connect(client, "--write", "--json"))
    file = Path(described["written"])
    assert file.is_relative_to(connect.home)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    once = file.read_bytes()
    again = json.loads(connect(client, "--write", "--json"))
    assert (again["changed"], again["key"], file.read_bytes()) == (False, described["key"], once)
    assert described["text"] == once.decode()


@pytest.mark.parametrize("client", ["claude-code", "vscode"])
def test_a_file_without_a_key_is_written_once_and_no_further_key_is_made(connect: Command, client: str) -> None:
    said = connect(client, "--write")
    assert len(KEY.findall(said)) == 1
    files = [path for path in connect.home.rglob("*") if path.is_file()]
    assert [KEY.search(path.read_text()) for path in files] == [None]
    assert "already" in connect(client, "--write")
    assert len(connect.made()) == 1


def test_a_broken_file_is_refused_with_the_place_and_left_alone(connect: Command) -> None:
    file = connect.home / "mcp.json"
    file.write_text('{\n  "mcpServers": {\n    oops\n')
    said = connect("cursor", "--write", "--file", str(file), status=2)
    assert f"{file} is left as it is. The file is broken." in said
    assert "line 3, column 5" in said
    assert '"mcpServers"' in said
    assert file.read_text() == '{\n  "mcpServers": {\n    oops\n'
    assert list(connect.home.iterdir()) == [file]
    assert connect.made() == []


def test_a_client_without_a_file_needs_one_named(connect: Command) -> None:
    assert "name one with --file" in connect("json", "--write", status=2)
    connect("json", "--write", "--file", "x.json")
    assert json.loads((connect.home / "x.json").read_text())["mcpServers"]


def test_the_key_can_come_from_a_variable_or_not_at_all(connect: Command) -> None:
    assert "Bearer ${env:MINE}" in connect("cursor", "--key-env", "MINE")
    assert "Authorization" not in connect("cursor", "--no-key")
    assert "Zed reads no environment variables" in connect("zed", "--key-env", "MINE", status=2)
    assert connect.made() == []


def test_without_a_client_they_are_listed(connect: Command) -> None:
    said = connect(JUPYTER_RUNTIME_DIR=str(connect.home))
    assert re.search(r"^cursor +Cursor, .*/\.cursor/mcp\.json$", said, re.M)
    assert {"client": "zed", "title": "Zed"} in json.loads(connect("--json"))


def test_no_server_and_one_out_of_reach_are_said(connect: Command) -> None:
    nowhere = {"JUPYTER_RUNTIME_DIR": str(connect.home)}
    assert "No notebook server of yours is running. Start one" in connect("json", status=2, **nowhere)
    url = f"http://localhost:{free_port()}/"
    assert f"{url} cannot be reached" in connect("json", "--url", url, status=2)
    assert "--url needs an address" in connect("json", "--url", "localhost", status=2)


def test_of_several_servers_the_one_around_the_working_directory_is_meant(
    connect: Command, tmp_path_factory: pytest.TempPathFactory
) -> None:
    another = LiveServer(
        tmp_path_factory.mktemp("another"), environment={"JUPYTER_RUNTIME_DIR": str(connect.live.runtime)}
    )
    bare = LiveServer(
        tmp_path_factory.mktemp("bare"),
        "--ServerApp.jpserver_extensions={'jupyter_gradio_mcp': False}",
        environment={"JUPYTER_RUNTIME_DIR": str(connect.live.runtime)},
    )
    try:
        said = connect("json", status=2)
        assert "Several notebook servers of yours are running. Choose one:" in said
        for live in (connect.live, another):
            assert f"--url http://localhost:{live.port}{live.base_url}   (notebooks in {live.root})" in said
        assert str(bare.port) not in said
        (another.root / "deep").mkdir()
        for live, folder in ((connect.live, connect.live.root / "a"), (another, another.root / "deep")):
            assert f":{live.port}/" in json.loads(connect("json", "--no-key", "--json", cwd=folder))["url"]
        chosen = connect("json", "--url", another.url.rstrip("/"), "--no-key", "--json")
        assert f":{another.port}/" in json.loads(chosen)["url"]
        assert "runs without the extension" in connect("json", "--url", bare.url, status=2)
    finally:
        another.close()
        bare.close()


def test_a_server_of_somebody_else_needs_a_key_of_its_own(connect: Command) -> None:
    nowhere = {"JUPYTER_RUNTIME_DIR": str(connect.home)}
    said = connect("cursor", "--url", connect.live.url, status=2, **nowhere)
    assert "name the environment variable that has it with --key-env" in said
    assert connect.live.url in connect("cursor", "--url", connect.live.url, "--key-env", "MINE", **nowhere)


@pytest.mark.skipif(not hasattr(gr, "Header"), reason="there are no headers yet")
def test_headers_that_functions_want_are_told(connect: Command) -> None:
    notebook = connect.live.notebook("headers.ipynb").load()
    try:
        notebook.run("import jupyter_gradio_mcp as gr")
        notebook.run("%%mcp_tool\ndef h(x_api_token: gr.Header) -> str:\n    return x_api_token")
        [entry] = json.loads(connect("json", "--notebook", "headers.ipynb", "--json"))["configuration"][
            "mcpServers"
        ].values()
        assert entry["headers"]["x-api-token"] == "YOUR_X_API_TOKEN"
        assert tools(entry, "legacy", "h")[1] == "YOUR_X_API_TOKEN"
        assert "${env:X_API_TOKEN}" in notebook.run("c = %mcp_connect cursor").stdout
    finally:
        notebook.close()


# -- the magic --


def test_the_magic_shows_no_key_and_what_it_returns_connects(two: Any) -> None:
    _, one, _ = two
    ran = one.run("connection = %mcp_connect json --functions g")
    assert ran.status == "ok", ran.error
    assert "YOUR_ACCESS_KEY" in ran.stdout
    assert "jgm_" not in ran.text
    shown = one.run("connection")
    assert KEY.search(shown.result) is None
    assert "the access key 'jgm_" in shown.result
    whole = one.run("print(connection)").stdout
    assert one.run("print(connection.text == str(connection), connection.key in connection)").stdout == "True True\n"
    printed = json.loads("".join(part for part in whole.split("\n\n") if '"mcpServers"' in part))
    entry = printed["mcpServers"]["one"]
    assert entry["url"].endswith("/gradio/a/one.ipynb/gradio_api/mcp/?tools=g")
    assert tools(entry, "2026-07-28", "g") == (["g"], "g")


@pytest.mark.parametrize("client", ["claude-code", "json", "vscode"])
def test_the_magic_leads_to_the_key_that_it_made_and_to_no_other(two: Any, client: str) -> None:
    _, one, _ = two
    ran = one.run(f"connection = %mcp_connect {client}")
    assert ran.status == "ok", ran.error
    assert "keys create" not in ran.stdout
    assert "print() of what %mcp_connect returned shows the one made for it" in ran.stdout
    whole = one.run("print(connection)").stdout
    assert KEY.search(whole)
    assert "%mcp_connect" not in whole


def test_the_magic_makes_one_key_for_a_client_until_it_is_revoked(two: Any) -> None:
    live, _, other = two
    first = other.run("c = %mcp_connect cursor\nprint(c.key)").stdout
    assert KEY.findall(other.run("c = %mcp_connect cursor\nprint(c.key)").stdout) == KEY.findall(first)
    [key] = [key for key in live.http.get("gradio_api/keys").json()["keys"] if key["notebooks"] == ["other.ipynb"]]
    assert key["name"] == "cursor"
    live.http.delete(f"gradio_api/keys/{key['id']}")
    assert KEY.findall(other.run("c = %mcp_connect cursor\nprint(c.key)").stdout) != KEY.findall(first)


def test_the_magic_lists_the_clients_and_says_what_is_wrong(two: Any) -> None:
    _, one, _ = two
    assert re.search(r"^cursor +Cursor$", one.run("%mcp_connect").stdout, re.M)
    assert "There is no client 'emacs'" in one.run("%mcp_connect emacs").text
    assert "This notebook offers no function 'x'" in one.run("%mcp_connect cursor --functions x").text
    assert "takes names of letters" in one.run("%mcp_connect codex --name 'a b'").text


def test_unloading_takes_all_magics_back(server: LiveServer) -> None:
    notebook = server.notebook("unloaded.ipynb").load()
    try:
        notebook.run("%unload_ext jupyter_gradio_mcp")
        left = notebook.run("print([m for m in get_ipython().magics_manager.magics['line'] if m.startswith('mcp_')])")
        assert left.stdout == "[]\n"
    finally:
        notebook.close()

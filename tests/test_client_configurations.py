"""What MCP clients are told: every form parsed by its own parser, with names, addresses and keys of every kind."""

import base64
import json
import re
import shlex
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import yaml

from jupyter_gradio_mcp.cli import clientfiles
from jupyter_gradio_mcp.clients.client import Client
from jupyter_gradio_mcp.clients.configuration import configuration
from jupyter_gradio_mcp.clients.known import CLIENTS, find
from jupyter_gradio_mcp.clients.page import page
from jupyter_gradio_mcp.clients.target import VARIABLE, Target, bridge_command, default_name

URL = "http://localhost:8888/a%20b/gradio/Ünï%20\"x'.ipynb/gradio_api/mcp/?tools=a,b&x=${HOME}"
KEY = "jgm_0123456789ab_" + "s" * 43
NASTY = [
    "plain",
    "two words",
    "q\"uo'te",
    "back\\slash",
    "Ünï—中🙂",
    "dots.and[brackets]",
    "line\u2028\x85\x7fend",
    "yes",
    "7",
]

EVERY = pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.id)


def names(client: Client) -> list[str]:
    return ["plain", "with-dash_8"] if client.strict else NASTY


def parsed(client: Client, text: str) -> Any:
    """By the format's own parser."""
    if client.format == "json":
        return json.loads(text)
    return yaml.safe_load(text) if client.format == "yaml" else clientfiles.tomllib.loads(text)


@EVERY
@pytest.mark.parametrize("key", [None, KEY])
def test_the_text_says_what_the_data_say(client: Client, key: str | None) -> None:
    for name in names(client):
        made = configuration(client, Target(name, URL, key, headers=("x-api-token",)))
        assert parsed(client, made.snippet) == made.data, name
        assert json.loads(json.dumps(made.data)) == made.data
        entry: Any = made.data
        for step in made.path:
            entry = entry[step]
        assert entry == made.entry


@EVERY
def test_no_link_and_no_command_line_holds_the_key(client: Client) -> None:
    made = configuration(client, Target("n", URL, KEY))
    assert KEY not in made.command
    for text in (made.link, unquote(made.link)):
        assert KEY not in text
        config = parse_qs(urlsplit(text).query).get("config", [""])[0]
        assert KEY not in base64.b64decode(config).decode()


@EVERY
def test_without_a_key_there_is_none_and_with_one_it_is_somewhere(client: Client) -> None:
    told = configuration(client, Target("n", URL)).text()
    assert "jgm_" not in told
    if client.needs_key:
        assert VARIABLE in told or f"{client.id}` makes one" in told
        assert KEY in configuration(client, Target("n", URL, KEY)).text()
    else:
        assert KEY not in configuration(client, Target("n", URL, KEY)).text()


@EVERY
def test_a_server_that_asks_for_nothing_is_told_nothing(client: Client) -> None:
    made = configuration(client, Target("n", URL, open=True))
    for text in (made.snippet, made.command, unquote(made.link), made.text()):
        assert "Authorization" not in text
        assert VARIABLE not in text


@EVERY
def test_headers_that_tools_want_come_by_variables_inputs_or_placeholders(client: Client) -> None:
    made = configuration(client, Target("n", URL, KEY, headers=("x-api-token",)))
    assert "x-api-token" in made.snippet
    assert "X_API_TOKEN" in made.snippet or "${input:n-x-api-token}" in made.snippet
    assert ("X_API_TOKEN" in made.variables) == bool(client.reference)
    if "YOUR_X_API_TOKEN" in made.snippet:
        assert "in place of YOUR_X_API_TOKEN" in made.text()


@pytest.mark.parametrize("client", [c for c in CLIENTS if c.command], ids=lambda client: client.id)
def test_command_lines_reach_the_client_as_they_are_meant(client: Client, tmp_path: Path) -> None:
    """The shell itself splits them, for a program that writes down what it was given."""
    assert client.command is not None
    for name in names(client):
        made = configuration(client, Target(name, URL, headers=("x-api-token",)))
        program = shlex.split(made.command)[0]
        (tmp_path / program).write_text(f"#!{sys.executable}\nimport json, sys\nprint(json.dumps(sys.argv[1:]))\n")
        (tmp_path / program).chmod(0o755)
        environment = {"PATH": f"{tmp_path}:/usr/bin:/bin", VARIABLE: 'k"e y', "X_API_TOKEN": "t $HOME"}
        ran = subprocess.run(["/bin/sh", "-c", made.command], env=environment, capture_output=True, check=True)
        given = json.loads(ran.stdout)
        if client.asks:
            described = json.loads(given[1])
            assert (given[0], described["name"], described["url"]) == ("--add-mcp", name, URL)
            assert described["inputs"] == list(made.inputs)
            continue
        assert name in given
        assert URL in given
        if client.id == "codex":
            assert given[-2:] == ["--bearer-token-env-var", VARIABLE]
        else:
            assert 'Authorization: Bearer k"e y' in given
            assert "x-api-token: t $HOME" in given


@pytest.mark.parametrize("client", [c for c in CLIENTS if c.link], ids=lambda client: client.id)
def test_links_hold_the_name_and_the_entry(client: Client) -> None:
    for name in names(client):
        target = Target(name, URL)
        link = configuration(client, target).link
        assert re.fullmatch(r"[!-~]+", link)
        if client.id == "vscode":
            assert link.startswith("vscode:mcp/install?")
            described = json.loads(unquote(link.partition("?")[2]))
            assert described.pop("name") == name
            assert described.pop("inputs") == list(configuration(client, target).inputs)
        else:
            query = parse_qs(urlsplit(link).query)
            assert query["name"] == [name]
            described = json.loads(base64.b64decode(query["config"][0]))
        assert described == client.entry(client, target)


def test_names_that_a_client_refuses_are_refused_with_the_reason() -> None:
    with pytest.raises(ValueError, match=r"Codex takes names of letters, digits, '-' and '_', not 'a b'"):
        configuration(find("codex"), Target("a b", URL))
    for client in ("codex", "vscode"):
        with pytest.raises(ValueError, match="would be an option"):
            configuration(find(client), Target("--scope", URL))


def test_what_would_run_in_a_shell_is_no_header_and_no_variable() -> None:
    with pytest.raises(ValueError, match="cannot be one"):
        Target("n", URL, headers=("x$(touch /tmp/x)",))
    with pytest.raises(ValueError, match="cannot be called"):
        Target("n", URL, variable="A;B")


def test_clients_are_found_as_people_call_them() -> None:
    assert find("VS Code").id == "vscode"
    assert find("claude_code").id == "claude-code"
    with pytest.raises(
        ValueError, match=r"There is no client 'emacs'\. There are: claude-code, claude-desktop, cursor"
    ):
        find("emacs")


@pytest.mark.parametrize(
    ("url", "notebook", "name"),
    [
        ("http://localhost:8888/", "", "jupyter-8888"),
        ("https://hub.example.org/user/x/", "", "jupyter"),
        ("http://localhost:8888/", "a/My analysis (2).ipynb", "My-analysis-2"),
        ("http://localhost:8888/", "中.ipynb", "notebook"),
    ],
)
def test_names_are_made_that_every_client_takes(url: str, notebook: str, name: str) -> None:
    assert default_name(url, notebook) == name


def test_files_are_where_each_platform_has_them() -> None:
    def first(id: str, platform: str, **environment: str) -> str:
        return str(find(id).paths(platform, environment)[0])

    assert first("cursor", "linux", HOME="/home/me") == "/home/me/.cursor/mcp.json"
    assert first("vscode", "linux", HOME="/home/me") == "/home/me/.config/Code/User/mcp.json"
    assert first("vscode", "linux", HOME="/home/me", XDG_CONFIG_HOME="/x") == "/x/Code/User/mcp.json"
    assert first("codex", "darwin", HOME="/Users/me", CODEX_HOME="/c") == "/c/config.toml"
    assert first("claude-desktop", "darwin", HOME="/Users/me").startswith(
        "/Users/me/Library/Application Support/Claude/"
    )
    assert first("zed", "win32", USERPROFILE=r"C:\Users\me") == r"C:\Users\me\AppData\Roaming\Zed\settings.json"
    assert first("windsurf", "win32", USERPROFILE=r"C:\Users\me") == r"C:\Users\me\.codeium\windsurf\mcp_config.json"
    assert first("claude-code", "linux", HOME="/home/me") == ".mcp.json"


def test_a_shared_file_never_holds_the_key() -> None:
    for id in ("claude-code", "vscode"):
        assert KEY not in configuration(find(id), Target("n", URL, KEY)).snippet


def test_mcp_remote_is_told_that_plain_http_is_meant() -> None:
    remote = find("mcp-remote")
    assert "--allow-http" not in configuration(remote, Target("n", URL)).entry["args"]
    made = configuration(remote, replace(Target("n", URL, KEY), url="http://10.0.0.1:8888/gradio_api/mcp/"))
    assert "--allow-http" in made.entry["args"]
    assert made.entry["env"] == {"AUTHORIZATION": f"Bearer {KEY}"}
    assert not any(" " in word for word in made.entry["args"])


def test_the_bridge_is_told_what_its_own_options_take() -> None:
    target = Target("n", URL, headers=("x-api-token",), bridge=("/b", "bridge", "--key-env", VARIABLE))
    assert configuration(find("claude-desktop"), target).entry == {
        "command": "/b",
        "args": ["bridge", "--key-env", VARIABLE, "--header", "x-api-token=X_API_TOKEN"],
        "env": {VARIABLE: "YOUR_ACCESS_KEY", "X_API_TOKEN": "YOUR_X_API_TOKEN"},
    }


def test_the_legacy_transport_is_for_those_who_are_known_to_speak_it() -> None:
    target = Target("n", "http://localhost:8888/gradio_api/mcp/sse", transport="sse")
    spoken = {client.id: configuration(client, target) for client in CLIENTS if client.sse is not None}
    assert {"codex", "goose", "zed", "claude-desktop"}.isdisjoint(spoken)
    for id, made in spoken.items():
        assert target.url in made.snippet, id
        assert "streamable" not in made.snippet.lower(), id
    assert spoken["vscode"].entry["type"] == spoken["json"].entry["type"] == "sse"
    assert spoken["gemini"].entry["url"] == target.url, "httpUrl is the other transport"
    assert "--transport sse" in spoken["claude-code"].command
    assert "--transport sse" in spoken["gemini"].command
    assert json.loads(shlex.split(spoken["vscode"].command)[2])["type"] == "sse"
    assert "sse-only" in spoken["mcp-remote"].entry["args"]
    with pytest.raises(ValueError, match="Codex is not known to speak the SSE transport"):
        configuration(find("codex"), target)


def test_the_bridge_is_given_a_key_where_its_options_name_one() -> None:
    target = Target("n", URL, KEY, bridge=("/b", "bridge", "--key-env", VARIABLE))
    assert configuration(find("claude-desktop"), target).entry["env"] == {VARIABLE: KEY}


def test_the_bridge_is_named_absolutely() -> None:
    command = bridge_command()
    assert Path(command[0]).is_absolute()
    assert command[-1] == "bridge"


def test_the_page_of_clients_is_made_from_the_same() -> None:
    file = Path(__file__).resolve().parent.parent / "docs" / "clients.md"
    assert file.read_text() == page(), "python -m jupyter_gradio_mcp.clients > docs/clients.md"

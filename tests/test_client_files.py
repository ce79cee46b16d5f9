"""An entry comes into a client's file, and everything else in it stays byte for byte."""

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from jupyter_gradio_mcp.cli import clientfiles, jsontext
from jupyter_gradio_mcp.clients.configuration import Configuration, configuration
from jupyter_gradio_mcp.clients.known import CLIENTS, find
from jupyter_gradio_mcp.clients.target import VARIABLE, Target

URL = "http://localhost:8888/gradio_api/mcp/"
KEY = "jgm_0123456789ab_" + "s" * 43
OTHER_KEY = "jgm_ba9876543210_" + "t" * 43


def made(id: str, name: str = "jupyter-8888", key: str | None = KEY, **target: Any) -> Configuration:
    return configuration(find(id), Target(name, target.pop("url", URL), key, **target))


FILES = {
    "claude-code": '{\n  "mcpServers": {\n    "github": {"type": "http", "url": "https://example.org/mcp"}\n  }\n}\n',
    "claude-desktop": (
        '{\n\t"globalShortcut": "",\n\t"mcpServers": {\n\t\t"filesystem": {\n\t\t\t"command": "npx",\n'
        '\t\t\t"args": ["-y", "@modelcontextprotocol/server-filesystem", "/Users/me"]\n\t\t}\n\t}\n}'
    ),
    "cursor": '{"mcpServers":{"linear":{"url":"https://mcp.linear.app/sse"}}}',
    "vscode": (
        "// My servers\r\n{\r\n    // ask once\r\n"
        '    "inputs": [\r\n        { "id": "token", "type": "promptString", "description": "T", "password": true }, // mine\r\n    ],\r\n'
        '    "servers": {\r\n        "github": { "url": "https://api.githubcopilot.com/mcp/" }, // keep this one\r\n'
        "        /* and this remark */\r\n    },\r\n}\r\n"
    ),
    "cline": '{\n  "mcpServers": {}\n}\n',
    "windsurf": '{\n  "mcpServers": {\n    // none yet\n  }\n}\n',
    "codex": (
        '# Codex\r\nmodel = "gpt-5"   # the good one\r\n\r\n[mcp_servers.docs]\r\ncommand = "npx"\r\nargs = ["-y", "docs-mcp"]\r\n\r\n'
        '[mcp_servers.docs.env]\r\nTOKEN = "x"\r\n\r\n# where I work\r\n[projects."/home/me/a b"]\r\ntrust_level = "trusted"\r\n'
    ),
    "gemini": '{\n  "theme": "GitHub", // dark is too dark\n  "selectedAuthType": "oauth-personal"\n}\n',
    "zed": (
        "// Zed settings\n//\n{\n  // Look\n"
        '  "theme": { "mode": "system", "light": "One Light" },\n  "buffer_font_size": 15.0,\n'
        '  "context_servers": {\n    "postgres": {\n      "source": "extension",\n      "settings": {} // none\n    }\n  },\n'
        '  "lsp": {}\n}\n'
    ),
    "goose": (
        "# goose\nGOOSE_MODE: smart_approve\nextensions:\n  developer:\n    bundled: true\n    enabled: true\n    timeout: 300\n"
        "    type: builtin\n  # my own\n  notes: {type: stdio, cmd: notes, enabled: false}\n\n# the rest\nGOOSE_TELEMETRY_ENABLED: false\n"
    ),
    "lm-studio": '{\n  "mcpServers": {\n    "hf": {\n      "url": "https://huggingface.co/mcp"\n    }\n  }\n}\n',
    "opencode": '\ufeff{\n  "$schema": "https://opencode.ai/config.json",\n  "mcp": {\n    "a": { "type": "local", "command": ["a"] },\n  },\n}\n',
    "mcp-remote": '{"mcpServers": {"a": {"command": "a"}}, "x": 1e3}',
    "json": "",
}

EVERY = pytest.mark.parametrize("id", [client.id for client in CLIENTS])


def in_order(part: str, whole: str) -> bool:
    """Whether all letters of a text are in another, in their order."""
    rest = iter(whole)
    return all(letter in rest for letter in part)


@EVERY
def test_everything_else_in_a_real_file_stays(id: str) -> None:
    before, configuration = FILES[id], made(id)
    after = clientfiles.merged(before, configuration)
    form = configuration.client.format
    was, now = clientfiles.load(before, form), clientfiles.load(after, form)
    assert clientfiles.entry_in(after, configuration) == configuration.entry
    inner = now
    for name in configuration.path[:-1]:
        inner = inner[name]
    del inner[configuration.target.name]
    now["inputs"] = [asked for asked in now.get("inputs", []) if asked not in configuration.inputs]
    empty: dict[str, Any] = {configuration.path[0]: {}}
    assert {**empty, "inputs": [], **was} == now
    # Nothing was taken away or moved, only put in; and whole lines stay as they are.
    assert in_order(before, after)
    if "\n" in before:
        kept = [line for line in before.splitlines(keepends=True) if line in after]
        changed = [line for line in before.splitlines(keepends=True) if line not in after]
        assert len(changed) <= 3, changed
        assert in_order("".join(kept), after)
    if "\r\n" in before:
        assert "\n" not in after.replace("\r\n", "")


@EVERY
def test_doing_it_again_changes_nothing(id: str) -> None:
    once = clientfiles.merged(FILES[id], made(id))
    assert clientfiles.merged(once, made(id)) == once


@EVERY
def test_another_key_or_address_replaces_the_entry_and_nothing_else(id: str) -> None:
    once = clientfiles.merged(FILES[id], made(id))
    other = made(id, key=OTHER_KEY, url="http://localhost:9999/gradio_api/mcp/")
    again = clientfiles.merged(once, other)
    assert clientfiles.entry_in(again, other) == other.entry
    assert KEY not in again
    back = clientfiles.merged(again, made(id))
    assert back == once


@EVERY
def test_two_notebooks_stand_side_by_side(id: str) -> None:
    one, two = made(id, "one"), made(id, "two", OTHER_KEY)
    text = clientfiles.merged(clientfiles.merged(FILES[id], one), two)
    assert clientfiles.entry_in(text, one) == one.entry
    assert clientfiles.entry_in(text, two) == two.entry


@EVERY
def test_an_empty_file_becomes_the_snippet(id: str) -> None:
    for empty in ("", "\n", "\ufeff"):
        text = clientfiles.merged(empty, made(id))
        assert clientfiles.load(text, made(id).client.format) == made(id).data


def test_comments_stay_with_what_they_are_about() -> None:
    after = clientfiles.merged(FILES["vscode"], made("vscode"))
    assert (
        '"github": { "url": "https://api.githubcopilot.com/mcp/" }, // keep this one\r\n        "jupyter-8888": {'
        in after
    )
    assert '"password": true }, // mine\r\n        {' in after
    after = clientfiles.merged('{\n  "a": 1 // one\n}\n', made("gemini"))
    assert after.startswith('{\n  "a": 1, // one\n  "mcpServers": {\n    "jupyter-8888": {\n')
    after = clientfiles.merged(FILES["codex"], made("codex"))
    assert '\r\n# where I work\r\n[projects."/home/me/a b"]\r\n' in after


def test_what_the_owner_or_the_client_have_added_to_the_entry_stays() -> None:
    once = clientfiles.merged("", made("cline", headers=("x-token",)))
    data = json.loads(once)
    entry = data["mcpServers"]["jupyter-8888"]
    entry["headers"]["x-token"] = "mine"
    entry.update(disabled=True, autoApprove=["f"])
    text = json.dumps(data)
    assert clientfiles.merged(text, made("cline", headers=("x-token",))) == text
    again = json.loads(clientfiles.merged(text, made("cline", key=OTHER_KEY, headers=("x-token",))))
    kept = again["mcpServers"]["jupyter-8888"]
    assert (kept["disabled"], kept["autoApprove"]) == (True, ["f"])
    assert kept["headers"] == {"Authorization": f"Bearer {OTHER_KEY}", "x-token": "mine"}


def test_a_value_that_was_put_in_place_of_a_placeholder_stays() -> None:
    configuration = made("claude-desktop", headers=("x-token",))
    filled = clientfiles.merged("", configuration).replace("YOUR_X_TOKEN", "mine")
    assert "mine" in filled
    assert clientfiles.merged(filled, configuration) == filled


def test_codex_has_one_way_to_its_key_only() -> None:
    text = clientfiles.merged(FILES["codex"], made("codex", key=None))
    assert clientfiles.entry_in(text, made("codex")) == {"url": URL, "bearer_token_env_var": VARIABLE}
    text = clientfiles.merged(text, made("codex"))
    assert clientfiles.entry_in(text, made("codex")) == {"url": URL, "http_headers": {"Authorization": f"Bearer {KEY}"}}


def test_an_entry_of_codex_with_tables_of_its_own_is_replaced_whole() -> None:
    before = '[mcp_servers.n]\nurl = "x"\n\n[mcp_servers.n.http_headers]\nA = "b"\n\n# next\n[other]\nx = """\n[mcp_servers.n]\n"""\n'
    after = clientfiles.merged(before, made("codex", "n"))
    assert clientfiles.load(after, "toml")["mcp_servers"] == {"n": made("codex", "n").entry}
    assert after.endswith('# next\n[other]\nx = """\n[mcp_servers.n]\n"""\n')


def test_opencode_of_the_second_version_has_it_a_level_deeper() -> None:
    before = '{\n  "mcp": {\n    "servers": {\n      "a": {"type": "local", "command": ["a"]}\n    }\n  }\n}\n'
    after = json.loads(clientfiles.merged(before, made("opencode")))
    expected = {name: value for name, value in made("opencode").entry.items() if name != "enabled"}
    assert after["mcp"]["servers"]["jupyter-8888"] == expected
    assert list(after["mcp"]) == ["servers"]


@pytest.mark.parametrize(
    ("id", "text", "place"),
    [
        ("cursor", '{\n  "a": 1\n  "b": 2\n}', "line 3, column 3"),
        ("cursor", '{"a": tru}', "line 1, column 7"),
        ("cursor", '{"a": "b', "line 1, column 7"),
        ("cursor", '{"a": 1} x', "line 1, column 10"),
        ("cursor", "{'a': 1}", "line 1, column 2"),
        ("cursor", '{"a": NaN}', "line 1, column 7"),
        ("cursor", "[1, 2", "column 6"),
        ("cursor", "[" * 100_000, "nested too deeply"),
        ("cursor", "[]", "no object"),
        ("cursor", '{"mcpServers": []}', "'mcpServers' is no object"),
        ("codex", "a = 1\nb = \n", "line 2, column 5"),
        ("codex", "mcp_servers = 1\n", "'mcp_servers' is no object"),
        ("codex", 'mcp_servers = { a = { url = "x" } }\n', "broken|cannot be added to"),
        ("codex", '[mcp_servers]\njupyter-8888 = { url = "x" }\n', "broken|cannot be added to"),
        ("goose", "a: 1\n b: 2\n", "line 2, column 3"),
        ("goose", "extensions: {a: {type: builtin}}\n", "'extensions' is one line of YAML"),
        ("goose", "{a: 1}\n", "one line of YAML"),
        ("goose", "- 1\n", "no object"),
    ],
)
def test_a_file_that_cannot_be_added_to_is_refused_with_the_place(id: str, text: str, place: str) -> None:
    with pytest.raises(clientfiles.Unwritable, match=place):
        clientfiles.merged(text, made(id))


@pytest.mark.parametrize(
    "text",
    [
        "extensions:\n",
        "extensions: {}\n",
        "extensions: {} # none\nb: 2",
        "a: 1",
        "a: |\n  text\n\n",
        "# only a remark\n",
        "a: [1,\n  2]\n",
        "extensions:\n    b:\n        c: >\n            folded\n            text\n\nz: 1\n",
        'extensions:\n  b:\n    - c: "x\n        y"\n    # remark\nz: 1\n',
        "a: 1\nextensions:\n  b: {}\n...\n",
    ],
)
def test_yaml_of_every_style_is_added_to(text: str) -> None:
    configuration = made("goose")
    after = clientfiles.merged(text, configuration)
    whole = clientfiles.load(after, "yaml")
    assert whole["extensions"].pop("jupyter-8888") == configuration.entry
    before = clientfiles.load(text, "yaml")
    assert whole == {"extensions": {}, **{name: value or {} for name, value in before.items()}}
    assert clientfiles.merged(after, configuration) == after
    other = made("goose", key=OTHER_KEY)
    assert clientfiles.merged(clientfiles.merged(after, other), configuration) == after


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "{ }",
        "{\n}",
        "// x\n{\n  // y\n}\n",
        "{/**/}",
        '{"a":1}',
        '{ "a": 1, }',
        '{\n  "a": 1,\n}',
        '{\n  "a": 1, // x\n}',
        '{\n  "a": 1 /* x */ // y\n  , // z\n}',
        '{"a": 1,\n "b": [1, 2]}',
        '{"mcpServers": {\n  "a": {}}}',
        '{"mcpServers": {\n  "a": {} /* one */, "b": {} } }',
        '{\n\t"mcpServers": { "a": { "url": "//no // comment" } }\n}',
        '{"mcpServers": {"a": 1}, "mcpServers": {"b": 2}}',
        '{"mcpServers": {"jupyter-8888": {"command": "old"}, "z": 1}}',
    ],
)
def test_json_of_every_style_is_added_to(text: str) -> None:
    configuration = made("cursor")
    after = clientfiles.merged(text, configuration)
    whole = jsontext.loads(after)
    assert whole["mcpServers"].pop("jupyter-8888") == configuration.entry
    before = jsontext.loads(text)
    before.setdefault("mcpServers", {}).pop("jupyter-8888", None)
    assert whole == before
    if "old" not in text:
        assert in_order(text, after)
    assert clientfiles.merged(after, configuration) == after


# -- the file itself --


def test_a_new_file_is_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "a" / "b" / "mcp.json"
    assert clientfiles.write(file, "", "x", secret=True) is None
    assert file.read_text() == "x"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("mode", "secret", "after"), [(0o644, False, 0o644), (0o644, True, 0o600), (0o400, True, 0o400)]
)
def test_the_mode_stays_unless_the_file_gets_a_key(tmp_path: Path, mode: int, secret: bool, after: int) -> None:
    file = tmp_path / "mcp.json"
    file.write_text("old")
    file.chmod(mode)
    clientfiles.write(file, "old", "new", secret=secret)
    assert stat.S_IMODE(file.stat().st_mode) == after


def test_the_former_file_is_kept_and_no_copy_replaces_another(tmp_path: Path) -> None:
    file = tmp_path / "mcp.json"
    file.write_text("0")
    kept = []
    for number in range(3):
        backup = clientfiles.write(file, str(number), str(number + 1), secret=False)
        assert backup is not None
        assert stat.S_IMODE(backup.stat().st_mode) == 0o600
        kept.append(backup)
    assert [backup.read_text() for backup in kept] == ["0", "1", "2"]
    assert sorted(tmp_path.iterdir()) == sorted([file, *kept])


def test_a_link_stays_and_what_it_leads_to_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "dotfiles").mkdir()
    real, link = tmp_path / "dotfiles" / "mcp.json", tmp_path / "mcp.json"
    real.write_text("old")
    link.symlink_to("dotfiles/mcp.json")
    clientfiles.write(link, "old", "new", secret=False)
    assert link.is_symlink()
    assert real.read_text() == "new"
    assert os.readlink(link) == "dotfiles/mcp.json"


def test_a_link_that_leads_nowhere_yet_leads_to_the_new_file(tmp_path: Path) -> None:
    link = tmp_path / "mcp.json"
    link.symlink_to("dotfiles/mcp.json")
    clientfiles.write(link, "", "new", secret=False)
    assert (tmp_path / "dotfiles" / "mcp.json").read_text() == "new"
    assert link.is_symlink()


def test_what_cannot_be_written_is_said_and_left(tmp_path: Path) -> None:
    circle = tmp_path / "circle"
    circle.symlink_to("circle")
    with pytest.raises(clientfiles.Unwritable):
        clientfiles.read(circle)
    with pytest.raises(clientfiles.Unwritable):
        clientfiles.write(circle, "", "x", secret=False)
    with pytest.raises(clientfiles.Unwritable, match="is no regular file"):
        clientfiles.read(tmp_path)
    latin = tmp_path / "latin"
    latin.write_bytes(b'{"a": "\xe9"}')
    with pytest.raises(clientfiles.Unwritable, match=r"not in UTF-8 \(byte 7\)"):
        clientfiles.read(latin)


def test_a_file_that_somebody_changed_meanwhile_is_left(tmp_path: Path) -> None:
    file = tmp_path / "mcp.json"
    file.write_text("theirs")
    with pytest.raises(clientfiles.Unwritable, match="changed by somebody else just now"):
        clientfiles.write(file, "what was read", "ours", secret=False)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["theirs"]

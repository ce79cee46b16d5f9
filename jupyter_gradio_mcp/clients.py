"""How each MCP client is told of a server: its file, the form of the entry, its command, its link.

Pure: no network, no settings, nothing but the standard library. What is said here of a client is
from its own documentation; `python -m jupyter_gradio_mcp.clients` prints it all as `docs/clients.md`.
"""

from __future__ import annotations

import base64
import json
import os
import re
import shlex
import sys
import sysconfig
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote, urlsplit

VARIABLE = "JUPYTER_GRADIO_MCP_KEY"
"""The environment variable that clients read the access key from, unless another is named."""

PLACEHOLDER = "YOUR_ACCESS_KEY"
"""What stands for the key where a client reads no variable and none is given."""

Format = Literal["json", "toml", "yaml"]
Entry = dict[str, Any]


@dataclass(frozen=True)
class Target:
    """What a client is to be connected with.

    Attributes:
        name: What the client is to call it.
        url: The MCP address.
        key: The access key; None for a variable, or a placeholder where the client reads none.
        headers: Further headers that the tools want, by name.
        bridge: The command of the bridge, for clients that only start programs.
        variable: The environment variable for the key.
        open: Whether the server asks for no credential.
    """

    name: str
    url: str
    key: str | None = None
    headers: tuple[str, ...] = ()
    bridge: tuple[str, ...] = ("jupyter-gradio-mcp", "bridge")
    variable: str = VARIABLE
    open: bool = False

    def __post_init__(self) -> None:
        # They come to stand in command lines, and the names of headers are told by a server.
        for header in self.headers:
            if re.fullmatch(r"[A-Za-z0-9_-]+", header) is None:
                raise ValueError(f"The server's tools want a header {header!r}, which cannot be one")
        if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", self.variable) is None:
            raise ValueError(f"An environment variable cannot be called {self.variable!r}")


@dataclass(frozen=True)
class Places:
    """Where a client's file may be on each platform, the usual place first; `~` is the home folder."""

    linux: tuple[str, ...] = ()
    mac: tuple[str, ...] = ()
    windows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Client:
    """An MCP client.

    Attributes:
        id: What the command line calls it.
        title: What people call it.
        entry: Makes its entry for a target.
        format: The format of its file.
        place: The names that lead to its entries in the file.
        files: Where the file may be; relative if it is one of the project.
        reference: How its file names an environment variable; empty if it cannot.
        command: Makes its command line for a target, for a POSIX shell.
        link: Makes its install link for a target without a key.
        asks: Whether it asks for secrets and keeps them itself.
        strict: Whether its names are of letters, digits, `_` and `-` only.
        note: What else to know.
    """

    id: str
    title: str
    entry: Callable[[Client, Target], Entry]
    format: Format = "json"
    place: tuple[str, ...] = ("mcpServers",)
    files: Places = Places()
    reference: str = ""
    command: Callable[[Client, Target], str] | None = None
    link: Callable[[Client, Target], str] | None = None
    asks: bool = False
    strict: bool = False
    note: str = ""

    @property
    def in_project(self) -> bool:
        """Whether its file is one of the project, which is shared and so never holds a key."""
        return bool(self.files.linux) and not self.files.linux[0].startswith("~")

    @property
    def needs_key(self) -> bool:
        """Whether it sends a key; the bridge has its own ways."""
        return self.entry is not _bridge

    @property
    def holds_key(self) -> bool:
        """Whether a key that is given stands in its file."""
        return self.needs_key and not self.asks and not self.in_project

    def paths(self, platform: str = sys.platform, environment: Mapping[str, str] = os.environ) -> list[Path]:
        """Where its file may be on this machine, the usual place first."""
        files = self.files
        given = files.windows if platform == "win32" else files.mac if platform == "darwin" else files.linux
        return [_path(place, platform, environment) for place in given]


@dataclass(frozen=True)
class Configuration:
    """What a client is told.

    Attributes:
        client: The client.
        target: What it is connected with.
        entry: Its entry for it.
        inputs: What the client is to ask for (VS Code).
    """

    client: Client
    target: Target
    entry: Entry
    inputs: tuple[Entry, ...] = ()

    @property
    def path(self) -> tuple[str, ...]:
        """The names that lead to the entry in the client's file."""
        return (*self.client.place, self.target.name)

    @property
    def data(self) -> dict[str, Any]:
        """The client's file, if it had nothing else."""
        nested: dict[str, Any] = self.entry
        for name in reversed(self.path):
            nested = {name: nested}
        return {"inputs": list(self.inputs), **nested} if self.inputs else nested

    @property
    def snippet(self) -> str:
        """The same as text in the format of the file, ending in a line break."""
        if self.client.format == "toml":
            return toml_table(self.path, self.entry)
        if self.client.format == "yaml":
            return yaml_block(self.data)
        return json.dumps(self.data, indent=2, ensure_ascii=False) + "\n"

    @property
    def command(self) -> str:
        """A command line that does the same, for a POSIX shell; empty if the client has none."""
        return "" if self.client.command is None else self.client.command(self.client, self.target)

    @property
    def link(self) -> str:
        """A link that installs it, without any key; empty if the client knows none."""
        return "" if self.client.link is None else self.client.link(self.client, replace(self.target, key=None))

    @property
    def variables(self) -> list[str]:
        """The environment variables that the entry or the command read, the key's first."""
        client, target = self.client, self.target
        if not client.reference:
            return []
        in_file = target.key is not None and client.holds_key and client.command is None
        key = [] if target.open or in_file else [target.variable]
        return [*key, *(header_variable(header) for header in target.headers)]

    def text(self) -> str:
        """All of it for a person: what to run, or what to put where."""
        parts = [self.client.title, ""]
        if self.variables:
            parts += ["In the shell, or wherever the client has its environment from:", ""]
            parts += [_indented(self._export(name)) for name in self.variables] + [""]
        if self.command:
            parts += ["Run", "", _indented(self.command), ""]
        places = self.places()
        lead = "or put into its file" if self.command else "Put into its file"
        if not places:
            lead = "Put into the client's configuration"
        parts += [lead, *(f"    {place}" for place in places), "", _indented(self.snippet.rstrip("\n")), ""]
        if self.link:
            parts += ["or open this link, which holds no key:", "", _indented(self.link), ""]
        if self.client.asks and not self.target.open:
            make = f"`jupyter gradio-mcp keys create {self.client.id}` makes one"
            parts += [f"{self.client.title} asks for the access key: {self.target.key or make}.", ""]
        notes = self.notes()
        parts += [*notes, ""] if notes else []
        return "\n".join(parts).rstrip("\n") + "\n"

    def places(self) -> list[str]:
        """Where the client's file is, a line for each place."""
        found: dict[str, list[str]] = {}
        files = self.client.files
        for platform, places in (("Linux", files.linux), ("macOS", files.mac), ("Windows", files.windows)):
            for place in places:
                found.setdefault(place, []).append(platform)
        return [
            place if len(platforms) == 3 else f"{place}  ({', '.join(platforms)})" for place, platforms in found.items()
        ]

    def notes(self) -> list[str]:
        """What else there is to know, a sentence each."""
        notes = [self.client.note] if self.client.note else []
        unset = [_unset(header_variable(header)) for header in self.target.headers]
        unset = [name for name in unset if name in self.snippet]
        if unset:
            notes.append(f"Put what the tools want as headers in place of {', '.join(unset)}.")
        if not self.target.open and self.target.key is None and PLACEHOLDER in self.snippet:
            make = f"`jupyter gradio-mcp keys create {self.client.id}` makes one"
            notes.append(f"Put an access key in place of {PLACEHOLDER}; {make}.")
        return notes

    def _export(self, name: str) -> str:
        if name != self.target.variable:
            return f"export {name}=…"
        make = f'"$(jupyter gradio-mcp keys create {self.client.id})"'
        value = make if self.target.key is None else shlex.quote(self.target.key)
        return f"export {name}={value}"


def configuration(client: Client, target: Target) -> Configuration:
    """What a client is told of a target.

    Raises:
        ValueError: The client does not take the name.
    """
    if not target.name or (client.strict and re.fullmatch(r"[A-Za-z0-9_-]+", target.name) is None):
        raise ValueError(
            f"{client.title} takes names of letters, digits, '-' and '_', not {target.name!r}; give another with --name"
        )
    return Configuration(client, target, client.entry(client, target), tuple(_inputs(target)) if client.asks else ())


def find(id: str) -> Client:
    """The client that people call so.

    Raises:
        ValueError: There is none.
    """
    plain = id.strip().lower().replace(" ", "-").replace("_", "-")
    for client in CLIENTS:
        if plain in (client.id, client.title.lower().replace(" ", "-")):
            return client
    raise ValueError(f"There is no client {id!r}. There are: {', '.join(client.id for client in CLIENTS)}.")


def default_name(url: str, notebook: str = "") -> str:
    """What to call a target: after its notebook, or the server's port, in letters that every client takes."""
    if notebook:
        stem = notebook.rpartition("/")[2].removesuffix(".ipynb")
        return re.sub(r"[^A-Za-z0-9_-]+", "-", stem).strip("-")[:40] or "notebook"
    try:
        port = urlsplit(url).port
    except ValueError:
        port = None
    return "jupyter" if port is None else f"jupyter-{port}"


def header_variable(header: str) -> str:
    """The environment variable for a header that tools want."""
    return re.sub(r"\W", "_", header, flags=re.ASCII).upper()


def bridge_command() -> tuple[str, ...]:
    """The bridge of this environment, absolutely: desktop programs have another PATH."""
    ending = ".exe" if os.name == "nt" else ""
    script = Path(sysconfig.get_path("scripts")) / f"jupyter-gradio-mcp{ending}"
    command = (str(script),) if script.exists() else (sys.executable, "-m", "jupyter_gradio_mcp.cli")
    return (*command, "bridge")


# -- formats --


def quoted(text: str) -> str:
    """A text as TOML and YAML both read it, in double quotes."""
    return '"' + "".join(_escaped(letter) for letter in text) + '"'


def toml_table(path: tuple[str, ...], entry: Entry) -> str:
    """A table of TOML with its header."""
    lines = [f"[{'.'.join(_toml_key(name) for name in path)}]"]
    lines += [f"{_toml_key(name)} = {_toml_value(value)}" for name, value in entry.items()]
    return "\n".join(lines) + "\n"


def yaml_block(data: Mapping[str, Any], indent: str = "") -> str:
    """A mapping of YAML in lines."""
    lines = []
    for name, value in data.items():
        plain = re.fullmatch(r"[A-Za-z_][A-Za-z0-9_-]*", name) is not None and not _yaml_word(name)
        key = indent + (name if plain else quoted(name))
        if isinstance(value, Mapping) and value:
            lines.append(f"{key}:\n{yaml_block(value, indent + '  ')}")
        else:
            lines.append(f"{key}: {_flow(value)}\n")
    return "".join(lines)


def _toml_key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else quoted(name)


def _toml_value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_toml_key(name)} = {_toml_value(part)}" for name, part in value.items()) + " }"
    return _flow(value)


def _flow(value: Any) -> str:
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_flow(part) for part in value) + "]"
    return json.dumps(value)


def _yaml_word(name: str) -> bool:
    # What YAML takes for a boolean or nothing, at least in its older version.
    return name.lower() in ("y", "n", "yes", "no", "on", "off", "true", "false", "null")


def _escaped(letter: str) -> str:
    if letter in '"\\':
        return f"\\{letter}"
    if letter == " " or letter.isprintable():
        return letter
    return f"\\u{ord(letter):04x}" if ord(letter) < 0x10000 else f"\\U{ord(letter):08x}"


# -- entries --


def _authorization(client: Client, target: Target) -> str | None:
    if target.open:
        return None
    if target.key is not None and client.holds_key:
        return f"Bearer {target.key}"
    if client.asks:
        return f"Bearer ${{input:{_input(target, 'key')}}}"
    return f"Bearer {client.reference.format(target.variable) if client.reference else PLACEHOLDER}"


def _headers(client: Client, target: Target) -> dict[str, str]:
    authorization = _authorization(client, target)
    headers = {} if authorization is None else {"Authorization": authorization}
    for header in target.headers:
        name = header_variable(header)
        if client.asks:
            headers[header] = f"${{input:{_input(target, header)}}}"
        else:
            headers[header] = client.reference.format(name) if client.reference else _unset(name)
    return headers


def _http(address: str = "url", **fixed: Any) -> Callable[[Client, Target], Entry]:
    """Entries with an address and headers, which most clients have."""

    def entry(client: Client, target: Target) -> Entry:
        headers = _headers(client, target)
        return {**fixed, address: target.url, **({"headers": headers} if headers else {})}

    return entry


def _bridge(client: Client, target: Target) -> Entry:
    del client
    args, env = list(target.bridge[1:]), {}
    if "--key-env" in args:
        env[target.variable] = PLACEHOLDER
    for header in target.headers:
        name = header_variable(header)
        args += ["--header", f"{header}={name}"]
        env[name] = _unset(name)
    return {"command": target.bridge[0], "args": args, **({"env": env} if env else {})}


def _remote(client: Client, target: Target) -> Entry:
    args, env = ["-y", "mcp-remote", target.url, "--transport", "http-only"], {}
    if urlsplit(target.url).scheme == "http" and urlsplit(target.url).hostname not in ("localhost", "127.0.0.1", "::1"):
        args.append("--allow-http")
    authorization = _authorization(client, target)
    if authorization is not None:
        # No blank after the colon: some clients do not quote what they start on Windows.
        args += ["--header", "Authorization:${AUTHORIZATION}"]
        env["AUTHORIZATION"] = authorization
    for header in target.headers:
        name = header_variable(header)
        args += ["--header", f"{header}:${{{name}}}"]
        env[name] = _unset(name)
    return {"command": "npx", "args": args, **({"env": env} if env else {})}


def _codex(client: Client, target: Target) -> Entry:
    entry: Entry = {"url": target.url}
    if target.key is not None and not target.open:
        entry["http_headers"] = {"Authorization": _authorization(client, target)}
    elif not target.open:
        entry["bearer_token_env_var"] = target.variable
    if target.headers:
        entry["env_http_headers"] = {header: header_variable(header) for header in target.headers}
    return entry


def _goose(client: Client, target: Target) -> Entry:
    names = [] if target.open or target.key is not None else [target.variable]
    return {
        "enabled": True,
        "type": "streamable_http",
        "name": target.name,
        "description": "",
        "uri": target.url,
        "headers": _headers(client, target),
        "env_keys": [*names, *(header_variable(header) for header in target.headers)],
        "envs": {},
        "timeout": 300,
    }


def _inputs(target: Target) -> list[Entry]:
    wanted = [] if target.open else [("key", f"Access key for {target.name}")]
    wanted += [(header, f"{header} for {target.name}") for header in target.headers]
    return [
        {"type": "promptString", "id": _input(target, name), "description": description, "password": True}
        for name, description in wanted
    ]


def _input(target: Target, name: str) -> str:
    # The id stands between `${input:` and `}`, and other servers have theirs in the same file.
    return re.sub(r"[^\w-]+", "-", f"{target.name}-{name}", flags=re.ASCII)


def _unset(name: str) -> str:
    return f"YOUR_{name}"


# -- commands and links --


def _claude_add(client: Client, target: Target) -> str:
    del client
    words = ["claude", "mcp", "add", "--transport", "http", target.name, target.url]
    return " ".join([*map(shlex.quote, words), *_shell_headers(target, "--header")])


def _gemini_add(client: Client, target: Target) -> str:
    del client
    words = ["gemini", "mcp", "add", "--scope", "user", "--transport", "http"]
    return " ".join([*words, *_shell_headers(target, "--header"), shlex.quote(target.name), shlex.quote(target.url)])


def _shell_headers(target: Target, option: str) -> list[str]:
    """Options for the headers. The shell puts the secrets in, so that its history has none."""
    headers = [] if target.open else [("Authorization", f"Bearer ${target.variable}")]
    headers += [(header, f"${header_variable(header)}") for header in target.headers]
    return [f'{option} "{name}: {value}"' for name, value in headers]


def _codex_add(client: Client, target: Target) -> str:
    del client
    words = ["codex", "mcp", "add", target.name, "--url", target.url]
    return shlex.join(words if target.open else [*words, "--bearer-token-env-var", target.variable])


def _code_add(client: Client, target: Target) -> str:
    return shlex.join(["code", "--add-mcp", _vscode_json(client, target)])


def _vscode_link(client: Client, target: Target) -> str:
    return f"vscode:mcp/install?{quote(_vscode_json(client, target), safe='')}"


def _vscode_json(client: Client, target: Target) -> str:
    inputs = _inputs(target)
    described = {"name": target.name, **client.entry(client, target), **({"inputs": inputs} if inputs else {})}
    return json.dumps(described, ensure_ascii=False, separators=(",", ":"))


def _base64_link(start: str) -> Callable[[Client, Target], str]:
    def link(client: Client, target: Target) -> str:
        described = json.dumps(client.entry(client, target), ensure_ascii=False, separators=(",", ":"))
        encoded = base64.b64encode(described.encode()).decode()
        return f"{start}?name={quote(target.name, safe='')}&config={quote(encoded, safe='')}"

    return link


# -- the clients --

_VSCODE = ("~/.config/Code/User", "~/Library/Application Support/Code/User", r"%APPDATA%\Code\User")
_CLINE = "globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json"


def _in_home(*places: str) -> Places:
    windows = tuple(place.replace("~", "%USERPROFILE%").replace("/", "\\") for place in places)
    return Places(places, places, windows)


CLIENTS: tuple[Client, ...] = (
    Client(
        "claude-code",
        "Claude Code",
        _http(type="http"),
        files=Places((".mcp.json",), (".mcp.json",), (".mcp.json",)),
        reference="${{{}}}",
        command=_claude_add,
        strict=True,
        note="The file is the project's and shared with it; the command keeps the key in your own ~/.claude.json.",
    ),
    Client(
        "claude-desktop",
        "Claude Desktop",
        _bridge,
        files=Places(
            linux=("~/.config/Claude/claude_desktop_config.json",),
            mac=("~/Library/Application Support/Claude/claude_desktop_config.json",),
            windows=(r"%APPDATA%\Claude\claude_desktop_config.json",),
        ),
        note="It starts programs only: this one is the bridge, which finds the running notebook server. "
        "Restart Claude Desktop afterwards.",
    ),
    Client(
        "cursor",
        "Cursor",
        _http(),
        files=_in_home("~/.cursor/mcp.json"),
        reference="${{env:{}}}",
        link=_base64_link("cursor://anysphere.cursor-deeplink/mcp/install"),
        note="A project can have its own file, .cursor/mcp.json.",
    ),
    Client(
        "vscode",
        "VS Code",
        _http(type="http"),
        place=("servers",),
        files=Places(
            linux=(f"{_VSCODE[0]}/mcp.json",),
            mac=(f"{_VSCODE[1]}/mcp.json",),
            windows=(rf"{_VSCODE[2]}\mcp.json",),
        ),
        command=_code_add,
        link=_vscode_link,
        asks=True,
        note="A project can have its own file, .vscode/mcp.json.",
    ),
    Client(
        "cline",
        "Cline",
        _http(type="streamableHttp"),
        files=Places(
            linux=(f"{_VSCODE[0]}/{_CLINE}", "~/.cline/data/settings/cline_mcp_settings.json"),
            mac=(f"{_VSCODE[1]}/{_CLINE}", "~/.cline/data/settings/cline_mcp_settings.json"),
            windows=(
                "{}\\{}".format(_VSCODE[2], _CLINE.replace("/", "\\")),
                r"%USERPROFILE%\.cline\data\settings\cline_mcp_settings.json",
            ),
        ),
        note="The first place is that of the extension for VS Code, the second that of the command line.",
    ),
    Client(
        "windsurf",
        "Windsurf",
        _http("serverUrl"),
        files=_in_home("~/.codeium/windsurf/mcp_config.json"),
        reference="${{env:{}}}",
    ),
    Client(
        "codex",
        "Codex",
        _codex,
        format="toml",
        place=("mcp_servers",),
        files=_in_home("~/.codex/config.toml"),
        reference="{}",
        command=_codex_add,
        strict=True,
    ),
    Client(
        "gemini",
        "Gemini CLI",
        _http("httpUrl"),
        files=_in_home("~/.gemini/settings.json"),
        reference="${{{}}}",
        command=_gemini_add,
    ),
    Client(
        "zed",
        "Zed",
        _http(),
        place=("context_servers",),
        files=Places(
            linux=("~/.config/zed/settings.json",),
            mac=("~/.config/zed/settings.json",),
            windows=(r"%APPDATA%\Zed\settings.json",),
        ),
        note="Zed reads no environment variables in headers, so the key stands in the file.",
    ),
    Client(
        "goose",
        "Goose",
        _goose,
        format="yaml",
        place=("extensions",),
        files=Places(
            linux=("~/.config/goose/config.yaml",),
            mac=("~/.config/goose/config.yaml",),
            windows=(r"%APPDATA%\Block\goose\config\config.yaml",),
        ),
        reference="${{{}}}",
        note="Goose takes the variables in `env_keys` from the environment or from its keyring.",
    ),
    Client(
        "lm-studio",
        "LM Studio",
        _http(),
        files=_in_home("~/.lmstudio/mcp.json"),
        link=_base64_link("lmstudio://add_mcp"),
        note="In LM Studio: Program, Install, Edit mcp.json.",
    ),
    Client(
        "opencode",
        "OpenCode",
        _http(type="remote", enabled=True),
        place=("mcp",),
        files=_in_home("~/.config/opencode/opencode.json", "~/.config/opencode/opencode.jsonc"),
        reference="{{env:{}}}",
        note="OpenCode 2 reads this form, too. A project can have its own file, opencode.json.",
    ),
    Client(
        "mcp-remote",
        "Any client that only starts programs, by mcp-remote",
        _remote,
        note="It needs Node 18 or newer. With jupyter-gradio-mcp on the same machine the bridge needs less, "
        "see Claude Desktop.",
    ),
    Client("json", "Any other client", _http(type="http")),
)
"""The clients, in the order in which they are listed."""


def document() -> str:
    """The page `docs/clients.md`."""
    target = Target(
        "jupyter-8888",
        "http://localhost:8888/gradio_api/mcp/",
        bridge=("/absolute/path/to/jupyter-gradio-mcp", "bridge"),
    )
    parts = [_INTRODUCTION.format(variable=VARIABLE)]
    for client in CLIENTS:
        found = configuration(client, target)
        parts.append(f"## {client.title}\n")
        parts.append(f"`jupyter gradio-mcp connect {client.id}`\n")
        if found.command:
            parts.append(f"```bash\n{found.command}\n```\n")
        for place in found.places():
            path, _, platforms = place.partition("  ")
            parts.append(f"* `{path}` {platforms}".rstrip())
        parts.append(("\n" if found.places() else "") + f"```{client.format}\n{found.snippet}```\n")
        if found.link:
            parts.append(f"```text\n{found.link}\n```\n")
        parts.extend(f"{note}\n" for note in found.notes())
    return "\n".join(parts).rstrip("\n") + "\n"


_INTRODUCTION = """# Connecting a client

<!-- Made by `python -m jupyter_gradio_mcp.clients`; a test compares. -->

`jupyter gradio-mcp connect CLIENT` finds your running notebook server, makes an access key for the client, and prints
what is below with your own addresses. With `--write` it puts it into the client's own file: all else in the file stays
as it is, a copy of the former file is kept beside it, and a file that cannot be read is left alone.
`%mcp_connect CLIENT` in a notebook prints the same for that notebook.

Here the server is at `http://localhost:8888/` and the key in the environment variable `{variable}`, which
`export {variable}="$(jupyter gradio-mcp keys create NAME)"` sets. One notebook alone is at
`http://localhost:8888/gradio/PATH.ipynb/gradio_api/mcp/`. Functions whose parameters are `gr.Header` get the headers
that the client sends; `connect` adds them to what it prints.
"""


def _path(place: str, platform: str, environment: Mapping[str, str]) -> Path:
    """A place as it is on this machine."""
    home = environment.get("USERPROFILE" if platform == "win32" else "HOME") or str(Path.home())
    if platform == "win32":
        appdata = environment.get("APPDATA") or rf"{home}\AppData\Roaming"
        return Path(place.replace("%APPDATA%", appdata).replace("%USERPROFILE%", home))
    moved = {"~/.codex/": environment.get("CODEX_HOME")}
    if platform != "darwin":
        moved["~/.config/"] = environment.get("XDG_CONFIG_HOME")
    for usual, instead in moved.items():
        if instead and place.startswith(usual):
            return Path(instead) / place.removeprefix(usual)
    return Path(home) / place.removeprefix("~/") if place.startswith("~") else Path(place)


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" if line else line for line in text.split("\n"))


if __name__ == "__main__":
    print(document(), end="")

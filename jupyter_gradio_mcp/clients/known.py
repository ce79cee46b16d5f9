"""The clients themselves, as data: what each one's documentation says."""

from __future__ import annotations

from .client import Client, Places
from .commands import base64_link, claude_add, code_add, codex_add, gemini_add, vscode_link
from .entries import bridge, codex, goose, http, remote

_VSCODE = ("~/.config/Code/User", "~/Library/Application Support/Code/User", r"%APPDATA%\Code\User")
_CLINE = "globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json"


def _in_home(*places: str) -> Places:
    windows = tuple(place.replace("~", "%USERPROFILE%").replace("/", "\\") for place in places)
    return Places(places, places, windows)


CLIENTS: tuple[Client, ...] = (
    Client(
        "claude-code",
        "Claude Code",
        http(type="http"),
        sse=http(type="sse"),
        files=Places((".mcp.json",), (".mcp.json",), (".mcp.json",)),
        reference="${{{}}}",
        command=claude_add,
        strict=True,
        note="The file is the project's and shared with it; the command keeps the key in your own ~/.claude.json.",
    ),
    Client(
        "claude-desktop",
        "Claude Desktop",
        bridge,
        files=Places(
            linux=("~/.config/Claude/claude_desktop_config.json",),
            mac=("~/Library/Application Support/Claude/claude_desktop_config.json",),
            windows=(r"%APPDATA%\Claude\claude_desktop_config.json",),
        ),
        needs_key=False,
        note="It starts programs only: this one is the bridge, which finds the running notebook server. "
        "Restart Claude Desktop afterwards.",
    ),
    Client(
        "cursor",
        "Cursor",
        http(),
        sse=http(),
        files=_in_home("~/.cursor/mcp.json"),
        reference="${{env:{}}}",
        link=base64_link("cursor://anysphere.cursor-deeplink/mcp/install"),
        note="A project can have its own file, .cursor/mcp.json.",
    ),
    Client(
        "vscode",
        "VS Code",
        http(type="http"),
        sse=http(type="sse"),
        place=("servers",),
        files=Places(
            linux=(f"{_VSCODE[0]}/mcp.json",),
            mac=(f"{_VSCODE[1]}/mcp.json",),
            windows=(rf"{_VSCODE[2]}\mcp.json",),
        ),
        command=code_add,
        link=vscode_link,
        asks=True,
        note="A project can have its own file, .vscode/mcp.json.",
    ),
    Client(
        "cline",
        "Cline",
        http(type="streamableHttp"),
        sse=http(type="sse"),
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
        http("serverUrl"),
        sse=http("serverUrl"),
        files=_in_home("~/.codeium/windsurf/mcp_config.json"),
        reference="${{env:{}}}",
    ),
    Client(
        "codex",
        "Codex",
        codex,
        format="toml",
        place=("mcp_servers",),
        files=_in_home("~/.codex/config.toml"),
        reference="{}",
        command=codex_add,
        strict=True,
    ),
    Client(
        "gemini",
        "Gemini CLI",
        http("httpUrl"),
        sse=http("url"),
        files=_in_home("~/.gemini/settings.json"),
        reference="${{{}}}",
        command=gemini_add,
    ),
    Client(
        "zed",
        "Zed",
        http(),
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
        goose,
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
        http(),
        files=_in_home("~/.lmstudio/mcp.json"),
        link=base64_link("lmstudio://add_mcp"),
        note="In LM Studio: Program, Install, Edit mcp.json.",
    ),
    Client(
        "opencode",
        "OpenCode",
        http(type="remote", enabled=True),
        sse=http(type="remote", enabled=True),
        place=("mcp",),
        files=_in_home("~/.config/opencode/opencode.json", "~/.config/opencode/opencode.jsonc"),
        reference="{{env:{}}}",
        note="OpenCode 2 reads this form, too. A project can have its own file, opencode.json.",
    ),
    Client(
        "mcp-remote",
        "Any client that only starts programs, by mcp-remote",
        remote,
        sse=remote,
        note="It needs Node 18 or newer. With jupyter-gradio-mcp on the same machine the bridge needs less, "
        "see Claude Desktop.",
    ),
    Client("json", "Any other client", http(type="http"), sse=http(type="sse")),
)
"""The clients, in the order in which they are listed."""


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

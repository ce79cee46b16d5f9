"""Other people's MCP clients, as they are, against one live notebook: what each lists, calls, hears and sees.

The programs that drive them are in `clients/`. Every client runs with an access key, in an environment of its own, with
a home folder of its own, and reaches nothing but this machine.
"""

import base64
import io
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import environments
import pytest
from PIL import Image
from support.live import LiveNotebook, LiveServer

pytestmark = [pytest.mark.slow, pytest.mark.clients]

PROGRAMS = Path(__file__).parent / "clients"

FUNCTIONS = '''%%mcp_tool
import time
import PIL.Image
import jupyter_gradio_mcp as gr

def letter_counter(word: str = "strawberry", letter: str = "r") -> int:
    """Count how often a letter occurs in a word or text."""
    return word.lower().count(letter.lower())

def steps(n: int, progress=gr.Progress()) -> str:
    """Go n steps."""
    for i in range(n):
        progress((i + 1, n), desc="Going")
        time.sleep(0.2)  # A step takes a while: the TypeScript SDK drops what comes in one piece with the result.
    return "done"

def square(side: int) -> PIL.Image.Image:
    """Paint a red square."""
    return PIL.Image.new("RGB", (side, side), "red")

def fails() -> int:
    """Fail."""
    raise ValueError("no luck")
'''

TOOLS = ["letter_counter", "steps", "square", "fails"]
WANTED = {
    "tools": TOOLS,
    "result": {"result": 3},
    "text": "3",
    "progress": [[1, 3, "Going"], [2, 3, "Going"], [3, 3, "Going"]],
    "error": "ValueError: no luck",
}


def told_by_the_function(found: dict[str, Any]) -> dict[str, Any]:
    """What a client heard, without what each call says of itself; some clients hear of all their calls in one place."""
    assert [0, None, "Running"] in found["progress"]
    return {**found, "progress": [told for told in found["progress"] if told[2] == "Going"]}


WRONG_KEY = f"jgm_{'0' * 12}_{'A' * 43}"


@dataclass
class Reach:
    """A notebook, and what a client needs to reach it."""

    server: LiveServer
    notebook: LiveNotebook
    key: str
    home: Path

    @property
    def address(self) -> str:
        return f"{self.server.url}{self.notebook.address}gradio_api/mcp/"

    def run(self, *command: str, status: int = 0, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a client to its end, with all that it started; whatever it said is in the failure."""
        environment = {
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "HOME": str(self.home),
            "TMPDIR": str(self.home),
            "ACCESS_KEY": self.key,
            # Nobody listens there, so that whatever else a client tries to ask fails at once.
            "HTTPS_PROXY": "http://127.0.0.1:9",
            "NO_PROXY": "127.0.0.1,localhost",
            "NO_COLOR": "1",
            **variables,
        }
        process = subprocess.Popen(
            command,
            env=environment,
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        try:
            out, err = process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            out, err = process.communicate()
            pytest.fail(f"{command} did not end\n--- stdout\n{out}\n--- stderr\n{err}")
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        assert process.returncode == status, f"{command}\n--- stdout\n{out}\n--- stderr\n{err}"
        return subprocess.CompletedProcess(command, process.returncode, out, err)

    def program(self, environment: str | None, script: str, *arguments: str) -> list[dict[str, Any]]:
        """What one of the programs in `clients/` found, each way that it was to go."""
        if script.endswith(".cjs"):
            modules = environments.node_of(environment or "") / "node_modules"
            ran = self.run(*environments.node(), str(PROGRAMS / script), *arguments, NODE_PATH=str(modules))
        else:
            python = environments.python_of(environment) if environment else sys.executable
            ran = self.run(str(python), str(PROGRAMS / script), *arguments, OPENAI_AGENTS_DISABLE_TRACING="1")
        return [json.loads(line) for line in ran.stdout.splitlines() if line.startswith("{")]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LiveServer, LiveNotebook, str]]:
    server = LiveServer(tmp_path_factory.mktemp("clients"))
    notebook = server.notebook("real clients.ipynb").load()
    ran = notebook.run(FUNCTIONS)
    assert "fails() -> int is live" in ran.stdout, ran.text
    key = server.http.post("gradio_api/keys", json={"name": "client", "notebooks": [notebook.path]}).json()["key"]
    yield server, notebook, key
    notebook.close()
    server.close()


@pytest.fixture
def reach(served: tuple[LiveServer, LiveNotebook, str], tmp_path: Path) -> Reach:
    return Reach(*served, home=tmp_path)


def is_red_square(image: list[str]) -> bool:
    media_type, content = image
    with Image.open(io.BytesIO(base64.b64decode(content))) as opened:
        return (media_type, opened.size, opened.getpixel((0, 0))) == ("image/png", (4, 4), (255, 0, 0))


def without(*keys: str) -> dict[str, Any]:
    """What is wanted of a client that does not show everything."""
    return {name: value for name, value in WANTED.items() if name not in keys}


@pytest.mark.parametrize(
    ("environment", "script", "ways", "wanted"),
    [
        pytest.param(None, "python_sdk.py", ["2026-07-28", "legacy", "sse"], WANTED, id="python sdk 2"),
        pytest.param("mcp1", "python_sdk_1.py", ["http", "sse"], WANTED, id="python sdk 1"),
        pytest.param("typescript-sdk", "typescript_sdk.cjs", ["http", "sse"], WANTED, id="typescript sdk"),
        pytest.param("fastmcp", "fastmcp_client.py", ["http", "sse"], WANTED, id="fastmcp"),
        pytest.param("langchain", "langchain_adapters.py", ["http", "sse"], WANTED, id="langchain"),
        pytest.param("openai-agents", "openai_agents.py", ["http", "sse"], without("result"), id="openai agents"),
        pytest.param("pydantic-ai", "pydantic_ai_agent.py", ["http", "sse"], without("result"), id="pydantic ai"),
    ],
)
def test_a_client_lists_calls_hears_progress_sees_an_image_and_an_error(
    reach: Reach, environment: str | None, script: str, ways: list[str], wanted: dict[str, Any]
) -> None:
    for way, found in zip(ways, reach.program(environment, script, reach.address, *ways), strict=True):
        assert is_red_square(found.pop("image")), way
        assert told_by_the_function(found) == wanted, way


def test_mcp_remote_passes_everything_on_to_a_client_that_speaks_stdio(reach: Reach) -> None:
    bridge = environments.program_of("mcp-remote")
    options = ["--allow-http", "--transport", "http-only", "--header", "Authorization: Bearer ${ACCESS_KEY}"]
    [found] = reach.program(None, "python_sdk.py", "-", "stdio", *bridge, reach.address, *options)
    assert is_red_square(found.pop("image"))
    assert told_by_the_function(found) == WANTED


@pytest.mark.parametrize("way", ["legacy", "modern", "sse"])
def test_the_inspector_lists_calls_sees_an_image_and_an_error(reach: Reach, way: str) -> None:
    configuration = reach.home / "servers.json"
    url = reach.address + ("sse" if way == "sse" else "")
    headers = {"Authorization": f"Bearer {reach.key}"}
    server = {"type": "sse" if way == "sse" else "streamable-http", "url": url, "headers": headers}
    configuration.write_text(json.dumps({"mcpServers": {"notebook": server}}))

    def inspect(method: str, *options: str, status: int = 0) -> Any:
        ran = reach.run(
            *environments.program_of("inspector"),
            *("--cli", "--config", str(configuration), "--server", "notebook", "--format", "json"),
            *("--protocol-era", "modern" if way == "modern" else "legacy", "--stored-auth-only"),
            *("--method", method, *options),
            status=status,
            MCP_INSPECTOR_SECRET_STORE="memory",
        )
        return json.loads(ran.stdout)["result"]

    assert [tool["name"] for tool in inspect("tools/list", "--strict")["tools"]] == TOOLS
    counted = inspect("tools/call", "--tool-name", "letter_counter", "--tool-arg", "word=banana", "letter=a")
    assert (counted["structuredContent"], counted["content"][0]["text"]) == ({"result": 3}, "3")
    image = inspect("tools/call", "--tool-name", "square", "--tool-arg", "side=4")["content"][0]
    assert is_red_square([image["mimeType"], image["data"]])
    failed = inspect("tools/call", "--tool-name", "fails", status=5)
    assert (failed["isError"], failed["content"][0]["text"]) == (True, "ValueError: no luck")


@pytest.mark.parametrize("modern", [False, True], ids=["handshake", "2026-07-28"])
def test_codex_lists_calls_sees_an_image_and_an_error(reach: Reach, modern: bool) -> None:
    # Threads need a model's provider, which is not asked. Plugins and apps would be looked for elsewhere.
    (reach.home / "config.toml").write_text(
        f"""
        check_for_update_on_startup = false
        model_provider = "nobody"
        model_providers.nobody = {{ name = "nobody", base_url = "http://127.0.0.1:9/v1" }}
        analytics.enabled = false
        features = {{ plugins = false, apps = false, shell_snapshot = false, mcp_2026_07_28 = {str(modern).lower()} }}
        mcp_servers.notebook = {{ url = "{reach.address}", bearer_token_env_var = "ACCESS_KEY" }}
        """
    )
    script = str(PROGRAMS / "codex_app_server.py")
    command = [*environments.program_of("codex"), "app-server"]
    ran = reach.run(sys.executable, script, *command, CODEX_HOME=str(reach.home))
    found = json.loads(ran.stdout.splitlines()[-1])
    assert is_red_square(found.pop("image"))
    assert found == {**without("progress"), "tools": sorted(TOOLS)}


@pytest.mark.parametrize("way", ["http", "sse"])
def test_claude_code_connects_by_the_line_of_the_readme(reach: Reach, way: str) -> None:
    readme = (environments.ROOT / "README.md").read_text()
    [line] = re.findall(r"^claude mcp add .*\\\n.*$", readme, re.M)
    line = line.replace("http://localhost:8888/gradio_api/mcp/", reach.address)
    if way == "sse":
        line = line.replace("--transport http", "--transport sse").replace(reach.address, reach.address + "sse")
    (reach.home / "claude").symlink_to(environments.program_of("claude-code")[0])
    variables = {
        **{k: v for k, v in reach.server.environment.items() if k.startswith(("JUPYTER_", "PYTHON"))},
        "PATH": f"{reach.home}:{Path(sys.executable).parent}:/usr/bin:/bin",
        "CLAUDE_CONFIG_DIR": str(reach.home),
        "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
        "DISABLE_AUTOUPDATER": "1",
    }
    reach.run("bash", "-c", line, **variables)
    said = reach.run("claude", "mcp", "list", **variables).stdout
    assert re.search(rf"^notebook: .* \({way.upper()}\) - ✔ Connected$", said, re.M), said
    wrong = line.replace("$(jupyter gradio-mcp keys create claude-code)", WRONG_KEY).replace(" notebook ", " wrong ")
    assert WRONG_KEY in wrong
    reach.run("bash", "-c", wrong, **variables)
    said = reach.run("claude", "mcp", "list", **variables).stdout
    assert re.search(r"^wrong: .* - ✘ Failed to connect", said, re.M), said


def test_gemini_cli_connects(reach: Reach) -> None:
    headers = {"Authorization": "Bearer $ACCESS_KEY"}
    settings = {
        "general": {"enableAutoUpdate": False, "enableAutoUpdateNotification": False},
        "privacy": {"usageStatisticsEnabled": False},
        "mcpServers": {
            "by http": {"httpUrl": reach.address, "headers": headers},
            "by sse": {"url": reach.address + "sse", "type": "sse", "headers": headers},
            "wrong": {"httpUrl": reach.address, "headers": {"Authorization": f"Bearer {WRONG_KEY}"}},
        },
    }
    (reach.home / ".gemini").mkdir()
    (reach.home / ".gemini" / "settings.json").write_text(json.dumps(settings))
    ran = reach.run(*environments.program_of("gemini-cli"), "mcp", "list", GEMINI_CLI_TRUST_WORKSPACE="true")
    said = ran.stdout + ran.stderr
    assert re.search(r"✓ by http: .* - Connected", said), said
    assert re.search(r"✓ by sse: .* - Connected", said), said
    assert re.search(r"✗ wrong: .* - Disconnected", said), said


def test_opencode_connects(reach: Reach) -> None:
    def remote(key: str) -> dict[str, Any]:
        return {"type": "remote", "url": reach.address, "headers": {"Authorization": f"Bearer {key}"}}

    configuration = reach.home / "opencode.json"
    configuration.write_text(json.dumps({"mcp": {"right": remote("{env:ACCESS_KEY}"), "wrong": remote(WRONG_KEY)}}))
    ran = reach.run(
        *environments.program_of("opencode"),
        *("mcp", "list"),
        OPENCODE_CONFIG=str(configuration),
        OPENCODE_DISABLE_AUTOUPDATE="1",
        OPENCODE_DISABLE_MODELS_FETCH="1",
        OPENCODE_DISABLE_DEFAULT_PLUGINS="1",
    )
    said = re.sub(r"\x1b\[[0-9;]*m", "", ran.stdout + ran.stderr)
    assert re.search(r"✓ right connected", said), said
    assert re.search(r"✗ wrong failed", said), said


def test_curl_works_as_the_first_notebook_says(reach: Reach) -> None:
    first = json.loads((environments.ROOT / "notebooks" / "01_first_tool.ipynb").read_text())
    source = next("".join(cell["source"]) for cell in first["cells"] if "curl -X POST" in "".join(cell["source"]))
    command = source.partition("curl -X POST")[2].partition("```")[0].replace("\\\n", " ").strip()
    command = command.replace("http://localhost:8888/", reach.server.url + reach.notebook.address)
    ran = reach.run("bash", "-c", f"curl -s -X POST {command}", TOKEN=reach.key)
    assert json.loads(ran.stdout)["data"] == [3]

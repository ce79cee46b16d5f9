"""`jupyter gradio-mcp doctor`: is everything there, on both sides, and does a call go through?

Each check is a finding: fine, wrong (with the command that mends it), or a remark.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Literal

from .._version import __version__
from ..protocol import ADDRESS_VARIABLE, PROTOCOL

_MARKS = {"fine": "✓", "wrong": "✗", "remark": "–"}

_PROBE = """
import json
try:
    from jupyter_gradio_mcp import __version__, protocol
    print(json.dumps([__version__, protocol.PROTOCOL]))
except ImportError:
    print("null")
"""

_NOTEBOOK_CELLS = [
    "%load_ext jupyter_gradio_mcp",
    "%%mcp_tool\ndef doctor_adds(a: int, b: int) -> int:\n    return a + b",
]


@dataclass(frozen=True)
class Finding:
    """What one check found; `mend` is a command, or empty."""

    state: Literal["fine", "wrong", "remark"]
    text: str
    mend: str = ""


def doctor(*, call: bool, as_json: bool) -> int:
    """Run all checks and print what they find; 1 if something that matters is wrong."""
    checks: list[Callable[[], Iterator[Finding]]] = [_this_environment, _extension, _running_servers, _kernels]
    if call:
        checks.append(_test_call)
    found: list[Finding] = []
    for check in checks:
        for finding in check():
            found.append(finding)
            if not as_json:
                print(f"{_MARKS[finding.state]} {finding.text}", flush=True)
                if finding.mend:
                    print(f"    {finding.mend}", flush=True)
    if as_json:
        print(json.dumps([asdict(finding) for finding in found], indent=2))
    return int(any(finding.state == "wrong" for finding in found))


def _this_environment() -> Iterator[Finding]:
    yield Finding("fine", f"jupyter-gradio-mcp {__version__} (protocol {PROTOCOL}) in {sys.executable}")
    for package, low, high in (("jupyter-server", (2, 14), (3,)), ("mcp", (2, 3), (3,))):
        installed = _version(package)
        mend = f'"{sys.executable}" -m pip install -U "jupyter-gradio-mcp[server]"'
        if installed is None:
            yield Finding("wrong", f"{package} is not installed: this environment has no server part", mend)
        elif not low <= _numbers(installed) < high:
            yield Finding("wrong", f"{package} {installed} is of another generation than the server part needs", mend)
        else:
            yield Finding("fine", f"{package} {installed}")


def _extension() -> Iterator[Finding]:
    if _version("jupyter-server") is None:
        return
    from jupyter_core.paths import jupyter_config_path
    from jupyter_server.extension.config import ExtensionConfigManager

    manager: Any = ExtensionConfigManager(read_config_path=jupyter_config_path())
    enabled = manager.get_jpserver_extensions()
    if enabled.get("jupyter_gradio_mcp"):
        yield Finding("fine", "the server extension is enabled")
    else:
        yield Finding(
            "wrong",
            "the server extension is not enabled in this environment",
            "jupyter server extension enable jupyter_gradio_mcp",
        )


def _running_servers() -> Iterator[Finding]:
    if _version("jupyter-server") is None:
        return
    from jupyter_server.serverapp import list_running_servers

    running = list(list_running_servers())
    if not running:
        yield Finding("remark", "no notebook server of yours is running")
    for server in running:
        yield _running_server(server["url"], server["token"])


def _running_server(url: str, token: str) -> Finding:
    try:
        about = _request(f"{url}gradio_api/about", token)
    except urllib.error.HTTPError as error:
        if error.code == 404:
            return Finding("wrong", f"{url} runs without the extension", "restart that server after installing")
        return Finding("remark", f"{url} answers {error.code}; it cannot be looked into from here")
    except (OSError, ValueError) as error:
        return Finding("remark", f"{url} does not answer: {error}")
    if about.get("protocol") != PROTOCOL:
        return Finding(
            "wrong",
            f"{url} runs version {about.get('version')}, and here is {__version__}",
            "install the same version in both environments and restart the server",
        )
    mcp = "" if about["mcp"] else ", MCP switched off"
    offered = f"{_counted(about['apps'], 'notebook')}, {_counted(about['endpoints'], 'function')}"
    return Finding("fine", f"{url} runs the extension: {offered}{mcp}")


def _kernels() -> Iterator[Finding]:
    try:
        from jupyter_client.kernelspec import KernelSpecManager
    except ImportError:
        return
    specs = KernelSpecManager().get_all_specs()
    pythons = {
        name: _python_of(found["spec"]["argv"][0])
        for name, found in specs.items()
        if found["spec"].get("language", "").lower() == "python"
    }
    with ThreadPoolExecutor() as pool:
        for name, finding in zip(pythons, pool.map(_kernel, pythons, pythons.values()), strict=True):
            del name
            yield finding


def _kernel(name: str, python: str) -> Finding:
    # Never from a folder that has the package's source: the kernel will not be started there.
    try:
        ran = subprocess.run(
            [python, "-c", _PROBE], capture_output=True, text=True, timeout=20, cwd=tempfile.gettempdir(), check=True
        )
        found = json.loads(ran.stdout)
    except (OSError, subprocess.SubprocessError, ValueError):
        return Finding("remark", f"kernel '{name}': {python} cannot be run")
    mend = f'"{python}" -m pip install -U jupyter-gradio-mcp=={__version__}'
    if found is None:
        return Finding("remark", f"kernel '{name}' does not have the package; its notebooks cannot use it", mend)
    if found[1] != PROTOCOL:
        return Finding("wrong", f"kernel '{name}' has version {found[0]}, and here is {__version__}", mend)
    return Finding("fine", f"kernel '{name}' has version {found[0]}")


def _test_call() -> Iterator[Finding]:
    if _version("jupyter-server") is None:
        return
    with tempfile.TemporaryDirectory() as folder, _own_server(Path(folder)) as (url, token):
        try:
            listed = _wait_for(lambda: _request(f"{url}gradio_api/mcp/schema", token), 60)
            if not listed:
                raise TimeoutError("the function did not become live within 60 seconds")
            data = _request(f"{url}gradio_api/run/doctor_adds", token, {"data": [2, 3]})["data"]
            if data != [5]:
                raise ValueError(f"2 + 3 came back as {data}")
            yield Finding("fine", "a test call over REST went through")
            yield _test_mcp(url, token)
        except (OSError, ValueError, KeyError) as error:
            yield Finding("wrong", f"a test call failed: {error}", f"see the server's log:\n{_tail(Path(folder))}")


def _test_mcp(url: str, token: str) -> Finding:
    meta = {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
    }
    body = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "tools/call",
        "params": {"name": "doctor_adds", "arguments": {"a": 2, "b": 3}, "_meta": meta},
    }
    headers = {
        "Accept": "application/json, text/event-stream",
        "MCP-Protocol-Version": "2026-07-28",
        "Mcp-Method": "tools/call",
        "Mcp-Name": "doctor_adds",
    }
    answer = _request(f"{url}gradio_api/mcp/", token, body, headers)
    if answer["result"]["structuredContent"] != {"result": 5}:
        raise ValueError(f"MCP answered {answer}")
    return Finding("fine", "a test call over MCP went through")


@contextlib.contextmanager
def _own_server(folder: Path) -> Iterator[tuple[str, str]]:
    """A notebook server for the test call alone; its address and token."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    token = secrets.token_hex(16)
    empty: dict[str, Any] = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    cells = [{**empty, "id": f"cell-{number}", "source": source} for number, source in enumerate(_NOTEBOOK_CELLS)]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (folder / "doctor.ipynb").write_text(json.dumps(notebook))
    command = [
        *(sys.executable, "-m", "jupyter_gradio_mcp.cli", "serve", "doctor.ipynb", "--no-save", "--allow-root"),
        *(f"--port={port}", "--ServerApp.port_retries=0", f"--IdentityProvider.token={token}"),
    ]
    environment = {k: v for k, v in os.environ.items() if k not in (ADDRESS_VARIABLE, "GRADIO_MCP_SERVER")}
    environment["JUPYTER_RUNTIME_DIR"] = str(folder / "runtime")
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        yield f"http://127.0.0.1:{port}/", token
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _request(url: str, token: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    all_headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", **(headers or {})}
    request = urllib.request.Request(url, data, all_headers)
    # A proxy of the environment is not the way to a server on this machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=20) as answer:
        return json.load(answer)


def _wait_for(condition: Callable[[], Any], seconds: float) -> Any:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError, ValueError):
            if found := condition():
                return found
        time.sleep(0.1)
    return None


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", text.partition("+")[0])[:3])


def _python_of(command: str) -> str:
    # A kernelspec that says just `python` means the one of the server.
    return sys.executable if command in ("python", "python3") else command


def _tail(folder: Path) -> str:
    return "\n".join((folder / "log").read_text(errors="replace").splitlines()[-15:])

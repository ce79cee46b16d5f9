"""A real notebook server in a process of its own, and notebooks that run on it.

A notebook is driven as JupyterLab drives it: a session is made over REST, and its cells are sent to
the kernel with the id of the cell in the message's metadata.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
from jupyter_client import BlockingKernelClient

DEADLINE = 30.0
"""Seconds after which a condition that should have come counts as one that never will."""


def wait_for(condition: Callable[[], Any], what: str, deadline: float = DEADLINE) -> Any:
    """Wait until `condition` is true, and return what it gave."""
    end = time.monotonic() + deadline
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.01)
    raise AssertionError(f"{what} did not come within {deadline:g} seconds")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class LiveServer:
    """A notebook server with the extension.

    Args:
        root: Folder of its notebooks. Its configuration and runtime files live beside it.
        options: Further command line options.
        base_url: Prefix of its addresses.
        environment: Changes to its environment; None takes a variable away.
        token: Its token; "" switches authentication off.
        port: Of a server that was there before, in the same folder; None takes a free one.
    """

    def __init__(
        self,
        root: Path,
        *options: str,
        base_url: str = "/",
        environment: dict[str, str | None] | None = None,
        token: str | None = None,
        port: int | None = None,
    ) -> None:
        self.root = root / "notebooks"
        self.root.mkdir(exist_ok=port is not None)
        self.runtime = root / "runtime"
        self.token = secrets.token_hex(16) if token is None else token
        self.port = port or free_port()
        self.base_url = base_url
        self.url = f"http://127.0.0.1:{self.port}{base_url}"
        self._log_file = root / "server.log"
        changes: dict[str, str | None] = {
            "JUPYTER_CONFIG_DIR": str(root / "config"),
            "JUPYTER_DATA_DIR": str(root / "data"),
            "JUPYTER_RUNTIME_DIR": str(self.runtime),
            "IPYTHONDIR": str(root / "ipython"),
            "JUPYTER_GRADIO_MCP_ADDRESS": None,
            "GRADIO_MCP_SERVER": None,
            "PYTHONWARNINGS": None,
            "JUPYTER_PLATFORM_DIRS": "1",
            **(environment or {}),
        }
        self.environment = {k: v for k, v in {**os.environ, **changes}.items() if v is not None}
        command = [
            *(sys.executable, "-m", "jupyter_server", f"--ServerApp.root_dir={self.root}"),
            *(f"--port={self.port}", "--ServerApp.port_retries=0", f"--IdentityProvider.token={self.token}"),
            *(f"--ServerApp.base_url={base_url}", "--ServerApp.allow_root=True", *options),
        ]
        with self._log_file.open("wb") as log:
            self.process = subprocess.Popen(
                command, env=self.environment, stdout=log, stderr=subprocess.STDOUT, cwd=self.root
            )
        self.http = httpx.Client(base_url=self.url, headers=self.authorization, timeout=30)
        try:
            wait_for(self._answers, "the server")
        except AssertionError as error:
            self.close()
            raise AssertionError(f"{error}\n{self.log()}") from error

    @property
    def authorization(self) -> dict[str, str]:
        """The header that opens everything."""
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    def log(self) -> str:
        """What the server wrote so far."""
        return self._log_file.read_text(errors="replace")

    def notebook(self, path: str = "notebook.ipynb", kernel_name: str = "python3") -> LiveNotebook:
        """Open a notebook as JupyterLab would, and load the extension in it."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
        body = {"path": path, "name": file.name, "type": "notebook", "kernel": {"name": kernel_name}}
        answer = self.http.post("api/sessions", json=body)
        assert answer.status_code == 201, answer.text
        return LiveNotebook(self, path, answer.json())

    def call(self, name: str, *, at: str = "", **arguments: Any) -> Any:
        """Call a function over REST and return its result."""
        begun = self.http.post(f"{at}gradio_api/call/v2/{name}", json=arguments)
        assert begun.status_code == 200, begun.text
        events = self.read(f"{at}gradio_api/call/{name}/{begun.json()['event_id']}")
        kind, data = events[-1]
        assert kind == "complete", events
        return data[0]

    def read(self, path: str) -> list[tuple[str, Any]]:
        """The events of a call's stream: name and data of each."""
        text = self.http.get(path).text
        return [(event, json.loads(data)) for event, data in re.findall(r"event: (.*)\ndata: (.*)\n\n", text)]

    def close(self) -> None:
        """Stop the server as Ctrl-C would."""
        self.http.close()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(10)
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def _answers(self) -> bool:
        assert self.process.poll() is None, f"the server ended:\n{self.log()}"
        with suppress(httpx.TransportError):
            return self.http.get("api/status").status_code == 200
        return False


@dataclass
class Ran:
    """What came of a cell."""

    status: str
    stdout: str = ""
    stderr: str = ""
    result: str = ""
    error: str = ""
    displays: list[dict[str, Any]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text under the cell."""
        return self.stdout + self.stderr + self.result + self.error


class LiveNotebook:
    """A notebook whose kernel runs."""

    def __init__(self, server: LiveServer, path: str, session: dict[str, Any]) -> None:
        self.server = server
        self.path = path
        self.session = session
        self.kernel = session["kernel"]["id"]
        self.client = BlockingKernelClient(connection_file=str(server.runtime / f"kernel-{self.kernel}.json"))
        wait_for((server.runtime / f"kernel-{self.kernel}.json").exists, "the kernel's connection file")
        self.client.load_connection_file()
        self.client.start_channels()
        self._wait_until_ready()

    @property
    def address(self) -> str:
        """The notebook's own base, below the server's."""
        return f"gradio/{quote(self.path)}/"

    def load(self) -> LiveNotebook:
        """Load the extension."""
        ran = self.run("%load_ext jupyter_gradio_mcp")
        assert ran.status == "ok", ran.error
        return self

    def send(self, source: str, cell: str | None = None) -> str:
        """Begin to run a cell; the id of its message."""
        content = {"code": source, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False}
        metadata = {} if cell is None else {"cellId": cell}
        message = self.client.session.msg("execute_request", content, metadata=metadata)
        self.client.shell_channel.send(message)
        return str(message["header"]["msg_id"])

    def run(self, source: str, cell: str | None = None) -> Ran:
        """Run a cell to its end."""
        return self.finish(self.send(source, cell))

    def run_all(self, cells: Mapping[str, str]) -> LiveNotebook:
        """Run cells in turn, each of which must go well: the source of each by its id."""
        for cell, source in cells.items():
            ran = self.run(source, cell)
            assert ran.status == "ok", ran.error or ran.text
        return self

    def finish(self, message_id: str) -> Ran:
        """Wait for the end of a cell that was begun with `send`."""
        ran = Ran("")
        while True:
            message = self.client.get_iopub_msg(timeout=DEADLINE)
            if message["parent_header"].get("msg_id") != message_id:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind == "stream":
                setattr(ran, content["name"], getattr(ran, content["name"]) + content["text"])
            elif kind == "execute_result":
                ran.result += content["data"].get("text/plain", "")
            elif kind == "display_data":
                ran.displays.append(content["data"])
            elif kind == "error":
                ran.error = "\n".join(content["traceback"])
            elif kind == "status" and content["execution_state"] == "idle":
                break
        while True:
            reply = self.client.get_shell_msg(timeout=DEADLINE)
            if reply["parent_header"].get("msg_id") == message_id:
                ran.status = reply["content"]["status"]
                return ran

    def restart(self) -> None:
        """Restart the kernel, as the button does."""
        self.client.stop_channels()
        assert self.server.http.post(f"api/kernels/{self.kernel}/restart").status_code == 200
        self.client = BlockingKernelClient(connection_file=str(self.server.runtime / f"kernel-{self.kernel}.json"))
        self.client.load_connection_file()
        self.client.start_channels()
        self._wait_until_ready()

    def _wait_until_ready(self) -> None:
        def ready() -> bool:
            # On a machine under load the heart of a kernel that starts misses a beat, which the
            # client takes for its death.
            with suppress(RuntimeError):
                self.client.wait_for_ready(timeout=DEADLINE)
                return True
            return False

        wait_for(ready, "the kernel")

    def rename(self, path: str) -> None:
        """Rename the file, as JupyterLab does: the file first, then the session."""
        assert self.server.http.patch(f"api/contents/{quote(self.path)}", json={"path": path}).status_code == 200
        assert self.server.http.patch(f"api/sessions/{self.session['id']}", json={"path": path}).status_code == 200
        self.path = path

    def pid(self) -> int:
        """The kernel's process."""
        return int(self.run("import os; print(os.getpid())").stdout)

    def close(self) -> None:
        """Shut the notebook down."""
        self.client.stop_channels()
        with suppress(httpx.HTTPError):
            self.server.http.delete(f"api/sessions/{self.session['id']}")

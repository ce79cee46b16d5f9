"""`launch()` in a program, `python app.py`: a notebook server is started aside, and the program is linked with it as a
kernel is. So the program runs once, and stays what it is."""

from __future__ import annotations

import atexit
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ...errors import RegistrationError
from ...protocol import ADDRESS_VARIABLE, PROGRAM_VARIABLE
from ..notebook import Notebook
from ..warning import warn

WAIT_SECONDS = 120.0
"""How long a server may take to start."""

STOP_SECONDS = 5.0
"""How long a server may take to stop."""

PORT = 7860
"""Where a program is served that names no port, or after it; Gradio's."""

FOLDER_PREFIX = "jupyter-gradio-mcp-"
"""How the names of a server's private folders begin, before its process id (`server/folders`)."""

_PACKAGE = __name__.partition(".")[0]

# Without what lies beside the program: a `json.py` there is not the server's.
_START = (
    "import sys; sys.path[:] = [path for path in sys.path if path]; sys.path.append(sys.argv.pop(1)); "
    f"from {_PACKAGE}.cli.program import main; main()"
)


@dataclass(frozen=True)
class ProgramIdentity:
    """Who a program is for the server (`link.Identity`).

    Attributes:
        id: What the server calls it.
        key: What proves it.
        address: Where the server waits for kernels.
    """

    id: str
    key: bytes
    address: str


class Program:
    """This program, as its server has it.

    Args:
        notebook: What the server has of it.
        server: The server that it started; None if the server started it.
    """

    def __init__(self, notebook: Notebook, server: subprocess.Popen[bytes] | None) -> None:
        self.notebook = notebook
        self._server = server
        atexit.register(self.close)

    @property
    def runs(self) -> bool:
        """Whether its server does."""
        return self.notebook.linked if self._server is None else self._server.poll() is None

    def wait(self) -> None:
        """Wait until it is stopped, by Ctrl-C.

        Raises:
            SystemExit: The server ended of itself.
        """
        try:
            while self.runs and self.notebook.linked:
                time.sleep(0.1)
        except KeyboardInterrupt:
            print("\nStopped.", flush=True)
            self.close()
            return
        if self.runs or self._server is not None:
            self.close()
            raise SystemExit("launch(): the server of this program has ended.")

    def close(self) -> None:
        """Stop the server, if it is the program's own."""
        atexit.unregister(self.close)
        if self in _running:
            _running.remove(self)
        for app in self.notebook.apps.all():
            app.app.app.launched = None
        self.notebook.close()
        server = self._server
        if server is None or server.stdin is None:
            return
        # Its end is how the server learns that of the program, also if that is killed.
        server.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            server.wait(STOP_SECONDS)
        if server.poll() is None:
            server.kill()
            server.wait()
        _clear(server.pid)


_running: list[Program] = []
"""None, or one."""


def running() -> Program | None:
    """This program's server, if there is one."""
    return next((program for program in _running if program.runs), None)


def started(meant: Mapping[str, Any]) -> Program:
    """This program with its server, which is started where there is none.

    Args:
        meant: The keywords of `launch()`.

    Raises:
        RegistrationError: The server part is not installed.
        OSError: The port is taken.
        ValueError: There is no such port.
        RuntimeError: The server did not start.
    """
    if (program := running()) is not None:
        if any(_options(meant).values()):
            warn("launch(): this program's server runs already, and keeps its address.")
        return program
    given = os.environ.pop(PROGRAM_VARIABLE, "")
    if given:
        name, _, key = given.partition(":")
        identity = ProgramIdentity(name, bytes.fromhex(key), os.environ.get(ADDRESS_VARIABLE, ""))
        program = Program(Notebook(None, None, identity), None)
        _running[:] = [program]
        return program
    if find_spec("jupyter_server") is None:
        raise RegistrationError('launch() in a program needs the server part: pip install "jupyter-gradio-mcp[server]"')
    program = _start(meant)
    _running[:] = [program]
    return program


def interactive() -> bool:
    """Whether somebody types at a prompt of Python's, who goes on after `launch()`."""
    return bool(getattr(sys, "ps1", sys.flags.interactive))


def path() -> str:
    """What the server calls this program."""
    return os.path.basename(getattr(sys.modules.get("__main__"), "__file__", None) or "") or "program"


def _start(meant: Mapping[str, Any]) -> Program:
    options = _options(meant)
    port = options["port"]
    if port is None:
        options.update(port=PORT, port_retries=100)
    else:
        _check_port(options["ip"] or "127.0.0.1", port)
    name, key = f"program-{secrets.token_hex(16)}", secrets.token_bytes(32)
    above = str(Path(__file__).parents[3])
    command = [sys.executable, "-c", _START, above]
    command += [f"--ServerApp.{option}={value}" for option, value in options.items() if value is not None]
    # Ctrl-C is for the program, which ends the server.
    apart: dict[str, Any] = {"start_new_session": True}
    if sys.platform == "win32":
        apart = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    with tempfile.TemporaryDirectory() as folder:
        announced = Path(folder) / "announced.json"
        server = subprocess.Popen(command, stdin=subprocess.PIPE, **apart)
        assert server.stdin is not None
        told = {"name": name, "key": key.hex(), "path": path(), "announced": str(announced)}
        try:
            with suppress(OSError):
                server.stdin.write(json.dumps(told).encode() + b"\n")
                server.stdin.flush()
            end = time.monotonic() + WAIT_SECONDS
            while not announced.exists():
                if server.poll() is not None or time.monotonic() > end:
                    raise RuntimeError("launch(): the server of this program did not start.")
                time.sleep(0.02)
        except BaseException:
            server.kill()
            server.wait()
            raise
        address = json.loads(announced.read_text())["address"]
    return Program(Notebook(None, None, ProgramIdentity(name, key, address)), server)


def _clear(pid: int) -> None:
    """Remove what a server leaves that was killed; one that was stopped has left nothing."""
    with suppress(ImportError, OSError):
        runtime = Path(import_module("jupyter_core.paths").jupyter_runtime_dir())
        for name in (f"jpserver-{pid}.json", f"jpserver-{pid}-open.html"):
            (runtime / name).unlink(missing_ok=True)
    for folder in Path(tempfile.gettempdir()).glob(f"{FOLDER_PREFIX}{pid}-*"):
        with suppress(OSError):
            if not hasattr(os, "getuid") or folder.lstat().st_uid == os.getuid():
                shutil.rmtree(folder, ignore_errors=True)


def _check_port(ip: str, port: int) -> None:
    """See that nobody has the port.

    Raises:
        OSError: Somebody has.
    """
    with suppress(socket.gaierror):
        family, _, _, _, place = socket.getaddrinfo(ip, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family) as probe:
            if sys.platform != "win32":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(place)
            except OSError as error:
                raise OSError(
                    error.errno,
                    f"launch(): port {port} cannot be taken ({error.strerror}). Another one is said by server_port=, "
                    "or by the environment variable GRADIO_SERVER_PORT; without either, a free one is found.",
                ) from None


def _port(given: Any, name: str) -> int:
    """A port that somebody names.

    Raises:
        ValueError: There is no such port.
    """
    try:
        port = int(given)
    except (TypeError, ValueError, OverflowError):
        port = 0
    if not 1 <= port <= 65535:
        raise ValueError(f"launch(): {name} is a port from 1 to 65535, not {given!r:.80}")
    return port


def _options(meant: Mapping[str, Any]) -> dict[str, Any]:
    """What the keywords say, as options of the notebook server."""
    port = os.environ.get("GRADIO_SERVER_PORT") or None if meant["server_port"] is None else meant["server_port"]
    root = meant["root_path"] or os.environ.get("GRADIO_ROOT_PATH")
    return {
        "port": None
        if port is None
        else _port(port, "GRADIO_SERVER_PORT" if meant["server_port"] is None else "server_port="),
        "port_retries": None if port is None else 0,
        "ip": meant["server_name"] or os.environ.get("GRADIO_SERVER_NAME"),
        # Gradio takes a whole address, too.
        "base_url": None if root is None else urlsplit(root).path or "/",
        "keyfile": meant["ssl_keyfile"],
        "certfile": meant["ssl_certfile"],
    }

"""`launch()` in a program, `python app.py`: a notebook server is started that runs the program in a kernel."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ...errors import RegistrationError
from ..accesskey import Secret
from .blocks import Blocks

WAIT_SECONDS = 120.0
"""How long a server may take that is started aside."""


class Served:
    """An app that a server of its own serves.

    Args:
        app: The app.
        process: The server.
    """

    panel = ""

    def __init__(self, app: Blocks, process: subprocess.Popen[bytes]) -> None:
        self.app = app
        self.url = ""
        self._process = process
        atexit.register(self.close)

    def close(self) -> None:
        """Stop the server."""
        atexit.unregister(self.close)
        self.app.launched = None
        if self._process.poll() is None:
            self._process.terminate()
            self._process.wait()

    def wait(self) -> int:
        """Wait for its end; its exit status. Ctrl-C is for the server, which is asked as well."""
        while True:
            try:
                return self._process.wait()
            except KeyboardInterrupt:
                continue


def run_as_program(app: Blocks, meant: dict[str, Any]) -> Any:
    """Serve the program that runs, until it is stopped, or with `prevent_thread_lock` aside.

    Raises:
        RegistrationError: There is no program, or the server part is not installed.
        RuntimeError: The server did not start.
    """
    script = getattr(sys.modules.get("__main__"), "__file__", None)
    if script is None or not os.path.isfile(script):
        raise RegistrationError("launch() works in a notebook, and in a program that is a file: python app.py.")
    if find_spec("jupyter_server") is None:
        raise RegistrationError('launch() in a program needs the server part: pip install "jupyter-gradio-mcp[server]"')
    command = [sys.executable, "-m", f"{__name__.partition('.')[0]}.cli", "serve", os.path.abspath(script)]
    command += _options(meant)
    if not meant["prevent_thread_lock"]:
        served = Served(app, subprocess.Popen(command))
        status = served.wait()
        served.close()
        if status > 0:
            raise SystemExit(status)
        return app, "", None
    with tempfile.TemporaryDirectory() as folder:
        announced = Path(folder) / "announced.json"
        process = subprocess.Popen([*command, "--announce", str(announced)], stdout=subprocess.DEVNULL)
        served = Served(app, process)
        app.launched = served
        end = time.monotonic() + WAIT_SECONDS
        while not announced.exists():
            if process.poll() is not None or time.monotonic() > end:
                served.close()
                raise RuntimeError(f"launch(): the server that was to serve {os.path.basename(script)} did not start.")
            time.sleep(0.05)
        served.url = Secret(json.loads(announced.read_text())["url"])
    return app, served.url, None


def _options(meant: dict[str, Any]) -> list[str]:
    """What the keywords say, as options of the notebook server."""
    port = meant["server_port"] or os.environ.get("GRADIO_SERVER_PORT")
    said = {
        "port": port,
        "port_retries": None if port is None else 0,
        "ip": meant["server_name"] or os.environ.get("GRADIO_SERVER_NAME"),
        "base_url": meant["root_path"] or os.environ.get("GRADIO_ROOT_PATH"),
        "keyfile": meant["ssl_keyfile"],
        "certfile": meant["ssl_certfile"],
    }
    return [f"--ServerApp.{name}={value}" for name, value in said.items() if value is not None]

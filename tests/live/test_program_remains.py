"""What the killed server of a program leaves."""

import os
import signal
import tempfile
from pathlib import Path

import pytest
from test_programs import Running, environment, write

from jupyter_gradio_mcp.kernel.apps.script import FOLDER_PREFIX
from jupyter_gradio_mcp.server import folders

pytestmark = pytest.mark.slow


def test_nothing_is_left_of_a_server_that_was_killed(tmp_path: Path) -> None:
    assert folders.PREFIX == FOLDER_PREFIX
    write(tmp_path)
    program = Running(tmp_path, "app.py")
    try:
        program.says(r"Page +(\S+)")
        [server] = program.children()
        runtime = Path(environment(tmp_path)["JUPYTER_RUNTIME_DIR"])
        assert list(runtime.glob(f"jpserver-{server}*"))
        assert list(Path(tempfile.gettempdir()).glob(f"{FOLDER_PREFIX}{server}-*"))
        os.kill(server, signal.SIGKILL)
        program.process.wait(60)
        assert "the server of this program has ended" in program.said
        assert not list(runtime.glob(f"jpserver-{server}*"))
        assert not list(Path(tempfile.gettempdir()).glob(f"{FOLDER_PREFIX}{server}-*"))
    finally:
        program.close()

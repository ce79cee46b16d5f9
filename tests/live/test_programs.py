"""An app as a program: `python app.py`, and `jupyter gradio-mcp serve app.py`."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from support.live import free_port, wait_for

pytestmark = pytest.mark.slow

APP = '''
import jupyter_gradio_mcp as gr
import beside

def letter_counter(word: str, letter: str) -> int:
    """Count the letters."""
    return word.count(letter) + beside.NOTHING

demo = gr.Interface(letter_counter, [gr.Textbox("strawberry"), gr.Textbox("r")], "number", title="Letters")

if __name__ == "__main__":
    print("as", __name__, __file__)
    demo.launch(mcp_server=True, server_port=PORT)
'''


def environment(folder: Path) -> dict[str, str]:
    (folder / "config").mkdir(exist_ok=True)
    settings = {"ServerApp": {"allow_root": True}, "IdentityProvider": {"token": "secret"}}
    (folder / "config" / "jupyter_server_config.json").write_text(json.dumps(settings))
    changes = {
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_DATA_DIR": str(folder / "data"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        "IPYTHONDIR": str(folder / "ipython"),
        "PYTHONUNBUFFERED": "1",
    }
    dropped = ("JUPYTER_GRADIO_MCP_ADDRESS", "GRADIO_MCP_SERVER", "PYTHONWARNINGS")
    return {**{name: value for name, value in os.environ.items() if name not in dropped}, **changes}


def write(folder: Path, source: str, port: int) -> Path:
    app = folder / "app.py"
    app.write_text(source.replace("PORT", str(port)))
    (folder / "beside.py").write_text("NOTHING = 0\n")
    return app


@pytest.mark.parametrize("command", [["app.py"], ["-m", "jupyter_gradio_mcp.cli", "serve", "app.py"]])
def test_a_program_serves_itself_until_it_is_stopped(tmp_path: Path, command: list[str]) -> None:
    port = free_port()
    write(tmp_path, APP, port)
    more = [] if command == ["app.py"] else [f"--ServerApp.port={port}"]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, *command, *more],
            cwd=tmp_path,
            env=environment(tmp_path),
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:

        def said() -> str:
            assert process.poll() is None, (tmp_path / "log").read_text()
            text = (tmp_path / "log").read_text()
            return text if "Claude Code:" in text else ""

        text = wait_for(said, "the summary", 60)
        assert f"as __main__ {tmp_path / 'app.py'}" in text
        assert "app.py: letter_counter" in text
        assert "MCP   http" in text
        called = httpx.post(
            f"http://127.0.0.1:{port}/gradio/app.py/gradio_api/run/predict",
            json={"data": ["banana", "a"]},
            headers={"Authorization": "Bearer secret"},
        )
        assert called.json()["data"] == [3]
        shown = httpx.get(
            f"http://127.0.0.1:{port}/gradio/app.py/gradio_api/panel", headers={"Authorization": "Bearer secret"}
        )
        assert [panel["title"] for panel in shown.json()["panels"]] == ["Letters"]
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


ASIDE = """
    if "ipykernel" not in sys.modules:
        body = json.dumps({"data": ["tree", "e"]}).encode()
        asked = urllib.request.Request(url + "gradio_api/run/predict", body, {"Content-Type": "application/json"})
        print("answer", urllib.request.urlopen(asked).read())
        demo.close()
"""


def test_a_program_goes_on_while_its_app_is_served_aside(tmp_path: Path) -> None:
    source = "import json, sys, urllib.request\n" + APP
    source = source.replace("demo.launch(", "_, url, _ = demo.launch(prevent_thread_lock=True, ")
    # In the kernel it ends there: only the program itself goes on to call.
    source += ASIDE
    write(tmp_path, source, free_port())
    ran = subprocess.run(
        [sys.executable, "app.py"],
        cwd=tmp_path,
        env=environment(tmp_path),
        check=False,
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert ran.returncode == 0, ran.stderr
    assert re.search(r"answer b'.*\"data\": ?\[2\]", ran.stdout), ran.stdout + ran.stderr


def test_a_program_that_cannot_run_says_so(tmp_path: Path) -> None:
    def run(*command: str) -> Any:
        return subprocess.run(
            [sys.executable, *command],
            cwd=tmp_path,
            env=environment(tmp_path),
            check=False,
            capture_output=True,
            text=True,
            timeout=100,
        )

    (tmp_path / "broken.py").write_text("def f(:\n")
    ran = run("-m", "jupyter_gradio_mcp.cli", "serve", "broken.py")
    assert ran.returncode == 2
    assert "broken.py is no program of Python's" in ran.stderr
    ran = run("-c", "import jupyter_gradio_mcp as gr; gr.Interface(len, 'text', 'number').launch()")
    assert "launch() works in a notebook, and in a program that is a file" in ran.stderr

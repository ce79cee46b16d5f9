"""An app as a program: `python app.py`, and `jupyter gradio-mcp serve app.py`."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from support.live import free_port, wait_for

pytestmark = pytest.mark.slow

APP = '''
import sys
import jupyter_gradio_mcp as gr
import beside

print("as", __name__, sys.argv)

def letter_counter(word: str, letter: str) -> int:
    """Count the letters."""
    print("counting in", word)
    return word.count(letter) + beside.NOTHING + int(open("nothing.txt").read())

demo = gr.Interface(letter_counter, [gr.Textbox("strawberry"), gr.Textbox("r")], "number", title="Letters")

if __name__ == "__main__":
    demo.launch(mcp_server=True)
    print("after")
'''


def environment(folder: Path, **changes: str) -> dict[str, str]:
    (folder / "config").mkdir(exist_ok=True)
    settings = {"IdentityProvider": {"token": "secret"}}
    (folder / "config" / "jupyter_server_config.json").write_text(json.dumps(settings))
    places = {
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_DATA_DIR": str(folder / "data"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        "IPYTHONDIR": str(folder / "ipython"),
    }
    dropped = ("JUPYTER_GRADIO_MCP_ADDRESS", "GRADIO_MCP_SERVER", "PYTHONWARNINGS", "PYTHONUNBUFFERED")
    return {**{name: value for name, value in os.environ.items() if name not in dropped}, **places, **changes}


class Running:
    """A program that was started, and what it has printed."""

    def __init__(self, folder: Path, *command: str, **changes: str) -> None:
        self._log = folder / "log"
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, *command],
                cwd=folder,
                env=environment(folder, PYTHONUNBUFFERED="1", **changes),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def said(self) -> str:
        """What it has printed so far."""
        return self._log.read_text()

    def says(self, pattern: str) -> str:
        """What stands in the brackets of a pattern, as soon as the program has printed what fits it."""

        def found() -> Any:
            match = re.search(pattern, self.said)
            assert match or self.process.poll() is None, self.said
            return match

        return str(wait_for(found, pattern, 60)[1])

    def children(self) -> list[int]:
        """The processes that it has started."""
        ran = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(self.process.pid)], check=False, capture_output=True, text=True
        )
        return [int(pid) for pid in ran.stdout.split()]

    def close(self) -> None:
        """End it."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(20)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Any]:
    started: list[Running] = []

    def start(*command: str, **changes: str) -> Running:
        started.append(Running(tmp_path, *command, **changes))
        return started[-1]

    yield start
    for one in started:
        one.close()


def write(folder: Path, source: str = APP) -> None:
    (folder / "app.py").write_text(source)
    (folder / "beside.py").write_text("NOTHING = 0\n")
    (folder / "nothing.txt").write_text("0")


def run(folder: Path, *command: str, text: str | None = None) -> Any:
    return subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env=environment(folder),
        check=False,
        capture_output=True,
        text=True,
        timeout=100,
        input=text or "",
    )


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_a_program_runs_once_and_serves_itself_until_ctrl_c(tmp_path: Path, running: Any) -> None:
    write(tmp_path)
    program = running("app.py", "--fast", GRADIO_SERVER_PORT=str(port := free_port()))
    url = program.says(r"Page +(\S+)")
    assert url.startswith(f"http://localhost:{port}/gradio_key/")
    assert program.says(r"MCP +(\S+)") == f"{url}gradio_api/mcp/"
    assert "Letters: letter_counter\n" in program.said
    # The address is all that it takes, and what a call prints is where the program prints.
    assert httpx.post(f"{url}gradio_api/run/predict", json={"data": ["banana", "a"]}).json()["data"] == [3]
    program.says(r"(counting in banana)")
    panels = httpx.get(f"{url}gradio_api/panel").json()["panels"]
    assert [panel["title"] for panel in panels] == ["Letters"]
    [server] = program.children()
    assert "after" not in program.said
    program.process.send_signal(signal.SIGINT)
    assert program.process.wait(20) == 0
    assert program.said.count("as __main__ ['app.py', '--fast']") == 1
    assert program.said.splitlines()[-2:] == ["Stopped.", "after"]
    assert "secret" not in program.said
    assert "Traceback" not in program.said
    assert gone(server)


def test_the_server_of_a_program_serves_its_functions_and_nothing_else(tmp_path: Path, running: Any) -> None:
    write(tmp_path)
    url = running("app.py").says(r"Page +(\S+)")
    base = url.partition("gradio_key/")[0]
    with httpx.Client(base_url=base, headers={"Authorization": "Bearer secret"}) as owner:
        assert owner.get("gradio/app.py/gradio_api/info").status_code == 200
        assert owner.get("api/contents").status_code == 404
        assert owner.post("api/kernels").status_code == 404
        assert owner.post("api/terminals").status_code == 404
        assert owner.get("files/app.py").status_code == 404
    assert httpx.get(f"{base}gradio_api/info").status_code == 401


def test_the_pages_of_a_program_know_no_notebooks(tmp_path: Path, running: Any) -> None:
    write(tmp_path)
    url = running("app.py").says(r"Page +(\S+)")
    for accept in ("text/html", "*/*"):
        page = httpx.get(url, headers={"Accept": accept}, follow_redirects=True)
        assert page.status_code == 200
        assert "<title>Letters</title>" in page.text
        assert 'data-alone=""' in page.text
    told = httpx.get(f"{url}gradio_api/panel")
    assert told.json()["title"] == "Letters", told.text
    bare = httpx.get(url.partition("gradio_key/")[0], headers={"Accept": "text/html"}, follow_redirects=True)
    assert bare.status_code == 401
    assert "printed the address" in bare.text
    assert "keys create" not in bare.text
    assert "log in to Jupyter" not in bare.text


def test_what_lies_beside_a_program_is_not_what_its_server_imports(tmp_path: Path, running: Any) -> None:
    write(tmp_path)
    (tmp_path / "tornado.py").write_text("raise ImportError('not this one')\n")
    assert httpx.get(f"{running('app.py').says(r'Page +(.+)')}gradio_api/info").status_code == 200


def test_the_server_ends_with_a_program_that_is_killed(tmp_path: Path, running: Any) -> None:
    write(tmp_path)
    program = running("app.py")
    program.says(r"Page +(\S+)")
    [server] = program.children()
    program.process.kill()
    program.process.wait(20)
    wait_for(lambda: gone(server), "the end of the server")


def test_serve_runs_a_program_beside_its_server(tmp_path: Path, running: Any) -> None:
    write(tmp_path)
    port = free_port()
    serve = ("-m", "jupyter_gradio_mcp.cli", "serve", "app.py", "--allow-root", f"--ServerApp.port={port}")
    served = running(*serve)
    served.says("(Claude Code:)")
    assert "as __main__ ['app.py']" in served.said
    assert "\napp.py: letter_counter" in served.said
    asked = httpx.post(
        f"http://127.0.0.1:{port}/gradio/app.py/gradio_api/run/predict",
        json={"data": ["banana", "a"]},
        headers={"Authorization": "Bearer secret"},
    )
    assert asked.json()["data"] == [3]
    children = served.children()
    served.process.send_signal(signal.SIGTERM)
    served.process.wait(20)
    for child in children:
        wait_for(lambda pid=child: gone(pid), "the end of the program")


def test_serve_says_which_program_failed(tmp_path: Path) -> None:
    write(tmp_path, APP.replace("demo.launch", "demo.lunch"))
    ran = run(tmp_path, "-m", "jupyter_gradio_mcp.cli", "serve", "--strict", "app.py", "--allow-root", "--port=0")
    assert ran.returncode == 1, ran.stderr
    assert "gr.Interface has no 'lunch'" in ran.stderr
    assert "app.py: the program failed, with exit status 1." in ran.stderr


ASIDE = """
import json, urllib.request
import jupyter_gradio_mcp as gr

def ask(url, name):
    body = json.dumps({"data": ["tree"]}).encode()
    asked = urllib.request.Request(f"{url}gradio_api/run/{name}", body, {"Content-Type": "application/json"})
    try:
        return json.load(urllib.request.urlopen(asked))["data"]
    except OSError as error:
        return error.code

first = gr.Interface(lambda text: text + "1", "text", "text", api_name="one")
second = gr.Interface(lambda text: text + "2", "text", "text", api_name="two")
first.launch(prevent_thread_lock=True, quiet=True)
_, url, shared = second.launch(prevent_thread_lock=True)
print(ask(first.local_url, "one"), ask(url, "two"), ask(url, "one"), shared)
print(first.is_running, first.server_name, first.server_port == second.server_port, first.share_url)
old = first.local_url
first.close()
print(ask(url, "two"), ask(old, "one"), first.is_running, first.local_url == "")
print(input())
raise SystemExit(3)
"""


def test_a_program_goes_on_while_its_apps_are_served_aside(tmp_path: Path) -> None:
    write(tmp_path, ASIDE)
    ran = run(tmp_path, "app.py", text="typed\n")
    assert ran.returncode == 3, ran.stderr
    lines = ran.stdout.splitlines()
    assert lines[0] == "app.py: two"
    assert lines[-4:] == [
        "['tree1'] ['tree2'] 404 None",
        "True localhost True None",
        "['tree2'] 401 False True",
        "typed",
    ]


def test_block_thread_waits_for_ctrl_c(tmp_path: Path, running: Any) -> None:
    write(
        tmp_path, APP.replace("mcp_server=True)", "prevent_thread_lock=True)\n    print('on')\n    demo.block_thread()")
    )
    program = running("app.py")
    program.says("(on)")
    program.process.send_signal(signal.SIGINT)
    assert program.process.wait(20) == 0
    assert program.said.endswith("Stopped.\nafter\n")


def test_at_a_prompt_launch_does_not_wait(tmp_path: Path) -> None:
    launch = "import jupyter_gradio_mcp as gr; r = gr.Interface(len, 'text', 'number').launch(); r[2] is None\n"
    ran = run(tmp_path, "-i", "-q", text=launch + "'and on'\n")
    assert (ran.returncode, ran.stdout.splitlines()[-2:]) == (0, ["True", "'and on'"]), ran.stderr
    ran = run(tmp_path, "-m", "IPython", "--simple-prompt", "--no-banner", text=launch + "'and on'\n")
    assert "'and on'" in ran.stdout, ran.stderr
    assert "program: len" in ran.stdout


def test_a_program_that_cannot_run_says_so(tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("def f(:\n")
    ran = run(tmp_path, "-m", "jupyter_gradio_mcp.cli", "serve", "broken.py")
    assert ran.returncode == 2
    assert "broken.py is no program of Python's" in ran.stderr
    write(tmp_path, "import jupyter_gradio_mcp as gr\ngr.Interface(len, 'text', 'number').launch(server_port=PORT)")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        (tmp_path / "app.py").write_text((tmp_path / "app.py").read_text().replace("PORT", str(port)))
        ran = run(tmp_path, "app.py")
    assert ran.returncode == 1
    assert f"launch(): port {port} cannot be taken" in ran.stderr

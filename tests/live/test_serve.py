"""`jupyter gradio-mcp serve`, as a process of its own."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from support.live import free_port, wait_for

pytestmark = pytest.mark.slow

TOKEN = "0123456789abcdef"


def notebook(*sources: str, kernel: str = "python3") -> str:
    cells = [
        {"cell_type": "code", "id": f"cell-{i}", "source": s, "metadata": {}, "outputs": [], "execution_count": None}
        for i, s in enumerate(sources)
    ]
    spec = {"name": kernel, "display_name": kernel, "language": "python"}
    return json.dumps({"cells": cells, "metadata": {"kernelspec": spec}, "nbformat": 4, "nbformat_minor": 5})


TOOL = notebook("%load_ext jupyter_gradio_mcp", "%%mcp_tool\ndef f(a: int = 1) -> int:\n    return a", "f(2)")


class Served:
    """The command, running."""

    def __init__(self, folder: Path, *arguments: str, **environment: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/"
        command = [
            *(sys.executable, "-m", "jupyter_gradio_mcp.cli", "serve", *arguments),
            *("--allow-root", f"--port={self.port}", f"--IdentityProvider.token={TOKEN}"),
        ]
        own = {f"JUPYTER_{kind}_DIR": str(folder / kind.lower()) for kind in ("RUNTIME", "CONFIG", "DATA")}
        self.environment = {**os.environ, **own, **environment}
        self.out = folder / "out"
        with self.out.open("wb") as out:
            self.process = subprocess.Popen(
                command, cwd=folder, env=self.environment, stdout=out, stderr=subprocess.STDOUT
            )

    def said(self, text: str) -> str:
        """What it printed, once that has `text` in it."""

        def found() -> str:
            output = self.out.read_text(errors="replace")
            assert text in output or self.process.poll() is None, output
            return output if text in output else ""

        return str(wait_for(found, repr(text), 40))

    def get(self, path: str, token: str = TOKEN) -> Any:
        return httpx.get(self.url + path, headers={"Authorization": f"Bearer {token}"}).json()

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(20)


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Any]:
    running: list[Served] = []

    def start(*arguments: str, **environment: str) -> Served:
        running.append(Served(tmp_path, *arguments, **environment))
        return running[-1]

    yield start
    for served in running:
        if served.process.poll() is None:
            served.process.kill()
            served.process.wait()


def test_notebooks_are_run_saved_trusted_and_served(serve: Any, tmp_path: Path) -> None:
    (tmp_path / "sub dir").mkdir()
    (tmp_path / "one.ipynb").write_text(TOOL)
    (tmp_path / "sub dir" / "two.ipynb").write_text(TOOL)
    served = serve("one.ipynb", "sub dir/two.ipynb")
    said = served.said("claude mcp add")
    url = f"http://localhost:{served.port}/"
    assert "one.ipynb: cell 3 of 3" in said
    assert "one.ipynb: f\n" in said
    assert f"MCP of this notebook alone   {url}gradio/sub%20dir/two.ipynb/gradio_api/mcp/" in said
    assert (
        f'claude mcp add --transport http jupyter-{served.port} {url}gradio_api/mcp/ --header "Authorization: Bearer $('
        in said
    )
    assert TOKEN not in said[said.index("MCP  ") :], "what is printed to be copied has a key, not the server's token"
    [made] = re.findall(r"Bearer \$\((.*)\)\"", said)
    key = subprocess.run(["bash", "-c", made], env=served.environment, capture_output=True, text=True, check=True)
    assert served.get("gradio_api/mcp/schema", key.stdout.strip()) != []
    assert [tool["name"] for tool in served.get("gradio_api/mcp/schema")] == ["f", "f_two"]
    sessions = {s["path"]: s for s in served.get("api/sessions")}
    assert set(sessions) == {"one.ipynb", "sub dir/two.ipynb"}, "JupyterLab finds the same kernels"
    saved = json.loads((tmp_path / "one.ipynb").read_text())
    assert saved["cells"][2]["outputs"][0]["data"] == {"text/plain": ["2"]}
    assert all(cell["metadata"].get("trusted") for cell in served.get("api/contents/one.ipynb")["content"]["cells"])
    assert served.stop() == 0
    assert not list((tmp_path / "runtime").glob("kernel-*.json")), "the kernels are gone"


def test_the_cells_have_their_ids_so_running_one_again_replaces_it(serve: Any, tmp_path: Path) -> None:
    look = "get_ipython().kernel.get_parent()['metadata'].get('cellId')"
    (tmp_path / "n.ipynb").write_text(notebook(look))
    served = serve("n.ipynb")
    served.said("No function is live")
    saved = json.loads((tmp_path / "n.ipynb").read_text())
    assert saved["cells"][0]["outputs"][0]["data"] == {"text/plain": ["'cell-0'"]}


def test_a_failing_cell_is_told_and_the_rest_is_served(serve: Any, tmp_path: Path) -> None:
    sources = [
        "%load_ext jupyter_gradio_mcp",
        "%%mcp_tool\ndef f() -> int:\n    return 1",
        "1 / 0",
        "%%mcp_tool\ndef g() -> int:\n    return 1",
    ]
    (tmp_path / "n.ipynb").write_text(notebook(*sources))
    served = serve("n.ipynb", "--no-save")
    said = served.said("claude mcp add")
    assert "n.ipynb: cell 3 failed:" in said
    assert "ZeroDivisionError: division by zero" in said
    assert "n.ipynb: f\n" in said
    assert (tmp_path / "n.ipynb").read_text() == notebook(*sources), "--no-save left the file alone"


def test_keep_going_runs_what_comes_after_a_failing_cell(serve: Any, tmp_path: Path) -> None:
    (tmp_path / "n.ipynb").write_text(
        notebook("1 / 0", "%load_ext jupyter_gradio_mcp", "%%mcp_tool\ndef g() -> int:\n    return 1")
    )
    said = serve("n.ipynb", "--keep-going").said("claude mcp add")
    assert "cell 1: ZeroDivisionError: division by zero" in said
    assert "n.ipynb: g\n" in said


def test_strict_stops_with_a_status(serve: Any, tmp_path: Path) -> None:
    (tmp_path / "n.ipynb").write_text(notebook("1 / 0"))
    served = serve("n.ipynb", "--strict")
    assert served.process.wait(40) == 1
    assert "ZeroDivisionError" in served.out.read_text()


@pytest.mark.parametrize(
    ("content", "arguments", "message"),
    [
        (None, ["nowhere.ipynb"], "there is no file nowhere.ipynb"),
        ("{", ["n.ipynb"], "n.ipynb is no notebook"),
        ("{}", ["n.ipynb"], "n.ipynb is no notebook"),
        (notebook("1", kernel="cobol"), ["n.ipynb"], "n.ipynb wants the kernel 'cobol', and installed are: "),
    ],
)
def test_what_cannot_be_served_is_refused_in_a_line(
    serve: Any, tmp_path: Path, content: str | None, arguments: list[str], message: str
) -> None:
    if content is not None:
        (tmp_path / "n.ipynb").write_text(content)
    served = serve(*arguments)
    assert served.process.wait(30) == 2
    said = served.out.read_text()
    assert message in said
    assert "Traceback" not in said


def test_server_options_pass_through(serve: Any, tmp_path: Path) -> None:
    (tmp_path / "n.ipynb").write_text(TOOL)
    served = serve("n.ipynb", "--ServerApp.base_url=/user/me/", GRADIO_MCP_SERVER="False")
    said = served.said("switched off")
    assert f"http://localhost:{served.port}/user/me/gradio_api/call/v2/NAME" in said
    assert served.get("user/me/gradio_api/about")["mcp"] is False


def test_edits_made_meanwhile_are_not_lost(serve: Any, tmp_path: Path) -> None:
    edit = "open('n.ipynb', 'a').write(' ')"
    (tmp_path / "n.ipynb").write_text(notebook(edit))
    served = serve("n.ipynb")
    served.said("n.ipynb was changed meanwhile; the outputs of this run are not saved.")
    assert (tmp_path / "n.ipynb").read_text() == notebook(edit) + " "

"""Kernels elsewhere: in another environment, of another version, or with no server at all."""

import json
import os
import subprocess
import sys
from pathlib import Path

import environments
import pytest
from support.live import LiveServer

pytestmark = [pytest.mark.slow, pytest.mark.clients]

TOOL = "%%mcp_tool\ndef f(a: int = 1) -> int:\n    print('from', __import__('sys').prefix)\n    return a"


def kernelspec(root: Path, python: Path | str, name: str = "elsewhere") -> None:
    """A kernel that runs in another environment."""
    folder = root / "data" / "kernels" / name
    folder.mkdir(parents=True)
    argv = [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    (folder / "kernel.json").write_text(json.dumps({"argv": argv, "display_name": name, "language": "python"}))


def test_a_kernel_with_the_light_install_works(tmp_path: Path) -> None:
    python = environments.python_of("light")
    installed = subprocess.run(
        [sys.executable, "-m", "uv", "pip", "list", "--python", str(python)], capture_output=True, text=True, check=True
    ).stdout
    assert "jupyter-gradio-mcp" in installed
    assert "jupyter-server " not in installed
    assert "\nmcp " not in installed
    kernelspec(tmp_path, python)
    server = LiveServer(tmp_path)
    try:
        notebook = server.notebook(kernel_name="elsewhere").load()
        ran = notebook.run(TOOL)
        assert "is live" in ran.stdout, ran.text
        assert server.call("f", a=5) == 5
        begun = server.http.post("gradio_api/call/v2/f", json={}).json()["event_id"]
        [log, *_] = server.read(f"gradio_api/call/f/{begun}")
        assert str(python.parent.parent) in log[1]["text"]
        notebook.close()
    finally:
        server.close()


def test_another_version_on_the_other_side_is_a_clear_message(tmp_path: Path) -> None:
    server = LiveServer(tmp_path)
    try:
        notebook = server.notebook()
        notebook.run("import jupyter_gradio_mcp.protocol\njupyter_gradio_mcp.protocol.PROTOCOL = 99")
        ran = notebook.load().run(TOOL)
        assert ran.status == "ok"
        assert (
            "jupyter-gradio-mcp is 0.1.0 in this kernel's environment and 0.1.0 in the notebook server's" in ran.stdout
        )
        assert "-m pip install -U jupyter-gradio-mcp" in ran.stdout
        assert notebook.run("f(3)").result == "3", "the function is there all the same"
        notebook.close()
    finally:
        server.close()


def test_a_server_without_the_extension_is_a_clear_message(tmp_path: Path) -> None:
    server = LiveServer(tmp_path, "--ServerApp.jpserver_extensions={'jupyter_gradio_mcp': False}")
    try:
        notebook = server.notebook().load()
        ran = notebook.run(TOOL)
        assert ran.status == "ok"
        assert "f: ready, but out of reach of agents" in ran.stdout
        assert "The notebook server runs without the extension." in ran.stdout
        assert 'pip install "jupyter-gradio-mcp[server]==' in ran.stdout
        notebook.close()
    finally:
        server.close()


def test_no_server_at_all_is_a_clear_message(tmp_path: Path) -> None:
    code = (
        "import json\nfrom jupyter_client.manager import start_new_kernel\nmanager, client = start_new_kernel()\n"
        "out = []\nfor source in ('%load_ext jupyter_gradio_mcp', " + repr(TOOL) + ", 'f(2)', '%mcp_list'):\n"
        "    client.execute_interactive(source, output_hook=lambda m: out.append(m['content'].get('text') or str(m['content'].get('data', ''))))\n"
        "client.stop_channels(); manager.shutdown_kernel(now=True)\nprint(json.dumps(out))"
    )
    environment = {k: v for k, v in os.environ.items() if k not in ("JUPYTER_GRADIO_MCP_ADDRESS", "JPY_SESSION_NAME")}
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, timeout=60, check=True
    )
    out = "".join(json.loads(ran.stdout.splitlines()[-1]))
    assert "f: ready, but out of reach of agents: this is not a kernel of a notebook server" in out
    assert "jupyter gradio-mcp serve NOTEBOOK.ipynb" in out
    assert "'text/plain': '2'" in out
    assert "f  (a: int = 1) -> int" in out


def test_the_address_of_another_server_is_no_way_in(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one = LiveServer(tmp_path / "a")
    notebook = one.notebook().load()
    address = notebook.run("import os; print(os.environ['JUPYTER_GRADIO_MCP_ADDRESS'])").stdout.strip()
    two = LiveServer(
        tmp_path / "b",
        "--ServerApp.jpserver_extensions={'jupyter_gradio_mcp': False}",
        environment={"JUPYTER_GRADIO_MCP_ADDRESS": address},
    )
    try:
        ran = two.notebook().load().run(TOOL)
        assert "the notebook server at hand did not start this kernel" in ran.stdout
    finally:
        two.close()
        notebook.close()
        one.close()

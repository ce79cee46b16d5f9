"""`jupyter gradio-mcp doctor`, on sound and on broken installations."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import environments
import pytest
from support.live import LiveServer

pytestmark = pytest.mark.slow


def doctor(
    *arguments: str, python: Any = sys.executable, cwd: Path | None = None, **environment: str
) -> tuple[int, str]:
    ran = subprocess.run(
        [str(python), "-m", "jupyter_gradio_mcp.cli", "doctor", *arguments],
        capture_output=True,
        text=True,
        cwd=cwd,
        env={**os.environ, **environment},
        timeout=100,
        check=False,
    )
    assert "Traceback" not in ran.stderr, ran.stderr
    return ran.returncode, ran.stdout


def test_a_sound_installation_passes_with_a_test_call(tmp_path: Path) -> None:
    status, said = doctor(JUPYTER_RUNTIME_DIR=str(tmp_path))
    assert status == 0, said
    for line in (
        "✓ the server extension is enabled",
        "– no notebook server of yours is running",
        "✓ kernel 'python3' has version",
        "✓ a test call over REST went through",
        "✓ a test call over MCP went through",
    ):
        assert line in said


def test_a_running_server_is_looked_into(tmp_path: Path) -> None:
    server = LiveServer(tmp_path)
    try:
        server.notebook().load().run("%%mcp_tool\ndef f() -> int:\n    return 1")
        status, said = doctor("--no-call", JUPYTER_RUNTIME_DIR=str(server.runtime))
        assert (status, "runs the extension: 1 notebook, 1 function" in said) == (0, True), said
    finally:
        server.close()


def test_a_server_without_the_extension_is_found_out(tmp_path: Path) -> None:
    server = LiveServer(tmp_path, "--ServerApp.jpserver_extensions={'jupyter_gradio_mcp': False}")
    try:
        status, said = doctor("--no-call", JUPYTER_RUNTIME_DIR=str(server.runtime))
        assert status == 1
        assert f"✗ http://localhost:{server.port}/ runs without the extension\n    restart that server" in said
    finally:
        server.close()


def test_an_extension_that_is_switched_off_is_found_out(tmp_path: Path) -> None:
    (tmp_path / "jupyter_server_config.d").mkdir()
    off = {"ServerApp": {"jpserver_extensions": {"jupyter_gradio_mcp": False}}}
    (tmp_path / "jupyter_server_config.d" / "off.json").write_text(json.dumps(off))
    # In a virtual environment its own configuration comes before the user's, unless told otherwise.
    user_first = {"JUPYTER_PREFER_ENV_PATH": "0", "JUPYTER_CONFIG_DIR": str(tmp_path)}
    status, said = doctor("--no-call", JUPYTER_RUNTIME_DIR=str(tmp_path), **user_first)
    assert status == 1
    assert "jupyter server extension enable jupyter_gradio_mcp" in said


def test_a_kernel_without_the_package_is_told_how_to_get_it(tmp_path: Path) -> None:
    folder = tmp_path / "kernels" / "bare"
    folder.mkdir(parents=True)
    python = f"{sys.base_prefix}/bin/python3"
    argv = [python, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    (folder / "kernel.json").write_text(json.dumps({"argv": argv, "display_name": "bare", "language": "python"}))
    status, said = doctor(
        "--no-call", "--json", JUPYTER_PATH=str(tmp_path), JUPYTER_RUNTIME_DIR=str(tmp_path), PYTHONPATH=""
    )
    assert status == 0
    [finding] = [f for f in json.loads(said) if "'bare'" in f["text"]]
    assert finding["state"] == "remark"
    assert finding["mend"].startswith(f'"{python}" -m pip install -U jupyter-gradio-mcp==')


@pytest.mark.clients
def test_without_the_server_part_it_says_what_to_install(tmp_path: Path) -> None:
    python = environments.python_of("light")
    status, said = doctor(python=python, cwd=tmp_path)
    assert status == 1
    assert "✗ jupyter-server is not installed: this environment has no server part" in said
    assert f'"{python}" -m pip install -U "jupyter-gradio-mcp[server]"' in said

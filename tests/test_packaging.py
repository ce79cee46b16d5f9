"""What an install brings with it."""

import json
import subprocess
import sys
import tarfile
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest

import jupyter_gradio_mcp as gr

ROOT = Path(__file__).resolve().parent.parent


def test_the_version_is_stated_once() -> None:
    assert version("jupyter-gradio-mcp") == gr.__version__
    assert json.loads((ROOT / "labextension" / "package.json").read_text())["version"] == gr.__version__


@pytest.mark.slow
def test_a_wheel_carries_both_extensions_and_switches_them_on(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "uv", "build", "--quiet", "--wheel", "--out-dir", str(tmp_path), str(ROOT)]
    subprocess.run(command, check=True, timeout=110)
    [wheel] = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        data = f"jupyter_gradio_mcp-{gr.__version__}.data/data"
        config = json.loads(archive.read(f"{data}/etc/jupyter/jupyter_server_config.d/jupyter_gradio_mcp.json"))
        labextension = json.loads(archive.read(f"{data}/share/jupyter/labextensions/jupyter-gradio-mcp/package.json"))
    assert config == {"ServerApp": {"jpserver_extensions": {"jupyter_gradio_mcp": True}}}
    assert labextension["version"] == gr.__version__
    assert any(
        name.startswith(f"{data}/share/jupyter/labextensions/jupyter-gradio-mcp/static/remoteEntry") for name in names
    )
    settings = f"{data}/share/jupyter/labextensions/jupyter-gradio-mcp/schemas/jupyter-gradio-mcp/sidebar.json"
    assert settings in names
    assert "jupyter_gradio_mcp/static/widget.js" in names
    assert not [name for name in names if name.startswith("jupyter_gradio_mcp/labextension/")], "carried twice"
    assert not [name for name in names if "/tests/" in name or name.startswith("tests/")]


@pytest.mark.slow
def test_an_sdist_carries_what_was_built_so_that_installing_it_needs_no_node(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "uv", "build", "--quiet", "--sdist", "--out-dir", str(tmp_path), str(ROOT)]
    subprocess.run(command, check=True, timeout=110)
    [sdist] = tmp_path.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {
        "jupyter_gradio_mcp/static/widget.js",
        "jupyter_gradio_mcp/labextension/package.json",
        "labextension/src/index.ts",
        "jupyter-config/jupyter_server_config.d/jupyter_gradio_mcp.json",
    } <= names
    assert not [name for name in names if name.startswith((".ci", ".cache", ".venv")) or "node_modules" in name]


@pytest.mark.slow
def test_jupyterlab_finds_the_extension_enabled() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "jupyter", "labextension", "list"], capture_output=True, text=True, check=True
    )
    [line] = [line for line in (ran.stdout + ran.stderr).splitlines() if "jupyter-gradio-mcp v" in line]
    assert "enabled" in line
    assert "OK" in line

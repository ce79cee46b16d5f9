"""Who follows a recipe of docs/how-to.md gets what it says."""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from support.live import LiveServer, free_port, wait_for
from support.pages import NOTEBOOK, Reader, says, sections

pytestmark = [pytest.mark.slow, pytest.mark.clients]

RECIPES = sections(Path(__file__).parent.parent.parent / "docs" / "how-to.md")
ELSEWHERE = ("Without JupyterLab", "On JupyterHub", "Behind a proxy")
"""Recipes that are about how the server is started; they have tests of their own."""


@pytest.mark.parametrize("recipe", [title for title in RECIPES if title not in ELSEWHERE])
def test_a_recipe(server: LiveServer, tmp_path: Path, recipe: str) -> None:
    blocks = RECIPES[recipe]
    assert any(block.mark == "cell" for block in blocks), "a recipe has a cell"
    notebook = server.notebook(NOTEBOOK).load()
    key = server.http.post("gradio_api/keys", json={"name": recipe}).json()["key"]
    try:
        reader = Reader(server, tmp_path, notebook, JUPYTER_GRADIO_MCP_KEY=key)
        assert reader.read(blocks) == len(blocks), "every block is run or compared"
    finally:
        notebook.close()


def test_the_recipe_without_jupyterlab(tmp_path: Path) -> None:
    cell, command, printed = RECIPES["Without JupyterLab"]
    sources = ["%load_ext jupyter_gradio_mcp", cell.text]
    cells = [
        {"cell_type": "code", "id": f"cell-{i}", "source": s, "metadata": {}, "outputs": [], "execution_count": None}
        for i, s in enumerate(sources)
    ]
    whole = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (tmp_path / NOTEBOOK).write_text(json.dumps(whole))
    port = free_port()
    options = ["--allow-root", f"--port={port}", "--ServerApp.port_retries=0"]
    own = {f"JUPYTER_{kind}_DIR": str(tmp_path / kind.lower()) for kind in ("RUNTIME", "CONFIG", "DATA")}
    said = tmp_path / "said"
    with said.open("wb") as out:
        process = subprocess.Popen(
            [*shlex.split(command.text), *options],
            cwd=tmp_path,
            env={**os.environ, **own, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for(lambda: "claude mcp add" in said.read_text() or process.poll() is not None, "the addresses")
        assert says(printed.text.replace("8888", str(port)), said.read_text()), said.read_text()
    finally:
        process.terminate()
        process.wait(20)


def test_the_recipe_on_jupyterhub(tmp_path: Path) -> None:
    settings, *blocks = RECIPES["On JupyterHub"]
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "jupyter_server_config.py").write_text(settings.text)
    prefix = {"JUPYTERHUB_SERVICE_PREFIX": "/user/me/"}
    # What the Hub itself sets for such a server.
    hub = ("--ServerApp.allow_remote_access=True", "--ServerApp.trust_xheaders=True")
    server = LiveServer(tmp_path, *hub, base_url="/user/me/", environment=prefix)
    try:
        notebook = server.notebook(NOTEBOOK).load()
        reader = Reader(server, tmp_path, notebook)
        assert reader.read(blocks[:1]) == 1
        assert "MCP   https://hub.example.org/user/me/gradio_api/mcp/" in reader.printed
        assert reader.read(blocks[1:]) == len(blocks) - 1
        notebook.close()
    finally:
        server.close()


def test_the_recipe_behind_a_proxy(tmp_path: Path) -> None:
    settings = RECIPES["Behind a proxy"][0].text
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "jupyter_server_config.py").write_text(settings)
    server = LiveServer(tmp_path)
    try:
        notebook = server.notebook(NOTEBOOK).load()
        ran = notebook.run("%%mcp_tool\ndef dot() -> bytes:\n    return b'a.'")
        assert "MCP   https://notebooks.example.org/gradio_api/mcp/" in ran.stdout
        seen = {"Host": "notebooks.example.org", "X-Forwarded-Proto": "https"}
        answer = server.http.post("gradio_api/run/dot", json={"data": []}, headers=seen)
        assert answer.json()["data"][0]["url"].startswith("https://notebooks.example.org/gradio_api/file=")
        other = server.http.post("gradio_api/run/dot", json={"data": []}, headers={"Host": "elsewhere.example.org"})
        assert other.status_code == 403
        notebook.close()
    finally:
        server.close()

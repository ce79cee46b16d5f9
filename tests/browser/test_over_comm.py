"""Panels where nothing of ours answers over HTTP and JupyterLab has no extension of ours, as in VS Code and Colab."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from support.browser import OURS, Window
from support.live import LiveServer
from support.panels import CELLS, InNotebook, PanelBehaviour

WITHOUT = ("jupyter-gradio-mcp",)


@pytest.fixture(scope="module")
def place(browser: Browser, server: LiveServer) -> Iterator[InNotebook]:
    """The notebook, all of whose cells ran."""
    window = Window(browser, server)
    window.comm_only()
    yield InNotebook(window.lab("panels.ipynb", CELLS).connected().run_all(), server.root)
    window.close()


class TestOverComm(PanelBehaviour):
    """All of it."""

    def test_nothing_is_loaded_over_http(self, place: InNotebook) -> None:
        answered: list[str] = []
        place.page.on("response", lambda response: answered.append(response.url))
        panel = place.panel("count_letters").ready()
        panel.field("word").fill("barrier")
        panel.run()
        panel.shows("r occurs 3 times in barrier")
        assert not [url for url in answered if OURS.search(url)]

"""Panels in Notebook 7, on a server whose addresses have a prefix, as JupyterHub's have."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from support.browser import Window
from support.live import LiveServer
from support.panels import CELLS, InNotebook, PanelBehaviour

BASE_URL = "/user/ada/"


@pytest.fixture(scope="module")
def place(browser: Browser, server: LiveServer) -> Iterator[InNotebook]:
    """The notebook, all of whose cells ran."""
    window = Window(browser, server)
    yield InNotebook(window.notebook7("panels.ipynb", CELLS).connected().run_all(), server.root)
    window.close()


class TestInNotebook7(PanelBehaviour):
    """All of it."""

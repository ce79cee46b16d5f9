"""Panels in JupyterLab, by our extension, over HTTP."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from support.browser import Window
from support.live import LiveServer
from support.panels import CELLS, InNotebook, PanelBehaviour


@pytest.fixture(scope="module")
def place(browser: Browser, server: LiveServer) -> Iterator[InNotebook]:
    """The notebook, all of whose cells ran."""
    window = Window(browser, server)
    yield InNotebook(window.lab("panels.ipynb", CELLS).connected().run_all(), server.root)
    window.close()


class TestInLab(PanelBehaviour):
    """All of it."""

    def test_keys_that_are_typed_into_a_form_do_nothing_to_the_notebook(self, place: InNotebook) -> None:
        panel = place.panel("count_letters").ready()
        before = place.notebook.count
        word = panel.field("word")
        word.fill("")
        word.press_sequentially("ddaabbmyx")
        word.press("Escape")
        word.press("d")
        word.press("d")
        expect(word).to_have_value("ddaabbmyxdd")
        for key in ("Shift+Enter", "Alt+Enter", "ArrowUp", "ArrowDown"):
            word.press(key)
        assert place.notebook.count == before
        assert place.notebook.ids[place.notebook.active] == "count_letters"
        expect(word).to_be_focused()

    def test_a_panel_answers_while_a_cell_runs(self, place: InNotebook) -> None:
        notebook = place.notebook
        panel = notebook.panel("count_letters").ready()
        notebook.insert("busy", "while not Path('cell-may-end').exists(): pass")
        notebook.begin("busy")
        notebook.page.wait_for_function(
            "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'busy'"
        )
        panel = notebook.panel("count_letters")
        panel.field("word").fill("abracadabra")
        panel.field("letter").fill("a")
        panel.run()
        panel.shows("a occurs 5 times in abracadabra")
        (place.folder / "cell-may-end").touch()
        notebook.idle()

    def test_a_panel_shows_dark_in_a_dark_theme_at_once(self, place: InNotebook) -> None:
        panel = place.panel("count_letters").ready()
        lightness = {}
        for name in ("JupyterLab Dark", "JupyterLab Light"):
            place.notebook.theme(name)
            lightness[name] = panel.lightness(panel.field("word"))
        assert lightness["JupyterLab Dark"] < 0.35
        assert lightness["JupyterLab Light"] > 0.65

"""What becomes of a panel when the page is loaded anew, the kernel restarts, or nothing runs any more."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect
from support.browser import NotebookPage, Window
from support.live import LiveServer
from support.panels import CELLS

FEW = {name: CELLS[name] for name in ("load", "count_letters", "sleep")}


@pytest.fixture
def notebook(window: Window, request: pytest.FixtureRequest) -> NotebookPage:
    """A notebook with two panels, named after the test, all of whose cells ran."""
    return window.lab(f"{request.node.name[:40]}.ipynb", FEW).connected().run_all()


def card_of(notebook: NotebookPage) -> None:
    """Below the cell it says what the function was, and nothing can be pressed in vain."""
    output = notebook.output("count_letters")
    expect(output.get_by_text("count_letters").first).to_be_visible()
    expect(output.get_by_text("letter: str = ").first).to_be_visible()
    expect(output.get_by_role("button", name=re.compile("^Run"))).to_have_count(0)


def test_a_reload_keeps_what_was_typed_and_the_result(notebook: NotebookPage) -> None:
    panel = notebook.panel("count_letters").ready()
    panel.field("word").fill("Tennessee")
    panel.field("letter").fill("e")
    panel.run()
    panel.shows("e occurs 4 times in Tennessee")
    panel.field("word").fill("Ithaca")
    notebook.save()
    panel = notebook.reload().panel("count_letters").ready()
    expect(panel.field("word")).to_have_value("Ithaca")
    expect(panel.field("letter")).to_have_value("e")
    panel.shows("e occurs 4 times in Tennessee")


def test_a_call_that_runs_goes_on_over_a_reload(notebook: NotebookPage, server: LiveServer) -> None:
    panel = notebook.panel("sleep").ready()
    panel.field("name").fill("morning")
    panel.run()
    expect(panel.stop_button).to_be_enabled()
    notebook.save()
    panel = notebook.reload().panel("sleep")
    expect(panel.stop_button).to_be_enabled()
    (server.root / "morning").touch()
    panel.shows("morning is there")


def test_a_restart_greys_the_panel_until_its_cell_runs_again(notebook: NotebookPage) -> None:
    panel = notebook.panel("count_letters").ready()
    panel.field("word").fill("errata")
    notebook.restart()
    panel.shows(re.compile("run the cell", re.I))
    expect(panel.run_button).to_be_disabled()
    notebook.run_cell("load").run_cell("count_letters")
    panel = notebook.panel("count_letters").ready()
    expect(panel.field("word")).to_have_value("errata")
    panel.run()
    panel.shows("r occurs 2 times in errata")


def test_a_call_that_runs_when_the_kernel_restarts_says_so(notebook: NotebookPage) -> None:
    panel = notebook.panel("sleep").ready()
    panel.run()
    expect(panel.stop_button).to_be_enabled()
    notebook.restart()
    panel.shows(re.compile("restarted|died|gone", re.I))


def test_running_a_cell_again_takes_its_new_form_and_keeps_what_fits(notebook: NotebookPage) -> None:
    panel = notebook.panel("count_letters").ready()
    panel.field("word").fill("kept")
    notebook.edit("count_letters", CELLS["count_letters"].replace("letter: str", "small: bool = True, letter: str"))
    notebook.run_cell("count_letters")
    panel = notebook.panel("count_letters").ready()
    expect(panel.field("small")).to_be_checked()
    expect(panel.field("word")).to_have_value("kept")


@pytest.mark.parametrize("trusted", [True, False], ids=["trusted", "untrusted"])
def test_a_saved_notebook_shows_a_card_where_nothing_runs(
    notebook: NotebookPage, window: Window, server: LiveServer, trusted: bool
) -> None:
    notebook.panel("count_letters").ready()
    notebook.save()
    notebook.page.close()
    for session in server.http.get("api/sessions").json():
        server.http.delete(f"api/sessions/{session['id']}")
    file = server.root / notebook.path
    content = json.loads(file.read_text())
    outputs = [output for cell in content["cells"] for output in cell.get("outputs", [])]
    assert any("application/vnd.jupyter-gradio-mcp.panel+json" in output.get("data", {}) for output in outputs)
    assert server.token not in file.read_text()
    if not trusted:
        # The signature is of all that is in the file.
        content["cells"][0]["source"] += "\n# from elsewhere"
        file.write_text(json.dumps(content))
    opened = window.again(notebook)
    card_of(opened)


def test_a_saved_notebook_is_a_card_where_there_is_nothing_of_ours(
    notebook: NotebookPage, window: Window, server: LiveServer
) -> None:
    notebook.panel("count_letters").ready()
    notebook.save()
    notebook.page.close()
    page = window.page(f"nbconvert/html/{notebook.path}")
    expect(page.get_by_text("count_letters").first).to_be_visible()
    expect(page.get_by_text("letter: str = ").first).to_be_visible()

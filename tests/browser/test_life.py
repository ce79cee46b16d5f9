"""What becomes of a panel when the page is loaded anew, the kernel restarts, or nothing runs any more."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator

import nbformat
import pytest
from nbconvert import HTMLExporter
from playwright.sync_api import Browser, expect
from support.browser import APPS, NotebookPage, Window, configure
from support.live import LiveServer
from support.panels import CELLS

FEW = {name: CELLS[name] for name in ("load", "count_letters", "sleep")}


@pytest.fixture
def notebook(window: Window, request: pytest.FixtureRequest) -> NotebookPage:
    """A notebook with two panels, named after the test, all of whose cells ran."""
    return window.lab(f"{request.node.name[:40]}.ipynb", FEW).connected().run_all()


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


@pytest.fixture(scope="module")
def saved(browser: Browser, server: LiveServer) -> str:
    """A notebook with panels, as it was saved."""
    window = Window(browser, server)
    notebook = window.lab("saved.ipynb", FEW).connected().run_all()
    notebook.panel("count_letters").ready()
    notebook.save()
    window.close()
    content = (server.root / "saved.ipynb").read_text()
    outputs = [output for cell in json.loads(content)["cells"] for output in cell["outputs"]]
    assert any("application/vnd.jupyter-gradio-mcp.panel+json" in output.get("data", {}) for output in outputs)
    assert server.token not in content
    return content


@pytest.fixture(scope="module")
def other_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A server that knows nothing of the kernel which the notebook ran in."""
    live = LiveServer(configure(tmp_path_factory.mktemp("other")), *APPS)
    yield live
    live.close()


@pytest.mark.parametrize("trusted", [True, False], ids=["trusted", "untrusted"])
def test_a_saved_notebook_shows_a_card_where_nothing_runs(
    browser: Browser, other_server: LiveServer, saved: str, trusted: bool
) -> None:
    file = other_server.root / f"trusted-{trusted}.ipynb"
    # The signature is of all that is in the file.
    file.write_text(saved if trusted else saved.replace("import time", "import time  # from elsewhere"))
    if trusted:
        command = [sys.executable, "-m", "nbformat.sign", str(file)]
        subprocess.run(command, env=other_server.environment, check=True, capture_output=True)
    window = Window(browser, other_server)
    window.expect_problems(r"404 .*gradio_api/panel")
    output = window.again(file.name, list(FEW)).connected().output("count_letters")
    expect(
        output.get_by_text(re.compile(r"^count_letters\(word: str = 'strawberry', letter: str = 'r'\)")).last
    ).to_be_visible()
    expect(output.get_by_text(re.compile("Run the cell")).first).to_be_visible()
    expect(output.get_by_role("button", name=re.compile("^Run"))).to_have_count(0)
    window.close()


def test_a_saved_notebook_is_a_card_where_there_is_no_jupyter(window: Window, saved: str) -> None:
    html, _ = HTMLExporter().from_notebook_node(nbformat.reads(saved, as_version=4))
    # The templates name scripts that are elsewhere.
    window.context.route(re.compile("^https?://"), lambda route: route.abort())
    window.expect_problems("net::ERR_FAILED|MathJax|require|define")
    page = window.context.new_page()
    page.set_content(html)
    card = page.locator("div", has=page.get_by_text("Run the cell to bring its panel back.")).last
    expect(card).to_be_visible()
    expect(page.get_by_text("Count how often a letter occurs in a word.").last).to_be_visible()
